"""A workbook that was read before is the one that is read again, to the bit; and what is kept of it cannot say otherwise."""

from __future__ import annotations

import hashlib
import math
import os
import stat
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcli import keeping
from parcli.core.limits import Limits
from parcli.core.returned import Cell, Change, Difference, Doubt, Problem, RegisterLine, Returned
from parcli.workbook import batch, kept
from parcli.workbook.batch import Job, read_all
from parcli.workbook.pages import Page, page_of, returned_from

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
RAW = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(),
    WORDS,
    st.sampled_from(("2023-11-30", "2023-11-30T07:00:00", "12:00:00", "1 2 3")),
    st.datetimes().map(lambda moment: moment.replace(fold=0)),
    st.dates(),
    st.times().map(lambda moment: moment.replace(fold=0)),
    st.timedeltas(),
)
CELLS = st.builds(Cell, st.sampled_from(("Tự chấm điểm", "Tài liệu kiểm chứng")), WORDS, RAW, st.none() | WORDS, st.booleans(), st.booleans())
ROW = st.dictionaries(WORDS, CELLS, max_size=3)
PAIRS = st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple)
TEXTS = st.lists(WORDS, max_size=2).map(tuple)
RETURNED = st.builds(
    Returned, WORDS, WORDS, st.integers(0, 2**40), st.lists(st.builds(Problem, WORDS, PAIRS), max_size=2).map(tuple), st.booleans(),
    st.dictionaries(WORDS, WORDS, max_size=2), TEXTS, TEXTS, TEXTS, PAIRS, PAIRS, st.dictionaries(WORDS, ROW, max_size=3), ROW,
    st.lists(st.builds(Change, st.sampled_from(("text", "merged")), WORDS, WORDS, WORDS, WORDS, WORDS, WORDS), max_size=2).map(tuple),
    st.lists(st.builds(RegisterLine, st.integers(1, 5000), ROW), max_size=2).map(tuple), PAIRS, st.integers(0, 9), WORDS, WORDS,
    st.lists(st.builds(Difference, st.sampled_from(("added", "look", "lists")), WORDS, WORDS, st.integers(0, 99), WORDS, WORDS), max_size=2).map(tuple),
    st.lists(st.builds(Doubt, WORDS, WORDS, WORDS, WORDS, WORDS), max_size=2).map(tuple),
)  # fmt: skip


