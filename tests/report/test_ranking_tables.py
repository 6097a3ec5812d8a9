"""The ranking as CSV: read back it is the book, opened in a sheet it holds no formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from report.rank_city import City, city
from report.ranked import small

from parcli.messages import words
from parcli.report.ranking_tables import ranking_tables

FILES = ["xep-hang.csv", "xep-hang-linh-vuc.csv", "xep-hang-tieu-chi.csv", "khong-xep-hang.csv", "uu-tien-tham-dinh.csv"]
DRAFT = "Bộ tiêu chí minh họa – không phải phụ lục đã ban hành · Kết quả tạm tính – DỰ THẢO"


def made(of: City, *, language: str = "vi") -> dict[str, bytes]:
    return ranking_tables(of.edition, of.cycle, of.books, provisional=True, wording=words(language))


def read(content: bytes, *, delimiter: str = ";") -> list[dict[str, str]]:
    """Read a table as somebody's program would."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def figure(text: str, mark: str = ",") -> Fraction | None:
    return Fraction(text.replace(mark, ".")) if text else None


def near(text: str, value: Fraction | int | None, mark: str = ",") -> bool:
    """Whether a cell has the figure at ten decimals, or is empty where there is none."""
    found = figure(text, mark)
    return found is None if value is None else found is not None and abs(found - value) <= Fraction(1, 10**10)


@pytest.fixture(scope="module")
def whole() -> City:
    return city()


@pytest.fixture(scope="module")
def tables(whole: City) -> dict[str, bytes]:
    return made(whole)


def test_files_are_those_that_a_vietnamese_sheet_opens(tables: dict[str, bytes]) -> None:
    assert list(tables) == FILES
    for content in tables.values():
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")
        assert content.count(b"\n") == content.count(b"\r\n")
        assert {row["Lưu ý"] for row in read(content)} == {DRAFT}


def test_every_unit_comes_back_as_it_is_ranked(whole: City, tables: dict[str, bytes]) -> None:
    rows = read(tables["xep-hang.csv"])
    units = [(book.ranking.block, one) for book in whole.books for one in book.units]
    assert len(rows) == len(units) > 20
    for row, (block, one) in zip(rows, units, strict=True):
        assert (row["Khối"], row["Mã đơn vị"], row["Đơn vị"], row["Xếp loại"]) == (block, one.row.unit, one.row.name, one.row.class_name)
        assert row["Đồng hạng"] == ("có" if one.row.tied else "")
        former = one.former
        assert former is not None
        expected = {
            "Hạng": one.row.rank, "Điểm đạt được": one.row.final, "Chỉ số CCHC (%)": one.row.index, "Hạng tốt nhất có thể": one.span.best,
            "Hạng thấp nhất có thể": one.span.worst, "Hạng khi đổi trọng số: từ": one.weights.best,
            "Hạng khi đổi trọng số: đến": one.weights.worst, "Cách đơn vị xếp sau (điểm %)": one.gap, "Hạng năm trước": former.rank,
            "Số đơn vị xếp hạng năm trước": former.units, "Chỉ số năm trước (%)": former.index,
        }  # fmt: skip
        assert {name: row[name] for name, value in expected.items() if not near(row[name], value)} == {}
        assert row["Ghi chú"] == former.why_not


def test_areas_and_items_come_back(whole: City, tables: dict[str, bytes]) -> None:
    areas, items = read(tables["xep-hang-linh-vuc.csv"]), read(tables["xep-hang-tieu-chi.csv"])
    by_area = {(row["Mã đơn vị"], row["Mã"]): row for row in areas}
    by_item = {(row["Mã đơn vị"], row["Mã"]): row for row in items}
    for book in whole.books:
        for one in book.units:
            for code, (index, rank) in one.row.areas.items():
                row = by_area.pop((one.row.unit, code))
                assert near(row["Tỷ lệ điểm (%)"], index)
                assert near(row["Hạng trong lĩnh vực"], rank)
                assert near(row["Trung bình khối"], book.area_means[code])
            for code, standing in one.items.items():
                row = by_item.pop((one.row.unit, code))
                assert near(row["Tỷ lệ (%)"], standing.share)
                assert near(row["Điểm đạt được"], standing.figures.final)
                assert near(row["Điểm tự chấm"], standing.figures.own)
                assert near(row["Hạng theo tiêu chí"], standing.rank)
    assert (by_area, by_item) == ({}, {})


def test_lists_come_back(whole: City, tables: dict[str, bytes]) -> None:
    unranked, movers = read(tables["khong-xep-hang.csv"]), read(tables["uu-tien-tham-dinh.csv"])
    assert [(row["Mã đơn vị"], row["Lý do"]) for row in unranked] == [(one.unit, one.reason) for book in whole.books for one in book.ranking.unranked]
    said = [one for book in whole.books for one in book.movers]
    assert [(row["Mã đơn vị"], row["Mã"], row["Hạng tốt nhất có thể"]) for row in movers] == [
        (one.unit, one.code, str(one.ranks.best)) for one in said
    ]
    assert all(near(row["Chỉ số thấp nhất (%)"], one.span.low) for row, one in zip(movers, said, strict=True))


def test_english_words_come_with_commas_and_points(whole: City) -> None:
    rows = read(made(whole, language="en")["xep-hang.csv"], delimiter=",")
    units = [one for book in whole.books for one in book.units]
    assert all(near(row["PAR Index (%)"], one.row.index, ".") for row, one in zip(rows, units, strict=True))


HOSTILE = ("=1+1", "+84 4", "-1", "@SUM(A1)", "\t=1+1", "\r\n=1+1", "＝1+1", '";=1+1', "a\r\nb", "tên; có \x1b dấu")


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_becomes_a_formula_or_another_row(name: str) -> None:
    edition, cycle, book = small(("90", "80"), (name, "Sở Tư pháp"))
    for content in ranking_tables(edition, cycle, [book], provisional=False, wording=words("vi")).values():
        rows: list[list[Any]] = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
        assert {len(row) for row in rows} == {len(rows[0])}
        cells = [cell for row in rows for cell in row if "1+1" in cell or cell in (name, f"'{name}")]
        assert all(not cell.startswith(("=", "+", "-", "@", "＝", "\t", "\r")) for cell in cells)
    rows = read(ranking_tables(edition, cycle, [book], provisional=False, wording=words("vi"))["xep-hang.csv"])
    assert len(rows) == 2
    assert rows[0]["Đơn vị"].removeprefix("'").replace("␛", "\x1b") == " ".join(name.split())


def test_same_figures_same_bytes(whole: City, tables: dict[str, bytes]) -> None:
    assert made(whole) == tables


def test_an_official_final_ranking_has_no_column_of_warnings() -> None:
    edition, cycle, book = small()
    official = replace(edition, status="official")
    content = ranking_tables(official, cycle, [book], provisional=False, wording=words("vi"))["xep-hang.csv"]
    assert "Lưu ý" not in read(content)[0]
