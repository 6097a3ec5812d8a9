"""A small edition in every format, compared with what was reviewed. After a wanted change:

python -m pytest tests/workbook/test_golden.py tests/report/test_annex_golden.py --rewrite-golden
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from report import annex_dumps, small_annex

from parcli.messages import words
from parcli.report.annex_document import document
from parcli.report.annex_sheet import sheets
from parcli.report.annex_text import markdown, page

GOLDEN = Path(__file__).parents[1] / "golden"
SHOWN_LINES = 40


def html(shown):
    folder = small_annex.TEMPLATES / "html"
    whole = page(shown, words("vi"), {path.name: path.read_text("utf-8") for path in folder.iterdir()})
    return whole[whole.index("<body>") :]


FORMATS = {
    "tree": annex_dumps.tree_text,
    "md": lambda shown: markdown(shown, words("vi")),
    "html": html,
    "docx": lambda shown: annex_dumps.document_text(document(shown)),
    "xlsx": lambda shown: annex_dumps.sheet_text(sheets(shown)),
}


@pytest.mark.parametrize("form", FORMATS)
def test_the_annex_is_the_one_that_was_reviewed(form, request):
    seen = FORMATS[form](small_annex.shown())
    file = GOLDEN / f"annex-{form}.txt"
    if request.config.getoption("--rewrite-golden", default=False):
        file.write_text(seen, "utf-8", newline="\n")
    difference = list(difflib.unified_diff(file.read_text("utf-8").splitlines(), seen.splitlines(), "reviewed", "now", lineterm="", n=0))
    assert not difference, "\n".join(difference[:SHOWN_LINES])
