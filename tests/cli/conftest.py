"""A small cycle of three units, made once, copied for each test that changes it; and the command line to run on it."""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from parcli.cli.run import run as run_here

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cycle(tmp_path: Path) -> Path:
    """A copy of the example cycle, as it is before any command ran."""
    return Path(shutil.copytree(EXAMPLES / "hanoi-2023", tmp_path / "cycle"))


@pytest.fixture
def parcli() -> Run:
    """Run the command line; in a process of its own, as people do, where the surroundings differ (``env``, ``input`` …)."""

    def run(*arguments: str, cwd: Path | str | None = None, **more: object) -> subprocess.CompletedProcess[str]:
        if not more:
            return in_this_process(arguments, cwd)
        command = [sys.executable, "-m", "parcli", *arguments]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd, **more)  # type: ignore[call-overload,no-any-return]

    return run


def in_this_process(arguments: tuple[str, ...], cwd: Path | str | None) -> subprocess.CompletedProcess[str]:
    """Run it without the second that a new interpreter takes; what it says is caught as a terminal would not be."""
    out, err, heard = io.StringIO(), io.StringIO(), signal.getsignal(signal.SIGTERM)
    with chdir(cwd or Path.cwd()), redirect_stdout(out), redirect_stderr(err):
        try:
            status = run_here(list(arguments))
        finally:
            signal.signal(signal.SIGTERM, heard)
    return subprocess.CompletedProcess(list(arguments), int(status), out.getvalue(), err.getvalue())
