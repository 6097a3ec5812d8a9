"""The catalogue, the code and the words agree: no code without words, no words that ask for what no call gives."""

from __future__ import annotations

import re
import string
import unicodedata
from collections import defaultdict
from itertools import chain

import pytest
from messages.emissions import PLACES, emissions, literal_codes, sources

from parcli.core.edition import BlockFile
from parcli.core.findings import CATALOGUE, Finding
from parcli.core.limits import Limits
from parcli.definitions import tree
from parcli.definitions.models import build
from parcli.messages import words

LANGUAGES = ("vi", "en")
PARTS = ("title", "message", "remedy", "basis")
ENGLISH = (
    "the", "and", "or", "not", "of", "file", "sheet", "cell", "row", "column", "error", "warning", "score", "scores", "item", "unit", "block",
    "area", "value", "missing", "found", "expected", "workbook", "evidence", "folder", "survey", "rank", "ranking", "result", "results",
    "template", "upload", "input", "output", "check", "invalid", "link", "path", "key", "label", "line", "list", "number", "date", "analyst",
)  # fmt: skip
ACCUSING = ("gian lận", "giả mạo", "sửa chữa trái phép", "vi phạm", "cố ý", "cố tình", "thiếu trung thực", "fraud", "forged", "cheat", "dishonest")
# Names that must stand as they are: what is quoted, values, paths and files, commands.
_NAMES = re.compile(r"«[^»]*»|\{[^}]*\}|[\w./-]*/[\w./-]*|[\w.-]+\.(?:xlsx|csv|pdf|yaml|json|html)\b|parcli [a-z-]+(?:,? [a-z-]+\b)*", re.ASCII)


def asked(text: str) -> set[str]:
    """Return the names of a text's placeholders."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def given() -> dict[str, set[str]]:
    """Return for each code the values that every place gives which emits it."""
    every: dict[str, list[frozenset[str]]] = defaultdict(list)
    for one in emissions():
        every[one.code].append(one.values)
    return {code: set(frozenset.intersection(*all_given)) for code, all_given in every.items()}


GIVEN = given()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words_and_nothing_else_has(language: str) -> None:
    assert list(words(language).findings) == list(CATALOGUE)
    for code, entry in words(language).findings.items():
        assert tuple(entry) == PARTS, code
        assert all(entry[part].strip() == entry[part] != "" for part in PARTS), code


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CATALOGUE)
def test_words_ask_only_for_what_every_call_gives(code: str, language: str) -> None:
    entry = words(language).findings[code]
    wanted = set(chain.from_iterable(asked(entry[part]) for part in PARTS))
    assert wanted <= GIVEN.get(code, set()) | PLACES
    assert not asked(entry["title"])


def test_every_code_is_emitted_somewhere() -> None:
    assert sorted(set(CATALOGUE) - set(GIVEN)) == []


@pytest.mark.slow
def test_every_code_in_the_source_is_in_the_catalogue_and_seen_by_the_walk() -> None:
    written = set().union(*(literal_codes(source) for source in sources()))
    assert sorted(written - set(CATALOGUE)) == []
    assert sorted(written - set(GIVEN)) == []


@pytest.mark.parametrize("code", [code for code in CATALOGUE if code.startswith("DF")])
def test_a_complaint_about_a_definition_begins_with_its_line(code: str) -> None:
    assert words("vi").findings[code]["message"].startswith("Dòng {line}: ")
    assert words("en").findings[code]["message"].startswith("Line {line}: ")


def test_both_languages_have_the_same_standing_sentences() -> None:
    vietnamese, english = words("vi").texts, words("en").texts
    assert sorted(vietnamese) == sorted(english)
    for key, text in vietnamese.items():
        assert asked(text) == asked(english[key]), key


def every_text(language: str) -> list[tuple[str, str]]:
    """Return all texts of a language with their names."""
    chosen = words(language)
    parts = [(f"{code}.{part}", entry[part]) for code, entry in chosen.findings.items() for part in PARTS]
    return [*parts, *chosen.texts.items()]


def test_vietnamese_is_nfc_and_holds_no_english() -> None:
    for name, text in every_text("vi"):
        assert unicodedata.is_normalized("NFC", text), name
        plain = re.findall(r"\w+", _NAMES.sub(" ", text).casefold())
        assert not set(plain).intersection(ENGLISH), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_accused(language: str) -> None:
    for name, text in every_text(language):
        assert not [word for word in ACCUSING if word in text.casefold()], name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CATALOGUE)
def test_every_finding_can_be_worded(code: str, language: str) -> None:
    values = tuple((name, "?") for name in sorted(GIVEN.get(code, set())))
    worded = words(language).finding(Finding(code, values=values))
    assert not [text for text in (worded.message, worded.remedy, worded.basis) if "{" in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_where_a_number_or_a_day_is_wanted_is_worded(language: str) -> None:
    """The models leave out values that are blank, so the words must do without them."""
    text = (
        'areas: [{code: I, title: a, maximum: "", items: [{code: I.1, title: b, maximum: 1, rule: {type: deadline, label: c, due: "", on_time: 1}}]}]'
    )
    root, _ = tree.read(text.encode(), "so.yaml", Limits())
    assert root is not None
    _, complaints = build(BlockFile, root, "so.yaml")
    assert {"DF113", "DF115"} <= {one.code for one in complaints}
    assert all("1" in words(language).finding(one).message for one in complaints)
