"""Honest files: what clerks and their programs do to a workbook must neither block it nor make it an error.

Random valid fillings of every block, as the filling code writes them, as LibreOffice saves them directly and by way of .ods,
and with what people do besides: 17-digit doubles, texts within the cells, numbers typed as text, decomposed letters, cells
cleared to empty texts, filters, other widths and zooms, notes, print settings. Notes and warnings may be given; the entries
and the points have to be those that were filled in.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from adversary.seeded import parts as xml
from adversary.seeded.submissions import Meaning, read_all
from openpyxl.comments import Comment
from workbook import kit

from parcli.core.findings import CATALOGUE, Severity
from parcli.workbook import names
from parcli.workbook.entries import Entries
from parcli.workbook.layout import HEADING_ROW

Way = Callable[[bytes, Random, kit.Bench], bytes]
_SHARED = re.compile(r"<si><t[^>]*>(.*?)</t></si>", re.DOTALL)


def as_written(content: bytes, chance: Random, bench: kit.Bench) -> bytes:  # noqa: ARG001 - one shape for all ways
    return content


def saved_by_script(content: bytes, chance: Random, bench: kit.Bench) -> bytes:  # noqa: ARG001
    return kit.edited(content, lambda _: None)


def long_doubles(content: bytes, chance: Random, bench: kit.Bench) -> bytes:  # noqa: ARG001
    """Every number as Excel writes it: the shortest of 17 digits that gives the same double, or all 17."""

    def written(found: re.Match[str]) -> str:
        return f"{found[1]}<v>{float(found[2]):.17g}</v>"

    parts = kit.parts(content)
    pattern = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?>(?:<f>[^<]*</f>)?)<v>([^<]+)</v>')
    return xml.zipped(
        {name: pattern.sub(written, part.decode()).encode() if name.startswith("xl/worksheets/") else part for name, part in parts.items()}
    )


def inline_texts(content: bytes, chance: Random, bench: kit.Bench) -> bytes:  # noqa: ARG001
    """Every text within its cell instead of in the shared part, as some programs save."""
    parts = kit.parts(content)
    shared = [found[1] for found in _SHARED.finditer(parts["xl/sharedStrings.xml"].decode())]

    def within(found: re.Match[str]) -> str:
        return f'{found[1]} t="inlineStr"><is><t xml:space="preserve">{shared[int(found[2])]}</t></is></c>'

    pattern = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="s"><v>(\d+)</v></c>')
    return xml.zipped(
        {name: pattern.sub(within, part.decode()).encode() if name.startswith("xl/worksheets/") else part for name, part in parts.items()}
    )


def decomposed(content: bytes, chance: Random, bench: kit.Bench) -> bytes:  # noqa: ARG001
    """Every text in decomposed letters, as some systems type them."""
    parts = kit.parts(content)
    text = parts["xl/sharedStrings.xml"].decode()
    return xml.zipped({**parts, "xl/sharedStrings.xml": unicodedata.normalize("NFD", text).encode()})


def numbers_as_text(content: bytes, chance: Random, bench: kit.Bench) -> bytes:
    """Some numbers typed as text, with a decimal comma, as the grammar allows."""
    parts = kit.parts(content)
    text = xml.sheet(parts, names.SCORING)
    for row in chance.sample(bench.layout.rows, len(bench.layout.rows) // 4):
        address = names.at("input", row.row)
        found = xml.cell(text, address)
        number = re.fullmatch(r"<v>(\d{1,3}(?:\.\d{1,2})?)</v>", found[4] or "") if row.kind == "input" and " t=" not in found[3] else None
        if number and row.cell is not None and row.cell.kind.value != "date":
            text = xml.put_text(text, address, number[1].replace(".", ",") + chance.choice(["", " ", "\u00a0"]))
    return xml.zipped({**parts, xml.SCORING: text.encode()})


def emptied(content: bytes, chance: Random, bench: kit.Bench) -> bytes:
    """Blank entries cleared to empty texts, as a space bar or a paste does."""

    def change(book: Any) -> None:
        sheet = book[names.SCORING]
        for row in bench.layout.rows:
            for column in row.entries:
                cell = sheet[names.at(column, row.row)]
                if cell.value is None:
                    cell.value = chance.choice(["", " ", None])

    return kit.edited(content, change)


def filtered(content: bytes, chance: Random, bench: kit.Bench) -> bytes:
    """A filter is on, and its rows are hidden; the register is sorted another way."""

    def change(book: Any) -> None:
        sheet = book[names.SCORING]
        sheet.auto_filter.add_filter_column(13, [bench.layout.areas[0].area], blank=False)
        for row in bench.layout.rows:
            sheet.row_dimensions[row.row].hidden = row.area != bench.layout.areas[0].area
        register = book[names.REGISTER]
        first, last = names.REGISTER_FIRST_ROW, max(register.max_row, names.REGISTER_FIRST_ROW)
        lines = [[cell.value for cell in line] for line in register.iter_rows(first, last, 1, 8)]
        chance.shuffle(lines)
        for offset, line in enumerate(lines):
            for column, value in enumerate(line, start=1):
                register.cell(first + offset, column).value = value

    return kit.edited(content, change)


def dressed(content: bytes, chance: Random, bench: kit.Bench) -> bytes:
    """Widths, heights, zoom, frozen panes, page set-up and the colours of entries are the clerk's own."""

    def change(book: Any) -> None:
        for sheet in book.worksheets:
            sheet.sheet_view.zoomScale = chance.choice([60, 85, 130])
            sheet.sheet_view.topLeftCell = "A1"
            sheet.page_setup.orientation = chance.choice(["portrait", "landscape"])
            sheet.page_margins.left = 1
            sheet.oddFooter.center.text = "In ngày &D"
        scoring = book[names.SCORING]
        for letter in "CDEH":
            scoring.column_dimensions[letter].width = chance.choice([3, 14, 60])
        for row in bench.layout.rows:
            scoring.row_dimensions[row.row].height = chance.choice([None, 18, 60])
        scoring.freeze_panes = names.at("title", HEADING_ROW + 1)

    return kit.edited(content, change)


