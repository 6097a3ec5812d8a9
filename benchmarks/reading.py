"""How long a returned workbook takes to read and compare, as a multiple of openpyxl alone (python benchmarks/reading.py)."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from measure import line, median
from openpyxl import load_workbook

from parcli.cli.commands import generate
from parcli.cli.rehearsal.returns import prepare
from parcli.workbook import reader

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        opened = prepare(Path(place) / "cycle", 1, ["so-noi-vu"])
        layouts, whose = opened.layouts()
        content = next(iter(generate.workbooks(opened, opened.cycle.units).values()))
        layout = layouts[whose["so-noi-vu"]]
        ours = median(lambda: reader.read(content, "x.xlsx", layout, opened.cycle.limits))
        line("one workbook read and compared", ours, median(lambda: load_workbook(io.BytesIO(content))), "<= 1.5x")