def bits(value):
    """A value with its kind and, of a double, its bits: 1, 1.0 and True are equal and not the same."""
    if isinstance(value, dict):
        return [(key, bits(each)) for key, each in value.items()]
    if isinstance(value, tuple):
        return [bits(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return [(each.name, bits(getattr(value, each.name))) for each in fields(value)]
    return (type(value).__name__, value.hex() if isinstance(value, float) and not math.isnan(value) else repr(value))


@given(RETURNED)
@settings(deadline=None)
def test_what_is_written_down_is_read_back_to_the_bit(one):
    page = msgspec.msgpack.decode(msgspec.msgpack.encode(page_of(one)), type=Page)
    assert bits(returned_from(page, one.path)) == bits(one)


def test_every_field_of_a_returned_workbook_is_written_down():
    """A field that is added later and forgotten here would come back empty."""
    assert {each.name for each in fields(Returned)} - {"path"} <= set(Page.__struct_fields__)


@pytest.fixture
def shelf(tmp_path, small):
    made = kept.shelf({"so": small.layout}, Limits(), tmp_path / "kept")
    assert made is not None
    return made


@pytest.fixture
def job(tmp_path, small):
    place = tmp_path / "so-noi-vu.xlsx"
    place.write_bytes(small.filled(small.clerks(1)))
    return Job(place, "submissions/so-noi-vu/so-noi-vu.xlsx", "so")


@pytest.fixture
def asked(monkeypatch):
    """The files that a worker is asked to read."""
    given_out: list[str] = []
    whole = batch.batch

    def counting(task, chunks, *rest):
        given_out.extend(job.path for _, job in chunks)
        return whole(task, chunks, *rest)

    monkeypatch.setattr(batch, "batch", counting)
    return given_out


def read(job, small, shelf, limits=None):
    return read_all([job], {"so": small.layout}, limits or Limits(), 1, shelf=shelf)[0]


def entry(shelf) -> Path:
    return next(path for path in shelf.folder.rglob("*.bin"))


def test_a_workbook_is_read_once(job, small, shelf, asked):
    first = read(job, small, shelf)
    again = read(replace(job, path="inbox/again.xlsx"), small, shelf)
    assert asked == [job.path]
    assert bits(again) == bits(replace(first, path="inbox/again.xlsx"))
    assert bits(first) == bits(read(job, small, None))


def test_other_bytes_are_read_anew_whatever_the_times_say(job, small, shelf, asked):
    read(job, small, shelf)
    about = job.place.stat()
    other = small.filled(small.clerks(2))
    job.place.write_bytes(other)
    os.utime(job.place, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert read(job, small, shelf).shown == read(job, small, None).shown
    assert len(asked) == 3


def test_other_conditions_have_it_read_anew(job, small, shelf):
    read(job, small, shelf)
    row = next(each for each in small.layout.rows if each.kind == "item")
    changed = replace(small.layout, rows=tuple(replace(each, title="Khác") if each is row else each for each in small.layout.rows))
    others = [
        kept.shelf({"so": changed}, Limits(), shelf.folder),
        kept.shelf({"so": replace(small.layout, cycle=small.cycle.model_copy(update={"contact": "khác"}))}, Limits(), shelf.folder),
        kept.shelf({"so": small.layout}, Limits(cell_text=10), shelf.folder),
        replace(shelf, stamp=shelf.stamp + "another version of a library"),
    ]
    assert [each.take(hash_of(job), job.path, ("so",)) for each in others] == [None] * 4
    assert shelf.take(hash_of(job), job.path, ("so",)) is not None


def hash_of(job) -> str:
    return hashlib.sha256(job.place.read_bytes()).hexdigest()


def test_the_order_of_the_layouts_is_a_condition(job, small, tmp_path):
    other = replace(small.layout, part="I")
    made = kept.shelf({"so": small.layout, "part": other}, Limits(), tmp_path / "kept")
    one = read_all([replace(job, earlier=("part",))], {"so": small.layout, "part": other}, Limits(), 1, shelf=made)[0]
    assert made.take(one.sha256, job.path, ("so", "part")) is not None
    assert made.take(one.sha256, job.path, ("part", "so")) is None


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["cut", "bit", "empty", "another", "sealed elsewhere", "link", "folder"])
def test_an_entry_that_is_not_as_it_was_put_there_is_none(job, small, shelf, damage, tmp_path, asked):
    good = read(job, small, shelf)
    place = entry(shelf)
    content = place.read_bytes()
    if damage == "cut":
        place.write_bytes(content[:-9])
    elif damage == "bit":
        place.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
    elif damage == "empty":
        place.write_bytes(b"")
    elif damage == "another":
        (tmp_path / "other.xlsx").write_bytes(small.filled(small.clerks(2)))
        read(Job(tmp_path / "other.xlsx", "x", "so"), small, shelf)
        other = next(path for path in shelf.folder.rglob("*.bin") if path != place)
        place.write_bytes(other.read_bytes())
    elif damage == "sealed elsewhere":
        forged = replace(shelf, key=b"k" * 32, folder=tmp_path / "forged")
        forged.keep(replace(good, shown={key: replace(cell, raw=99.0) for key, cell in good.shown.items()}), ("so",))
        place.write_bytes(entry(forged).read_bytes())
    elif damage == "link":
        (tmp_path / "elsewhere").write_bytes(content)
        place.unlink()
        place.symlink_to(tmp_path / "elsewhere")
    else:
        place.unlink()
        place.mkdir()
    asked.clear()
    assert bits(read(job, small, shelf)) == bits(good)
    assert asked == [job.path]


def test_what_was_not_read_to_its_end_is_read_again(tmp_path, small, shelf):
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7")
    assert not read(Job(tmp_path / "a.xlsx", "a.xlsx", "so"), small, shelf).readable
    shelf.keep(Returned("a", "0" * 64, 1, (Problem("WB105", (("reason", "MemoryError"),)),), readable=True), ("so",))
    assert not list(shelf.folder.rglob("*.bin"))


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="owners are told on POSIX alone")
def test_the_key_is_the_owners_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    key = keeping.secret()
    place = tmp_path / "data/parcli/kept.key"
    assert key == place.read_bytes() == keeping.secret()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [path.name for path in place.parent.iterdir()] == ["kept.key"]
    place.chmod(0o644)
    assert keeping.secret() is None, "others know it"
    place.chmod(0o600)
    place.write_bytes(b"short")
    assert keeping.secret() is None


def test_without_a_key_nothing_is_kept(tmp_path, small, monkeypatch):
    (tmp_path / "data").write_bytes(b"a file where the folder should be")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert kept.shelf({"so": small.layout}, Limits(), tmp_path / "kept") is None


@given(st.sampled_from((datetime.fromisoformat("2023-01-02"), date(2023, 1, 2), time(12), timedelta(1), "2023-01-02", 1, 1.0, True, None)))
def test_a_day_and_a_text_that_reads_like_one_stay_apart(raw):
    one = Returned("x", "y", 1, shown={"a": Cell("s", "A1", raw)})
    back = returned_from(msgspec.msgpack.decode(msgspec.msgpack.encode(page_of(one)), type=Page), "x").shown["a"].raw
    assert (type(back), back) == (type(raw), raw)
