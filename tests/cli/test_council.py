"""``parcli appraise council``: what the Council decides reaches the scores, with valid minutes only; every slip is told with its cell."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest

from parcli.cli.opened import open_cycle

SHEET, MINUTES = "Hội đồng", "Biên bản"
MADE = "appraisal/council.xlsx"
VALID = {
    "Số, ký hiệu biên bản": "03/BB-HĐTĐ",
    "Ngày họp (ngày/tháng/năm)": "15/01/2024",
    "Tổng số thành viên Hội đồng": 10,
    "Số thành viên dự họp": 5,
}
WRITTEN = "Số thành viên vắng mặt cho ý kiến bằng văn bản"
WHY = {"Lý do": "Hoàn thành phần lớn nhiệm vụ", "Quyết định": "Biên bản 03/BB-HĐTĐ"}
OFFICE = shutil.which("soffice")

pytestmark = pytest.mark.slow


class Sheet:
    """The Council's workbook, filled in as a secretary would: cells found by their words."""

    def __init__(self, place: Path) -> None:
        self.place, self.book = place, openpyxl.load_workbook(place)
        self.sheet = self.book[SHEET]
        self.heading = next(row for row in range(1, 20) if self.sheet.cell(row, 1).value == "Đơn vị")
        self.columns = {cell.value: cell.column for cell in self.sheet[self.heading]}

    def row(self, unit: str, item: str) -> int:
        """Return the row of a unit's item; a free one where none asks for it, with both chosen."""
        for row in range(self.heading + 1, self.sheet.max_row + 1):
            if (self.value(row, "Đơn vị"), self.value(row, "Mã")) == (unit, item):
                return row
        row = next(row for row in range(self.heading + 1, self.sheet.max_row + 1) if self.value(row, "Đơn vị") is None)
        return self.put(row, {"Đơn vị": unit, "Mã": item})

    def value(self, row: int, heading: str) -> Any:
        return self.sheet.cell(row, self.columns[heading]).value

    def put(self, row: int, values: dict[str, Any]) -> int:
        for heading, value in values.items():
            self.sheet.cell(row, self.columns[heading]).value = value
        return row

    def decide(self, unit: str, item: str, points: Any, **more: Any) -> Sheet:
        self.put(self.row(unit, item), {"Điểm": points, **WHY, **more})
        return self

    def minutes(self, **values: Any) -> Sheet:
        sheet = self.book[MINUTES]
        said = {**VALID, WRITTEN: 1, **values}
        for row in sheet.iter_rows(max_col=2):
            if row[0].value in said:
                row[1].value = said[row[0].value]
        return self

    def save(self, place: Path | None = None) -> None:
        self.book.save(place or self.place)


@pytest.fixture
def council(cycle, parcli):
    def run(*arguments, lang="en"):
        return parcli("appraise", "council", *arguments, "--cycle", str(cycle), "--lang", lang)

    return run


@pytest.fixture
def sheet(cycle, council) -> Sheet:
    assert council().returncode == 0
    return Sheet(cycle / MADE)


@pytest.fixture
def judged(cycle, parcli):
    """Run aggregate; return the errors that it tells of the Council's sheets, all its words, and the scores by unit."""

    def run():
        done = parcli("aggregate", "--cycle", str(cycle), "--lang", "en")
        codes = re.findall(r"^appraisal/.*: \[(A[CP]\d+)\] (?:Error|Must)", done.stderr, re.MULTILINE)
        scores = json.loads((cycle / "results/aggregate/scores.json").read_text("utf-8"))
        return codes, done.stderr, {one["unit"]: one for one in scores["units"]}

    return run


def item(units: dict[str, Any], unit: str, code: str) -> dict[str, Any]:
    return {"waits_for": [], **next(one for one in units[unit]["items"] if one["code"] == code)}


def test_it_asks_for_the_items_that_only_the_council_scores_of_every_unit(cycle, sheet):
    rows = [(sheet.value(row, "Đơn vị"), sheet.value(row, "Mã")) for row in range(sheet.heading + 1, sheet.heading + 5)]
    assert rows == [("so-noi-vu", "I.8"), ("so-tu-phap", "I.8"), ("ba-dinh", "I.8"), (None, None)]
    row = sheet.row("so-noi-vu", "I.8")
    assert (sheet.value(row, "Tên đơn vị"), sheet.value(row, "Điểm tối đa"), sheet.value(row, "Điểm tự chấm")) == ("Sở Nội vụ", 2, None)
    assert sheet.value(row, "Nội dung trình Hội đồng") == "Tiêu chí chỉ Hội đồng chấm điểm"
    assert sheet.value(row, "Giải trình của đơn vị")
    link = sheet.sheet.cell(row, sheet.columns["Tệp 1"]).hyperlink.target
    assert (cycle / "appraisal" / unquote(link)).resolve().is_file()


