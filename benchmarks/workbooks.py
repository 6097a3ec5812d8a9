"""How long the 52 workbooks of Hanoi 2023 take, as a multiple of writing the same bytes (python benchmarks/workbooks.py)."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from measure import line, median

from parcli.cli.commands import generate
from parcli.cli.rehearsal.returns import prepare
from parcli.workbook import writer


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files as they are."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        opened = prepare(Path(place) / "cycle", 1)
        begun = time.perf_counter()
        files = generate.workbooks(opened, opened.cycle.units)
        write(Path(place) / "made", files)
        print(f"{len(files)} workbooks in {time.perf_counter() - begun:.2f} s of wall time, templates included (target < 5 s)")
        layouts, whose = opened.layouts()
        blanks = {name: writer.template(layout, opened.look, "") for name, layout in layouts.items()}
        units = opened.cycle.units
        stamping = median(lambda: write(Path(place) / "a", {unit.id: writer.stamped(blanks[whose[unit.id]], unit) for unit in units}))
        line("52 workbooks, templates ready", stamping, median(lambda: write(Path(place) / "b", files)), "<= 3x")
