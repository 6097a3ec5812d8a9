"""The year before in every output: which ranking it is, that it was provisional, which areas and units do not compare, and why."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from report.rank_city import City, city

from parcli.cli.ranking_files import page_templates
from parcli.core.rankbook import Former, YearBefore
from parcli.messages import words
from parcli.report.ranking_book import ranking_book
from parcli.report.ranking_document import ranking_document
from parcli.report.ranking_page import ranking_page
from parcli.report.ranking_tables import ranking_tables

WHY, AREA = "sáp nhập từ nhiều đơn vị; năm trước: Sở Cũ (hạng 3, chỉ số 88,21 %)", "điểm tối đa đổi từ 5 thành 3"
SAID = words("vi")


def beside(*, provisional: bool) -> City:
    known = city()
    books = []
    for book in known.books:
        before = YearBefore("hanoi-2023/2024", "hanoi-2023", 2024, "published/chinh-thuc", provisional, {"IX.1": AREA})
        first = replace(book.units[0], former=Former(None, None, None, {}, WHY))
        books.append(replace(book, units=(first, *book.units[1:]), before=before))
    return replace(known, books=tuple(books))


def page(one: City, *, public: bool) -> str:
    return ranking_page(one.edition, one.cycle, one.books, provisional=False, public=public, wording=SAID, templates=page_templates())


def sheets(one: City) -> dict[str, str]:
    book = load_workbook(io.BytesIO(ranking_book(one.edition, one.cycle, one.books, provisional=False, wording=SAID)))
    return {sheet.title: " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None) for sheet in book}


@pytest.mark.parametrize("public", [False, True])
def test_both_pages_say_what_stands_beside_and_what_does_not_compare(public: bool) -> None:
    text = page(beside(provisional=False), public=public)
    assert "So với kết quả năm 2024 (đợt hanoi-2023/2024, bộ chỉ số hanoi-2023)." in text
    assert f"lĩnh vực không so với năm trước: IX.1: {AREA}." in text
    assert WHY in text
    assert "tạm tính" not in text.replace("Kết quả tạm tính", "")


def test_a_provisional_year_is_called_so_in_page_book_and_table() -> None:
    one = beside(provisional=True)
    assert "TẠM TÍNH năm 2024" in page(one, public=True)
    assert "(kết quả năm trước là tạm tính)" in page(one, public=True)
    known = sheets(one)
    assert "kết quả năm trước là tạm tính" in known["so xếp hạng"]
    assert all("TẠM TÍNH năm 2024" in known[name] for name in ("so năm trước", "Cách tính"))
    table = ranking_tables(one.edition, one.cycle, one.books, provisional=False, wording=SAID)["xep-hang.csv"].decode("utf-8-sig").splitlines()
    assert WHY in table[1]
    assert sum("kết quả năm trước là tạm tính" in line for line in table) > 10


def test_the_book_gives_the_reasons() -> None:
    known = sheets(beside(provisional=False))
    assert WHY in known["so xếp hạng"]
    assert f"IX.1: {AREA}" in known["so năm trước"]
    assert "tạm tính" not in known["so xếp hạng"]


def test_the_document_names_the_ranking_that_was_taken() -> None:
    document = json.loads(ranking_document("c", "official", "final", beside(provisional=True).books, SAID))
    assert document["previous"] == {
        "cycle": "hanoi-2023/2024",
        "edition": "hanoi-2023",
        "year": 2024,
        "state": "provisional",
        "from": "published/chinh-thuc",
    }
    assert [block["areas_not_compared"] for block in document["blocks"]] == [{"IX.1": AREA}] * 2
    assert "previous" not in json.loads(ranking_document("c", "official", "final", city(former=False).books, SAID))
