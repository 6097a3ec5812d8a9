"""A city of the size of Hanoi after July 2025: one command makes a workbook for every department and commune."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest


@pytest.mark.slow
def test_a_workbook_is_made_for_every_department_and_commune(parcli, tmp_path: Path) -> None:
    folder = tmp_path / "hanoi"
    assert parcli("init", str(folder), "--edition", "hanoi-2025").returncode == 0
    made = parcli("generate-template", "--cycle", str(folder), "--json")
    assert made.returncode == 0
    written = json.loads(made.stdout)["written"]
    assert Counter(path.split("/")[1] for path in written) == {"so": 17, "xa": 126}
    assert all((folder / path).is_file() for path in written)
