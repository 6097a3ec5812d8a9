"""What aggregate and rank say: what is missing, kind by kind; that a result is final; and the same bytes in whatever order files lie."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli import returns
from workbook import kit

Run = Callable[..., Any]
SURVEYS = """
areas:
  - code: I
    title: Điều tra xã hội học
    maximum: 100
    items:
      - {code: I.1, title: Mức hài lòng, maximum: 60, assessed_by: survey, rule: {type: external, scale: [0, 100]}}
      - {code: I.2, title: Mức độ tin cậy, maximum: 40, assessed_by: survey, rule: {type: external, scale: [0, 100]}}
"""
FINAL, OF_RANKING = "Kết quả chính thức theo số liệu đã nhập", "Xếp hạng chính thức theo số liệu đã nhập"


@pytest.fixture
def surveyed(tmp_path: Path) -> Path:
    """A cycle of two units for which there are surveys alone, and all of them."""
    returns.make(tmp_path / "cycle", cycle=kit.CYCLE)
    (tmp_path / "cycle/criteria/thu-nghiem/so.yaml").write_text(SURVEYS, "utf-8")
    (tmp_path / "cycle/survey").mkdir()
    (tmp_path / "cycle/survey/a.csv").write_text(
        "unit;item;value\n" + "".join(f"{unit};I.{item};{item}1\n" for unit in ("so-noi-vu", "so-tu-phap") for item in (1, 2))
    )
    return tmp_path / "cycle"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A cycle of twelve units of which four returned."""
    made = returns.make(tmp_path / "first")
    for place, unit in enumerate(returns.UNITS[:4]):
        target = made.folder / "submissions" / unit / "bieu.xlsx"
        target.parent.mkdir(parents=True)
        target.write_bytes(made.workbook(unit, seed=place))
    (made.folder / "survey").mkdir()
    (made.folder / "survey/a.csv").write_text(
        "unit;item;value\n" + "".join(f"{unit};II.2;8{place}\n" for place, unit in enumerate(returns.UNITS[:3]))
    )
    (made.folder / "survey/b.csv").write_text(
        "unit;item;option;count\n" + "".join(f"{unit};III.1;{each};7\n" for unit in returns.UNITS for each in ("Hài lòng", "Không"))
    )
    return made.folder


@pytest.mark.slow
def test_what_is_missing_is_told_kind_by_kind(small: Path, parcli: Run) -> None:
    done = parcli("aggregate", "--cycle", str(small), "--lang", "vi")
    assert done.returncode == 1
    assert "Còn thiếu để có kết quả chính thức:" in done.stdout
    assert "• Hội đồng cho điểm: 4 mục của 4 đơn vị" in done.stdout
    assert "• số liệu điều tra XHH: 1 mục của 1 đơn vị" in done.stdout
    unit = next(line for line in done.stdout.splitlines() if line.startswith("Đơn vị 04: "))
    assert "thẩm định – 1" in unit
    assert "mục khác" in unit
    assert FINAL not in done.stderr
    whole = parcli("aggregate", "--cycle", str(small), "--lang", "vi", "--verbose")
    assert "mục khác" not in whole.stdout.replace("\n", " ")
    assert "I.2.7" in whole.stdout


def test_the_same_stands_in_the_book_in_the_file_and_in_the_ranking(small: Path, parcli: Run) -> None:
    assert parcli("aggregate", "--cycle", str(small), "--lang", "vi").returncode == 1
    sheet = openpyxl.load_workbook(small / "results/aggregate/tong-hop.xlsx")["Còn thiếu"]
    listed = [(row[1].value, row[2].value, row[4].value) for row in sheet.iter_rows() if row[1].value == "Đơn vị 04"]
    scores = json.loads((small / "results/aggregate/scores.json").read_text("utf-8"))
    unit = next(one for one in scores["units"] if one["unit"] == "don-vi-04")
    waiting = {item["code"]: item["waits_for"] for item in unit["items"] if "waits_for" in item}
    assert {what for _, what, _ in listed} == {"thẩm định", "Hội đồng cho điểm", "số liệu điều tra XHH"}
    assert sorted(code for _, _, codes in listed for code in codes.split("; ")) == sorted(waiting)
    assert unit["reason"].startswith("Còn chờ thẩm định – ")
    ranked = parcli("rank", "--cycle", str(small), "--lang", "vi")
    assert ranked.returncode == 1
    assert "Còn chờ thẩm định" in ranked.stdout
    assert OF_RANKING not in ranked.stderr


def test_a_draft_says_what_is_missing_too_and_ends_well(small: Path, parcli: Run) -> None:
    done = parcli("aggregate", "--cycle", str(small), "--lang", "vi", "--provisional")
    assert done.returncode == 0
    assert "Còn thiếu để có kết quả chính thức:" in done.stdout
    assert FINAL not in done.stderr


@pytest.mark.parametrize(
    ("language", "final", "ranking"), [("vi", FINAL, OF_RANKING), ("en", "Final result on the figures entered", "Final ranking on the figures")]
)
def test_a_final_result_is_said_to_be_final_and_not_yet_approved(surveyed: Path, parcli: Run, language: str, final: str, ranking: str) -> None:
    done = parcli("aggregate", "--cycle", str(surveyed), "--lang", language)
    assert done.returncode == 0
    assert final in done.stderr
    assert ("phê duyệt" if language == "vi" else "approves") in done.stderr
    assert "Còn thiếu" not in done.stdout
    ranked = parcli("rank", "--cycle", str(surveyed), "--lang", language)
    assert ranked.returncode == 0
    assert ranking in ranked.stderr
    assert json.loads((surveyed / "results/rank/ranking.json").read_text("utf-8"))["state"] == "final"


def test_a_draft_to_which_nothing_is_missing_asks_for_the_final_run(surveyed: Path, parcli: Run) -> None:
    done = parcli("aggregate", "--cycle", str(surveyed), "--lang", "vi", "--provisional")
    assert done.returncode == 0
    assert "chạy lại parcli aggregate không có --provisional" in done.stderr
    assert OF_RANKING not in parcli("rank", "--cycle", str(surveyed), "--lang", "vi").stderr


def test_a_missing_survey_keeps_a_result_from_being_final(surveyed: Path, parcli: Run) -> None:
    (surveyed / "survey/a.csv").write_text("unit;item;value\nso-noi-vu;I.1;80\nso-noi-vu;I.2;80\nso-tu-phap;I.1;80\n")
    done = parcli("aggregate", "--cycle", str(surveyed), "--lang", "vi")
    assert done.returncode == 1
    assert "Sở Tư pháp: số liệu điều tra XHH – 1 mục (I.2)" in done.stdout


@pytest.mark.slow
def test_neither_jobs_nor_the_order_of_files_nor_their_times_change_a_byte(small: Path, tmp_path: Path, parcli: Run) -> None:
    other = tmp_path / "second"
    for number, path in enumerate(sorted((each for each in small.rglob("*") if each.is_file()), reverse=True)):
        target = other / path.relative_to(small)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        os.utime(target, (1_500_000_000 + 1000 * number, 1_500_000_000 + 1000 * number))
    sets = []
    for folder, jobs in ((small, "1"), (small, "2"), (other, "2"), (other, "1")):
        assert parcli("aggregate", "--cycle", str(folder), "--jobs", jobs, "--provisional").returncode == 0
        sets.append(
            {path.name: path.read_bytes() for path in (folder / "results/aggregate").iterdir() if path.name in ("scores.json", "tong-hop.xlsx")}
        )
    assert len(sets[0]) == 2
    assert all(each == sets[0] for each in sets[1:])
