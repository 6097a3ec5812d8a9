"""What a value looks like in a cell, and what a cell says in the files: the two directions side by side."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from parcli.container import text_of
from parcli.core import words
from parcli.core.register import Line, Plain
from parcli.setup.layout import Column, Layout

_LONGEST = 32_000
"""Characters of one cell; sheets cut silently at 32 767."""
_FIRST_DAY = date(1900, 3, 1)
"""Before it sheets count days wrongly, so an earlier day stands as text."""
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]")
_LOCAL_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00:00(?:\.0+)?)?", re.ASCII)


class Unreadable(ValueError):
    """A cell that says nothing usable: the finding's code and what the words need."""

    def __init__(self, code: str, found: str, known: str = "", suggestion: str = "") -> None:
        super().__init__(code)
        self.code, self.found, self.known, self.suggestion = code, found, known, suggestion


def outward(layout: Layout, column: Column, value: Plain) -> str | date:
    """Return what stands in a cell for a value of the files."""
    if isinstance(value, tuple):
        # Several names stand one to a line. A single one with a semicolon ends its line, so that it is not taken for two.
        return _clean("\n".join(value) + ("\n" if len(value) == 1 and ";" in value[0] else ""))
    if column.kind == "day":
        day = date.fromisoformat(value)
        return day if day >= _FIRST_DAY else f"{day.day:02}/{day.month:02}/{day.year:04}"
    if column.kind == "choice":
        return layout.choices[column.name].get(value, value)
    return _clean(value)


def _clean(text: str) -> str:
    """Make unseen signs visible, which a sheet cannot carry; a cell that still shows them so is taken for unchanged."""
    seen = _UNSEEN.sub(lambda sign: f"⟨U+{ord(sign[0]):04X}⟩", text.replace("\r\n", "\n"))
    return seen if len(seen) <= _LONGEST else seen[:_LONGEST] + "[…]"


def inward(layout: Layout, column: Column, raw: Any) -> Plain | None:
    """Return what a cell says as a value of the files, None for a blank. Raises Unreadable."""
    if raw is None or (isinstance(raw, str) and not _tidy(raw)):
        return None
    if column.kind == "day":
        return _day(raw)
    if not isinstance(raw, str):
        raise Unreadable("ST112", shown(raw))
    if column.kind == "several":
        return _several(raw) or None
    text = _tidy(raw)
    if column.kind == "choice":
        return _chosen(layout, column, text)
    return text if column.kind == "lines" else words.tidy(text)


def shown(raw: Any) -> str:
    """Return a cell's raw content in words."""
    if isinstance(raw, datetime):
        return f"{raw:%d/%m/%Y}" if raw.time() == time() else f"{raw:%d/%m/%Y %H:%M}"
    if isinstance(raw, date):
        return f"{raw:%d/%m/%Y}"
    return f"{raw:.15g}" if isinstance(raw, float) else str(raw)


def _tidy(text: str) -> str:
    whole = unicodedata.normalize("NFC", _UNSEEN.sub("", text_of(text)))
    return whole.replace("\u00a0", " ").strip()


def _several(raw: str) -> tuple[str, ...]:
    text = text_of(raw)
    parts = text.split("\n") if "\n" in text else text.split(";")
    return tuple(tidy for part in parts if (tidy := words.tidy(_tidy(part))))


def _day(raw: Any) -> str:
    if isinstance(raw, datetime):
        if raw.time() != time():
            raise Unreadable("ST113", shown(raw))
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    text = _tidy(raw) if isinstance(raw, str) else ""
    local, iso = _LOCAL_DAY.fullmatch(text), _ISO_DAY.fullmatch(text)
    parts = (local[3], local[2], local[1]) if local else (iso[1], iso[2], iso[3]) if iso else None
    if parts is None:
        raise Unreadable("ST113", shown(raw))
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        raise Unreadable("ST113", text) from None


def _chosen(layout: Layout, column: Column, text: str) -> str:
    choices = layout.choices[column.name]
    known = {words.key(word): value for value, word in choices.items()} | {words.key(value): value for value in choices}
    if column.name == "block":
        known |= {words.key(title): value for title, value in layout.also.items()}
    found = known.get(words.key(text))
    if found is None:
        raise Unreadable("ST114", text, "; ".join(choices.values()), nearest(text, choices.values()))
    return found


def nearest(text: str, known: Any) -> str:
    """Return what is spelt most like a text, blank where nothing is near."""
    by_key = {words.unaccented(each): each for each in known}
    close = difflib.get_close_matches(words.unaccented(text), by_key, n=1, cutoff=0.6)
    return by_key[close[0]] if close else ""


def faces(layout: Layout, lists: Mapping[str, Sequence[Line]]) -> dict[str, tuple[Line, ...]]:
    """Return the lists as they read back from a workbook that was just made."""
    return {name: tuple(_face(layout, name, line) for line in lines) for name, lines in lists.items()}


def _face(layout: Layout, name: str, line: Line) -> Line:
    columns = {column.name: column for column in layout.sheets[name].columns if column.kind != "shown"}
    read = {key: _there_and_back(layout, columns[key], value) for key, value in line.items()}
    return {key: value for key, value in read.items() if value is not None}


def _there_and_back(layout: Layout, column: Column, value: Plain) -> Plain | None:
    try:
        return inward(layout, column, outward(layout, column, value))
    except Unreadable:
        return value
