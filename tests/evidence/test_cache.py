"""What is kept from run to run is used only for files that have not changed, and losing it changes nothing."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.core.document import DocumentWords, Reading, StatedPeriod
from parcli.core.evidence import EvidenceFile, EvidenceFolder, PdfFacts
from parcli.core.fact import changed
from parcli.core.limits import Limits
from parcli.core.signature import SignatureFacts
from parcli.demo.paper import Paper, scan_pdf, text_pdf
from parcli.evidence import cache, inspect
from parcli.evidence.examine import sealed
from parcli.evidence.folder import FoundFile
from parcli.evidence.inspect import read_folders
from parcli.evidence.looks import State, look_of, packed, unpacked
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
    (place,) = plan.cache.rglob("facts.bin")
    return place


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """A cache that also believes files which were made a moment ago, as all of them are here."""
    monkeypatch.setattr(cache, "_RECENT_NS", -(10**18))
    return Plan(cache=tmp_path / "cache")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were given to workers, in the order in which that happened."""
    names: list[str] = []
    examined = inspect.examined

    def listened(work, crew):
        names.extend(job.file.path for job in work)
        return examined(work, crew)

    monkeypatch.setattr(inspect, "examined", listened)
    return names


def test_the_facts_are_the_same_with_a_cache_without_and_again(root: Path, plan: Plan) -> None:
    bare = read(root, Plan())
    assert read(root, plan) == bare
    assert read(root, plan) == bare


def test_unchanged_files_are_not_read_again(root: Path, plan: Plan, asked: list[str]) -> None:
    read(root, plan)
    assert sorted(asked) == ["I.1/a.pdf", "I.1/quét.pdf", "b.txt"]
    asked.clear()
    read(root, plan)
    assert asked == []
    put(root / "c.txt", b"c")
    assert read(root, plan) == read(root, Plan())
    assert asked[0] == "c.txt"
    assert len(asked) == 1 + 4


def test_a_touched_file_is_read_again(root: Path, plan: Plan) -> None:
    read(root, plan)
    put(root / "I.1/a.pdf", text_pdf(PAPER) + b"%", OLD + 1)
    assert read(root, plan) == read(root, Plan())


@pytest.mark.skipif(sys.platform == "win32", reason="there the system keeps no time of its own for a change")
@pytest.mark.parametrize("besides", [False, True], ids=["nothing-else", "another-file-came"])
def test_a_change_whose_time_was_set_back_is_noticed(root: Path, plan: Plan, besides: bool) -> None:
    read(root, plan)
    place = root / "I.1/a.pdf"
    content = bytearray(place.read_bytes())
    content[-1] ^= 1
    with place.open("r+b") as handle:
        handle.write(content)
    os.utime(place, ns=(OLD, OLD))
    if besides:
        put(root / "c.txt", b"c")
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


