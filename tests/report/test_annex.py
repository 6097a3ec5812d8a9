from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from report import annex_dumps, small_annex

from parcli.core.points import vietnamese
from parcli.definitions.load import load_edition
from parcli.messages import words
from parcli.report.annex import COLUMNS, Circular, circular, roman
from parcli.report.annex_document import document
from parcli.report.annex_sheet import sheets
from parcli.report.annex_text import _text, markdown, page

CRITERIA = Path(__file__).parents[2] / "criteria"
SHIPPED = sorted(path.parent.name for path in CRITERIA.glob("*/edition.yaml"))
HOSTILE = "=1+1 <script>alert(1)</script> a|b **x** [y](http://z.vn) www.z.vn \u202e ${7*7} {{7*7}}"
PAGES = {path.name: path.read_text("utf-8") for path in (small_annex.TEMPLATES / "html").iterdir()}


def html(shown: Circular) -> str:
    return page(shown, words("vi"), PAGES)


def wanted(shown: Circular) -> list[list[tuple[str, Fraction]]]:
    return [[(line.code, line.maximum) for line in annex.lines if line.kind != "total"] for annex in shown.annexes]


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))


class Page(HTMLParser):
    """The tables of a page as rows of texts, and its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.within = False

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.within = True

    def handle_endtag(self, tag):
        self.within = self.within and tag not in ("td", "th")

    def handle_data(self, data):
        if self.within:
            self.rows[-1][-1] += data


def read_page(text: str) -> Page:
    reader = Page()
    reader.feed(text)
    return reader


def of_page(shown: Circular) -> list[tuple[str, Fraction]]:
    return [(row[0], number(row[3])) for row in read_page(html(shown)).rows if row[0] != "Mã"]


def of_markdown(shown: Circular) -> list[tuple[str, Fraction]]:
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in markdown(shown, words("vi")).splitlines() if line.startswith("|")]
    cells = [[cell.strip().strip("*").replace("\\", "") for cell in row] for row in rows]
    assert all(len(row) == len(COLUMNS) for row in cells)
    return [(row[0], number(row[3])) for row in cells if row[0] not in ("Mã", "---", "")]


def of_document(shown: Circular) -> list[tuple[str, Fraction]]:
    return [(row["key"], number(row["maximum"])) for table in annex_dumps.document_tables(document(shown)) for row in table if row["key"]]


def of_sheets(shown: Circular) -> list[tuple[str, Fraction]]:
    return [(row["key"], Fraction(str(row["maximum"]))) for table in annex_dumps.sheet_tables(sheets(shown)) for row in table if row["key"]]


def of_tree(shown: Circular) -> list[tuple[str, Fraction]]:
    codes = {line.code for annex in shown.annexes for line in annex.lines if line.code}
    rows = [line.split() for line in annex_dumps.tree_text(shown, 200).splitlines() if line.strip()]
    return [(row[0], number(row[-1])) for row in rows if row[0] in codes]


@pytest.mark.slow
@pytest.mark.parametrize("read", [of_page, of_markdown, of_document, of_sheets, of_tree], ids=lambda read: read.__name__)
@pytest.mark.parametrize("name", SHIPPED)
def test_every_line_of_every_shipped_edition_stands_there_once_with_its_maximum(name, read):
    edition = load_edition(CRITERIA / name).edition
    assert edition is not None
    shown = circular(edition, 2023, small_annex.phrases())
    assert read(shown) == [pair for annex in wanted(shown) for pair in annex]
    items = [item for block in edition.blocks for item in block.items(2023)]
    lines = [line for annex in shown.annexes for line in annex.lines if line.rule]
    assert [(line.code, line.maximum) for line in lines] == [(item.code, item.maximum) for item in items]


@pytest.mark.parametrize("make", [document, sheets], ids=["docx", "xlsx"])
def test_the_same_edition_gives_the_same_bytes(make):
    first = make(small_annex.shown())
    assert make(small_annex.shown()) == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_share_is_said_beside_its_points():
    lines = {line.code: line for line in small_annex.shown().annexes[0].lines}
    assert lines["I.1.1"].method[1] == "Một phần: 0,75 điểm (75% điểm tối đa)"
    assert lines["I.1.3"].method[:2] == ("Có:", "  Đầy đủ: 1 điểm (100% điểm tối đa)")
    assert lines["I.1.3"].method[4] == "Không có: 1 điểm"


def test_who_scores_comes_first_and_a_stated_treatment_last():
    lines = {line.code: line for line in small_annex.shown().annexes[0].lines}
    assert lines["I.4"].labels == ("Số điểm",)
    assert lines["II.1"].labels == ()
    assert lines["II.1"].method[0] == "Điều tra XHH – đơn vị không tự chấm"
    assert lines["I.1.2"].method[-1].startswith("Trường hợp không áp dụng: Không phát sinh trong năm – được tính điểm tối đa;")
    assert lines["I.1.3"].method[-1] == "Trường hợp không áp dụng: không có"
    assert not any("không áp dụng" in line for line in lines["I.1.1"].method)


def test_what_is_pending_says_so_with_its_texts():
    pending = next(line for line in small_annex.shown().annexes[0].lines if line.pending)
    assert pending.method == ("Chưa có cách tính – cần xem", "Thực hiện tốt: 1 điểm", "Còn lại: do Hội đồng xem xét")
    assert (pending.rule, pending.labels) == ("", ())
    assert "chưa có" in annex_dumps.tree_text(small_annex.shown())


def test_the_kind_is_added_only_where_the_title_hides_it():
    titles = {line.code: line.title for line in small_annex.shown().annexes[0].lines}
    assert titles["B"] == "Sáng kiến (điểm thưởng)"
    assert titles["P"] == "Điểm trừ"


def test_a_block_keeps_its_number_and_stands_alone():
    alone = small_annex.shown(block="xa")
    assert [annex.heading for annex in alone.annexes] == ["Phụ lục II"]
    only = small_annex.shown(small_annex.edition({"xa": small_annex.XA}))
    assert [annex.heading for annex in only.annexes] == ["Phụ lục"]
    assert load_workbook(io.BytesIO(sheets(only))).sheetnames == ["Phụ lục"]


@pytest.mark.parametrize("status", ["illustrative", "transcribed", "official"])
def test_all_but_an_official_edition_is_bannered(status):
    shown = small_annex.shown(small_annex.edition(status=status))
    said = {"illustrative": "Bộ tiêu chí minh họa", "transcribed": "Bộ tiêu chí chép lại"}.get(status)
    opened = docx.Document(io.BytesIO(document(shown)))
    book = load_workbook(io.BytesIO(sheets(shown)))
    texts = [
        html(shown),
        markdown(shown, words("vi")),
        annex_dumps.tree_text(shown),
        opened.paragraphs[0].text,
        opened.sections[0].header.paragraphs[-1].text,
    ]
    texts += [text for sheet in book for text in (str(sheet["A1"].value), sheet.oddHeader.center.text)]
    assert all(said in text if said else "Bộ tiêu chí" not in text for text in texts)
    assert ("Minh họa theo" in shown.attached) == (status == "illustrative")


def with_texts(text: str) -> Circular:
    """An annex in which every text is this one, past the models that would have tidied it."""
    shown = small_annex.shown(small_annex.edition({"so": small_annex.XA}))
    line = replace(shown.annexes[0].lines[0], kind="item", title=text, method=(text, "=3+3"), labels=(text,), evidence=(text,))
    area = replace(shown.annexes[0].parts[0], lines=(shown.annexes[0].lines[0], line))
    annex = replace(shown.annexes[0], title=text, parts=(area,), notes=(text,))
    return replace(shown, title=text, attached=text, banners=(text,), annexes=(annex,))


def hostile() -> Circular:
    return with_texts(HOSTILE)


def test_hostile_text_stays_text_on_the_page():
    reader = read_page(html(hostile()))
    assert HOSTILE.replace("\u202e", "⟨U+202E⟩") in reader.rows[2][2]
    assert not [tag for tag, _ in reader.elements if tag in ("script", "img", "iframe")]
    assert not [attrs["href"] for tag, attrs in reader.elements if tag == "a" and not (attrs["href"] or "").startswith("#")]
    assert "=3+3" in reader.rows[2][4]


def test_hostile_text_stays_text_in_markdown():
    text = markdown(hostile(), words("vi"))
    assert not set(text) & {"\u202e"}
    assert "<script" not in text
    assert r"\[y\](http\://z.vn)" in text
    assert r"www\.z.vn" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + 3
    assert all(len(re.findall(r"(?<!\\)\|", row)) == len(COLUMNS) + 1 for row in rows)


@given(st.text(max_size=60))
def test_no_text_breaks_out_of_its_cell(text):
    shown = _text(text)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)(?:\\\\)*\|", shown)
    assert "<" not in shown.replace("<br>", "")


def test_hostile_text_stays_text_in_sheets_and_documents():
    shown = hostile()
    book = load_workbook(io.BytesIO(sheets(shown)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert any(cell.value == HOSTILE.replace("\u202e", "⟨U+202E⟩") for cell in cells)
    table = annex_dumps.document_tables(document(shown))[0]
    assert table[1]["title"] == HOSTILE.replace("\u202e", "⟨U+202E⟩")
    assert table[1]["method"].split("\n")[-1] == "=3+3"
    with zipfile.ZipFile(io.BytesIO(document(shown))) as packed:
        instructions = re.findall(
            r"<w:instrText[^>]*>([^<]*)", "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml"))
        )
        links = [name for name in packed.namelist() if name.endswith(".rels") and b'TargetMode="External"' in packed.read(name)]
    assert set(instructions) == {"PAGE"}
    assert links == []


@pytest.mark.parametrize("sign", ["\x00", "\x1b[2J", "\ufffe", "\udcff", "\x0b"])
def test_signs_that_no_xml_may_hold_are_shown(sign):
    shown = with_texts(f"a{sign}b")
    for title in (annex_dumps.document_tables(document(shown))[0][1]["title"], annex_dumps.sheet_tables(sheets(shown))[0][1]["title"]):
        assert title[0] == "a"
        assert sign not in title


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", SHIPPED)
def test_the_tree_fits_eighty_columns(name, language):
    edition = load_edition(CRITERIA / name).edition
    assert edition is not None
    text = annex_dumps.tree_text(circular(edition, 2023, small_annex.phrases()), 80, language)
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text.replace("SIPAS…", "")


def test_an_area_that_holds_more_than_it_counts_says_so():
    assert "Σ B: 1 tiêu chí, tính tối đa 1" in annex_dumps.tree_text(small_annex.shown())
    assert "Σ II: 1 tiêu chí, tính" not in annex_dumps.tree_text(small_annex.shown())


def test_the_page_is_one_file_with_captions_and_headings():
    text = html(small_annex.shown())
    reader = read_page(text)
    tags = [tag for tag, _ in reader.elements]
    areas = sum(len(annex.parts) for annex in small_annex.shown().annexes)
    assert tags.count("caption") == tags.count("table") == tags.count("h3") == areas
    assert tags.count("h1") == 1
    assert not re.search(r"(?:src|href)=\"(?!#)", text)
    assert "A4 landscape" in text
    heads = [attrs.get("scope") for tag, attrs in reader.elements if tag == "th"]
    assert None not in heads


def test_maxima_stand_as_numbers_in_sheets_and_with_a_comma_elsewhere():
    table = annex_dumps.sheet_tables(sheets(small_annex.shown()))[0]
    assert [row["maximum"] for row in table if row["key"] in ("I.1", "I.2")] == [3.25, 0.75]
    rows = annex_dumps.document_tables(document(small_annex.shown()))[0]
    assert [row["maximum"] for row in rows if row["key"] in ("I.1", "I.2")] == ["3,25", "0,75"]
    assert vietnamese(Fraction(13, 4)) == "3,25"


def test_a_text_too_long_for_a_row_of_excel_is_written_smaller():
    book = load_workbook(io.BytesIO(sheets(with_texts("một hai ba bốn năm " * 45))))
    row = next(row for row in book.worksheets[0].iter_rows() if str(row[2].value).startswith("một hai") and row[0].value == "A")
    assert row[2].font.size < 13
    height = book.worksheets[0].row_dimensions[row[0].row].height
    assert height < 409


def test_roman_numerals():
    assert [roman(each) for each in (1, 4, 9, 12, 19)] == ["I", "IV", "IX", "XII", "XIX"]
