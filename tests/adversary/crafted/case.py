"""A crafted case: one bad thing that one unit returns, and what the commands must make of it.

Every case is a unit of its own in one cycle. The other cases are its company: that each of them is judged by itself shows
that no bad file stops the run or colours the others.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Literal

from workbook import kit

from parcli.workbook import names
from parcli.workbook.entries import Entries

State = Literal["blocked", "incomplete", "provisional"]
"""What becomes of the unit: not ranked because of a block, not ranked because points are unknown, or scored."""
SHEET = kit.SHEET_FILE
_EMPTY = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
UNIT = "don-vi-mau"
"""The unit in whose name the workbook is made that all others are copied from."""
F = Fraction
ANSWERS: dict[str, Any] = {
    "I.1.1/level": "Kịp thời, đủ", "I.1.2/part": F(8), "I.1.2/whole": F(10), "I.1.3/value": F(12), "I.1.10/part": F(4), "I.1.10/whole": F(5),
    "I.1.5/now": F(90), "I.1.5/before": F("88.5"), "I.2.1/count": F(2), "I.2.2/date": date(2023, 12, 4), "I.2.3/start": date(2023, 3, 1),
    "I.2.3/date": date(2023, 3, 28), "I.2.4/tick-1": "Có", "I.2.4/tick-2": "Không", "I.2.5/tick-1": "Có", "I.2.5/tick-2": "Có", "I.2.6/count": F(1),
    "I.2.7/answer": "Có phát sinh", "I.2.7/case-2/part": F(2), "I.2.7/case-2/whole": F(3), "II.1/points": F("1.75"), "B.1/points": F("0.5"),
    "P.1/count": F(1),
}  # fmt: skip
EXPLAINED = {"II.3": {"explanation": "Nêu tại báo cáo kèm theo."}}
PAPERS = ("ke-hoach.pdf", "bao-cao-1.pdf", "bao-cao-2.pdf")
REGISTER = tuple({"item": item, "name": name} for item, name in zip(("I.1.1", "I.1.2", "I.1.2"), PAPERS, strict=True))


@dataclass(frozen=True)
class Case:
    """A bad thing under a code of the fault list, how it is made, and what must come of it.

    ``finds`` are codes of findings that must stand at the unit, each naming the file ``file`` (its end is enough).
    ``item`` is the item whose points must be unknown for it. ``points`` are what the item must come to instead.
    ``why`` gives the reason where the heaviest of these findings weighs otherwise than the fault list demands.
    """

    code: str
    name: str
    put: Callable[[Dossier], None]
    finds: tuple[str, ...]
    state: State = "provisional"
    file: str = ".xlsx"
    item: str = ""
    points: str = ""
    why: str = ""
    never: tuple[str, ...] = ()
    """Words that must stand in no result file."""

    @property
    def unit(self) -> str:
        """The id of the unit that returns it."""
        return f"{self.code.lower()}-{re.sub('[^a-z0-9]+', '-', self.name.lower()).strip('-')}"


@dataclass
class Dossier:
    """What one unit returns, to be spoilt: its folder, and an honest workbook with the papers it registers."""

    folder: Path
    honest: Mapping[str, bytes]
    """The parts of the workbook, in the unit's own name."""

    def put(self, content: bytes, name: str = "bieu.xlsx") -> None:
        """Return a workbook."""
        (self.folder / name).write_bytes(content)

    def parts(self, **changed: bytes | None) -> dict[str, bytes]:
        """Return the honest workbook's parts, some replaced, added or (None) left out."""
        return {name: content for name, content in {**self.honest, **changed}.items() if content is not None}

    def workbook(self) -> bytes:
        """Return the honest workbook."""
        return kit.zipped(self.honest)

    def rewritten(self, change: Callable[[str], str], sheet: str = names.SCORING) -> None:
        """Return the workbook with the text of one sheet's part rewritten."""
        before = self.honest[SHEET[sheet]].decode()
        after = change(before)
        assert after != before
        self.put(kit.zipped(self.parts(**{SHEET[sheet]: after.encode()})))

    def entered(self, **cells: str) -> None:
        """Return the workbook with cells of the scoring sheet as given: the inside of ``<c>``, or the whole of it."""
        self.rewritten(lambda xml: with_cells(xml, cells))

    def cites(self, name: str, **more: str) -> None:
        """Return the workbook with this name at the first line of its register, and more in other columns of that line."""
        row = names.REGISTER_FIRST_ROW
        cells = {f"B{row}": text(name), **{f"{column}{row}": text(said) for column, said in more.items()}}
        self.rewritten(lambda xml: with_cells(xml, cells), names.REGISTER)

    def edited(self, change: Callable[[Any], None]) -> None:
        """Return the workbook after a change by a workbook library."""
        self.put(kit.edited(self.workbook(), change))

    def paper(self, name: str, content: bytes) -> Path:
        """Send a file of evidence."""
        place = self.folder / "evidence" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        return place


