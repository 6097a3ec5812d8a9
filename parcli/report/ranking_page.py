"""The ranking as a page: ``xep-hang.html`` for the office, ``xep-hang-cong-khai.html`` for everybody.

Both are made of the same parts; what is not for everybody (how sure a rank is, what is still open, what to look into
first) is never handed to the template of the public one. Each is one file that asks for nothing from anywhere, complete
without its script and on paper. Of a very large city the units' parts are packed, see decision 0036.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.rankbook import BlockBook
from parcli.report.markup import environment
from parcli.report.packing import packed
from parcli.report.ranking_parts import block_parts
from parcli.report.ranking_view import View
from parcli.report.ranking_words import method_texts
from parcli.report.unit_part import Neighbours, Sheet, common_part, unit_part
from parcli.report.wording import Wording, banners

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATE, UNIT_TEMPLATE = "xep-hang.html.j2", "xep-hang-don-vi.html.j2"
ITEM_TEMPLATE, COMMON_TEMPLATE = "xep-hang-muc.html.j2", "xep-hang-chung.html.j2"
MOST_PLAIN, MOST_PACKED = 13_000, 100_000
"""Items times units up to which the units' parts stand in the page as they are, some 3.2 MB, and up to which they are packed with all their items."""
PACK_OF = 40
"""So many units stand in one pack: what the browser unpacks to show one of them."""
_COLUMNS = (
    ("rank", "rank"), ("unit", "text"), ("class", "rank"), ("index", "index"), ("final", "number"), ("span", "number"),
    ("weights", "number"), ("change", "move"),
)  # fmt: skip
Common = dict[str, "tuple[Markup, Markup]"]
"""By unit, as markup, what both pages say of it alike: its standing, and the table of its items."""
_KNOWN = ("rank", "unit", "class", "index", "final")


class Said(dict[str, str]):
    """The standing sentences as markup, each looked up once: the units' parts repeat them thousands of times."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def __missing__(self, key: str) -> str:
        from markupsafe import escape  # noqa: PLC0415 - comes with Jinja2, which is not needed for the start of a command

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
    drawn: Common | None = None,
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
    # Each item is named in every unit's part; its name is the same in all of them.
    made.globals["item"] = lru_cache(maxsize=4096)(made.get_template(ITEM_TEMPLATE).module.item)  # type: ignore[attr-defined]
    classes = list(dict.fromkeys(row.class_name for book in books for row in book.ranking.rows if row.class_name))
    blocks = [block_parts(view, book) for book in books]
    for book, block in zip(books, blocks, strict=True):
        sheet = Sheet(view, book, brief=rows > MOST_PACKED, titled=whole)
        parts = _unit_parts(sheet, made, {} if drawn is None else drawn)
        block["units"] = list(parts) if whole else packed(parts, PACK_OF)
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


def _unit_parts(sheet: Sheet, made: Environment, drawn: Common) -> Iterator[str]:
    """Return the markup of each ranked unit's part, in rank order; ``drawn`` takes what both pages have in common."""
    units, template, common = sheet.book.units, made.get_template(UNIT_TEMPLATE), made.get_template(COMMON_TEMPLATE).module
    for place, one in enumerate(units):
        beside = Neighbours(units[place - 1] if place else None, units[place + 1] if place + 1 < len(units) else None)
        if one.row.unit not in drawn:
            part = common_part(sheet, one, beside)
            drawn[one.row.unit] = (common.standing(part, sheet.columns), common.table(part))  # type: ignore[attr-defined]
        standing, table = drawn[one.row.unit]
        yield template.render(unit={**unit_part(sheet, one, beside), "standing": standing, "table": table}, columns=sheet.columns)
