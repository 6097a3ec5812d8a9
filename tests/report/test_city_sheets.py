"""What the sheets of tong-hop.xlsx say: formulas that old programs know, claims and their answers, what is missing, what to look at again."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from report.books import opened, recalculated, table
from workbook.test_sheet import EXCEL_2007, TEXTS

from parcli.core.edition import Kind
from parcli.core.scoring import Stages, missing
from parcli.report.book import city_book
from parcli.report.missing_words import missing_lines

City = Any
F = Fraction
# Beyond what returned workbooks use: known to Excel 2007 and older, and given the same by LibreOffice.
KNOWN = EXCEL_2007 | {"MATCH"}


def book(city: City, results: list[Any], *, provisional: bool = False) -> bytes:
    return city_book(city.edition, city.cycle, results, [], city.wording, provisional=provisional)


def formulas(workbook: Any) -> Iterator[str]:
    for sheet in workbook:
        yield from (str(cell.value) for line in sheet.iter_rows() for cell in line if cell.data_type == "f")
        yield from (text for rule in sheet.data_validations.dataValidation for text in (rule.formula1, rule.formula2) if text)
        yield from (text for span in sheet.conditional_formatting for rule in span.rules for text in rule.formula)
    yield from (str(name.value) for name in workbook.defined_names.values())


def written(sheet: Any) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


@pytest.mark.parametrize("provisional", [False, True])
def test_formulas_use_what_excel_2007_knows_within_its_limits(city: City, provisional: bool) -> None:
    found = list(formulas(opened(book(city, city.every(provisional=provisional), provisional=provisional), values=False)))
    assert len(found) > 300
    for formula in found:
        bare = TEXTS.sub('""', re.sub(r"'[^']*'!", "", formula))
        assert set(re.findall(r"([A-Za-z][A-Za-z0-9.]*)\(", bare)) <= KNOWN, formula
        assert len(formula) <= 8192
        assert "#REF" not in bare
        assert "[" not in bare
        assert not re.search(r"[<>]=?", bare.replace('<>""', "")), "no figure is compared with a cell that may hold words"


def test_a_text_never_stands_in_the_place_of_nought(city: City) -> None:
    """Every word under a heading of figures is one of the marks; a nought is a number."""
    workbook = opened(book(city, city.every(provisional=True), provisional=True))
    marks = {city.wording.text(f"report.mark.{each}") for each in ("removed", "awaiting", "left_out", "unknown")}
    for line in table(workbook["Chi tiết"], "Khóa tra cứu").values():
        for heading in ("Tự chấm", "Thẩm định lần 1", "Thẩm định lần 2", "Hội đồng", "Điều tra XHH", "Điểm đạt được"):
            assert line[heading] in (None, "", *marks) or isinstance(line[heading], int | float)


def test_one_list_says_who_claimed_what_was_answered_and_what_became_of_it(city_with: Callable[..., City]) -> None:
    city = city_with()
    rejected = city.result("so-tu-phap", {"I.2": F(1)}, claims={"II.1": Kind.NOT_ASSIGNED})
    twice = city.result("so-noi-vu", claims={"I.2": Kind.NOT_ASSIGNED, "II.1": Kind.NOTHING_AROSE})
    workbook = opened(book(city, [twice, rejected]))
    lines = [(row["Đơn vị"], row["Mã"], row["Trả lời"]) for row in rows_of(workbook["Không áp dụng"])]
    assert lines == [
        ("Sở Nội vụ", "I.2", "Chấp nhận (thẩm định lần 1)"),
        ("Sở Nội vụ", "II.1", "Chấp nhận (thẩm định lần 1)"),
        ("Sở Tư pháp", "II.1", "Chấp nhận (thẩm định lần 1)"),
    ]
    # M is 7 without the survey's 3; I.2 has 1 of it, 0.5 + 1 + 1 are left in area I and II.
    assert "Điểm quy đổi: 2,5 × 7 ÷ 6 ≈ 2,92" in written(workbook["Không áp dụng"])


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    place = next(place for place, row in enumerate(rows) if "Trả lời" in row)
    body = rows[place + 1 :]
    end = next((number for number, row in enumerate(body) if row[1] is None), len(body))
    return [dict(zip(map(str, rows[place]), row, strict=True)) for row in body[:end]]


@pytest.mark.slow
def test_a_rejected_claim_and_a_decided_exemption_are_listed(city: City) -> None:
    from parcli.core.scoring import Dossier, score
    from parcli.core.submission import Answer, SelfAssessment

    cycle = city.cycle.model_copy(update={"exemptions": ()})
    records = {code: SelfAssessment(code, "H9", {"points": Answer("H10", "1", F(1))}) for code in ("I.1", "I.2", "II.1", "B.1", "P.1")}
    records["I.2"] = SelfAssessment("I.2", "J12", claim=Kind.NOT_ASSIGNED)
    stages = {code: Stages(appraised_1=F(1)) for code in records} | {"I.10": Stages(council=F(1))}
    said = []
    for own in (
        Stages(appraised_1=F(1, 2), ruling="rejected", ruled_at="round_2"), Stages(appraised_1=F(1, 2)), Stages(), Stages(ruling="accepted", ruled_at="council"),
    ):  # fmt: skip
        dossier = Dossier("so-noi-vu", records, stages={**stages, "I.2": own}, survey={"II.2": {"value": F(80)}})
        result = score(city.block, city.edition.policies, 2023, dossier)
        workbook = opened(city_book(city.edition, cycle, [result], [], city.wording))
        line = rows_of(workbook["Không áp dụng"])[0]
        said.append((line["Trả lời"], line["Cách tính điểm"], line["Căn cứ"]))
    as_usual, rescaled = city.wording.text("report.treatment.as_usual"), city.wording.text("report.treatment.rescale")
    assert said == [
        ("Không chấp nhận (thẩm định lần 2)", as_usual, "Đơn vị kê khai tại ô J12"),
        ("Chưa trả lời đề nghị; đã cho điểm", as_usual, "Đơn vị kê khai tại ô J12"),
        ("Chưa trả lời", rescaled, "Đơn vị kê khai tại ô J12"),
        ("Chấp nhận (Hội đồng)", rescaled, "Đơn vị kê khai tại ô J12"),
    ]


def test_what_is_missing_stands_whole_in_the_book_and_in_short_on_the_screen(city: City) -> None:
    results = [city.result("so-noi-vu", council=None, survey=None), city.result("so-tu-phap", survey=None)]
    said = written(opened(book(city, results))["Còn thiếu"])
    assert "số liệu điều tra XHH: 2 mục của 2 đơn vị" in said
    assert "Hội đồng cho điểm: 1 mục của 1 đơn vị" in said
    assert "I.10" in said
    found = missing(results * 6)
    names = {"so-noi-vu": "Sở Nội vụ"}
    short = missing_lines(city.wording, found, names, every=False)
    assert "Sở Nội vụ: Hội đồng cho điểm – 1 mục (I.10)" in "\n".join(short)
    assert "Không còn thiếu nội dung nào." in written(opened(book(city, [city.result()]))["Còn thiếu"])


def test_a_long_list_is_cut_on_the_screen_and_whole_on_demand(city: City) -> None:
    from parcli.core.scoring import MissingOfUnit

    found = [MissingOfUnit(f"u{number}", "so", "appraisal", tuple(f"I.{item}" for item in range(30))) for number in range(14)]
    short, whole = (missing_lines(city.wording, found, {}, every=every) for every in (False, True))
    assert len(short) == 1 + 10 + 1
    assert "và 4 đơn vị khác" in short[-1]
    assert "và 26 mục khác" in short[1]
    assert len(whole) == 1 + 14
    assert "I.29" in whole[1]
    assert "thẩm định: 420 mục của 14 đơn vị" in whole[0]


def test_nothing_is_said_of_differences_where_nothing_was_appraised(city: City) -> None:
    unheard = city.result(provisional=True)
    assert "so chênh lệch" in opened(book(city, [unheard])).sheetnames
    assert "so chênh lệch" not in opened(book(city, [city.missing("so-noi-vu")])).sheetnames


def test_differences_are_told_neutrally_and_the_largest_first(city: City) -> None:
    from dataclasses import replace

    def lowered(unit: str, by: Fraction) -> Any:
        one = city.result(unit, {"I.1": F(4)})
        items = tuple(replace(each, final=F(4) - by, stages=Stages(appraised_1=F(4) - by)) if each.code == "I.1" else each for each in one.items)
        return replace(one, items=items)

    sheet = opened(book(city, [lowered("so-noi-vu", F(1)), lowered("so-y-te", F(2))]))["so chênh lệch"]
    said = written(sheet)
    assert said.index("Sở Y tế") < said.index("Sở Nội vụ")
    assert "không phải kết luận về đơn vị" in said
    units = table(sheet, "Đơn vị")
    assert list(units)[:2] == ["Sở Y tế", "Sở Nội vụ"]
    assert "Đề nghị xem lại trước" in said


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_unit_that_is_chosen_is_the_unit_that_is_shown(city: City, tmp_path: Path) -> None:
    """Another name is put into the cell of the choice, as a reader would; a name that nobody has shows nothing."""
    chosen = {unit.id: f"{unit.name} *?~ {'rất dài, ' * 20}…" for unit in city.cycle.units}
    strange = city.cycle.model_copy(update={"units": tuple(each.model_copy(update={"name": chosen[each.id]}) for each in city.cycle.units)})
    made = city_book(city.edition, strange, city.every(), [], city.wording)
    chosen["nobody"] = "Sở không có"
    books = {unit: choose(made, name) for unit, name in chosen.items()}
    shown = {unit: opened(content)["Tra cứu"] for unit, content in recalculated(books, tmp_path).items()}
    for result in city.every():
        lines = table(shown[result.unit], "Mã")
        for one in result.items:
            line = lines[one.code]
            assert line["Điểm tối đa"] == float(one.item.maximum)
            assert isinstance(line["Điểm đạt được"], str) if one.final is None else line["Điểm đạt được"] == pytest.approx(float(one.final))
            assert (line["Hội đồng"] in (None, "")) == (one.stages.council is None)
        assert city.wording.text(f"state.{result.state}") in written(shown[result.unit])
    assert "I.1" not in [cell.value for row in shown["nobody"].iter_rows() for cell in row]
    assert not [cell for sheet in shown.values() for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]


def choose(content: bytes, name: str) -> bytes:
    """Put a name into the cell of the choice, which is the one that is not locked."""
    workbook = openpyxl.load_workbook(BytesIO(content))
    sheet = workbook["Tra cứu"]
    (cell,) = (cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked)
    cell.value = name
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()
