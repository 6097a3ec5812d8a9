"""AP: the smallest appraisal workbook that causes each code, and the honest ones that cause none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import build
import pytest
from checks.given import Formula, cell
from hypothesis import given
from hypothesis import strategies as st

from parcli.checks.appraisal import Desk, figures, judge
from parcli.core.appraisal import Appraisal, AppraisalSheet, OpenedRow, Opening, Present, SheetIdentity, SheetLine, least, most, settle, step
from parcli.core.cycle import Cycle, Exclusion
from parcli.core.edition import Edition, Kind
from parcli.core.findings import Finding
from parcli.core.points import plain
from parcli.core.returned import Problem
from parcli.core.scoring import Dossier, score
from parcli.core.submission import Answer

TABLE = """
    | mã   | tên         | điểm | loại    | ai chấm   | không áp dụng                | cách tính | …                     |
    | I.1  | Kế hoạch    | 2    |         | self      |                              | ratio     |                       |
    | I.2  | Báo cáo     | 1    |         | self      | {nothing_arose: rescale}     | choice    | Kịp thời=1; Không=0   |
    | I.3  | Hồ sơ       | 1    |         | self      | {nothing_arose: full_marks}  | choice    | Kịp thời=1; Không=0   |
    | I.4  | Sáng tạo    | 2    |         | appraisal |                              | points    | step=0.5              |
    | II.1 | Bị nhắc nhở | 2    | penalty | self      |                              | deduction | each=0.5              |