def test_what_is_decided_reaches_the_scores_with_its_source_whatever_the_files_name(cycle, sheet, judged):
    sheet.decide("so-noi-vu", "I.8", 1.5).decide("Sở Tư pháp", "I.1.1", 0).minutes().save()
    (cycle / MADE).rename(cycle / "appraisal/Phiếu Hội đồng (bản cuối).xlsx")
    codes, _, units = judged()
    assert codes == []
    one, override, waiting = (item(units, *key) for key in (("so-noi-vu", "I.8"), ("so-tu-phap", "I.1.1"), ("so-tu-phap", "I.8")))
    assert (one["council"], one["final"], one["source"], one["waits_for"]) == ("1.5", "1.5", "council", [])
    assert (override["council"], override["final"], override["source"]) == ("0", "0", "council")
    assert (waiting["council"], waiting["waits_for"]) == (None, ["council"])
    scores = json.loads((cycle / "results/aggregate/scores.json").read_text("utf-8"))
    assert "appraisal/Phiếu Hội đồng (bản cuối).xlsx" in {each["path"] for each in scores["inputs"]}


def test_without_more_than_half_of_the_members_no_figure_is_taken_and_the_total_stays_provisional(sheet, judged):
    sheet.decide("so-noi-vu", "I.8", 1.5).minutes(**{WRITTEN: 0}).save()
    codes, told, units = judged()
    one = item(units, "so-noi-vu", "I.8")
    assert (codes, one["council"], one["waits_for"]) == (["AC124"], None, ["refused_council"])
    assert "5 members present and 0 opinions in writing, not more than half of 10" in told
    assert (units["so-noi-vu"]["final"], units["so-noi-vu"]["state"]) == (None, "provisional")


def test_what_cannot_be_taken_is_told_with_its_cell_and_never_becomes_points(cycle, council, judged):
    text = (cycle / "cycle.yaml").read_text("utf-8")
    changed = text.replace("exemptions: []", "exemptions:\n  - {unit: so-tu-phap, item: I.1.1, kind: not_assigned, reason: Không được giao}")
    (cycle / "cycle.yaml").write_text(changed, "utf-8")
    council()
    survey = next(code for code, one in items_of(cycle).items() if one == "survey")
    sheet = Sheet(cycle / MADE)
    sheet.decide("so-noi-vu", "I.8", 3).decide("so-tu-phap", "I.8", 1, **{"Lý do": None}).decide("ba-dinh", "I.8", 1, **{"Quyết định": None})
    sheet.decide("so-noi-vu", survey, 1).decide("so-tu-phap", "I.1.1", 1).decide("so-noi-vu", "XX.1", 1).decide("khong-co", "I.8", 1)
    sheet.minutes().save()
    codes, told, units = judged()
    assert sorted(codes) == ["AC101", "AC102", "AC103", "AC104", "AC105", "AP110", "AP114"]
    assert [item(units, unit, "I.8")["council"] for unit in ("so-noi-vu", "so-tu-phap", "ba-dinh")] == [None] * 3
    assert [item(units, unit, "I.8")["waits_for"] for unit in ("so-noi-vu", "so-tu-phap", "ba-dinh")] == [["refused_council"]] * 3
    assert item(units, "so-tu-phap", "I.1.1")["council"] is None
    assert "appraisal/council.xlsx" in told


def items_of(cycle: Path) -> dict[str, str]:
    """Return who assesses each item of the first block."""
    opened = open_cycle(cycle)
    return {one.code: one.criterion.assessed_by for one in opened.edition.blocks[0].items(opened.cycle.year)}


def test_two_sheets_with_different_figures_are_both_kept_and_named(cycle, sheet, council, judged):
    sheet.decide("so-noi-vu", "I.8", 1).minutes().save()
    assert council("--more").returncode == 0
    Sheet(cycle / "appraisal/council-2.xlsx").decide("so-noi-vu", "I.8", 2).minutes().save()
    _, told, units = judged()
    assert item(units, "so-noi-vu", "I.8")["waits_for"] == ["disputed_council"]
    line = next(line for line in told.splitlines() if "AP125" in line)
    assert "council.xlsx" in line
    assert "council-2.xlsx" in line


