"""parcli setup export and import as people run them: what is written, what is kept, what is refused."""

from __future__ import annotations

import difflib
import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from parcli.results import lock

pytestmark = pytest.mark.slow

CRITERIA = Path(__file__).parents[2] / "criteria"


@pytest.fixture
def folder(tmp_path: Path, parcli) -> Path:
    """A new cycle of hanoi-2023 with the comments of its file, and its workbook."""
    place = tmp_path / "cycle"
    assert parcli("init", str(place), "--edition", "hanoi-2023", "-q").returncode == 0
    assert parcli("setup", "export", "--cycle", str(place), "-q").returncode == 0
    return place


def change(folder: Path, *edits: tuple[str, str, object]) -> None:
    book = load_workbook(folder / "thiet-lap.xlsx")
    for sheet, cell, value in edits:
        book[sheet][cell] = value
    book.save(folder / "thiet-lap.xlsx")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "log.jsonl"}


def run(parcli, folder: Path, *more: str):
    outcome = parcli("setup", "import", "--cycle", str(folder), "--lang", "vi", *more)
    return outcome.returncode, outcome.stdout, outcome.stderr


def test_export_stands_in_the_cycle_and_is_not_written_over(parcli, folder: Path) -> None:
    first = (folder / "thiet-lap.xlsx").read_bytes()
    assert parcli("setup", "export", "--cycle", str(folder)).returncode == 2
    again = parcli("setup", "export", "--cycle", str(folder), "--force", "--json")
    assert json.loads(again.stdout) == {"format": "parcli/setup-export@1", "written": ["thiet-lap.xlsx"], "problems": []}
    assert (folder / "thiet-lap.xlsx").read_bytes() == first
    elsewhere = folder.parent / "x.xlsx"
    assert parcli("setup", "export", "--cycle", str(folder), "-o", str(elsewhere), "-n").returncode == 0
    assert not elsewhere.exists()


def test_an_unchanged_workbook_touches_nothing(parcli, folder: Path) -> None:
    before = contents(folder)
    code, said, told = run(parcli, folder)
    assert (code, said) == (0, "")
    assert "không tệp nào bị thay đổi" in told
    assert contents(folder) == before


def test_an_edit_changes_its_lines_and_keeps_the_rest(parcli, folder: Path) -> None:
    before = (folder / "cycle.yaml").read_text("utf-8")
    change(
        folder, ("Đơn vị", "E6", "Phòng CCHC"), ("Không áp dụng", "A5", "Sở Nội vụ"), ("Không áp dụng", "C5", "I.1.2"),
        ("Không áp dụng", "E5", "Không phát sinh trong năm"), ("Không áp dụng", "F5", "Năm nay không có"),
        ("Trường hợp được chấp thuận", "A5", "EV204"), ("Trường hợp được chấp thuận", "B5", "so-noi-vu"),
        ("Trường hợp được chấp thuận", "E5", "Giám đốc"), ("Trường hợp được chấp thuận", "F5", "Đã đối chiếu"),
        ("Trường hợp được chấp thuận", "G5", "30/11/2023"),
    )  # fmt: skip
    code, said, _ = run(parcli, folder, "-n")
    assert code == 0
    assert "~ so-noi-vu: Đầu mối liên hệ: «» → «Phòng CCHC»" in said
    assert (folder / "cycle.yaml").read_text("utf-8") == before
    code, written, _ = run(parcli, folder)
    assert (code, written) == (0, said)
    after = (folder / "cycle.yaml").read_text("utf-8")
    lines = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]
    assert lines == [
        "-   - {id: so-noi-vu, block: so, name: Sở Nội vụ, aliases: [SNV]}",
        "+   - {id: so-noi-vu, block: so, name: Sở Nội vụ, aliases: [SNV], contact: Phòng CCHC}",
        "- exemptions: []",
        "+ exemptions:",
        "+   - {unit: so-noi-vu, item: I.1.2, kind: nothing_arose, reason: Năm nay không có}",
    ]
    waived = "waivers:\n  - {code: EV204, unit: so-noi-vu, who: Giám đốc, why: Đã đối chiếu, date: 2023-11-30}\n"
    assert (folder / "waivers.yaml").read_text("utf-8") == waived
    (kept,) = (folder / "versions").iterdir()
    assert kept.read_text("utf-8") == before
    assert '"setup import"' in (folder / "log.jsonl").read_text("utf-8")
    assert parcli("criteria", "check", "--cycle", str(folder)).returncode == 0


def test_the_same_workbook_is_edited_and_imported_again_without_a_warning(parcli, folder: Path) -> None:
    for contact in ("một", "hai"):
        change(folder, ("Đơn vị", "E6", contact))
        code, _, told = run(parcli, folder)
        assert (code, "ST118" in told) == (0, False)
    assert len(list((folder / "versions").iterdir())) == 2


