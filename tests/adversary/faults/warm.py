"""A process with all of parcli loaded. Each run is a fork of it, in a group of its own, with a fault laid in its way.

Started as a program, it reads one job a line from stdin and answers one line each: how every run of the job ended, how
long it took, how many steps it made while it held the cycle, and which of its processes outlived it.
"""

from __future__ import annotations

import ctypes
import errno
import gc
import importlib
import json
import mmap
import os
import pkgutil
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
_LOCK = ".parcli.lock"
_WRITES = frozenset({"os.mkdir", "os.rename", "os.remove", "os.rmdir", "fsync"})
_FREES = frozenset({"os.rename", "os.remove", "os.rmdir"})
_LOOKS = frozenset({"os.listdir", "os.scandir", "shutil.rmtree", "ctypes.dlsym"})
_STEPS, _WROTE, _LINES = 0, 8, 16
"""Where each count stands in the memory that a run shares with the process that watches it."""
FEWEST_BYTES = 4096
"""What a run says goes to a file too, which must not be the one that is too large."""
_PATIENCE = 10.0
"""Seconds in which what a dead run started must end too."""
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER, linux/prctl.h


@dataclass(frozen=True)
class Fault:
    """What happens to a run, and when: after ``seconds``, or at its nth ``step`` or ``line`` since it asked for the lock.

    A step is a call of the system that opens, makes, moves, removes, lists or flushes; a line is one that is executed in
    ``parcli/results`` or ``parcli/cli/writing.py``. ``number`` is the signal; 0 stands for a disk that is full from the nth
    writing step on.
    ``biggest`` is the size in bytes that no file may pass. ``cold`` starts a new interpreter, as people do.
    """

    number: int = 0
    seconds: float | None = None
    step: int | None = None
    line: int | None = None
    biggest: int | None = None
    cold: bool = False


@dataclass(frozen=True)
class Ended:
    """How a run ended (-n for signal n), in how many seconds, after how many steps (writing ones too) and lines; what it said; what outlived it."""

    status: int
    seconds: float
    steps: int
    writes: int
    lines: int
    said: str
    survivors: int


class Warm:
    """The caller's end of one such process; runs asked for at once run at once."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, str(Path(__file__).resolve())]
        self._process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)

    def run(self, arguments: Sequence[str], said: Path, fault: Fault | None = None, at_once: int = 1) -> tuple[Ended, ...]:
        """Run a command so many times at once; what they print goes to files beside ``said``."""
        assert self._process.stdin
        assert self._process.stdout
        job = {"arguments": list(arguments), "said": str(said), "fault": asdict(fault or Fault()), "at_once": at_once}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return tuple(Ended(**each) for each in json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End it."""
        self._process.communicate("")


