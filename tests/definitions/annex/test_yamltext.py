"""What is written as YAML comes back as it was, whatever stands in the texts."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
import yaml
from definitions.annex import kit, test_layouts
from hypothesis import given, settings
from hypothesis import strategies as st

from parcli.core import words
from parcli.core.limits import Limits
from parcli.definitions import tree
from parcli.definitions.annex import yamltext
from parcli.definitions.annex.draft import Draft

NASTY = st.sampled_from(
    [
        "- a",
        "# b",
        "a: b",
        "a #b",
        "a:",
        "null",
        "~",
        "yes",
        "No",
        "1.10",
        "0x1F",
        "1_000",
        "2023-01-01",
        "01-01",
        "%",
        "@",
        "`",
        "*x",
        "&y",
        "!t",
        "<<",
        "{a}",
        "[b]",
        "a, b",
        '"c"',
        "'d'",
        "\\n",
        "a\tb",
        "…",
        "«Đ»",
        "a\u2028b",
        "\u0085x",
        "😀",
        "?",
        "? a",
        "| x",
        "> y",
        "---",
        "...",
        "\u00a0a",
        "a\u00a0",
    ]
)
FREE = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from(["\n", ":", "#", "-", " ", '"', "'", ","]), min_size=1, max_size=40)
TEXTS = (NASTY | FREE).map(lambda text: unicodedata.normalize("NFC", text))
RULES = st.fixed_dictionaries(
    {
        "type": st.just("choice"),
        "levels": st.lists(st.fixed_dictionaries({"label": TEXTS, "points": st.sampled_from(["0", "0.5", "10"])}), min_size=1, max_size=4),
    }
)
LEAVES = st.fixed_dictionaries(
    {"code": st.sampled_from(["I.1", "1.10", "a"]), "title": TEXTS, "maximum": st.sampled_from(["1", "0.25"])},
    optional={
        "number": TEXTS,
        "rule": RULES,
        "evidence": st.fixed_dictionaries({"required": st.just("1"), "documents": st.lists(TEXTS, min_size=1, max_size=4)}),
        "not_applicable": st.sampled_from(["never", {"nothing_arose": "full_marks"}]),
        "guidance": TEXTS,
        "review": st.lists(TEXTS, min_size=1, max_size=3),
        "source": st.fixed_dictionaries({"document": TEXTS, "clause": TEXTS, "status": st.just("transcribed")}),
    },
)
AREAS = st.lists(
    st.fixed_dictionaries({"code": st.just("I"), "title": TEXTS, "items": st.lists(LEAVES, min_size=1, max_size=3)}), min_size=1, max_size=2
)


def read(text: str) -> Any:
    root, findings = tree.read(text.encode(), "so.yaml", Limits())
    assert root is not None, (findings, text)
    return root.plain()


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(AREAS, st.lists(TEXTS, max_size=3), TEXTS)
def test_every_tree_comes_back(areas: list[dict[str, Any]], remarks: list[str], heading: str) -> None:
    draft = Draft(tuple(areas), {"I": tuple(remarks), "": tuple(remarks)})
    assert read(yamltext.block(draft, (heading,))) == {"areas": areas}


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_every_heading_file_comes_back(title: str, basis: str) -> None:
    whole = {"edition": "x-1", "title": title, "basis": basis, "version": "1.0", "blocks": {"so": {"title": title, "file": "so.yaml"}}}
    assert read(yamltext.edition(whole)) == whole


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_other_readers_of_yaml_read_the_same_text(text: str) -> None:
    """An editor's own reader must not take a text for a number, a date or a truth value."""
    written = yamltext.edition({"title": text, "list": [text], "rule": {"label": text, "other": [text]}})
    loaded = yaml.safe_load(written)
    assert loaded["title"] == loaded["list"][0] == loaded["rule"]["label"] == loaded["rule"]["other"][0] == text


def test_a_drafted_annex_comes_back_and_looks_like_the_files_that_travel_with_parcli() -> None:
    made = kit.drafted(kit.word(*test_layouts.HEAD, test_layouts.PORTRAIT))
    text = yamltext.block(made, ("Dựng từ tệp «a.docx»\nchưa kiểm tra",))
    assert read(text)["areas"] == [dict(area) for area in made.areas]
    assert text.startswith(
        "# Dựng từ tệp «a.docx»\n# chưa kiểm tra\nareas:\n  - code: I\n    title: CHỈ ĐẠO, ĐIỀU HÀNH\n    maximum: 3.5\n    criteria:\n"
    )
    assert '            number: "1.1"\n' in text
    assert "        rule: {type: points}\n" in text
    assert "            # - Ban hành kịp thời: 0,5 điểm\n            # - Không kịp thời: 0 điểm\n            rule:\n" in text
    assert max(map(len, text.splitlines())) <= 160
    assert text.endswith("# Văn bản gửi sau ngày 31/12 không được xem xét\n")
    assert all(words.tidy(line) for line in text.splitlines() if line)


def test_the_same_annex_gives_the_same_text() -> None:
    content = kit.excel(a=test_layouts.SURVEYED)
    assert yamltext.block(kit.drafted(content)) == yamltext.block(kit.drafted(content))
