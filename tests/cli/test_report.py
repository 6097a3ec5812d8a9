"""``parcli report``: drafts are written once, kept when somebody edited them, and from the office's own template."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import docx
import pytest

pytestmark = pytest.mark.slow

SHIPPED = Path(__file__).parents[2] / "templates/word/bao-cao.docx"
MADE = "results/report/so-noi-vu.docx"


@pytest.fixture
def report(cycle, parcli):
    def run(*arguments, lang="en"):
        return parcli("report", *arguments, "--cycle", str(cycle), "--lang", lang)

    return run


def texts(path: Path) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(path.read_bytes())).paragraphs)


def test_a_units_report_is_written_with_the_points_that_parcli_scored(cycle, report, parcli):
    done = report("Sở Nội vụ")
    assert done.returncode == 0, done.stderr
    parcli("aggregate", "--provisional", "--cycle", str(cycle), "-q")
    scores = json.loads((cycle / "results/aggregate/scores.json").read_text("utf-8"))
    mine = next(one for one in scores["units"] if one["unit"] == "so-noi-vu")
    total = f"{float(mine['self']) + 1e-9:.2f}".replace(".", ",")
    assert f"Tổng điểm tự đánh giá, chấm điểm: {total}/" in texts(cycle / MADE)


def test_a_second_run_changes_nothing_and_an_edited_draft_is_not_overwritten(cycle, report):
    assert report("so-noi-vu").returncode == 0
    first = (cycle / MADE).read_bytes()
    again = report("so-noi-vu", "--json")
    assert json.loads(again.stdout) == {"format": "parcli/report@1", "written": [], "problems": []}
    (cycle / MADE).write_bytes(first + b"edited")
    refused = report("--all")
    assert (refused.returncode, "somebody may have edited it" in refused.stderr) == (2, True)
    assert "another return, template or option" in refused.stderr
    assert [path.name for path in (cycle / "results/report").iterdir()] == ["so-noi-vu.docx"]
    assert report("so-noi-vu", "--force").returncode == 0
    assert (cycle / MADE).read_bytes() == first


def test_all_units_that_returned_are_written_to_another_folder(cycle, report, tmp_path):
    shutil.rmtree(cycle / "submissions/ba-dinh")
    done = report("--all", "--output", str(tmp_path / "out"), "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["written"] == [f"{(tmp_path / 'out').as_posix()}/{unit}.docx" for unit in ("so-noi-vu", "so-tu-phap")]
    assert not (cycle / "results").exists()


def test_one_draft_may_be_named_several_need_a_folder(report, tmp_path):
    place = tmp_path / "Báo cáo SNV.docx"
    assert report("so-noi-vu", "-o", str(place)).returncode == 0
    assert place.read_bytes()[:2] == b"PK"
    refused = report("so-noi-vu", "so-tu-phap", "-o", str(tmp_path / "hai.docx"))
    assert (refused.returncode, "2 drafts are to be written" in refused.stderr) == (2, True)
    assert [path.name for path in tmp_path.glob("*.docx")] == [place.name]


def test_a_named_unit_without_a_workbook_is_told_and_the_rest_is_written(cycle, report):
    shutil.rmtree(cycle / "submissions/ba-dinh")
    done = report("so-noi-vu", "ba-dinh", "--json")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert (document["written"], [one["code"] for one in document["problems"]]) == ([MADE], ["WB101"])
    alone = report("ba-dinh")
    assert (alone.returncode, "No report could be written" in alone.stderr) == (2, True)


def test_a_return_that_cannot_be_appraised_yet_is_told_beside_its_draft(cycle, report):
    import openpyxl

    place = cycle / "submissions/so-noi-vu/so-noi-vu.xlsx"
    book = openpyxl.load_workbook(place)
    sheet = book["Tự chấm điểm"]
    row = next(cells[0].row for cells in sheet.iter_rows(min_col=1, max_col=1) if cells[0].value == "I.1.1")
    sheet[f"D{row}"] = 5
    book.save(place)
    done = report("so-noi-vu")
    assert (done.returncode, "cannot be appraised yet (WB307)" in done.stderr) == (0, True)
    assert (cycle / MADE).is_file()


@pytest.mark.parametrize("arguments", [(), ("so-noi-vu", "--all")])
def test_units_or_all_must_be_named_and_not_both(report, arguments):
    assert report(*arguments).returncode == 2


def test_a_dry_run_and_another_name(cycle, parcli):
    assert parcli("bao-cao", "so-noi-vu", "--cycle", str(cycle), "-n").returncode == 0
    assert not (cycle / "results").exists()


def own_template(cycle: Path, old: str, new: str) -> None:
    """Put the office's own copy into the cycle, a paragraph of it changed as in Word."""
    place = cycle / "templates/word/bao-cao.docx"
    place.parent.mkdir(parents=True)
    document = docx.Document(str(SHIPPED))
    paragraph = next(one for one in document.paragraphs if old in one.text)
    paragraph.runs[0].text = paragraph.text.replace(old, new)
    document.save(str(place))


def test_the_cycles_own_template_takes_precedence(cycle, report):
    own_template(cycle, "Kính gửi:", "Kính trình:")
    assert report("so-noi-vu").returncode == 0
    assert "Kính trình: Sở Nội vụ" in texts(cycle / MADE)


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("{{ nobody }}", "'nobody' is undefined"),
        ("{% if", "is not well formed"),
        ("{{ unit.__class__ }}", "may not do"),
        ("{% include 'a' %}", "no other file"),
        ("{{ 1 // 0 }}", "cannot be worked out"),
    ],
)
def test_a_template_that_fails_is_told_with_its_place_and_writes_nothing(cycle, report, new, told):
    own_template(cycle, "{{ addressee }}", new)
    done = report("--all")
    assert done.returncode == 2
    assert told in done.stderr
    assert "templates/word/bao-cao.docx" in done.stderr
    assert "Kính gửi" in done.stderr
    assert not (cycle / "results").exists()


@pytest.mark.parametrize("content", [b"", b"no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_template_that_is_no_document_is_told(cycle, report, content):
    place = cycle / "templates/word/bao-cao.docx"
    place.parent.mkdir(parents=True)
    place.write_bytes(content)
    done = report("so-noi-vu")
    assert (done.returncode, "is no Word document" in done.stderr) == (2, True)


def test_a_template_without_end_is_ended(cycle, report, monkeypatch):
    from parcli.cli import drafts

    monkeypatch.setattr(drafts, "_SECONDS", 3.0)
    endless = "{% for a in 'x' * 99999 %}{% for b in 'x' * 99999 %}{% endfor %}{% endfor %}{{ addressee }}"
    own_template(cycle, "{{ addressee }}", endless)
    done = report("so-noi-vu")
    assert (done.returncode, "too much time" in done.stderr) == (2, True)
