"""WB33: what a second return makes one ask, and what it does not."""

from __future__ import annotations

from typing import Any

from core.test_returns import BASE, ORIGIN, about, between, state

from parcli.checks.returns import judge
from parcli.core.findings import Finding
from parcli.core.returns import EvidenceBefore, State

MORE = {**BASE, "I.2/part": 2}
KNOWN = EvidenceBefore({}, complete=True)


def asked(former: State, present: State, evidence: EvidenceBefore = KNOWN) -> list[tuple[str, str | None]]:
    return [(one.code, one.item) for one in judge(between(former, present, evidence), former, present)]


def returned(entries: dict[str, Any], *findings: Finding, **more: Any) -> State:
    return state(entries, findings=findings, **more)


def test_points_that_rose_unasked_are_noted() -> None:
    former, present = returned(BASE), returned(MORE)
    (one,) = judge(between(former, present, KNOWN), former, present)
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
    (one,) = judge(between(former, present, KNOWN), former, present)
    assert (one.code, one.cell, dict(one.values)) == ("WB331", None, {"count": "1", "former": ORIGIN.path})


def test_a_return_that_brings_evidence_or_has_nothing_to_mend_is_not() -> None:
    wrong = about("SC117", "H11", "I.2")
    assert asked(returned(BASE, wrong), returned(BASE, wrong, files={"a.pdf": "1" * 64})) == []
    assert asked(returned(BASE), returned(BASE)) == []
    assert asked(returned(BASE, wrong), returned(BASE, wrong), EvidenceBefore()) == [], "evidence may have come"
