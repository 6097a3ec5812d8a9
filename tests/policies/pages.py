"""The tables of docs/vi/chinh-sach-tinh-diem.md, made from the cases.

From ``tests/``: ``python -m policies.pages`` writes them anew between their marks; a test fails while they are stale.
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from policies.cases import Choice, Figure, Figures, Table, figures, tables

from parcli.core import points

PAGE = Path(__file__).parents[2] / "docs" / "vi" / "chinh-sach-tinh-diem.md"
MARKED = re.compile(r"(<!-- cases: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
FIELD = re.compile(r"\{([^}]+)\}")
_PLACES = 4
_NOTHING = {"class": "không có xếp loại", "rank": "không xếp hạng", "printed": "–", "final": "chưa xác định", "index": "chưa xác định"}


def renewed(text: str) -> str:
    """Return the page with the tables that the cases give today."""
    return MARKED.sub(lambda mark: f"{mark[1]}\n{rendered(tables()[mark[2]])}\n{mark[3]}", text)


def rendered(table: Table) -> str:
    """Return a table as Markdown."""
    head, *rows = lines(table)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)) + "\n"


def lines(table: Table) -> list[list[str]]:
    """Return the heading and the rows of a table."""
    found = {choice.name: figures(choice) for choice in table.choices}
    if table.rows == "choices":
        rows = [[choice.name, *(_filled(cell, found[choice.name]["A"]) for cell in table.columns.values())] for choice in table.choices]
        return [["Lựa chọn", *table.columns], *rows]
    return [["Đơn vị", *table.given, *(choice.name for choice in table.choices)], *(_unit(table, unit, found) for unit in table.choices[0].units)]


def _unit(table: Table, unit: str, found: dict[str, Figures]) -> list[str]:
    first = found[table.choices[0].name][unit]
    told = [_filled(cell, first) for cell in table.given.values()]
    return [unit, *told, *(_filled(table.cell, found[choice.name][unit]) for choice in table.choices)]


def shown_figures(table: Table, choice: Choice) -> set[str]:
    """Return the names of the figures that a table shows of a choice."""
    given = table.given.values() if choice is table.choices[0] else ()
    return {name for cell in (*table.columns.values(), *given, table.cell) for name in FIELD.findall(cell)}


def _filled(cell: str, told: dict[str, Figure]) -> str:
    return FIELD.sub(lambda field: _shown(field[1], told[field[1]]), cell)


def _shown(name: str, value: Figure) -> str:
    """Return a figure as people write it; an endless decimal is cut and says so."""
    if value is None:
        return _NOTHING[name]
    if not isinstance(value, Fraction):
        return str(value)
    cut = Fraction(int(value * 10**_PLACES), 10**_PLACES)
    return points.vietnamese(cut) + ("" if cut == value else "…")


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8", newline="\n")
