"""The whole way of an annotated copy: faults found, the copy made, mended, put back in the place of the return, clean."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from workbook import kit

from parcli.workbook import copies, names

pytestmark = pytest.mark.slow

FAULTS = {"H17": "12 văn bản", "H18": -4, "D9": 77, "J9": 3}
UNIT = "so-noi-vu"


def findings(folder: Path) -> list[tuple[str, str, str | None]]:
    document = json.loads((folder / "results/validate/findings.json").read_text("utf-8"))
    (unit,) = [one for one in document["units"] if one["unit"] == UNIT]
    return [(one["code"], one["severity"], one["cell"]) for one in unit["findings"]]


def test_a_mended_copy_put_back_validates_clean(parcli, cycle: Path) -> None:
    (place,) = (cycle / "submissions" / UNIT).glob("*.xlsx")
    parcli("validate", "--cycle", str(cycle), "-q")
    clean, before = findings(cycle), place.read_bytes()
    sound = load_workbook(io.BytesIO(before))[names.SCORING]
    former = {cell: sound[cell].value for cell in FAULTS}
    place.write_bytes(kit.edited(before, lambda book: fill(book, FAULTS)))
    assert parcli("validate", "--annotate", "--cycle", str(cycle), "-q").returncode == 1
    assert {("WB307", "block", "D9"), ("SC102", "error", "H17"), ("WB308", "error", "J9")} <= set(findings(cycle))
    marked = (cycle / "results/validate/annotated" / f"{UNIT}.xlsx").read_bytes()
    place.unlink()
    place.with_name("da sua theo gop y.xlsx").write_bytes(kit.edited(marked, lambda book: fill(book, former)))
    parcli("validate", "--annotate", "--cycle", str(cycle), "-q")
    assert sorted(findings(cycle), key=str) == sorted(clean, key=str), "the order follows the name of the file"
    assert not (cycle / "results/validate/annotated" / f"{UNIT}.xlsx").exists()


def test_copies_do_not_depend_on_how_many_workers_make_them(parcli, cycle: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(cycle, tmp_path / "other"))
    parcli("validate", "--annotate", "--jobs", "1", "--cycle", str(cycle), "-q")
    parcli("validate", "--annotate", "--jobs", "3", "--cycle", str(other), "-q")
    made = {path.name: path.read_bytes() for path in (cycle / "results/validate/annotated").iterdir()}
    assert made == {path.name: path.read_bytes() for path in (other / "results/validate/annotated").iterdir()}
    assert sorted(made) == ["ba-dinh.xlsx", "so-tu-phap.xlsx"]


def fill(book: object, cells: dict[str, object]) -> None:
    for address, value in cells.items():
        book[names.SCORING][address] = value  # type: ignore[index]


def test_named_units_get_no_copies_and_are_told_how(parcli, cycle: Path) -> None:
    outcome = parcli("validate", "ba-dinh", "--annotate", "--cycle", str(cycle), "--lang", "vi")
    assert "không nêu tên đơn vị" in outcome.stderr
    assert not (cycle / "results").exists()


def test_a_file_that_changes_while_it_is_checked_gets_no_copy(parcli, cycle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = copies.make_all

    def after_a_change(wanted, *more):
        wanted[0].place.write_bytes(wanted[0].place.read_bytes() + b" ")
        return make(wanted, *more)

    monkeypatch.setattr(copies, "make_all", after_a_change)
    outcome = parcli("validate", "--annotate", "--cycle", str(cycle), "--lang", "vi")
    assert "Chưa làm được bản sao có ghi chú của Sở Tư pháp" in outcome.stderr
    assert [path.name for path in (cycle / "results/validate/annotated").iterdir()] == ["ba-dinh.xlsx"]
