"""xep-hang.xlsx worked out anew by LibreOffice equals ranking.json and the books in every figure."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from report.books import opened, recalculated, table
from report.rank_city import City, city
from report.ranked import TIED, small

from parcli.core.rankbook import BlockBook
from parcli.messages import words
from parcli.report.ranking_areas import area_figure
from parcli.report.ranking_book import ranking_book
from parcli.report.ranking_document import ranking_document

pytestmark = [pytest.mark.office, pytest.mark.slow, pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")]
EXACTLY, AS_WRITTEN = 1e-9, 1e-9
"""A double of an exact figure; ranking.json has ten decimals."""
POLICIES: dict[str, dict[str, Any]] = {
    f"{ties} {rank_on}": {"ties": ties, "rank_on": rank_on, "tie_breakers": ["II"] if ties == "ordinal" else []}
    for ties in ("competition", "dense", "ordinal")
    for rank_on in ("unrounded", "printed")
}


@pytest.fixture(scope="module")
def whole() -> City:
    return city({"so": 17, "xa": 40})


@pytest.fixture(scope="module")
def calculated(whole: City, tmp_path_factory: pytest.TempPathFactory) -> dict[str, openpyxl.Workbook]:
    """All books of this file, worked out in one run."""
    said = words("vi")
    sources = {"city": ranking_book(whole.edition, whole.cycle, whole.books, provisional=True, wording=said)}
    for name, policies in POLICIES.items():
        edition, cycle, book = small(TIED, **policies)
        sources[name] = ranking_book(edition, cycle, [book], provisional=False, wording=said)
    return {name: opened(book) for name, book in recalculated(sources, Path(tmp_path_factory.mktemp("ranking"))).items()}


def pairs(book: BlockBook, of: City, sheets: openpyxl.Workbook) -> Iterator[tuple[str, object, object]]:
    """Yield (where, said by ranking.json or the book, shown) for every figure of a block."""
    document = json.loads(ranking_document(of.cycle.cycle, of.edition.status, "provisional", [book], words("vi")))["blocks"][0]
    block = document["block"]
    ranks, areas = table(sheets[f"{block} xếp hạng"], "Đơn vị"), table(sheets[f"{block} lĩnh vực"], "Đơn vị")
    before = table(sheets[f"{block} năm trước"], "Đơn vị")
    items, paper = table(sheets[f"{block} tiêu chí"], "Đơn vị"), table(sheets[f"{block} bản in"], "Đơn vị")
    yield (f"{block} mean", document["mean"], paper["Trung bình"]["Chỉ số CCHC (%)"])
    for line, one in zip(document["rows"], book.units, strict=True):
        name, where = line["name"], f"{block} {line['unit']}"
        for shown in (ranks[name], paper[name]):
            for key, heading in (("rank", "Hạng"), ("final", "Điểm đạt được"), ("index", "Chỉ số CCHC (%)"), ("class", "Xếp loại")):
                yield (f"{where} {key}", line[key], shown[heading])
        yield from _doubt(where, one, ranks[name])
        heads = list(areas[name])
        for place, area in enumerate(of.edition.block(block).areas):  # type: ignore[union-attr] - the edition has it
            index = line["areas"][area.code]["index"]
            figure = None if index is None else area_figure(area, Fraction(index))
            yield (f"{where} {area.code}", figure, areas[name][heads[3 + place]])
            yield from _change(f"{where} {area.code}", area, one, list(before[name].values())[3 + 2 * place : 5 + 2 * place])
            yield (f"{where} {area.code} rank", line["areas"][area.code]["rank"], areas[name][f"Hạng {area.printed_number}"])
        for code, standing in one.items.items():
            heading = next(each for each in items[name] if each.partition(" ")[0] == code)
            yield (f"{where} {code}", standing.share, items[name][heading])


def _doubt(where: str, one: Any, shown: dict[str, Any]) -> Iterator[tuple[str, object, object]]:
    yield (f"{where} best", one.span.best, shown["Hạng tốt nhất có thể"])
    yield (f"{where} worst", one.span.worst, shown["Hạng thấp nhất có thể"])
    yield (f"{where} weights", one.weights.best, shown["Hạng khi đổi trọng số: từ"])
    yield (f"{where} weights", one.weights.worst, shown["Hạng khi đổi trọng số: đến"])
    yield (f"{where} gap", one.gap if one.gap is not None else "đơn vị cuối bảng", shown["Cách đơn vị xếp sau (điểm %)"])
    former = one.former
    known = former is not None and former.rank is not None
    yield (f"{where} former", former.rank if known else "chưa có", shown["Hạng năm trước"])
    yield (f"{where} ranks up", former.rank - one.row.rank if known else "chưa có", shown["Tăng (+), giảm (−) hạng"])
    yield (f"{where} former index", former.index if known else "chưa có", shown["Chỉ số năm trước (%)"])
    yield (f"{where} change", one.row.index - former.index if known else "chưa có", shown["Thay đổi chỉ số (điểm %)"])


def _change(where: str, area: Any, one: Any, shown: list[object]) -> Iterator[tuple[str, object, object]]:
    before, now = one.former.areas.get(area.code), one.row.areas[area.code][0]
    yield (f"{where} before", "chưa có" if before is None else area_figure(area, before), shown[0])
    yield (f"{where} change", "chưa có" if before is None else area_figure(area, now - before), shown[1])


def agree(said: object, shown: object) -> bool:
    """Whether a cell shows what is said: unknown is a word or empty, never a number."""
    if said is None:
        return not isinstance(shown, int | float)
    if isinstance(said, str) and not said.replace(".", "").replace("-", "").isdigit():
        return shown == said
    return isinstance(shown, int | float) and abs(Fraction(said) - Fraction(shown)) <= AS_WRITTEN  # type: ignore[arg-type] - a figure by now


def test_every_figure_is_that_of_the_ranking(whole: City, calculated: dict[str, openpyxl.Workbook]) -> None:
    found = [each for book in whole.books for each in pairs(book, whole, calculated["city"])]
    assert [each for each in found if not agree(each[1], each[2])] == []
    units = sum(len(book.units) for book in whole.books)
    items = sum(len(one.items) for book in whole.books for one in book.units)
    assert units == 47
    assert len(found) == items + units * (8 + 9 + 4 * 10) + len(whole.books)
    assert sum(isinstance(shown, int | float) for _, _, shown in found) > 5000


def test_leads_and_lists_are_those_of_the_books(whole: City, calculated: dict[str, openpyxl.Workbook]) -> None:
    for book in whole.books:
        lines = list(calculated["city"][f"{book.ranking.block} liền kề"].iter_rows(values_only=True))
        lines = lines[next(place for place, row in enumerate(lines) if row[0] == "Hạng") + 1 :]
        said = [
            (upper.row.rank, upper.row.name, lower.row.name, upper.gap, lead)
            for upper, lower in zip(book.units, book.units[1:], strict=False)
            for lead in (upper.leads or (None,))
        ]
        assert len(said) == len(lines) > 10
        for (rank, name, following, gap, lead), row in zip(said, lines, strict=True):
            assert (row[0], row[1], row[2]) == (rank, name, following)
            assert row[3] == pytest.approx(float(gap or 0), abs=EXACTLY)
            assert (row[4], row[6]) == (("–", "–") if lead is None else (lead.code, pytest.approx(float(lead.lead), abs=EXACTLY)))


def test_the_chosen_unit_is_looked_up_in_the_table(whole: City, calculated: dict[str, openpyxl.Workbook]) -> None:
    for book in whole.books:
        rows = [row for row in calculated["city"][f"{book.ranking.block} biểu đồ"].iter_rows(values_only=True) if isinstance(row[2], int | float)]
        first = book.units[0].row.areas
        own = [area.code for area in whole.edition.block(book.ranking.block).areas if area.kind == "points"]  # type: ignore[union-attr] - it has it
        assert [row[2] for row in rows] == pytest.approx([float(first[code][0] or 0) for code in own])
        assert [row[3] for row in rows] == pytest.approx([float(book.area_means[code] or 0) for code in own])
        assert len(rows) == 8


@pytest.mark.parametrize("name", POLICIES)
def test_ranks_and_classes_follow_the_editions_rule_for_ties(name: str, calculated: dict[str, openpyxl.Workbook]) -> None:
    _, _, book = small(TIED, **POLICIES[name])
    shown = table(calculated[name]["so xếp hạng"], "Đơn vị")
    assert {row.name: (row.rank, row.class_name or None) for row in book.ranking.rows} == {
        row.name: (shown[row.name]["Hạng"], shown[row.name]["Xếp loại"] or None) for row in book.ranking.rows
    }
    assert len({row.rank for row in book.ranking.rows}) == (len(TIED) if POLICIES[name]["ties"] == "ordinal" else 5 if "printed" in name else 8)
