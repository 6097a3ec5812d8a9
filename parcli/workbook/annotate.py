"""A copy of a returned workbook in which every finding stands at its cell, to be mended and sent back as it is."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence

from parcli.core.findings import Finding
from parcli.workbook import marks, mend_sheet
from parcli.workbook.look import Look
from parcli.workbook.marks import Wording
from parcli.workbook.measure import Ruler
from parcli.workbook.mend_sheet import About
from parcli.workbook.restore import restored


def annotated(content: bytes, findings: Sequence[Finding], about: About, wording: Wording, look: Look) -> bytes:
    """Return the copy; the file that came in is not touched. The same input gives the same bytes.

    What a former annotated copy left in it is taken away first. All else is as it came: entries, formulas with what they
    last showed, lists, formats, protection, names, print set-up.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy; only annotated copies need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Without the part that a link leads to, Excel would call a copy with the unit's own formula damaged.
        book = load_workbook(io.BytesIO(content), keep_links=True, rich_text=True)
    ordered = mend_sheet.in_order(findings)
    marks.taken_off(book)
    marks.put_on(book, ordered, wording, Ruler(look.fonts))
    mend_sheet.write(book, ordered, about, wording, look)
    book.calculation.fullCalcOnLoad = True
    target = io.BytesIO()
    book.save(target)
    return restored(target.getvalue(), content)