def text(said: str) -> str:
    """Return a cell that holds a text, as it stands in a sheet."""
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(said, quote=False)}</t></is></c>'


def number(said: str) -> str:
    """Return a cell that holds what a program wrote as a number."""
    return f"<c><v>{said}</v></c>"


def with_cells(xml: str, cells: Mapping[str, str]) -> str:
    """Return a sheet with these cells in place of those that stand there, each keeping its looks."""
    for address, cell in cells.items():
        found = re.search(rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', xml)
        assert found is not None, address
        looks = "" if cell.startswith("<c s=") else found[1] or ""
        xml = xml[: found.start()] + f'<c r="{address}"{looks}' + cell.removeprefix("<c") + xml[found.end() :]
    return xml


def at(key: str, column: str = "input") -> str:
    """Return the address of a row's cell in the workbook."""
    return names.at(column, next(row.row for row in bench().layout.rows if row.key == key))


@cache
def bench() -> kit.Bench:
    """Return the small edition, whose items are scored by all ten rules, and the unit that fills it in."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in {"edition.yaml": kit.EDITION, "so.yaml": kit.BLOCK, "cycle.yaml": cycle_text((UNIT,))}.items():
            Path(folder, name).write_text(content, "utf-8")
        return kit.bench(Path(folder), Path(folder, "cycle.yaml"), UNIT)


@cache
def sent() -> dict[str, bytes]:
    """Return the parts of a workbook that is filled in as it should be."""
    cells = {**{key: {"input": entry} for key, entry in ANSWERS.items()}, **EXPLAINED}
    return kit.parts(bench().filled(Entries(cells, REGISTER)))


@cache
def honest() -> dict[str, bytes]:
    """Return those parts with the sheets blank that nobody fills in and nothing is read from: hundreds are read in half the time."""
    parts = dict(sent())
    for name in (names.GUIDE, names.REVIEW, names.REPORT):
        parts[SHEET[name]] = _EMPTY
    kept = {names.IDENTITY_CELL[1:], names.CHECK_CODE_CELL[1:]}
    lists = parts[SHEET[names.LISTS]].decode()
    parts[SHEET[names.LISTS]] = re.sub(r'<row r="(\d+)".*?</row>', lambda row: row[0] if row[1] in kept else "", lists, flags=re.DOTALL).encode()
    return parts


def named(unit: str, parts: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return those parts, or others, as another unit's: its identity stands in three of them."""
    return {name: content.replace(UNIT.encode(), unit.encode()) for name, content in (honest() if parts is None else parts).items()}


def cycle_text(units: Iterable[str]) -> str:
    """Return a cycle file with these units."""
    return kit.CYCLE[: kit.CYCLE.index("units:")] + "units:\n" + "".join(f"  - {{id: {unit}, block: so, name: Đơn vị {unit}}}\n" for unit in units)
