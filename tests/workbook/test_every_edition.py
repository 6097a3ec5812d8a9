"""What holds for every workbook of every edition that is shipped: formulas that Excel 2007 knows, hints within its limits."""

from __future__ import annotations

import html
import re

import pytest
import yaml
from workbook import kit
from workbook.test_sheet import EXCEL_2007, TEXTS

from parcli import shipped
from parcli.workbook import writer

FORMULAS = re.compile(r"<(?:f|formula|formula1|formula2|definedName)\b[^>]*>([^<]*)</")
FUNCTION = re.compile(r"([A-Za-z_][A-Za-z0-9_.]*)\(")
TITLE = re.compile(r'\b(?:promptTitle|errorTitle)="([^"]*)"')
MESSAGE = re.compile(r'\b(?:prompt|error)="([^"]*)"')
LONGEST_FORMULA, LONGEST_TEXT, DEEPEST = 8192, 255, 64


def _blocks():
    for folder in sorted(shipped.folder("criteria").iterdir()):
        for cycle in sorted(folder.glob("cycle-*.yaml")):
            units = yaml.safe_load(cycle.read_text("utf-8"))["units"]
            for block in sorted({unit["block"] for unit in units}):
                yield folder, cycle, next(unit["id"] for unit in units if unit["block"] == block)


pytestmark = pytest.mark.slow
BLOCKS = list(_blocks())


@pytest.fixture(scope="module", params=BLOCKS, ids=lambda each: f"{each[1].stem}-{each[2]}")
def parts(request):
    """The XML of a block's workbook."""
    bench = kit.bench(*request.param)
    return [part.decode() for part in kit.parts(writer.template(bench.layout, bench.look, kit.BANNER)).values()]


def _depth(formula):
    deepest = depth = 0
    for sign in formula:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        deepest = max(deepest, depth)
    return deepest


def test_every_edition_and_block_is_looked_at():
    assert len(BLOCKS) >= 5


def test_no_formula_is_outside_the_allow_list(parts):
    formulas = {html.unescape(text) for part in parts for text in FORMULAS.findall(part)}
    assert len(formulas) > 500
    for formula in formulas:
        bare = TEXTS.sub('""', formula)
        assert set(FUNCTION.findall(bare)) <= EXCEL_2007, formula
        assert len(formula) <= LONGEST_FORMULA
        assert _depth(bare) <= DEEPEST
        assert all(len(text.replace('""', '"')) <= LONGEST_TEXT for text in TEXTS.findall(formula)), formula


def test_no_hint_or_title_is_over_its_limit(parts):
    sheets = "".join(part for part in parts if "<worksheet" in part)
    titles, messages = ({html.unescape(text) for text in which.findall(sheets)} for which in (TITLE, MESSAGE))
    assert titles
    assert all(len(text) <= 32 for text in titles), titles
    assert all(len(text) <= 255 for text in messages)
    assert all("{" not in text for text in titles | messages)
