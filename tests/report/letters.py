"""One unit's report to write: a small edition with every kind of item, its records, evidence and register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import build
from checks.evidence.given import folder, pdf

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition, Kind
from parcli.core.scoring import Dossier, score
from parcli.core.submission import Answer, RegisterRow, SelfAssessment
from parcli.core.sufficiency import EvidenceClass, ItemEvidence
from parcli.messages import words
from parcli.report.letter import Assessed, Letter, letter
from parcli.report.letter_document import TemplateFault, fill

TEMPLATE = Path(__file__).parents[2] / "templates/word/bao-cao.docx"
TABLE = """
| mã    | tên                 | điểm | cách tính | …                 | ai chấm | loại  | không áp dụng                                      |
| I     | Chỉ đạo, điều hành  | 7    |           |                   |         |       |                                                    |
| I.1   | Kế hoạch CCHC       | 4    | points    |                   |         |       |                                                    |
| I.2   | Báo cáo CCHC        | 1    | points    |                   |         |       | {nothing_arose: rescale, not_assigned: rescale}    |
| I.8   | Hiệu quả tham mưu   | 2    | points    |                   | council |       |                                                    |
| II    | Cải cách thể chế    | 4    |           |                   |         |       |                                                    |
| II.1  | Rà soát văn bản     | 1    | points    |                   |         |       |                                                    |
| II.2  | Mức độ hài lòng     | 3    | external  |                   | survey  |       |                                                    |
| B     | Điểm thưởng         | 1    |           |                   |         | bonus |                                                    |
| B.1   | Sáng kiến           | 1    | points    |                   |         | bonus |                                                    |
"""
POINTS = {"I.1": "3.5", "I.2": "1", "II.1": "0.75", "B.1": "0.5"}
REGISTER = (
    RegisterRow("A6", "I.1", "ke hoach.pdf", "Văn bản", "243/KH-UBND", date(2023, 10, 5), "UBND Thành phố", "Kế hoạch CCHC", "trang 2"),
    RegisterRow("A7", "I.1", "khong co.pdf"),
)
FILES = folder(pdf("ke hoach.pdf"), pdf("I.1/them.pdf"))
STANDING = (
    ItemEvidence("I.1", EvidenceClass.OFFICIAL, ("ke hoach.pdf", "I.1/them.pdf"), 1, needs_explanation=False, explained=False),
    ItemEvidence("II.1", EvidenceClass.NONE, (), 1, needs_explanation=True, explained=True),
)


def edition(**more: Any) -> Edition:
    return replace(build.edition(TABLE), **{"index_title": "Chỉ số CCHC", **more})


def cycle(**more: Any) -> Cycle:
    units = [
        {"id": "so-noi-vu", "block": "so", "name": "Sở Nội vụ", "aliases": ["Sở NV", "SNV"]},
        {"id": "ba-dinh", "block": "so", "name": "UBND quận Ba Đình"},
    ]
    bases = {"decision": "Quyết định 4190/QĐ-UBND ngày 22/8/2023", "plan": "Kế hoạch 243/KH-UBND ngày 05/10/2023"}
    window = {"from": "2023-01-01", "to": "2023-11-30"}
    whole = {"cycle": "thu/2023", "edition": "thu", "year": "2023", "window": window, "deadline": "2023-11-30", "units": units, "bases": bases}
    return Cycle.model_validate({**whole, "superior": "UBND thành phố Hà Nội", **more})


def reported(
    points: dict[str, str] | None = None, *, claims: dict[str, Kind] | None = None, why: dict[str, str] | None = None, unit: str = "so-noi-vu",
    of: Edition | None = None, during: Cycle | None = None, **more: Any,
) -> Letter:  # fmt: skip
    """Return the report of a unit with these points; everything else is honest."""
    whole, round_ = of or edition(), during or cycle()
    said = {"II.1": "Cơ quan không có văn bản phải rà soát.", **(why or {})}
    block, entered = whole.blocks[0], POINTS if points is None else points
    records = {
        item.code: SelfAssessment(
            item.code, "J9", {"points": Answer("H9", entered[item.code], Fraction(entered[item.code]))} if item.code in entered else {},
            (claims or {}).get(item.code), explanation=said.get(item.code, ""),
        )
        for item in block.items(2023) if item.criterion.assessed_by != "survey"
    }  # fmt: skip
    result = score(block, whole.policies, 2023, Dossier(unit, records))
    about = round_.unit(unit)
    assert about is not None
    given = {"standing": STANDING, "register": REGISTER, "folder": FILES, "check_code": "4821-9037-5512", **more}
    return letter(whole, round_, Assessed(about, result, records, **given), words("vi"))


def filled(shown: Letter | None = None, template: bytes | None = None) -> bytes | TemplateFault:
    """Return the document made of a report."""
    return fill(TEMPLATE.read_bytes() if template is None else template, shown or reported(), "Báo cáo")
