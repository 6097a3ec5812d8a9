"""Waivers through the commands: a block that was accepted no longer stops a unit, and never makes a figure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from parcli.cli.opened import open_cycle

pytestmark = pytest.mark.slow

UNIT, SHEET = "so-tu-phap", "Tự chấm điểm"
BOOK = f"submissions/{UNIT}/{UNIT}.xlsx"


def edit(cycle: Path, change: Callable[[Any, dict[str, int]], None]) -> str:
    """Change a unit's workbook: the sheet with its rows by key is handed over. Return the new hash."""
    book = load_workbook(cycle / BOOK)
    sheet = book[SHEET]
    change(sheet, {str(sheet.cell(row, 1).value): row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value})
    book.save(cycle / BOOK)
    return hashlib.sha256((cycle / BOOK).read_bytes()).hexdigest()


def raised_maximum(sheet: Any, rows: dict[str, int]) -> None:
    sheet.cell(rows["I.1.1"], 4).value = 9


def without_a_figure(sheet: Any, rows: dict[str, int]) -> None:
    raised_maximum(sheet, rows)
    key = next(key for key in rows if key.startswith("I.1.1/"))
    sheet.cell(rows[key], 8).value = None


def accept(cycle: Path, *entries: dict[str, str]) -> None:
    given = {"unit": UNIT, "who": "Giám đốc Sở", "why": "Đã đối chiếu với bản giấy", "date": "2023-12-01"}
    lines = ["  - {" + ", ".join(f'{key}: "{value}"' for key, value in {**given, **each}.items()) + "}" for each in entries]
    (cycle / "waivers.yaml").write_text("\n".join(["waivers:", *lines, ""]), "utf-8")


