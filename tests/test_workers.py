"""A task in a process of its own: its answer, or how it was lost; the caller goes on in any case."""

from __future__ import annotations

import mmap
import multiprocessing
import os
import sys
import time

import pytest

from parcli import allowance, workers
from parcli.core.limits import GIB
from parcli.workers import Lost

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such bounds there")


def double(number: int) -> int:
    return 2 * number


def hungry(size: int) -> int:
    return len(bytearray(size))


def endless(_: int) -> int:
    while True:
        pass


def asleep(seconds: int) -> int:
    time.sleep(seconds)
    return seconds


def slept_or_gone(seconds: float) -> float:
    if seconds < 0:
        os._exit(3)
    time.sleep(seconds)
    return seconds


def deep(depth: int) -> list[object]:
    made: list[object] = []
    for _ in range(depth):
        made = [made]
    return made


def gone(code: int) -> int:
    os._exit(code)


def alone(task: object, chunk: int, seconds: float = 20, processor: int = 1) -> object:
    return workers.alone(task, chunk, GIB, processor, seconds)  # type: ignore[arg-type]


def busy(seconds: float) -> float:
    """Use so much processor time."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return seconds


def holding(size: int) -> int:
    held = bytearray(size)
    held[::4096] = b"x" * len(held[::4096])
    time.sleep(20)
    return len(held)


class Panic(BaseException):
    """What a library in another language raises is no Exception."""


def panicking(chunk: int) -> int:
    if chunk:
        raise Panic
    return chunk


@pytest.mark.slow
def test_each_chunk_has_its_own_processor_time() -> None:
    """Chunks that share a worker do not use up each other's time, and one that takes too much is lost alone."""
    answered = dict(workers.batch(busy, [0.8, 0.81, 0.82, 60.0, 0.83], 1, 100, cpu_seconds=1))
    assert [answered[chunk] for chunk in (0.8, 0.81, 0.82, 0.83)] == [0.8, 0.81, 0.82, 0.83]
    lost = answered[60.0]
    assert isinstance(lost, Lost)
    assert lost.over_limits


def test_a_worker_that_holds_too_much_memory_is_ended_by_its_parent() -> None:
    """Where the system sets no bound itself the parent looks."""
    ((_, answer),) = workers.answers(holding, [200 * 2**20], 1, lambda _: 60.0, lambda: None, watched=100 * 2**20)
    assert answer == Lost("MemoryError")


def test_how_much_memory_a_process_holds() -> None:
    assert allowance.resident(os.getpid()) > 2**20
    assert allowance.resident(2**22 + 1) == 0


def test_a_panic_is_an_error_like_any_other(capfd: pytest.CaptureFixture[str]) -> None:
    assert dict(workers.batch(panicking, [0, 1], 1, 60)) == {0: 0, 1: Lost("Panic")}
    assert capfd.readouterr().err == ""


def test_the_answer_comes_back() -> None:
    assert alone(double, 4) == 8


@pytest.mark.slow
@pytest.mark.parametrize(("task", "chunk", "seconds"), [(hungry, 2 * GIB, 20), (endless, 0, 20), (asleep, 30, 0.3), (gone, 3, 20)])
def test_what_ran_out_of_its_bounds_is_lost(task: object, chunk: int, seconds: float) -> None:
    answer = alone(task, chunk, seconds)
    assert isinstance(answer, Lost)
    assert answer.over_limits


@pytest.mark.slow
def test_an_answer_that_cannot_be_sent_is_lost_by_its_error(capfd: pytest.CaptureFixture[str]) -> None:
    answer = alone(deep, 100_000, processor=20)
    assert answer == Lost("RecursionError")
    assert not answer.over_limits
    assert capfd.readouterr().err == ""


def test_an_error_is_lost_by_its_name() -> None:
    assert alone(hungry, -1) == Lost("ValueError")


def test_a_process_answers_while_this_one_goes_on() -> None:
    with workers.beside(double, [4, 5, 6], 20) as answer:
        assert [answer(5), answer(4), answer(6)] == [10, 8, 12]


def test_what_is_drawn_beside_needs_no_name_that_can_be_sent() -> None:
    with workers.beside(lambda number: number + 1, [4], 20) as answer:
        assert answer(4) == 5


@pytest.mark.parametrize(("task", "seconds"), [(asleep, 0.3), (gone, 20), (hungry, 20)])
def test_what_was_lost_beside_is_told(task: object, seconds: float) -> None:
    chunk = -1 if task is hungry else 30
    with workers.beside(task, [chunk], seconds) as answer:  # type: ignore[arg-type]
        assert isinstance(answer(chunk), Lost)


def test_what_comes_after_a_fault_beside_is_answered() -> None:
    with workers.beside(hungry, [-1, 1_000], 20) as answer:
        assert answer(1_000) == 1_000
        assert answer(-1) == Lost("ValueError")


@pytest.mark.parametrize(("chunks", "seconds"), [([0.0, 30.0, 0.1], 0.5), ([0.0, -1.0, 0.1], 20)])
def test_a_process_that_ends_beside_takes_what_was_still_to_come_with_it(chunks: list[float], seconds: float) -> None:
    with workers.beside(slept_or_gone, chunks, seconds) as answer:
        assert isinstance(answer(chunks[2]), Lost)
        assert isinstance(answer(chunks[1]), Lost)
        assert answer(chunks[0]) == 0.0


def test_nothing_is_left_running_beside() -> None:
    before = {each.pid for each in multiprocessing.active_children()}
    with workers.beside(asleep, [30], 60):
        assert {each.pid for each in multiprocessing.active_children()} > before
    assert {each.pid for each in multiprocessing.active_children()} == before


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are no copies of their parent")
def test_what_the_parent_has_mapped_is_no_memory_of_a_worker() -> None:
    bound = 300 * 1024 * 1024
    with mmap.mmap(-1, 8 * bound):
        answers = dict(workers.batch(hungry, [1_000, 2 * bound], 2, 60, bound))
    assert answers == {1_000: 1_000, 2 * bound: Lost("MemoryError")}
