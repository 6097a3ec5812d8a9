"""WV: what a waiver accepts and what it cannot; one cause for each thing there is to say about one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.checks import waivers
from parcli.checks.waivers import Inputs, apply
from parcli.checks.workbook import is_another
from parcli.core.catalogue import CATALOGUE
from parcli.core.findings import Finding, Severity, found
from parcli.core.waivers import NEVER, Waiver
from parcli.messages import words

BOOK, PAPER, OTHER = "a" * 64, "b" * 64, "c" * 64
WORKBOOK, EVIDENCE = "submissions/so-y-te/b.xlsx", "submissions/so-y-te/evidence/bao-cao.pdf"
INPUTS = Inputs({WORKBOOK: BOOK, EVIDENCE: PAPER}, {"so-y-te": WORKBOOK})
DAY = date(2023, 12, 15)
IN_WORKBOOK = found("WB307", unit="so-y-te", file=WORKBOOK, item="I.1", found="3", expected="2")
IN_EVIDENCE = found("EV221", unit="so-y-te", file=EVIDENCE, items="I.1", signers="–")
OF_NO_FILE = found("RS110", unit="so-y-te", items="I.2", count=1, of=1)


def waiver(code: str = "WB307", **more: Any) -> Waiver:
    given: dict[str, Any] = {"code": code, "unit": "so-y-te", "who": "Giám đốc Sở", "why": "Đã đối chiếu bản giấy", "date": "2023-12-01"}
    return Waiver.model_validate({**given, "sha256": BOOK, **more})


def said(finding: Finding, each: Waiver, day: date = DAY) -> tuple[Finding, tuple[str, ...]]:
    (one,), about = apply((finding,), (each,), INPUTS, day)
    return one, tuple(other.code for other in about)


def test_an_accepted_finding_keeps_code_and_place_and_says_who_and_why() -> None:
    one, about = said(IN_WORKBOOK, waiver())
    assert about == ()
    assert (one.code, one.unit, one.file, one.item) == ("WB307", "so-y-te", WORKBOOK, "I.1")
    assert (one.severity, one.inherent) == (Severity.NOTE, Severity.BLOCK)
    told = {"waived_by": "Giám đốc Sở", "waived_why": "Đã đối chiếu bản giấy", "waived_severity": "block", "found": "3", "expected": "2"}
    assert dict(one.values) == told
    assert words("vi").finding(one).message == words("vi").finding(IN_WORKBOOK).message


@pytest.mark.parametrize(("finding", "code", "sha256"), [(IN_EVIDENCE, "EV221", PAPER), (OF_NO_FILE, "RS110", BOOK)], ids=["its file", "no file"])
def test_the_input_is_the_file_it_names_else_the_workbook(finding: Finding, code: str, sha256: str) -> None:
    assert said(finding, waiver(code, sha256=sha256))[0].waived
    assert not said(finding, waiver(code, sha256=OTHER))[0].waived


def test_a_paper_named_by_a_finding_is_not_bound_by_the_workbooks_hash() -> None:
    assert not said(IN_EVIDENCE, waiver("EV221", sha256=BOOK))[0].waived


@pytest.mark.parametrize("item", [None, "I.1"])
def test_an_item_narrows_a_waiver(item: str | None) -> None:
    assert said(IN_WORKBOOK, waiver(item=item))[0].waived
    assert not said(IN_WORKBOOK, waiver(item="I.2"))[0].waived


@pytest.mark.parametrize("more", [{"code": "WB303"}, {"unit": "so-noi-vu"}])
def test_another_code_or_unit_is_not_meant(more: dict[str, str]) -> None:
    one, about = said(IN_WORKBOOK, waiver(**more))
    assert (one, about) == (IN_WORKBOOK, ("WV101",))


def test_the_last_day_still_counts_and_the_next_does_not() -> None:
    each = waiver(until="2023-12-31")
    assert said(IN_WORKBOOK, each, date(2023, 12, 31)) == (IN_WORKBOOK.accepted(each.who, each.why), ())
    assert said(IN_WORKBOOK, each, date(2024, 1, 1)) == (IN_WORKBOOK, ("WV102",))


# Code: the finding that lies there, and the waiver that causes it.
CAUSES: dict[str, tuple[Finding, Waiver, dict[str, str]]] = {
    "WV101": (IN_EVIDENCE, waiver(), {"entry": "1", "about": "WB307 · so-y-te"}),
    "WV102": (IN_WORKBOOK, waiver(until="2023-12-14"), {"until": "14/12/2023"}),
    "WV103": (IN_WORKBOOK, waiver(sha256=OTHER), {"expected": OTHER, "inputs": f"{WORKBOOK}: {BOOK}"}),
    "WV104": (IN_WORKBOOK, waiver(sha256=None), {"inputs": f"{WORKBOOK}: {BOOK}"}),
    "WV105": (
        found("EV214", unit="so-y-te", file=EVIDENCE, items="I.1"),
        waiver("EV214", item="I.1", sha256=PAPER),
        {"about": "EV214 · so-y-te · I.1"},
    ),
    "WV106": (found("WB101", unit="so-y-te", file="submissions/so-y-te", deadline="–"), waiver("WB101"), {"about": "WB101 · so-y-te"}),
}


@pytest.mark.parametrize("code", CAUSES)
def test_what_has_no_effect_is_told_and_the_finding_stays(code: str) -> None:
    finding, each, wanted = CAUSES[code]
    (one,), (about,) = apply((finding,), (each,), INPUTS, DAY)
    assert one == finding
    assert (about.code, about.file, about.unit) == (code, "waivers.yaml", None)
    assert wanted.items() <= dict(about.values).items()
    for language in ("vi", "en"):
        assert "1" in words(language).finding(about).message


def test_entries_are_told_in_their_order_and_many_inputs_are_counted() -> None:
    names = [f"submissions/so-y-te/evidence/{number}.pdf" for number in range(8)]
    lying = [found("EV224", unit="so-y-te", file=name, items="I.1") for name in names]
    inputs = Inputs({name: f"{number}" * 64 for number, name in enumerate(names)})
    _, about = apply(lying, (waiver(), waiver("EV224", sha256=None)), inputs, DAY)
    assert [(one.code, dict(one.values)["entry"]) for one in about] == [("WV101", "1"), ("WV104", "2")]
    assert dict(about[1].values)["inputs"].endswith("; +3")


def test_one_of_two_papers_is_accepted_and_the_other_stays() -> None:
    other = found("EV221", unit="so-y-te", file=WORKBOOK, items="I.2", signers="–")
    accepted, about = apply((IN_EVIDENCE, other), (waiver("EV221", sha256=PAPER),), INPUTS, DAY)
    assert ([one.waived for one in accepted], about) == ([True, False], ())


@pytest.mark.parametrize("code", sorted(NEVER))
def test_what_was_not_read_cannot_be_accepted(code: str) -> None:
    finding = Finding(code, unit="so-y-te", file=WORKBOOK)
    assert CATALOGUE[code].severity is Severity.BLOCK
    one, about = said(finding, waiver(code))
    assert (one, about) == (finding, ("WV105",))


def test_no_block_that_leaves_a_workbook_unread_can_be_accepted() -> None:
    unread = {code for code in CATALOGUE if is_another((Finding(code),))}
    assert unread
    assert unread <= NEVER


FINDINGS = st.lists(st.sampled_from([IN_WORKBOOK, IN_EVIDENCE, OF_NO_FILE, found("SC101", unit="so-y-te", file=WORKBOOK, item="I.2")]), max_size=6)
WAIVERS = st.lists(
    st.builds(
        waiver, st.sampled_from(["WB307", "EV221", "RS110", "SC101", "EV214"]),
        item=st.sampled_from([None, "I.1", "I.2"]), sha256=st.sampled_from([None, BOOK, PAPER, OTHER]),
    ),
    max_size=4,
)  # fmt: skip


@given(findings=FINDINGS, accepted_by=WAIVERS)
def test_nothing_is_lost_or_made_heavier_and_twice_is_once(findings: list[Finding], accepted_by: list[Waiver]) -> None:
    once, about = apply(findings, accepted_by, INPUTS, DAY)
    assert [(one.code, one.file, one.item) for one in once] == [(one.code, one.file, one.item) for one in findings]
    assert all(after.severity <= before.severity for before, after in zip(findings, once, strict=True))
    assert apply(once, accepted_by, INPUTS, DAY) == (once, about)
    assert waivers.accepted(findings, (), INPUTS, DAY) == tuple(findings)
