"""``generate-template --previous``: last year's points beside this year's items, where the two compare."""

from __future__ import annotations

import io
import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from parcli.core import points
from parcli.workbook import names

pytestmark = pytest.mark.slow

EXPECTED = Path(__file__).parents[2] / "examples" / "expected" / "scores.json"
SCORES = "results/aggregate/scores.json"


@pytest.fixture
def years(cycle: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Last year's cycle with its totals, and this year's of the same edition."""
    (cycle / SCORES).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(EXPECTED, cycle / SCORES)
    now = tmp_path / "now"
    shutil.copytree(cycle / "criteria", now / "criteria")
    text = (cycle / "cycle.yaml").read_text("utf-8")
    (now / "cycle.yaml").write_text(
        text.replace("hanoi-2023/2023", "hanoi-2023/2024").replace("2023-", "2024-").replace("year: 2023", "year: 2024"), "utf-8"
    )
    return cycle, now


def _column(path: Path) -> tuple[str, dict[str, str]]:
    sheet = load_workbook(io.BytesIO(path.read_bytes()))[names.SCORING]
    texts = {str(sheet[f"A{row}"].value): str(sheet[f"O{row}"].value or "") for row in range(7, sheet.max_row + 1)}
    return str(sheet["O6"].value or ""), texts


def _finals(unit: str) -> dict[str, str]:
    (found,) = (each for each in json.loads(EXPECTED.read_text("utf-8"))["units"] if each["unit"] == unit)
    return {item["code"]: points.vietnamese(points.rounded(Fraction(item["final"]), 2)) for item in found["items"] if item["final"] is not None}


@pytest.mark.parametrize("place", [".", SCORES])
def test_last_years_points_stand_beside_each_item_of_the_same_unit(years: tuple[Path, Path], parcli: Any, place: str) -> None:
    former, now = years
    assert parcli("generate-template", "--cycle", str(now), "--previous", str(former / place)).returncode == 0
    for unit in ("so-noi-vu",):
        heading, texts = _column(now / "workbooks" / "so" / f"{unit}.xlsx")
        assert "2023" in heading
        shown = {code: text for code, text in texts.items() if text}
        assert shown == _finals(unit)
        assert len(shown) > 40


def test_an_item_that_changed_shows_nothing(years: tuple[Path, Path], parcli: Any) -> None:
    former, now = years
    file = former / "criteria" / "hanoi-2023" / "so.yaml"
    text = file.read_text("utf-8")
    title = next(line for line in text.splitlines() if "title:" in line and "Thời hạn ban hành Kế hoạch CCHC năm" in line)
    file.write_text(text.replace(title, title.replace("Thời hạn ban hành Kế hoạch CCHC năm", "Công khai ngân sách đơn vị trực thuộc")), "utf-8")
    assert parcli("generate-template", "--unit", "so-noi-vu", "--cycle", str(now), "--previous", str(former)).returncode == 0
    texts = _column(now / "workbooks" / "so" / "so-noi-vu.xlsx")[1]
    assert texts["I.1.1"] == ""
    assert texts["I.1.2"] == _finals("so-noi-vu")["I.1.2"]


def test_without_the_option_there_is_no_such_column(years: tuple[Path, Path], parcli: Any) -> None:
    assert parcli("generate-template", "--unit", "so-noi-vu", "--cycle", str(years[1])).returncode == 0
    assert _column(years[1] / "workbooks" / "so" / "so-noi-vu.xlsx") == ("", dict.fromkeys(_column(years[1] / "workbooks/so/so-noi-vu.xlsx")[1], ""))


def test_a_workbook_with_last_years_points_is_the_same_form(years: tuple[Path, Path], parcli: Any) -> None:
    """The column is beside the contract: what comes back is read as any other."""
    former, now = years
    assert parcli("generate-template", "--unit", "so-noi-vu", "--cycle", str(now), "--previous", str(former)).returncode == 0
    (now / "submissions" / "so-noi-vu").mkdir(parents=True)
    shutil.copy(now / "workbooks/so/so-noi-vu.xlsx", now / "submissions/so-noi-vu/a.xlsx")
    document = json.loads(parcli("validate", "so-noi-vu", "--cycle", str(now), "--json", "--fail-on", "never").stdout)
    assert not {one["code"] for one in document["findings"] if one["code"].startswith("WB")}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda former, _: (former / SCORES).unlink(), "không có đợt đánh giá đã tổng hợp"),
        (lambda former, _: (former / SCORES).write_text("{", "utf-8"), "Không đọc được"),
        (lambda former, _: (former / SCORES).write_text('{"format": "x"}', "utf-8"), "Không đọc được"),
        (lambda former, now: shutil.copy(now / "cycle.yaml", former / "cycle.yaml"), "chính đợt đánh giá này"),
    ],
)
def test_what_cannot_stand_beside_is_refused_with_its_reason(years: tuple[Path, Path], parcli: Any, spoil: Any, said: str) -> None:
    former, now = years
    spoil(former, now)
    done = parcli("generate-template", "--cycle", str(now), "--previous", str(former), "--lang", "vi")
    assert done.returncode == 2
    assert said in done.stderr
    assert not (now / "workbooks").exists()


def test_another_edition_needs_a_crosswalk(years: tuple[Path, Path], parcli: Any, tmp_path: Path) -> None:
    former, _ = years
    later = tmp_path / "later"
    assert parcli("init", str(later), "--edition", "hanoi-2025").returncode == 0
    done = parcli("generate-template", "--cycle", str(later), "--previous", str(former), "--lang", "vi")
    assert done.returncode == 2
    assert "crosswalk-hanoi-2023.yaml" in done.stderr
