"""Scoring sentences in every wording of the table, and as Word, Excel and old fonts give them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from parcli.definitions.annex.rules import Asked, Proposal, propose
from parcli.definitions.annex.rules.verify import built

TABLE: list[dict[str, Any]] = yaml.load(Path(__file__).with_name("sentences.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
_LABELS = ("label", "part", "whole", "now", "before", "ask")
TITLE = "Thực hiện nhiệm vụ được giao trong năm"


def asked(row: dict[str, Any], written: Callable[[str], str] = str) -> Asked:
    lines = tuple(written(line) for line in row["lines"])
    return Asked(
        row.get("title", TITLE), lines, Fraction(row["max"]), tuple(row.get("labels", ())), row.get("survey") == "true", row.get("penalty") == "true"
    )


def _stated(rule: Any, expected: Any) -> Any:
    """Leave out of a rule the labels that the table does not state."""
    if isinstance(rule, list):
        return [_stated(each, other) for each, other in zip(rule, expected, strict=False)] if isinstance(expected, list) else rule
    if not isinstance(rule, dict):
        return rule
    stated = expected if isinstance(expected, dict) else {}
    return {name: _stated(value, stated.get(name)) for name, value in rule.items() if name in stated or name not in _LABELS}


def _checked(row: dict[str, Any], proposal: Proposal) -> None:
    if row["rule"] in ("null", ""):
        assert proposal.rule is None
        assert [line.strip() for line in row["lines"] if line.strip()] == [unicodedata.normalize("NFC", text) for text in proposal.unread]
        assert dict(proposal.said) == {}
        return
    assert proposal.rule is not None
    assert _stated(dict(proposal.rule), row["rule"]) == row["rule"]
    assert built(proposal.rule) is not None
    assert list(proposal.unread) == row.get("unread", [])
    if "said" in row:
        assert dict(proposal.said) == row["said"]


def test_the_table_is_as_long_as_promised_and_no_group_stands_twice() -> None:
    groups = [str({name: row[name] for name in row if name not in ("rule", "said", "unread")}) for row in TABLE]

    assert len(TABLE) >= 120
    assert len(set(groups)) == len(groups)
    assert sum(row["rule"] == "null" for row in TABLE) >= 50


@pytest.mark.parametrize("row", TABLE, ids=lambda row: " | ".join(row["lines"])[:60])
def test_every_group_of_sentences_is_read_as_the_table_says(row: dict[str, Any]) -> None:
    _checked(row, propose(asked(row)))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: " | ".join(row["lines"])[:60])
def test_decomposed_letters_make_no_difference(row: dict[str, Any]) -> None:
    _checked(row, propose(asked(row, lambda line: unicodedata.normalize("NFD", line))))


_WIDE = str.maketrans("0123456789%:", "".join(chr(0xFEE0 + ord(sign)) for sign in "0123456789%:"))


@pytest.mark.parametrize("row", [row for row in TABLE if row["rule"] != "null"], ids=lambda row: " | ".join(row["lines"])[:60])
@pytest.mark.parametrize("written", [lambda line: line.translate(_WIDE), lambda line: line.replace(" ", "\u00a0") + "  "], ids=["wide", "spaces"])
def test_wide_digits_and_hard_spaces_make_no_difference(row: dict[str, Any], written: Callable[[str], str]) -> None:
    _checked(row, propose(asked(row, written)))


def test_capitals_change_labels_only() -> None:
    loud = propose(Asked("A", ("HOÀN THÀNH 100% KẾ HOẠCH: 1 ĐIỂM", "TỪ 80% ĐẾN DƯỚI 100%: 0,5 ĐIỂM", "DƯỚI 80%: 0 ĐIỂM"), Fraction(1)))

    assert loud.rule is not None
    assert loud.rule["bands"] == [{"from": "0.8", "points": "0.5"}, {"from": "1", "points": "1"}]


def test_a_long_title_still_gives_labels_that_a_definition_may_hold() -> None:
    proposal = propose(Asked("Tỷ lệ " + "hồ sơ rất dài " * 60 + "được giải quyết", ("Từ 90%: 1 điểm", "Dưới 90%: 0 điểm"), Fraction(1)))

    assert proposal.rule is not None
    assert 190 < len(str(proposal.rule["part"])) <= 200
