"""A workbook as readable text, compared with the one that was reviewed. After a wanted change:

python -m pytest tests/workbook/test_golden.py --rewrite-golden
"""

from __future__ import annotations

import difflib
import io
from pathlib import Path

from openpyxl import load_workbook
from workbook import kit

from parcli.workbook import names, writer

GOLDEN = Path(__file__).parents[1] / "golden" / "workbook-khanhhoa-xa.txt"
SHOWN_LINES = 40
LARGEST = 300 * 1024


def dump(content: bytes) -> str:
    """Write down what stands in a workbook: names, sheets, cells, validations, page setup; no days, no identity of the maker."""
    book = load_workbook(io.BytesIO(content))
    lines = [f"property {prop.name} = {prop.value}" for prop in book.custom_doc_props.props]
    lines += [f"name {name} = {book.defined_names[name].attr_text}" for name in sorted(book.defined_names)]
    for sheet in book:
        lines += ["", f"== {sheet.title} ({sheet.sheet_state})", *_frame(sheet), *_rows(sheet)]
    return "\n".join(lines) + "\n"


def _frame(sheet):
    setup = sheet.page_setup
    yield f"page paper {setup.paperSize} {setup.orientation} fit {setup.fitToWidth}x{setup.fitToHeight} repeat {sheet.print_title_rows} area {sheet.print_area}"
    yield f"footer {sheet.oddFooter.left.text} | {sheet.oddFooter.right.text}"
    yield f"freeze {sheet.freeze_panes} filter {sheet.auto_filter.ref} gridlines {sheet.sheet_view.showGridLines}"
    yield f"protected {bool(sheet.protection.sheet)}"
    yield "widths " + " ".join(f"{letter}:{each.width:g}" for letter, each in sorted(sheet.column_dimensions.items()))
    yield f"merged {' '.join(sorted(map(str, sheet.merged_cells.ranges)))}"
    for rule in sheet.data_validations.dataValidation:
        asked = " ".join(str(part) for part in (rule.type, rule.operator, rule.formula1, rule.formula2) if part is not None)
        yield f"validation {rule.sqref} {asked} | {rule.promptTitle}: {rule.prompt} | {rule.errorStyle or 'stop'} {rule.errorTitle}: {rule.error}"
    for span in sheet.conditional_formatting:
        yield from (f"format {span.sqref} {rule.type} {rule.formula}" for rule in span.rules)


def _rows(sheet):
    for line in sheet.iter_rows():
        for cell in line:
            if cell.value is None and (cell.protection.locked or not sheet.protection.sheet):
                continue
            marks = [] if cell.protection.locked else ["open"]
            if cell.number_format != "General":
                marks.append(cell.number_format)
            if cell.hyperlink:
                marks.append(f"-> {cell.hyperlink.location}")
            yield f"{cell.coordinate}  {'' if cell.value is None else cell.value!r}{''.join(f' [{mark}]' for mark in marks)}"


def test_the_workbook_is_the_one_that_was_reviewed(commune, request):
    seen = dump(writer.stamped(writer.template(commune.layout, commune.look, kit.BANNER), commune.unit))
    if request.config.getoption("--rewrite-golden", default=False):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(seen, "utf-8", newline="\n")
    reviewed = GOLDEN.read_text("utf-8")
    difference = list(difflib.unified_diff(reviewed.splitlines(), seen.splitlines(), "reviewed", "now", lineterm="", n=0))
    assert not difference, "\n".join(difference[:SHOWN_LINES])


def test_the_dump_is_small_and_says_what_matters():
    text = GOLDEN.read_text("utf-8")
    assert len(text.encode()) < LARGEST
    assert all(f"== {name} (" in text for name in names.SHEETS)
    assert f"name {names.IDENTITY_NAME} = " in text
    assert "SUMPRODUCT(--EXACT(" in text
    assert "[open]" in text
    assert "2000-01-01" not in text
