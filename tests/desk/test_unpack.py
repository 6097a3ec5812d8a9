"""Archives are taken apart under limits: each entry is told once, nothing leaves its room, and nothing is raised."""

from __future__ import annotations

import random
import stat
import struct
import unicodedata
import zlib
from pathlib import Path

import pytest
from desk.archives import RAR, SEVEN_ZIP, compound, overlapping, raw, zipped

from parcli.core.limits import Limits
from parcli.desk import mailbox
from parcli.desk.mailbox import Root
from parcli.desk.unpack import File, Looked, look


def looked(tmp_path: Path, content: bytes, name: str = "thư.zip", **limits: int) -> Looked:
    place = tmp_path / "came" / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(content)
    return look(Limits(**limits), File(str(place), f"inbox/{name}", ("inbox", name), 1, str(tmp_path / "room")))


def told(one: Looked) -> list[tuple[str, str]]:
    return [(each.path.removeprefix("inbox/"), each.problem.code if each.problem else "") for each in one.turned_away]


def came(one: Looked) -> dict[str, bytes]:
    return {each.path.removeprefix("inbox/"): Path(each.place).read_bytes() for each in one.arrived}


def test_archives_in_archives_are_taken_apart(tmp_path: Path) -> None:
    inner = zipped({"x/b.pdf": b"b"})
    one = looked(tmp_path, zipped({"a.pdf": b"a", "trong.zip": zipped({"I.1.1.zip": inner})}))
    assert came(one) == {"thư.zip/a.pdf": b"a", "thư.zip/trong.zip/I.1.1.zip/x/b.pdf": b"b"}
    assert one.turned_away == ()
    assert one.arrived[1].parts == ("inbox", "thư.zip", "trong.zip", "I.1.1.zip", "x", "b.pdf")


def test_a_document_in_a_zip_is_one_file(tmp_path: Path) -> None:
    word = zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"})
    odt = zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"})
    ods = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"})
    one = looked(tmp_path, zipped({"a.docx": word, "b.odt": odt, "c.ods": ods}))
    assert [(each.kind, each.form) for each in one.arrived] == [("other", ""), ("other", ""), ("spreadsheet", ".ods")]


def test_nesting_ends_at_its_limit(tmp_path: Path) -> None:
    content = zipped({"a.pdf": b"a"})
    for _ in range(4):
        content = zipped({"b.zip": content, "c.pdf": b"c"})
    one = looked(tmp_path, content, archive_depth=3)
    assert told(one) == [("thư.zip/b.zip/b.zip/b.zip/b.zip", "IN113")]
    assert len(one.arrived) == 4


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (RAR, "IN108"),
        (SEVEN_ZIP, "IN108"),
        (b"\x1f\x8b\x08\x00" + bytes(40), "IN108"),
        (overlapping(), "IN112"),
        (zipped({"a.pdf": b"a" * 5000})[:-30], "IN112"),
        (b"PK\x03\x04" + bytes(100), "IN112"),
        (zipped({"thu muc/": b""}), "IN112"),
        (raw([(b"a.pdf", b"secret")], flags=1), "IN111"),
        (zipped({"a.txt": bytes(3_000_000)}), "IN113"),
        (zipped({f"{number}.pdf": b"a" for number in range(60)}), "IN113"),
        (zipped({f"{number}.pdf": random.Random(number).randbytes(60_000) for number in range(20)}), "IN113"),
        (raw([(b"a.pdf", b"aaa")]).replace(b"aaa", b"aab", 1), "IN112"),
    ],
    ids=["rar", "7z", "gz", "overlap", "cut", "no-directory", "empty", "password", "ratio", "entries", "bytes", "checksum"],
)
def test_of_an_archive_that_fails_nothing_is_taken(tmp_path: Path, content: bytes, code: str) -> None:
    one = looked(tmp_path, content, archive_entries=50, archive_bytes=1_000_000 if code == "IN113" and len(content) > 1_000_000 else 10_000_000)
    assert told(one) == [("thư.zip", code)]
    assert one.arrived == ()


def test_a_bomb_in_an_archive_costs_only_itself(tmp_path: Path) -> None:
    one = looked(tmp_path, zipped({"a.pdf": b"a", "bom.zip": zipped({"a.txt": bytes(3_000_000)})}))
    assert (list(came(one)), told(one)) == (["thư.zip/a.pdf"], [("thư.zip/bom.zip", "IN113")])


