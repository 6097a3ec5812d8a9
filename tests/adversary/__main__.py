"""``python -m tests.adversary [--long] [--seed N] [--only GROUP …] [--number N …]``: one table of all adversary runs."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

_TESTS = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run what is asked for, print each line as it is known, and return 1 where a goal was not held."""
    sys.path.insert(0, str(_TESTS))
    os.environ.setdefault("PARCLI_OCR", "never")
    from adversary import table

    asked = _arguments(table.GROUPS)
    with tempfile.TemporaryDirectory(prefix="adversary-") as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        told = []
        for line in table.lines(asked.only, asked.number, long=asked.long, folder=folder, seed=asked.seed):
            print(table.told(line), flush=True)
            told.append(line)
    return table.outcome(told)


def _arguments(groups: tuple[str, ...]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.adversary", description="Adversary runs, in one table; docs/adversary.md says what they prove."
    )
    parser.add_argument("--long", action="store_true", help="the long form: an hour or more")
    parser.add_argument("--seed", type=int, default=1, help="the seed of all that is drawn by chance")
    parser.add_argument("--only", nargs="+", choices=groups, default=list(groups), help="the groups to run")
    parser.add_argument("--number", nargs="+", type=int, default=[], help="of a seeded group, only these cases: a failure names its number")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
