"""Names by which people and programs find their way in a workbook: sheets, columns, marks and the identity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

GUIDE: Final = "Hướng dẫn"
SCORING: Final = "Tự chấm điểm"
REGISTER: Final = "Tài liệu kiểm chứng"
DIFFICULTIES: Final = "Vướng mắc, kiến nghị"
REVIEW: Final = "Rà soát trước khi gửi"
REPORT: Final = "Báo cáo"
LISTS: Final = "Danh mục"
SHEETS: Final = (GUIDE, SCORING, REGISTER, DIFFICULTIES, REVIEW, REPORT, LISTS)

APPLIES: Final = "Có"
RESCALED: Final = "KAD"
REDUCED: Final = "KAD (giảm điểm tối đa)"

IDENTITY_NAME: Final = "parcli_identity"
IDENTITY_CELL: Final = "A1"
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

_FORMAT: Final = "parcli-workbook-1"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose workbook it is and from which definition it was made."""

    edition: str
    version: str
    cycle: str
    block: str
    unit: str
    digest: str

    def text(self) -> str:
        """Write it as one line of text."""
        return ";".join((_FORMAT, self.edition, self.version, self.cycle, self.block, self.unit, self.digest))

    @classmethod
    def parse(cls, text: str) -> Identity | None:
        """Read it back; None where the text is no identity of this kind."""
        parts = text.strip().strip('"').split(";")
        if len(parts) != 7 or parts[0] != _FORMAT:  # noqa: PLR2004 - the mark and six parts
            return None
        return cls(*parts[1:])


def at(column: str, row: int) -> str:
    """Return the address of a cell of the scoring sheet."""
    return f"{LETTERS[column]}{row}"


def on_scoring(column: str, row: int) -> str:
    """Return the address of a cell of the scoring sheet for formulas on other sheets."""
    return f"'{SCORING}'!{at(column, row)}"
