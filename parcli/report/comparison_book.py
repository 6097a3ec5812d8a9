"""so-sanh.xlsx: the same item side by side across the units of a block, and where like cases were treated differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parcli.core import points
from parcli.core.appraisal import Compared, ComparedItem
from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.report.outward import clipped
from parcli.report.paper import Paper, Worksheet, add_sheet, blank, fit_row, sheet_names, unit_name, write_heads, write_number, write_text
from parcli.report.wording import Wording

_COLUMNS = ("code", "title", "maximum", "unit", "self", "appraised_1", "appraised_2", "council", "taken", "spread", "reasons", "review")
_WIDTHS = (62, 240, 64, 180, 64, 68, 68, 64, 78, 92, 300, 160)
"""In pixels."""
_ROOM = 0.85
"""How much of a column counts as room for text: letters are wider than they are taken for."""
_REASONS_LENGTH = 400


def comparison_book(edition: Edition, cycle: Cycle, blocks: Mapping[str, Sequence[ComparedItem]], wording: Wording) -> bytes:
    """Return so-sanh.xlsx, a sheet for each block."""
    paper = blank(edition, cycle, wording, wording.text("report.title.comparison", year=cycle.year), provisional=False)
    sheets = sheet_names(blocks, wording.text("report.sheet.comparison"))
    for block_id, items in blocks.items():
        block = edition.block(block_id)
        _sheet(paper, sheets[block_id], block.title if block else block_id, items)
    return paper.finished()


def _sheet(paper: Paper, name: str, title: str, items: Sequence[ComparedItem]) -> None:
    words = paper.wording.text
    sheet, row = add_sheet(paper, name, words("report.heading.comparison", block=title))
    for column, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(column, column, width)
    marked = [one.item.code for one in items if one.unlike]
    said = words("report.comparison.unlike", items=", ".join(marked)) if marked else words("report.comparison.alike")
    write_text(paper, sheet, row, 0, said, "banner" if marked else "subtitle")
    head = row + 1
    write_heads(paper, sheet, head, [words(f"report.comparison.{each}") for each in _COLUMNS])
    sheet.set_row_pixels(head, 60)
    row = head
    for one in items:
        for each in one.units:
            row += 1
            _line(paper, sheet, row, one, each)
    sheet.autofilter(head, 0, max(row, head + 1), len(_COLUMNS) - 1)
    sheet.freeze_panes(head + 1, 2)
    sheet.repeat_rows(head)


def _line(paper: Paper, sheet: Worksheet, row: int, item: ComparedItem, one: Compared) -> None:
    look = "area_" if one.unlike else ""
    places = paper.edition.policies.rounding.print
    texts = {
        "title": item.item.criterion.title or "",
        "unit": unit_name(paper.cycle, one.unit),
        "spread": _spread(item, places),
        "reasons": clipped("\n".join(one.reasons), _REASONS_LENGTH),
        "review": _review(paper.wording, one),
    }
    figures = {
        "self": one.own, "appraised_1": one.stages.appraised_1, "appraised_2": one.stages.appraised_2, "council": one.stages.council,
        "taken": one.taken,
    }  # fmt: skip
    write_text(paper, sheet, row, _COLUMNS.index("code"), item.item.code, f"{look}text")
    write_number(sheet, row, _COLUMNS.index("maximum"), item.item.maximum, paper.number(places, f"{look}plain"))
    for name, text in texts.items():
        write_text(paper, sheet, row, _COLUMNS.index(name), text, f"{look}text")
    for name, value in figures.items():
        place = _COLUMNS.index(name)
        if value is None:
            write_text(paper, sheet, row, place, "", f"{look}text")
        else:
            write_number(sheet, row, place, value, paper.number(places, f"{look}plain"))
    fit_row(sheet, row, [(text, int(_WIDTHS[_COLUMNS.index(name)] * _ROOM)) for name, text in texts.items()])


def _spread(item: ComparedItem, places: int) -> str:
    return "" if item.spread is None else " – ".join(points.vietnamese(value, places) for value in item.spread)


def _review(wording: Wording, one: Compared) -> str:
    """Return in words what there is to look at: nothing is said by colour alone."""
    said = [wording.text("report.comparison.mark")] if one.unlike else []
    if one.claimed:
        said.append(wording.text(f"report.comparison.claim.{one.stages.ruling or 'open'}"))
    said += [wording.text(f"report.comparison.waiting.{each}") for each in one.stages.waiting]
    return "; ".join(dict.fromkeys(said))