@pytest.mark.usefixtures("sheet")
def test_nothing_is_overwritten_and_only_what_is_new_is_asked(cycle, council):
    first = (cycle / MADE).read_bytes()
    again = council("--json")
    assert json.loads(again.stdout)["written"] == []
    assert (cycle / MADE).read_bytes() == first
    assert json.loads(council("--more", "--json").stdout)["written"] == ["appraisal/council-2.xlsx"]
    second = Sheet(cycle / "appraisal/council-2.xlsx")
    assert second.value(second.heading + 1, "Đơn vị") is None


def test_the_same_inputs_give_the_same_bytes_and_a_dry_run_writes_nothing(cycle, council):
    assert council("--dry-run").returncode == 0
    assert not (cycle / "appraisal").exists()
    council()
    first = (cycle / MADE).read_bytes()
    (cycle / MADE).unlink()
    council()
    assert (cycle / MADE).read_bytes() == first


def test_excluded_units_are_shown_and_not_put_before_the_council(cycle, council):
    text = (cycle / "cycle.yaml").read_text("utf-8")
    excluded = (
        "exclusions:\n  - {unit: so-noi-vu, state: decided, reason: Số liệu chưa đúng, decision: Quyết định 9/QĐ-UBND}\n"
        "  - {unit: ba-dinh, state: proposed, reason: Đang xem xét}"
    )
    (cycle / "cycle.yaml").write_text(text.replace("exclusions: []", excluded), "utf-8")
    assert council().returncode == 0
    sheet = Sheet(cycle / MADE)
    asked = [sheet.value(row, "Đơn vị") for row in range(sheet.heading + 1, sheet.heading + 4)]
    assert asked == ["so-tu-phap", "ba-dinh", None]
    listed = [[cell.value for cell in row] for row in sheet.book["Không đánh giá"].iter_rows(min_row=6, max_row=7)]
    assert listed == [
        ["Sở Nội vụ", "Đã quyết định", "Số liệu chưa đúng", "Quyết định 9/QĐ-UBND"],
        ["UBND quận Ba Đình", "Đề nghị", "Đang xem xét", None],
    ]
    assert "cycle.yaml" in str(sheet.book["Không đánh giá"]["A1"].value)


def test_only_entries_are_open(sheet):
    open_headings = set()
    for row in sheet.sheet.iter_rows(min_row=sheet.heading + 1):
        open_headings |= {sheet.sheet.cell(sheet.heading, cell.column).value for cell in row if not cell.protection.locked}
    assert open_headings == {"Đơn vị", "Mã", "Điểm", "Không áp dụng", "Lý do", "Quyết định"}
    first = sheet.sheet[sheet.heading + 1]
    assert {sheet.sheet.cell(sheet.heading, cell.column).value for cell in first if not cell.protection.locked} == {"Điểm", "Lý do", "Quyết định"}


@pytest.mark.office
def test_it_survives_libreoffice_and_its_formulas_work_there(cycle, sheet, judged, tmp_path):
    if OFFICE is None:
        pytest.skip("soffice is not installed")
    sheet.decide("so-noi-vu", "I.8", 1.5).decide("so-tu-phap", "I.1.1", 0).minutes().save()
    order = [OFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path)]
    subprocess.run([*order, str(cycle / MADE)], capture_output=True, timeout=300, check=True)
    shutil.copy(tmp_path / "council.xlsx", cycle / MADE)
    codes, _, units = judged()
    assert (codes, item(units, "so-noi-vu", "I.8")["council"], item(units, "so-tu-phap", "I.1.1")["council"]) == ([], "1.5", "0")
    shown = openpyxl.load_workbook(io.BytesIO((cycle / MADE).read_bytes()), data_only=True)
    verdict = {row[0].value: row[1].value for row in shown[MINUTES].iter_rows(max_col=2)}
    assert verdict["Điều kiện họp (hơn một nửa số thành viên)"] == "Đạt"
    free = Sheet(cycle / MADE).row("so-tu-phap", "I.1.1")
    looked_up = {heading: shown[SHEET].cell(free, column).value for heading, column in sheet.columns.items()}
    assert looked_up["Tên đơn vị"] == "Sở Tư pháp"
    assert looked_up["Điểm tối đa"] == float(item(units, "so-tu-phap", "I.1.1")["maximum"])
    assert looked_up["Điểm lần 1"] == "–"
