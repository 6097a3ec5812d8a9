"""Books read back by their words, and calculated anew by an office suite: what the tests of tong-hop.xlsx share."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

_SECONDS = 300
UNIT_FIGURES = {
    "self": "Tự chấm", "appraised": "Thẩm định", "survey": "Điều tra XHH", "bonus": "Điểm thưởng", "penalty": "Điểm trừ",
    "final": "Điểm đạt được", "maximum": "Điểm tối đa", "index": "Chỉ số CCHC (%)",
}  # fmt: skip
AREA_FIGURES = {"maximum": "Điểm tối đa", "self": "Tự chấm", "final": "Điểm đạt được"}
ITEM_FIGURES = {
    "maximum": "Điểm tối đa", "computed": "Tự chấm", "shown": "Điểm trên bảng của đơn vị", "appraised_1": "Thẩm định lần 1",
    "appraised_2": "Thẩm định lần 2", "council": "Hội đồng", "survey": "Điều tra XHH", "final": "Điểm đạt được",
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One figure of scores.json, as it is written there (None where it is null), and what the book has in its place."""

    where: str
    said: str | None
    exact: str | None
    shown: object


def opened(book: bytes | Path, *, values: bool = True) -> openpyxl.Workbook:
    """Open a book, its shown values or its formulas."""
    return openpyxl.load_workbook(BytesIO(book) if isinstance(book, bytes) else book, data_only=values)


def recalculated(books: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Take the stored values of formulas away and let LibreOffice work them out, all books in one run."""
    sources = []
    for name, book in books.items():
        source = folder / f"{name}.xlsx"
        sources.append(str(source))
        with zipfile.ZipFile(BytesIO(book)) as parts, zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as bare:
            for part in parts.namelist():
                content = parts.read(part)
                bare.writestr(part, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content) if part.startswith("xl/worksheets/") else content)
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), *sources]
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    return {name: (folder / "out" / f"{name}.xlsx").read_bytes() for name in books}


def table(sheet: Any, first: str) -> dict[str, dict[str, Any]]:
    """Return a table of a sheet, headed by the row that holds ``first``: rows by what stands in that column, cells by heading."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in rows if first in row)
    place = head.index(first)
    body = rows[rows.index(head) + 1 :]
    return {str(row[place]): dict(zip(map(str, head), row, strict=True)) for row in body if row[place] not in (None, "")}


def figures(scores: str, book: openpyxl.Workbook, names: Mapping[str, str]) -> Iterator[Figure]:
    """Yield every figure of scores.json with its place in the book."""
    document = json.loads(scores)
    lines = table(book["Chi tiết"], "Khóa tra cứu")
    for unit in document["units"]:
        name, exact = unit["unit"], unit.get("exact", {})
        totals = table(book[f"{unit['block']} lĩnh vực"], "Đơn vị")[names[name]]
        for key, heading in UNIT_FIGURES.items():
            yield Figure(f"{name} {key}", unit[key], exact.get(key), totals[heading])
        for area in unit["areas"]:
            line = lines[f"{name}|{area['code']}|"]
            for key, heading in AREA_FIGURES.items():
                yield Figure(
                    f"{name} {area['code']} {key}", area[key], exact.get("areas", {}).get(area["code"]) if key == "final" else None, line[heading]
                )
        for item in unit["items"]:
            line = lines[f"{name}|{item['code']}"]
            for key, heading in ITEM_FIGURES.items():
                yield Figure(f"{name} {item['code']} {key}", item[key], None, line[heading])


def number_of_figures(scores: str) -> int:
    """Count the figures of scores.json that are not null."""
    count = 0
    for unit in json.loads(scores)["units"]:
        count += sum(unit[key] is not None for key in UNIT_FIGURES)
        count += sum(area[key] is not None for area in unit["areas"] for key in AREA_FIGURES)
        count += sum(item[key] is not None for item in unit["items"] for key in ITEM_FIGURES)
    return count
