"""Deadlines: a due day, days late, and what is left to who comes later or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from parcli.core.rules.base import NOT_DONE
from parcli.definitions.annex.rules import labels
from parcli.definitions.annex.rules.asked import Probe, Question, Reading
from parcli.definitions.annex.rules.phrases import scored, written
from parcli.definitions.annex.rules.verify import YEAR

_DAY = r"(?:ngày\s+)?(?P<day>\d{1,2})(?:\s*/\s*|\s+tháng\s+)(?P<month>\d{1,2})(?:(?:\s*/\s*|\s+năm\s+)(?P<year>\d{4})|\s+(?:hằng|hàng) năm|\s+(?:của )?năm đánh giá)?"
_DONE = r"(?:(?:có |đã )?(?:ban hành|gửi|nộp|báo cáo|thực hiện|hoàn thành)\s+)?"
_BY = re.compile(
    rf"{_DONE}(?P<how>(?:trước hoặc trong|đến hết|không quá|chậm nhất(?: là)?|trong|đến|trước|từ|sau|kể từ)\s+)?{_DAY}(?:\s+trở (?:đi|về trước))?",
    re.IGNORECASE,
)
_WITHIN = re.compile(rf"{_DONE}(?:trong(?: vòng)?|không quá)\s+(?P<days>\d{{1,4}})\s+ngày\s+(?:kể từ|tính từ|sau)\s+(?P<after>\S.*)", re.IGNORECASE)
_LATE = re.compile(
    r"(?:gửi |nộp |ban hành )?(?:chậm|trễ|muộn)(?: hạn)?\s+(?:(?P<upto>không quá|đến|tối đa)\s+(?P<most>\d{1,4})|(?P<under>dưới)\s+(?P<below>\d{1,4})"
    r"|(?:từ\s+)?(?P<start>\d{1,4})\s*(?:đến|-|–)\s*(?P<end>\d{1,4}))\s+ngày",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"(?P<late>chậm hơn|(?:gửi |nộp |ban hành )?(?:chậm|trễ|muộn)(?: hạn)?\s+(?:(?P<over>quá|trên|hơn)|từ)\s+(?P<days>\d{1,4})\s+ngày(?: trở lên)?|(?:bị )?quá hạn|chậm|trễ hạn|không đúng (?:thời )?hạn)"
    r"(?P<never>\s+hoặc (?:không|chưa) (?:thực hiện|ban hành|gửi|nộp|báo cáo|có))?",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"{_DONE}(?:sau|quá)\s+{_DAY}(?P<never>\s+hoặc (?:không|chưa) (?:thực hiện|ban hành|gửi|nộp|báo cáo|có))?", re.IGNORECASE)
_NEVER = re.compile(r"(?:không|chưa) (?:thực hiện|ban hành|gửi|nộp|báo cáo|có)(?: hoặc (?P<late>quá hạn|chậm|trễ hạn))?", re.IGNORECASE)


@dataclass(slots=True)
class _Terms:
    """What the lines say, gathered one by one."""

    due: object = None
    after: str = ""
    on_time: Fraction | None = None
    late: list[tuple[int, int, Fraction]] = field(default_factory=list)
    over: list[tuple[int | None, Fraction]] = field(default_factory=list)
    never: list[Fraction] = field(default_factory=list)
    before: bool = False
    after_day: tuple[int, int, str | None] | None = None


def read(question: Question) -> Reading | None:
    """Read a due day with its levels of lateness."""
    terms = _Terms()
    for text in question.texts():
        one = scored(text, question.maximum)
        if one is None or not _take(terms, one.label.strip(" ,"), one.points):
            return None
    if terms.due is None or terms.on_time is None or not _closed(terms):
        return None
    named = _labels(question, terms)
    worth = [written(points) for points in (terms.on_time, *(points for *_, points in terms.late), *(points for _, points in terms.over))]
    if named is None or None in worth:
        return None
    return _reading(question, terms, named)


def _take(terms: _Terms, label: str, points: Fraction) -> bool:
    """Note what a line says; False when it is not understood or says a thing twice."""
    if match := _WITHIN.fullmatch(label):
        return _due(terms, {"days": match["days"]}, points, after=match["after"])
    if match := _AFTER.fullmatch(label):
        terms.after_day = int(match["month"]), int(match["day"]), match["year"]
        terms.over.append((0, points))
        terms.never += [points] if match["never"] else []
        return True
    if match := _BY.fullmatch(label):
        return _dated(terms, match, points)
    if match := _LATE.fullmatch(label):
        terms.late.append((*_span(match), points))
        return True
    if match := _LATER.fullmatch(label):
        terms.over.append((_days_over(match), points))
        terms.never += [points] if match["never"] else []
        return True
    if match := _NEVER.fullmatch(label):
        terms.never.append(points)
        terms.over += [(None, points)] if match["late"] else []
        return True
    return False


def _due(terms: _Terms, due: object, points: Fraction, *, after: str = "", before: bool = False) -> bool:
    if terms.due is not None:
        return False
    terms.due, terms.on_time, terms.after, terms.before = due, points, after, before
    return True


def _dated(terms: _Terms, match: re.Match[str], points: Fraction) -> bool:
    """Note a day of the calendar; only "until" and "before" name the last day."""
    how = (match["how"] or "").strip().lower()
    try:
        day = date(int(match["year"] or YEAR), int(match["month"]), int(match["day"]))
    except ValueError:
        return False
    if how in ("từ", "sau", "kể từ", "trong", "") or (not match["year"] and (day.month, day.day) in ((2, 29), (3, 1)) and how == "trước"):
        return False
    last = day - timedelta(days=1) if how == "trước" else day
    return _due(terms, f"{last:%Y-%m-%d}" if match["year"] else f"{last:%m-%d}", points, before=how == "trước")


def _span(match: re.Match[str]) -> tuple[int, int]:
    if match["upto"]:
        return 1, int(match["most"])
    if match["under"]:
        return 1, int(match["below"]) - 1
    return int(match["start"]), int(match["end"])


def _days_over(match: re.Match[str]) -> int | None:
    """Return the last day that is not yet over, None where the sentence names none."""
    if not match["days"]:
        return None
    return int(match["days"]) if match["over"] else int(match["days"]) - 1


def _closed(terms: _Terms) -> bool:
    """Whether the days late follow each other without a gap, and one number of points is left for all that comes later."""
    terms.late.sort(key=lambda span: span[0])
    day = 0
    for start, end, _ in terms.late:
        if start != day + 1 or end < start:
            return False
        day = end
    if len(terms.over) != 1 or len(terms.never) > 1:
        return False
    if terms.after_day and (terms.before or terms.due != _written_day(*terms.after_day)):
        return False
    over, points = terms.over[0]
    rest = terms.never[0] if terms.never else points
    return over in (None, day) and rest == points and (bool(terms.never) or points == 0)


def _written_day(month: int, day: int, year: str | None) -> str:
    return f"{year}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"


def _labels(question: Question, terms: _Terms) -> tuple[str, str] | None:
    """Return the labels of the day to count from, if any, and of the day itself."""
    given = question.labels
    after = terms.after[:1].upper() + terms.after[1:]
    if not given:
        return after, labels.day_of(question.title)
    if len(given) == (2 if terms.after else 1) and given[-1] not in (labels.LEVEL, labels.POINTS):
        return given[0] if terms.after else "", given[-1]
    return None


def _reading(question: Question, terms: _Terms, named: tuple[str, str]) -> Reading:
    due = {**terms.due, "after": named[0]} if isinstance(terms.due, dict) else terms.due
    rest = terms.over[0][1]
    rule = {
        "type": "deadline",
        "label": named[1],
        "due": due,
        "on_time": written(terms.on_time or Fraction()),
        "late": [{"within_days": str(end), "points": written(points)} for _, end, points in terms.late],
        "otherwise": written(rest),
    }
    said = {**({} if question.labels else labels.DERIVED), **({"due": "day_before"} if terms.before else {})}
    return Reading(rule, _probes(terms, rest), said=said)


def _probes(terms: _Terms, rest: Fraction) -> tuple[Probe, ...]:
    """Return the due day, the ends of every span of lateness, the day after the last one, and "not done"."""
    start: dict[str, Fraction | str] = {}
    if isinstance(terms.due, dict):
        day = date(YEAR, 3, 5) + timedelta(days=int(terms.due["days"]))
        start = {"start": f"{YEAR}-03-05"}
    else:
        text = str(terms.due)
        day = date.fromisoformat(text if len(text) > len("MM-DD") else f"{YEAR}-{text}")
    expected = [(0, terms.on_time or Fraction())]
    expected += [(late, points) for first, last, points in terms.late for late in (first, last)]
    expected.append((max((end for _, end, _ in terms.late), default=0) + 1, rest))
    probes = [Probe({**start, "date": (day + timedelta(days=late)).isoformat()}, points) for late, points in expected]
    return (*probes, Probe({**start, "date": NOT_DONE}, rest))
