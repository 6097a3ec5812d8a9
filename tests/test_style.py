"""Format, lint and types, so that one command checks them all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("check", [("ruff", "format", "--check", "."), ("ruff", "check", "."), ("mypy",)], ids=lambda check: "-".join(check[:2]))
def test_the_tree_passes(check: tuple[str, ...]) -> None:
    outcome = subprocess.run([sys.executable, "-m", *check], cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
