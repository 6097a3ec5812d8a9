"""The short form of the seeded runs, and that a fault would be seen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from adversary import table
from adversary.lines import Line
from adversary.seeded import honest, mutating, run, subjects, submissions, tampering
from workbook import kit

SEED = 11


@pytest.mark.slow
def test_damaged_files_are_refused_told_or_mean_what_they_meant(tmp_path: Path) -> None:
    outcome = mutating.run(subjects.all_of(tmp_path, SEED, shipped=False), run.SHORT[0], SEED, tmp_path)
    assert [(state, case.label) for case, state in outcome.faults] == []
    assert outcome.count == run.SHORT[0]
    assert len(outcome.by_state()) >= 3, "only one kind of outcome would prove little"


@pytest.mark.slow
def test_every_kind_of_tampering_is_found_once(tmp_path: Path) -> None:
    outcome = tampering.run(submissions.benches(tmp_path, ("small",)), run.SHORT[1], SEED, tmp_path)
    assert [edit.label for edit in outcome.missed] == []
    assert [edit.label for edit in outcome.moved] == []
    assert len(outcome.made) == run.SHORT[1]


@pytest.mark.slow
@pytest.mark.office
def test_honest_files_are_neither_blocked_nor_called_wrong(tmp_path: Path) -> None:
    benches = submissions.benches(tmp_path / "editions", ("small", "xa-2026"))
    outcome = honest.run(benches, honest.files(benches, run.SHORT[2], SEED), tmp_path)
    assert outcome.wrong == []
    assert outcome.made.total() == run.SHORT[2]


def test_a_case_is_the_same_whether_it_is_made_alone_or_among_others(tmp_path: Path) -> None:
    bench = kit.small(tmp_path)
    of = subjects.Subject(bench.filled(bench.clerks(1)), subjects._OF_ZIP, 1, lambda cases, _: ["same"] * len(cases))
    listed = {"workbook": of}
    whole = {case.number: case.content for case in mutating.cases(listed, 30, SEED)}
    assert [case.content for case in mutating.cases(listed, 30, SEED, [7, 21])] == [whole[7], whole[21]]


def test_a_silent_change_a_crash_and_a_hang_would_be_seen(tmp_path: Path) -> None:
    states = iter(["same", "silent", "traceback", "hang", "memory", "told"])
    of = subjects.Subject(b"abc" * 50, subjects._OF_TEXT, 1, lambda cases, _: [next(states) for _ in cases])
    outcome = mutating.run({"text": of}, 6, SEED, tmp_path)
    assert [state for _, state in outcome.faults] == ["silent", "traceback", "hang", "memory"]


def test_what_is_not_run_says_so_and_a_goal_that_is_not_held_fails(tmp_path: Path) -> None:
    told = list(table.lines([], [], long=False, folder=tmp_path, seed=1))
    assert {line.held for line in told} == {None}
    assert {line.what for line in told} >= {"load", "faults", "crafted", "mutations", "tampering", "honest"}
    assert table.outcome(told) == 0
    assert table.outcome([*told, Line("x", "", "", held=False)]) == 1
    assert table.told(Line("tampering", "all", "9 of 10", held=False)).startswith("NOT HELD")


def test_inputs_of_the_runs_lie_under_the_folder_that_was_given(tmp_path: Path) -> None:
    before = set(os.listdir(Path(__file__).parent))
    submissions.benches(tmp_path, ("small",))
    assert set(os.listdir(Path(__file__).parent)) == before
