"""The ranking as a workbook for the office, xep-hang.xlsx: for each block its ranking, areas, charts, items, neighbours, a sheet to print.

Ranks, classes, leads, means and changes are formulas over the cells that hold the figures, each with the value that the
core found. Same figures in, same bytes out.
"""

from __future__ import annotations

from collections.abc import Sequence

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.rankbook import BlockBook
from parcli.report.paper import blank
from parcli.report.quick_sheet import QuickSheet
from parcli.report.ranking_areas import heat_table
from parcli.report.ranking_charts import charts
from parcli.report.ranking_former import former_table
from parcli.report.ranking_items import item_table
from parcli.report.ranking_lists import methods, movers, neighbours, unranked
from parcli.report.ranking_places import has_former, places
from parcli.report.ranking_print import printed
from parcli.report.ranking_sheet import table
from parcli.report.ranking_tables import ITEMS_FILE
from parcli.report.wording import Wording


def ranking_book(edition: Edition, cycle: Cycle, books: Sequence[BlockBook], *, provisional: bool, wording: Wording, unexamined: str = "") -> bytes:
    """Return xep-hang.xlsx; ``unexamined`` says on the first sheet what was not looked at."""
    paper = blank(edition, cycle, wording, wording.text("report.title.ranking", year=cycle.year), provisional=provisional)
    paper.workbook.worksheet_class = QuickSheet
    found = places(paper, books)
    for place in found:
        table(paper, place, unexamined if place is found[0] else "")
        heat_table(paper, place)
        if has_former(place.book):
            former_table(paper, place)
        charts(paper, place)
        item_table(paper, place, ITEMS_FILE)
        neighbours(paper, place)
        printed(paper, place)
    movers(paper, found)
    unranked(paper, books)
    methods(paper, books)
    return paper.finished()
