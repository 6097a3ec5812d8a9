"""RS: the smallest table of figures that causes each code, and the honest ones that cause none."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import Any

import build
import pytest
from checks.given import Fault, Formula, cell

from parcli.checks import survey
from parcli.core.figures import FigureRow, FigureTable
from parcli.core.findings import Finding, Severity
from parcli.core.returned import Problem
from parcli.messages import words

EDITION = build.edition("""
    | mã  | điểm | ai chấm | cách tính | …                                                             |
    | I.1 | 1    | survey  | external  | {scale: [0, 10]}                                              |
    | I.2 | 1    | survey  | external  | {options: [{label: Hài lòng, weight: 1}, {label: Không, weight: 0}]} |
    | I.3 | 1    | self    | points    |                                                               |
""")
CYCLE = build.cycle(EDITION, "so-y-te", "so-noi-vu")
FILE, SHEET = "survey/a.xlsx", "Kết quả"


def table(columns: str, *lines: tuple[Any, ...], path: str = FILE, sheet: str = SHEET, **more: Any) -> FigureTable:
    """Return a table; its headings stand in row 1."""
    names = columns.split(",")
    rows = tuple(
        FigureRow(row, {name: cell(raw, f"{'ABCD'[place]}{row}", sheet) for place, (name, raw) in enumerate(zip(names, line, strict=True))})
        for row, line in enumerate(lines, start=2)
    )
    return FigureTable(path, "ab", sheet, rows, **more)


def values(*lines: tuple[Any, ...], **more: Any) -> FigureTable:
    return table("unit,item,value", *lines, **more)


def counts(*lines: tuple[Any, ...], **more: Any) -> FigureTable:
    return table("unit,item,option,count", *lines, **more)


def take(*tables: FigureTable) -> tuple[survey.Figures, tuple[Finding, ...]]:
    return survey.take(tables, CYCLE, EDITION)


BOTH = (("so-y-te", "I.2", "Hài lòng", 3), ("so-y-te", "I.2", "Không", 1))
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
    "RS106": (values(("so-y-te", "I.1", 10.5)), SHEET, "C2", "so-y-te", "I.1", {"found": "10.5", "low": "0", "high": "10"}),
    "RS107": (values(("so-y-te", "I.1", 5), ("so-y-te", "I.1", 5)), SHEET, "C3", "so-y-te", "I.1", {"first": "C2"}),
    "RS108": (counts(*BOTH, ("so-y-te", "I.2", "Khá", 1)), SHEET, "C4", "so-y-te", "I.2", {"found": "Khá", "expected": "Hài lòng / Không"}),
    "RS109": (values(("so-y-te", "I.2", 5)), SHEET, "B2", "so-y-te", "I.2", {"expected": "option, count"}),
    "RS111": (counts(BOTH[0]), None, None, "so-y-te", "I.2", {"options": "Không"}),
    "RS112": (values(("so-y-te", "I.1", Formula("=5"))), SHEET, "C2", "so-y-te", "I.1", {"found": "=5"}),
}


def test_honest_figures_cause_nothing() -> None:
    figures, findings = take(values(("so-y-te", "I.1", 8.5), ("so-noi-vu", "I.1", 0)), counts(*BOTH))
    assert findings == ()
    assert figures == {
        "so-y-te": {"I.1": {"value": Fraction(17, 2)}, "I.2": {"option-1": 3, "option-2": 1}},
        "so-noi-vu": {"I.1": {"value": 0}},
    }


@pytest.mark.parametrize("code", CAUSES)
def test_the_smallest_cause_of_each_code(code: str) -> None:
    given, sheet, place, unit, item, wanted = CAUSES[code]
    _, (one,) = take(given)
    assert (one.code, one.severity, one.file) == (code, Severity.ERROR, FILE)
    assert (one.sheet, one.cell, one.unit, one.item) == (sheet, place, unit, item)
    assert all(word in dict(one.values)[name] for name, word in wanted.items())
    assert words("vi").finding(one).message


@pytest.mark.parametrize("code", [code for code in CAUSES if code not in ("RS101", "RS102", "RS108")])
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


def test_nought_answers_are_an_answer() -> None:
    assert take(counts(("so-y-te", "I.2", "HÀI LÒNG", 0), ("so-y-te", "I.2", "không", 0)))[1] == ()


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
    (one,) = survey.missing(figures, CYCLE, EDITION)
    assert (one.code, one.severity, one.unit, dict(one.values)) == (
        "RS110",
        Severity.WARNING,
        "so-noi-vu",
        {"items": "I.1, I.2", "count": "2", "of": "2"},
    )
    assert words("vi").finding(one).message


def test_an_exempt_item_is_not_missing() -> None:
    exemptions = [
        {"unit": unit, "item": item, "kind": "not_assigned", "reason": "Không có"} for unit in ("so-y-te", "so-noi-vu") for item in ("I.1", "I.2")
    ]
    assert survey.missing({}, build.cycle(EDITION, "so-y-te", "so-noi-vu", exemptions=exemptions), EDITION) == ()


@pytest.mark.parametrize(("text", "points"), [("82.125", "0.82125"), ("82,125", "0.82125"), ("83.3333333333", "0.833333333333")])
def test_a_figure_on_a_scale_below_a_thousand_may_have_three_decimals(text: str, points: str) -> None:
    from parcli.core import points as numbers

    value = numbers.from_figure_text(text)
    assert value == Fraction(points) * 100
