"""A small cycle that is final: two units with all ten rules, a round of appraisal, the Council, a survey, a waiver."""

from __future__ import annotations

import hashlib
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
from cli.appraising import enter, put, rows, run
from cli.returns import Cycle, make
from workbook import kit

from parcli.workbook.entries import Entries

F = Fraction

UNITS = ("so-noi-vu", "so-tu-phap")
ANSWERS: dict[str, Any] = {
    "I.1.1/level": "Chậm «muộn»", "I.1.2/part": F(7), "I.1.2/whole": F(9), "I.1.3/value": F(12), "I.1.10/part": F(4), "I.1.10/whole": F(5),
    "I.1.5/now": F(90), "I.1.5/before": F("88.5"), "I.2.1/count": F(2), "I.2.2/date": date(2023, 12, 4), "I.2.3/start": date(2023, 3, 1),
    "I.2.3/date": date(2023, 3, 28), "I.2.4/tick-1": "Có", "I.2.4/tick-2": "Không", "I.2.5/tick-1": "Có", "I.2.5/tick-2": "Có", "I.2.6/count": F(1),
    "I.2.7/answer": "Có phát sinh", "I.2.7/case-2/part": F(2), "I.2.7/case-2/whole": F(3), "II.1/points": "1,75", "B.1/points": F("0.5"), "P.1/count": F(1),
}  # fmt: skip
SURVEY = "unit;item;value\nso-noi-vu;II.2;86,5\nso-tu-phap;II.2;80\n"
OPTIONS = "unit;item;option;count\n" + "".join(f"{unit};III.1;Hài lòng;30\n{unit};III.1;Không;10\n" for unit in UNITS)
RANKING = (
    "rank/ranking.json", "rank/xep-hang.xlsx", "rank/xep-hang.html", "rank/xep-hang-cong-khai.html",
    "rank/xep-hang.csv", "rank/xep-hang-linh-vuc.csv", "rank/xep-hang-tieu-chi.csv", "rank/khong-xep-hang.csv", "rank/uu-tien-tham-dinh.csv",
    "rank/to-trinh.docx", "rank/quyet-dinh.docx", "rank/phu-luc.docx",
)  # fmt: skip
"""The files of results/rank besides its manifest."""
EVIDENCE = "I.1.1/Kế hoạch 12.txt"


def entries(**otherwise: Any) -> Entries:
    """Return a unit's answers; ``I_1_2__part`` enters another value. One is claimed not to apply, with an explanation."""
    given = {**ANSWERS, **{name.replace("__", "/").replace("_", "."): value for name, value in otherwise.items()}}
    cells: dict[str, dict[str, Any]] = {key: {"input": value} for key, value in given.items() if not key.startswith("I.2.1/")}
    cells["I.2.1"] = {"applies": "Không thuộc chức năng, nhiệm vụ", "explanation": "Không được giao"}
    return Entries(cells)


def final_cycle(folder: Path) -> Cycle:
    """Make the cycle and let it run to a final ranking."""
    cycle = make(folder, cycle=kit.CYCLE)
    run(cycle, "generate-template", "-q")
    for unit in UNITS:
        put(cycle, unit, cycle.workbook(unit, entries=entries()))
        paper = folder / "submissions" / unit / "evidence" / EVIDENCE
        paper.parent.mkdir(parents=True)
        paper.write_text(f"Kế hoạch của {unit}", "utf-8")
    survey = folder / "survey"
    survey.mkdir()
    (survey / "diem.csv").write_text(SURVEY, "utf-8")
    (survey / "phieu.csv").write_text(OPTIONS, "utf-8")
    accept(cycle, "so-noi-vu")
    appraise(cycle)
    decide(cycle)
    assert settled(cycle) == (0, 0)
    return cycle


def accept(cycle: Cycle, unit: str) -> None:
    """Accept that an item's evidence is missing, for the workbook as it is."""
    book = cycle.folder / "submissions" / unit / f"{unit}.xlsx"
    digest = hashlib.sha256(book.read_bytes()).hexdigest()
    waiver = (
        f"{{code: EV301, unit: {unit}, item: I.1.2, who: Trưởng phòng, why: Đã xem bản giấy, date: 2023-12-01, until: 2099-12-31, sha256: {digest}}}"
    )
    (cycle.folder / "waivers.yaml").write_text(f"# chấp thuận\nwaivers:\n  - {waiver}\n", "utf-8")


def appraise(cycle: Cycle) -> None:
    """Agree with the units; of one item the appraisers think otherwise, and they accept the claims."""
    assert run(cycle, "appraise", "open", "--round", "1", "-q").returncode == 0
    for path in sorted((cycle.folder / "appraisal/round-1").glob("*.xlsx")):
        given = {}
        for key, cells in rows(path).items():
            own = cells["Điểm tự chấm"].value
            given[key] = {"Không áp dụng": "Chấp nhận"} if key[1] == "I.2.1" else {"Điểm thẩm định": own}
            if key == ("so-noi-vu", "I.1.2"):
                given[key] = {"Điểm thẩm định": 1, "Lý do": "Một nhiệm vụ chưa có sản phẩm"}
        enter(path, given)


def decide(cycle: Cycle, points: float = 1.5) -> None:
    """Let the Council give its points, with valid minutes."""
    place = cycle.folder / "appraisal" / "council.xlsx"
    if not place.exists():
        assert run(cycle, "appraise", "council", "-q").returncode == 0
    book = openpyxl.load_workbook(place)
    sheet = book["Hội đồng"]
    heading = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "Đơn vị")
    columns = {cell.value: cell.column for cell in sheet[heading]}
    for row in range(heading + 1, sheet.max_row + 1):
        if sheet.cell(row, columns["Mã"]).value == "II.3":
            for name, value in (("Điểm", points), ("Lý do", "Thống nhất"), ("Quyết định", "BB 03/BB-HĐTĐ")):
                sheet.cell(row, columns[name]).value = value
    said = {
        "Số, ký hiệu biên bản": "03/BB-HĐTĐ", "Ngày họp (ngày/tháng/năm)": "15/01/2024", "Tổng số thành viên Hội đồng": 9,
        "Số thành viên dự họp": 6, "Số thành viên vắng mặt cho ý kiến bằng văn bản": 1,
    }  # fmt: skip
    for cells in book["Biên bản"].iter_rows(max_col=2):
        if cells[0].value in said:
            cells[1].value = said[cells[0].value]
    book.save(place)


def settled(cycle: Cycle) -> tuple[int, int]:
    """Run the commands that make results; return the exit codes of aggregate and rank."""
    run(cycle, "validate", "-q", "--fail-on", "never")
    return run(cycle, "aggregate", "-q").returncode, run(cycle, "rank", "-q").returncode
