"""How long examining evidence takes, as a multiple of hashing the same files (python benchmarks/examining.py [FILES]).

Makes FILES (default 1,500) PDFs of 0.3 to 10 MB for ten units in a temporary folder: two thirds scans of 1 to 20 pages,
one third documents with text, the sizes spread evenly on a logarithmic scale. Everything is read from the page cache; both
sides are measured in the same run, the median of three. Then signed files, a tenth
as many, are measured alone and with the others. OCR is left out here.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from measure import compared, load, took
from pdfs import document, scan

from parcli.core.limits import Limits
from parcli.demo.paper import Paper, text_pdf
from parcli.evidence.inspect import read_folders
from parcli.evidence.plan import Plan

SMALLEST, LARGEST = 300_000, 10_000_000
UNITS = 10
RUNS, AGAIN = 3, 15
SIGNED = 150


def paper(number: int) -> bytes:
    """Return a document of its own number, day and subject."""
    issued = date(2023, 1 + number % 12, 1 + number % 28)
    lines = (f"Thực hiện Kế hoạch công tác năm 2023, cơ quan báo cáo kết quả đợt {number} như sau.", *("Nội dung chi tiết nêu tại phụ lục.",) * 9)
    return text_pdf(
        Paper(f"{number:02d}/BC-SNV", issued, "UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ", "BÁO CÁO", f"Kết quả đợt {number}", lines, "GIÁM ĐỐC")
    )


def make(folder: Path, count: int) -> dict[str, Path]:
    """Write the files, and return each unit's folder."""
    chance = random.Random(7)
    noise = chance.randbytes(LARGEST + 1)
    for n in range(count):
        size = round(SMALLEST * (LARGEST / SMALLEST) ** chance.random())
        content = document(paper(1 + n // 3), size, noise) if n % 3 == 0 else scan(min(20, 1 + size // 400_000), size, noise)
        place = folder / f"u{n % UNITS}" / f"I.{n % 7}" / f"{n:04d} Báo cáo kết quả.pdf"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return {f"u{n}": folder / f"u{n}" for n in range(UNITS)}


def make_signed(folder: Path, count: int) -> dict[str, Path]:
    """Write papers that were signed once, as one unit's, and return its folder."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from evidence.signatures import pki  # noqa: PLC0415 - the tests' own certificates

    world, chance = pki.pki(), random.Random(7)
    for n in range(count):
        size = round(SMALLEST * (LARGEST / SMALLEST) ** chance.random())
        place = folder / f"{n}.pdf"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(pki.sign(pki.paper(size), world.leader))
    return {"signed": folder}


def apart(task: Callable[[Path, int], object], folder: Path, count: int) -> None:
    """Run a step in a process of its own, so that its memory is not counted here."""
    process = multiprocessing.get_context("spawn").Process(target=task, args=(folder, count))
    process.start()
    process.join()
    if process.exitcode:
        sys.exit("the files could not be made")


def hashed(folders: dict[str, Path]) -> None:
    """Hash every file, whole, in this process."""
    for folder in folders.values():
        for place in folder.rglob("*.pdf"):
            hashlib.sha256(place.read_bytes()).hexdigest()


def listed(folders: dict[str, Path]) -> None:
    """List every folder and ask for each file's size and time, which is the least that noticing a change takes."""
    waiting = [os.fspath(folder) for folder in folders.values()]
    while waiting:
        with os.scandir(waiting.pop()) as scan_of:
            for entry in scan_of:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    entry.stat(follow_symlinks=False)


def main(count: int) -> None:
    """Make the files, then measure."""
    limits = Limits()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "units"
        apart(make, root, count)
        folders = {f"u{n}": root / f"u{n}" for n in range(UNITS)}
        sizes = [file.stat().st_size for folder in folders.values() for file in folder.rglob("*.pdf")]
        print(f"{len(sizes)} PDFs, {sum(sizes) / 1e9:.2f} GB, {statistics.median(sizes) / 1e6:.1f} MB in the middle", flush=True)
        print(load(), flush=True)
        hashed(folders)
        bare = took(lambda: hashed(folders), RUNS)
        compared("cold, one worker", took(lambda: read_folders(folders, limits, jobs=1), RUNS), bare, "<= 2x SHA-256")
        compared("cold, two workers", took(lambda: read_folders(folders, limits, jobs=2), RUNS), bare, "<= 1.1x SHA-256")
        again(folders, Path(place) / "cache")
        print(f"peak memory of the parent: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (target 300 MB)")
        apart(make_signed, Path(place) / "signed", count // 10)
        signed = {"signed": Path(place) / "signed"}
        compared("signed files", took(lambda: read_folders(signed, limits, jobs=1), RUNS), took(lambda: hashed(signed), RUNS), "none")
        both = {**folders, **signed}
        bare = took(lambda: hashed(both), RUNS)
        compared("cold, one file in eleven signed, one worker", took(lambda: read_folders(both, limits, jobs=1), RUNS), bare, "<= 4.5x SHA-256")


def again(folders: dict[str, Path], cache: Path) -> None:
    """Measure a run in which nothing has changed."""
    limits, kept = Limits(), Plan(cache=cache)
    time.sleep(2.5)  # Files changed within two seconds of the cache's writing are not believed unchanged.
    first = read_folders(folders, limits, kept)
    if read_folders(folders, limits, kept) != first:
        sys.exit("the cache gives other facts")
    compared(
        "unchanged again", took(lambda: read_folders(folders, limits, kept), AGAIN), took(lambda: listed(folders), AGAIN), "<= 2.5x scandir + stat"
    )
    read = [file for folder in first.values() for file in folder.files]
    print(f"{len(read)} files, {sum(file.words is not None and file.words.number is not None for file in read)} numbers read")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
