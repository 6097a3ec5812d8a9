"""WB33: what a second return makes one ask, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from core.test_returns import BASE, ORIGIN, about, between, state

from parcli.checks.returns import judge
from parcli.core.findings import Finding
from parcli.core.returns import EvidenceBefore, State

MORE = {**BASE, "I.2/part": 2}
KNOWN = EvidenceBefore({}, complete=True)


def asked(former: State, present: State, evidence: EvidenceBefore = KNOWN) -> list[tuple[str, str | None]]:
    return [(one.code, one.item) for one in judge(between(former, present, evidence), former, present.findings)]


def returned(entries: dict[str, Any], *findings: Finding, **more: Any) -> State:
    return state(entries, findings=findings, **more)


def test_points_that_rose_unasked_are_noted() -> None:
    former, present = returned(BASE), returned(MORE)
    (one,) = judge(between(former, present, KNOWN), former, present.findings)
    assert (one.code, one.item, one.sheet, one.cell, one.file) == ("WB330", "I.2", "Tự chấm điểm", "J8", "a.xlsx")
    assert dict(one.values) == {"former": "1", "expected": "2", "gain": "1"}


def test_what_was_asked_about_may_rise() -> None:
    assert asked(returned(BASE, about("SC117", "H11", "I.2")), returned(MORE)) == []
    assert asked(returned(BASE, about("SC117", "H11", "I.1")), returned(MORE)) == [("WB330", "I.2")]
    assert asked(returned(BASE, about("SC120", "I11", "I.2")), returned(MORE)) == [("WB330", "I.2")], "a note asks nothing"


def test_points_that_fell_or_became_known_are_not_noted() -> None:
    assert asked(returned(MORE), returned(BASE)) == []
    assert asked(returned({**BASE, "I.2/part": None}), returned(BASE)) == []


def test_a_smaller_deduction_is_noted_as_a_gain() -> None:
    assert asked(returned({**BASE, "P.1/count": 2}), returned(BASE)) == [("WB330", "P.1")]


def test_a_return_that_mends_nothing_is_asked_about() -> None:
    wrong = about("SC117", "H11", "I.2")
    former, present = returned(BASE, wrong), returned(BASE, wrong)
    (one,) = judge(between(former, present, KNOWN), former, present.findings)
    assert (one.code, one.cell, dict(one.values)) == ("WB331", None, {"count": "1", "former": ORIGIN.path})


def test_matters_of_the_evidence_count_as_still_to_be_mended() -> None:
    same = returned(BASE)
    broken, note = about("EV102", "B5", "I.1", "Tài liệu kiểm chứng", name="a.pdf"), about("SC120", "I11", "I.2")
    (one,) = judge(between(same, same, KNOWN), same, (broken, note))
    assert (one.code, dict(one.values)["count"]) == ("WB331", "1")
    assert judge(between(same, same, KNOWN), same, (note,)) == ()


@pytest.mark.parametrize(("received", "said"), [("2023-11-29", "29/11/2023"), ("2023-11-29T08:00:00+07:00", "29/11/2023"), ("hôm qua", "hôm qua")])
def test_the_day_of_the_former_return_is_written_as_in_viet_nam(received: str, said: str) -> None:
    wrong = returned(BASE, about("SC117", "H11", "I.2"))
    one = between(wrong, wrong, KNOWN)
    (told,) = judge(replace(one, origin=replace(one.origin, received=received)), wrong, wrong.findings)
    assert dict(told.values)["former"] == said


def test_a_return_that_brings_evidence_or_has_nothing_to_mend_is_not() -> None:
    wrong = about("SC117", "H11", "I.2")
    assert asked(returned(BASE, wrong), returned(BASE, wrong, files={"a.pdf": "1" * 64})) == []
    assert asked(returned(BASE), returned(BASE)) == []
    assert asked(returned(BASE, wrong), returned(BASE, wrong), EvidenceBefore()) == [], "evidence may have come"
