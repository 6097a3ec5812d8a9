"""``parcli evidence show``: one file, whatever it is and wherever it lies."""

from __future__ import annotations

import io
import json
import os
import shutil
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
import pytest
from evidence import papers
from evidence.signatures import pki

pytestmark = pytest.mark.slow

NAME = "178-KH-SNV Kế hoạch kiểm soát TTHC năm 2023 (III.1).pdf"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


@pytest.fixture
def evidence(cycle: Path) -> Path:
    """A unit's evidence, of which one file is left: the others would only be examined with it."""
    folder = cycle / "submissions" / "so-noi-vu" / "evidence"
    for other in folder.rglob("*.*"):
        if other.name != NAME:
            other.unlink()
    return folder


@pytest.fixture
def show(parcli):
    def run(*arguments: str, cwd: Path | None = None):
        return parcli("evidence", "show", *arguments, "--no-cache", "--lang", "vi", cwd=cwd)

    return run


def told(show, *arguments: str, cwd: Path | None = None) -> dict:
    outcome = show(*arguments, "--json", cwd=cwd)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    return json.loads(outcome.stdout)


def docx() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w/>")
    return content.getvalue()


def test_a_file_of_a_return_says_whose_it_is_and_what_rests_on_it(show, evidence: Path) -> None:
    outcome = show(str(evidence / NAME))
    assert (outcome.returncode, outcome.stderr) == (0, "")
    for part in ("Sở Nội vụ (so-noi-vu)", "Tiêu chí III.1.1", "Danh mục, dòng 28", "Số, ký hiệu: 178/KH-SNV", "Ngày ban hành: 13/05/2023"):
        assert part in outcome.stdout


def test_json_holds_the_file_the_register_and_the_findings(show, evidence: Path, cycle: Path) -> None:
    document = told(show, NAME, cwd=evidence)
    assert document["format"] == "parcli/evidence-show@1"
    assert document["path"] == f"submissions/so-noi-vu/evidence/{NAME}"
    assert (document["type"], document["pdf"]["pages"], document["signed"]) == ("pdf", 1, None)
    owner = document["owner"]
    assert (owner["unit"], [item["item"] for item in owner["items"]]) == ("so-noi-vu", ["III.1.1", "III.2.2", "III.4.1.2"])
    assert [line["row"] for line in owner["register"]] == [28, 32, 36]
    assert [code for line in owner["register"] for entry in line["entries"] for code in entry["codes"]] == []
    assert document == told(show, str(evidence / NAME), "--cycle", str(cycle))


def test_a_cell_that_is_asked_about_is_marked(show, evidence: Path) -> None:
    book = evidence.parent / "so-noi-vu.xlsx"
    sheets = openpyxl.load_workbook(book)
    sheets["Tài liệu kiểm chứng"]["E28"] = "khoảng tháng 5"
    sheets.save(book)
    owner = told(show, str(evidence / NAME))["owner"]
    marked = {(line["row"], entry["column"]): entry["codes"] for line in owner["register"] for entry in line["entries"] if entry["codes"]}
    assert marked[28, "issued"] == ["EV109"]
    assert "EV109" in [one["code"] for one in owner["findings"]]
    assert "khoảng tháng 5  ← EV109" in show(str(evidence / NAME)).stdout


def test_a_file_that_lies_in_an_items_folder_belongs_to_the_item(show, evidence: Path) -> None:
    (evidence / "I.1.2").mkdir()
    shutil.copy(evidence / NAME, evidence / "I.1.2" / "khac.pdf")
    owner = told(show, str(evidence / "I.1.2" / "khac.pdf"))["owner"]
    assert (owner["register"], [item["item"] for item in owner["items"]]) == ([], ["I.1.2"])


def test_a_picture_alone_shows_what_its_item_lacks(show, evidence: Path) -> None:
    (evidence / "I.1.1").mkdir()
    (evidence / "I.1.1" / "anh.jpg").write_bytes(JPEG)
    owner = told(show, str(evidence / "I.1.1" / "anh.jpg"))["owner"]
    assert [(one["item"], one["class"]) for one in owner["items"]] == [("I.1.1", "reference")]
    assert {one["code"] for one in owner["findings"]} & {"EV205", "EV304"}
    other = told(show, str(evidence / NAME))["owner"]
    assert not {one["code"] for one in other["findings"]} & {"EV205", "EV304"}


def test_a_file_that_nobody_cites_says_so(show, evidence: Path) -> None:
    (evidence / "la.jpg").write_bytes(JPEG)
    outcome = show(str(evidence / "la.jpg"))
    assert "chưa gắn với tiêu chí nào" in outcome.stdout
    assert "EV103" in outcome.stdout


def test_a_name_in_another_unicode_form_is_the_same_file(show, evidence: Path) -> None:
    other = unicodedata.normalize("NFD", NAME)
    (evidence / NAME).rename(evidence / other)
    assert [line["row"] for line in told(show, str(evidence / other))["owner"]["register"]] == [28, 32, 36]