def noted(content: bytes, chance: Random, bench: kit.Bench) -> bytes:
    """Notes at cells, jottings beside the table, a sheet of the clerk's own, and simple formats on entries."""

    def change(book: Any) -> None:
        sheet = book[names.SCORING]
        for row in chance.sample(bench.layout.rows, 3):
            sheet[names.at("input", row.row)].comment = Comment("Hỏi lại phòng Tài chính", "chuyên viên")
            sheet[f"R{row.row}"] = "đã xem"
        book.create_sheet("Tính thử")["A1"] = "=1+1"
        for row in bench.layout.rows:
            cell = sheet[names.at("input", row.row)]
            if row.kind == "input" and isinstance(cell.value, int | float):
                cell.number_format = chance.choice(["0", "0.00", "#,##0", "#,##0.0", "General", "@"])

    return kit.edited(content, change)


WAYS: dict[str, Way] = {
    "as written": as_written, "saved by a script": saved_by_script, "17 digits": long_doubles, "texts in cells": inline_texts,
    "decomposed": decomposed, "numbers as text": numbers_as_text, "emptied": emptied, "filtered": filtered, "dressed": dressed, "noted": noted,
}  # fmt: skip
SAVED: tuple[str, ...] = ("", "xlsx", "ods")
"""As it is, saved by LibreOffice, and saved by it by way of .ods."""


def filling(bench: kit.Bench, chance: Random) -> Entries:
    """Return a valid filling: an honest clerk's, with figures of many digits, days and texts of all sorts, and some items left alone."""
    made = bench.clerks(chance.randrange(10**6))
    cells = {key: dict(row) for key, row in made.cells.items()}
    for row in bench.layout.rows:
        if row.kind == "item" and chance.random() < 0.2:
            said = chance.choice(["Đã làm xong.", "Một\nhai", "Số liệu đến 30/11; xem báo cáo.", 'Theo "kế hoạch" <năm> & quý'])
            cells.setdefault(row.key, {}).setdefault("explanation", said)
    return Entries(cells, made.register, made.difficulties)


