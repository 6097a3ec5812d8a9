"""``parcli appraise notify``: what a round said reaches the unit in Word; drafts that somebody edited stay."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from cli.conftest import EXAMPLES, in_this_process

pytestmark = pytest.mark.slow

NOTICE, SLIP = "results/notify/so-noi-vu-thong-bao.docx", "results/notify/so-noi-vu-phieu-ket-qua.docx"
DRAFT = "Kết quả tạm tính – DỰ THẢO"


def fill(place: Path, said: dict[str, dict[str, Any]]) -> None:
    """Enter what an appraiser says of some items, and agree with the unit's own points in all others."""
    book = openpyxl.load_workbook(place)
    sheet = book["Thẩm định"]
    heading = next(row for row in range(1, 20) if any(cell.value == "Mã" for cell in sheet[row]))
    columns = {cell.value: cell.column for cell in sheet[heading]}
    for row in range(heading + 1, sheet.max_row + 1):
        own = sheet.cell(row, columns["Điểm tự chấm"]).value
        for name, value in {"Điểm thẩm định": own, **said.get(sheet.cell(row, columns["Mã"]).value, {})}.items():
            sheet.cell(row, columns[name]).value = value
    book.save(place)


@pytest.fixture(scope="module")
def appraised(tmp_path_factory) -> Path:
    """A cycle after the first round: so-noi-vu has a question and a lower figure, so-tu-phap is still untouched, ba-dinh was not opened."""
    cycle = Path(shutil.copytree(EXAMPLES / "hanoi-2023", tmp_path_factory.mktemp("notify") / "cycle"))
    (cycle / "submissions/received.json").write_text(json.dumps(RECEIVED), "utf-8")
    order = ("appraise", "open", "--round", "1", "--unit", "so-noi-vu", "--unit", "so-tu-phap", "--cycle", str(cycle), "-q")
    assert in_this_process(order, None).returncode == 0
    asked = {"Điểm thẩm định": 0, "Lý do": "Thiếu tài liệu kiểm chứng", "Yêu cầu giải trình": "Bổ sung kế hoạch đã ký"}
    fill(cycle / "appraisal/round-1/so-noi-vu.xlsx", {"I.1.1": asked, "I.1.2": {"Điểm thẩm định": 0, "Lý do": "Chưa hoàn thành"}})
    return cycle


RECEIVED = {
    "format": "parcli/received@1",
    "units": {
        "so-noi-vu": [
            {"received": "2023-11-28", "via": "email", "ref": "", "kind": "official", "source": "a.zip", "sha256": "", "workbook": None,
             "evidence": [], "late": False},
        ],
    },
}  # fmt: skip


@pytest.fixture
def cycle(appraised, tmp_path) -> Path:
    return Path(shutil.copytree(appraised, tmp_path / "cycle"))


@pytest.fixture
def notify(cycle, parcli):
    def run(*arguments):
        return parcli("appraise", "notify", *arguments, "--cycle", str(cycle), "--lang", "en")

    return run


def opened(place: Path) -> Any:
    return docx.Document(io.BytesIO(place.read_bytes()))


def texts(document: Any) -> str:
    return "\n".join(one.text for one in document.paragraphs).replace("\xa0", " ")


def test_a_notice_says_what_was_asked_what_changed_by_when_and_how(cycle, notify):
    done = notify("Sở Nội vụ", "--by", "5/1/2024")
    assert done.returncode == 0, done.stderr
    letter = opened(cycle / NOTICE)
    asked, changed = letter.tables[1], letter.tables[2]
    assert [row.cells[0].text.partition(".")[0] for row in asked.rows[1:]] == ["I"]
    assert [cell.text for cell in asked.rows[1].cells][3:] == ["0,00", "Thiếu tài liệu kiểm chứng", "Bổ sung kế hoạch đã ký"]
    assert [row.cells[0].text[:6] for row in changed.rows[1:]] == ["I.1.2."]
    said = texts(letter)
    assert "chậm nhất ngày 05 tháng 01 năm 2024." in said
    assert "chấm điểm (email)." in said
    assert "evidence/I.1.1/" in said
    assert "(Phòng CCHC, Sở Nội vụ; email tctcchc_sonv@hanoi.gov.vn)" in said


