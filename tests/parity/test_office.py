"""The proof that formula = Python: one workbook, calculated by an office suite, agrees on every row of the table."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from parity import rows
from xlsxwriter.utility import xl_rowcol_to_cell

from parcli.core import points

pytestmark = pytest.mark.office
_SECONDS = 300
_FIRST_INPUT = 1
_SHOWN_DIFFERENCES = 20


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of all rows without a value in any formula cell, as LibreOffice calculates it."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("no soffice here: the proof was not made")
    folder = tmp_path_factory.mktemp("parity")
    source = folder / "rows.xlsx"
    _write(source)
    profile, out = (folder / "profile").as_uri(), folder / "calculated"
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    return out / source.name


def _write(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        for place, (case, entries) in enumerate(rows.load()):
            sheet = book.add_worksheet(f"R{place}")
            for line, (row, _) in enumerate(entries):
                addresses = [xl_rowcol_to_cell(line, _FIRST_INPUT + column) for column in range(len(row))]
                sheet.write_formula(line, 0, f"={case.formula(addresses)}", value="")
                for address, entry in zip(addresses, row, strict=True):
                    if entry is not None:
                        sheet.write(address, entry)


def _differences(path: Path) -> Iterator[str]:
    book = openpyxl.load_workbook(path, data_only=True)
    for place, (case, entries) in enumerate(rows.load()):
        shown = [line[0] for line in book[f"R{place}"].iter_rows(1, len(entries), 1, 1, values_only=True)]
        for line, (row, expected) in enumerate(entries):
            if _text(shown[line]) != expected:
                addresses = [xl_rowcol_to_cell(line, _FIRST_INPUT + column) for column in range(len(row))]
                yield f"{case.name} {row}\n  ={case.formula(addresses)}\n  sheet {shown[line]!r}, Python {expected!r}"


def _text(shown: Any) -> str | None:
    """Return the points in a cell as the table has them; an error value stays as it is."""
    if shown is None or shown == "":
        return None
    number = points.from_double(float(shown)) if isinstance(shown, int | float) else shown
    return points.plain(number) if isinstance(number, Fraction) else str(number)


def test_sheet_and_python_agree_on_every_row(calculated: Path) -> None:
    differences = list(islice(_differences(calculated), _SHOWN_DIFFERENCES))
    assert not differences, "\n".join(differences)