@dataclass
class Outcome:
    """How many files were read, and those that were blocked, called wrong or read otherwise than filled."""

    made: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class File:
    """One honest file: its number, bench, the way it went, and the plain workbook it began as."""

    number: int
    bench: str
    way: str
    saved: str
    content: bytes = field(repr=False)
    plain: bytes = field(repr=False)

    @property
    def label(self) -> str:
        return f"{self.number} ({self.bench}, {self.way}{', LibreOffice ' + self.saved if self.saved else ''})"


def files(benches: dict[str, kit.Bench], count: int, seed: int, only: Sequence[int] = (), saved: Sequence[str] = SAVED) -> list[File]:
    """Return the files before any office program saves them; each has a seed of its own."""
    made = []
    for number in only or range(count):
        chance = Random(f"{seed}:honest:{number}")
        name, way, how = list(benches)[number % len(benches)], chance.choice(list(WAYS)), saved[number % len(saved)]
        plain = benches[name].filled(filling(benches[name], chance))
        made.append(File(number, name, way, how, WAYS[way](plain, chance, benches[name]), plain))
    return made


def run(benches: dict[str, kit.Bench], made: Sequence[File], folder: Path) -> Outcome:
    """Let LibreOffice save what it is to save, read everything, and hold it against the plain workbooks."""
    outcome = Outcome()
    contents = _saved(made, folder)
    for name, bench in benches.items():
        mine = [one for one in made if one.bench == name]
        plain = read_all(bench, [one.plain for one in mine], folder / "plain")
        back = read_all(bench, [contents[one.number] for one in mine], folder / "back")
        for one, before, after in zip(mine, plain, back, strict=True):
            _judge(one, before, after, outcome)
    return outcome


def _judge(one: File, before: Meaning, after: Meaning, outcome: Outcome) -> None:
    outcome.made[f"{one.way}, {one.saved or 'as it is'}"] += 1
    new = after.told(before)
    outcome.notes.update(new)
    bad = sorted(code for code in new if CATALOGUE[code].severity >= Severity.ERROR)
    if bad:
        outcome.wrong.append(f"{one.label}: {', '.join(bad)}")
    elif not _same(before, after):
        outcome.wrong.append(f"{one.label}: read otherwise than filled")


def _same(before: Meaning, after: Meaning) -> bool:
    return before.points == after.points and _folded(before.entered) == _folded(after.entered) and _lines(before) == _lines(after)


def _folded(value: Any) -> Any:
    """Texts as they are compared: in NFC, without blanks around them."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip()
    if isinstance(value, dict):
        return {key: _folded(each) for key, each in value.items()}
    return tuple(map(_folded, value)) if isinstance(value, tuple) else value


def _lines(meaning: Meaning) -> list[str]:
    return sorted(str(sorted((name, str(_folded(value))) for name, value in line.items())) for line in meaning.register)


def _saved(made: Sequence[File], folder: Path) -> dict[int, bytes]:
    """Return the contents by number, those that LibreOffice saves in a few runs of many files."""
    contents = {one.number: one.content for one in made if not one.saved}
    if len(contents) == len(made):
        return contents
    profile = kit.profile(folder / "profile", "vi")
    for how in ("xlsx", "ods"):
        wanted = [one for one in made if one.saved == how]
        for start in range(0, len(wanted), 25):
            some = wanted[start : start + 25]
            source = folder / f"{how}-{start}"
            source.mkdir(parents=True)
            paths = [source / f"{one.number}.xlsx" for one in some]
            for path, one in zip(paths, some, strict=True):
                path.write_bytes(one.content)
            if how == "ods":
                paths = kit.converted(paths, "ods", source / "ods", profile)
            back = kit.converted(paths, "xlsx", source / "back", profile)
            contents |= {one.number: path.read_bytes() for one, path in zip(some, back, strict=True)}
    return contents
