"""Lines that are no way of scoring: what happens when nothing arose, and plain notes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from parcli.definitions.annex.rules.asked import Line
from parcli.definitions.annex.rules.phrases import scored

_REDUCED = re.compile(r"(?:giảm trừ|trừ) (?:số )?điểm tối đa(?: tương ứng)?", re.IGNORECASE)
_NOTHING_AROSE = re.compile(r"\bkhông (?:có )?phát sinh\b", re.IGNORECASE)
_NOT_ASSIGNED = re.compile(
    r"\bkhông được giao\b|\bkhông thuộc (?:phạm vi|thẩm quyền|nhiệm vụ)\b|\bkhông có (?:chức năng|thẩm quyền)\b", re.IGNORECASE
)
_FULL = re.compile(r"(?:hoặc\s+(?:trong năm )?không (?:có|phát sinh)|(?:trong năm )?không phát sinh)\b(?!.*\b(?:đúng|đủ)\b).*", re.IGNORECASE)
_STATED = re.compile(r"trường hợp không áp dụng\s*:\s*(?P<reasons>.+)", re.IGNORECASE)
_REASONS = {"không phát sinh trong năm": "nothing_arose", "không thuộc chức năng, nhiệm vụ": "not_assigned"}
_TREATMENTS = {
    "được tính điểm tối đa": "full_marks",
    "bỏ khỏi thang điểm và quy đổi theo các tiêu chí còn lại": "rescale",
    "giảm trừ điểm tối đa tương ứng": "reduce_maximum",
    "không xếp hạng đơn vị": "unranked",
    "không được áp dụng": "never",
}
_PREFIX = "not_applicable."
_REMARK = re.compile(r"\s*\(?(?:ghi chú|lưu ý|căn cứ)\b", re.IGNORECASE)
_SCORING = re.compile(r"điểm|%|\b(?:không|chưa) (?:được )?(?:tính|chấm)\b|[=×<>≥≤]|:\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The lines that score, the notes among them, and what notes settle beside the rule."""

    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    said: Mapping[str, str]


def ways(lines: tuple[Line, ...], maximum: Fraction, *, labelled: bool) -> tuple[Sorted, ...]:
    """Return the ways to part notes from scoring lines, those first that leave the least out.

    A line "or nothing arose: full points" may be a level where the annex names the inputs, so it is taken aside only where it does not.
    """
    ways = [_sorted(lines, maximum, full_marks=full, aside=aside) for full in ((False,) if labelled else (True, False)) for aside in (False, True)]
    return tuple(way for place, way in enumerate(ways) if way not in ways[:place])


def _sorted(lines: tuple[Line, ...], maximum: Fraction, *, full_marks: bool, aside: bool) -> Sorted:
    scoring: list[Line] = []
    notes: list[str] = []
    said: dict[str, str] = {}
    for line in lines:
        settled = _stated(line.text) or _reduced(line.text) or (_full(line.text, maximum) if full_marks else {})
        if settled:
            said |= settled
        elif aside and is_note(line.text):
            notes.append(line.text)
        else:
            scoring.append(line)
    return Sorted(tuple(scoring), tuple(notes), said)


def is_note(text: str) -> bool:
    """Whether a line gives no points, sets no bound and counts nothing."""
    if _SCORING.search(text):
        return False
    return not re.search(r"\d", text) or _REMARK.match(text) is not None


def _stated(text: str) -> dict[str, str]:
    """Read the sentence in which parcli's own annexes say what holds when an item does not apply."""
    match = _STATED.fullmatch(text)
    if match is None:
        return {}
    if match["reasons"].strip(" .").lower() == "không có":
        return {_PREFIX + kind: "never" for kind in _REASONS.values()}
    said = {}
    for part in match["reasons"].strip(" .").split(";"):
        reason, _, treatment = part.strip().lower().partition(" – ")
        if reason not in _REASONS or treatment not in _TREATMENTS:
            return {}
        said[_PREFIX + _REASONS[reason]] = _TREATMENTS[treatment]
    return said


def _reduced(text: str) -> dict[str, str]:
    if not _REDUCED.search(text) or re.search(r"\d", text):
        return {}
    kinds = {_PREFIX + "nothing_arose": _NOTHING_AROSE, _PREFIX + "not_assigned": _NOT_ASSIGNED}
    return {key: "reduce_maximum" for key, pattern in kinds.items() if pattern.search(text)}


def _full(text: str, maximum: Fraction) -> dict[str, str]:
    one = scored(text, maximum)
    whole = one is not None and not one.off and one.points == maximum and _FULL.fullmatch(one.label)
    return {_PREFIX + "nothing_arose": "full_marks"} if whole else {}
