"""One run at a time in a cycle: a lock of the operating system, which no crash can leave behind."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from parcli.results.sets import writing

NAME = ".parcli.lock"


@dataclass(eq=False)
class Held(Exception):
    """Another run holds the cycle at `path`."""

    path: Path


@contextmanager
def hold(cycle: Path) -> Iterator[None]:
    """Hold the cycle for the length of the block, without waiting. The empty lock file stays in the folder.

    Raises Held, also within one process, and CannotWrite where no lock can be made (a read-only or absent folder).
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - not needed for the start of a command

    lock = FileLock(cycle / NAME)
    with writing(cycle / NAME):
        if not cycle.is_dir():  # filelock would make it
            raise NotADirectoryError(errno.ENOTDIR, "not a folder", str(cycle))
        try:
            lock.acquire(timeout=0)
        except Timeout:  # an OSError, so caught before `writing` sees it
            raise Held(cycle) from None
    try:
        yield
    finally:
        lock.release()
