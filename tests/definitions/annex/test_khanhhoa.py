"""The Khánh Hòa table as Word tables in three layouts: every item, every maximum, and no rule that is wrong."""

from __future__ import annotations

import csv
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from definitions.annex import kit

from parcli.core.edition import Criterion
from parcli.definitions.load import load_edition

ROOT = Path(__file__).parents[3]
LINES = list(csv.DictReader((ROOT / "tests" / "definitions" / "khanhhoa_lines.csv").read_text("utf-8").splitlines()))
AREAS = {
    "I": "Về chỉ đạo, điều hành (10 điểm chuẩn)",
    "II": "Kết quả thực hiện nhiệm vụ (75 điểm chuẩn)",
    "IV": "Điểm thưởng (tối đa 15 điểm)",
    "V": "Điểm trừ",
}
SHIPPED = {item.code: item for item in load_edition(ROOT / "criteria" / "khanhhoa-qd11").edition.block("xa").items(2026)}
EVIDENCE = {code: "\n".join(item.criterion.evidence.documents) for code, item in SHIPPED.items()}
METHOD = {code: item.criterion.guidance or "" for code, item in SHIPPED.items()}


def figures(value) -> list:
    """Return the kind of a rule and its figures, in their order; labels are ours in the shipped file."""
    if isinstance(value, dict):
        return [each for key, one in value.items() for each in ([one] if key in ("type", "of", "mode") else figures(one))]
    if isinstance(value, tuple):
        return [each for one in value for each in figures(one)]
    return [value] if isinstance(value, Fraction | int) else []


def by_area():
    for area, title in AREAS.items():
        yield area, title, [line for line in LINES if line["code"].split(".")[0] == area]


def full_codes() -> bytes:
    rows = [["TT", "Nội dung", "Điểm tối đa", "Cách chấm", "Tài liệu minh chứng"]]
    for area, title, lines in by_area():
        rows.append([area, title, "", "", ""])
        rows += [[line["code"], line["title"], line["max"].replace(".", ","), METHOD[line["code"]], EVIDENCE[line["code"]]] for line in lines]
    return kit.word("Phụ lục 3", rows)


def scoring_beneath() -> bytes:
    rows = [["STT", "Tiêu chí", "Điểm chuẩn"]]
    for area, title, lines in by_area():
        rows.append([f"{area}.", title, ""])
        for line in lines:
            rows.append([line["code"].partition(".")[2], line["title"], f"{line['max'].replace('.', ',')} điểm"])
            rows += [["", text, ""] for text in METHOD[line["code"]].split("\n")]
    return kit.word("PHỤ LỤC 3", rows)


def a_table_for_each_area() -> bytes:
    parts: list = ["Phụ lục số 3", "(Kèm theo Quyết định 11-QĐ/TU)"]
    for area, title, lines in by_area():
        rows = [
            ["Số thứ tự", "Nội dung, tiêu chí", "Minh chứng", "Cách tính điểm", "Thang điểm"],
            [f"{area}. {title}", kit.LEFT, kit.LEFT, kit.LEFT, kit.LEFT],
        ]
        for line in lines:
            number = line["code"].partition(".")[2]
            rows.append([number, line["title"], EVIDENCE[line["code"]], METHOD[line["code"]], f"Tối đa {line['max'].lstrip('-').replace('.', ',')}đ"])
        parts += [rows, "Tiếp theo"]
    return kit.word(*parts)


@cache
def drafted(layout: str) -> kit.draft.Draft:
    return kit.drafted(LAYOUTS[layout]())


LAYOUTS = {"full-codes": full_codes, "scoring-beneath": scoring_beneath, "a-table-for-each-area": a_table_for_each_area}


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_all_items_and_maxima_are_there(layout: str) -> None:
    made = drafted(layout)
    items = kit.items(made)
    assert {code: Fraction(item["maximum"]) for code, item in items.items()} == {line["code"]: abs(Fraction(line["max"])) for line in LINES}
    assert {code: item["title"] for code, item in items.items()} == {line["code"]: line["title"] for line in LINES}
    assert {area["code"]: (area.get("kind", "points"), area["maximum"]) for area in made.areas} == {
        "I": ("points", "10"), "II": ("points", "75"), "IV": ("bonus", "15"), "V": ("penalty", "3.5"),
    }  # fmt: skip
    assert not kit.said(made, "IM201")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_four_fifths_of_the_rules_are_read_and_none_is_wrong(layout: str) -> None:
    ruled = {code: item["rule"] for code, item in kit.items(drafted(layout)).items() if "rule" in item}
    assert len(ruled) >= 0.8 * len(LINES)
    for code, rule in ruled.items():
        own = Criterion.model_validate({"code": "x", "title": "x", "maximum": "1", "rule": rule}).rule
        assert figures(own.model_dump()) == figures(SHIPPED[code].rule.model_dump()), code


@pytest.mark.parametrize("layout", LAYOUTS)
def test_groups_that_the_source_leaves_out_are_said(layout: str) -> None:
    groups = {one["found"] for one in kit.said(drafted(layout), "IM204")}
    wanted = {"I.2", "II.1", "II.3", "II.4", "II.5", "IV.3"}
    assert groups == (wanted if layout == "full-codes" else {code.partition(".")[2] for code in wanted})
