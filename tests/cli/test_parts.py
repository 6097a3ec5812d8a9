"""Part-workbooks: one for each area, filled by several rooms, merged at the return desk, and confirmed by the unit."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from cli import returns
from cli.returns import UNITS, Cycle
from openpyxl import load_workbook
from workbook import kit

from parcli.cli import parting
from parcli.cli.commands.generate import banner_of
from parcli.workbook import writer
from parcli.workbook.entries import Entries

pytestmark = pytest.mark.slow

A, B = UNITS[:2]
AREAS = ["I", "II", "B", "P"]


@pytest.fixture
def desk(tmp_path: Path) -> Cycle:
    return returns.make(tmp_path / "cycle")


def answers(desk: Cycle, seed: int = 1) -> Entries:
    unit = desk.opened.cycle.unit(A)
    assert unit is not None
    return kit.Bench(desk.opened.edition, desk.opened.cycle, desk.opened.block(unit), unit, desk.opened.look, {}).clerks(seed)


def part(desk: Cycle, area: str, entries: Entries) -> bytes:
    """Return an area's part with those of the answers that belong there."""
    unit = desk.opened.cycle.unit(A)
    assert unit is not None
    layout = parting.of_unit(desk.opened, unit)[area]
    rows = {row.key for row in layout.rows}
    own = Entries(
        {key: row for key, row in entries.cells.items() if key in rows},
        tuple(line for line in entries.register if line.get("item") in rows),
        entries.difficulties,
    )
    return writer.filled(layout, desk.opened.look, unit, own, banner_of(desk.opened))


def run(parcli: Any, desk: Cycle, *arguments: str) -> dict[str, Any]:
    outcome = parcli("intake", *arguments, "--received", "2023-11-20", "--json", cwd=desk.folder)
    assert outcome.returncode in (0, 1), outcome.stderr
    return json.loads(outcome.stdout)  # type: ignore[no-any-return]


def read_back(desk: Cycle, content: bytes) -> dict[str, Any]:
    unit = desk.opened.cycle.unit(A)
    assert unit is not None
    bench = kit.Bench(desk.opened.edition, desk.opened.cycle, desk.opened.block(unit), unit, desk.opened.look, {})
    records, findings = bench.judged(content)
    assert kit.heavy(findings) == []
    return kit.plain(records)


def test_every_area_that_a_unit_scores_gets_a_file(desk: Cycle, parcli) -> None:
    assert parcli("generate-template", "--split", "area", "--unit", A, "-q", cwd=desk.folder).returncode == 0
    made = sorted(path.relative_to(desk.folder / "workbooks").as_posix() for path in (desk.folder / "workbooks").rglob("*.*"))
    assert made == sorted(f"so/{A}/{area}.xlsx" for area in AREAS)
    for area in AREAS:
        book = load_workbook(desk.folder / "workbooks/so" / A / f"{area}.xlsx")
        text = book["Danh mục"]["A1"].value
        assert text.endswith(f";{area}")
        keys = [cell.value for cell in book["Tự chấm điểm"]["A"] if cell.value]
        assert {key.partition(".")[0] for key in keys[1:] if not key.startswith("@")} == {area}
    assert parcli("generate-template", "--split", "room", cwd=desk.folder).returncode == 2
    assert parcli("generate-template", "--split", "area", "--bundle", cwd=desk.folder).returncode == 2


def test_parts_are_merged_into_a_workbook_that_is_offered_and_counts_only_when_it_comes_back(desk: Cycle, parcli) -> None:
    entries = answers(desk)
    for area in ("I", "II"):
        desk.put(f"phòng/{area} đã điền.xlsx", part(desk, area, entries))
    desk.put("phòng/evidence/I.1.1/a.pdf", b"a")
    document = run(parcli, desk)
    assert {one["place"] for one in document["files"]} == {"used"}
    problems = {one["code"]: one for one in document["problems"]}
    assert set(problems) == {"IN202", "IN203"}
    assert problems["IN202"]["values"]["parts"] == "B, P"
    assert not list((desk.folder / "submissions" / A).glob("*.xlsx"))
    status = json.loads(parcli("status", "--today", "2023-11-21", "--json", cwd=desk.folder).stdout)
    assert status["units"][0]["state"] == "parts"
    for area in ("B", "P"):
        desk.put(f"thư sau/{area}.xlsx", part(desk, area, entries))
    document = run(parcli, desk)
    assert [one["code"] for one in document["problems"]] == ["IN203"]
    offered = desk.folder / "submissions" / A / "merged" / f"{A}.xlsx"
    assert read_back(desk, offered.read_bytes()) == read_back(desk, desk.workbook(A, entries=entries))
    before = desk.submitted()
    assert run(parcli, desk)["written"] == []
    assert desk.submitted() == before
    assert f"submissions/{A}/merged/{A}.xlsx" in parcli(cwd=desk.folder).stdout
    late = json.loads(parcli("status", "--today", "2024-01-10", "--json", cwd=desk.folder).stdout)["units"][0]
    assert (late["state"], late["late"]) == ("parts_late", True)
    assert "một số phần của bảng tính (nhận ngày " in parcli("status", "--remind", "--today", "2024-01-10", cwd=desk.folder).stdout
    document = run(parcli, desk, str(offered), "--ref", "15/BC-DV")
    assert "parcli validate" in parcli(cwd=desk.folder).stdout
    assert [(one["role"], one["target"]) for one in document["files"]] == [("workbook", f"submissions/{A}/{A}.xlsx")]
    assert parcli("validate", A, cwd=desk.folder).returncode in (0, 1)


