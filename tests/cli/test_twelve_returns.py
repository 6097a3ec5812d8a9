"""Twelve returns as a mailbox brings them: each lands where it should, and the counts add up."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest
from cli import returns
from cli.returns import UNITS, Cycle, fates
from cli.test_parts import answers
from desk.archives import RAR, compound, raw, zipped
from workbook import kit

from parcli.cli import parting
from parcli.cli.commands.generate import banner_of
from parcli.workbook import writer

pytestmark = [pytest.mark.office, pytest.mark.slow, pytest.mark.skipif(kit.OFFICE is None, reason="soffice is not installed")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Cycle:
    return returns.make(tmp_path_factory.mktemp("twelve") / "cycle")


@pytest.fixture(scope="module")
def resaved(desk: Cycle, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Workbooks that LibreOffice saved again, as .xlsx, and as .ods and from that as .xlsx; the .ods and an .xls besides."""
    folder, profile = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("profile")
    files = [folder / f"{unit}.xlsx" for unit in UNITS[1:4]]
    for file, unit in zip(files, UNITS[1:4], strict=True):
        file.write_bytes(desk.workbook(unit))
    (again,) = kit.converted(files[:1], "xlsx", folder / "again", profile)
    (sheet,) = kit.converted(files[1:2], "ods", folder / "ods", profile)
    (back,) = kit.converted([sheet], "xlsx", folder / "back", profile)
    (old,) = kit.converted(files[2:], "xls", folder / "xls", profile)
    return {"xlsx": again.read_bytes(), "ods": sheet.read_bytes(), "via ods": back.read_bytes(), "xls": old.read_bytes()}


@pytest.fixture(scope="module")
def mailbox(desk: Cycle, resaved: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, ...]]:
    """Put everything into the inbox; return what has to become of it."""
    a, b, c, _, e, f, g, h, *_ = UNITS
    nfd = unicodedata.normalize("NFD", "Báo cáo kết quả.pdf")
    former = returns.make(tmp_path_factory.mktemp("former") / "cycle", cycle=returns.CYCLE.replace("thu-nghiem/2023", "thu-nghiem/2022"))
    strange = returns.make(tmp_path_factory.mktemp("strange") / "cycle", cycle=returns.CYCLE.replace("don-vi-12", "ubnd-la"))
    desk.put("Bản chính (1) - Copy.xlsx", desk.workbook(a))
    desk.put("lưu lại.xlsx", resaved["xlsx"])
    desk.put("qua ods.xlsx", resaved["via ods"])
    desk.put(
        "Đơn vị 05.zip", zipped({"ho so/bieu.xlsx": desk.workbook(e), "ho so/evidence/I.1.2 Tỷ lệ/kh.pdf": b"kh", "ho so/evidence/Thumbs.db": b"x"})
    )
    desk.put("minh chứng gửi sau/evidence/I.1.1/a.pdf", b"a")
    desk.put("mac.zip", raw([(b"bieu.xlsx", desk.workbook(f)), (f"evidence/{nfd}".encode(), b"nfd")]))
    desk.put("hai bản/cũ.xlsx", desk.workbook(g, 1))
    desk.put("hai bản/mới.xlsx", desk.workbook(g, 2))
    desk.put("năm trước.xlsx", former.workbook(h))
    part = desk.opened.cycle.unit(a)
    assert part is not None
    for area, layout in parting.of_unit(desk.opened, part).items():
        rows = {row.key for row in layout.rows}
        own = answers(desk)
        mine = {key: row for key, row in own.cells.items() if key in rows}
        desk.put(f"phần/{area}.xlsx", writer.filled(layout, desk.opened.look, part, type(own)(mine), banner_of(desk.opened)))
    desk.put("đơn vị lạ.xlsx", strange.workbook("ubnd-la"))
    desk.put("bieu.xls", resaved["xls"])
    desk.put("bieu.ods", resaved["ods"])
    desk.put("khóa.xlsx", compound("EncryptedPackage", "EncryptionInfo"))
    desk.put("nén.rar", RAR)
    return {
        "Bản chính (1) - Copy.xlsx": ("used", a, f"{a}/{a}.xlsx"),
        "lưu lại.xlsx": ("used", b, f"{b}/{b}.xlsx"),
        "qua ods.xlsx": ("used", c, f"{c}/{c}.xlsx"),
        "Đơn vị 05.zip/ho so/bieu.xlsx": ("used", e, f"{e}/{e}.xlsx"),
        "Đơn vị 05.zip/ho so/evidence/I.1.2 Tỷ lệ/kh.pdf": ("used", e, f"{e}/evidence/I.1.2/kh.pdf"),
        "Đơn vị 05.zip/ho so/evidence/Thumbs.db": ("passed_over", None, ""),
        "minh chứng gửi sau/evidence/I.1.1/a.pdf": ("set_aside", None, "", "IN117"),
        "mac.zip/bieu.xlsx": ("used", f, f"{f}/{f}.xlsx"),
        f"mac.zip/evidence/{unicodedata.normalize('NFC', nfd)}": ("used", f, f"{f}/evidence/Báo cáo kết quả.pdf"),
        "hai bản/cũ.xlsx": ("set_aside", g, "", "IN102"),
        "hai bản/mới.xlsx": ("set_aside", g, "", "IN102"),
        "năm trước.xlsx": ("refused", h, "", "IN103"),
        "đơn vị lạ.xlsx": ("refused", "ubnd-la", "", "IN104"),
        "bieu.xls": ("refused", None, "", "WB103"),
        "bieu.ods": ("refused", None, "", "WB103"),
        "khóa.xlsx": ("refused", None, "", "WB104"),
        "nén.rar": ("refused", None, "", "IN108"),
    }


