"""Hashes of inputs: of the bytes on the disk, found under the name that was recorded."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcli.results.hashes import sha256_of, still_hold


@given(st.binary(max_size=300), st.sampled_from([0, 1, 4000]))
@settings(max_examples=30, deadline=None)
def test_the_hash_and_size_of_any_bytes(content: bytes, times: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "file"
        path.write_bytes(content * times)
        assert sha256_of(path) == (hashlib.sha256(content * times).hexdigest(), len(content) * times)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent"):
        with pytest.raises(OSError, match=str(tmp_path)):
            sha256_of(path)


def test_what_changed_or_vanished_is_named_in_order(tmp_path: Path) -> None:
    names = ["submissions/b/hồ sơ.xlsx", "submissions/a/x.xlsx", "survey/s.csv", "waivers.yaml"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    inputs = [(name, sha256_of(tmp_path / name)[0]) for name in names]
    assert still_hold(tmp_path, inputs) == ()
    assert still_hold(tmp_path, [(name, sha256.upper()) for name, sha256 in inputs]) == ()
    (tmp_path / names[0]).write_text("changed")
    (tmp_path / names[2]).unlink()
    assert still_hold(tmp_path, inputs) == (names[0], names[2])


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac's disk itself compares names in any form")
def test_a_name_in_another_unicode_form_is_found_unless_there_are_two(tmp_path: Path) -> None:
    recorded, on_disk = normalize("NFC", "đơn vị/tệp ế.xlsx"), normalize("NFD", "đơn vị/tệp ế.xlsx")
    (tmp_path / on_disk).parent.mkdir()
    (tmp_path / on_disk).write_bytes(b"x")
    inputs = [(recorded, hashlib.sha256(b"x").hexdigest())]
    assert still_hold(tmp_path, inputs) == ()
    (tmp_path / on_disk).parent.joinpath("tệp e\u0302\u0301.xlsx").write_bytes(b"x")
    (tmp_path / on_disk).parent.joinpath("tệp \u00ea\u0301.xlsx").write_bytes(b"x")
    assert still_hold(tmp_path, inputs) == (recorded,)


def test_names_that_lead_out_of_the_cycle_never_hold(tmp_path: Path) -> None:
    cycle = tmp_path / "cycle"
    cycle.mkdir()
    (tmp_path / "outside").write_bytes(b"x")
    sha256 = hashlib.sha256(b"x").hexdigest()
    for name in ("../outside", str(tmp_path / "outside"), "", ".", "a\0", "..\\outside"):
        assert still_hold(cycle, [(name, sha256)]) == (name,)


def test_what_is_no_plain_file_never_holds(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "file")
    names = ["folder", "link", "file/below"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        names.append("pipe")
    sha256 = hashlib.sha256(b"x").hexdigest()
    assert still_hold(tmp_path, [(name, sha256) for name in ["file", *names]]) == tuple(names)


def test_what_could_not_be_read_then_holds_while_it_cannot_be_read(tmp_path: Path) -> None:
    """A link in the place of a workbook blocks its unit; it must not keep all the others from being ranked."""
    (tmp_path / "link.xlsx").symlink_to("/etc/hostname")
    assert still_hold(tmp_path, [("link.xlsx", "")]) == ()
    (tmp_path / "link.xlsx").unlink()
    assert still_hold(tmp_path, [("link.xlsx", "")]) == ("link.xlsx",)
    (tmp_path / "link.xlsx").write_bytes(b"a workbook at last")
    assert still_hold(tmp_path, [("link.xlsx", "")]) == ("link.xlsx",)
