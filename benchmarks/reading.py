"""How long a returned workbook takes to be guarded, read twice and compared, and how soon a hostile one is refused.

The first is a multiple of openpyxl alone, with the form that it is held against made before: of a workbook as it was sent, of
the same one filled in, and of that as LibreOffice writes it anew, part by part (python benchmarks/reading.py).
"""

from __future__ import annotations

import io
import multiprocessing
import resource
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from measure import line, median, processor_seconds
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from parcli import container
from parcli.cli.commands import generate
from parcli.cli.rehearsal.returns import prepare
from parcli.core.limits import MIB, Limits
from parcli.demo import clerk
from parcli.workbook import reader, writer
from parcli.workbook.entries import Entries
from parcli.workbook.layout import Layout

UNIT = "so-noi-vu"
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData>{}</worksheet>'
HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "one far cell": lambda: _SHEET.format('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "").encode(),
    "a giant merge": lambda: _SHEET.format("", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>').encode(),
    "a deep part": lambda: b"<a>" * 200_000,
    "a document type": lambda: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "a cell twice": lambda: _SHEET.format('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "").encode(),
    "29 MiB of blanks": lambda: b"<a>" + b" " * (29 * MIB) + b"</a>",
    "29 MiB of text under the ratio": lambda: b"<a>" + _numbers(29 * MIB) + b"<",
    "too many cells under the ratio": lambda: _SHEET.format("".join(f'<c s="{place * 7919 % 65521}"/>' for place in range(210_000)), "").encode(),
    "too many tags under the ratio": lambda: b"<a>" + b"".join(b"<b%x/>" % (place % 997) for place in range(1_700_000)),
}


def _numbers(size: int) -> bytes:
    return (b" ".join(b"%x" % (place * 7919) for place in range(80_000)) * (size // 500_000 + 1))[:size]


def hostile(part: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", part)
    return target.getvalue()


def refused(content: bytes, told: multiprocessing.connection.Connection) -> None:
    """Look at one file in a process of its own and tell the time, the memory that the look added (bytes), and the code."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, processor_seconds()
    problems, may_open = container.inspect(content, Limits())
    took, most = processor_seconds() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told.send((took, (most - before) * 1024, "" if may_open else problems[0].code))


def worst() -> None:
    for name, part in HOSTILE.items():
        content = hostile(part())
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(target=refused, args=(content, theirs))
        process.start()
        took, added, code = ours.recv()
        process.join()
        print(f"refused, {name}: {took * 1000:.0f} ms, {added / MIB:.0f} MiB, {code or 'NOT REFUSED'} (target <= 200 ms, <= 100 MiB)")


def book() -> None:
    with tempfile.TemporaryDirectory() as name:
        opened = prepare(Path(name) / "cycle", 1, [UNIT])
        layouts, whose = opened.layouts()
        layout, limits, unit = layouts[whose[UNIT]], opened.cycle.limits, opened.cycle.units[0]
        dossier = clerk.fill(unit, opened.block(unit), opened.edition.policies, opened.cycle, 1)
        entries = Entries(dossier.cells, tuple(dossier.register), tuple(dossier.difficulties))
        sent = next(iter(generate.workbooks(opened, opened.cycle.units).values()))
        filled = writer.filled(layout, opened.look, unit, entries, generate.banner_of(opened))
        saved = {
            "as it was sent": sent,
            "filled in": filled,
            "as LibreOffice saves it": office(sent, Path(name)),
            "so, filled in": office(filled, Path(name)),
        }
    reader.read(sent, "x.xlsx", layout, limits)  # the form that it is held against is made once in each process
    for what, content in saved.items():
        measured(what, content, layout, limits)


def office(content: bytes, folder: Path) -> bytes:
    """Return a workbook as LibreOffice saves it: every part is written anew."""
    (folder / "x.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    order = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "saved"), str(folder / "x.xlsx")]
    subprocess.run(order, check=True, capture_output=True)
    return (folder / "saved" / "x.xlsx").read_bytes()


def measured(what: str, content: bytes, layout: Layout, limits: Limits) -> None:
    """Print what a workbook costs against openpyxl alone, and the parts of it that are known by themselves."""
    bare = median(lambda: load_workbook(io.BytesIO(content)), 9)
    line(
        f"one workbook, {what}: guarded, read twice and compared", median(lambda: reader.read(content, "x.xlsx", layout, limits), 9), bare, "<= 1.5x"
    )
    line("  of this the guard", median(lambda: container.inspect(content, limits), 9), bare, "-")
    line("  of this the second reader", median(lambda: _second(content), 9), bare, "-")


def _second(content: bytes) -> None:
    both = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in both.sheet_names:
        both.get_sheet_by_name(name).to_python(skip_empty_area=False)


if __name__ == "__main__":
    book()
    worst()
