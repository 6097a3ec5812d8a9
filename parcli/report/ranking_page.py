"""The ranking as a page: ``xep-hang.html`` for the office, ``xep-hang-cong-khai.html`` for everybody.

Both are made of the same parts; what is not for everybody (how sure a rank is, what is still open, what to look into
first) is never handed to the template of the public one. Each is one file that asks for nothing from anywhere, complete
without its script and on paper. Of a very large city the units' parts are packed, see decision 0036.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup, escape

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.rankbook import BlockBook
from parcli.report.markup import environment
from parcli.report.packing import Piece, packed, piece
from parcli.report.ranking_drawing import Drawing, Drawn, Parts, Table
from parcli.report.ranking_parts import area_cells, block_parts, line
from parcli.report.ranking_view import View
from parcli.report.ranking_words import method_texts
from parcli.report.unit_part import Neighbours, Sheet, common_part, unit_part
from parcli.report.wording import Wording, banners

TEMPLATE = "xep-hang.html.j2"
MOST_PLAIN, MOST_PACKED = 13_000, 100_000
"""Items times units up to which the units' parts stand in the page as they are, some 3.2 MB, and up to which they are packed with all their items."""
PACK_OF = 40
"""So many units stand in one pack: what the browser unpacks to show one of them."""
_COLUMNS = (
    ("rank", "rank"), ("unit", "text"), ("class", "rank"), ("index", "index"), ("final", "number"), ("span", "number"),
    ("weights", "number"), ("change", "move"),
)  # fmt: skip
_KNOWN = ("rank", "unit", "class", "index", "final")


class Said(dict[str, str]):
    """The standing sentences as markup, each looked up once: the units' parts repeat them thousands of times."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def __missing__(self, key: str) -> str:
        return self.setdefault(key, escape(self._wording.text(key)))


def ranking_page(
    edition: Edition,
    cycle: Cycle,
    books: Sequence[BlockBook],
    *,
    provisional: bool,
    public: bool,
    wording: Wording,
    templates: Mapping[str, str],
    drawn: Drawn | None = None,
    unexamined: str = "",
) -> str:
    """Return the page; ``templates`` maps the names in ``templates/html`` to their texts, ``unexamined`` says what was not looked at.

    ``drawn`` is what was drawn for the other page of the same books, of which this one takes what both have in common.
    """
    former = any(one.former for book in books for one in book.units)
    view = View(edition, cycle, wording, public=public, doubt=not public and any(book.draws for book in books), former=former)
    rows = sum(len(one.items) for book in books for one in book.units)
    whole = rows <= MOST_PLAIN
    made = environment(templates, language=wording.language, text=wording.text, said=Said(wording), view=view)
    classes = list(dict.fromkeys(row.class_name for book in books for row in book.ranking.rows if row.class_name))
    blocks = [block_parts(view, book) for book in books]
    known, table = drawn or Drawn(), Table(made, classes=bool(classes), tied=wording.text("report.tied"))
    for book, block in zip(books, blocks, strict=True):
        sheet = Sheet(view, book, brief=rows > MOST_PACKED, titled=whole)
        parts = _unit_parts(sheet, Parts(made, sheet), known)
        block["rows"] = Markup("".join(_rows(view, book, table, known)))  # noqa: S704 - drawn by templates
        block["units"] = ["".join(each) for each in parts] if whole else packed((_apart(each, known) for each in parts), PACK_OF)
    return made.get_template(TEMPLATE).render(
        title=wording.text("report.title.ranking", year=cycle.year),
        edition=edition,
        cycle=cycle,
        banners=banners(wording, edition.status, provisional=provisional),
        provisional=provisional,
        blocks=blocks,
        classes=classes,
        columns=list(_columns(view, classes=bool(classes))),
        whole=whole,
        pack_of=PACK_OF,
        methods=method_texts(view, books),
        unexamined=unexamined,
    )


def _columns(view: View, *, classes: bool) -> Iterator[dict[str, str]]:
    """Return the columns left of the areas, and by what each is sorted."""
    shown = {"class": classes, "span": view.doubt, "weights": view.doubt, "change": view.former}
    for name, by in _COLUMNS:
        if shown.get(name, True):
            key = f"report.column.{name}" if name in _KNOWN else f"rankpage.column.{name}"
            yield {"name": name, "by": by, "label": view.wording.text(key)}


def _rows(view: View, book: BlockBook, table: Table, drawn: Drawn) -> Iterator[str]:
    """Return the markup of each ranked unit's row in the table; ``drawn`` takes what both pages have in common."""
    block = book.ranking.block
    if block not in drawn.cells:
        drawn.cells[block] = [table.cells(cells) for cells in area_cells(view, book)]
    for one, cells in zip(book.units, drawn.cells[block], strict=True):
        yield table.line(line(view, one), cells)


def _unit_parts(sheet: Sheet, parts: Parts, drawn: Drawn) -> Iterator[Drawing]:
    """Return the markup of each ranked unit's part, in rank order; ``drawn`` takes what both pages have in common."""
    units = sheet.book.units
    for place, one in enumerate(units):
        beside = Neighbours(units[place - 1] if place else None, units[place + 1] if place + 1 < len(units) else None)
        if one.row.unit not in drawn.units:
            drawn.units[one.row.unit] = parts.common(common_part(sheet, one, beside))
        yield parts.unit(unit_part(sheet, one, beside), drawn.units[one.row.unit])


def _apart(part: Drawing, drawn: Drawn) -> tuple[Piece, ...]:
    """Return a unit's part with its figures set apart; what both pages say alike is taken apart once."""
    for each in (part.standing, part.table):
        if each not in drawn.pieces:
            drawn.pieces[each] = piece(each)
    return piece(part.head), drawn.pieces[part.standing], piece(part.middle), drawn.pieces[part.table], piece(part.tail)
