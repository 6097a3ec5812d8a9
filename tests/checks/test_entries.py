"""SC: the smallest entry that causes each code, its place, its honest twin, and the record that is left."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import Any

import build
import pytest
from checks.given import PATH, SHEET, UNIT, Fault, Formula, cell, moment, returned, said, taken

from parcli.checks import entries
from parcli.core.edition import Kind
from parcli.core.findings import Finding, Severity
from parcli.messages import words

EDITION = build.edition(
    """
    | mã  | điểm | ai chấm | không áp dụng | cách tính   | …                                                     |
    | I.1 | 1    | self    |               | ratio       | floor=0.8                                             |
    | I.2 | 1    | self    | never         | count       | each=0.5                                              |
    | I.3 | 2    | self    |               | points      | step=0.25                                             |
    | I.4 | 1    | self    |               | choice      | Kịp thời=1; Chậm=0                                    |
    | I.5 | 1    | self    |               | deadline    | {due: 11-30, on_time: 1, label: Ngày gửi}             |
    | I.6 | 1    | self    |               | conditional | {ask: Phát sinh, cases: [{answer: Có việc, rule: {type: ratio, part: Đã xong, whole: Tất cả}}, {answer: Không có việc, points: 1}]} |
    | I.7 | 1    | council |               | points      |                                                       |
    | I.8 | 1    | self    |               | deadline    | {due: {days: 30, after: Ngày giao}, on_time: 1, label: Ngày xong} |
    """,
    not_applicable={"nothing_arose": "full_marks", "not_assigned": "never"},
)
DAY = moment("2023-11-01")
NOTHING_AROSE, NOT_ASSIGNED = Kind.NOTHING_AROSE.label, Kind.NOT_ASSIGNED.label
HONEST: dict[str, Any] = {
    "I.1/part": 9, "I.1/whole": 10, "I.2/count": 1, "I.3/points": 1.5, "I.4/level": "Kịp thời", "I.5/date": DAY,
    "I.6/answer": "Không có việc", "I.7@explanation": "Báo cáo số 5", "I.8/start": DAY, "I.8/date": DAY,
}  # fmt: skip
E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE
NO_INPUTS = {"I.1/part": None, "I.1/whole": None}
# Code: what is entered otherwise than honestly; then severity, cell, item, and words of the values.
CAUSES: dict[str, tuple[dict[str, Any], Severity, str, str, dict[str, str]]] = {
    "SC101": ({"I.1/part": None}, E, "H9", "I.1", {"labels": "Số đạt (H9)", "count": "1", "of": "2"}),
    "SC102": ({"I.1/part": "chín"}, E, "H9", "I.1", {"found": "chín", "label": "Số đạt"}),
    "SC103": ({"I.1/whole": "1.000"}, E, "H10", "I.1", {"found": "1.000"}),
    "SC104": ({"I.2/count": moment("2023-02-01")}, E, "H12", "I.2", {"found": "01/02/2023"}),
    "SC105": ({"I.2/count": Fault("#REF!")}, E, "H12", "I.2", {"found": "#REF!"}),
    "SC106": ({"I.2/count": True}, E, "H12", "I.2", {"found": "True"}),
    "SC107": ({"I.2/count": -1}, E, "H12", "I.2", {"found": "-1"}),
    "SC108": ({"I.2/count": 1.5}, E, "H12", "I.2", {"found": "1,5"}),
    "SC109": ({"I.2/count": "1"}, N, "H12", "I.2", {"found": "1"}),
    "SC110": ({"I.3/points": 3}, E, "H14", "I.3", {"found": "3", "most": "2"}),
    "SC111": ({"I.3/points": 0.3}, E, "H14", "I.3", {"found": "0,3", "step": "0,25"}),
    "SC112": ({"I.4/level": "Kịp"}, E, "H16", "I.4", {"found": "Kịp", "choices": "Kịp thời / Chậm"}),
    "SC113": ({"I.5/date": "hôm qua"}, E, "H18", "I.5", {"found": "hôm qua"}),
    "SC114": ({"I.2/count": float("inf")}, E, "H12", "I.2", {"found": "inf"}),
    "SC115": ({"I.5/date": "01/11/2023"}, N, "H18", "I.5", {"found": "01/11/2023"}),
    "SC116": ({"I.1/whole": 0}, E, "H10", "I.1", {"found": "0"}),
    "SC117": ({"I.1/part": 11}, W, "H9", "I.1", {"found": "11", "whole": "10", "whole_cell": "H10"}),
    "SC118": ({"I.6/case-1/part": 5}, W, "H21", "I.6", {"found": "5", "label": "Đã xong"}),
    "SC119": ({"I.1/part@estimate": 9.5}, W, "I9", "I.1", {"found": "9,5", "total": "9"}),
    "SC120": ({"I.1/part@estimate": 8}, N, "I9", "I.1", {"found": "8", "total": "9"}),
    "SC201": ({"I.1": NOT_ASSIGNED, **NO_INPUTS, "I.1@explanation": "Vì"}, E, "G8", "I.1", {"found": NOT_ASSIGNED}),
    "SC202": ({"I.1": NOTHING_AROSE, **NO_INPUTS}, E, "G8", "I.1", {"found": NOTHING_AROSE}),
    "SC203": ({"I.1": "Không rõ"}, E, "G8", "I.1", {"found": "Không rõ"}),
    "SC204": ({"I.1": NOTHING_AROSE, **NO_INPUTS, "I.1@explanation": "Không có vụ việc"}, N, "G8", "I.1", {"why": "Không có vụ việc"}),
    "SC302": ({"I.7@explanation": None}, W, "L23", "I.7", {}),
}
CLAIMED_AND_FILLED = {"I.1": NOTHING_AROSE, "I.1@explanation": "Không có", "I.1/whole": None}


def about(**entered: Any) -> tuple[Finding, ...]:
    return taken(EDITION, {**HONEST, **entered})[1]


def record(code: str, **entered: Any) -> Any:
    return taken(EDITION, {**HONEST, **entered})[0][code]


def test_honest_entries_cause_nothing() -> None:
    records, findings = taken(EDITION, HONEST)
    assert findings == ()
    assert list(records) == [f"I.{n}" for n in range(1, 9)]


@pytest.mark.parametrize("code", CAUSES)
def test_the_smallest_cause_of_each_code(code: str) -> None:
    entered, severity, place, item, values = CAUSES[code]
    (one,) = about(**entered)
    assert (one.code, one.severity, one.unit, one.file, one.sheet, one.cell, one.item) == (code, severity, UNIT, PATH, SHEET, place, item)
    assert all(word in dict(one.values)[name] for name, word in values.items())
    assert words("vi").finding(one).message


def test_figures_beside_a_claim_are_told_next_to_it() -> None:
    """SC205 never stands alone: the claim itself is told, accepted or not."""
    assert said(about(**CLAIMED_AND_FILLED)) == ["SC204 G8 I.1", "SC205 H9 I.1"]
    assert said(about(**{**CLAIMED_AND_FILLED, "I.1@explanation": None})) == ["SC202 G8 I.1", "SC205 H9 I.1"]


@pytest.mark.parametrize(
    "code", [code for code in CAUSES if code in ("SC102", "SC103", "SC104", "SC105", "SC106", "SC107", "SC108", "SC110", "SC111", "SC114", "SC116")]
)
def test_a_refused_figure_leaves_points_unknown_and_is_no_blank(code: str) -> None:
    entered, _, _, item, _ = CAUSES[code]
    (key,) = entered
    answer = record(item, **entered).answers[key.partition("/")[2]]
    assert (answer.value, answer.blank) == (None, False)


def test_a_blank_is_no_nought() -> None:
    answer = record("I.2", **{"I.2/count": None}).answers["count"]
    assert (answer.value, answer.blank) == (None, True)
    answer = record("I.2", **{"I.2/count": 0}).answers["count"]
    assert (answer.value, answer.blank) == (0, False)


def test_blanks_of_an_item_are_told_at_once() -> None:
    (one,) = about(**NO_INPUTS)
    assert (one.code, one.cell) == ("SC101", "H9")
    assert dict(one.values)["labels"] == "Số đạt (H9); Tổng số (H10)"


def test_a_figure_as_text_counts_with_its_comma() -> None:
    assert record("I.1", **{"I.1/part": "9,5"}).answers["part"].value == Fraction(19, 2)


@pytest.mark.parametrize("applies", [None, "", "Có", "có", " CÓ ", unicodedata.normalize("NFD", "Có"), "Có\u00a0"])
def test_an_item_applies_when_nothing_else_is_said(applies: Any) -> None:
    assert about(**{"I.1": applies}) == ()
    assert record("I.1", **{"I.1": applies}).claim is None


@pytest.mark.parametrize(
    "said_so", [NOTHING_AROSE, NOTHING_AROSE.upper(), unicodedata.normalize("NFD", NOTHING_AROSE), f"  {NOTHING_AROSE.replace(' ', '  ')} "]
)
def test_a_claim_counts_in_any_case_form_and_spacing(said_so: str) -> None:
    own = record("I.1", **{"I.1": said_so, **NO_INPUTS, "I.1@explanation": "Không có"})
    assert (own.claim, own.claim_refused, own.explanation) == (Kind.NOTHING_AROSE, False, "Không có")


@pytest.mark.parametrize("applies", ["Không", "Không phát sinh", 0, True, Formula('="Có"'), Fault("#N/A")])
def test_a_word_that_is_no_claim_is_refused(applies: Any) -> None:
    assert said(about(**{"I.1": applies})) == ["SC203 G8 I.1"]
    assert record("I.1", **{"I.1": applies}).claim_refused


def test_a_refused_claim_leaves_the_item_neither_applicable_nor_not() -> None:
    for entered in (CAUSES["SC201"][0], CAUSES["SC202"][0]):
        assert record("I.1", **entered).claim_refused


def test_an_item_that_never_allows_a_claim_refuses_what_the_edition_allows() -> None:
    assert said(about(**{"I.2": NOTHING_AROSE, "I.2/count": None, "I.2@explanation": "Không có"})) == ["SC201 G11 I.2"]


def test_an_explanation_of_blanks_is_none() -> None:
    assert said(about(**{"I.1": NOTHING_AROSE, **NO_INPUTS, "I.1@explanation": "  \n"})) == ["SC202 G8 I.1"]


def test_a_decided_exemption_asks_for_nothing() -> None:
    entered = {**HONEST, **NO_INPUTS, "I.1": "Được miễn", "I.1@shown": 1, "I.7@explanation": None}
    _, findings = taken(EDITION, entered, {"I.1": Kind.NOT_ASSIGNED, "I.7": Kind.NOT_ASSIGNED})
    assert findings == ()


def test_figures_of_an_exempt_item_are_told() -> None:
    _, findings = taken(EDITION, HONEST, {"I.1": Kind.NOT_ASSIGNED})
    assert said(findings) == ["SC205 H9 I.1", "SC205 H10 I.1"]


@pytest.mark.parametrize(
    ("entered", "tells"),
    [
        ({"I.6/answer": "Có việc", "I.6/case-1/part": 1, "I.6/case-1/whole": 2}, []),
        ({"I.6/answer": "CÓ  VIỆC", "I.6/case-1/part": 1, "I.6/case-1/whole": 2}, []),
        ({"I.6/answer": "Có việc", "I.6/case-1/part": 3, "I.6/case-1/whole": 2}, ["SC117 H21 I.6"]),
        ({"I.6/answer": "Có việc", "I.6/case-1/whole": 2}, ["SC101 H21 I.6"]),
        ({"I.6/answer": "Có việc", "I.6/case-1/part": 0, "I.6/case-1/whole": 0}, ["SC116 H22 I.6"]),
        ({"I.6/answer": None}, ["SC101 H20 I.6"]),
        ({"I.6/answer": "Khác", "I.6/case-1/part": 1}, ["SC112 H20 I.6", "SC118 H21 I.6"]),
        ({"I.6/case-1/part": 3, "I.6/case-1/whole": "hai"}, ["SC118 H21 I.6", "SC118 H22 I.6"]),
        ({"I.6/case-1/whole": 0}, ["SC118 H22 I.6"]),
        ({"I.8/start": None}, ["SC101 H25 I.8"]),
        ({"I.8/start": None, "I.8/date": "Không thực hiện"}, []),
        ({"I.8/date": "Không thực hiện"}, ["SC118 H25 I.8"]),
        ({"I.5/date": "không thực hiện"}, []),
    ],
)
def test_only_the_case_that_was_chosen_is_asked_for(entered: dict[str, Any], tells: list[str]) -> None:
    assert said(about(**entered)) == tells


@pytest.mark.parametrize(
    ("estimate", "tells"),
    [
        (0, ["SC120 I9 I.1"]), (9, ["SC120 I9 I.1"]), ("8,5", ["SC120 I9 I.1"]), (9.01, ["SC119 I9 I.1"]), (-1, ["SC119 I9 I.1"]),
        ("tám", ["SC119 I9 I.1"]), (Formula("=H9"), ["SC119 I9 I.1"]), (Fault("#N/A"), ["SC119 I9 I.1"]), (DAY, ["SC119 I9 I.1"]), (None, []), (" ", []),
    ],
)  # fmt: skip
def test_an_estimate_is_told_and_what_is_done_lies_within_it(estimate: Any, tells: list[str]) -> None:
    assert said(about(**{"I.1/part@estimate": estimate})) == tells
    assert record("I.1", **{"I.1/part@estimate": estimate}).answers["part"].estimated is (tells != [])


@pytest.mark.parametrize(("part", "tells"), [(None, ["SC101 H9 I.1"]), ("x", ["SC102 H9 I.1"])])
def test_an_estimate_beside_no_figure_says_nothing_more(part: Any, tells: list[str]) -> None:
    assert said(about(**{"I.1/part": part, "I.1/part@estimate": 8})) == tells


def test_the_sheets_points_beside_a_claim_are_not_compared() -> None:
    assert said(about(**CAUSES["SC204"][0], **{"I.1@shown": 0.3})) == ["SC204 G8 I.1"]
    assert said(about(**CAUSES["SC203"][0], **{"I.1@shown": 0.3})) == ["SC203 G8 I.1"]


def test_points_that_neither_the_sheet_nor_the_rule_gives_agree() -> None:
    assert said(about(**{**NO_INPUTS, "I.1@shown": Fault("#N/A")})) == ["SC101 H9 I.1"]


@pytest.mark.parametrize(("part", "tells"), [(10, []), (10.000001, ["SC117 H9 I.1"]), (0, [])])
def test_a_part_may_equal_its_whole(part: float, tells: list[str]) -> None:
    assert said(about(**{"I.1/part": part})) == tells


def test_a_rule_that_rewards_more_than_the_whole_does_not_ask_about_it() -> None:
    for settings in ("full_at=1.2", None):
        kind = "ratio" if settings else "tiers"
        bands = "{of: ratio, part: A, whole: B, bands: [{from: 1, points: 0.5}, {from: 1.1, points: 1}]}"
        whole = build.edition(f"| mã | điểm | cách tính | … |\n| I.1 | 1 | {kind} | {settings or bands} |")
        assert taken(whole, {"I.1/part": 11, "I.1/whole": 10})[1] == ()


def test_every_complaint_of_a_return_is_told_at_once() -> None:
    found = about(**{"I.1/part": "x", "I.2/count": -1, "I.4/level": "?", "I.5/date": None, "I.7@explanation": None})
    assert said(found) == ["SC102 H9 I.1", "SC107 H12 I.2", "SC112 H16 I.4", "SC101 H18 I.5", "SC302 L23 I.7"]


def test_an_item_whose_row_is_gone_has_no_record() -> None:
    back = returned(EDITION, HONEST)
    rows = {key: row for key, row in back.rows.items() if not key.startswith("I.2")}
    desk = entries.Desk(EDITION.blocks[0], EDITION.policies, build.YEAR, {})
    records, findings = entries.take_records(desk, returned(EDITION, HONEST, rows=rows), UNIT)
    assert "I.2" not in records
    assert findings == ()


def test_an_input_whose_row_is_gone_counts_as_blank() -> None:
    back = returned(EDITION, HONEST)
    rows = {key: row for key, row in back.rows.items() if key != "I.1/whole"}
    desk = entries.Desk(EDITION.blocks[0], EDITION.policies, build.YEAR, {})
    _, findings = entries.take_records(desk, returned(EDITION, HONEST, rows=rows), UNIT)
    assert [one.code for one in findings] == ["SC101"]


def test_the_raw_text_of_an_entry_is_kept() -> None:
    answers = record("I.1", **{"I.1/part": " 9,0 ", "I.1/whole": Formula("=5+5")}).answers
    assert (answers["part"].raw, answers["part"].cell) == (" 9,0 ", "H9")
    assert (answers["whole"].raw, answers["whole"].value) == ("=5+5", None)


def test_a_long_entry_is_cut_visibly() -> None:
    (one,) = about(**{"I.4/level": "x" * 500})
    assert dict(one.values)["found"] == "x" * 120 + "…"
    assert cell("x" * 500).text == "x" * 500


def test_points_shown_and_computed_are_written_alike() -> None:
    (one,) = about(**{"I.1@shown": 0.91})
    assert (one.code, dict(one.values)) == ("WB310", {"found": "0,91", "expected": "0,9"})


@pytest.mark.parametrize(("why", "ends"), [("Tự đánh giá.", "giá."), ("Tự đánh giá", "giá."), ("Tự đánh giá...", "giá..."), ("x" * 130, "x….")])
def test_a_reason_that_ends_in_a_full_stop_ends_in_one(why: str, ends: str) -> None:
    (one,) = about(**{"I.1": NOTHING_AROSE, **NO_INPUTS, "I.1@explanation": why})
    message = words("vi").finding(one).message
    assert (message.endswith(ends), message.endswith(f"{ends}.")) == (True, False)


@pytest.mark.parametrize("order", [(1, True, 1.0), (True, 1.0, 1), (1.0, 1, True)])
def test_what_python_takes_for_equal_is_read_by_what_it_is(order: tuple[Any, ...]) -> None:
    """1, 1.0 and TRUE are equal to Python: what was read of one unit's cell must not be told of another's."""
    for value in order:
        records, findings = taken(EDITION, {**HONEST, "I.2/count": value})
        assert ([each.code for each in findings if each.item == "I.2"] == ["SC106"]) is (value is True)
        assert records["I.2"].answers["count"].raw == str(value).removesuffix(".0")
        assert (records["I.2"].answers["count"].value is None) is (value is True)


def test_alike_entries_of_two_units_are_one_value_and_two_findings() -> None:
    entered = {**HONEST, "I.3/points": 3}
    (first, about_first), (second, about_second) = (
        entries.take_records(entries.Desk(EDITION.blocks[0], EDITION.policies, 2023, {}), returned(EDITION, entered), unit)
        for unit in ("so-a", "so-b")
    )
    assert first["I.3"].answers is second["I.3"].answers
    assert [(each.unit, each.code, each.file) for each in (*about_first, *about_second)] == [("so-a", "SC110", PATH), ("so-b", "SC110", PATH)]
