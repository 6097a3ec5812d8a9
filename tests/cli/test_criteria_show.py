"""``parcli criteria show`` as people run it."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

CRITERIA = Path(__file__).parents[2] / "criteria"
NAME = "khanhhoa-qd11"


@pytest.fixture
def show(parcli, tmp_path: Path):
    def run(*arguments: str, folder: Path = tmp_path):
        return parcli("criteria", "show", *arguments, cwd=folder)

    return run


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of an edition that a test may spoil."""
    return Path(shutil.copytree(CRITERIA / NAME, tmp_path / "own"))


def test_the_tree_is_the_default_and_speaks_two_languages(show):
    shown = show(NAME, "--lang", "vi")
    assert shown.returncode == 0
    assert shown.stdout.startswith("Bộ tiêu chí chép lại từ nguồn thứ hai")
    assert "\x1b" not in shown.stdout
    assert "Σ II: 12 tiêu chí" in shown.stdout
    assert "Σ II: 12 items" in show(NAME, "--lang", "en").stdout


def test_markdown_and_page_go_to_stdout_in_vietnamese(show, tmp_path):
    assert "## Phụ lục. Khối cấp xã" in show(NAME, "--format", "md", "--lang", "en").stdout
    assert show(NAME, "--format", "html").stdout.startswith("<!DOCTYPE html>")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_a_text_goes_to_the_file_that_is_named(show, tmp_path, form):
    shown = show(NAME, "--format", form, "--output", f"new/{form}.out")
    assert (shown.returncode, shown.stdout) == (0, "")
    assert "Khối cấp xã" in (tmp_path / "new" / f"{form}.out").read_text("utf-8")


def test_a_document_and_a_workbook_go_to_files_named_after_the_edition(show, tmp_path):
    shown = show(NAME, "--format", "docx", "--lang", "vi")
    assert (shown.returncode, shown.stdout) == (0, "")
    assert f"Đã ghi: {NAME}.docx" in shown.stderr
    assert show("hanoi-2023", "--block", "so", "--format", "xlsx", "-q").stderr == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hanoi-2023-so.xlsx", f"{NAME}.docx"]
    made = docx.Document(io.BytesIO((tmp_path / f"{NAME}.docx").read_bytes()))
    assert [cell.text for cell in made.tables[0].rows[0].cells][:4] == ["Mã", "TT", "Nội dung, tiêu chí", "Điểm tối đa"]
    assert load_workbook(tmp_path / "hanoi-2023-so.xlsx").sheetnames == ["Phụ lục I"]


def test_nothing_is_written_over_unasked(show, tmp_path):
    (tmp_path / f"{NAME}.docx").write_bytes(b"mine")
    refused = show(NAME, "--format", "docx", "--lang", "vi")
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert (tmp_path / f"{NAME}.docx").read_bytes() == b"mine"
    assert show(NAME, "--format", "docx", "--force").returncode == 0
    assert zipfile.is_zipfile(tmp_path / f"{NAME}.docx")
    (tmp_path / "folder").mkdir()
    assert show(NAME, "--format", "md", "--output", "folder", "--force").returncode == 2


def test_unknown_names_are_refused_with_the_known_ones(show):
    for arguments, known in ((["hanoi-2023", "--block", "xa"], "so, huyen"), (["--format", "pdf", NAME], "text, md, html, xlsx, docx"), ([], NAME)):
        refused = show(*arguments)
        assert refused.returncode == 2
        assert known in refused.stderr
        assert refused.stdout == ""
    assert show("khong-co").returncode == 2


def test_without_a_place_the_edition_of_the_cycle_is_shown(show, cycle):
    shown = show(folder=cycle)
    assert shown.returncode == 0
    assert "hanoi-2023" in shown.stdout
    assert show("--cycle", str(cycle), "--block", "so", "--lang", "en").stdout.count("Σ I: 14 items") == 1


def test_an_edition_that_does_not_hold_is_refused_with_its_complaints(show, own):
    block = own / "xa.yaml"
    block.write_text(block.read_text("utf-8").replace("maximum: 10\n", "maximum: ten\n", 1).replace("type: ratio", "type: rate", 1), "utf-8")
    refused = show(str(own), "--format", "docx")
    assert refused.returncode == 2
    assert refused.stderr.count("xa.yaml:") >= 2
    assert not (own.parent / f"{NAME}.docx").exists()


def test_an_edition_without_a_year_is_refused(show, own):
    (own / "cycle-2026.yaml").unlink()
    refused = show(str(own), "--lang", "vi")
    assert refused.returncode == 2
    assert "cycle-NĂM.yaml" in refused.stderr


def test_what_a_person_has_still_to_read_is_shown(show, tmp_path):
    folder = tmp_path / "draft"
    folder.mkdir()
    (folder / "edition.yaml").write_text(
        "edition: draft\ntitle: Bản nháp\nbasis: Quyết định\nstatus: illustrative\nversion: 1.0\nblocks:\n  so: {title: Khối Sở, file: so.yaml}\n",
        "utf-8",
    )
    (folder / "so.yaml").write_text(
        "areas:\n  - code: I\n    title: Nội dung\n    maximum: 1\n    items:\n"
        "      - {code: I.1, title: Việc, maximum: 1, review: ['Làm tốt thì được xem xét']}\n",
        "utf-8",
    )
    shutil.copy(CRITERIA / NAME / "cycle-2026.yaml", folder)
    shown = show("draft", "--format", "md")
    assert shown.returncode == 0, shown.stderr
    assert "Chưa có cách tính – cần xem<br>Làm tốt thì được xem xét" in shown.stdout


def test_the_same_bytes_twice(show, tmp_path):
    for form in ("docx", "xlsx", "html", "md"):
        for name in ("a", "b"):
            assert show(NAME, "--format", form, "--output", f"{name}.{form}", "-q").returncode == 0
        assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()
