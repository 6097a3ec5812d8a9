"""How long `aggregate` of a city takes, as a multiple of unzipping what comes in and deflating what goes out (python -m benchmarks.aggregating FOLDER).

FOLDER holds the cycle of `benchmarks.country` with 126 units; it is made where it is not there. Processor time of the whole
command with every workbook kept from an earlier run, start-up included, against unzipping
the workbooks and deflating the city book's parts, all in one run.
"""

from __future__ import annotations

import sys
import zipfile
import zlib
from pathlib import Path

from benchmarks.country import measure
from benchmarks.measure import line, median

UNITS, PDFS = 126, 380
AGGREGATE = ("aggregate", "--provisional")


def unzipped(books: list[Path]) -> None:
    """Unzip every part of the workbooks."""
    for book in books:
        with zipfile.ZipFile(book) as parts:
            for name in parts.namelist():
                parts.read(name)


def deflated(parts: list[bytes]) -> None:
    """Deflate parts as a workbook's are."""
    for part in parts:
        zlib.compress(part, 6)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    made = measure(UNITS, PDFS, folder, (("validate",), AGGREGATE, AGGREGATE, AGGREGATE), read_before=True)
    books = sorted((folder / "cycle/submissions").glob("*/*.xlsx"))
    with zipfile.ZipFile(folder / "cycle/results/aggregate/tong-hop.xlsx") as city:
        out = [city.read(name) for name in city.namelist()]
    bare = median(lambda: unzipped(books), 3) + median(lambda: deflated(out), 3)
    ours = min(each.processor for each in made if each.command.startswith("aggregate"))
    line(f"aggregate of {UNITS} units, start-up included", ours, bare, "<= 6x, start-up apart")
