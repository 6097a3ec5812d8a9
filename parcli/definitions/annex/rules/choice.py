"""Levels and ticks: sentences without a measure, each with its points."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from parcli.core import words
from parcli.definitions.annex.rules import labels
from parcli.definitions.annex.rules.alike import exclusive
from parcli.definitions.annex.rules.asked import Probe, Question, Reading
from parcli.definitions.annex.rules.phrases import Scored, holds_points, scored, written

_ALL = re.compile(
    r"(?:đáp ứng|đạt|bảo đảm|đảm bảo|thực hiện)(?: đầy đủ| đủ)?(?: tất cả| toàn bộ| cả)?(?: các)? (?:yêu cầu|nội dung|tiêu chí|điều kiện)(?: sau| trên)?",
    re.IGNORECASE,
)
_ONE_MISSING = re.compile(
    r"(?:thiếu|không (?:đạt|đáp ứng))(?: một| 0?1)?(?: trong)?(?: các)? (?:yêu cầu|nội dung|tiêu chí|điều kiện)(?: trở lên| nào| sau| trên)?",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"\b(?:mỗi|cứ|từng)\b|\b(?:ngày|tháng|hạn) \d|\d+ ngày|\d{1,2}/\d|\b(?:tăng|giảm)\b.{0,20}so với|^(?:(?:số |tổng |tổng số |thang )?điểm|tối đa|tổng cộng|cộng|ghi chú|lưu ý|ví dụ|trong đó|làm tròn)\b|công thức|tỷ lệ\s*[=x×]|^(?:điểm|mức tăng|tỷ lệ)\s*=",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"(?:không|chưa|thiếu|chậm|quá hạn|vẫn còn)\b", re.IGNORECASE)
_NAMES = re.compile(r"\b\d+(?:/\d{4})?[-/][A-ZĐ]{2,}[-&/\w]*|\bnăm 20\d\d\b|\b6 tháng\b")
_GRADE = re.compile(
    r"(?:tốt|khá|giỏi|trung bình|yếu|kém|xuất sắc|loại|mức|hạng|cấp)\b|.*\b(?:một phần|toàn bộ|tất cả|chưa|không|nhưng|còn)\b", re.IGNORECASE
)
_SUM = re.compile(
    r"(?:(?:tổng )?(?:số )?điểm(?: của)?(?: tiêu chí| mục| nội dung)?(?: này)? (?:là|bằng) tổng(?: số)? điểm|cộng (?:dồn )?điểm|(?:được )?tính tổng điểm)"
    r"(?: của)?(?: các| từng| mỗi)? (?:nội dung|mục|yêu cầu|ý|phần)(?: thành phần)?(?: sau| trên| dưới đây)?\s*[:.]?"
    r"|mỗi (?:nội dung|yêu cầu|mục|ý|phần)(?! (?:không|chưa))(?: (?!trừ|không|chưa)[^\W\d]+){0,4}? (?:được )?(?:tính|cộng|chấm) điểm(?: riêng)?\.?",
    re.IGNORECASE,
)
_NO_LEVEL = "Không"


def read_levels(question: Question) -> Reading | None:
    """Read levels that descend from the maximum to zero; by their own label, or where no line names a measure."""
    if question.labels not in ((), (labels.LEVEL,)):
        return None
    levels = _levels(question)
    if not levels:
        return None
    ours = question.labels == (labels.LEVEL,)
    if not ours and (question.penalty or any(measures(level.label) for level in levels)):
        return None
    if len(levels) == 1:
        return None if ours else _opposite(levels[0], question)
    if not ours and (levels[-1].points or levels[0].points != question.maximum or any(a.points < b.points for a, b in pairwise(levels))):
        return None
    return _choice(levels if ours else _capital(levels), {})


def _capital(levels: tuple[Scored, ...]) -> tuple[Scored, ...]:
    return tuple(replace(level, label=labels.headed(level.label)) for level in levels)


def _levels(question: Question) -> tuple[Scored, ...]:
    levels = tuple(one for text in question.texts() if (one := scored(text, question.maximum)))
    whole = len(levels) == len(question.lines) and not any(one.off or holds_points(one.label) for one in levels)
    return levels if whole else ()


def measures(label: str) -> bool:
    """Whether a label names a bound, a day or a formula, which a level should not hide."""
    bare = _NAMES.sub("", label)
    return re.search(r"\d", bare) is not None or _CLAUSES.search(bare) is not None


def _opposite(level: Scored, question: Question) -> Reading | None:
    """Read a single level as yes or no."""
    if level.points != question.maximum or _NEGATED.match(level.label):
        return None
    return _choice((*_capital((level,)), Scored(_NO_LEVEL, Fraction())), {"levels": "derived"})


def _choice(levels: tuple[Scored, ...], said: dict[str, str]) -> Reading | None:
    rows = []
    for level in levels:
        worth = written(level.points if level.share is None else level.share)
        if worth is None:
            return None
        rows.append({"label": level.label, "points" if level.share is None else "share": worth})
    probes = tuple(Probe({"level": level.label}, level.points) for level in levels)
    return Reading({"type": "choice", "levels": rows}, probes, said=said)


def read_ticks(question: Question) -> Reading | None:
    """Read points that add up to the maximum, none of which reaches it alone; or the ticks whose labels are given."""
    adding, added = _without_sum(question)
    levels = _levels(adding)
    if not levels or any(level.share is not None for level in levels):
        return None
    if question.labels and not _same(question.labels, levels):
        return None
    if not question.labels and not _independent(levels, question, added=added):
        return None
    named = question.labels or tuple(level.label for level in _capital(levels))
    rows = [{"label": label, "points": written(level.points) or ""} for label, level in zip(named, levels, strict=True)]
    every = {f"tick-{place}": "Có" for place in range(1, len(levels) + 1)}
    none = dict.fromkeys(every, "Không")
    single = tuple(Probe({**none, f"tick-{place}": "Có"}, level.points) for place, level in enumerate(levels, start=1))
    rule = {"type": "checklist", "mode": "sum", "ticks": rows}
    said = {} if question.labels or added else {"ticks": "summed"}
    return Reading(rule, (Probe(every, question.maximum), Probe(none, Fraction()), *single), said=said)


def _without_sum(question: Question) -> tuple[Question, bool]:
    """Take out the line that says that points are added up, if there is one."""
    rest = tuple(line for line in question.lines if not _SUM.fullmatch(line.text))
    return replace(question, lines=rest), len(rest) < len(question.lines)


def _same(given: tuple[str, ...], levels: tuple[Scored, ...]) -> bool:
    return len(given) == len(levels) and all(words.key(label) == words.key(one.label) for label, one in zip(given, levels, strict=True))


def _independent(levels: tuple[Scored, ...], question: Question, *, added: bool) -> bool:
    """Whether points can only be meant to be added up; labels that exclude each other need a line that says so."""
    if not added and exclusive(tuple(level.label for level in levels)):
        return False
    total = sum((level.points for level in levels), Fraction())
    alone = any(
        level.points in (0, question.maximum) or measures(level.label) or _NEGATED.match(level.label) or _GRADE.match(level.label) for level in levels
    )
    return len(levels) > 1 and total == question.maximum and not alone and not question.penalty


def read_all_required(question: Question) -> Reading | None:
    """Read requirements that must all be met, listed beneath the sentence that says so."""
    texts = question.texts()
    heads = [one for text in texts if (one := scored(text, question.maximum))]
    ticks = tuple(text.rstrip(" .;,") if not question.labels else text for text in texts if not scored(text, question.maximum))
    if not ticks or not _asks_for_all(heads, question.maximum) or any(re.search(r"\d+ ?điểm", tick) for tick in ticks):
        return None
    if question.labels and [words.key(tick) for tick in ticks] != [words.key(label) for label in question.labels]:
        return None
    named = question.labels or ticks
    if len({words.key(label) for label in named}) < len(named):
        return None
    every = {f"tick-{place}": "Có" for place in range(1, len(named) + 1)}
    probes = [Probe(every, question.maximum), *(Probe({**every, name: "Không"}, Fraction()) for name in every)]
    return Reading({"type": "checklist", "mode": "all", "ticks": [{"label": label} for label in named]}, tuple(probes))


def _asks_for_all(heads: list[Scored], maximum: Fraction) -> bool:
    """Whether the points are given for all of the list and nothing for less."""
    if len(heads) != 2:  # noqa: PLR2004 - all of them, and one of them missing
        return False
    full, missing = heads
    return full.points == maximum and missing.points == 0 and bool(_ALL.fullmatch(full.label)) and bool(_ONE_MISSING.fullmatch(missing.label))
