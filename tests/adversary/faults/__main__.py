"""``python -m tests.adversary.faults``: play the faults and the variations, and print what came of them."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from .run import lines

_SAID = {True: "held", False: "NOT HELD", None: "not run"}


def main() -> int:
    """Print a line for each kind; 1 where one did not hold."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--long", action="store_true", help="all runs, for some half an hour")
    options.add_argument("--seed", type=int, default=8)
    wanted = options.parse_args()
    well = True
    with tempfile.TemporaryDirectory(prefix="parcli-faults-") as folder:
        for line in lines(wanted.long, Path(folder), wanted.seed):
            print(f"{_SAID[line.held]:9} {line.what:45} {line.reached}  (goal: {line.goal})", flush=True)
            well = well and line.held is not False
    return int(not well)


if __name__ == "__main__":
    sys.exit(main())
