"""Files copied into a new set: streamed, held against their hash, and no set at all where one of them is not what it was."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from parcli.results import hashes, sets
from parcli.results.copying import Copied, Unlike

CONTENT = b"bao cao " * 400_000


def copied(place: Path, content: bytes = CONTENT) -> Copied:
    place.write_bytes(content)
    return Copied(place, hashlib.sha256(content).hexdigest())


def test_bytes_and_copies_stand_side_by_side(tmp_path: Path) -> None:
    source = copied(tmp_path / "a.pdf")
    sets.write_new_folder(tmp_path / "set", {"x.json": b"{}", "inputs/deep/a.pdf": source})
    assert (tmp_path / "set/inputs/deep/a.pdf").read_bytes() == CONTENT
    assert [name for name, _, _ in hashes.listing(tmp_path / "set")] == ["inputs/deep/a.pdf", "x.json"]


@pytest.mark.parametrize("change", [lambda path: path.write_bytes(b"x"), lambda path: path.unlink()])
def test_a_source_that_changed_leaves_no_set_and_no_litter(tmp_path: Path, change) -> None:
    source = copied(tmp_path / "a.pdf")
    change(source.source)
    with pytest.raises(Unlike) as raised:
        sets.write_new_folder(tmp_path / "published" / "set", {"x.json": b"{}", "inputs/a.pdf": source})
    assert raised.value.path == source.source
    assert list((tmp_path / "published").iterdir()) == []


def test_a_listing_follows_no_links_and_names_no_folders(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "x").write_bytes(b"x")
    (tmp_path / "a" / "link").symlink_to(tmp_path / "a" / "b" / "x")
    assert [(name, size) for name, _, size in hashes.listing(tmp_path / "a")] == [("b/x", 1), ("link", 0)]
    assert hashes.listing(tmp_path / "nothing") == ()
    assert hashes.place_of(tmp_path / "a", "b/x") == tmp_path / "a" / "b" / "x"
    assert [hashes.place_of(tmp_path / "a", name) for name in ("link", "../a/b/x", "b", "c", "")] == [None] * 5
