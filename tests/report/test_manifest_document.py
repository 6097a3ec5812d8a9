"""Manifests and seals: written, read back the same, and refused when they are something else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.core.manifest import FileMark, Manifest
from parcli.report.manifest_document import Seal, manifest_document, read_manifest, read_seal, seal_document

HASH = st.text("0123456789abcdef", min_size=64, max_size=64)
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
SETTINGS = st.dictionaries(TEXT, st.one_of(st.none(), TEXT), max_size=3)
MARKS = st.lists(st.builds(FileMark, TEXT, st.one_of(st.just(""), HASH), st.integers(0, 2**40)), max_size=3, unique_by=lambda each: each.path).map(
    lambda marks: tuple(sorted(marks, key=lambda each: each.path))
)
MANIFESTS = st.builds(
    Manifest, TEXT, st.lists(TEXT, max_size=2).map(tuple), TEXT, SETTINGS, SETTINGS, SETTINGS, SETTINGS, st.lists(SETTINGS, max_size=2).map(tuple), TEXT, MARKS, MARKS
)  # fmt: skip
SEALS = st.builds(Seal, TEXT, st.integers(1, 99), TEXT, TEXT, TEXT, TEXT, st.booleans(), MARKS, MARKS)


@given(MANIFESTS)
def test_a_manifest_comes_back_as_it_was(one: Manifest) -> None:
    assert read_manifest(manifest_document(one)) == one


@given(SEALS, st.one_of(st.just(("", "")), st.tuples(TEXT.filter(bool), HASH)))
def test_a_seal_comes_back_as_it_was(one: Seal, previous: tuple[str, str]) -> None:
    whole = Seal(one.name, one.sequence, one.cycle, one.version, one.state, one.note, one.archive, one.inputs, one.files, *previous)
    assert read_seal(seal_document(whole)) == whole


def broken(**change: object) -> str:
    one = Manifest("rank", (), "1", {}, {}, inputs=(FileMark("a", "a" * 64, 1),))
    return json.dumps({**json.loads(manifest_document(one)), **change})


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{", "null", "[" * 100_000, broken(format="parcli/scores@1"), broken(set=None), broken(options="x"), broken(policies={"a": 1}),
        broken(inputs=[1]), broken(inputs=[{"path": "a", "sha256": "xyz", "bytes": 1}]), broken(inputs=[{"path": "a", "sha256": "a" * 64, "bytes": -1}]),
        broken(inputs=[{"path": None, "sha256": "a" * 64, "bytes": 1}]), broken(waivers=[1]), broken(inputs=[{"path": "a", "sha256": "a" * 64, "bytes": "1"}]),
    ],
)  # fmt: skip
def test_what_is_no_manifest_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its words are for nobody
        read_manifest(text)


def test_what_is_no_seal_is_refused() -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_seal(broken())
