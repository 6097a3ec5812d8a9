"""Lines beside the way of scoring that circulated annexes carry: guidance, cases of not applying, what is still to be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from parcli.core import words
from parcli.core.edition import Kind

_GUIDANCE = re.compile(r"hướng dẫn\s*:\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_CASES = re.compile(r"trường hợp không áp dụng\s*:\s*(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_REVIEW = re.compile(r"(chưa có cách tính\s*[–-]\s*cần xem|nội dung cần xem)\s*:?", re.IGNORECASE)
_NONE = ("không có", "không")
_TREATMENTS = (
    ("full_marks", re.compile(r"(được )?tính điểm tối đa")),
    ("rescale", re.compile(r"bỏ khỏi thang điểm và quy đổi.*")),
    ("reduce_maximum", re.compile(r"giảm trừ điểm tối đa( tương ứng)?")),
    ("unranked", re.compile(r"không xếp hạng( đơn vị)?")),
    ("never", re.compile(r"không được áp dụng")),
)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The lines that score, the texts that were marked as still to be looked at, and the treatment that is stated."""

    lines: tuple[str, ...]
    review: tuple[str, ...] = ()
    not_applicable: dict[str, str] | str | None = None


def sort(lines: Iterable[str]) -> Sorted:
    """Part the lines of a cell of scoring. A sentence about cases that is not understood stays with the lines."""
    scoring: list[str] = []
    review: list[str] = []
    treatment: dict[str, str] | str | None = None
    reviewing = False
    for line in lines:
        stated = stated_treatment(line)
        if stated is not None:
            treatment = stated
        elif _REVIEW.fullmatch(line):
            reviewing = True
        else:
            (review if reviewing else scoring).append(line)
    return Sorted(tuple(scoring), tuple(review), treatment)


def stated_treatment(line: str) -> dict[str, str] | str | None:
    """Return what a line states of cases in which an item does not apply: ``never``, or a treatment by case."""
    found = _CASES.fullmatch(line.strip())
    if found is None:
        return None
    rest = words.key(found["rest"]).rstrip(" .")
    if rest in _NONE:
        return "never"
    stated: dict[str, str] = {}
    for part in rest.split(";"):
        case, _, said = part.partition("–")
        kind = next((kind for kind in Kind if words.key(kind.label) == case.strip()), None)
        treatment = next((name for name, pattern in _TREATMENTS if pattern.fullmatch(said.strip())), None)
        if kind is None or treatment is None:
            return None
        stated[kind.value] = treatment
    return stated


def split_guidance(lines: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part a cell of evidence from the guidance at its end."""
    documents: list[str] = []
    guidance: list[str] = []
    guiding = False
    for line in lines:
        found = None if guiding else _GUIDANCE.fullmatch(line)
        guiding = guiding or found is not None
        text = found["rest"] if found else line
        if text:
            (guidance if guiding else documents).append(text)
    return tuple(documents), tuple(guidance)
