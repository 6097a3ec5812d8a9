"""A small cycle of three units, made once, copied for each test that changes it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cycle(tmp_path: Path) -> Path:
    """A copy of the example cycle, as it is before any command ran."""
    return Path(shutil.copytree(EXAMPLES / "hanoi-2023", tmp_path / "cycle"))


@pytest.fixture
def parcli() -> Run:
    """Run the command line in a process of its own, as people do."""

    def run(*arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "parcli", *arguments]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, **more)  # type: ignore[call-overload,no-any-return]

    return run
