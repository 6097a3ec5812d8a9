"""The workbook's own report sheet, printed to PDF: what it states is read back as from a signed report."""

from __future__ import annotations

import pypdfium2
import pytest
from workbook import kit

from parcli.core import points
from parcli.core.limits import Limits
from parcli.core.signed_report import agrees, same_code
from parcli.evidence import text
from parcli.evidence.document.figures import figures_in
from parcli.workbook.entries import values

pytestmark = [pytest.mark.office, pytest.mark.slow]


@pytest.mark.parametrize("name", ["hanoi", "district"])
def test_the_total_and_the_check_code_of_the_printed_sheet_are_read(name, request, profile, tmp_path):
    bench = request.getfixturevalue(name)
    entries = bench.clerks(7)
    book = tmp_path / "bang.xlsx"
    book.write_bytes(bench.filled(entries))
    (printed,) = kit.converted([book], "pdf", tmp_path / "pdf", profile)
    content = printed.read_bytes()
    pages = [text.page_at(content, Limits(), place) for place in range(len(pypdfium2.PdfDocument(content)))]
    first = next(place for place, page in enumerate(pages) if any("CỘNG HÒA XÃ HỘI" in segment.text for segment in page.segments))
    found = {one.kind: one for one in figures_in(pages[first:], "text")}
    total = values(bench.layout, entries)["@total"]
    assert found["total"].page == 1
    assert agrees(found["total"].value, (points.rounded(total, 2),))
    returned = bench.read(book.read_bytes())
    if returned.check_code:
        assert same_code(found["code"].value, returned.check_code, by_eye=False)
