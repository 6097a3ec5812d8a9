"""How long ``parcli --help`` takes, as a multiple of a bare interpreter (python benchmarks/startup.py)."""

from __future__ import annotations

import subprocess
import sys

from measure import compared, load, took

RUNS = 9


def run(*arguments: str) -> None:
    """Run the interpreter in a process of its own."""
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


if __name__ == "__main__":
    print(load())
    bare = took(lambda: run("-c", "pass"), RUNS)
    compared("parcli --help", took(lambda: run("-m", "parcli", "--help"), RUNS), bare, "<= 8x")
    compared("parcli validate --help", took(lambda: run("-m", "parcli", "validate", "--help"), RUNS), bare, "<= 12x")
