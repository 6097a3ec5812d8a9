"""Survey figures through the commands: forms made, filled in, put back; and tables as institutes send them."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

TEMPLATES = "survey/templates"
FORM = "so-lieu-dieu-tra-so.xlsx"


def findings(cycle: Path) -> list[dict[str, Any]]:
    read = json.loads((cycle / "results/validate/findings.json").read_text("utf-8"))
    return [*read["findings"], *(each for unit in read["units"] for each in unit["findings"])]


def survey_points(cycle: Path) -> dict[tuple[str, str], str | None]:
    scores = json.loads((cycle / "results/aggregate/scores.json").read_text("utf-8"))
    return {(unit["unit"], item["code"]): item["survey"] for unit in scores["units"] for item in unit["items"] if item["survey"] is not None}


def fill_in(form: Path, cycle: Path) -> None:
    """Enter the figures of the example's own tables into a form."""
    known: dict[tuple[str, ...], str] = {}
    for path in sorted((cycle / "survey").glob("*.csv")):
        for line in csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"):
            known[tuple(line[name] for name in ("item", "unit", "option") if name in line)] = line.get("value") or line["count"]
    book = load_workbook(form)
    for sheet in book.worksheets[2:]:
        columns = {str(cell.value): cell.column for cell in sheet[4]}
        keys = [name for name in ("Mã", "Đơn vị", "Phương án") if name in columns]
        figure = columns.get("Giá trị") or columns["Số phiếu"]
        for row in range(5, sheet.max_row + 1):
            text = known[tuple(str(sheet.cell(row, columns[name]).value) for name in keys)]
            sheet.cell(row, figure).value = float(text.replace(",", ".")) if "," in text else int(text)
    book.save(form)


def through_office(form: Path, tmp_path: Path) -> Path:
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(form)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return tmp_path / "saved" / form.name


@pytest.mark.slow
@pytest.mark.parametrize(
    "office", [False, pytest.param(True, marks=[pytest.mark.office, pytest.mark.skipif(not shutil.which("soffice"), reason="soffice")])]
)
def test_forms_that_were_filled_in_give_the_points_of_the_same_tables(parcli: Any, cycle: Path, tmp_path: Path, office: bool) -> None:
    parcli("aggregate", "--provisional", "--cycle", str(cycle), "-q")
    before = survey_points(cycle)
    assert parcli("survey", "template", "--cycle", str(cycle), "-q").returncode == 0
    forms = sorted((cycle / TEMPLATES).iterdir())
    for form in forms:
        fill_in(form, cycle)
    for path in (cycle / "survey").glob("*.csv"):
        path.unlink()
    for form in forms:
        shutil.copy(through_office(form, tmp_path) if office else form, cycle / "survey" / form.name)
    parcli("aggregate", "--provisional", "--cycle", str(cycle), "-q")
    assert survey_points(cycle) == before
    parcli("validate", "--cycle", str(cycle), "-q")
    assert [one for one in findings(cycle) if one["code"].startswith("RS")] == []


def test_the_import_does_not_read_the_forms_where_they_are_made(parcli: Any, cycle: Path) -> None:
    parcli("survey", "template", "--csv", "--cycle", str(cycle), "-q")
    parcli("aggregate", "--provisional", "--cycle", str(cycle), "-q")
    scores = json.loads((cycle / "results/aggregate/scores.json").read_text("utf-8"))
    assert not [each["path"] for each in scores["inputs"] if "templates" in each["path"]]


def test_a_form_with_entries_is_never_replaced(parcli: Any, cycle: Path) -> None:
    parcli("survey", "template", "--cycle", str(cycle), "-q")
    form = cycle / TEMPLATES / FORM
    book = load_workbook(form)
    book["Số liệu theo thang"]["F5"].value = "không có số liệu"
    book.save(form)
    before = form.read_bytes()
    done = parcli("survey", "template", "--cycle", str(cycle))
    assert (done.returncode, form.read_bytes()) == (0, before)
    assert FORM in done.stderr
    assert parcli("survey", "template", "--block", "so", "--cycle", str(cycle)).returncode == 2
    assert form.read_bytes() == before


def test_a_file_that_is_no_form_is_not_replaced(parcli: Any, cycle: Path) -> None:
    (cycle / TEMPLATES).mkdir()
    (cycle / TEMPLATES / FORM).write_bytes(b"mine")
    assert parcli("survey", "template", "--block", "so", "--cycle", str(cycle)).returncode == 2
    assert (cycle / TEMPLATES / FORM).read_bytes() == b"mine"


def test_a_blank_form_is_made_anew(parcli: Any, cycle: Path) -> None:
    parcli("survey", "template", "--block", "so", "--unit", "so-noi-vu", "--cycle", str(cycle), "-q")
    form = cycle / TEMPLATES / FORM
    short = form.read_bytes()
    assert parcli("survey", "template", "--block", "so", "--cycle", str(cycle), "-q").returncode == 0
    assert len(form.read_bytes()) > len(short)


@pytest.mark.slow
def test_one_block_one_unit_dry_and_in_json(parcli: Any, cycle: Path) -> None:
    done = parcli("dieu-tra", "template", "--block", "huyen", "--csv", "--json", "--dry-run", "--cycle", str(cycle))
    assert json.loads(done.stdout) == {"format": "parcli/survey-template@1", "written": [], "problems": []}
    assert not (cycle / TEMPLATES).exists()
    done = parcli("survey", "template", "--unit", "ba-dinh", "--csv", "--json", "--cycle", str(cycle))
    names = [Path(name).name for name in json.loads(done.stdout)["written"]]
    assert names == ["so-lieu-dieu-tra-huyen.xlsx", "so-lieu-dieu-tra-huyen-scaled.csv", "so-lieu-dieu-tra-huyen-counted.csv"]


def test_a_unit_of_another_block_is_nothing_to_do(parcli: Any, cycle: Path) -> None:
    assert parcli("survey", "template", "--unit", "ba-dinh", "--block", "so", "--cycle", str(cycle)).returncode == 2


@pytest.mark.slow
def test_a_wide_table_of_points_is_taken_and_what_is_left_open_is_told(parcli: Any, cycle: Path) -> None:
    for path in (cycle / "survey").glob("*.csv"):
        path.unlink()
    lines = [
        "KẾT QUẢ;;",
        ";Điểm đạt được;",
        "Tên đơn vị;I.7;IV.4.1",
        "Sở Nội vụ;1,5;-",
        "so-tu-phap;2,5;1",
        "Trung bình;1,7;1",
        "Ghi chú: số liệu sơ bộ;;",
    ]
    (cycle / "survey/vien.csv").write_text("\n".join(lines) + "\n", "utf-8")
    parcli("validate", "--cycle", str(cycle), "-q")
    told = {(one["code"], one["cell"], one["item"]) for one in findings(cycle) if one["code"].startswith("RS") and one["code"] != "RS110"}
    assert told == {("RS128", "C4", "IV.4.1"), ("RS106", "B5", "I.7"), ("RS126", "A6", None)}
    parcli("aggregate", "--provisional", "--cycle", str(cycle), "-q")
    assert survey_points(cycle) == {("so-noi-vu", "I.7"): "1.5", ("so-tu-phap", "IV.4.1"): "1"}