def test_a_draft_that_somebody_edited_is_not_overwritten(cycle, notify):
    assert notify("so-noi-vu").returncode == 0
    first = (cycle / NOTICE).read_bytes()
    assert json.loads(notify("so-noi-vu", "--json").stdout)["written"] == []
    (cycle / NOTICE).write_bytes(first + b"edited")
    refused = notify("so-noi-vu")
    assert (refused.returncode, "somebody may have edited it" in refused.stderr) == (2, True)
    assert notify("so-noi-vu", "--force").returncode == 0
    assert (cycle / NOTICE).read_bytes() == first


def test_all_writes_to_those_whose_round_was_opened_and_names_what_is_open_still(cycle, notify):
    done = notify("--all", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["written"] == [NOTICE, NOTICE.replace("so-noi-vu", "so-tu-phap")]
    said = texts(opened(cycle / NOTICE.replace("so-noi-vu", "so-tu-phap")))
    assert "chưa có kết quả thẩm định lần 1 và sẽ được thông báo sau: I.1.1" in said
    assert "Không có tiêu chí, tiêu chí thành phần nào cần giải trình, bổ sung trong số đã thẩm định." in said
    loud = notify("--all")
    assert "no sheet of round 1 opens any item" in loud.stderr


def test_the_slip_has_the_figures_of_the_scores_and_says_that_they_are_provisional(cycle, notify, parcli):
    done = notify("so-noi-vu", "--final")
    assert (done.returncode, "not final" in done.stderr) == (0, True)
    parcli("aggregate", "--cycle", str(cycle), "-q")
    scores = json.loads((cycle / "results/aggregate/scores.json").read_text("utf-8"))
    mine = next(one for one in scores["units"] if one["unit"] == "so-noi-vu")
    sheet = opened(cycle / SLIP)
    rows = [row.cells for row in sheet.tables[-1].rows[1:] if row.cells[3].text]
    for one, cells in zip(mine["items"], rows, strict=True):
        final = "chưa có" if one["final"] is None else f"{float(one['final']) + 1e-9:.2f}".replace(".", ",")
        assert cells[8].text == (final if one["applicable"] else "không áp dụng"), one["code"]
    assert "Điểm đạt được: chưa có." in texts(sheet)
    headings = [one.text for section in sheet.sections for one in section.first_page_header.paragraphs]
    assert headings.count(DRAFT) == 2


def test_who_is_written_to_changes_nothing_about_what_is_said_of_the_sheets(notify):
    alone, every = notify("so-noi-vu", "--dry-run"), notify("--all", "--dry-run")
    assert [line for line in alone.stderr.splitlines() if "[AP" in line] == [line for line in every.stderr.splitlines() if "[AP" in line]
    assert "AP128" not in alone.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Name units"),
        (("so-noi-vu", "--all"), "Name units"),
        (("so-noi-vu", "--by", "31/02/2024"), "is no day for --by"),
        (("so-noi-vu", "--final", "--by", "5/1/2024"), "does not go with --final"),
        (("ba-dinh",), "no sheet of round 1 opens any item"),
        (("khong-co",), "khong-co"),
    ],
)
def test_what_is_asked_wrongly_is_told_and_nothing_is_written(cycle, notify, arguments, told):
    done = notify(*arguments)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    assert not (cycle / "results").exists()


def test_an_office_may_have_its_own_words(cycle, notify):
    own = cycle / "templates/word/thong-bao.docx"
    own.parent.mkdir(parents=True)
    document = docx.Document(str(EXAMPLES.parent / "templates/word/thong-bao.docx"))
    paragraph = next(one for one in document.paragraphs if "Kính gửi" in one.text)
    paragraph.runs[0].text = paragraph.text.replace("Kính gửi", "Trân trọng gửi")
    document.save(str(own))
    assert notify("so-noi-vu").returncode == 0
    assert "Trân trọng gửi: Sở Nội vụ" in texts(opened(cycle / NOTICE))
