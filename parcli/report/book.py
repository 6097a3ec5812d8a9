"""The city book for the office, tong-hop.xlsx: every unit's points.

Same figures in, same bytes out. Sheets are named after block ids; whatever a unit wrote is text and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.scoring import ItemResult, UnitResult
from parcli.report.area_sheet import area_sheet
from parcli.report.item_sheet import item_sheet
from parcli.report.paper import Paper, add_sheet, blank, fit_row, sheet_names, unit_name, write_heads, write_number, write_text
from parcli.report.wording import Wording, policy_texts

_WIDTHS = (40, 240, 76, 340, 62, 200, 230, 240)
"""Columns of the list of items that do not apply, in pixels."""


def city_book(
    edition: Edition, cycle: Cycle, results: Sequence[UnitResult], inputs: Sequence[tuple[str, str]], wording: Wording, *, provisional: bool = False
) -> bytes:
    """Return tong-hop.xlsx: points by area and by item for each block, the items that do not apply, the sources."""
    paper = blank(edition, cycle, wording, wording.text("report.title.city", year=cycle.year), provisional=provisional)
    present = [block for block in edition.blocks if any(one.block == block.id for one in results)]
    by_area = sheet_names((block.id for block in present), wording.text("report.sheet.areas"))
    by_item = sheet_names((block.id for block in present), wording.text("report.sheet.items"))
    for block in present:
        own = [one for one in results if one.block == block.id]
        area_sheet(paper, by_area[block.id], by_item[block.id], block, own)
        item_sheet(paper, by_item[block.id], block, own)
    _not_applicable_sheet(paper, results)
    _source_sheet(paper, inputs)
    return paper.finished()


def _not_applicable_sheet(paper: Paper, results: Sequence[UnitResult]) -> None:
    words = paper.wording.text
    sheet, row = add_sheet(paper, words("report.sheet.not_applicable"), words("report.heading.not_applicable"))
    columns = ("number", "unit", "code", "title", "maximum", "why", "treatment", "decided")
    for column, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    claims = [(result, one) for result in results for one in result.items if one.why is not None]
    if not claims:
        write_text(paper, sheet, row, 0, words("report.none"), "subtitle")
        return
    write_heads(paper, sheet, row, [words(f"report.column.{each}") for each in columns])
    sheet.freeze_panes(row + 1, 2)
    sheet.repeat_rows(row)
    sheet.autofilter(row, 0, row + len(claims), len(columns) - 1)
    for number, (result, one) in enumerate(claims, 1):
        write_number(sheet, row + number, 0, number, paper.number(0, "centre"))
        write_number(sheet, row + number, 4, one.item.maximum, paper.formats["plain"])
        texts = _claim_texts(paper, result, one)
        fit_row(sheet, row + number, [(text, _WIDTHS[column]) for column, text in texts.items()])
        for column, text in texts.items():
            write_text(paper, sheet, row + number, column, text)


def _claim_texts(paper: Paper, result: UnitResult, one: ItemResult) -> dict[int, str]:
    """The words of a line by column: who, which item, for which reason, with what effect, by whose word."""
    words = paper.wording.text
    exemption = paper.cycle.exempt(result.unit).get(one.code)
    decided = words("report.decided.unit", cell=one.cell or "–") if exemption is None else words("report.decided.cycle", reason=exemption.reason)
    return {
        1: unit_name(paper.cycle, result.unit),
        2: one.code,
        3: one.item.criterion.title or "",
        5: words(f"report.why.{one.why.value}") if one.why else "",
        6: words(f"report.treatment.{one.treatment or 'never'}"),
        7: decided,
    }


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
