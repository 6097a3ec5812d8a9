"""The city book for the office, tong-hop.xlsx: every unit's points.

Same figures in, same bytes out. Sheets are named after block ids; whatever a unit wrote is text and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.scoring import UnitResult
from parcli.report.area_sheet import Totals, area_sheet
from parcli.report.detail import Detail, places
from parcli.report.detail_sheet import detail_sheet
from parcli.report.difference_sheet import difference_sheet, has_differences
from parcli.report.item_sheet import item_sheet
from parcli.report.lookup_sheet import lookup_sheet
from parcli.report.missing_sheet import missing_sheet
from parcli.report.not_applicable_sheet import not_applicable_sheet
from parcli.report.paper import Paper, add_sheet, blank, sheet_names, write_heads, write_text
from parcli.report.wording import Wording, policy_texts


def city_book(
    edition: Edition,
    cycle: Cycle,
    results: Sequence[UnitResult],
    inputs: Sequence[tuple[str, str]],
    wording: Wording,
    *,
    provisional: bool = False,
    scratch: Path | None = None,
) -> bytes:
    """Return tong-hop.xlsx; with ``scratch`` its parts lie in that folder until they are packed. Raises OSError where there is no room for them.

    For each block points by area, by item, and beside the self-scores; a unit to look up; what does not apply, what is
    missing, every figure at every stage, the sources.
    """
    paper = blank(edition, cycle, wording, wording.text("report.title.city", year=cycle.year), provisional=provisional, scratch=scratch)
    detail = places(paper, results)
    totals = _block_sheets(paper, detail, results)
    lookup_sheet(paper, detail, totals, results)
    not_applicable_sheet(paper, detail, totals, results)
    missing_sheet(paper, results)
    detail_sheet(paper, detail, results)
    _source_sheet(paper, inputs)
    return paper.finished()


def _block_sheets(paper: Paper, detail: Detail, results: Sequence[UnitResult]) -> dict[str, Totals]:
    """Write the sheets of each block that has units; return where its units' totals stand."""
    present = [block for block in paper.edition.blocks if any(one.block == block.id for one in results)]
    kinds = ("areas", "items", "differences")
    names = {kind: sheet_names((block.id for block in present), paper.wording.text(f"report.sheet.{kind}")) for kind in kinds}
    totals = {}
    for block in present:
        own = [one for one in results if one.block == block.id]
        totals[block.id] = area_sheet(paper, names["areas"][block.id], names["items"][block.id], detail, block, own)
        item_sheet(paper, names["items"][block.id], detail, block, own)
        if has_differences(own):
            difference_sheet(paper, names["differences"][block.id], detail, block, own)
    return totals


def _source_sheet(paper: Paper, inputs: Sequence[tuple[str, str]]) -> None:
    words = paper.wording.text
    sheet, row = add_sheet(paper, words("report.sheet.sources"), words("report.heading.sources"))
    sheet.set_column_pixels(0, 0, 560)
    sheet.set_column_pixels(1, 1, 480)
    for text in policy_texts(paper.wording, paper.edition.policies):
        write_text(paper, sheet, row, 0, f"• {text}", "subtitle")
        row += 1
    write_text(paper, sheet, row + 1, 0, words("report.heading.inputs"), "section")
    write_heads(paper, sheet, row + 2, [words("report.column.path"), words("report.column.sha256")])
    for place, (path, digest) in enumerate(sorted(inputs), row + 3):
        write_text(paper, sheet, place, 0, path)
        write_text(paper, sheet, place, 1, digest, "code")
