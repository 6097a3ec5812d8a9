"""The made pages of docs/ are those that the words and the rules give today."""

from __future__ import annotations

import re

import pytest

from parcli.core.findings import CATALOGUE
from parcli.core.rules import RULES
from parcli.messages.reference import DOCS, findings_page, pages, rules_page


@pytest.mark.parametrize("name", ["findings.md", "rules.md"])
def test_page_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == pages()[name], "stale: run python -m parcli.messages.reference"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_code_has_its_section(language: str) -> None:
    assert re.findall(r"^### (\w{5}) ", findings_page(language), re.MULTILINE) == list(CATALOGUE)


def test_every_rule_has_its_section_fields_and_a_value() -> None:
    page = rules_page()
    sections = page.split("\n## ")[1:]
    assert len(sections) == len(RULES)
    for rule, section in zip(RULES, sections, strict=True):
        assert rule.summary in section
        assert "chưa có điểm" not in section
        shown = set(re.findall(r"^\| `([\w]+)` \|", section, re.MULTILINE))
        assert {field.alias or name for name, field in rule.model_fields.items() if name != "up_to"} <= shown


def test_known_examples_come_out_as_computed_by_hand() -> None:
    page = rules_page()
    assert "Với `part` = 9, `whole` = 10: 9 ÷ 10 × 2 = 1,8 điểm." in page
    assert "Với `count` = 3: 3 × 0,5 = 1,5 điểm." in page
    assert "Với `count` = 3: 2 − 3 × 0,25 = 1,25 điểm." in page
    assert "Với `answer` = Có, `case-2/part` = 3, `case-2/whole` = 4: 3 ÷ 4 × 2 = 1,5 điểm." in page
    assert "Với `value` = 86.5: 86,5 ÷ 100 × 2 = 1,73 điểm." in page
