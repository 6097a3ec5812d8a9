"""Whatever comes in whatever order: nothing is lost, a second run changes nothing, and a mailbox of old letters undoes nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcli.core.evidence import path_key
from parcli.core.intake import Arrived
from parcli.core.receipts import Ledger, parse, text
from parcli.desk.holdings import Holding, Terms
from parcli.desk.planning import Plan, keys, plan
from parcli.desk.sorting import Delivery, Piece

UNIT = "a"
DUE = {UNIT: date(2023, 11, 30)}


def sha(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


@dataclass
class Folder:
    """A unit's folder as names and contents, changed by moves as the disk would be."""

    files: dict[str, str] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)

    def holding(self, wished: frozenset[str]) -> Holding:
        own = {name.removeprefix(f"{UNIT}/"): content for name, content in self.files.items()}
        evidence = {name.removeprefix("evidence/"): content for name, content in own.items() if name.startswith("evidence/")}
        return Holding(
            {name: sha(content) for name, content in own.items() if "/" not in name},
            {name.removeprefix("parts/"): sha(content) for name, content in own.items() if name.startswith("parts/")},
            {path_key(name): (name, sha(content)) for name, content in evidence.items() if path_key(name) in wished},
            frozenset(map(path_key, evidence)),
        )

    def receive(self, deliveries: list[Delivery], *, named: bool = False, kind: str = "official") -> Plan:
        wished = frozenset[str]().union(*map(keys, deliveries))
        terms = Terms(date(2023, 11, 20), "", "", kind, named, DUE)  # type: ignore[arg-type]
        planned = plan(deliveries, self.ledger, {UNIT: self.holding(wished)}, terms)
        for move in planned.moves:
            if not move.former:
                self.files[move.target] = move.source
            elif move.target not in self.files:
                self.files[move.target] = self.files.pop(move.source)
        self.ledger = planned.ledger
        return planned

    def current(self) -> dict[str, str]:
        return {name: content for name, content in self.files.items() if "/versions/" not in name}


def delivery(source: str, workbook: str = "", evidence: dict[str, str] | None = None, parts: dict[str, str] | None = None) -> Delivery:
    pieces = [Piece(arrived(source, workbook, "b.xlsx"), "workbook")] if workbook else []
    pieces += [Piece(arrived(source, content, path), "evidence", path=path) for path, content in (evidence or {}).items()]
    pieces += [Piece(arrived(source, part + content, f"{part}.xlsx"), "part", part=part) for part, content in (parts or {}).items()]
    return Delivery(UNIT, source, sha(source), tuple(pieces))


def arrived(source: str, content: str, name: str) -> Arrived:
    return Arrived(f"{source}/{name}", (source, name), 0, content, len(content), sha(content), "other", "", source, sha(source))


DELIVERY = st.builds(
    delivery,
    st.sampled_from(["thư 1", "thư 2", "thư 3"]),
    st.sampled_from(["", "w1", "w2", "w3"]),
    st.dictionaries(st.sampled_from(["x.pdf", "X.PDF", "y", "y/z.pdf", "I.1/q.pdf"]), st.sampled_from(["1", "2", "3"]), max_size=3),
    st.dictionaries(st.sampled_from(["I", "II"]), st.sampled_from(["p1", "p2"]), max_size=2),
)
RUN = st.tuples(st.lists(DELIVERY, max_size=3, unique_by=lambda one: one.source), st.booleans(), st.sampled_from(["official", "official", "trial"]))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(RUN, max_size=5))
def test_nothing_is_lost_and_a_second_run_changes_nothing(runs: list[tuple[list[Delivery], bool, str]]) -> None:
    folder = Folder()
    for deliveries, named, kind in runs:
        before = dict(folder.files)
        planned = folder.receive(deliveries, named=named, kind=kind)
        assert len(planned.fates) == sum(len(one.pieces) for one in deliveries)
        assert set(before.values()) <= set(folder.files.values())
        assert sum("/" not in name.removeprefix(f"{UNIT}/") for name in folder.files) <= 1
        used = {piece.arrived.path: piece.arrived.place for one in deliveries for piece in one.pieces}
        assert {used[fate.path] for fate in planned.fates if fate.place == "used"} <= set(folder.files.values())
        evidence = [path_key(name) for name in folder.current() if "/evidence/" in name]
        assert len(set(evidence)) == len(evidence)
        assert not [one for one in evidence if any(other.startswith(f"{one}/") for other in evidence)]
        state = dict(folder.files), folder.ledger
        again = folder.receive(deliveries, named=named, kind=kind)
        assert again.moves == ()
        assert (folder.files, folder.ledger) == state
        assert parse(text(folder.ledger)) == folder.ledger


@settings(max_examples=80, deadline=None)
@given(st.lists(DELIVERY, max_size=5, unique_by=lambda one: one.source), st.randoms(use_true_random=False))
def test_the_order_of_a_list_decides_nothing(deliveries: list[Delivery], chance) -> None:
    one, other = Folder(), Folder()
    one.receive(deliveries)
    shuffled = list(deliveries)
    chance.shuffle(shuffled)
    other.receive(shuffled)
    assert {name.casefold(): content for name, content in one.files.items()} == {name.casefold(): content for name, content in other.files.items()}


