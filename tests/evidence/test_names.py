"""Names as people and systems write them (E01–E06), from the disk to the register's lookup."""

from __future__ import annotations

import sys
from pathlib import Path
from unicodedata import normalize

import pytest

from parcli.core.evidence import EvidenceFolder, path_key
from parcli.core.limits import Limits
from parcli.evidence.folder import list_folder
from parcli.evidence.inspect import read_folders

LIMITS = Limits()
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs a disk that takes any name")


def folder(root: Path, *names: str) -> EvidenceFolder:
    for name in names:
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(name.encode())
    return read_folders({"u": root}, LIMITS)["u"]


@pytest.mark.parametrize(
    "cited",
    [
        "../../etc/passwd",
        "a/../../x.pdf",
        "/etc/passwd",
        "C:\\x.pdf",
        "c:x.pdf",
        "\\\\may\\chung\\x.pdf",
        "..\\x.pdf",
        "evidence/../x.pdf",
        " ../x.pdf",
    ],
)
def test_a_cited_name_never_leaves_the_folder(tmp_path: Path, cited: str) -> None:
    assert folder(tmp_path, "x.pdf").find(cited).state == "outside"


@linux
@pytest.mark.parametrize("on_disk", ["Báo cáo.pdf", normalize("NFD", "Báo cáo.pdf")])
@pytest.mark.parametrize(
    "cited", ["Báo cáo.pdf", normalize("NFD", "Báo cáo.pdf"), "BÁO CÁO.PDF", "\u200bBáo cáo.pdf\u202c", " Báo cáo.pdf\u00a0", "I.1\\Báo cáo.pdf"]
)
def test_a_file_is_found_however_its_name_is_spelt(tmp_path: Path, on_disk: str, cited: str) -> None:
    match = folder(tmp_path, f"I.1/{on_disk}").find(cited)
    assert match.state == "found"
    assert match.file is not None
    assert (tmp_path / match.file.name_on_disk).is_file()


@linux
def test_a_blank_at_the_end_on_disk_is_found_and_a_dot_there_is_another_name(tmp_path: Path) -> None:
    found = folder(tmp_path, "a.pdf ", "b.pdf.")
    assert found.find("a.pdf").state == "found"
    assert found.find("b.pdf").state == "missing"
    assert found.find("b.pdf.").state == "found"


@linux
@pytest.mark.parametrize(
    ("one", "other"),
    [("a.pdf", "A.PDF"), ("ế.pdf", normalize("NFD", "ế.pdf")), ("a.pdf", "a.pdf "), ("a.pdf", "\u200ba.pdf"), ("I.1/a.pdf", "i.1/a.pdf")],
)
def test_two_names_that_look_alike_are_both_refused(tmp_path: Path, one: str, other: str) -> None:
    found = folder(tmp_path, one, other, "good.pdf")
    assert [file.path for file in found.files] == ["good.pdf"]
    assert [entry.reason for entry in found.refused] == ["name_clash", "name_clash"]
    assert len(found.find(one).refused) == 2


@linux
def test_names_that_windows_reserves_are_only_names(tmp_path: Path) -> None:
    names = ["CON.pdf", "aux", "nul.pdf", "COM1.pdf", "a.pdf::$DATA", "b:c.pdf", "a?.pdf", "a|b.pdf"]
    found = folder(tmp_path, *names)
    assert {file.path for file in found.files} == set(names)
    assert found.find("con.pdf").state == "found"
    assert found.find("a.pdf::$DATA").state == "found"


@linux
def test_a_name_as_long_as_the_disk_allows_is_read_and_a_longer_one_is_missing(tmp_path: Path) -> None:
    name = "ệ" * 83 + ".pdf"
    found = folder(tmp_path, name)
    assert found.files[0].sha256
    assert found.find("x" * 5000 + ".pdf").state == "missing"


@linux
def test_marks_of_direction_in_a_name_do_not_hide_its_end(tmp_path: Path) -> None:
    found = folder(tmp_path, "bc\u202efdp.exe")
    assert [file.path for file in found.files] == ["bc\u202efdp.exe"]
    assert found.find("bcexe.pdf").state == "missing"


def test_the_walk_tells_when_a_file_was_changed(tmp_path: Path) -> None:
    place = tmp_path / "a.pdf"
    place.write_bytes(b"x")
    (file,) = list_folder(tmp_path, LIMITS).files
    assert file.mtime_ns == place.stat().st_mtime_ns
    assert file.inode == (0 if sys.platform == "win32" else place.stat().st_ino)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("I.1/A.pdf", "i.1/a.pdf"),
        ("I.1\\\\A.pdf", "i.1/a.pdf"),
        ("./I.1//a.pdf/", "i.1/a.pdf"),
        ("I.1 / a b.pdf ", "i.1/a b.pdf"),
        (".an.pdf", ".an.pdf"),
        ("Số\u200b.pdf", "số\u200b.pdf"),
        ("\ufeffSố.pdf\n", "số.pdf"),
        ("STRAßE.pdf", "strasse.pdf"),
        ("", ""),
        (" ", ""),
    ],
)
def test_keys_of_paths(path: str, key: str) -> None:
    assert path_key(path) == path_key(key) == key


def test_quick_keys_are_those_of_the_whole_rule() -> None:
    edges = " \t\r\n\v\f\u00a0\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"

    def slowly(path: str) -> str:
        folded = normalize("NFC", normalize("NFD", path).casefold())
        parts = (part.strip(edges) for part in folded.replace("\\", "/").split("/"))
        return "/".join(part for part in parts if part not in {"", "."})

    paths = [
        f"{before}{chr(code)}{after}" for code in (*range(0x2100), *range(0xFE00, 0xFF00)) for before, after in (("", ""), ("a/", "b"), ("a", "/b"))
    ]
    assert [path for path in paths if path_key(path) != slowly(path)] == []
