"""What is kept from run to run is used only for files that have not changed, and losing it changes nothing."""

from __future__ import annotations

import json
import os
import stat
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.core.document import DocumentWords, Reading, StatedPeriod
from parcli.core.evidence import EvidenceFile, EvidenceFolder, PdfFacts
from parcli.core.limits import Limits
from parcli.core.signature import SignatureFacts
from parcli.demo.paper import Paper, scan_pdf, text_pdf
from parcli.evidence.codec import from_plain, to_plain
from parcli.evidence.inspect import read_folders
from parcli.evidence.plan import Plan
from parcli.evidence.trust import Trust

LIMITS = Limits()
PAPER = Paper("05/BC-SNV", date(2023, 1, 5), "UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ", "BÁO CÁO", "Kết quả", ("Nội dung.",), "GIÁM ĐỐC")
OLD = 1_700_000_000_000_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder whose files were last changed long ago."""
    folder = tmp_path / "evidence"
    for name, content in {"I.1/a.pdf": text_pdf(PAPER), "I.1/quét.pdf": scan_pdf(PAPER, 3), "b.txt": b"ghi ch\xc3\xba"}.items():
        put(folder / name, content)
    return folder


def put(place: Path, content: bytes, changed: int = OLD) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    os.utime(place, ns=(changed, changed))


def read(root: Path, plan: Plan) -> EvidenceFolder:
    return read_folders({"u": root}, LIMITS, plan)["u"]


def kept(plan: Plan) -> Path:
    assert plan.cache is not None
    (place,) = plan.cache.rglob("facts.json")
    return place


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return Plan(cache=tmp_path / "cache")


def test_the_facts_are_the_same_with_a_cache_without_and_again(root: Path, plan: Plan) -> None:
    bare = read(root, Plan())
    assert read(root, plan) == bare
    assert read(root, plan) == bare


def hidden_change(place: Path) -> None:
    """Change a byte so that size, time of change and inode stay as they were: only reading it would tell."""
    content = bytearray(place.read_bytes())
    content[-1] ^= 1
    with place.open("r+b") as handle:
        handle.write(content)
    os.utime(place, ns=(OLD, OLD))


@pytest.mark.parametrize("besides", [False, True], ids=["nothing-else", "another-file-came"])
def test_an_unchanged_file_is_not_read_again(root: Path, plan: Plan, besides: bool) -> None:
    before = read(root, plan)
    hidden_change(root / "I.1/a.pdf")
    if besides:
        put(root / "c.txt", b"c")
    after = read(root, plan)
    assert [file for file in after.files if file.path != "c.txt"] == list(before.files)
    assert ("c.txt" in {file.path for file in after.files}) == besides
    assert read(root, Plan()) != after


def test_a_touched_file_is_read_again(root: Path, plan: Plan) -> None:
    read(root, plan)
    hidden_change(root / "I.1/a.pdf")
    os.utime(root / "I.1/a.pdf", ns=(OLD + 1, OLD + 1))
    assert read(root, plan) == read(root, Plan())


def test_a_renamed_file_a_removed_file_and_another_size_are_noticed(root: Path, plan: Plan) -> None:
    read(root, plan)
    (root / "I.1/a.pdf").rename(root / "I.1/z.pdf")
    (root / "b.txt").unlink()
    put(root / "I.1/quét.pdf", b"%PDF-1.4 short")
    assert read(root, plan) == read(root, Plan())


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a right there")
def test_a_file_that_became_a_link_is_noticed(root: Path, plan: Plan) -> None:
    read(root, plan)
    (root / "b.txt").unlink()
    (root / "b.txt").symlink_to(root / "I.1/a.pdf")
    assert [entry.reason for entry in read(root, plan).refused] == ["link"]


def test_a_file_changed_just_before_the_facts_were_written_is_not_believed_unchanged(root: Path, plan: Plan) -> None:
    place = root / "b.txt"
    place.write_bytes(b"now")
    read(root, plan)
    now = place.stat().st_mtime_ns
    with place.open("r+b") as handle:
        handle.write(b"new")
    os.utime(place, ns=(now, now))
    assert read(root, plan) == read(root, Plan())


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"stamp": 1}', b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_cache_is_ignored(root: Path, plan: Plan, damage: bytes) -> None:
    bare = read(root, plan)
    kept(plan).write_bytes(damage)
    assert read(root, plan) == bare


@pytest.mark.parametrize("key", ["files", "pdf", "refused", "state"])
@pytest.mark.parametrize("odd", [None, [[1]], {"a": 1}, "x", [None]])
def test_a_cache_of_another_shape_is_ignored(root: Path, plan: Plan, key: str, odd: object) -> None:
    bare = read(root, plan)
    document = json.loads(kept(plan).read_bytes())
    kept(plan).write_text(json.dumps({**document, key: odd}), "utf-8")
    assert read(root, plan) == bare


def test_another_version_or_other_limits_find_everything_anew(root: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    from parcli.evidence import cache

    read(root, plan)
    hidden_change(root / "I.1/a.pdf")
    fresh = read_folders({"u": root}, Limits(text_pages=3), plan)["u"]
    assert fresh == read(root, Plan())
    monkeypatch.setattr(cache, "FACTS_VERSION", cache.FACTS_VERSION + 1)
    cache._stamp.cache_clear()
    hidden_change(root / "b.txt")
    assert read(root, plan) == read(root, Plan())
    cache._stamp.cache_clear()


def test_other_roots_make_signed_files_be_read_again_and_no_others() -> None:
    from parcli.evidence.cache import _known
    from parcli.evidence.folder import FoundFile

    facts = [
        [
            FoundFile("a", "a", 1, 1, 1),
            EvidenceFile("a", "a", 1, "00", "pdf", None, PdfFacts(True, 1, "none", "scan", False, "", signed=True), True, ""),
        ],
        [FoundFile("b", "b", 1, 1, 1), EvidenceFile("b", "b", 1, "00", "pdf", None, PdfFacts(True, 1, "none", "scan", False, ""), True, "")],
    ]
    from parcli.evidence import cache

    plain = cache._plain([(file, fact) for file, fact in facts])
    files = [file for file, _ in facts]
    assert set(_known(plain, files, True, 2)) == {"a", "b"}
    assert set(_known(plain, files, False, 2)) == {"b"}


def test_other_roots_are_another_condition(root: Path, plan: Plan) -> None:
    read(root, plan)
    other = replace(plan, trust=Trust((b"root",), "digest", ()))
    assert read(root, other) == read(root, plan)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files")
def test_only_the_owner_may_read_what_is_kept(root: Path, plan: Plan) -> None:
    read(root, plan)
    assert stat.S_IMODE(kept(plan).stat().st_mode) == 0o600
    assert stat.S_IMODE(kept(plan).parent.stat().st_mode) == 0o700


def test_a_cache_that_cannot_be_written_costs_nothing(root: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands where the folder should")
    assert read(root, Plan(cache=tmp_path / "cache")) == read(root, Plan())


def test_nothing_is_left_beside_the_cache_file(root: Path, plan: Plan) -> None:
    read(root, plan)
    assert {place.name for place in kept(plan).parent.iterdir()} == {"facts.json"}


texts = st.text(max_size=8)
readings = st.builds(Reading, texts, texts, st.sampled_from(["high", "medium", "low"]))
periods = st.builds(StatedPeriod, st.none() | st.dates(), st.dates(), st.booleans(), texts)
words = st.builds(
    DocumentWords, st.sampled_from(["text", "ocr"]), *[st.none() | readings] * 8, st.tuples(texts), st.lists(periods, max_size=2).map(tuple),
    st.booleans(), st.booleans(), st.sampled_from(["", "MẬT"]), st.lists(st.integers(0, 2**64), max_size=3).map(tuple), st.integers(0, 999),
)  # fmt: skip
signatures = st.builds(SignatureFacts, texts, texts, texts, texts, st.none() | st.booleans())
structures = st.builds(
    PdfFacts, st.booleans(), st.none() | st.integers(0, 9), st.just("none"), st.just("scan"), st.booleans(), texts,
    st.lists(st.just("text"), max_size=3).map(tuple), texts, texts, st.integers(0, 9), st.tuples(texts), st.tuples(texts), st.integers(0, 9),
    st.booleans(), st.lists(signatures, max_size=2).map(tuple), texts,
)  # fmt: skip


@given(words | structures)
def test_what_is_written_is_read_back(value: DocumentWords | PdfFacts) -> None:
    assert from_plain(type(value), json.loads(json.dumps(to_plain(value)))) == value
