"""A task in a process of its own: its answer, or how it was lost; the caller goes on in any case."""

from __future__ import annotations

import os
import sys
import time

import pytest

from parcli import workers
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


def deep(depth: int) -> list[object]:
    made: list[object] = []
    for _ in range(depth):
        made = [made]
    return made


def gone(code: int) -> int:
    os._exit(code)


def alone(task: object, chunk: int, seconds: float = 20, processor: int = 1) -> object:
    return workers.alone(task, chunk, GIB, processor, seconds)  # type: ignore[arg-type]


def test_the_answer_comes_back() -> None:
    assert alone(double, 4) == 8


@pytest.mark.parametrize(("task", "chunk", "seconds"), [(hungry, 2 * GIB, 20), (endless, 0, 20), (asleep, 30, 0.3), (gone, 3, 20)])
def test_what_ran_out_of_its_bounds_is_lost(task: object, chunk: int, seconds: float) -> None:
    answer = alone(task, chunk, seconds)
    assert isinstance(answer, Lost)
    assert answer.over_limits


def test_an_answer_that_cannot_be_sent_is_lost_by_its_error(capfd: pytest.CaptureFixture[str]) -> None:
    answer = alone(deep, 100_000, processor=20)
    assert answer == Lost("RecursionError")
    assert not answer.over_limits
    assert capfd.readouterr().err == ""


def test_an_error_is_lost_by_its_name() -> None:
    assert alone(hungry, -1) == Lost("ValueError")