"""
EDITION = build.edition(TABLE)
UNIT, OTHER = "so-noi-vu", "so-y-te"
CYCLE = build.cycle(EDITION, UNIT, OTHER)
ENTRIES: Mapping[str, Any] = {"I.1/part": 8, "I.1/whole": 10, "I.2": Kind.NOTHING_AROSE, "I.3": Kind.NOTHING_AROSE, "II.1/count": 2}
SHEET = "Thẩm định"
LETTERS = {"unit": "A", "item": "C", "points": "M", "ruling": "N", "reason": "O", "request": "P"}
RULINGS: Any = {"accepted": "Chấp nhận", "rejected": "Không chấp nhận"}
ITEMS = ("I.1", "I.2", "I.3", "I.4", "II.1")


def present(unit: str, entries: Mapping[str, Any] = ENTRIES, edition: Edition = EDITION, *, estimated: bool = False) -> Present:
    records = build.records(edition, entries)
    if estimated:
        one = records["I.1"]
        answers: dict[str, Answer] = {**one.answers, "part": replace(one.answers["part"], estimated=True)}
        records["I.1"] = replace(one, answers=answers)
    result = score(edition.blocks[0], edition.policies, build.YEAR, Dossier(unit, records))
    whole = CYCLE.unit(unit)
    assert whole is not None
    return Present(whole, "ab" * 32, {one.code: one for one in result.items}, records)


def desk(edition: Edition = EDITION, cycle: Cycle = CYCLE, **units: Present) -> Desk:
    standing = {unit: present(unit, edition=edition) for unit in (UNIT, OTHER)}
    return Desk(cycle, edition, {**standing, **{one.unit.id: one for one in units.values()}}, RULINGS)


def line(row: int, unit: str = UNIT, item: str = "I.1", **entered: Any) -> SheetLine:
    texts = {"unit": unit, "item": item, "points": None, "ruling": None, "reason": None, "request": None, **entered}
    return SheetLine(row, {name: cell(raw, f"{LETTERS[name]}{row}", SHEET) for name, raw in texts.items()})


def sheet(*lines: SheetLine, stage: Any = "round_1", path: str = "", rows: tuple[OpenedRow, ...] | None = None, **more: Any) -> AppraisalSheet:
    """Return a workbook that opens every item of the unit; blank lines are put in for rows that none of ``lines`` is about."""
    standing = present(UNIT)
    opened = (
        tuple(OpenedRow(UNIT, code, str(standing.items[code].item.maximum), standing.entered(code), own(standing, code)) for code in ITEMS)
        if rows is None
        else rows
    )
    opening = Opening(opened, {UNIT: "ab" * 32})
    text = SheetIdentity(stage, CYCLE.cycle, EDITION.id, EDITION.version, f"unit:{UNIT}", opening.digest()).text()
    about = {(one.cells["unit"].text, one.cells["item"].text) for one in lines}
    blank = tuple(line(60 + place, row.unit, row.item) for place, row in enumerate(opened) if (row.unit, row.item) not in about)
    folder = "round-2" if stage == "round_2" else "round-1"
    whole: dict[str, Any] = {
        "readable": True, "identities": {"cell": text, "name": text, "property": text}, "opening": opening, "sheet": SHEET,
        "lines": (*lines, *blank),
    }  # fmt: skip
    return AppraisalSheet(path or f"appraisal/{folder}/a.xlsx", "cd" * 32, 9000, **{**whole, **more})


def own(standing: Present, code: str) -> str:
    computed = standing.items[code].computed
    return "" if computed is None else plain(computed)


def judged(*sheets: AppraisalSheet, at: Desk | None = None) -> tuple[Appraisal, tuple[Finding, ...]]:
    return judge(sheets, at or desk())


def said(findings: tuple[Finding, ...]) -> list[str]:
    return [" ".join(part for part in (one.code, one.cell, one.item) if part) for one in findings]


def points(appraisal: Appraisal, item: str = "I.1") -> tuple[Fraction | None, tuple[str, ...]]:
    stages = settle(appraisal, UNIT).get(item)
    return (None, ()) if stages is None else (stages.appraised_1, stages.waiting)


def of_identity(**more: Any) -> dict[str, str]:
    whole: dict[str, Any] = {"stage": "round_1", "cycle": CYCLE.cycle, "edition": "thu", "version": "1.0", "subject": "x", **more}
    text = SheetIdentity(**whole, digest=sheet().opening.digest()).text()
    return {"cell": text, "name": text}


# Code: the workbook that causes it, the cell and the item that are named, and words of the values.
CAUSES: dict[str, tuple[AppraisalSheet, str | None, str | None, dict[str, str]]] = {
    "AP101": (sheet(identities={}), None, None, {}),
    "AP102": (
        AppraisalSheet("appraisal/round-1/a.xlsx", "", 1, (Problem("WB104"),)),
        None,
        None,
        {"reason": "term:wb104"},
    ),
    "AP103": (sheet(identities=of_identity(cycle="thu/2022")), None, None, {"found": "thu/2022", "expected": "thu/2023"}),
    "AP104": (sheet(path="appraisal/round-2/a.xlsx"), None, None, {"found": "term:round_1", "expected": "term:round_2"}),
    "AP105": (sheet(identities={**of_identity(), "property": of_identity(subject="y")["cell"]}), None, None, {"found": "property"}),
    "AP106": (sheet(missing_columns=("Lý do",)), None, None, {"names": "Lý do"}),
    "AP107": (sheet(identities=of_identity(version="1.1")), None, None, {"found": "1.1", "expected": "1.0"}),
    "AP108": (sheet(opening=Opening((OpenedRow(UNIT, "I.1", "2"),))), None, None, {}),
    "AP109": (sheet(lines=tuple(line(place, UNIT, code) for place, code in enumerate(ITEMS[1:]))), None, None, {"count": "1", "rows": "I.1"}),
    "AP110": (sheet(line(7, "so-la", points=1)), "A7", None, {"found": "so-la"}),
    "AP111": (sheet(line(7, OTHER, points=1)), "C7", "I.1", {}),
    "AP112": (sheet(line(7, points="hai")), "M7", "I.1", {"found": "hai"}),
    "AP113": (sheet(line(7, points=-1)), "M7", "I.1", {"found": "-1", "limit": "0"}),
    "AP114": (sheet(line(7, points=2.5)), "M7", "I.1", {"found": "2,5", "limit": "2"}),
    "AP115": (sheet(line(7, points=1.8, reason="Tốt")), "M7", "I.1", {"found": "1,8", "limit": "1,6"}),
    "AP116": (sheet(line(7, item="I.4", points=1.2)), "M7", "I.4", {"found": "1,2", "limit": "0,5"}),
    "AP117": (sheet(line(7, points=1.555, reason="Chậm")), "M7", "I.1", {"found": "1,555", "limit": "2"}),
    "AP118": (sheet(line(7, points=1)), "O7", "I.1", {"found": "1", "expected": "1,6"}),
    "AP119": (sheet(line(7, item="I.2", points=1, ruling="Chấp nhận", reason="Có")), "M7", "I.2", {}),
    "AP120": (sheet(line(7, points=1, reason="a"), line(8, points=1.5, reason="b")), "M8", "I.1", {"found": "1,5", "first": "M7", "first_found": "1"}),
    "AP121": (sheet(line(7, item="I.2", ruling="Đồng ý")), "N7", "I.2", {"found": "Đồng ý", "expected": "Chấp nhận"}),
    "AP122": (sheet(line(7, ruling="Chấp nhận")), "N7", "I.1", {"found": "Chấp nhận"}),
    "AP123": (sheet(line(7, item="I.2", ruling="Không chấp nhận", reason="Có phát sinh")), "M7", "I.2", {}),
    "AP124": (sheet(line(7, item="I.2", points=1, reason="Có phát sinh")), "N7", "I.2", {}),
    "AP127": (
        sheet(rows=tuple(OpenedRow(UNIT, code, "5" if code == "I.1" else str(present(UNIT).items[code].item.maximum)) for code in ITEMS)),
        None,
        "I.1",
        {"found": "5", "expected": "2"},
    ),
    "AP128": (sheet(rows=(OpenedRow(UNIT, "I.9", "2"),)), None, "I.9", {}),
    "AP130": (sheet(line(7, points=1.6, request="Bổ sung báo cáo")), None, None, {"count": "1", "items": "I.1"}),
    "AP131": (sheet(line(7, points=1.6, request="Bổ sung báo cáo"), stage="round_2"), "P7", "I.1", {}),
    "AP132": (sheet(line(7, reason="Chậm")), "M7", "I.1", {}),
    "AP133": (sheet(line(7, item="II.1", points=0.5, reason="Chỉ một lần")), "M7", "II.1", {"found": "0,5", "limit": "1"}),
    "AP134": (sheet(line(7, item="I.2", ruling="Không chấp nhận", points=1)), "O7", "I.2", {}),
}  # fmt: skip
NOT_TAKEN = ("AP112", "AP113", "AP114", "AP115", "AP117", "AP118", "AP120", "AP122")


@pytest.mark.parametrize("code", CAUSES)
def test_the_smallest_cause_of_each_code(code: str) -> None:
    given, place, item, wanted = CAUSES[code]
    _, findings = judged(given)
    assert said(findings) == [" ".join(part for part in (code, place, item) if part)]
    (one,) = findings
    assert one.file == (None if code == "AP130" else given.path)
    assert {name: text for name, text in one.values if name in wanted and wanted[name] in text}.keys() == wanted.keys()


@pytest.mark.parametrize("code", NOT_TAKEN)
def test_what_cannot_be_taken_leaves_the_item_open(code: str) -> None:
    appraisal, _ = judged(CAUSES[code][0])
    assert points(appraisal) == (None, ("refused_1",))


@pytest.mark.parametrize("code", ["AP101", "AP102", "AP103", "AP104", "AP105", "AP106", "AP108"])
def test_a_file_that_cannot_be_taken_says_nothing_and_is_an_input_all_the_same(code: str) -> None:
    appraisal, _ = judged(replace(CAUSES[code][0], **({} if code == "AP102" else {"lines": (line(7, points=1.6),)})))
    assert (appraisal.opinions, dict(appraisal.opened)) == ((), {})
    assert appraisal.inputs == ((CAUSES[code][0].path, CAUSES[code][0].sha256),)


@pytest.mark.parametrize(
    "entered",
    [
        {"points": 1.6},
        {"points": "1,6"},
        {"points": 1.5, "reason": "Chậm"},
        {"item": "I.4", "points": 1.5},
        {"item": "I.2", "ruling": "chấp nhận"},
        {"item": "I.2", "ruling": "KHÔNG CHẤP NHẬN", "points": 1, "reason": "Có phát sinh"},
        {"item": "I.3", "points": 1},
        {"item": "I.3", "ruling": "Chấp nhận"},
        {"item": "II.1", "points": 1},
        {"item": "II.1", "points": 1.5, "reason": "Ba lần"},
        {"unit": "Đơn vị so-noi-vu", "item": "i.1", "points": 1.6},
    ],
)
def test_honest_lines_cause_nothing(entered: dict[str, Any]) -> None:
    appraisal, findings = judged(sheet(line(7, **entered)))
    assert said(findings) == []
    assert len(appraisal.opinions) == 1
    assert not appraisal.opinions[0].refused


def test_a_formula_is_no_figure() -> None:
    assert said(judged(sheet(line(7, points=Formula("=1+0.6"))))[1]) == ["AP112 M7 I.1"]


def test_more_than_the_self_score_is_taken_where_the_policy_allows_it() -> None:
    free = build.edition(TABLE, appraisal_may_exceed_self=True)
    appraisal, findings = judged(sheet(line(7, points=2, reason="Đủ"), line(8, item="II.1", points=0, reason="Không có")), at=desk(free))
    assert findings == ()
    assert [one.points for one in appraisal.opinions] == [2, 0]


def test_the_same_line_twice_is_taken_once() -> None:
    appraisal, findings = judged(sheet(line(7, points=1.6), line(8, points=1.6)))
    assert (findings, points(appraisal)) == ((), (Fraction(8, 5), ()))


def test_two_files_that_differ_are_both_kept_and_both_named() -> None:
    one = sheet(line(7, points=1, reason="a"))
    other = sheet(line(9, points=1.5, reason="b"), path="appraisal/round-1/b.xlsx")
    appraisal, findings = judged(one, other)
    assert said(findings) == ["AP125 M9 I.1"]
    values = dict(findings[0].values)
    assert (findings[0].file, values["first"], values["first_cell"]) == ("appraisal/round-1/b.xlsx", "appraisal/round-1/a.xlsx", "M7")
    assert ({one.points for one in appraisal.opinions}, points(appraisal)) == ({1, Fraction(3, 2)}, (None, ("disputed_1",)))
    assert judged(other, one)[0].opinions == appraisal.opinions[::-1]


def test_a_later_round_ends_a_dispute_and_keeps_a_figure_of_the_first_without_a_new_reason() -> None:
    first = sheet(line(7, points=1, reason="a", request="Bổ sung"))
    second = sheet(line(7, points=1), stage="round_2")
    appraisal, findings = judged(first, second)
    assert findings == ()
    assert settle(appraisal, UNIT)["I.1"].appraised_2 == 1
    other = sheet(line(9, points=1.5, reason="b"), path="appraisal/round-1/b.xlsx")
    _, findings = judged(first, other, sheet(line(7, points=1, reason="Thống nhất"), stage="round_2"))
    assert findings == ()


@pytest.mark.parametrize(("entered", "refused", "waiting"), [({}, True, ("refused_1",)), ({"points": 1}, False, ("refused_council",))])
def test_a_row_that_the_council_left_blank_takes_nothing_back(entered: dict[str, Any], refused: bool, waiting: tuple[str, ...]) -> None:
    row = next(one for one in sheet().opening.rows if one.item == "I.1")
    fewer = present(UNIT, {**ENTRIES, "I.1/part": 5})
    first = sheet(line(7, points=1.6))
    council = sheet(line(7, **entered), stage="council", path="appraisal/council.xlsx", rows=(row,))
    appraisal, findings = judged(first, council, at=desk(one=fewer))
    assert ("AP115" in {one.code for one in findings if one.file == first.path}) is refused
    assert points(appraisal) == (None if refused else Fraction(8, 5), waiting)


def test_a_return_that_changed_since_is_asked_about_where_the_item_differs() -> None:
    given = sheet(line(7, points=1.5, reason="Chậm"), line(8, item="II.1", points=1))
    now = replace(present(UNIT, {**ENTRIES, "I.1/part": 9}), sha256="ef" * 32)
    assert said(judged(given, at=desk(now=now))[1]) == ["AP126 M7 I.1"]
    assert judged(given, at=desk(now=replace(present(UNIT), sha256="ef" * 32)))[1] == ()


def test_an_estimate_waits_for_the_second_round_once_appraisal_has_begun() -> None:
    now = present(UNIT, estimated=True)
    rows = tuple(OpenedRow(UNIT, code, str(now.items[code].item.maximum), now.entered(code), own(now, code)) for code in ITEMS)
    first = sheet(line(7, points=1.6), rows=rows)
    assert said(judged(sheet(rows=rows), at=desk(now=now))[1]) == []
    assert [(one.code, one.unit, dict(one.values)["items"]) for one in judged(first, at=desk(now=now))[1]] == [("AP129", UNIT, "I.1")]
    assert judged(first, sheet(line(7, points=1.6), stage="round_2", rows=rows), at=desk(now=now))[1] == ()


def test_a_claim_that_was_turned_down_once_needs_no_second_reason() -> None:
    first = sheet(line(7, item="I.2", points=1, ruling="Không chấp nhận", reason="Có phát sinh", request="Bổ sung"))
    assert judged(first, sheet(line(7, item="I.2", points=1, ruling="Không chấp nhận"), stage="round_2"))[1] == ()
    assert said(judged(first, sheet(line(7, item="I.2", points=0, ruling="Không chấp nhận"), stage="round_2"))[1]) == ["AP134 O7 I.2"]


def test_a_question_that_the_second_round_opens_is_not_told() -> None:
    first = sheet(line(7, points=1.6, request="Bổ sung"))
    appraisal, findings = judged(first, sheet(stage="round_2"))
    assert (findings, points(appraisal)) == ((), (Fraction(8, 5), ("questioned",)))


def test_a_supplement_does_not_undo_what_the_first_round_agreed_to() -> None:
    first = sheet(line(7, points=1.6, request="Bổ sung"))
    for part in (9, 7):
        now = desk(now=replace(present(UNIT, {**ENTRIES, "I.1/part": part}), sha256="ef" * 32))
        assert judged(first, sheet(stage="round_2"), at=now)[1] == ()
    more = desk(now=replace(present(UNIT, {**ENTRIES, "I.1/part": 9}), sha256="ef" * 32))
    assert said(judged(first, at=more)[1]) == ["AP126 M7 I.1", "AP130"]
    less = desk(now=replace(present(UNIT, {**ENTRIES, "I.1/part": 7}), sha256="ef" * 32))
    assert said(judged(first, at=less)[1]) == ["AP115 M7 I.1", "AP130"]


def test_what_a_cell_shows_of_a_third_is_the_units_own_third() -> None:
    exact = build.edition(TABLE, rounding={"item": None})
    now = present(UNIT, {**ENTRIES, "I.1/part": 1, "I.1/whole": 3}, exact)
    rows = (OpenedRow(UNIT, "I.1", "2", now.entered("I.1"), own(now, "I.1")),)
    appraisal, findings = judged(sheet(line(7, points=0.666666666666667), rows=rows), at=desk(exact, now=now))
    assert (findings, appraisal.opinions[0].points) == ((), Fraction(2, 3))


def test_what_is_told_of_one_file_has_an_end_and_the_rest_is_counted() -> None:
    many = sheet(*(line(place, "so-la", points=1) for place in range(7, 12)))
    few = CYCLE.model_copy(update={"limits": CYCLE.limits.model_copy(update={"findings_per_file": 2})})
    _, findings = judged(many, at=desk(cycle=few))
    assert said(findings) == ["AP110 A7", "AP110 A8", "AP135"]
    assert dict(findings[-1].values) == {"count": "3", "limit": "2"}


def test_an_excluded_unit_is_not_asked_about() -> None:
    out = CYCLE.model_copy(update={"exclusions": (Exclusion(unit=UNIT, state="decided", reason="x", decision="y"),)})
    now = present(UNIT, estimated=True)
    given = sheet(line(7, points=1.6, request="Bổ sung"), rows=(OpenedRow(UNIT, "I.1", "2", now.entered("I.1"), own(now, "I.1")),))
    assert {one.code for one in judged(given, at=desk(now=now))[1]} == {"AP129", "AP130"}
    assert judged(given, at=desk(cycle=out, now=now))[1] == ()


@given(raw=st.one_of(st.integers(-5, 5), st.floats(-3, 5), st.decimals(-3, 5, places=2).map(float), st.text(max_size=6)), item=st.sampled_from(ITEMS))
def test_whatever_is_taken_lies_within_the_bounds_and_on_the_step(raw: Any, item: str) -> None:
    one = present(UNIT).items[item]
    taken = figures.take(cell(raw, "M7", SHEET), one, EDITION.policies)
    if isinstance(taken, Problem):
        return
    assert least(one, EDITION.policies) <= taken <= most(one, EDITION.policies) <= one.item.maximum
    assert taken >= 0
    by = step(one)
    assert (taken * 100).denominator == 1 if by is None else (taken / by).denominator == 1


@given(st.permutations(range(3)))
def test_the_order_of_files_decides_nothing(order: list[int]) -> None:
    files = (
        sheet(line(7, points=1, reason="a")),
        sheet(line(9, points=1.5, reason="b"), path="appraisal/round-1/b.xlsx"),
        sheet(line(8, item="I.4", points=1.5), path="appraisal/round-1/c.xlsx"),
    )
    appraisal, findings = judged(*(files[place] for place in order))
    assert settle(appraisal, UNIT) == settle(judged(*files)[0], UNIT)
    assert findings == judged(*files)[1]


def test_a_claim_that_went_with_the_supplement_leaves_the_first_answer_without_fault() -> None:
    first = sheet(line(7, item="I.2", points=0, ruling="Không chấp nhận", reason="Có phát sinh", request="Bổ sung"))
    applies = {**{key: entry for key, entry in ENTRIES.items() if key != "I.2"}, "I.2/level": "Kịp thời"}
    now = desk(now=replace(present(UNIT, applies), sha256="ef" * 32))
    assert judged(first, sheet(stage="round_2"), at=now)[1] == ()
    appraisal, findings = judged(first, at=now)
    assert said(findings) == ["AP126 N7 I.2", "AP130"]
    assert points(appraisal, "I.2") == (None, ("questioned", "refused_1"))


def test_a_claim_that_came_with_the_supplement_does_not_undo_a_figure_of_the_first_round() -> None:
    first = sheet(line(7, item="II.1", points=1), line(8, points=1.6, request="Bổ sung"))
    now = desk(now=replace(present(UNIT, {**ENTRIES, "I.1": Kind.NOTHING_AROSE}), sha256="ef" * 32))
    assert judged(first, sheet(stage="round_2"), at=now)[1] == ()
