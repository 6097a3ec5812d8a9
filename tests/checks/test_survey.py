"""RS: the smallest table of figures that causes each code, and the honest ones that cause none."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import Any

import build
import pytest
from checks.given import Fault, Formula, cell
from hypothesis import given
from hypothesis import strategies as st

from parcli.checks import figures, survey
from parcli.core.figures import FigureRow, FigureSource, FigureTable
from parcli.core.findings import CATALOGUE, Finding, Severity
from parcli.core.returned import Problem
from parcli.core.scoring.items import survey_points
from parcli.messages import words

EDITION = build.edition("""
    | mã  | điểm | ai chấm | cách tính | …                                                             |
    | I.1 | 1    | survey  | external  | {scale: [0, 10]}                                              |
    | I.2 | 1    | survey  | external  | {options: [{label: Hài lòng, weight: 1}, {label: Không, weight: 0}]} |
    | I.3 | 1    | self    | points    |                                                               |
    | I.4 | 4    | survey  | external  | {scale: [1, 5]}                                               |
    | I.5 | 2    | survey  | external  | {scale: [0, 100]}                                             |
    | I.6 | 2    | survey  | external  | {scale: [0, 2]}                                               |
""")
CYCLE = build.cycle(EDITION, "so-y-te", "so-noi-vu")
FILE, SHEET = "survey/a.xlsx", "Kết quả"


def table(columns: str, *lines: tuple[Any, ...], path: str = FILE, sheet: str = SHEET, **more: Any) -> FigureTable:
    """Return a table; its headings stand in row 1."""
    names = columns.split(",")
    rows = tuple(
        FigureRow(row, {name: cell(raw, f"{'ABCDEF'[place]}{row}", sheet) for place, (name, raw) in enumerate(zip(names, line, strict=True))})
        for row, line in enumerate(lines, start=2)
    )
    return FigureTable(path, "ab", sheet, rows, **more)


def values(*lines: tuple[Any, ...], **more: Any) -> FigureTable:
    return table("unit,item,value", *lines, **more)


def counts(*lines: tuple[Any, ...], **more: Any) -> FigureTable:
    return table("unit,item,option,count", *lines, **more)


def take(*tables: FigureTable) -> tuple[survey.Figures, tuple[Finding, ...]]:
    figures, _, findings = survey.take(tables, CYCLE, EDITION)
    return figures, findings


BOTH = (("so-y-te", "I.2", "Hài lòng", 30), ("so-y-te", "I.2", "Không", 10))
# Code: the table that causes it; then sheet, cell, unit, item, and words of the values.
CAUSES: dict[str, tuple[FigureTable, str | None, str | None, str | None, str | None, dict[str, str]]] = {
    "RS101": (
        FigureTable(FILE, "ab", "", problems=(Problem("RS101", (("reason", "BadZipFile"),)),)),
        None,
        None,
        None,
        None,
        {"reason": "BadZipFile"},
    ),
    "RS102": (FigureTable(FILE, "ab", SHEET, missing=("item", "value")), SHEET, None, None, None, {"columns": "item, value"}),
    "RS103": (values(("Sở Lạ", "I.1", 5)), SHEET, "A2", None, None, {"found": "Sở Lạ"}),
    "RS104": (values(("so-y-te", "I.3", 1)), SHEET, "B2", "so-y-te", None, {"found": "I.3"}),
    "RS105": (values(("so-y-te", "I.1", "năm")), SHEET, "C2", "so-y-te", "I.1", {"found": "năm"}),
    "RS106": (values(("so-y-te", "I.1", 10.5)), SHEET, "C2", "so-y-te", "I.1", {"found": "10,5", "low": "0", "high": "10"}),
    "RS107": (values(("so-y-te", "I.1", 5), ("so-y-te", "I.1", 5)), SHEET, "C3", "so-y-te", "I.1", {"first": "C2"}),
    "RS108": (counts(*BOTH, ("so-y-te", "I.2", "Khá", 1)), SHEET, "C4", "so-y-te", "I.2", {"found": "Khá", "expected": "Hài lòng / Không"}),
    "RS109": (values(("so-y-te", "I.2", 5)), SHEET, "B2", "so-y-te", "I.2", {"expected": "option, count"}),
    "RS111": (counts(BOTH[0]), None, None, "so-y-te", "I.2", {"options": "Không"}),
    "RS112": (values(("so-y-te", "I.1", Formula("=5"))), SHEET, "C2", "so-y-te", "I.1", {"found": "=5"}),
    "RS120": (table("unit,name,item,value", ("so-y-te", "Đơn vị so-noi-vu", "I.1", 5)), SHEET, "A2", None, None, {"name": "Đơn vị so-noi-vu"}),
    "RS121": (
        FigureTable(FILE, "ab", SHEET, problems=(Problem("RS121", (("columns", "Giá trị; Kết quả"),)),)),
        SHEET,
        None,
        None,
        None,
        {"columns": "Kết quả"},
    ),
    "RS122": (table("unit,item,score", ("so-y-te", "I.1", 0.8)), SHEET, "C2", "so-y-te", "I.1", {"low": "0", "high": "10"}),
    "RS123": (table("unit,item,percent", ("so-y-te", "I.1", 0.85)), SHEET, "C2", "so-y-te", "I.1", {"low": "0.85", "high": "85"}),
    "RS124": (table("unit,item,percent", ("so-y-te", "I.4", 85)), SHEET, "C2", "so-y-te", "I.4", {"low": "1", "high": "5"}),
    "RS125": (table("unit,item,value,points", ("so-y-te", "I.1", 8.5, 0.8)), SHEET, "C2", "so-y-te", "I.1", {"found": "8,5", "others": "0,8"}),
    "RS126": (values(("Tổng cộng", None, 5)), SHEET, "A2", None, None, {"found": "Tổng cộng"}),
    "RS127": (values(("Nguồn: Viện", None, None)), SHEET, "A2", None, None, {"found": "Nguồn: Viện"}),
    "RS128": (values(("so-y-te", "I.1", "x")), SHEET, "C2", "so-y-te", "I.1", {"found": "x"}),
    "RS129": (table("unit,item,value,respondents", ("so-y-te", "I.1", 5, "nhiều")), SHEET, "D2", "so-y-te", "I.1", {"found": "nhiều"}),
    "RS130": (table("unit,item,value,respondents", ("so-y-te", "I.1", 5, 0)), SHEET, "D2", "so-y-te", "I.1", {"found": "0"}),
    "RS131": (table("unit,item,value,respondents", ("so-y-te", "I.1", 5, 29)), SHEET, "D2", "so-y-te", "I.1", {"found": "29", "fewest": "30"}),
    "RS132": (
        table("unit,item,option,count,respondents", *((*line, 41) for line in BOTH)),
        None,
        None,
        "so-y-te",
        "I.2",
        {"found": "40", "expected": "41"},
    ),
    "RS133": (
        FigureTable(FILE, "ab", SHEET, problems=(Problem("RS133", (("cells", "A9"), ("columns", "9"), ("rows", "8"))),)),
        SHEET,
        None,
        None,
        None,
        {"cells": "A9"},
    ),
}
CAUSES["RS134"] = (
    FigureTable(FILE, "ab", SHEET, problems=(Problem("RS134", (("columns", "Sở Lạ"),)),)),
    SHEET,
    None,
    None,
    None,
    {"columns": "Sở Lạ"},
)
TAKEN = ("RS129", "RS131", "RS132")
"""What is only asked about: the figure is taken."""


def test_honest_figures_cause_nothing() -> None:
    figures, findings = take(values(("so-y-te", "I.1", 8.5), ("so-noi-vu", "I.1", 0)), counts(*BOTH))
    assert findings == ()
    assert figures == {
        "so-y-te": {"I.1": {"value": Fraction(17, 2)}, "I.2": {"option-1": 30, "option-2": 10}},
        "so-noi-vu": {"I.1": {"value": 0}},
    }


@pytest.mark.parametrize("code", CAUSES)
def test_the_smallest_cause_of_each_code(code: str) -> None:
    given, sheet, place, unit, item, wanted = CAUSES[code]
    _, (one,) = take(given)
    assert (one.code, one.severity, one.file) == (code, CATALOGUE[code].severity, FILE)
    assert (one.sheet, one.cell, one.unit, one.item) == (sheet, place, unit, item)
    assert all(word in dict(one.values)[name] for name, word in wanted.items())
    assert words("vi").finding(one).message


@pytest.mark.parametrize("code", [code for code in CAUSES if code not in ("RS101", "RS102", "RS108", *TAKEN)])
def test_a_line_that_cannot_be_taken_leaves_no_figure(code: str) -> None:
    figures, _ = take(CAUSES[code][0])
    assert not any(items for items in figures.values())


@pytest.mark.parametrize("name", ["so-y-te", "SO-Y-TE", "Đơn vị so-y-te", "ĐƠN VỊ  SO-Y-TE", unicodedata.normalize("NFD", " Đơn vị so-y-te ")])
@pytest.mark.parametrize("item", ["I.1", "i.1", " I.1 "])
def test_a_unit_and_an_item_are_found_however_they_are_typed(name: str, item: str) -> None:
    assert take(values((name, item, 5))) == ({"so-y-te": {"I.1": {"value": Fraction(5)}}}, ())


@pytest.mark.parametrize(
    ("raw", "value"), [(5, "5"), ("5", "5"), ("8,5", "8.5"), ("8.5", "8.5"), (0, "0"), (10, "10"), (0.1 + 0.2, "0.3"), (" 5 ", "5")]
)
def test_a_figure_is_taken_with_point_or_comma(raw: Any, value: str) -> None:
    assert take(values(("so-y-te", "I.1", raw))) == ({"so-y-te": {"I.1": {"value": Fraction(value)}}}, ())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1.000,5", "RS105"), ("½", "RS105"), ("1e1", "RS105"), ("８", "RS105"), (True, "RS105"), (float("inf"), "RS105"), ("85%", "RS105"),
        (-0.1, "RS106"), (10.01, "RS106"), ("-1", "RS106"), (Fault("#N/A"), "RS112"), (Formula("=1"), "RS112"),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_taken_is_named(raw: Any, code: str) -> None:
    figures, findings = take(values(("so-y-te", "I.1", raw)))
    assert (figures, [one.code for one in findings]) == ({}, [code])


@pytest.mark.parametrize("count", [-1, 1.5, "1,5", "1.000", "ba"])
def test_a_count_is_a_whole_number(count: Any) -> None:
    figures, findings = take(counts(("so-y-te", "I.2", "Không", 1), ("so-y-te", "I.2", "Hài lòng", count)))
    assert findings[0].code == "RS105"
    assert figures == {"so-y-te": {}}


def test_an_option_that_nobody_chose_is_an_answer() -> None:
    assert take(counts(("so-y-te", "I.2", "HÀI LÒNG", 0), ("so-y-te", "I.2", "không", 40)))[1] == ()


@pytest.mark.parametrize("blank", [None, "", " "])
def test_a_blank_is_missing_and_neither_a_fault_nor_nought(blank: Any) -> None:
    assert take(values(("so-y-te", "I.1", blank))) == ({}, ())


def test_a_figure_without_a_unit_is_named() -> None:
    _, (one,) = take(values((None, "I.1", 5)))
    assert (one.code, one.cell, dict(one.values)["found"]) == ("RS103", "A2", "—")


def test_a_figure_that_stands_twice_is_not_taken_at_all() -> None:
    lines = (("so-y-te", "I.1", 5), ("so-noi-vu", "I.1", 6), ("Đơn vị so-y-te", "i.1", 7), ("so-y-te", "I.1", 8))
    figures, findings = take(values(*lines))
    assert figures == {"so-y-te": {}, "so-noi-vu": {"I.1": {"value": 6}}}
    assert [(one.code, one.cell) for one in findings] == [("RS107", "C4"), ("RS107", "C5")]


@pytest.mark.parametrize("other", [{"path": "survey/b.csv"}, {"sheet": "Trang 2"}], ids=["file", "sheet"])
def test_a_figure_in_two_tables_is_told_though_its_cell_is_the_same(other: dict[str, str]) -> None:
    figures, findings = take(values(("so-y-te", "I.1", 5)), values(("so-y-te", "I.1", 6), **other))
    assert [one.code for one in findings] == ["RS107"]
    assert figures == {"so-y-te": {}}


def test_one_bad_line_does_not_take_the_others_with_it() -> None:
    figures, findings = take(values(("Sở Lạ", "I.1", 5), ("so-y-te", "I.1", 6)))
    assert (figures, len(findings)) == ({"so-y-te": {"I.1": {"value": Fraction(6)}}}, 1)


def test_a_csv_names_its_place_without_a_sheet() -> None:
    _, (one,) = take(values(("Sở Lạ", "I.1", 5), sheet=""))
    assert (one.sheet, one.cell) == (None, "A2")


def test_missing_figures_are_a_warning_for_each_unit() -> None:
    figures, _ = take(values(("so-y-te", "I.1", 5)), counts(*BOTH))
    _, one = survey.missing(figures, CYCLE, EDITION)
    assert (one.code, one.severity, one.unit, dict(one.values)) == (
        "RS110",
        Severity.WARNING,
        "so-noi-vu",
        {"items": "I.1, I.2, I.4, I.5, I.6", "count": "5", "of": "5"},
    )
    assert words("vi").finding(one).message


def test_an_exempt_item_is_not_missing() -> None:
    exemptions = [
        {"unit": unit, "item": item, "kind": "not_assigned", "reason": "Không có"}
        for unit in ("so-y-te", "so-noi-vu")
        for item in ("I.1", "I.2", "I.4", "I.5", "I.6")
    ]
    assert survey.missing({}, build.cycle(EDITION, "so-y-te", "so-noi-vu", exemptions=exemptions), EDITION) == ()


@pytest.mark.parametrize(("text", "points"), [("82.125", "0.82125"), ("82,125", "0.82125"), ("83.3333333333", "0.833333333333")])
def test_a_figure_on_a_scale_below_a_thousand_may_have_three_decimals(text: str, points: str) -> None:
    from parcli.core import points as numbers

    value = numbers.from_figure_text(text)
    assert value == Fraction(points) * 100


@pytest.mark.parametrize(
    ("item", "kind", "raw", "value"),
    [
        ("I.1", "value", 8.5, "8.5"), ("I.1", "percent", "85%", "8.5"), ("I.1", "percent", 85, "8.5"), ("I.1", "percent", "85,5", "8.55"),
        ("I.1", "percent", "0,5%", "0.05"), ("I.1", "percent", 0, "0"), ("I.1", "percent", 100, "10"), ("I.1", "points", "0,85", "8.5"),
        ("I.1", "points", 0, "0"), ("I.1", "points", 1, "10"), ("I.4", "points", 3, "4"), ("I.4", "points", 0, "1"), ("I.4", "value", 4.2, "4.2"),
        ("I.5", "value", "85%", "85"), ("I.5", "points", "1,7", "85"), ("I.6", "score", "1,7", "1.7"), ("I.6", "points", "1,7", "1.7"),
    ],
)  # fmt: skip
def test_points_percent_and_values_come_onto_the_rules_scale(item: str, kind: str, raw: Any, value: str) -> None:
    assert take(table(f"unit,item,{kind}", ("so-y-te", item, raw))) == ({"so-y-te": {item: {"value": Fraction(value)}}}, ())


@pytest.mark.parametrize(
    ("item", "kind", "raw", "code"),
    [
        ("I.1", "points", 1.01, "RS106"), ("I.1", "points", -0.1, "RS106"), ("I.1", "percent", 101, "RS106"), ("I.1", "percent", "101%", "RS106"),
        ("I.1", "percent", 1, "RS123"), ("I.1", "points", "85%", "RS105"), ("I.1", "value", "85%", "RS105"), ("I.4", "value", "85%", "RS105"),
        ("I.4", "percent", "85%", "RS124"), ("I.6", "score", 2.1, "RS106"), ("I.5", "score", 1.7, "RS122"),
    ],
)  # fmt: skip
def test_a_figure_of_a_kind_that_does_not_fit_is_named(item: str, kind: str, raw: Any, code: str) -> None:
    figures, findings = take(table(f"unit,item,{kind}", ("so-y-te", item, raw)))
    assert (figures, [one.code for one in findings]) == ({}, [code])


@given(st.fractions(0, 1, max_denominator=1000))
def test_points_give_back_exactly_the_points_that_were_written(share: Fraction) -> None:
    from parcli.core import points as numbers

    written = numbers.plain(share * 4, 6)
    figures, findings = take(table("unit,item,points", ("so-y-te", "I.4", written)))
    assert findings == ()
    block = EDITION.blocks[0]
    item = next(item for item in block.items(build.YEAR) if item.code == "I.4")
    assert survey_points(item, figures["so-y-te"]["I.4"], EDITION.policies) == numbers.rounded(Fraction(written), EDITION.policies.rounding.item)


def test_equal_figures_of_several_kinds_are_one_figure() -> None:
    assert take(table("unit,item,value,percent,points", ("so-y-te", "I.1", 8.5, 85, "0,85")))[0] == {"so-y-te": {"I.1": {"value": Fraction(17, 2)}}}


@pytest.mark.parametrize("mark", [*figures.NO_FIGURE, "X", " - ", "KHÔNG CÓ SỐ LIỆU"])
def test_what_says_that_there_is_no_figure_is_listed_and_not_nought(mark: str) -> None:
    for given_table in (values(("so-y-te", "I.1", mark)), counts(("so-y-te", "I.2", "Không", mark))):
        taken, findings = take(given_table)
        assert (taken, [one.code for one in findings]) == ({}, ["RS128"])


@pytest.mark.parametrize(
    "text", ["Tổng", "Tổng cộng:", "TỔNG SỐ", "Trung bình", "Điểm trung bình chung", "Bình quân các đơn vị", "Toàn thành phố", "Cộng"]
)
def test_lines_of_sums_and_averages_are_passed_over(text: str) -> None:
    taken, (one,) = take(values((text, None, 5)))
    assert (taken, one.code, one.severity) == ({}, "RS126", Severity.NOTE)


@pytest.mark.parametrize("text", ["Tổng công ty Lạ", "Cộng tác viên", "Sở Lạ", "Trung bình hóa"])
def test_an_unknown_unit_with_a_figure_is_none_of_them(text: str) -> None:
    assert [one.code for one in take(values((text, "I.1", 5)))[1]] == ["RS103"]


def test_a_unit_that_is_called_like_a_sum_is_a_unit() -> None:
    units = [{"id": "tong", "block": "so", "name": "Tổng cộng"}]
    figures_of, _, findings = survey.take((values(("Tổng cộng", "I.1", 5)),), build.cycle(EDITION, units=units), EDITION)
    assert (list(figures_of), findings) == (["tong"], ())


def test_the_name_names_the_unit_where_the_id_is_blank() -> None:
    taken, findings = take(table("unit,name,item,value", (None, "Đơn vị so-y-te", "I.1", 5), ("so-noi-vu", "Sở Nội vụ TP", "I.1", 6)))
    assert (sorted(taken), findings) == (["so-noi-vu", "so-y-te"], ())


def test_nobodys_answers_are_no_figure() -> None:
    taken, (one,) = take(counts(("so-y-te", "I.2", "Hài lòng", 0), ("so-y-te", "I.2", "Không", 0)))
    assert (taken, one.code, one.item) == ({"so-y-te": {}}, "RS130", "I.2")


def test_few_counts_are_asked_about() -> None:
    taken, (one,) = take(counts(("so-y-te", "I.2", "Hài lòng", 3), ("so-y-te", "I.2", "Không", 1)))
    assert (one.code, dict(one.values)["found"]) == ("RS131", "4")
    assert taken["so-y-te"]["I.2"] == {"option-1": 3, "option-2": 1}


def test_each_figure_tells_where_it_stands_and_how_many_answered() -> None:
    lines = table("unit,item,value,respondents", ("so-y-te", "I.1", "8,5", 120), ("so-noi-vu", "I.1", 9, None))
    _, sources, _ = survey.take((lines, counts(*BOTH, path="survey/b.csv", sheet="")), CYCLE, EDITION)
    assert sources == (
        FigureSource("so-noi-vu", "I.1", "value", FILE, SHEET, "C3", "9"),
        FigureSource("so-y-te", "I.1", "value", FILE, SHEET, "C2", "8,5", 120),
        FigureSource("so-y-te", "I.2", "option-1", "survey/b.csv", "", "D2", "30", 40),
        FigureSource("so-y-te", "I.2", "option-2", "survey/b.csv", "", "D3", "10", 40),
    )


def test_what_was_not_taken_has_no_source() -> None:
    _, sources, _ = survey.take((values(("so-y-te", "I.1", 5), ("so-y-te", "I.1", 6)), counts(BOTH[0])), CYCLE, EDITION)
    assert sources == ()


def test_a_refused_figure_is_unknown_and_stays_so_where_the_finding_was_accepted() -> None:
    _, findings = take(values(("so-y-te", "I.1", 50)))
    assert survey.refused(findings) == survey.refused([one.accepted("A", "B") for one in findings]) == {"so-y-te": frozenset({"I.1"})}