@pytest.mark.parametrize(
    ("name", "content", "kind", "said"),
    [
        ("to-trinh.docx", docx(), "docx", "tệp Word (.docx)"),
        ("anh.jpg", JPEG, "jpeg", "ảnh JPEG"),
        ("gia.pdf", JPEG, "jpeg", "ảnh JPEG"),
        ("hong.pdf", b"%PDF-1.7\n1 0 obj\n<<", "pdf", "không mở được"),
        ("rong.pdf", b"", "empty", "tệp rỗng"),
    ],
)
def test_any_file_outside_a_cycle_is_shown_by_itself(show, tmp_path: Path, name: str, content: bytes, kind: str, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    document = told(show, name, cwd=tmp_path)
    assert (document["path"], document["type"], document["words"], document["owner"]) == (name, kind, None, None)
    assert said in show(name, cwd=tmp_path).stdout


def test_a_file_elsewhere_has_no_owner_even_beside_a_cycle(show, evidence: Path, cycle: Path, tmp_path: Path) -> None:
    shutil.copy(evidence / NAME, tmp_path / "a.pdf")
    assert told(show, str(tmp_path / "a.pdf"), "--cycle", str(cycle))["owner"] is None
    shutil.copy(evidence / NAME, evidence.parent / "b.pdf")
    assert told(show, str(evidence.parent / "b.pdf"))["owner"] is None


def test_a_file_of_the_system_among_the_evidence_is_shown_by_itself(show, evidence: Path) -> None:
    (evidence / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert told(show, str(evidence / "Thumbs.db"))["owner"] is None


def test_a_cycle_that_does_not_hold_still_shows_the_file(show, evidence: Path, cycle: Path) -> None:
    (cycle / "cycle.yaml").write_text("cycle: [", "utf-8")
    outcome = show(str(evidence / NAME))
    assert outcome.returncode == 0
    assert "Chỉ xem được bản thân tệp" in outcome.stderr
    assert "13.620 byte" in outcome.stdout
    assert show(str(evidence / NAME), "--cycle", str(cycle)).returncode == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("khong-co.pdf",), "Không tìm thấy tệp «khong-co.pdf»."),
        (("cycle.yaml/x.pdf",), "Không tìm thấy tệp"),
        (("submissions",), "là thư mục"),
        ((f"{'x' * 300}.pdf",), "Không đọc được"),
        (("cycle.yaml", "--ocr", "maybe"), "«maybe»"),
        (("cycle.yaml", "--trust", "nowhere"), "nowhere"),
        (("cycle.yaml", "--cycle", "nowhere"), "nowhere"),
    ],
)
def test_what_cannot_be_shown_ends_with_a_sentence(show, cycle: Path, arguments: tuple[str, ...], said: str) -> None:
    outcome = show(*arguments, cwd=cycle)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert said in outcome.stderr
    assert "Traceback" not in outcome.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_links_and_pipes_are_not_read(show, tmp_path: Path, evidence: Path) -> None:
    (tmp_path / "link.pdf").symlink_to(evidence / NAME)
    os.mkfifo(tmp_path / "pipe.pdf")
    reasons = {name: told(show, name, cwd=tmp_path)["refused"]["reason"] for name in ("link.pdf", "pipe.pdf")}
    assert reasons == {"link.pdf": "link", "pipe.pdf": "special"}
    (evidence / "lien-ket.pdf").symlink_to(tmp_path / "link.pdf")
    assert told(show, str(evidence / "lien-ket.pdf"))["refused"]["reason"] == "link"


@pytest.fixture
def paper():
    """A paper of the tests' own table, made without another program."""

    def made(name: str) -> bytes:
        return papers.render(next(one for one in papers.PAPERS if one.name == name))

    return made


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """A paper that the leader and then the office signed, and beside it the root that the office supplied."""
    world = pki.pki()
    file, roots = tmp_path / "da-ky.pdf", tmp_path / "roots"
    file.write_bytes(pki.sign(pki.sign(pki.paper(), world.leader), world.office, field="ChuKy2"))
    roots.mkdir()
    (roots / "goc.pem").write_bytes(world.root.pem)
    return file


def test_signatures_are_judged_by_the_roots_that_are_given(show, signed: Path, cycle: Path) -> None:
    alone = told(show, str(signed))
    assert (alone["signed"], alone["reasons"]) == ("undetermined", ["no_roots"])
    trusting = told(show, str(signed), "--trust", str(signed.parent / "roots"))
    assert (trusting["signed"], trusting["reasons"]) == ("valid", [])
    assert [(one["signer"], one["verdict"]) for one in trusting["signatures"]] == [("Nguyễn Văn Mẫu", "valid"), ("SỞ NỘI VỤ", "valid")]
    (cycle / "trust").mkdir(exist_ok=True)
    shutil.copy(signed.parent / "roots" / "goc.pem", cycle / "trust" / "goc.pem")
    assert told(show, str(signed), "--cycle", str(cycle))["signed"] == "valid"


