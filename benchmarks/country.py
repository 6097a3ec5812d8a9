"""How long checking, scoring and ranking a whole country takes, and in how much memory (python -m benchmarks.country --units 3300 --pdfs 10000 --folder F).

The cycle is made up: communes that answer the criteria of an edition that ships with parcli, each with a filled workbook
and a few papers, and the survey's figures. A few clerks' workbooks are made whole; each unit has one of them with its own
name and identity in it. Each measured command is a process of its own, first with nothing kept from earlier runs, then
again. F is left as it is when everything is measured, and is used as it is when it is there already.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import yaml

from benchmarks.pdfs import document, scan
from parcli.cli.commands.generate import banner_of
from parcli.cli.commands.init import cycle_files
from parcli.cli.opened import Opened, open_cycle
from parcli.core.cycle import Unit
from parcli.core.returned import Returned
from parcli.demo import clerk, institute
from parcli.demo.paper import Paper, text_pdf
from parcli.workbook import kept, reader, writer
from parcli.workbook.entries import Entries

EDITION, BLOCK = "hanoi-2025", "xa"
CLERKS = 12
SMALLEST, LARGEST = 20_000, 1_000_000
_OF_A_TABLE = 200
"""Units of which the figures stand in one table of the survey."""
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("validate",), ("validate",), ("aggregate", "--provisional"), ("aggregate", "--provisional"), ("rank",), ("rank",),
)  # fmt: skip
_RUN = """
import json, os, resource, sys
from parcli.cli.run import run
code = run(sys.argv[2:])
own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
figures = {"code": code, "own": own.ru_utime + own.ru_stime, "workers": others.ru_utime + others.ru_stime, "peak": peak, "worker": others.ru_maxrss}
open(sys.argv[1], "w").write(json.dumps(figures))
"""


class Measured(NamedTuple):
    """A command as it ran: elapsed time and processor time in seconds, the peak of its memory and of its largest worker in MB."""

    command: str
    outcome: int
    elapsed: float
    processor: float
    parent: float
    worker: float

    def line(self) -> str:
        """Return it as a line to print."""
        return (
            f"{self.command:<42} exit {self.outcome}  {self.elapsed:8.1f} s elapsed  {self.processor:8.1f} s processor"
            f"  parent {self.parent:6.0f} MB  largest worker {self.worker:6.0f} MB"
        )


@dataclass(frozen=True, slots=True)
class _Model:
    """What a clerk sends: a workbook with marks in the places of name and identity, and the papers that it cites."""

    workbook: bytes
    read: Returned
    papers: tuple[clerk.Document, ...]


def prepare(folder: Path, units: int, pdfs: int, *, read_before: bool = False) -> None:
    """Make a cycle of so many units and papers; with ``read_before`` every workbook is kept as if it had been read."""
    files = cycle_files(EDITION)
    cycle = yaml.safe_load(files["cycle.yaml"])
    known = [each["name"] for each in cycle["units"] if each["block"] == BLOCK]
    cycle["units"] = [{"id": f"u-{number:04}", "block": BLOCK, "name": _name(known, number)} for number in range(units)]
    files["cycle.yaml"] = yaml.safe_dump(cycle, allow_unicode=True, sort_keys=False).encode()
    for name, content in files.items():
        _write(folder / name, content)
    opened = open_cycle(folder)
    for number in range(0, units, _OF_A_TABLE):
        some = opened.cycle.model_copy(update={"units": opened.cycle.units[number : number + _OF_A_TABLE]})
        for name, content in institute.tables(some, opened.edition, 1).items():
            _write(folder / "survey" / f"{number:04}-{name}", content)
    models = tuple(_models(opened, math.ceil(pdfs / units)))
    layouts, whose = opened.layouts()
    shelf = kept.shelf(layouts, opened.cycle.limits) if read_before else None
    noise = random.Random(7).randbytes(LARGEST + 1)
    for number, unit in enumerate(opened.cycle.units):
        model, place = models[number % len(models)], folder / "submissions" / unit.id
        content = writer.stamped(model.workbook, unit)
        _write(place / f"{unit.id}.xlsx", content)
        if shelf is not None:
            shelf.keep(_as_read(model.read, unit, content), (whose[unit.id],))
        for turn, each in enumerate(model.papers[: pdfs // units + (number < pdfs % units)]):
            _write(place / "evidence" / each.name, _pdf(replace(each.paper, issuer=unit.name.upper()), number * 10 + turn, noise))


def _name(known: Sequence[str], number: int) -> str:
    again, place = divmod(number, len(known))
    return f"{known[place]} {again}" if again else known[place]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _models(opened: Opened, papers: int) -> Iterator[_Model]:
    """Yield the clerks' workbooks, each of which cites so many papers."""
    layouts, whose = opened.layouts()
    block, policies = opened.edition.block(BLOCK), opened.edition.policies
    assert block is not None
    for unit in opened.cycle.units[:CLERKS]:
        sent = clerk.fill(unit, block, policies, opened.cycle, 1)
        given = sent.documents[:papers]
        cited = tuple(_cites(line, given[place % papers]) for place, line in enumerate(sent.register)) if papers else ()
        nobody = Unit.model_construct(**{**dict(unit), "id": writer.UNIT_ID, "name": writer.UNIT_NAME})
        entries = Entries(sent.cells, cited, tuple(sent.difficulties))
        layout = layouts[whose[unit.id]]
        content = writer.filled(layout, opened.look, nobody, entries, banner_of(opened))
        yield _Model(content, reader.read(writer.stamped(content, unit), "", layout, opened.cycle.limits), tuple(given))


