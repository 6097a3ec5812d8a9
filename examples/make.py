"""Make the example cycle and the results it must give anew. Run it when something that shows in them was meant to change.

python examples/make.py
"""

from __future__ import annotations

import shutil
from pathlib import Path

from parcli.cli import run
from parcli.cli.rehearsal.returns import prepare, returns
from parcli.cli.screen import open_screen
from parcli.demo.faults import Fault, Planted

HERE = Path(__file__).parent
CYCLE, EXPECTED = HERE / "hanoi-2023", HERE / "expected"
SEED = 7
UNITS = ("so-noi-vu", "so-tu-phap", "ba-dinh")
FAULTS = (Planted("so-tu-phap", Fault.MISSING_FILE), Planted("ba-dinh", Fault.PART_ABOVE_WHOLE))
RESULTS = ("validate/findings.json", "aggregate/scores.json", "rank/ranking.json")


def main() -> None:
    """Write the cycle, run the three commands, keep their machine-readable results."""
    for old in (CYCLE, EXPECTED):
        shutil.rmtree(old, ignore_errors=True)
    opened = prepare(CYCLE, SEED, UNITS)
    returns(opened, FAULTS, SEED, 1, open_screen("en", quiet=True, verbose=False))
    for command in (["validate", "--ocr", "never"], ["aggregate", "--provisional", "--ocr", "never"], ["rank"]):
        run.run([*command, "--cycle", str(CYCLE), "-q"])
    EXPECTED.mkdir()
    for name in RESULTS:
        shutil.copy(CYCLE / "results" / name, EXPECTED / Path(name).name)
    shutil.rmtree(CYCLE / "results")
    for litter in ("log.jsonl", ".parcli.lock"):
        (CYCLE / litter).unlink(missing_ok=True)
    for empty in ("trust", "inbox", "appraisal"):
        (CYCLE / empty).rmdir()


if __name__ == "__main__":
    main()