def test_other_roots_than_the_cycles_serve_for_a_file_of_a_return_too(show, signed: Path, evidence: Path) -> None:
    shutil.copy(signed, evidence / NAME)
    assert told(show, str(evidence / NAME))["signed"] == "undetermined"
    document = told(show, str(evidence / NAME), "--trust", str(signed.parent / "roots"))
    assert (document["signed"], document["owner"]["unit"]) == ("valid", "so-noi-vu")


def test_a_signed_file_is_told_in_words(show, signed: Path) -> None:
    outcome = show(str(signed), "--trust", str(signed.parent / "roots")).stdout
    for part in (
        "Chữ ký số: hợp lệ",
        "Chữ ký 1: hợp lệ",
        "Chữ ký 2: hợp lệ",
        "Nguyễn Văn Mẫu",
        "09:30:00 15/11/2023 +07:00",
        "điền biểu mẫu hoặc ký tiếp",
    ):
        assert part in outcome


def test_the_document_and_the_register_are_set_side_by_side(show, evidence: Path, paper) -> None:
    (evidence / NAME).write_bytes(paper("drawn-plain"))
    expected = next(one for one in papers.PAPERS if one.name == "drawn-plain").expect
    document = told(show, str(evidence / NAME))
    assert (document["words"]["number"]["value"], document["words"]["issued"]["value"]) == (expected.number, expected.issued)
    marked = {entry["column"]: entry["codes"] for entry in document["owner"]["register"][2]["entries"] if entry["codes"]}
    assert (marked["number"], marked["issued"]) == (["EV241"], ["EV242"])


@pytest.mark.parametrize(("name", "mark"), [("secret-toi-mat-spaced", "TỐI MẬT"), ("secret-tuyet-mat-column", "TUYỆT MẬT")])
def test_of_a_secret_document_nothing_is_told_but_its_mark_and_whose_it_is(show, evidence: Path, paper, name: str, mark: str) -> None:
    (evidence / NAME).write_bytes(paper(name))
    path = f"submissions/so-noi-vu/evidence/{NAME}"
    document = told(show, str(evidence / NAME))
    owner = document.pop("owner")
    assert document == {"format": "parcli/evidence-show@1", "path": path, "secrecy": mark}
    assert (sorted(owner), owner["unit"]) == (["items", "name", "unit"], "so-noi-vu")
    assert [item["item"] for item in owner["items"]] == ["III.1.1", "III.2.2", "III.4.1.2"]
    outcome = show(str(evidence / NAME)).stdout
    assert mark in outcome
    assert [part for part in ("04/KH-UBND", "02/SNV-VP", "an ninh", "Công an", "Ví Dụ", "178/KH-SNV") if part in outcome] == []


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")
def test_a_scan_is_read_where_that_is_wished(show, evidence: Path, paper, tmp_path: Path) -> None:
    expected = next(one for one in papers.PAPERS if one.name == "drawn-plain").expect
    for file in (tmp_path / "quet.pdf", evidence / NAME):
        file.write_bytes(papers.scan(paper("drawn-plain")))
        words = told(show, str(file), "--ocr", "auto")["words"]
        assert (words["source"], words["number"]["value"], words["issued"]["value"]) == ("ocr", expected.number, expected.issued)
        unread = told(show, str(file), "--ocr", "never")
        assert (unread["words"], unread["no_words"]) == (None, "scan")
        assert "nhận dạng chữ đang tắt" in show(str(file), "--ocr", "never").stdout
    assert "nhận dạng từ bản chụp – OCR" in show(str(evidence / NAME), "--ocr", "always").stdout


def test_nothing_is_written_beside_the_file(show, evidence: Path, cycle: Path) -> None:
    before = sorted(path.relative_to(cycle).as_posix() for path in cycle.rglob("*"))
    show(str(evidence / NAME))
    assert sorted(path.relative_to(cycle).as_posix() for path in cycle.rglob("*")) == before


@pytest.mark.usefixtures("evidence")
def test_validate_ends_with_the_items_that_need_an_explanation(parcli, cycle: Path) -> None:
    outcome = parcli("validate", "so-noi-vu", "--cycle", str(cycle), "--no-cache", "--lang", "vi").stdout
    due = outcome.partition("Tiêu chí cần giải trình về tài liệu kiểm chứng: ")[2]
    assert int(due.split()[0]) == due.count("Chưa có TLKC") > 0
    assert "I.1.1 " in due
    assert "III.1.1 " not in due


def test_it_speaks_english_too(parcli, evidence: Path) -> None:
    told_in_english = parcli("evidence", "show", str(evidence / NAME), "--no-cache", "--lang", "en").stdout
    for part in ("Digital signatures: none", "In the unit's return", "Register, row 28"):
        assert part in told_in_english