def findings(cycle: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((cycle / "results/validate/findings.json").read_text("utf-8"))
    return read


def of_unit(document: dict[str, Any], key: str = "unit") -> dict[str, Any]:
    one: dict[str, Any] = next(each for each in document["units"] if each[key] == UNIT)
    return one


def scores(cycle: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((cycle / "results/aggregate/scores.json").read_text("utf-8"))
    return read


def test_an_accepted_error_lets_validate_end_well(parcli: Any, cycle: Path) -> None:
    digest = hashlib.sha256((cycle / BOOK).read_bytes()).hexdigest()
    assert parcli("validate", "--cycle", str(cycle), "-q").returncode == 1
    accept(cycle, {"code": "EV102", "item": "I.1.1", "sha256": digest})
    done = parcli("validate", "--cycle", str(cycle))
    assert done.returncode == 0
    assert "chấp thuận" in done.stderr.casefold()
    (one,) = [each for each in of_unit(findings(cycle))["findings"] if each["code"] == "EV102"]
    assert (one["severity"], one["item"], one["file"]) == ("note", "I.1.1", BOOK)
    assert {"waived_by": "Giám đốc Sở", "waived_why": "Đã đối chiếu với bản giấy", "waived_severity": "error"}.items() <= one["values"].items()
    page = (cycle / "results/validate/kiem-tra.html").read_text("utf-8")
    assert "Trường hợp được chấp thuận" in page
    assert "Giám đốc Sở: Đã đối chiếu với bản giấy (mức ban đầu: Phải sửa)" in page
    assert "waivers.yaml" not in str(findings(cycle)["findings"])


def test_an_accepted_block_lets_the_unit_be_totalled(parcli: Any, cycle: Path) -> None:
    digest = edit(cycle, raised_maximum)
    parcli("aggregate", "--provisional", "--cycle", str(cycle), "-q")
    before = of_unit(scores(cycle))
    assert (before["state"], before["final"]) == ("blocked", None)
    accept(cycle, {"code": "WB307", "sha256": digest})
    assert parcli("aggregate", "--provisional", "--cycle", str(cycle), "-q").returncode == 0
    after = of_unit(scores(cycle))
    assert after["state"] == "provisional"
    assert after["final"] is not None
    assert next(each["maximum"] for each in after["items"] if each["code"] == "I.1.1") != "9"
    assert "waivers.yaml" in [each["path"] for each in scores(cycle)["inputs"]]


def test_an_accepted_block_makes_no_figure_of_what_is_unknown(parcli: Any, cycle: Path) -> None:
    digest = edit(cycle, without_a_figure)
    accept(cycle, {"code": "WB307", "sha256": digest}, {"code": "SC101", "item": "I.1.1", "sha256": digest})
    parcli("aggregate", "--provisional", "--cycle", str(cycle), "-q")
    one = of_unit(scores(cycle))
    assert (one["state"], one["final"]) == ("incomplete", None)
    item = next(each for each in one["items"] if each["code"] == "I.1.1")
    assert (item["computed"], item["final"]) == (None, None)


def test_a_sheet_that_is_gone_stays_a_block_whatever_was_accepted(parcli: Any, cycle: Path) -> None:
    def remove(sheet: Any, _: dict[str, int]) -> None:
        sheet.parent.remove(sheet)

    digest = edit(cycle, remove)
    accept(cycle, {"code": "WB301", "sha256": digest})
    parcli("aggregate", "--provisional", "--cycle", str(cycle), "-q")
    one = of_unit(scores(cycle))
    assert (one["state"], one["final"]) == ("blocked", None)


def test_a_changed_workbook_is_no_longer_the_one_that_was_accepted(parcli: Any, cycle: Path) -> None:
    digest = edit(cycle, raised_maximum)
    accept(cycle, {"code": "WB307", "sha256": digest})
    parcli("aggregate", "--provisional", "--cycle", str(cycle), "-q")
    other = edit(cycle, without_a_figure)
    assert parcli("validate", "--cycle", str(cycle), "-q").returncode == 1
    (told,) = [each for each in findings(cycle)["findings"] if each["code"].startswith("WV")]
    assert (told["code"], told["file"], told["unit"]) == ("WV103", "waivers.yaml", None)
    assert digest in told["message"]
    assert other in told["message"]
    assert of_unit(findings(cycle))["status"] == "blocked"


def test_a_waiver_says_which_hash_to_put_in_and_then_holds(parcli: Any, cycle: Path) -> None:
    digest = edit(cycle, raised_maximum)
    accept(cycle, {"code": "WB307"})
    done = parcli("validate", UNIT, "--cycle", str(cycle), "--verbose")
    assert "WV104" in done.stdout
    assert digest in "".join(done.stdout.split())
    accept(cycle, {"code": "WB307", "sha256": digest})
    shown = parcli("validate", UNIT, "--cycle", str(cycle), "--verbose").stdout
    assert "WV1" not in shown
    assert "Được chấp thuận" in shown
    assert "Giám đốc Sở: Đã đối chiếu với bản giấy (mức ban đầu: Chưa thể thẩm định)" in shown


def test_waivers_of_other_units_are_not_asked_about_when_one_is_named(parcli: Any, cycle: Path) -> None:
    accept(cycle, {"code": "EV102", "unit": "ba-dinh"})
    assert "WV101" not in parcli("validate", UNIT, "--cycle", str(cycle), "-v").stdout
    assert "WV101" in parcli("validate", "ba-dinh", "--cycle", str(cycle), "-v").stdout


@pytest.mark.parametrize(("until", "code"), [("2023-12-31", 1), ("9999-12-31", 0)])
def test_a_waiver_runs_until_its_last_day(parcli: Any, cycle: Path, until: str, code: int) -> None:
    digest = hashlib.sha256((cycle / BOOK).read_bytes()).hexdigest()
    accept(cycle, {"code": "EV102", "sha256": digest, "until": until})
    assert parcli("validate", UNIT, "--cycle", str(cycle), "-q").returncode == code


def test_the_day_is_one_that_the_caller_may_name(cycle: Path) -> None:
    from datetime import date

    assert open_cycle(cycle, date(2023, 12, 1)).accepted.day == date(2023, 12, 1)


def test_waivers_that_do_not_hold_stop_the_commands(parcli: Any, cycle: Path) -> None:
    (cycle / "waivers.yaml").write_text("waivers:\n  - {code: EVV2}\n", "utf-8")
    done = parcli("validate", "--cycle", str(cycle))
    assert done.returncode == 2
    assert "waivers.yaml:2" in done.stderr


def test_scores_are_stale_once_waivers_change(parcli: Any, cycle: Path) -> None:
    parcli("aggregate", "--provisional", "--cycle", str(cycle), "-q")
    accept(cycle, {"code": "EV102"})
    done = parcli("rank", "--cycle", str(cycle))
    assert done.returncode == 2
    assert "waivers.yaml" in done.stderr


@pytest.mark.slow
def test_an_annotated_copy_does_not_ask_for_what_was_accepted(parcli: Any, cycle: Path) -> None:
    digest = edit(cycle, raised_maximum)
    accept(cycle, {"code": "WB307", "sha256": digest})
    parcli("validate", "--annotate", "--cycle", str(cycle), "-q")
    copy = load_workbook(cycle / f"results/validate/annotated/{UNIT}.xlsx")
    texts = [str(cell.value) for row in copy["Việc cần sửa"].iter_rows() for cell in row if cell.value]
    assert "EV102" in texts
    assert "WB307" not in texts