@settings(max_examples=80, deadline=None)
@given(st.lists(DELIVERY, min_size=1, max_size=4, unique_by=lambda one: one.source))
def test_letters_taken_one_by_one_are_not_undone_by_the_whole_mailbox(deliveries: list[Delivery]) -> None:
    folder = Folder()
    folder.receive(deliveries)
    for one in deliveries:
        folder.receive([one], named=True)
    state = folder.current()
    folder.receive(deliveries)
    assert folder.current() == state


def test_a_person_can_have_a_former_version_back() -> None:
    folder = Folder()
    one, two = delivery("1", "w1", {"x.pdf": "1"}), delivery("2", "w2", {"x.pdf": "2"})
    folder.receive([one])
    folder.receive([one, two])
    assert folder.files[f"{UNIT}/{UNIT}.xlsx"] == "w2"
    assert folder.receive([one, two], named=True).moves == ()
    folder.receive([one], named=True)
    assert (folder.files[f"{UNIT}/{UNIT}.xlsx"], folder.files[f"{UNIT}/evidence/x.pdf"]) == ("w1", "1")
    assert [receipt.source for receipt in folder.ledger.of(UNIT)] == ["1", "2", "1"]
    assert folder.receive([one, two]).moves == ()


def test_evidence_that_a_person_preferred_stays() -> None:
    folder = Folder()
    one, two = delivery("1", "w1", {"x.pdf": "1"}), delivery("2", "w1", {"x.pdf": "2"})
    assert [fate.codes for fate in folder.receive([one, two]).fates if fate.role == "evidence"] == [("IN120",), ("IN120",)]
    folder.receive([two], named=True)
    assert [fate.codes for fate in folder.receive([one, two]).fates if fate.role == "evidence"] == [("IN123",), ()]
    assert folder.files[f"{UNIT}/evidence/x.pdf"] == "2"


def test_a_trial_after_the_official_return_brings_nothing() -> None:
    folder = Folder()
    folder.receive([delivery("1", "w1", {"x.pdf": "1"})])
    before = dict(folder.files)
    planned = folder.receive([delivery("2", "w2", {"x.pdf": "2", "y": "1"}, {"I": "p1"})], kind="trial")
    assert folder.files == before
    assert {(fate.place, fate.codes) for fate in planned.fates} == {("set_aside", ("IN124",))}


def test_of_three_rivals_the_one_that_a_person_chose_stays_and_the_others_wait_for_nobody() -> None:
    folder = Folder()
    one, two, three = delivery("1", "w1"), delivery("2", "w2"), delivery("3", "w3")
    assert [fate.codes for fate in folder.receive([one, two, three]).fates] == [("IN102",)] * 3
    folder.receive([two], named=True)
    again = folder.receive([one, two, three])
    assert [(fate.place, fate.known, fate.codes) for fate in again.fates] == [
        ("set_aside", True, ("IN123",)), ("used", True, ()), ("set_aside", True, ("IN123",)),
    ]  # fmt: skip
    assert folder.files[f"{UNIT}/{UNIT}.xlsx"] == "w2"


@settings(max_examples=80, deadline=None)
@given(st.lists(DELIVERY, min_size=1, max_size=4, unique_by=lambda one: one.source), st.randoms(use_true_random=False))
def test_what_was_received_and_is_gone_is_put_back_without_a_receipt(deliveries: list[Delivery], chance) -> None:
    folder = Folder()
    folder.receive(deliveries)
    state, receipts = folder.current(), folder.ledger
    lost = sorted(name for name in state if "/parts/" not in name and chance.random() < 0.5)
    for name in lost:
        del folder.files[name]
    planned = folder.receive(deliveries)
    assert (folder.current(), folder.ledger) == (state, receipts)
    assert sorted(fate.target for fate in planned.fates if "IN126" in fate.codes) == lost
    assert not any(fate.new for fate in planned.fates)
    assert sum(int(dict(one.values)["count"]) for one in planned.findings if one.code == "IN126") == len(lost)
    assert folder.receive(deliveries).moves == ()


def test_what_was_replaced_is_not_put_back_for_what_replaced_it() -> None:
    folder = Folder()
    one, two, three = (delivery(n, f"w{n}", {"x.pdf": n}, {"I": n}) for n in "123")
    folder.receive([one])
    folder.receive([two])
    folder.files = {}
    assert folder.receive([one]).moves == ()
    assert [fate.codes for fate in folder.receive([one, two]).fates] == [()] * 3 + [("IN126",)] * 3
    assert sorted(folder.files.values()) == ["2", "I2", "w2"]
    folder.files = {}
    folder.receive([two, three])
    assert sorted(folder.files.values()) == ["3", "I3", "w3"]
    folder.files = {}
    folder.receive([one], named=True)
    assert (folder.files[f"{UNIT}/{UNIT}.xlsx"], folder.files[f"{UNIT}/evidence/x.pdf"]) == ("w1", "1")