def test_twelve_returns_land_where_they_should(desk: Cycle, mailbox: dict[str, tuple[Any, ...]], parcli) -> None:
    before = returns.tree(desk.inbox)
    outcome = parcli("intake", "--received", "2023-11-28", "--via", "email", "--json", cwd=desk.folder)
    assert outcome.returncode == 1
    document = json.loads(outcome.stdout)
    landed = fates(document)
    parts = {name: landed.pop(name) for name in list(landed) if name.startswith("phần/")}
    assert landed == mailbox
    assert [fate[:2] for fate in parts.values()] == [("used", UNITS[0])] * 4
    counts = {"found": 21, "used": 11, "refused": 6, "set_aside": 3, "passed_over": 1, "known": 0}
    assert document["counts"] == counts
    assert returns.tree(desk.inbox) == before
    alone = desk.inbox / "minh chứng gửi sau"
    assert parcli("intake", str(alone), "--unit", UNITS[3], "--received", "2023-11-28", cwd=desk.folder).returncode == 0
    assert (desk.folder / "submissions" / UNITS[3] / "evidence/I.1.1/a.pdf").read_bytes() == b"a"
    after = desk.submitted()
    assert parcli("intake", "--received", "2023-11-29", "--json", cwd=desk.folder).returncode == 1
    assert desk.submitted() == after
    assert returns.tree(desk.inbox) == before


def test_what_was_resaved_validates_as_what_was_sent(desk: Cycle, mailbox: dict[str, tuple[Any, ...]], parcli) -> None:  # noqa: ARG001 - the mailbox fills the cycle
    parcli("intake", "--received", "2023-11-28", cwd=desk.folder)
    outcome = parcli("validate", "--json", cwd=desk.folder)
    units = {one["unit"]: one for one in json.loads(outcome.stdout)["units"]}
    for unit in (UNITS[1], UNITS[2]):
        assert not [one["code"] for one in units[unit]["findings"] if one["code"].startswith("WB")], unit
    status = json.loads(parcli("status", "--today", "2023-12-01", "--json", cwd=desk.folder).stdout)
    returned = {one["unit"] for one in status["units"] if one["returned"]}
    assert returned == {UNITS[place] for place in (0, 1, 2, 4, 5)}
