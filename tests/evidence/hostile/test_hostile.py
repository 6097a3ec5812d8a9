"""PDFs that are broken, lie or attack their reader: each gives its facts in time, and the files beside it are examined."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from evidence.hostile import kit

from parcli.core.evidence import EvidenceFile, PdfFacts
from parcli.core.limits import Limits
from parcli.demo.paper import Paper, scan_pdf
from parcli.evidence import text
from parcli.evidence.inspect import read_folders
from parcli.evidence.pdf import pdf_facts

LIMITS = Limits()
PAPER = Paper(
    "05/BC-SNV", date(2023, 1, 5), "UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ", "BÁO CÁO", "Kết quả", ("Nội dung.",), "GIÁM ĐỐC",
)  # fmt: skip
GOOD = kit.document()
MENDED = {"repaired": True, "content": "text", "pages": 1}
SHUT: Mapping[str, object] = {"opens": False, "pages": None, "content": "unknown"}
SOUND: Mapping[str, object] = {"opens": True, "pages": 1, "content": "text", "repaired": False, "signed": False, "actions": ()}

FACTS: dict[str, tuple[Callable[[], bytes], Mapping[str, object]]] = {
    "P02 cut in half": (lambda: GOOD[: GOOD.index(b"BT /F0") + 9], {**MENDED, "content": "unknown"}),
    "P02 cut before its table": (lambda: GOOD[: GOOD.index(b"trailer")], MENDED),
    "P02 cut before its last line": (lambda: GOOD[:-6], MENDED),
    "P04 junk before the header": (lambda: b"x" * 2000 + GOOD, MENDED),
    "P05 password": (lambda: kit.encrypted("secret"), {**SHUT, "protection": "password"}),
    "P05 permissions": (lambda: kit.encrypted(""), {**SOUND, "protection": "permissions"}),
    "P06 active": (kit.active, {"actions": ("javascript", "launch", "open_action"), "attachments": ("evil.exe",)}),
    "P07 boast": (lambda: GOOD.replace(b"/Count 1/", b"/Count 1000000000/"), {"opens": True, "pages": 1}),
    "P07 negative": (lambda: GOOD.replace(b"/Count 1/", b"/Count -1/"), {"opens": True, "pages": 1}),
    "P08 loop": (lambda: kit.raw(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"), SHUT),
    "P08 bush": (kit.bushy_pages, SHUT),
    "P09 bomb": (lambda: kit.gigabyte(kit.FLATE), {"opens": True, "pages": 1, "content": "unknown"}),
    "P10 bomb in a bomb": (lambda: kit.gigabyte(kit.DOUBLE), {"opens": True, "pages": 1, "content": "unknown"}),
    "P11 endless text": (kit.endless_text, SOUND),
    "P12 bushy form": (kit.bushy_form, {**SOUND, "fields": 5001}),
    "P13 tail": (lambda: GOOD + b"%" * (30 * kit.MIB), {"opens": True, "pages": 1, "tail": 30 * kit.MIB}),
    "P15 size": (lambda: GOOD.replace(b"/Size 5", b"/Size 2147483648"), {"opens": True, "pages": 1}),
    "P16 nested": (lambda: kit.document(b"/X " + b"[" * 100_000 + b"]" * 100_000), SHUT),
    "P17 wide": (kit.wide_pages, {"opens": True, "pages": None, "content": "unknown"}),
    "P18 short names": (kit.short_ascii85, SOUND),
    "P19 scan": (lambda: scan_pdf(PAPER, 1), {"content": "scan", "page_kinds": ("scan",), "repaired": False}),
    "P20 called signed": (lambda: GOOD, SOUND),
}


def some(facts: PdfFacts, wanted: Mapping[str, object]) -> dict[str, object]:
    return {name: getattr(facts, name) for name in wanted}


@pytest.mark.parametrize("case", FACTS)
def test_a_hostile_pdf_gives_its_facts_in_time(case: str) -> None:
    make, wanted = FACTS[case]
    content = make()
    start = time.process_time()
    facts = pdf_facts(content, LIMITS)
    assert some(facts, wanted) == wanted
    assert time.process_time() - start < 10


def test_a_very_deep_page_tree_ends() -> None:
    facts = pdf_facts(kit.deep_pages(), LIMITS)
    assert not facts.opens or facts.pages == 1


@pytest.mark.parametrize("case", ["P09 bomb", "P10 bomb in a bomb", "P11 endless text"])
def test_a_page_that_swells_is_not_taken_apart(case: str) -> None:
    with pytest.raises(text.NoText):
        text.first_page(FACTS[case][0](), LIMITS)


def put_all(root: Path) -> None:
    for case, (make, _) in FACTS.items():
        name = "bc.signed.pdf" if case.startswith("P20") else f"{case}.pdf"
        (root / name).write_bytes(make())
    (root / "P01 empty.pdf").write_bytes(b"")
    (root / "P03 picture.pdf").write_bytes(b"\xff\xd8\xff\xe0 picture")
    (root / "P03 web page.pdf").write_bytes(b"<html><body>x</body></html>")
    (root / "P08 deep.pdf").write_bytes(kit.deep_pages())
    (root / "P14 three million ends.pdf").write_bytes(GOOD + b"startxref\n" * 3_000_000)
    (root / "good.pdf").write_bytes(GOOD)


@pytest.mark.slow
def test_a_folder_of_them_is_gone_through_and_each_is_named(tmp_path: Path) -> None:
    put_all(tmp_path)
    folder = read_folders({"u": tmp_path}, LIMITS, jobs=1)["u"]
    files: dict[str, EvidenceFile] = {file.path.removesuffix(".pdf"): file for file in folder.files}
    assert folder.refused == ()
    assert len(files) == len(FACTS) + 6
    for case, (_, wanted) in FACTS.items():
        found = files["bc.signed" if case.startswith("P20") else case]
        assert found.examined, case
        assert found.pdf is not None, case
        assert some(found.pdf, wanted) == wanted, case
    kinds = {name: files[name].real_type for name in ("P01 empty", "P03 picture", "P03 web page")}
    assert kinds == {"P01 empty": "empty", "P03 picture": "jpeg", "P03 web page": "html"}
    assert all(files[name].wordless == "unreadable" for name in ("P09 bomb", "P10 bomb in a bomb", "P11 endless text"))
    assert files["P14 three million ends"].sha256
    assert files["good"].words is not None