def test_a_file_changed_just_before_the_facts_were_written_is_not_believed_unchanged(root: Path, tmp_path: Path, asked: list[str]) -> None:
    usual = Plan(cache=tmp_path / "cache")
    read(root, usual)
    asked.clear()
    read(root, usual)
    assert sorted(asked) == ["I.1/a.pdf", "I.1/quét.pdf", "b.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_name_that_is_no_utf_8_costs_nothing(root: Path, plan: Plan, asked: list[str]) -> None:
    Path(os.fsdecode(os.fsencode(root) + b"/\xff\xdc.pdf")).write_bytes(text_pdf(PAPER))
    found = read(root, plan)
    assert "%FF%DC.pdf" in {file.path for file in found.files}
    asked.clear()
    assert read(root, plan) == found
    assert asked == []


@pytest.mark.parametrize("damage", [b"", b"{", b"\x90", msgspec.msgpack.encode({"stamp": 1}), b"\xff\xfe", b"\x91" * 100_000])
@pytest.mark.parametrize("checked", [False, True], ids=["damaged", "written-so"])
def test_a_damaged_cache_is_ignored(root: Path, plan: Plan, damage: bytes, checked: bool) -> None:
    bare = read(root, plan)
    kept(plan).write_bytes(cache._check(damage) + damage if checked else damage)
    assert read(root, plan) == bare


def test_one_changed_letter_is_damage(root: Path, plan: Plan) -> None:
    bare = read(root, plan)
    kept(plan).write_bytes(kept(plan).read_bytes().replace(b"05/BC-SNV", b"06/BC-SNV"))
    assert read(root, plan) == bare


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_in_the_place_of_the_cache_is_not_waited_for(root: Path, plan: Plan) -> None:
    bare = read(root, plan)
    place = kept(plan)
    place.unlink()
    os.mkfifo(place)
    assert read(root, plan) == bare


@pytest.mark.parametrize("key", ["files", "looks", "refused", "state", "odd", "stamp"])
@pytest.mark.parametrize("odd", [None, [[1]], {"a": 1}, "x", [None]])
def test_a_cache_of_another_shape_is_ignored(root: Path, plan: Plan, key: str, odd: object) -> None:
    bare = read(root, plan)
    document = msgspec.msgpack.decode(kept(plan).read_bytes()[cache._CHECK_BYTES :])
    content = msgspec.msgpack.encode({**document, key: odd})
    kept(plan).write_bytes(cache._check(content) + content)
    assert read(root, plan) == bare


def test_another_version_or_other_limits_find_everything_anew(root: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    read(root, plan)
    asked.clear()
    read_folders({"u": root}, Limits(text_pages=3), plan)
    assert len(asked) == 3
    monkeypatch.setattr(cache, "FACTS_VERSION", cache.FACTS_VERSION + 1)
    cache._stamp.cache_clear()
    read(root, plan)
    assert len(asked) == 6
    cache._stamp.cache_clear()


def test_other_roots_make_signed_files_be_read_again_and_no_others() -> None:
    structure = PdfFacts(True, 1, "none", "scan", False, "")
    signed, unsigned = (
        EvidenceFile(name, name, 1, "00", "pdf", each, True, "") for name, each in (("a", changed(structure, signed=True)), ("b", structure))
    )
    files = [FoundFile(name, name, 1, 1, 1, 1) for name in ("a", "b")]
    facts = cache.Facts("", "", None, 0, (), packed([(1, 1, 1, 1)] * 2), (signed, unsigned))
    assert cache._known(facts, files, True, 2) == {"a": signed, "b": unsigned}
    assert cache._known(facts, files, False, 2) == {"b": unsigned}


def test_what_turned_out_to_be_secret_is_kept_no_more(root: Path, plan: Plan) -> None:
    (fact,) = (file for file in read(root, plan).files if file.path == "I.1/a.pdf")
    assert b"05/BC-SNV" in kept(plan).read_bytes()
    shelf = cache.shelf(root, LIMITS, plan)
    assert shelf is not None
    shelf.seal({fact.name_on_disk: sealed(fact, DocumentWords("ocr", secrecy="MẬT"))})
    assert b"05/BC-SNV" not in kept(plan).read_bytes()
    (again,) = (file for file in read(root, plan).files if file.path == "I.1/a.pdf")
    assert (again.words, again.sha256) == (DocumentWords("ocr", secrecy="MẬT"), fact.sha256)


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
    assert {place.name for place in kept(plan).parent.iterdir()} == {"facts.bin"}


texts = st.text(max_size=8)
readings = st.builds(Reading, texts, texts, st.sampled_from(["high", "medium", "low"]))
periods = st.builds(StatedPeriod, st.none() | st.dates(), st.dates(), st.booleans(), texts)
words = st.builds(
    DocumentWords, st.sampled_from(["text", "ocr"]), *[st.none() | readings] * 8, st.tuples(texts), st.lists(periods, max_size=2).map(tuple),
    st.booleans(), st.booleans(), st.sampled_from(["", "MẬT"]), st.binary(max_size=24), st.integers(0, 999),
)  # fmt: skip
signatures = st.builds(SignatureFacts, texts, texts, texts, texts, st.none() | st.booleans())
structures = st.builds(
    PdfFacts, st.booleans(), st.none() | st.integers(0, 9), st.just("none"), st.just("scan"), st.booleans(), texts,
    st.text("tsmeu", max_size=3), texts, texts, st.integers(0, 9), st.tuples(texts), st.tuples(texts), st.integers(0, 9),
    st.booleans(), st.lists(signatures, max_size=2).map(tuple), texts,
)  # fmt: skip


@given(st.none() | words, st.none() | structures)
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, said: DocumentWords | None, pdf: PdfFacts | None) -> None:
    one = EvidenceFile("a/b.pdf", "a/b.pdf", 1, "00", "pdf", pdf, True, "", said)
    facts = cache.Facts("stamp", "trust", State(b"a\xff", b"\0"), 0, (), packed([(1, 2, 3, 4)]), (one,), odd=True)
    place = tmp_path_factory.getbasetemp() / "facts.bin"
    cache._write(place, facts)
    assert cache._read(place, cache.Facts)[0] == facts


def test_an_inode_of_more_than_64_bits_still_tells_a_file() -> None:
    file, other = (FoundFile("a", "a", 1, 2, 3, inode) for inode in (2**100 + 7, 2**100 + 8))
    assert unpacked(packed([look_of(file), look_of(other)])) == [look_of(file), look_of(other)]
    assert look_of(file) != look_of(other)
