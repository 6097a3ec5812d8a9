"""The short form of the fault runs; and the judge of them, which must see what it is there to see."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from adversary.faults import judge
from adversary.faults.run import COUNTS, run
from adversary.faults.stage import Play
from adversary.faults.warm import FEWEST_BYTES, Ended, Fault, Warm

BEFORE = {"cycle.yaml": b"c", "results/rank/a": b"old", "results/rank/b": b"old"}
AFTER = {**BEFORE, "results/rank/a": b"new", "results/rank/b": b"new", "results/rank/c": b"new"}
FINE = Ended(0, 1.0, 0, 0, 0, "", 0)
CODES = frozenset({0, 5})


def play(folder: Path) -> Play:
    return Play("rank", ("rank",), folder, BEFORE, AFTER, "results/rank", 0, 0, 1.0, 10, 5, 20)


def laid(folder: Path, files: dict[str, bytes], log: bytes = b'{"a": 1}\n') -> Path:
    for name, content in {**files, "log.jsonl": log}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def told(folder: Path, done: Ended = FINE, *, litter: bool = False) -> str:
    return "; ".join(judge.after_fault(play(folder), folder, done, CODES, litter=litter))


@pytest.mark.slow
def test_every_fault_is_come_through(tmp_path: Path) -> None:
    lines = run(False, tmp_path, 8)
    assert [(line.what, line.reached) for line in lines if line.held is False] == []
    assert {line.what for line in lines} >= {f"{kind}: {name}" for kind in COUNTS for name in ("aggregate", "rank")} | {"bytes"}
    assert all(line.held or (line.held is None and "mounted" in line.reached) for line in lines)


@pytest.mark.parametrize("files", [BEFORE, AFTER])
def test_the_old_and_the_new_set_are_whole(tmp_path: Path, files: dict[str, bytes]) -> None:
    assert told(laid(tmp_path, files)) == ""


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({**AFTER, "results/rank/b": b"old"}, "partial or mixed"),
        ({name: content for name, content in AFTER.items() if name != "results/rank/c"}, "partial or mixed"),
        ({**BEFORE, "results/rank/a": b"n"}, "partial or mixed"),
        ({"cycle.yaml": b"c"}, "partial or mixed"),
        ({**BEFORE, "cycle.yaml": b"changed"}, "neither old nor new: cycle.yaml"),
        ({name: content for name, content in BEFORE.items() if name != "cycle.yaml"}, "lost: cycle.yaml"),
        ({**BEFORE, "results/stray": b""}, "neither old nor new: results/stray"),
        ({**BEFORE, "results/.parcli-new-rank/a": b"new"}, "litter"),
    ],
)
def test_what_is_not_whole_is_seen(tmp_path: Path, files: dict[str, bytes], fault: str) -> None:
    assert fault in told(laid(tmp_path, files))


def test_unfinished_work_may_lie_there_until_the_next_run_and_not_after(tmp_path: Path) -> None:
    laid(tmp_path, {**AFTER, "results/.parcli-new-rank/a": b"new"})
    assert told(tmp_path, litter=True) == ""
    assert "litter" in "; ".join(judge.after_rerun(play(tmp_path), tmp_path, FINE))


@pytest.mark.parametrize(
    ("done", "fault"),
    [
        (replace(FINE, status=70), "exit code 70"),
        (replace(FINE, said="Traceback (most recent call last)"), "said: Traceback"),
        (replace(FINE, survivors=2), "2 processes outlived it"),
    ],
)
def test_how_a_run_ended_is_seen(tmp_path: Path, done: Ended, fault: str) -> None:
    assert fault in told(laid(tmp_path, BEFORE), done)


def test_a_torn_line_of_the_log_is_seen(tmp_path: Path) -> None:
    assert "log.jsonl" in told(laid(tmp_path, BEFORE, log=b'{"a": 1}\n{"a"\n{}\n'))


def test_a_next_run_that_gives_other_bytes_is_seen(tmp_path: Path) -> None:
    assert "reference bytes" in "; ".join(judge.after_rerun(play(tmp_path), laid(tmp_path, BEFORE), FINE))


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    from adversary.faults.stage import environment

    one = Warm(environment(tmp_path_factory.mktemp("cache")))
    yield one
    one.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault(), 0),
        (Fault(signal.SIGKILL, step=3), -signal.SIGKILL),
        (Fault(signal.SIGKILL, line=20), -signal.SIGKILL),
        (Fault(signal.SIGTERM, step=3), 5),
        (Fault(signal.SIGINT, line=20), 5),
        (Fault(signal.SIGINT, seconds=0.0), 5),
        (Fault(step=2), 4),
        (Fault(biggest=FEWEST_BYTES), 4),
    ],
)
def test_a_fault_that_was_laid_happens(warm: Warm, tmp_path: Path, fault: Fault, status: int) -> None:
    from cli.returns import make

    made = make(tmp_path / "cycle")
    (done,) = warm.run(["generate-template", "--unit", "don-vi-01", "--cycle", str(made.folder), "-q"], tmp_path / "said", fault)
    if fault.seconds is not None:  # it may fall on the first moments, before the interpreter hears it as parcli does
        assert done.status in (status, -signal.SIGINT), done
    else:
        assert done.status == status, done
    assert done.survivors == 0
