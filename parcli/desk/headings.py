"""The headings of tables of figures: which words stand for which column, and how the columns of a table are told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parcli.core import words
from parcli.core.figures import FIGURE_KINDS
from parcli.core.returned import Cell

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "unit": ("unit", "mã đơn vị", "đơn vị", "cơ quan", "cơ quan, đơn vị"),
    "name": ("tên đơn vị", "tên cơ quan", "tên cơ quan, đơn vị"),
    "item": ("item", "mã", "mã tiêu chí", "tiêu chí"),
    "value": ("value", "giá trị", "kết quả", "điểm trung bình", "điểm tb", "giá trị trung bình"),
    "percent": ("percent", "tỷ lệ (%)", "tỉ lệ (%)", "tỷ lệ %", "tỉ lệ %", "tỷ lệ", "tỉ lệ", "phần trăm"),
    "points": ("points", "điểm đạt được", "số điểm", "điểm đạt"),
    "score": ("điểm",),
    "option": ("option", "phương án", "phương án trả lời", "mức"),
    "count": ("count", "số phiếu", "số lượt", "số người"),
    "respondents": ("respondents", "số người trả lời", "số phiếu hợp lệ", "số phiếu trả lời", "cỡ mẫu"),
}
"""Column: the headings by which it is known. Of several that stand side by side for a unit, an item or the number of
respondents, the one named first here counts; any other column that stands twice is ambiguous."""

_BY_HEADING = {words.key(text): (name, rank) for name, texts in HEADINGS.items() for rank, text in enumerate(texts)}
_RANKED = ("unit", "name", "item", "respondents")
_WHOSE = ("unit", "name")
_WITHIN = 30
"""Rows in which the headings are looked for: titles may stand above them."""
_UNDER = (*FIGURE_KINDS, "count", "respondents")
"""What may stand under or over the code of an item or the name of a unit."""


@dataclass(frozen=True, slots=True)
class Known:
    """The codes of the items and the names of the units that may head a column of a wide table, as they are compared."""

    items: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()

    def target(self, text: str) -> tuple[str, str] | None:
        """Return whether a heading names an item or a unit, and its comparing form: ``I.1`` and ``I.1. Tên tiêu chí`` alike."""
        key = words.key(text)
        first = key.split(" ")[0].rstrip(".:") if key else ""
        if key in self.items or first in self.items:
            return "item", key if key in self.items else first
        return ("unit", key) if key in self.units else None


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the columns of a table are.

    ``first`` is the row under the headings, from 0; ``columns`` the plain columns by name; ``wide`` for each column that
    is headed by an item or a unit: its place, the kind of its figures, and the heading. ``doubled`` are headings that
    stand for the same column; ``unknown`` those beside the columns of a wide table that name nothing known. ``below`` is
    how many headings stand in a second row.
    """

    first: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)
    wide: tuple[tuple[int, str, Cell], ...] = ()
    doubled: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    below: int = 0

    @property
    def known(self) -> tuple[int, int]:
        """How many columns are known, and how many of them by a second row of headings, which says more than the first."""
        return len(self.columns) + len(self.wide), self.below

    @property
    def missing(self) -> tuple[str, ...]:
        """The columns that are missing for a table of figures."""
        have = set(self.columns)
        needed = {"unit", "item"}
        if self.wide:
            needed -= {"item"} if have & set(_WHOSE) else {"unit"}
        elif {"option", "count"} & have:
            needed |= {"option", "count"}
        elif not have & set(FIGURE_KINDS):
            needed |= {"value"}
        return tuple(sorted(needed - have))


def find(rows: Sequence[Sequence[Cell]], known: Known) -> Heading:
    """Find the headings among the first rows: the row, or the two rows together, with the most known columns."""
    best = Heading()
    for place in range(min(len(rows), _WITHIN)):
        lower = rows[place + 1] if place + 1 < len(rows) else ()
        for each in (_heading(rows[place], (), place + 1, known), _heading(rows[place], lower, place + 2, known)):
            if each.known > best.known:
                best = each
    return best


