"""Worker processes that can be killed at any moment without harm to the others.

Each worker has a pipe of its own and nothing is shared, so a worker that is killed, by its limits or by the system
for want of memory, costs its chunk and nothing else. (In a pool whose workers share a queue and its lock, a worker
killed with the lock in its hands stalls all the others.)
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from parcli import allowance

FORKED = sys.platform == "linux"
"""Whether workers start as copies of this process, with everything that is already imported."""

_MOST_WORKERS = 4
_CHUNKS_BEFORE_RENEWAL = 64
_TICK = 0.2
"""Seconds between looks at the keyboard: a longer wait cannot be interrupted on Windows."""

_OURS: set[Connection] = set()
"""This process's ends of the pipes of all its workers."""

_C = TypeVar("_C")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class Lost:
    """A chunk without an answer: the name of the error raised, or how its process ended (-n for signal n)."""

    error: str = ""
    exit_code: int = 0

    @property
    def over_limits(self) -> bool:
        """Whether time or memory ran out, or the system ended the process; otherwise it is the error that counts."""
        return not self.error or self.error in ("TimeoutError", "MemoryError")


@dataclass(slots=True)
class _Worker(Generic[_C]):
    """One process, the parent's end of its pipe, and the chunk it has in hand."""

    process: BaseProcess
    pipe: Connection
    chunk: _C | None = None
    deadline: float = 0.0
    served: int = 0


def answers(
    task: Callable[[_C], _R],
    chunks: Sequence[_C],
    workers: int,
    seconds: Callable[[_C], float],
    settle: Callable[[], None],
    watched: int = 0,
) -> Iterator[tuple[_C, _R | Lost]]:
    """Yield each chunk with the answer of `task`, as they come, from so many worker processes.

    `seconds` is the time a chunk may take before its worker is killed; `settle` prepares a new worker. All of them
    are sent to the workers and must be picklable. `watched` is the memory in bytes over which a worker is killed by its
    parent, for systems that set no bound themselves; 0 watches nothing. When the caller stops early all workers are killed.
    """
    waiting = deque(chunks)
    crew: list[_Worker[_C]] = []
    try:
        while waiting or _busy(crew):
            crew = [worker for worker in crew if worker.chunk is not None or _fit(worker)]
            while len(crew) < min(workers, len(waiting) + _busy(crew)):
                crew.append(_hired(task, settle))
            for worker in crew:
                if worker.chunk is None and waiting:
                    _give(worker, waiting.popleft(), seconds)
            yield from _collected(crew, watched)
    finally:
        for worker in crew:
            _dismiss(worker)


def batch(
    task: Callable[[_C], _R], chunks: Sequence[_C], wanted: int, seconds: float, memory: int = 0, cpu_seconds: int = 0
) -> Iterator[tuple[_C, _R | Lost]]:
    """Yield each chunk with the answer of `task`, as they come: the same time for every chunk, the same memory for every worker.

    `wanted` is how many workers there shall be, 0 for one a processor, at most four. `memory` is in bytes; `cpu_seconds`
    is the processor time of each chunk, which does not depend on how busy the machine is as `seconds` does. 0 bounds nothing.
    """
    timed = partial(_within, task, cpu_seconds) if cpu_seconds else task
    return answers(timed, chunks, hands(wanted, len(chunks)), partial(_patience, seconds), partial(allowance.bound, memory, 0), _watched(memory))


def hands(wanted: int, chunks: int) -> int:
    """Return how many workers so many chunks get: those wanted, else one a processor, at most four."""
    return min(wanted or min(os.cpu_count() or 1, _MOST_WORKERS), chunks)


def alone(task: Callable[[_C], _R], chunk: _C, memory: int, cpu_seconds: int, seconds: float) -> _R | Lost:
    """Return the answer of `task` to one chunk from a process of its own, with so much memory (bytes) and time for it."""
    return next(iter(answers(task, (chunk,), 1, partial(_patience, seconds), partial(allowance.bound, memory, cpu_seconds), _watched(memory))))[1]


@contextmanager
def beside(task: Callable[[_C], _R], chunks: Sequence[_C], seconds: float) -> Iterator[Callable[[_C], _R | Lost]]:
    """Have a process of its own answer chunks in turn while this one goes on; what is yielded waits for the answer to one of them.

    `seconds` is the time that all of them may take together. What is lost takes the answers that were still to come with it.
    """
    worker: _Worker[_C] = _hired(task, partial(allowance.bound, 0, 0))
    try:
        for chunk in chunks:
            _give(worker, chunk, partial(_patience, seconds))
        yield partial(_awaited, worker, deque(chunks), {})
    finally:
        _dismiss(worker)


