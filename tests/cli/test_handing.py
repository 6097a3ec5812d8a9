"""What is handed out comes back: one zip for each unit, filled, packed again, and received whole."""

from __future__ import annotations

import html
import io
import json
import zipfile
from pathlib import Path

import pytest
from cli import returns
from cli.returns import UNITS, Cycle, fates
from desk.archives import zipped
from hypothesis import given
from hypothesis import strategies as st

from parcli import shipped
from parcli.core.limits import Limits
from parcli.core.returned import Identity
from parcli.core.signed_report import REPORT_FOLDER
from parcli.definitions.load import load_edition
from parcli.desk import folders, identities, names
from parcli.workbook import bundle

A, B = UNITS[:2]


@pytest.fixture
def desk(tmp_path: Path) -> Cycle:
    return returns.make(tmp_path / "cycle")


def handed(desk: Cycle, parcli, unit: str) -> bytes:
    assert parcli("generate-template", "--bundle", "-q", cwd=desk.folder).returncode == 0
    return (desk.folder / "workbooks/so" / f"{unit}.zip").read_bytes()


@pytest.mark.slow
def test_a_bundle_holds_what_a_clerk_needs(desk: Cycle, parcli) -> None:
    with zipfile.ZipFile(io.BytesIO(handed(desk, parcli, A))) as archive:
        listed = archive.namelist()
        assert listed[:3] == [f"{A}.xlsx", "huong-dan.html", "parcli-don-vi.txt"]
        assert archive.read(f"{A}.xlsx") == (desk.folder / "workbooks/so" / f"{A}.xlsx").read_bytes()
        page = archive.read("huong-dan.html").decode()
        text = archive.read("parcli-don-vi.txt").decode("utf-8-sig")
        assert all(entry.flag_bits & 0x800 for entry in archive.infolist() if not entry.filename.isascii())
    assert "Đơn vị: Đơn vị 01" in page
    assert "25 MB" in page
    assert "http:" not in page
    assert "https:" not in page
    for section in desk.opened.look.words["guide"]["sections"]:
        assert section["heading"] in page
    for line in desk.opened.look.words["bundle"]["lines"]:
        assert line.partition("{")[0].strip("«") in html.unescape(page)
    identity = Identity.parse(text.splitlines()[-1])
    assert identity is not None
    assert identity.unit == A
    codes = {item.code for block in desk.opened.edition.blocks for item in block.items(2023) if item.criterion.assessed_by != "survey"}
    found = {folders.code_of(name.split("/")[1], codes | {REPORT_FOLDER}) for name in listed if name.count("/") == 2}
    assert found == codes | {REPORT_FOLDER}
    assert handed(desk, parcli, A) == handed(desk, parcli, A)


def test_a_filled_bundle_comes_back_whole(desk: Cycle, parcli) -> None:
    with zipfile.ZipFile(io.BytesIO(handed(desk, parcli, A))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[f"{A}.xlsx"] = desk.workbook(A)
    items = [name for name in members if name.startswith("evidence/") and name.count("/") == 2]
    members |= {f"{name}Văn bản.pdf": name.encode() for name in items}
    desk.put("gui lai.zip", zipped({f"{A}/{name}": content for name, content in members.items()}))
    document = json.loads(parcli("intake", "--received", "2023-11-20", "--json", cwd=desk.folder).stdout)
    assert document["problems"] == []
    assert document["counts"]["passed_over"] == 1  # the guide
    assert document["counts"]["used"] == len(items) + 2
    evidence = desk.folder / "submissions" / A / "evidence"
    assert {path.name for path in evidence.iterdir()} == {folders.code_of(name.split("/")[1], desk_codes(desk)) for name in items}
    assert (evidence / REPORT_FOLDER / "Văn bản.pdf").is_file()
    assert fates(document)[f"gui lai.zip/{A}/parcli-don-vi.txt"][:2] == ("used", A)


def desk_codes(desk: Cycle) -> set[str]:
    return {item.code for block in desk.opened.edition.blocks for item in block.items(2023)} | {REPORT_FOLDER}


@pytest.mark.parametrize("folder", sorted(path.parent for path in shipped.folder("criteria").glob("*/edition.yaml")), ids=lambda path: path.name)
def test_every_items_folder_has_a_safe_name_that_leads_back_to_it(folder: Path) -> None:
    edition = load_edition(folder).edition
    assert edition is not None
    items = [item for block in edition.blocks for item in block.items(2025)]
    codes = {item.code for item in items}
    for item in items:
        name = bundle.folder_name(item.code, item.criterion.title or "", 200)
        assert names.fault(name, Limits()) is None
        assert len(name) <= 60 + len(item.code)
        assert folders.code_of(name, codes) == item.code


CODE = st.from_regex(r"[IVX]{1,3}(\.[0-9]{1,2}){0,3}", fullmatch=True)


@given(st.sets(CODE, min_size=1, max_size=8), st.text(max_size=90))
def test_any_title_gives_a_safe_name_that_leads_back(codes: set[str], title: str) -> None:
    for code in codes:
        name = bundle.folder_name(code, title, 200)
        if names.fault(name, Limits()) is None:
            assert folders.code_of(name, codes) == code


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=90))
def test_printable_titles_give_names_for_every_system(title: str) -> None:
    name = bundle.folder_name("I.1", title, 200)
    assert names.fault(name, Limits()) is None


def test_an_identity_file_that_was_saved_otherwise_is_read(tmp_path: Path) -> None:
    identity = Identity("a", "1.0", "a/2023", "so", A, "0123")
    place = tmp_path / "x.txt"
    for content in (identities.written(("Đơn vị",), identity), f"Đơn vị\n{identity.text()}".encode("utf-16"), identity.text().encode()):
        place.write_bytes(content)
        assert list(identities.read(place).values()) == [identity.text()]
    place.write_bytes(f"{identity.text()}\n{identity.text().replace(A, B)}".encode())
    assert len(identities.read(place)) == 2
    place.write_bytes(b"\xff\xfe\xff")
    assert identities.read(place) == {}
    assert identities.read(tmp_path / "none") == {}
