"""An appraisal workbook that was opened and saved by LibreOffice says the same as before."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from appraisal.test_round_trip import ENTERED, LINK, cells, content, read
from openpyxl import load_workbook
from workbook import kit

from parcli.appraisal import layout, writer
from parcli.appraisal.content import Table

pytestmark = [pytest.mark.office, pytest.mark.skipif(kit.OFFICE is None, reason="LibreOffice (soffice) is not installed")]
_TABLE = Table("Tài liệu kiểm chứng", "DANH SÁCH", ("Tệp",), (40,), ((LINK,),))


@pytest.mark.parametrize("stage", ["round_1", "round_2"])
def test_it_is_read_the_same_after_libreoffice(stage: Any, tmp_path: Path) -> None:
    cycle = tmp_path / "dot"
    place, saved = cycle / "appraisal" / "round-1", cycle / "appraisal" / "round-2"
    place.mkdir(parents=True)
    made = writer.write(content(stage, tables=(_TABLE,)), ENTERED)
    (place / "a.xlsx").write_bytes(made)
    # Into a folder of the same depth: LibreOffice keeps links relative to where it saves.
    (again,) = kit.converted([place / "a.xlsx"], "xlsx", saved, kit.profile(tmp_path / "lo", "vi-VN"))
    before, after = read(made), read(again.read_bytes())
    assert (after.problems, after.readable, after.missing_columns) == ((), True, ())
    assert (after.identity(), after.opening) == (before.identity(), before.opening)
    assert after.identities.keys() >= {"cell", "name"}
    assert cells(after) == cells(before)
    sheet = load_workbook(io.BytesIO(again.read_bytes()))["Thẩm định"]
    target = sheet.cell(6, layout.form(stage).place("link_1") + 1).hyperlink.target
    assert (saved / unquote(target)).resolve() == (cycle / LINK.path).resolve()
    assert sheet.protection.sheet
    assert not sheet.cell(6, layout.form(stage).place("points") + 1).protection.locked