def _awaited(worker: _Worker[_C], waiting: deque[_C], known: dict[_C, Any], chunk: _C) -> Any:
    """Return the answer to a chunk; those that come before it are kept."""
    while chunk not in known:
        answer = _next_answer(worker)
        known[waiting.popleft()] = answer
        if isinstance(answer, Lost) and not worker.process.is_alive():
            known.update(dict.fromkeys(waiting, answer))
    return known[chunk]


def _next_answer(worker: _Worker[_C]) -> Any:
    """Return the next answer, Lost where it does not come in time; then nothing comes any more."""
    while time.monotonic() < worker.deadline:
        if worker.pipe.poll(_TICK):
            return _received(worker)
    worker.process.kill()
    worker.process.join()
    return Lost("TimeoutError")


def _patience(seconds: float, chunk: object) -> float:  # noqa: ARG001 - the same for every chunk
    return seconds


def _within(task: Callable[[_C], _R], cpu_seconds: int, chunk: _C) -> _R:
    """Answer one chunk within so much processor time more than this worker has had; the system ends the worker beyond it."""
    allowance.allow(cpu_seconds)
    return task(chunk)


def _watched(memory: int) -> int:
    """Return the memory that the parent has to watch itself: Linux refuses it to a process that asks for more."""
    return 0 if sys.platform == "linux" else memory


def _busy(crew: list[_Worker[_C]]) -> int:
    return sum(worker.chunk is not None for worker in crew)


def _give(worker: _Worker[_C], chunk: _C, seconds: Callable[[_C], float]) -> None:
    worker.chunk, worker.deadline = chunk, time.monotonic() + seconds(chunk)
    worker.served += 1
    try:
        worker.pipe.send(chunk)
    except OSError:
        # It died idle; reading its pipe will tell how.
        return


def _collected(crew: list[_Worker[_C]], watched: int) -> Iterator[tuple[_C, _R | Lost]]:
    """Wait a moment, then yield what has been answered or lost. Workers that are lost leave the crew."""
    ready = wait([worker.pipe for worker in crew if worker.chunk is not None], timeout=_TICK)
    for worker in tuple(crew):
        chunk = worker.chunk
        if chunk is None:
            continue
        answer: _R | Lost
        if worker.pipe in ready:
            answer = _received(worker)
        elif time.monotonic() > worker.deadline:
            answer = Lost("TimeoutError")
            worker.process.kill()
        elif watched and allowance.resident(worker.process.pid or 0) > watched:
            answer = Lost("MemoryError")
            worker.process.kill()
        else:
            continue
        worker.chunk = None
        if not worker.process.is_alive() or isinstance(answer, Lost):
            crew.remove(worker)
            _dismiss(worker)
        yield chunk, answer


def _received(worker: _Worker[_C]) -> Any:
    """Return what the worker sent: the answer, or Lost; its end when it sent nothing."""
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join()
        return Lost(exit_code=worker.process.exitcode or 0)


def _fit(worker: _Worker[_C]) -> bool:
    """Say whether an idle worker may go on; one that has served long is replaced by a fresh one."""
    if worker.served < _CHUNKS_BEFORE_RENEWAL:
        return True
    _dismiss(worker)
    return False


def _hired(task: Callable[[_C], _R], settle: Callable[[], None]) -> _Worker[_C]:
    started = multiprocessing.get_context("fork").Process if FORKED else multiprocessing.get_context("spawn").Process
    ours, theirs = multiprocessing.Pipe()
    # A forked worker also gets the parent's ends of all pipes; holding them it would never notice the parent's death.
    _OURS.add(ours)
    copied = tuple(_OURS) if FORKED else ()
    process = started(target=_serve, args=(theirs, task, settle, copied), name="parcli-worker", daemon=True)
    with _no_interrupt():
        process.start()
    theirs.close()
    return _Worker(process, ours)


def _dismiss(worker: _Worker[_C]) -> None:
    worker.process.kill()
    worker.process.join()
    worker.process.close()
    _OURS.discard(worker.pipe)
    worker.pipe.close()


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Hold back Ctrl-C while a process starts: the parent gets it a moment later, the worker never."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, task: Callable[[_C], _R], settle: Callable[[], None], copied: Sequence[Connection]) -> None:
    """Answer chunks until the pipe is closed; this is the whole life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in copied:
        other.close()
    settle()
    while True:
        try:
            chunk = pipe.recv()
        except (EOFError, OSError):
            return
        answer: _R | Lost
        try:
            answer = task(chunk)
        except BaseException as error:  # noqa: BLE001 - whatever it is, a library's panic too, the parent decides what it means
            answer = Lost(type(error).__name__)
        try:
            pipe.send(answer)
        except OSError:
            # The parent is gone; nobody wants the answer.
            return
        except Exception as error:  # noqa: BLE001 - an answer too large or too deep to be sent is none
            pipe.send(Lost(type(error).__name__))
