"""Faults of the disk, the system and the hour, and what else may differ from run to run: what results come through.

``python -m tests.adversary.faults [--long] [--seed N]`` prints what was tried, the goal and the figure reached.
"""

from __future__ import annotations

import sys
from pathlib import Path

_TESTS = str(Path(__file__).resolve().parents[2])
if _TESTS not in sys.path:  # as the tests have it
    sys.path.append(_TESTS)

from .run import run  # noqa: E402 - needs the path

__all__ = ["run"]