def test_a_cycle_changed_by_hand_since_is_told(parcli, folder: Path) -> None:
    path = folder / "cycle.yaml"
    path.write_text(path.read_text("utf-8").replace("aliases: [STP]", "aliases: [STP, Sở TP]"), "utf-8")
    code, said, told = run(parcli, folder)
    assert code == 0
    assert "[ST118]" in told
    assert "«STP; Sở TP» → «STP»" in said


def test_a_removed_unit_that_returned_something_is_told(parcli, folder: Path) -> None:
    (folder / "submissions" / "so-noi-vu").mkdir(parents=True)
    book = load_workbook(folder / "thiet-lap.xlsx")
    book["Đơn vị"].delete_rows(6)
    book.save(folder / "thiet-lap.xlsx")
    code, said, told = run(parcli, folder, "--json")
    document = json.loads(said)
    assert (code, told) == (0, "")
    assert [(one["code"], one["unit"]) for one in document["problems"]] == [("ST119", "so-noi-vu")]
    assert [(one["list"], one["kind"], one["entry"]) for one in document["changes"]] == [("units", "removed", "so-noi-vu")]
    assert document["written"][-1] == "cycle.yaml"
    assert (folder / "submissions" / "so-noi-vu").is_dir()


def test_a_register_that_does_not_hold_writes_nothing_and_tells_sheet_and_row(parcli, folder: Path) -> None:
    change(
        folder, ("Đơn vị", "D6", "STP"), ("Đơn vị", "A9", "sở 9"),
        ("Không xếp hạng", "A5", "so-noi-vu"), ("Không xếp hạng", "C5", "Đã quyết định"), ("Không xếp hạng", "D5", "Giải thể"),
    )  # fmt: skip
    before = contents(folder)
    code, said, told = run(parcli, folder, "--json")
    assert code == 2
    found = {(one["code"], one["sheet"], one["cell"]) for one in json.loads(said)["problems"]}
    assert ("DF116", "Đơn vị", "A9") in found
    change(folder, ("Đơn vị", "A9", "so-9"))
    code, _, told = run(parcli, folder)
    assert code == 2
    assert "thiet-lap.xlsx «Đơn vị»:7: [DF214]" in told
    assert "thiet-lap.xlsx «Không xếp hạng»:5: [DF112]" in told
    before["thiet-lap.xlsx"] = (folder / "thiet-lap.xlsx").read_bytes()
    assert contents(folder) == before


def test_another_cycles_workbook_and_no_workbook_are_refused(parcli, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    parcli("init", str(other), "--edition", "khanhhoa-qd11", "-q")
    shutil.copy(folder / "thiet-lap.xlsx", other / "thiet-lap.xlsx")
    code, _, told = run(parcli, other)
    assert (code, "[ST106]" in told) == (2, True)
    for place in (tmp_path / "none.xlsx", tmp_path):
        code, _, told = run(parcli, folder, str(place))
        assert (code, "Traceback" in told) == (2, False)


def test_a_held_cycle_is_waited_for(parcli, folder: Path) -> None:
    with lock.hold(folder):
        assert run(parcli, folder)[0] == 3
        assert parcli("setup", "export", "--cycle", str(folder), "--force").returncode == 3


def test_waivers_are_checked_with_the_criteria(parcli, folder: Path) -> None:
    (folder / "waivers.yaml").write_text("waivers:\n  - {code: EV999, unit: so-noi-vu, who: a, why: b, date: 2023-11-30}\n", "utf-8")
    outcome = parcli("criteria", "check", "--cycle", str(folder))
    assert outcome.returncode == 2
    assert "waivers.yaml:2: [DF240]" in outcome.stderr


@pytest.mark.parametrize("edition", sorted(path.parent.name for path in CRITERIA.glob("*/edition.yaml")))
def test_every_shipped_cycle_goes_out_and_comes_back(parcli, tmp_path: Path, edition: str) -> None:
    place = tmp_path / "cycle"
    assert parcli("init", str(place), "--edition", edition, "-q").returncode == 0
    before = (place / "cycle.yaml").read_bytes()
    assert parcli("setup", "export", "--cycle", str(place), "-q").returncode == 0
    code, said, _ = run(parcli, place)
    assert (code, said, (place / "cycle.yaml").read_bytes()) == (0, "", before)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
def test_what_is_no_file_is_not_read(parcli, folder: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for named in (tmp_path / "pipe", tmp_path, "/dev/zero"):
        code, _, told = run(parcli, folder, str(named))
        assert code == 2
        assert "không phải tệp thường" in told