def test_many_small_archives_share_one_budget(tmp_path: Path) -> None:
    part = zipped({"x.bin": random.Random(1).randbytes(40_000)})
    one = looked(tmp_path, zipped({f"{number}.zip": part for number in range(10)}), archive_bytes=500_000)
    assert told(one) == [("thư.zip", "IN113")]
    assert one.arrived == ()


LINK = (stat.S_IFLNK | 0o777) << 16
HOSTILE_NAMES = {
    b"../../ra-ngoai.pdf": "IN114",
    b"/etc/passwd": "IN114",
    b"C:\\Users\\a.pdf": "IN114",
    b"a\\..\\..\\b.pdf": "IN114",
    b"con.pdf": "IN114",
    b"thu/LPT1": "IN114",
    b"a\x00b.pdf": "IN114",
    b"a\x1bb.pdf": "IN114",
    b"a:b.pdf": "IN114",
    b"a.pdf.": "IN114",
    b"x" * 300 + b".pdf": "IN114",
    "a\u202efdp.exe".encode(): "IN114",
}


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=repr)
def test_a_hostile_name_is_turned_away_alone(tmp_path: Path, name: bytes) -> None:
    one = looked(tmp_path, raw([(name, b"x"), (b"tot.pdf", b"y")], flags=0 if name.isascii() else 0x800))
    assert list(came(one)) == ["thư.zip/tot.pdf"]
    assert [code for _, code in told(one)] == [HOSTILE_NAMES[name]]
    assert {path.name for path in tmp_path.rglob("*")} == {"came", "room", "1", "thư.zip"}


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    one = looked(tmp_path, raw([(b"a.pdf", b"/etc/passwd")], attributes=LINK))
    assert told(one) == [("thư.zip/a.pdf", "IN116")]


def test_names_that_differ_only_in_case_or_form_are_turned_away_together(tmp_path: Path) -> None:
    name = "Báo cáo.pdf"
    nfd = unicodedata.normalize("NFD", name)
    one = looked(tmp_path, raw([(each.encode(), b"x") for each in (name, nfd, "BÁO CÁO.PDF", "khác.pdf")], flags=0x800))
    assert [code for _, code in told(one)] == ["IN115"] * 3
    assert list(came(one)) == ["thư.zip/khác.pdf"]


def test_junk_is_passed_over(tmp_path: Path) -> None:
    one = looked(tmp_path, zipped({"__MACOSX/._a.pdf": b"x", "Thumbs.db": b"x", "b/.DS_Store": b"x", "~$bieu.xlsx": b"x", "a.pdf": b"a"}))
    assert [code for _, code in told(one)] == [""] * 4
    assert list(came(one)) == ["thư.zip/a.pdf"]


TITLE = "Kế hoạch cải cách.pdf"


@pytest.mark.parametrize(
    ("name", "flags", "read", "guessed"),
    [
        (TITLE.encode(), 0x800, TITLE, False),
        (TITLE.encode(), 0, TITLE, False),
        (unicodedata.normalize("NFD", TITLE).encode(), 0, TITLE, False),
        (b"K\xea\xec hoa\xf2ch.pdf", 0, "Kế hoạch.pdf", True),
        (b"B\xa0o c\xa0o.pdf", 0, "Báo cáo.pdf", True),
        (b"\xdb\xdc\xdf.pdf", 0, b"\xdb\xdc\xdf.pdf".decode("cp437"), True),
    ],
    ids=["utf-8", "utf-8 unsaid", "nfd unsaid", "windows 1258", "cp437", "nothing sensible"],
)
def test_old_encodings_of_names_are_read_and_their_bytes_told(tmp_path: Path, name: bytes, flags: int, read: str, guessed: bool) -> None:
    one = looked(tmp_path, raw([(name, b"x")], flags=flags))
    (file,) = one.arrived
    assert file.parts[-1] == read
    assert [bytes.fromhex(pair[1]) for pair in one.guessed] == ([name] if guessed else [])


def test_a_name_told_in_unicode_beside_the_old_one_is_taken(tmp_path: Path) -> None:
    old, new = b"Bao cao\xff.pdf", "Báo cáo.pdf".encode()
    field = struct.pack("<BI", 1, zlib.crc32(old)) + new
    one = looked(tmp_path, raw([(old, b"x")], extra=struct.pack("<HH", 0x7075, len(field)) + field))
    assert [each.parts[-1] for each in one.arrived] == ["Báo cáo.pdf"]
    assert one.guessed == ()


