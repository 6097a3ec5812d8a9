"""What was decided for a rehearsal before it begins, written into its own copy of cycle and edition."""

from __future__ import annotations

import re
from collections.abc import Sequence

EXCLUDED = "bql-kcn-cx"
REDUCED, UNRANKED = ("ban-dan-toc", "II.1.1"), ("so-ngoai-vu", "II.3.1")
"""Units to which an item does not apply: it leaves the maximum of one; the other is not ranked without it."""
DECIDED = frozenset({EXCLUDED, REDUCED[0], UNRANKED[0]})

# Real names of agencies stand beside made-up answers: whatever is passed on must say so itself.
_REHEARSAL = "DIỄN TẬP, số liệu do máy sinh – "
_BLANK_BASES = {
    'guide: ""': 'guide: "Công văn hướng dẫn tự đánh giá, chấm điểm (bản diễn tập)"',
    'council: ""': 'council: "Quyết định về Hội đồng thẩm định (bản diễn tập)"',
}
_TREATMENTS = {REDUCED[1]: "reduce_maximum", UNRANKED[1]: "unranked"}
_EXEMPTIONS = {
    REDUCED: "Diễn tập: không được giao soạn thảo văn bản trong năm",
    UNRANKED: "Diễn tập: chưa có danh mục văn bản phải rà soát",
}
_EXCLUSION = (
    f'exclusions:\n  - {{unit: {EXCLUDED}, state: decided, reason: "Diễn tập: đang sắp xếp lại tổ chức", '
    'decision: "Quyết định của UBND Thành phố (bản diễn tập)"}\n'
)


def cycle_text(text: str, units: Sequence[str] | None = None) -> str:
    """Return cycle.yaml with the papers that it leaves blank named, with these units only, and with what was decided of them."""
    for blank, named in _BLANK_BASES.items():
        text = text.replace(blank, named)
    text = _only(text, units)
    present = {unit for unit in DECIDED if f"id: {unit}," in text}
    exempt = [
        f'  - {{unit: {unit}, item: {item}, kind: not_assigned, reason: "{why}"}}\n' for (unit, item), why in _EXEMPTIONS.items() if unit in present
    ]
    if exempt:
        text = text.replace("exemptions: []\n", "exemptions:\n" + "".join(exempt))
    return text.replace("exclusions: []\n", _EXCLUSION) if EXCLUDED in present else text


def _only(text: str, units: Sequence[str] | None) -> str:
    """Keep the lines of some units only."""
    if units is None:
        return text
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("- {id:") or any(f"id: {unit}," in line for unit in units)]
    return "\n".join(lines) + "\n"


def edition_text(text: str) -> str:
    """Return edition.yaml with a title that says what it is for."""
    return text.replace("\ntitle: ", f"\ntitle: {_REHEARSAL}")


def block_text(text: str) -> str:
    """Return the file of the departments' block with two ways to treat an item that does not apply which the edition has not."""
    for code, treatment in _TREATMENTS.items():
        said = f"not_applicable: {{nothing_arose: full_marks, not_assigned: {treatment}}}"
        text = re.sub(rf"(- code: {re.escape(code)}\n)( +)(?=number:)", rf"\1\2{said}\n\2", text)
    return text
