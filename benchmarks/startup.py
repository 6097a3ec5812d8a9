"""How long ``parcli --help`` takes, as a multiple of a bare interpreter (python benchmarks/startup.py)."""

from __future__ import annotations

import subprocess
import sys

from measure import line, median


def run(*arguments: str) -> None:
    """Run the interpreter in a process of its own."""
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    bare = median(lambda: run("-c", "pass"), 9)
    line("parcli --help", median(lambda: run("-m", "parcli", "--help"), 9), bare, "<= 8x")
    line("parcli validate --help", median(lambda: run("-m", "parcli", "validate", "--help"), 9), bare, "<= 12x")