@pytest.mark.parametrize(
    ("content", "kind", "form"),
    [
        (compound("Workbook"), "spreadsheet", ".xls"),
        (compound("EncryptedPackage", "EncryptionInfo"), "locked", ""),
        (compound("WordDocument"), "other", ""),
        (compound("WordDocument") + "xem Workbook\0\0".encode("utf-16-le") + bytes(60), "other", ""),
        (b"%PDF-1.7", "other", ""),
        (b"", "other", ""),
        (b"abc\r\nparcli-workbook-1;a;1.0;a/2023;so;so-noi-vu;0123\r\n", "identity", ""),
        ("x\nparcli-workbook-1;a;1.0;a/2023;so;so-noi-vu;0123\n".encode("utf-16"), "identity", ""),
    ],
    ids=["xls", "locked", "doc", "doc-about-workbooks", "pdf", "blank", "identity", "identity-utf-16"],
)
def test_files_are_told_by_their_bytes(tmp_path: Path, content: bytes, kind: str, form: str) -> None:
    (one,) = looked(tmp_path, content, "x.pdf").arrived
    assert (one.kind, one.form) == (kind, form)


def test_flipped_bytes_never_raise_and_every_outcome_is_told(tmp_path: Path) -> None:
    """2,000 damaged zips: what comes out is honest bytes or a refusal."""
    members = {"evidence/I.1/a.pdf": b"%PDF-1.7 " + bytes(range(256)) * 8, "b.zip": zipped({"c.txt": b"c" * 500}), "d/": b""}
    whole = zipped(members)
    chance = random.Random(20231130)
    for number in range(2000):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        room = tmp_path / str(number)
        room.mkdir()
        one = looked(room, bytes(damaged))
        assert one.arrived or one.turned_away
        assert all(Path(each.place).is_relative_to(room) for each in one.arrived)
        assert all(content in (*members.values(), b"c" * 500, bytes(damaged)) for content in came(one).values())


def test_the_walk_lists_every_file_once_and_follows_no_link(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "a").mkdir(parents=True)
    (inbox / "a" / "x.pdf").write_bytes(b"x")
    (inbox / "a" / "Thumbs.db").write_bytes(b"x")
    (inbox / "lien-ket").symlink_to(tmp_path)
    (inbox / "a" / "dau:cham.pdf").write_bytes(b"x")
    roots = [Root(inbox, "inbox", heap=True), Root(inbox / "a", "inbox/a", heap=False)]
    listing = mailbox.walk(roots, tmp_path / "room", Limits())
    assert [(file.path, file.parts, file.heap) for file in listing.files] == [("inbox/a/x.pdf", ("inbox", "a", "x.pdf"), 1)]
    assert [(each.path, each.problem.code if each.problem else "") for each in listing.turned_away] == [
        ("inbox/a/Thumbs.db", ""), ("inbox/a/dau:cham.pdf", "IN114"), ("inbox/lien-ket", "IN116"),
    ]  # fmt: skip


def test_names_of_a_disk_that_differ_only_in_form_are_turned_away_together(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, "biểu.xlsx")).write_bytes(form.encode())
    listing = mailbox.walk([Root(tmp_path, "inbox", heap=True)], tmp_path / "room", Limits())
    if len(list(tmp_path.iterdir())) == 2:
        assert listing.files == ()
        assert [each.problem.code for each in listing.turned_away if each.problem] == ["IN115"] * 2


@pytest.mark.slow
def test_a_worker_that_runs_out_of_time_costs_one_file(tmp_path: Path) -> None:
    place = tmp_path / "a.bin"
    with place.open("wb") as file:
        file.truncate(3_500_000_000)
    (tmp_path / "b.pdf").write_bytes(b"b")
    listing = mailbox.walk([Root(tmp_path, "inbox", heap=True)], tmp_path / "room", Limits(archive_seconds=1))
    slow, quick = mailbox.look_into(listing.files, Limits(archive_seconds=1))
    assert [each.problem.code for each in slow.turned_away if each.problem] == ["IN112"]
    assert len(quick.arrived) == 1
