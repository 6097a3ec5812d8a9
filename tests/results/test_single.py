from __future__ import annotations

from pathlib import Path

import pytest

from parcli.results import single
from parcli.results.sets import CannotWrite


def test_a_new_file_with_the_folders_above_it(tmp_path: Path) -> None:
    single.write_file(tmp_path / "a" / "b" / "c.txt", b"c", replace=False)
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["c.txt"]
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == b"c"


def test_an_old_file_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    with pytest.raises(single.Exists):
        single.write_file(target, b"new", replace=False)
    assert target.read_bytes() == b"old"
    single.write_file(target, b"new", replace=True)
    assert target.read_bytes() == b"new"


def test_a_folder_and_a_dead_link_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("folder", "link"):
        with pytest.raises(single.Exists):
            single.write_file(tmp_path / name, b"x", replace=True)


def test_a_fault_of_the_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(CannotWrite):
        single.write_file(tmp_path / "file" / "inside.txt", b"x", replace=False)
    with pytest.raises(CannotWrite):
        single.write_file(tmp_path / ("n" * 300), b"x", replace=False)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