def _as_read(model: Returned, unit: Unit, content: bytes) -> Returned:
    """Return what reading a unit's workbook gives: that of its model, but for its bytes and whose it is."""
    whose = model.identity()
    assert whose is not None
    identities = dict.fromkeys(model.identities, replace(whose, unit=unit.id).text())
    return replace(model, sha256=hashlib.sha256(content).hexdigest(), size=len(content), identities=identities)


def _cites(line: Mapping[str, clerk.Entry], document: clerk.Document) -> dict[str, clerk.Entry]:
    """Return a line of the register that cites another document; who issued it is left blank, for every unit issues its own."""
    said = document.paper
    return {**line, "name": document.name, "number": said.number, "issued": said.issued, "issuer": "", "subject": said.subject}


def _pdf(said: Paper, number: int, noise: bytes) -> bytes:
    """Return a paper of a size of its own: two of three are scans."""
    size = round(SMALLEST * (LARGEST / SMALLEST) ** random.Random(number).random())
    return document(text_pdf(said), size, noise) if number % 3 == 0 else scan(min(20, 1 + size // 100_000), size, noise)


def measure(units: int, pdfs: int, folder: Path, commands: Sequence[Sequence[str]] = COMMANDS, *, read_before: bool = False) -> tuple[Measured, ...]:
    """Make the cycle in ``folder`` unless it is there, run the commands in their order, and return what each took.

    With ``read_before`` the cache holds every workbook from the start: what is measured is all but the first reading.
    """
    os.environ.update({"XDG_CACHE_HOME": str(folder / "cache"), "XDG_DATA_HOME": str(folder / "data"), "PARCLI_OCR": "never"})
    cycle = folder / "cycle"
    if not cycle.is_dir():
        prepare(cycle, units, pdfs, read_before=read_before)
    return tuple(_measured(tuple(command), cycle, folder / "figures.json") for command in commands)


def _measured(command: tuple[str, ...], cycle: Path, figures: Path) -> Measured:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", _RUN, str(figures), *command, "--cycle", str(cycle), "-q"], check=True, stdout=subprocess.DEVNULL)
    elapsed = time.perf_counter() - begun
    read = json.loads(figures.read_text("utf-8"))
    one = Measured(" ".join(command), read["code"], elapsed, read["own"] + read["workers"], read["peak"] / 1024, read["worker"] / 1024)
    print(one.line(), flush=True)
    return one


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--units", type=int, default=126)
    asked.add_argument("--pdfs", type=int, default=380)
    asked.add_argument("--folder", type=Path, required=True)
    asked.add_argument("--command", action="append", help="run these instead, each with its options in one word")
    asked.add_argument("--read-before", action="store_true", help="begin with every workbook kept as read: all is measured but the first reading")
    given = asked.parse_args()
    print(f"{given.units} units, {given.pdfs} papers", flush=True)
    measure(
        given.units, given.pdfs, given.folder, [each.split() for each in given.command] if given.command else COMMANDS, read_before=given.read_before
    )
