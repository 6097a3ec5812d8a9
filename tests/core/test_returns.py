"""Two returns compared: findings by what they are about, values by what they say, points exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import build
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.core.edition import Kind
from parcli.core.findings import Finding, found
from parcli.core.returned import Cell, Change, RegisterLine, Returned
from parcli.core.returns import Between, EvidenceBefore, Origin, State, compare
from parcli.core.scoring import Dossier, score
from parcli.core.submission import RegisterRow

SCORING, REGISTER = "Tự chấm điểm", "Tài liệu kiểm chứng"
EDITION = build.edition(
    """
    | mã    | tên      | điểm | cách tính | …                       | loại    |
    | I.1   | Mức      | 1    | choice    | Kịp thời=1; Không=0     |         |
    | I.2   | Tỷ lệ    | 3    | ratio     |                         |         |
    | I.3   | Sáng kiến| 2    | count     | each=0.3                |         |
    | P.1   | Vi phạm  | 2    | deduction | each=0.5; floor=0       | penalty |
    """,
    not_applicable={"nothing_arose": "rescale", "not_assigned": "full_marks"},
)
BASE: dict[str, Any] = {"I.1/level": "Kịp thời", "I.2/part": 1, "I.2/whole": 3, "I.3/count": 2, "P.1/count": 1}
ORIGIN = Origin("submissions/so/versions/0a1b2c3d/a.xlsx", "0a1b2c3d" * 8)
NOTHING = EvidenceBefore()


def state(entries: Mapping[str, Any], first_row: int = 8, **more: Any) -> State:
    """Return a return with these entries; its rows begin at a row of the sheet."""
    records = build.records(EDITION, entries)
    said: dict[str, str] = more.pop("explanations", {})
    records = {code: replace(record, explanation=said.get(code, "")) for code, record in records.items()}
    result = score(EDITION.blocks[0], EDITION.policies, build.YEAR, Dossier("so", records))
    keys = [key for item in EDITION.blocks[0].items(build.YEAR) for key in (item.code, *(f"{item.code}/{cell.name}" for cell in item.cells()))]
    estimates: dict[str, Any] = more.pop("estimates", {})
    rows = {
        key: {
            "applies": _claimed(entries, key, row), "explanation": Cell(SCORING, f"L{row}", said.get(key)),
            "input": Cell(SCORING, f"H{row}", str(entries.get(key, ""))), "estimate": Cell(SCORING, f"I{row}", estimates.get(key)),
        }
        for row, key in enumerate(keys, start=first_row)
    }  # fmt: skip
    one = Returned("a.xlsx", "f" * 64, 1, readable=True, rows=rows, changes=more.pop("changes", ()), register=more.pop("lines", ()))
    filled = {"register": (), "findings": (), "files": {}, **more}
    return State(unit="so", one=one, records=records, items=result.items, total=result.self_points, **filled)


def _claimed(entries: Mapping[str, Any], key: str, row: int) -> Cell:
    claim = entries.get(key) if "/" not in key else None
    return Cell(SCORING, f"G{row}", claim.label if isinstance(claim, Kind) else claim)


def between(former: State, present: State, evidence: EvidenceBefore = NOTHING) -> Between:
    return compare(former, present, evidence, ORIGIN)


def test_the_same_return_has_no_changes() -> None:
    one = between(state(BASE), state(BASE, first_row=80))
    assert one.unchanged
    assert (one.values, one.points, one.register, one.evidence) == ((), (), (), ())
    assert (one.gain, one.gained) == (0, 0)


def test_values_that_changed_are_told_with_both_and_the_cell_now() -> None:
    changed = between(state(BASE), state({**BASE, "I.2/part": 2, "I.1/level": "Không"})).values
    assert [(one.item, one.column, one.name, one.former, one.present) for one in changed] == [
        ("I.1", "input", "level", "Kịp thời", "Không"), ("I.2", "input", "part", "1", "2"),
    ]  # fmt: skip


def test_a_number_written_otherwise_is_no_change() -> None:
    former = state(BASE)
    answer = former.records["I.2"].answers["part"]
    written = replace(former.records["I.2"], answers={**former.records["I.2"].answers, "part": replace(answer, raw=" 1,0 ")})
    assert between(former, replace(former, records={**former.records, "I.2": written})).values == ()


def test_a_blank_that_becomes_zero_is_a_change() -> None:
    (one,) = between(state({**BASE, "I.3/count": None}), state({**BASE, "I.3/count": 0})).values
    assert (one.item, one.present) == ("I.3", "0")


def test_claims_explanations_and_estimates_are_compared() -> None:
    now = state({**BASE, "I.3": Kind.NOTHING_AROSE, "I.3/count": None}, explanations={"I.3": "Không có."}, estimates={"I.2/part": 1})
    told = {(one.item, one.column): (one.former, one.present, one.cell) for one in between(state(BASE), now).values}
    assert told["I.3", "applies"] == ("", "Không phát sinh trong năm", "G13")
    assert told["I.3", "explanation"] == ("", "Không có.", "L13")
    assert told["I.2", "estimate"] == ("", "1", "I11")


def test_yes_and_a_blank_mean_the_same_under_applies() -> None:
    assert between(state(BASE), state({**BASE, "I.3": "Có"})).values == ()


def test_points_and_their_gain_are_exact() -> None:
    one = between(state(BASE), state({**BASE, "I.2/part": 2}))
    (points,) = one.points
    assert (points.item, points.former, points.present, points.gain) == ("I.2", Fraction(1), Fraction(2), Fraction(1))
    assert one.totals == (Fraction("2.6"), Fraction("3.6"))
    assert (one.gain, one.gained) == (Fraction(1), Fraction(1))


def test_a_smaller_deduction_is_a_gain_outside_the_total() -> None:
    one = between(state({**BASE, "P.1/count": 3}), state({**BASE, "P.1/count": 1}))
    (points,) = one.points
    assert points.gain is not None
    assert (points.gain > 0, one.gained, one.gain) == (True, points.gain, 0)


def test_unknown_points_have_no_gain_and_never_become_zero() -> None:
    one = between(state({**BASE, "I.3/count": None}), state(BASE))
    (points,) = one.points
    assert (points.former, points.present, points.gain) == (None, Fraction("0.6"), None)
    assert (one.totals[0], one.gain, one.gained, one.without_gain) == (None, None, None, 1)


def test_items_of_unknown_gain_stand_beside_the_sum_of_the_known_ones() -> None:
    one = between(state({**BASE, "I.3/count": None}), state({**BASE, "I.2/part": 2}))
    assert (one.gained, one.without_gain) == (1, 1)
    assert (between(state(BASE), state(BASE)).gained, between(state(BASE), state(BASE)).without_gain) == (0, 0)


def test_an_item_taken_out_of_the_sum_is_said_to_be_out() -> None:
    one = between(state(BASE), state({**BASE, "I.3": Kind.NOTHING_AROSE, "I.3/count": None}))
    (points,) = one.points
    assert (points.former_out, points.present_out, points.gain) == (False, True, None)
    assert one.totals[1] == 2 * Fraction(6, 4)


def about(code: str, cell: str, item: str, sheet: str = SCORING, **values: str) -> Finding:
    return found(code, unit="so", file="a.xlsx", sheet=sheet, cell=cell, item=item, **values)


def test_findings_are_matched_wherever_their_row_has_gone() -> None:
    former = state(BASE, findings=(about("SC102", "H11", "I.2", found="a"), about("SC107", "H12", "I.2"), about("SC101", "H14", "I.3")))
    present = state(
        BASE, first_row=28, findings=(about("SC102", "H31", "I.2", found="b"), about("SC101", "H29", "I.1"), about("SC101", "H34", "I.3"))
    )
    matched = between(former, present).findings
    assert [(one.code, one.cell) for one in matched.mended] == [("SC107", "H12")]
    assert [(one.code, one.cell) for one in matched.open] == [("SC102", "H31"), ("SC101", "H34")]
    assert [(one.code, one.cell) for one in matched.new] == [("SC101", "H29")]


def test_two_alike_of_which_one_was_mended_leave_one_open() -> None:
    twice = (about("WB304", "A9", "I.1", key="I.1"), about("WB304", "A9", "I.1", key="I.1/level"))
    matched = between(state(BASE, findings=twice), state(BASE, findings=twice[:1])).findings
    assert (len(matched.mended), len(matched.open), len(matched.new)) == (1, 1, 0)


def test_notes_are_not_matched() -> None:
    matched = between(state(BASE, findings=(about("SC109", "H11", "I.2"),)), state(BASE, findings=(about("SC120", "I11", "I.2"),))).findings
    assert (matched.mended, matched.open, matched.new) == ((), (), ())


def test_findings_about_locked_cells_go_with_their_row() -> None:
    def spoiled(first_row: int, cell: str) -> State:
        change = Change("maximum", "I.2", "maximum", SCORING, cell, "3", "9")
        return state(BASE, first_row, changes=(change,), findings=(about("WB307", cell, "I.2", found="9", expected="3"),))

    assert [one.cell for one in between(spoiled(8, "D10"), spoiled(48, "D50")).findings.open] == ["D50"]


def test_findings_about_the_register_go_with_its_line() -> None:
    def registered(row: int) -> State:
        cells = {"item": Cell(REGISTER, f"A{row}", "I.1"), "name": Cell(REGISTER, f"B{row}", "../a.pdf")}
        return state(BASE, lines=(RegisterLine(row, cells),), findings=(about("EV104", f"B{row}", "I.1", REGISTER, name="../a.pdf"),))

    assert [one.cell for one in between(registered(5), registered(9)).findings.open] == ["B9"]


def line(item: str, name: str, **more: Any) -> RegisterRow:
    return RegisterRow("A9", item, name, **more)


def test_lines_of_the_register_are_matched_by_item_and_file() -> None:
    before = (line("I.1", "Kế hoạch.pdf", number="1/KH"), line("I.2", "b.pdf"), line("I.2", "b.pdf"))
    now = (line("I.2", "B.PDF"), line("I.1", "evidence\\..\\x"), line("I.1", "Kế hoạch.pdf", number="2/KH", issued=date(2023, 2, 1)))
    changes = between(state(BASE, register=before), state(BASE, register=now)).register
    assert [(one.kind, one.item, one.name) for one in changes] == [
        ("added", "I.1", "evidence\\..\\x"), ("changed", "I.1", "Kế hoạch.pdf"), ("removed", "I.2", "b.pdf"),
    ]  # fmt: skip
    assert changes[1].fields == (("number", "1/KH", "2/KH"), ("issued", "", "01/02/2023"))


def test_evidence_is_told_as_far_as_it_is_known() -> None:
    files = {"I.1/a.pdf": "1" * 64, "b.pdf": "2" * 64, "c.pdf": "3" * 64}
    before = {"i.1/A.pdf": "1" * 64, "b.pdf": "9" * 64, "d.pdf": "4" * 64}
    whole = between(state(BASE), state(BASE, files=files), EvidenceBefore(before, complete=True))
    assert [(one.kind, one.path) for one in whole.evidence] == [("replaced", "b.pdf"), ("added", "c.pdf"), ("removed", "d.pdf")]
    assert whole.evidence_known
    partly = between(state(BASE), state(BASE, files=files), EvidenceBefore(before))
    assert [(one.kind, one.path) for one in partly.evidence] == [("replaced", "b.pdf")]
    assert not partly.evidence_known


def test_an_item_that_only_one_return_has_is_not_compared() -> None:
    present = state(BASE)
    former = state({**BASE, "I.3/count": 9})
    former = replace(former, records={code: record for code, record in former.records.items() if code != "I.3"})
    one = between(former, present)
    assert (one.not_compared, one.values) == (("I.3",), ())


ENTRIES = st.fixed_dictionaries({
    "I.1/level": st.sampled_from(["Kịp thời", "Không"]), "I.2/part": st.integers(0, 9), "I.2/whole": st.integers(1, 9),
    "I.3/count": st.integers(0, 9), "P.1/count": st.integers(0, 9),
})  # fmt: skip


@given(ENTRIES, ENTRIES)
def test_gains_of_items_make_the_gain_of_the_total(former: dict[str, Any], present: dict[str, Any]) -> None:
    one = between(state(former), state(present))
    inside = sum((each.gain for each in one.points if each.gain is not None and not each.item.startswith("P")), Fraction())
    assert one.gain == inside
    assert one.totals[1] == (one.totals[0] or 0) + inside


@given(ENTRIES, ENTRIES)
def test_compared_the_other_way_round_every_gain_is_a_loss(former: dict[str, Any], present: dict[str, Any]) -> None:
    there, back = between(state(former), state(present)), between(state(present), state(former))
    assert {one.item: one.gain for one in there.points} == {one.item: -(one.gain or 0) for one in back.points}
    assert {(one.item, one.name): one.former for one in there.values} == {(one.item, one.name): one.present for one in back.values}
    assert there.unchanged == (former == present)


@pytest.mark.parametrize("key", sorted(BASE))
def test_every_single_entry_that_changes_is_seen(key: str) -> None:
    other = {**BASE, key: "Không" if key == "I.1/level" else BASE[key] + 1}
    assert [f"{one.item}/{one.name}" for one in between(state(BASE), state(other)).values] == [key]
