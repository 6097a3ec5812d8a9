"""A small cycle to appraise: six units that returned their workbooks, or did not; and an appraiser who fills sheets by their headings."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from cli.conftest import in_this_process
from cli.returns import Cycle, make
from openpyxl import load_workbook
from workbook import kit

from parcli.workbook.entries import Entries

BLOCK = """
areas:
  - code: I
    title: Chỉ đạo, điều hành
    maximum: 6
    items:
      - {code: I.1, title: Mức hoàn thành kế hoạch, maximum: 2, rule: {type: ratio, part: Số đã làm, whole: Tổng số}}
      - {code: I.2, title: Kiểm tra đơn vị trực thuộc, maximum: 1, rule: {type: choice, levels: [{label: Có, points: 1}, {label: Không, points: 0}]}}
      - {code: I.3, title: Sáng kiến, maximum: 1, rule: {type: points, step: 0.25}}
      - {code: I.10, title: Chất lượng báo cáo, maximum: 2, assessed_by: appraisal, rule: {type: points}}
  - code: II
    title: Thể chế
    maximum: 2
    items:
      - {code: II.1, title: Thông tin, maximum: 1, rule: {type: count, label: Số bài, each: 0.25}}
      - {code: II.2, title: Rà soát văn bản, maximum: 1, rule: {type: choice, levels: [{label: Có, points: 1}, {label: Không, points: 0}]}}
"""
UNITS = ("so-a", "so-b", "so-tu-phap", "so-loai", "so-muon", "so-hong")
NAMES = ("Sở A", "Sở B", "Sở Tư pháp", "Sở Loại", "Sở Muộn", "Sở Hỏng")
CYCLE = (
    kit.CYCLE[: kit.CYCLE.index("units:")]
    + "units:\n"
    + "".join(f"  - {{id: {unit}, block: so, name: {name}}}\n" for unit, name in zip(UNITS, NAMES, strict=True))
    + "exclusions: [{unit: so-loai, state: decided, reason: Số liệu không trung thực, decision: 'Quyết định 9/QĐ-UBND'}]\n"
    + "appraisers: [{unit: so-tu-phap, areas: [II]}]\n"
)
SHEET = "Thẩm định"
CODES = ("I.1", "I.2", "I.3", "I.10", "II.1", "II.2")


def entries(part: int = 8, *, estimated: bool = False, claim: bool = False, why: str = "") -> Entries:
    """Return answers: points 1.6, 1, 0.5, –, 0.5, 1 with eight of ten tasks."""
    cells: dict[str, dict[str, Any]] = {
        "I.1/part": {"input": Fraction(part)}, "I.1/whole": {"input": Fraction(10)}, "I.2/level": {"input": "Có"},
        "I.3/points": {"input": Fraction(1, 2)}, "II.1/count": {"input": Fraction(2)}, "II.2/level": {"input": "Có"},
        "I.1": {"explanation": why},
    }  # fmt: skip
    if estimated:
        cells["I.1/part"]["estimate"] = Fraction(part - 1)
    if claim:
        cells |= {"I.2/level": {}, "I.2": {"applies": "Không phát sinh trong năm", "explanation": "Không có đơn vị trực thuộc"}}
    return Entries(cells)


def appraised(folder: Path) -> Cycle:
    """Make the cycle: A and B and the third returned, one is excluded, one is late, one returned a file that is none."""
    cycle = make(folder, cycle=CYCLE)
    (folder / "criteria" / "thu-nghiem" / "so.yaml").write_text(BLOCK, "utf-8")
    for unit, given in {"so-a": entries(), "so-b": entries(9, estimated=True), "so-tu-phap": entries(claim=True), "so-loai": entries()}.items():
        put(cycle, unit, cycle.workbook(unit, entries=given))
    put(cycle, "so-hong", b"khong phai bang tinh")
    evidence(cycle, "so-a", "I.1/Báo cáo số 1 #2 (50%).txt")
    return cycle


def put(cycle: Cycle, unit: str, content: bytes) -> Path:
    """Let a unit's workbook stand as intake leaves it; a former one is kept in versions/."""
    place = cycle.folder / "submissions" / unit / f"{unit}.xlsx"
    if place.exists():
        former = place.read_bytes()
        kept = place.parent / "versions" / hashlib.sha256(former).hexdigest()[:8] / place.name
        kept.parent.mkdir(parents=True)
        kept.write_bytes(former)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return place


def evidence(cycle: Cycle, unit: str, path: str) -> None:
    place = cycle.folder / "submissions" / unit / "evidence" / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"Báo cáo của {unit}: {path}", "utf-8")


def run(cycle: Cycle, *arguments: str) -> Any:
    return in_this_process((*arguments, "--cycle", str(cycle.folder)), cycle.folder)


def opened(cycle: Cycle, number: int = 1, *more: str) -> dict[str, Any]:
    """Open a round and return what the command says in JSON."""
    done = run(cycle, "appraise", "open", "--round", str(number), "--json", *more)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def names(said: Mapping[str, Any]) -> list[str]:
    return [path.removeprefix("appraisal/") for path in said["written"]]


def rows(path: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the rows of a workbook by unit and item, their cells by heading, as a person finds them."""
    sheet = load_workbook(path)[SHEET]
    heading = next(row for row in sheet.iter_rows() if any(cell.value == "Điểm thẩm định" for cell in row))
    columns = {cell.value: cell.column for cell in heading}
    found = {}
    for row in range(heading[0].row + 1, sheet.max_row + 1):
        cells = {name: sheet.cell(row, column) for name, column in columns.items()}
        found[cells["Đơn vị"].value, cells["Mã"].value] = cells
    return found


def enter(path: Path, given: Mapping[tuple[str, str], Mapping[str, Any]]) -> None:
    """Fill in a workbook as a person would, finding cells by their headings."""
    book = load_workbook(path)
    sheet = book[SHEET]
    heading = next(row for row in sheet.iter_rows() if any(cell.value == "Điểm thẩm định" for cell in row))
    columns = {cell.value: cell.column for cell in heading}
    for row in range(heading[0].row + 1, sheet.max_row + 1):
        key = sheet.cell(row, columns["Đơn vị"]).value, sheet.cell(row, columns["Mã"]).value
        for name, value in given.get(key, {}).items():
            sheet.cell(row, columns[name]).value = value
    target = io.BytesIO()
    book.save(target)
    path.write_bytes(target.getvalue())


def agreed(path: Path, **otherwise: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return entries that give every row the unit's own points; ``so_a__I_1`` names a row for which other cells are given."""
    given: dict[tuple[str, str], dict[str, Any]] = {}
    for (unit, code), cells in rows(path).items():
        own = cells["Điểm tự chấm"].value
        given[unit, code] = {"Điểm thẩm định": 1 if own is None else own}
    for name, cells in otherwise.items():
        unit, _, code = name.partition("__")
        given[unit.replace("_", "-"), code.replace("_", ".")] = dict(cells)
    return given


def scores(cycle: Cycle) -> dict[str, Any]:
    """Run aggregate and return the units by id, each with its items by code."""
    done = run(cycle, "aggregate", "--json")
    assert done.returncode in (0, 1), done.stderr
    units = {one["unit"]: one for one in json.loads(done.stdout)["units"]}
    return {unit: {**one, "items": {item["code"]: item for item in one["items"]}} for unit, one in units.items()}


def codes(done: Any) -> list[str]:
    """Return the codes that a command names on the screen, in order."""
    return [word.strip("[]") for word in done.stderr.split() if word.startswith("[AP") and word.endswith("]")]
