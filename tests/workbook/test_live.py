"""What a workbook says by itself: what is missing, how a day was understood, how this PC reads numbers and days; and the report."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction

import pytest
from openpyxl import load_workbook
from workbook import kit

from parcli.workbook import live, names, report_sections
from parcli.workbook.entries import NONE, Entries
from parcli.workbook.layout import HEADING_ROW

HELP = HEADING_ROW - 1


@pytest.fixture(scope="module")
def says(small):
    return small.look.words["live"]


def _shown(content):
    return load_workbook(io.BytesIO(content), data_only=True)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (date(2023, 11, 5), "ngày 05 tháng 11 năm 2023"), (date(2024, 2, 29), "ngày 29 tháng 02 năm 2024"), (date(2023, 3, 10), "ngày 10 tháng 3 năm 2023"),
        (Fraction(45235), "ngày 05 tháng 11 năm 2023"), (None, ""), ("  ", ""), ("Không thực hiện", ""), ("KHÔNG thực hiện", ""),
        ("05/11/2023", "chưa nhận ra là ngày, hãy nhập lại"), (Fraction(5), "chưa nhận ra là ngày, hãy nhập lại"),
    ],
)  # fmt: skip
def test_a_day_is_said_in_words_as_the_decree_writes_it(small, entry, said):
    key = "I.2.2/date"
    row = next(row for row in small.layout.rows if row.key == key)
    content = small.filled(Entries({key: {"input": entry}} if entry is not None else {}))
    assert (_shown(content)[names.SCORING][names.at("count", row.row)].value or "") == said


def test_what_is_missing_is_said_where_it_stays_in_sight(small, says):
    sheet = _shown(small.filled(NONE))[names.SCORING]
    assert sheet.freeze_panes == f"D{HEADING_ROW + 1}"
    items = [row for row in small.layout.items if row.item.self_scored]
    assert sheet[f"C{HELP}"].value == f"Còn {len(items)} tiêu chí chưa chấm, 0 chưa có minh chứng, 1 cần giải trình."
    assert sheet[f"C{HELP}"].hyperlink.location == sheet[f"E{HELP}"].hyperlink.location == f"'{names.REVIEW}'!A1"
    counts = {"unscored": ("A1", 0), "without_evidence": ("A2", 0), "to_explain": ("A3", 0)}
    assert live.missing(says, counts)[1] == says["complete"]


def test_each_gap_leads_to_the_cell_in_which_it_is_mended(small):
    sheet = load_workbook(io.BytesIO(small.filled(NONE)))[names.REVIEW]
    rows = {row.key: row for row in small.layout.items}
    seen = 0
    for (key,) in sheet.iter_rows(min_col=1, max_col=1, min_row=10):
        row = rows.get(str(key.value))
        if row is None:
            break
        first = row.row + 1 if row.item.cells() else row.row
        links = [sheet.cell(key.row, column).hyperlink.location for column in (7, 8, 9, 10)]
        assert links == [
            f"'{names.SCORING}'!{names.at('input', first)}",
            f"'{names.REGISTER}'!A{names.REGISTER_FIRST_ROW}",
            f"'{names.SCORING}'!{names.at('explanation', row.row)}",
            f"'{names.SCORING}'!{names.at('input', first)}",
        ]
        seen += 1
    assert seen == len(small.layout.items)


@pytest.mark.office
@pytest.mark.parametrize(("locale", "comma", "first"), [("vi", True, "day"), ("en-US", False, "month"), ("de", True, None), ("en-GB", False, "day")])
def test_how_this_pc_reads_numbers_and_days_is_said(small, says, tmp_path, profile, locale, comma, first):  # noqa: ARG001 - skips without soffice
    entries = Entries({"I.2.2/date": {"input": date(2023, 11, 5)}, "I.1.3/value": {"input": Fraction(25, 2)}})
    file = tmp_path / "a.xlsx"
    file.write_bytes(kit.forgetful(small.filled(entries)))
    (made,) = kit.converted([file], "xlsx", tmp_path / "out", kit.profile(tmp_path / "profile", locale))
    book, stored = _shown(made.read_bytes()), _shown(small.filled(entries))
    guide = [str(cell.value) for (cell,) in book[names.GUIDE].iter_rows(min_col=2, max_col=2)]
    assert f"• {says['comma'] if comma else says['no_comma'].format(sign='.')}" in guide
    expected = {"day": says["day_first"], "month": says["month_first"], None: says["no_order"]}[first]
    assert f"• {expected}" in guide
    usual = comma and first == "day"
    assert book[names.SCORING][f"F{HELP}"].value == (small.look.words["scoring_hint"] if usual else says["other_habits"])
    # Neither the code nor a day in words depends on the PC.
    assert book[names.LISTS][names.CHECK_CODE_CELL].value == stored[names.LISTS][names.CHECK_CODE_CELL].value
    echo = names.at("count", next(row.row for row in small.layout.rows if row.key == "I.2.2/date"))
    assert book[names.SCORING][echo].value == "ngày 05 tháng 11 năm 2023"


def test_what_is_stored_is_the_vietnamese_way(small, says):
    guide = [str(cell.value) for (cell,) in _shown(small.filled(NONE))[names.GUIDE].iter_rows(min_col=2, max_col=2)]
    assert f"• {says['comma']}" in guide
    assert f"• {says['day_first']}" in guide


# The report.


def _report(bench, entries):
    return [[cell.value for cell in line] for line in _shown(bench.filled(entries))[names.REPORT].iter_rows(max_col=7)]


def test_the_report_lists_what_was_explained_with_the_claim_and_the_check_code(small):
    entries = Entries(
        {
            "I.1.2": {"applies": "Không phát sinh trong năm", "explanation": "Không có việc"},
            "I.2.1": {"explanation": "Chưa có văn bản"},
            "II.3": {"explanation": "Đã làm tốt"},
        },
        difficulties=(("Khó một", "Đề nghị một"), ("Khó hai", "")),
    )
    lines = _report(small, entries)
    lines = lines[: next(place for place, line in enumerate(lines) if line[0] == small.look.words["report"]["annex"])]
    listed = {line[0]: line for line in lines if line[0] in ("I.1.2", "I.2.1", "II.3")}
    assert set(listed) == {"I.1.2", "I.2.1"}
    assert listed["I.1.2"][5] == "Không phát sinh trong năm: Không có việc"
    assert listed["I.2.1"][1:3] == ["Đếm", 1]
    assert listed["I.2.1"][5] == "Chưa có văn bản"
    assert [line[0] for line in lines if line[0] == "Đã làm tốt"] == ["Đã làm tốt"]
    assert [(line[0], line[1], line[2]) for line in lines if line[1] in ("Khó một", "Khó hai")] == [
        (1, "Khó một", "Đề nghị một"),
        (2, "Khó hai", None),
    ]
    code = small.read(small.filled(entries)).check_code
    assert f"Mã đối chiếu: {code}" in [line[0] for line in lines]


@pytest.mark.slow
def test_a_report_says_that_nothing_is_to_be_explained_only_where_that_is_so(small):
    words = small.look.words["report"]
    councils = {row.key: {"explanation": "Đã làm"} for row in small.layout.items if row.item.criterion.assessed_by == "council"}
    lacking = words["explanations_lacking"].format(lacking=len(councils))
    for entries, stands in ((NONE, lacking), (Entries(councils), words["explanations_none"])):
        said = [line[0] for line in _report(small, entries)]
        assert [text for text in (lacking, words["explanations_none"]) if text in said] == [stands]
        assert words["difficulties_none"] in said
        assert words["explanations_text"] not in said


def test_what_a_workbook_says_of_its_pc_is_worked_out_by_libreoffice_too(small):
    """LibreOffice believes stored values where the maker is Excel."""
    assert b"<Application>parcli</Application>" in kit.parts(small.filled(NONE))["docProps/app.xml"]


@pytest.mark.slow
def test_what_goes_beyond_the_rows_of_the_report_is_counted(district):
    rows = report_sections.explained(district.layout)
    count = report_sections.EXPLANATIONS + 3
    entries = Entries(
        {row.key: {"explanation": "vì thế"} for row in rows[:count]}, difficulties=(("khó", "đề nghị"),) * (report_sections.DIFFICULTIES + 1)
    )
    said = [line[0] for line in _report(district, entries)]
    words = district.look.words["report"]
    assert words["explanations_more"].format(more=3) in said
    assert words["difficulties_more"] in said


def test_rows_without_content_can_be_filtered_away_and_are_not_printed_with_lines(small):
    sheet = load_workbook(io.BytesIO(small.filled(NONE)))[names.REPORT]
    first, last = (int(each.lstrip("G")) for each in sheet.auto_filter.ref.split(":"))
    shown = _shown(small.filled(NONE))[names.REPORT]
    blank = [row for row in range(first + 1, last + 1) if shown[f"G{row}"].value in (None, "")]
    assert len(blank) >= report_sections.DIFFICULTIES
    assert all(not shown.cell(row, column).value for row in blank for column in range(1, 7))
    assert sheet.print_area.endswith(f"$F${sheet.max_row}")


def test_points_of_nothing_are_blank_and_of_zero_are_zero_in_the_report(small):
    """An item that a survey decides has no points of its own; zero points are points."""
    entries = Entries({"II.2": {"explanation": "Nói thêm"}, "II.1": {"explanation": "Không đạt"}, "II.1/points": {"input": Fraction(0)}})
    listed = {line[0]: line for line in _report(small, entries)[:60]}
    assert listed["II.1"][3] == 0
    assert listed["II.2"][2:5] == [2, None, None]
