"""What an item still lacks: as formulas for the review sheet, and what they show now."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from parcli.core import expr, words
from parcli.workbook import names
from parcli.workbook.entries import Entries
from parcli.workbook.layout import Row
from parcli.workbook.names import on_scoring


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is missing for one item, as three formulas and what they show now."""

    unscored: tuple[str, bool]
    without_evidence: tuple[str, bool]
    to_explain: tuple[str, bool]


def gaps(row: Row, entries: Entries, shown: dict[str, Fraction | str]) -> Gaps:
    """Return an item's gaps. Zero points need no evidence; an explanation may stand where evidence is missing."""
    points, count = on_scoring("self", row.row), on_scoring("count", row.row)
    why, applies = on_scoring("explanation", row.row), on_scoring("applies", row.row)
    item = row.item
    required = item.criterion.evidence.required if item is not None else 0
    value, explained = shown.get(row.key, ""), bool(str(entries.at(row.key, "explanation") or "").strip())
    listed = entries.listed(row.key)
    claimed = words.key(str(entries.at(row.key, "applies") or "")) not in ("", words.key(names.APPLIES))
    if item is not None and not item.self_scored:
        council = item.criterion.assessed_by == "council"
        return Gaps(("FALSE", False), ("FALSE", False), (f'TRIM({why})=""', not explained) if council else ("FALSE", False))
    positive = f"IF(ISNUMBER({points}),{points}>0,FALSE)" if required else "FALSE"
    short = f"AND({positive},{count}<{required})"
    claim = f'AND(TRIM({applies})<>"",NOT({expr.label_test(applies, names.APPLIES)}))' if row.claims and row.exempt is None else "FALSE"
    is_short = bool(required) and isinstance(value, Fraction) and value > 0 and listed < required
    return Gaps(
        (f'{points}=""', value == ""),
        (short, is_short),
        (f'AND(OR({claim},{short}),TRIM({why})="")', (claimed or is_short) and not explained),
    )
