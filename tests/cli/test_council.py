"""``parcli appraise council``: what the Council decides reaches the scores, with valid minutes only; every slip is told with its cell."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

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
    """Run aggregate; return the codes it tells with their cells, and the scores."""

    def run():
        done = parcli("aggregate", "--cycle", str(cycle), "--lang", "en")
        codes = [
            (line.split("[")[1][:5], line) for line in done.stderr.splitlines() if "] error:" in line.casefold() or "] warning:" in line.casefold()
        ]
        scores = json.loads((cycle / "results/aggregate/scores.json").read_text("utf-8"))
        return [code for code, _ in codes if code.startswith("A")], done.stderr, {one["unit"]: one for one in scores["units"]}

    return run


def item(units: dict[str, Any], unit: str, code: str) -> dict[str, Any]:
    return next(one for one in units[unit]["items"] if one["code"] == code)


def test_it_asks_for_the_items_that_only_the_council_scores_of_every_unit(cycle, sheet):
    rows = [(sheet.value(row, "Đơn vị"), sheet.value(row, "Mã")) for row in range(sheet.heading + 1, sheet.heading + 5)]
    assert rows == [("so-noi-vu", "I.8"), ("so-tu-phap", "I.8"), ("ba-dinh", "I.8"), (None, None)]
    row = sheet.row("so-noi-vu", "I.8")
    assert (sheet.value(row, "Tên đơn vị"), sheet.value(row, "Điểm tối đa"), sheet.value(row, "Điểm tự chấm")) == ("Sở Nội vụ", 2, None)
    assert sheet.value(row, "Nội dung trình Hội đồng") == "Tiêu chí chỉ Hội đồng chấm điểm"
    assert sheet.value(row, "Giải trình của đơn vị")
    link = sheet.sheet.cell(row, sheet.columns["Tệp 1"]).hyperlink.target
    assert (cycle / "appraisal" / link).resolve().is_file()


def test_points_reach_the_scores_with_valid_minutes(sheet, judged):
    sheet.decide("so-noi-vu", "I.8", 1.5).minutes().save()
    codes, _, units = judged()
    one = item(units, "so-noi-vu", "I.8")
    assert (codes, one["council"], one["final"], one["source"]) == ([], "1.5", "1.5", "council")
    assert one["waits_for"] == []
    other = item(units, "so-tu-phap", "I.8")
    assert (other["council"], other["waits_for"]) == (None, ["council"])


def test_an_override_may_name_any_other_item_of_any_unit(sheet, judged):
    sheet.decide("Sở Tư pháp", "I.1.1", 0).minutes().save()
    codes, _, units = judged()
    one = item(units, "so-tu-phap", "I.1.1")
    assert (codes, one["council"], one["final"], one["source"]) == ([], "0", "0", "council")


@pytest.mark.parametrize(
    ("minutes", "code", "said"),
    [
        ({"Số, ký hiệu biên bản": None}, "AC121", "number of the minutes"),
        ({"Ngày họp (ngày/tháng/năm)": None}, "AC121", "day of the meeting"),
        ({"Tổng số thành viên Hội đồng": None}, "AC121", "number of members in all"),
        ({"Số thành viên dự họp": None}, "AC121", "number of members present"),
        ({WRITTEN: None}, "AC121", "agreed in writing"),
        ({"Ngày họp (ngày/tháng/năm)": "hôm qua"}, "AC122", "hôm qua"),
        ({"Số thành viên dự họp": "năm"}, "AC122", "năm"),
        ({"Số thành viên dự họp": 5.5}, "AC122", "5.5"),
        ({"Tổng số thành viên Hội đồng": -10}, "AC122", "-10"),
        ({"Số thành viên dự họp": "=2+3"}, "AC122", "=2+3"),
        ({"Số, ký hiệu biên bản": "=A1"}, "AC122", "=A1"),
        ({"Số thành viên dự họp": 10}, "AC123", "10 members present and 1 opinions in writing, of 10"),
        ({"Số thành viên dự họp": 4}, "AC124", "4 members present and 1 opinions in writing, not more than half of 10"),
        ({WRITTEN: 0}, "AC124", "5 members present and 0"),
    ],
)
def test_without_valid_minutes_no_figure_is_taken(sheet, judged, minutes, code, said):
    sheet.decide("so-noi-vu", "I.8", 1.5).minutes(**minutes).save()
    codes, told, units = judged()
    one = item(units, "so-noi-vu", "I.8")
    assert (codes, one["council"], one["waits_for"]) == ([code], None, ["refused_council"])
    assert said in told
    assert units["so-noi-vu"]["final"] is None


def test_written_opinions_may_be_blank_where_those_present_are_more_than_half(sheet, judged):
    sheet.decide("so-noi-vu", "I.8", 1.5).minutes(**{WRITTEN: None, "Số thành viên dự họp": 6}).save()
    codes, _, units = judged()
    assert (codes, item(units, "so-noi-vu", "I.8")["council"]) == ([], "1.5")


def test_a_sheet_in_which_nothing_was_decided_needs_no_minutes(sheet, judged):
    codes, _, units = judged()
    assert (codes, item(units, "so-noi-vu", "I.8")["waits_for"]) == ([], ["council"])


@pytest.mark.parametrize(
    ("unit", "code", "values", "told"),
    [
        ("so-noi-vu", "I.8", {"Điểm": 3}, "AP114"),
        ("so-noi-vu", "I.8", {"Điểm": -1}, "AP113"),
        ("so-noi-vu", "I.8", {"Điểm": "hai"}, "AP112"),
        ("so-noi-vu", "I.8", {"Điểm": 1.234}, "AP117"),
        ("so-noi-vu", "I.8", {"Điểm": "=1+1"}, "AP112"),
        ("so-noi-vu", "I.8", {"Điểm": 1, "Lý do": None}, "AC104"),
        ("so-noi-vu", "I.8", {"Điểm": 1, "Quyết định": "  "}, "AC105"),
        ("so-noi-vu", "I.8", {"Điểm": 1, "Không áp dụng": "Chấp nhận"}, "AP122"),
        ("so-noi-vu", "I.8", {"Điểm": None, "Không áp dụng": "Có lẽ"}, "AP121"),
        ("so-noi-vu", "I.8", {"Điểm": None}, "AC106"),
        ("so-noi-vu", "XX.1", {"Điểm": 1}, "AC101"),
        ("khong-co", "I.8", {"Điểm": 1}, "AP110"),
    ],
)
def test_what_cannot_be_taken_is_told_and_never_becomes_points(sheet, judged, unit, code, values, told):
    sheet.decide(unit, code, 1, **values).minutes().save()
    codes, words, units = judged()
    assert codes == [told], words
    one = item(units, "so-noi-vu", "I.8")
    assert one["council"] is None
    assert one["waits_for"] == (["council"] if told in ("AC106", "AC101", "AP110") else ["refused_council"])


def test_an_item_of_the_survey_and_one_that_is_exempt_are_not_scored_here(cycle, council, judged):
    text = (cycle / "cycle.yaml").read_text("utf-8")
    changed = text.replace("exemptions: []", "exemptions:\n  - {unit: so-noi-vu, item: I.1.1, kind: not_assigned, reason: Không được giao}")
    (cycle / "cycle.yaml").write_text(changed, "utf-8")
    assert council().returncode == 0
    survey = next(one["code"] for one in json.loads(aggregated(cycle, judged))["items"] if one["survey"] is not None)
    Sheet(cycle / MADE).decide("so-noi-vu", survey, 1).decide("so-noi-vu", "I.1.1", 1).minutes().save()
    codes, _, units = judged()
    assert sorted(codes) == ["AC102", "AC103"]
    assert item(units, "so-noi-vu", "I.1.1")["council"] is None


def aggregated(cycle, judged) -> str:
    _, _, units = judged()
    return json.dumps(units["so-noi-vu"])


def test_points_above_the_units_own_are_taken_only_where_the_policy_allows(cycle, sheet, judged):
    own = {one["code"]: one for one in json.loads(aggregated(cycle, judged))["items"]}
    code, one = next((code, one) for code, one in own.items() if one["computed"] not in (None, "0") and one["computed"] != one["maximum"])
    sheet.decide("so-noi-vu", code, float(one["maximum"])).minutes().save()
    codes, _, units = judged()
    assert (codes, item(units, "so-noi-vu", code)["waits_for"]) == (["AP115"], ["refused_council"])


def test_one_item_twice_in_a_sheet_and_in_two_sheets(cycle, sheet, council, judged):
    row = sheet.row("so-noi-vu", "I.8")
    sheet.put(row, {"Điểm": 1, **WHY})
    free = next(row for row in range(sheet.heading + 1, sheet.sheet.max_row + 1) if sheet.value(row, "Đơn vị") is None)
    sheet.put(free, {"Đơn vị": "so-noi-vu", "Mã": "I.8", "Điểm": 2, **WHY})
    sheet.minutes().save()
    codes, _, units = judged()
    assert (codes, item(units, "so-noi-vu", "I.8")["waits_for"]) == (["AP120"], ["refused_council"])
    sheet.put(free, dict.fromkeys(("Đơn vị", "Mã", "Điểm", "Lý do", "Quyết định")))
    sheet.save()
    assert council("--more").returncode == 0
    Sheet(cycle / "appraisal/council-2.xlsx").decide("so-noi-vu", "I.8", 2).minutes().save()
    codes, words, units = judged()
    assert (codes, item(units, "so-noi-vu", "I.8")["waits_for"]) == (["AP125"], ["disputed_council"])
    assert "council.xlsx" in words
    assert "council-2.xlsx" in words


def test_nothing_is_overwritten_and_only_what_is_new_is_asked(cycle, sheet, council):
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


def test_a_sheet_in_the_folder_of_a_round_is_told_and_not_taken(cycle, sheet, judged):
    sheet.decide("so-noi-vu", "I.8", 1.5).minutes().save()
    (cycle / "appraisal/round-1").mkdir()
    (cycle / MADE).rename(cycle / "appraisal/round-1/x.xlsx")
    codes, _, units = judged()
    assert (codes, item(units, "so-noi-vu", "I.8")["council"]) == (["AP104"], None)


def test_any_name_will_do(cycle, sheet, judged):
    sheet.decide("so-noi-vu", "I.8", 1.5).minutes().save()
    (cycle / MADE).rename(cycle / "appraisal/Phiếu Hội đồng (bản cuối).xlsx")
    codes, _, units = judged()
    assert (codes, item(units, "so-noi-vu", "I.8")["council"]) == ([], "1.5")


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
