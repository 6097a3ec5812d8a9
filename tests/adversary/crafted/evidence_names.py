"""E: names in the register and names in the folder."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from adversary.crafted.case import PAPERS, Case, Dossier
from evidence.hostile import kit as pdf

FIRST = PAPERS[0]
Put = Callable[[Dossier], None]


def _cites(name: str) -> Put:
    """Let the register cite a file under this name; what lies there stays as it was."""
    return lambda dossier: dossier.cites(name)


def _lies(cited: str, *lying: str) -> Put:
    """Let the register cite one name where others lie."""

    def put(dossier: Dossier) -> None:
        (dossier.folder / "evidence" / FIRST).unlink()
        dossier.cites(cited)
        for place, name in enumerate(lying):
            dossier.paper(name, pdf.document(trailer=b"/Info<</Title(%s %d)>>" % (dossier.folder.name.encode(), place)))

    return put


def _linked(target: str) -> Put:
    """Let a link stand where the register's file should be."""

    def put(dossier: Dossier) -> None:
        place = dossier.folder / "evidence" / FIRST
        place.unlink()
        place.symlink_to(target)

    return put


def _linked_folder(dossier: Dossier) -> None:
    (dossier.folder / "evidence" / "them").symlink_to("../..", target_is_directory=True)


def _all_linked(dossier: Dossier) -> None:
    """Let evidence/ itself lead to another unit's."""
    place = dossier.folder / "evidence"
    for each in place.iterdir():
        each.unlink()
    place.rmdir()
    place.symlink_to("../lanh-1/evidence", target_is_directory=True)


def _pipe(dossier: Dossier) -> None:
    import os

    os.mkfifo(dossier.folder / "evidence" / "ong.pdf")


def _twice(dossier: Dossier) -> None:
    """Send one file under two names, for two items."""
    dossier.paper(PAPERS[1], (dossier.folder / "evidence" / FIRST).read_bytes())


def _theirs(dossier: Dossier) -> None:
    """Send another unit's file."""
    dossier.paper(FIRST, (dossier.folder.parent / "lanh-1" / "evidence" / FIRST).read_bytes())


def _deep(dossier: Dossier) -> None:
    dossier.paper("/".join("abcdefghij") + "/sau.pdf", pdf.document())


_LONG = "d" * 240
_FOUND = "the file is found all the same, and nothing is wrong with it"
_REFUSED = "what is there is refused and named, but not missed"

CASES = (
    *(Case("E01", name, _cites(cited), ("EV104",)) for name, cited in {
        "upward": "../../../etc/passwd", "absolute": "/etc/passwd", "drive": "C:\\Windows\\win.ini", "share": "\\\\may-chu\\chung\\a.pdf",
        "upward by backslashes": "I.1.1\\..\\..\\..\\a.pdf", "of another unit": "../../lanh-1/evidence/ke-hoach.pdf",
    }.items()),
    Case("E02", "file", _linked("/etc/hostname"), ("EV106",), file=FIRST),
    Case("E02", "file of another unit", _linked("../../lanh-1/evidence/ke-hoach.pdf"), ("EV106",), file=FIRST),
    Case("E02", "loop", _linked(FIRST), ("EV106",), file=FIRST),
    Case("E02", "folder", _linked_folder, ("EV106",), file="/them"),
    Case("E02", "whole folder", _all_linked, ("EV106",), file="/evidence"),
    Case("E02", "pipe", _pipe, ("EV106",), file="ong.pdf"),
    Case("E03", "decomposed on the disk", _lies("kế hoạch.pdf", unicodedata.normalize("NFD", "kế hoạch.pdf")), (), why=_FOUND),
    Case("E03", "decomposed in the register", _lies(unicodedata.normalize("NFD", "kế hoạch.pdf"), "kế hoạch.pdf"), (), why=_FOUND),
    Case("E03", "other case and spaces", _lies("  KE-HOACH.PDF ", FIRST), (), why=_FOUND),
    Case("E03", "unseen signs", _lies("\u200bke-hoach.pdf\u200e", FIRST), (), why=_FOUND),
    Case("E03", "two of one key", _lies("ke-hoach.pdf", "Ke-hoach.pdf", "KE-HOACH.pdf"), ("EV106",), file="ach.pdf"),
    Case("E03", "two of one name", _lies("ke-hoach.pdf", "I.1.1/ke-hoach.pdf", "I.1.2/ke-hoach.pdf"), ("EV105",)),
    Case("E03", "turned direction", _lies("bao-cao\u202efdp.exe", "khac.pdf"), ("EV102",)),
    Case("E04", "too long a name", _cites(f"{_LONG}{_LONG}.pdf"), ("EV102",)),
    Case("E04", "long name", _lies(f"{_LONG}.pdf", f"{_LONG}.pdf"), (), why=_FOUND),
    Case("E04", "reserved", _cites("CON.pdf"), ("EV102",)),
    Case("E04", "stream", _cites("ke-hoach.pdf::$DATA"), ("EV102",)),
    Case("E04", "zero byte", _cites("ke-hoach_x0000_.pdf"), ("EV102",)),
    Case("E04", "too deep", _deep, ("EV106",), file="/i"),
    Case("E05", "twice in a unit", _twice, ("EV207",), file=PAPERS[1]),
    Case("E05", "another unit's", _theirs, ("EV208",), file=FIRST),
    Case("E06", "cited but missing", lambda d: (d.folder / "evidence" / FIRST).unlink(), ("EV102",)),
    Case("E06", "there but not cited", lambda d: d.paper("them.pdf", pdf.document(trailer=b"/Info<</Title(E06)>>")) and None, ("EV103",), file="them.pdf"),
)  # fmt: skip
"""One or more for each code E."""