def _heading(upper: Sequence[Cell], lower: Sequence[Cell], first: int, known: Known) -> Heading:
    """Read one row of headings, or two where nothing stands under the headings of unit and item."""
    roles = [_role(upper, lower, place, known) for place in range(max(len(upper), len(lower)))]
    if any(_said(lower, place) and _name(_said(upper, place)) in (*_WHOSE, "item") for place in range(len(lower))):
        return Heading()
    plain: dict[str, list[tuple[int, int, str]]] = {}
    wide: list[tuple[int, str, Cell]] = []
    for place, (name, target, text) in enumerate(roles):
        if target is not None:
            wide.append((place, name, target))
        elif name:
            plain.setdefault(name, []).append((_BY_HEADING[_bare(text)][1], place, text))
    columns = {name: min(found)[1] if name in _RANKED else found[0][1] for name, found in plain.items()}
    wide = _fitting(wide, columns, known)
    doubled = [text for name, found in plain.items() if len(found) > 1 and name not in _RANKED for _, _, text in found]
    below = sum(1 for place in range(len(lower)) if _name(_said(lower, place)))
    unknown = _unknown(upper, lower, {place for place, (name, _, _) in enumerate(roles) if name}, wide)
    return Heading(first, _in_order(_settled(columns)), tuple(wide), (*doubled, *_twice(wide, known)), unknown, below)


def _role(upper: Sequence[Cell], lower: Sequence[Cell], place: int, known: Known) -> tuple[str, Cell | None, str]:
    """Return what a column holds, the heading of an item or unit that it belongs to, and the words that say so."""
    above, below = _said(upper, place), _said(lower, place)
    if not below:
        return _alone(upper[place], known) if above else ("", None, "")
    over = place if above else _to_the_left(upper, lower, place)
    over_text = "" if over is None else _said(upper, over)
    if over is not None and known.target(over_text) and _name(below) in _UNDER:
        return _name(below), upper[over], below
    if known.target(below) and _name(over_text) in FIGURE_KINDS:
        return _name(over_text), lower[place], below
    return _alone(lower[place], known)


def _to_the_left(upper: Sequence[Cell], lower: Sequence[Cell], place: int) -> int | None:
    """Return the heading that spans this column too; a title over the column of units or items spans nothing."""
    left = next((left for left in range(place - 1, -1, -1) if _said(upper, left)), None)
    return None if left is None or _name(_said(lower, left)) in (*_WHOSE, "item") else left


def _alone(cell: Cell, known: Known) -> tuple[str, Cell | None, str]:
    name = _name(cell.text)
    return (name, None, cell.text) if name else ("score", cell, cell.text) if known.target(cell.text) else ("", None, "")


def _fitting(wide: list[tuple[int, str, Cell]], columns: Mapping[str, int], known: Known) -> list[tuple[int, str, Cell]]:
    """Return the wide columns that make sense: items beside units that are named in the rows, or units beside items."""
    has_unit, has_item = bool(set(_WHOSE) & set(columns)), "item" in columns
    if has_unit == has_item:
        return []
    wanted = "item" if has_unit else "unit"
    return [each for each in wide if (known.target(each[2].text) or ("", ""))[0] == wanted]


def _unknown(upper: Sequence[Cell], lower: Sequence[Cell], known: set[int], wide: Sequence[tuple[int, str, Cell]]) -> tuple[str, ...]:
    """Return the headings to the right of the first item or unit of a wide table that name neither: a misspelt one would be lost."""
    first = min((place for place, _, _ in wide), default=len(upper) + len(lower))
    places = (place for place in range(first, max(len(upper), len(lower))) if place not in known)
    return tuple(text for place in places if (text := _said(lower, place) or _said(upper, place)))


def _twice(wide: Sequence[tuple[int, str, Cell]], known: Known) -> tuple[str, ...]:
    seen: set[tuple[object, str]] = set()
    found = []
    for _, name, target in wide:
        mark = (known.target(target.text), name)
        found += [target.text] if mark in seen else []
        seen.add(mark)
    return tuple(found)


def _settled(columns: dict[str, int]) -> dict[str, int]:
    """Settle what a column is by what stands beside it: a name alone names the unit, ballots beside a figure are the respondents."""
    if "name" in columns and "unit" not in columns:
        columns["unit"] = columns.pop("name")
    if "count" in columns and "option" not in columns and set(columns) & set(FIGURE_KINDS):
        columns.setdefault("respondents", columns["count"])
        del columns["count"]
    return columns


def _in_order(columns: Mapping[str, int]) -> dict[str, int]:
    return {name: columns[name] for name in HEADINGS if name in columns}


def _said(line: Sequence[Cell], place: int) -> str:
    """Return the text of a heading; a number or a day is none."""
    cell = line[place] if place < len(line) else None
    return cell.text.strip() if cell is not None and isinstance(cell.raw, str) else ""


def _name(text: str) -> str:
    return _BY_HEADING.get(_bare(text), ("", 0))[0]


def _bare(text: str) -> str:
    """Return a heading as it is compared, without a remark in brackets behind it unless that belongs to it."""
    key = words.key(text)
    return key if key in _BY_HEADING or not key.endswith(")") else key.rpartition("(")[0].strip()
