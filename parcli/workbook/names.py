"""Names by which people and programs find their way in a workbook: sheets, columns, marks and the identity."""

from __future__ import annotations

from typing import Final

GUIDE: Final = "Hướng dẫn"
SCORING: Final = "Tự chấm điểm"
REGISTER: Final = "Tài liệu kiểm chứng"
DIFFICULTIES: Final = "Vướng mắc, kiến nghị"
REVIEW: Final = "Rà soát trước khi gửi"
REPORT: Final = "Báo cáo"
LISTS: Final = "Danh mục"
SHEETS: Final = (GUIDE, SCORING, REGISTER, DIFFICULTIES, REVIEW, REPORT, LISTS)
TO_MEND: Final = "Việc cần sửa"
"""The sheet in front of an annotated copy; it belongs to no workbook that is sent out."""
AUTHOR: Final = "parcli"

APPLIES: Final = "Có"
RESCALED: Final = "KAD"
REDUCED: Final = "KAD (giảm điểm tối đa)"
OF_SURVEY: Final = "KAD (điều tra XHH)"

GAPS: Final = ("unscored", "without_evidence", "to_explain")
"""What an item can lack, in the order in which the review sheet says it."""
COUNT_CELLS: Final = dict(zip(GAPS, ("D5", "D6", "D7"), strict=True))

IDENTITY_NAME: Final = "parcli_identity"
IDENTITY_CELL: Final = "A1"
CHECK_CODE_CELL: Final = "A2"
CHECK_RESIDUE_CELLS: Final = ("A3", "A4")
CHECK_DIGITS_CELL: Final = "A5"
REGISTER_FIRST_ROW: Final = 5
REGISTER_ROWS: Final = 1000
DIFFICULTIES_FIRST_ROW: Final = 5
DIFFICULTIES_ROWS: Final = 200

COLUMNS: Final = (
    "key", "number", "title", "maximum", "method", "evidence", "applies", "input", "estimate", "self", "count",
    "explanation", "room", "area",
)  # fmt: skip
LETTERS: Final = {name: "ABCDEFGHIJKLMN"[place] for place, name in enumerate(COLUMNS)}
REGISTER_COLUMNS: Final = ("item", "name", "kind", "number", "issued", "issuer", "subject", "part")


def at(column: str, row: int) -> str:
    """Return the address of a cell of the scoring sheet."""
    return f"{LETTERS[column]}{row}"


def on_scoring(column: str, row: int) -> str:
    """Return the address of a cell of the scoring sheet for formulas on other sheets."""
    return f"'{SCORING}'!{at(column, row)}"
