"""What a walk takes and what it refuses, on real folders."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from unicodedata import normalize

import pytest

from parcli.core.limits import Limits
from parcli.evidence.folder import list_folder, readable_path

LIMITS = Limits()
posix = pytest.mark.skipif(sys.platform == "win32", reason="made with POSIX calls")


def put(root: Path, *names: str) -> None:
    for name in names:
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"x")


def paths(root: Path, limits: Limits = LIMITS) -> list[str]:
    return [file.path for file in list_folder(root, limits).files]


def refusals(root: Path, limits: Limits = LIMITS) -> list[tuple[str, str]]:
    return [(entry.path, entry.reason) for entry in list_folder(root, limits).refused]


def test_an_absent_folder_is_not_present(tmp_path: Path) -> None:
    listing = list_folder(tmp_path / "evidence", LIMITS)
    assert (listing.present, listing.files, listing.refused) == (False, (), ())


def test_files_come_sorted_with_their_sizes(tmp_path: Path) -> None:
    put(tmp_path, "b.pdf", "I.1/z.pdf", "I.1/a.pdf", "a.pdf")
    assert paths(tmp_path) == ["I.1/a.pdf", "I.1/z.pdf", "a.pdf", "b.pdf"]
    assert {file.size for file in list_folder(tmp_path, LIMITS).files} == {1}


def test_only_droppings_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, ".DS_Store", "I.1/Thumbs.db", "desktop.ini", "~$bao cao.docx", ".hidden.pdf", "_x.pdf")
    assert paths(tmp_path) == [".hidden.pdf", "_x.pdf"]
    assert refusals(tmp_path) == []


def test_decomposed_names_become_composed_and_keep_their_spelling(tmp_path: Path) -> None:
    spelt = normalize("NFD", "Báo cáo số 5.pdf")
    put(tmp_path, f"I.1/{spelt}")
    (file,) = list_folder(tmp_path, LIMITS).files
    assert file.path == "I.1/Báo cáo số 5.pdf"
    assert (tmp_path / file.name_on_disk).exists()


@posix
def test_links_are_refused_and_not_followed(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "evidence"
    put(outside, "secret.pdf")
    put(root, "own.pdf")
    (root / "file.pdf").symlink_to(outside / "secret.pdf")
    (root / "folder").symlink_to(outside)
    (root / "inside.pdf").symlink_to(root / "own.pdf")
    (root / "dangling.pdf").symlink_to(root / "nothing")
    (root / "loop").symlink_to(root)
    assert paths(root) == ["own.pdf"]
    assert refusals(root) == [(n, "link") for n in ("dangling.pdf", "file.pdf", "folder", "inside.pdf", "loop")]


@posix
def test_a_folder_that_is_itself_a_link_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "real", "a.pdf")
    (tmp_path / "evidence").symlink_to(tmp_path / "real")
    assert paths(tmp_path / "evidence") == []
    assert refusals(tmp_path / "evidence") == [("", "link")]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "evidence")
    assert refusals(tmp_path / "evidence") == [("", "special")]


@posix
def test_pipes_and_sockets_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with socket.socket(socket.AF_UNIX) as listener:
        before = Path.cwd()
        os.chdir(tmp_path)  # a socket's path is limited to about 100 bytes
        try:
            listener.bind("socket.pdf")
        finally:
            os.chdir(before)
    assert refusals(tmp_path) == [("pipe.pdf", "special"), ("socket.pdf", "special")]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a case-sensitive disk")
def test_names_equal_but_for_case_or_form_are_refused_both(tmp_path: Path) -> None:
    put(tmp_path, "a/KH.pdf", "a/kh.PDF", normalize("NFC", "số.pdf"), normalize("NFD", "số.pdf"), "other.pdf")
    assert paths(tmp_path) == ["other.pdf"]
    assert refusals(tmp_path) == [(n, "name_clash") for n in ("a/KH.pdf", "a/kh.PDF", "số.pdf", "số.pdf")]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a disk that takes any bytes")
def test_names_that_are_no_utf8_can_be_printed_and_opened(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"B\xe1o.pdf")).write_bytes(b"x")
    (file,) = list_folder(tmp_path, LIMITS).files
    assert file.path == "B%E1o.pdf"
    assert (tmp_path / file.name_on_disk).read_bytes() == b"x"


def test_folders_beyond_the_depth_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "1/2/in.pdf", "1/2/3/out.pdf", "1/2/3/4/out.pdf")
    limits = Limits(evidence_depth=2)
    assert paths(tmp_path, limits) == ["1/2/in.pdf"]
    assert refusals(tmp_path, limits) == [("1/2/3", "too_deep")]


@posix
def test_absurd_depth_does_no_harm(tmp_path: Path) -> None:
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(300):
            name = "d" * 50
            Path(name).mkdir()
            os.chdir(name)
    finally:
        os.chdir(before)
    assert refusals(tmp_path) == [("/".join(["d" * 50] * 9), "too_deep")]


def test_files_beyond_the_number_are_refused_by_name(tmp_path: Path) -> None:
    put(tmp_path, *(f"{n:02d}.pdf" for n in range(12)))
    limits = Limits(evidence_files=10)
    assert len(paths(tmp_path, limits)) == 10
    assert refusals(tmp_path, limits) == [("10.pdf", "too_many"), ("11.pdf", "too_many")]


def test_a_walk_without_end_is_ended(tmp_path: Path) -> None:
    put(tmp_path, *(f"f/{n:02d}.pdf" for n in range(30)))
    listing = list_folder(tmp_path, Limits(evidence_files=2))
    assert [file.path for file in listing.files] == ["f/00.pdf", "f/01.pdf"]
    assert listing.refused[0].path == "f"
    assert listing.refused[0].reason == "too_many"
    assert len(listing.refused) == 19


def test_a_monstrous_file_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "big.pdf").open("wb") as big:
        big.truncate(21 * 1000)
    assert refusals(tmp_path, Limits(pdf_bytes=1000)) == [("big.pdf", "too_large")]


def test_readable_path_composes_letters() -> None:
    assert readable_path("e\u0302\u0301.pdf") == "ế.pdf"
