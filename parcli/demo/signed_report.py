"""The self-assessment report as a synthetic unit signs it: what it states, set as an official paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from parcli.core import points
from parcli.core.cycle import Cycle, Unit
from parcli.demo.clerk import abbreviated
from parcli.demo.layout import Paper

NAME = "Bao cao tu danh gia.pdf"
_HEADS = (("UBND", "CHỦ TỊCH"), ("Sở", "GIÁM ĐỐC"), ("Văn phòng", "CHÁNH VĂN PHÒNG"), ("Thanh tra", "CHÁNH THANH TRA"))
_OTHER_HEAD = "TRƯỞNG BAN"
_BEFORE_DEADLINE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Stated:
    """What the report states: its total in points (None where it cannot be computed), the check code, who signs."""

    total: Fraction | None
    code: str = ""
    by_deputy: bool = False


def paper(unit: Unit, cycle: Cycle, index_title: str, stated: Stated) -> Paper:
    """Return the report as a paper."""
    head = next((title for start, title in _HEADS if unit.name.startswith(start)), _OTHER_HEAD)
    lines = [f"{unit.name} báo cáo kết quả tự đánh giá, chấm điểm {index_title} năm {cycle.year} như sau:"]
    if stated.total is not None:
        lines.append(f"Tổng điểm tự đánh giá, chấm điểm: {points.vietnamese(stated.total, 2)} điểm.")
    if stated.code:
        lines.append(f"Mã đối chiếu: {stated.code}")
    lines.append("Giải trình, khó khăn, vướng mắc và kiến nghị được nêu tại các biểu kèm theo.")
    return Paper(
        number=f"412/BC-{abbreviated(unit.name)}",
        issued=cycle.due(unit) - _BEFORE_DEADLINE,
        superior="UBND THÀNH PHỐ HÀ NỘI",
        issuer=unit.name.upper(),
        kind="BÁO CÁO",
        subject=f"Tự đánh giá, chấm điểm xác định {index_title} năm {cycle.year}",
        lines=tuple(lines),
        signer_title=f"KT. {head}\nPHÓ {head}" if stated.by_deputy else head,
    )