def test_two_files_of_one_area_are_compared_cell_by_cell(desk: Cycle, parcli) -> None:
    first = Entries({"I.2.1/count": {"input": Fraction(2)}, "I.2.6/count": {"input": Fraction(1)}}, ({"item": "I.1.1", "name": "a.pdf"},))
    second = Entries({"I.2.1/count": {"input": Fraction(3)}, "I.2.6/count": {"input": Fraction(1)}}, ({"item": "I.1.1", "name": "b.pdf"},))
    desk.put("1.xlsx", part(desk, "I", first))
    desk.put("2.xlsx", part(desk, "I", second))
    document = run(parcli, desk)
    (conflict,) = [one for one in document["problems"] if one["code"] == "IN201"]
    assert conflict["item"] == "I.2.1"
    assert {"«2»", "«3»"} <= set(conflict["values"]["found"].replace("; ", " ").split())
    book = load_workbook(io.BytesIO((desk.folder / "submissions" / A / "merged" / f"{A}.xlsx").read_bytes()))
    sheet = book["Tự chấm điểm"]
    assert sheet[conflict["cell"]].value is None
    assert [sheet.cell(cell.row, 8).value for cell in sheet["A"] if cell.value == "I.2.6/count"] == [1]
    listed = [row[1].value for row in book["Tài liệu kiểm chứng"].iter_rows(5, 8)]
    assert (sorted(listed[:2]), listed[2:]) == (["a.pdf", "b.pdf"], [None, None])


def test_a_corrected_part_replaces_that_of_an_earlier_day(desk: Cycle, parcli) -> None:
    desk.put("1.xlsx", part(desk, "I", Entries({"I.2.1/count": {"input": Fraction(2)}})))
    run(parcli, desk)
    desk.put("2.xlsx", part(desk, "I", Entries({"I.2.1/count": {"input": Fraction(3)}})))
    document = run(parcli, desk)
    assert not [one for one in document["problems"] if one["code"] == "IN201"]
    folder = desk.folder / "submissions" / A
    assert len(list((folder / "parts").iterdir())) == 1
    assert len(list((folder / "versions").rglob("*.xlsx"))) == 2  # the former part and the former merged workbook
    before = desk.submitted()
    assert run(parcli, desk)["written"] == []
    assert desk.submitted() == before


def test_what_cannot_be_merged_is_told(desk: Cycle, parcli) -> None:
    content = part(desk, "I", Entries())
    book = load_workbook(io.BytesIO(content))
    sheet = book["Tự chấm điểm"]
    (row,) = [cell.row for cell in sheet["A"] if cell.value == "I.2.1/count"]
    sheet.cell(row, 8).value = "=1+1"
    target = io.BytesIO()
    book.save(target)
    desk.put("1.xlsx", target.getvalue())
    assert [one["cell"] for one in run(parcli, desk)["problems"] if one["code"] == "IN204"] == [f"H{row}"]


def test_a_part_in_the_place_of_the_workbook_blocks(desk: Cycle, parcli) -> None:
    folder = desk.folder / "submissions" / A
    folder.mkdir(parents=True)
    (folder / "bieu.xlsx").write_bytes(part(desk, "I", answers(desk)))
    outcome = parcli("validate", "--json", cwd=desk.folder)
    (unit,) = [one for one in json.loads(outcome.stdout)["units"] if one["unit"] == A]
    assert [one["code"] for one in unit["findings"] if one["severity"] == "block"] == ["IN205"]
