"""The one table of the adversary runs: each group's goal, the figure reached, and whether it was held, not held, or not run."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from adversary.lines import Line

LOAD = Line(
    "load",
    "3,300 workbooks and 10,000 PDFs: validate within 60 min, aggregate and rank within 3 min, parent within 500 MB",
    "run by benchmarks/country.py",
    None,
)
CORPUS = Line("bad inputs: public corpora", "over 10,000 real and hostile files, kept apart from this repository", "not run here", None)
GROUPS = ("load", "faults", "crafted", "mutations", "tampering", "honest")
SEEDED = ("mutations", "tampering", "honest")
_WORDS = {True: "held", False: "NOT HELD", None: "not run"}


def lines(groups: Sequence[str], numbers: Sequence[int], *, long: bool, folder: Path, seed: int) -> Iterator[Line]:
    """Yield the lines of the groups wished for as they are known; of the others, that they were not run."""
    yield LOAD
    yield from _group("faults", "adversary.faults.run", groups, long=long, folder=folder / "faults", seed=seed)
    yield CORPUS
    yield from _group("crafted", "adversary.crafted.run", groups, long=long, folder=folder / "crafted", seed=seed)
    from adversary.seeded import run

    yield from run.lines(long, folder / "seeded", seed, run.Wish([each for each in groups if each in SEEDED], numbers))


def _group(name: str, module: str, groups: Sequence[str], *, long: bool, folder: Path, seed: int) -> Iterator[Line]:
    found = _module(module) if name in groups else None
    if found is None:
        yield Line(name, "", "not run" if name not in groups else f"not run: there is no {module}", None)
        return
    folder.mkdir(parents=True, exist_ok=True)
    yield from found.run(long, folder, seed)


def _module(name: str) -> Any:
    """Return a module; None where it is not there. What is missing inside it is an error like any other."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and name.startswith(error.name):
            return None
        raise


def told(one: Line) -> str:
    """Return a line of the table for a terminal."""
    goal = f"\n    goal:    {one.goal}" if one.goal else ""
    return f"{_WORDS[one.held]:<9} {one.what}{goal}\n    reached: {one.reached}"


def outcome(told_lines: Sequence[Line]) -> int:
    """Return the exit code: 0 where all that was run was held."""
    return 1 if any(one.held is False for one in told_lines) else 0
