"""A ranking never stands beside scores that it was not made from: where they are replaced meanwhile, nothing is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cli.announcing import final_cycle

CODE = """
import sys
from pathlib import Path
from parcli.cli.run import run
scores = Path(sys.argv[1]) / "results" / "aggregate" / "scores.json"
def hook(event, arguments, done=[]):
    if event == "open" and str(arguments[0]).endswith(".parcli.lock") and not done:
        done.append(event)
        scores.write_bytes(scores.read_bytes() + b" ")  # as if another run came first
sys.addaudithook(hook)
sys.exit(run(["rank", "--lang", "en", "--cycle", sys.argv[1]]))
"""


@pytest.mark.slow
def test_scores_that_were_replaced_meanwhile_are_not_ranked(tmp_path: Path) -> None:
    cycle = final_cycle(tmp_path / "cycle").folder
    before = {path: path.read_bytes() for path in (cycle / "results" / "rank").iterdir()}
    done = subprocess.run([sys.executable, "-c", CODE, str(cycle)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert "Another run replaced the scores" in done.stderr
    assert {path: path.read_bytes() for path in (cycle / "results" / "rank").iterdir()} == before