def _load() -> None:
    """Import all of parcli and what it reads workbooks with, so that a fork has nothing to load."""
    import openpyxl

    import parcli

    for module in pkgutil.walk_packages(parcli.__path__, "parcli."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    assert openpyxl
    gc.freeze()


def _serve() -> None:
    _load()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a run that is interrupted before it is parcli's ends as any program does
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    for line in sys.stdin:
        job = json.loads(line)
        fault, said = Fault(**job["fault"]), Path(job["said"])
        running = [_started(job["arguments"], said.with_name(f"{said.name}.{place}"), fault) for place in range(job["at_once"])]
        print(json.dumps([asdict(_ended(each, fault)) for each in running]), flush=True)


@dataclass(frozen=True)
class _Running:
    pid: int
    begun: float
    said: Path
    counted: mmap.mmap


def _started(arguments: list[str], said: Path, fault: Fault) -> _Running:
    counted = mmap.mmap(-1, 24)
    said.write_bytes(b"")  # a run may be killed before it says anything
    begun, pid = time.monotonic(), os.fork()
    if pid == 0:
        status = 70
        try:
            status = _run(arguments, said, fault, counted)
        finally:
            os._exit(status)
    with suppress(PermissionError):  # the run may have become another program by now, in its own group
        os.setpgid(pid, pid)
    return _Running(pid, begun, said, counted)


def _ended(one: _Running, fault: Fault) -> Ended:
    if fault.seconds is not None:
        time.sleep(max(0.0, one.begun + fault.seconds - time.monotonic()))
        # Ctrl-C in a terminal reaches the whole group, other signals the one process that they are sent to.
        (os.killpg if fault.number == signal.SIGINT else os.kill)(one.pid, fault.number)
    _, status = os.waitpid(one.pid, 0)
    seconds = time.monotonic() - one.begun
    survivors = _outlived(one.pid)
    steps, writes, lines = (int.from_bytes(one.counted[at : at + 8], "little") for at in (_STEPS, _WROTE, _LINES))
    said = one.said.read_text("utf-8", "replace")
    one.said.unlink()
    return Ended(os.waitstatus_to_exitcode(status), seconds, steps, writes, lines, said, survivors)


def _outlived(group: int) -> int:
    """Wait for what the run started, and count what is still there after some seconds; that is ended."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            if os.waitpid(-group, os.WNOHANG)[0] == 0:
                time.sleep(0.005)
        except ChildProcessError:
            return 0
    os.killpg(group, signal.SIGKILL)
    count = 0
    while True:
        try:
            count += bool(os.waitpid(-group, 0)[0])
        except ChildProcessError:
            return count


def _run(arguments: list[str], said: Path, fault: Fault, counted: mmap.mmap) -> int:
    """The life of a run, in its own process."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    paper = os.open(said, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    for handle in (1, 2):
        os.dup2(paper, handle)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if fault.biggest is not None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (fault.biggest, fault.biggest))
    if fault.cold:
        os.execv(sys.executable, [sys.executable, "-m", "parcli", *arguments])
    from parcli.__main__ import main

    sys.argv = ["parcli", *arguments]
    _Watch(fault, counted).begin()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        main()
    except SystemExit as ending:
        return int(ending.code or 0)
    finally:
        sys.settrace(None)
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


class _Watch:
    """Counts the steps and lines of this process from the moment it asks for the lock, and lets the fault happen at the nth."""

    def __init__(self, fault: Fault, counted: mmap.mmap) -> None:
        self._fault, self._counted, self._me, self._armed = fault, counted, os.getpid(), False
        self._places = (str(ROOT / "parcli" / "results"), str(ROOT / "parcli" / "cli" / "writing.py"))
        self._flush = os.fsync

    def begin(self) -> None:
        """Watch from now on."""
        sys.addaudithook(self._heard)
        os.fsync = self._flushed
        if self._fault.line is not None:
            sys.settrace(self._traced)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and str(arguments[0]).endswith(_LOCK):
            self._armed = True
        if self._armed and (event in _WRITES or event in _LOOKS or event == "open"):
            self._step(event, write=event in _WRITES or (event == "open" and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))))

    def _flushed(self, handle: int) -> None:
        """A flush, which the interpreter does not tell of, is a step too."""
        if self._armed:
            self._step("fsync", write=True)
        self._flush(handle)

    def _traced(self, frame: Any, event: str, argument: object) -> Any:  # noqa: ARG002 - the signature that settrace asks for
        if not frame.f_code.co_filename.startswith(self._places):
            return None
        if self._armed and event == "line" and _tick(self._counted, _LINES) == self._fault.line:
            self._happen()
        return self._traced

    def _step(self, event: str, *, write: bool) -> None:
        if os.getpid() != self._me:
            return
        steps, writes = _tick(self._counted, _STEPS), _tick(self._counted, _WROTE) if write else 0
        if self._fault.step is None:
            return
        if self._fault.number and steps == self._fault.step:
            self._happen()
        elif not self._fault.number and writes >= self._fault.step and event not in _FREES:
            raise OSError(errno.ENOSPC, "full")

    def _happen(self) -> None:
        if self._fault.number == signal.SIGKILL:
            os.kill(self._me, signal.SIGKILL)
        elif self._fault.number:
            signal.raise_signal(self._fault.number)


def _tick(counted: mmap.mmap, at: int) -> int:
    reached = int.from_bytes(counted[at : at + 8], "little") + 1
    counted[at : at + 8] = reached.to_bytes(8, "little")
    return reached


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    _serve()
