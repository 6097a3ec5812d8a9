"""So much for each: counts, deductions, and points that a person judges."""

from __future__ import annotations

import re
from fractions import Fraction

from parcli.core.rules.base import one_of
from parcli.definitions.annex.rules import labels
from parcli.definitions.annex.rules.asked import NOTHING, Probe, Question, Reading
from parcli.definitions.annex.rules.bands import says_nothing_done
from parcli.definitions.annex.rules.phrases import NUMBER, number, scored, written

_P = rf"{NUMBER}\s*(?:điểm|đ\b)"
_EACH = r"(?:mỗi|cứ|cứ mỗi|cứ có)\s+(?:một |0?1 )?(?P<what>\S.*?)\s*(?::|,|\s)\s*(?:thì |sẽ |được |đạt |bị |thêm )*"
_ADDED = re.compile(
    rf"{_EACH}(?:cộng |tính |chấm )?(?P<each>{_P})(?:\s*[,;(]?\s*(?:nhưng )?(?:tối đa|không quá|không vượt quá)(?: là)?\s+(?P<cap>{_P})\)?)?\.?",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    rf"(?:{_EACH}|(?P<lack>thiếu|chậm|vi phạm)\s+(?:một |0?1 )(?P<thing>\D*[^\W\d]\)?)\s*(?::|,|\s)\s*(?:thì |sẽ |bị )*)trừ\s+(?P<each>{_P})"
    rf"(?:\s+từ\s+(?P<start>{_P}))?(?:\s*[,;]\s*(?:(?:(?P<most>(?:bị )?trừ (?:tối đa|không quá)|tổng (?:số )?điểm trừ (?:tối đa|không quá))|tối đa|không quá)\s+(?P<cap>{_P})|(?:còn )?(?:ít nhất|tối thiểu|không thấp hơn)\s+(?P<floor>{_P})"
    rf"|(?P<out>(?:cho )?đến (?:khi )?hết (?:số )?điểm|cho đến hết)))?\.?",
    re.IGNORECASE,
)
_OFF = re.compile(r"\btrừ\b", re.IGNORECASE)
_ONCE = re.compile(rf"(?:bị )?trừ\s+(?P<each>{_P})\.?", re.IGNORECASE)
_JUDGED = re.compile(
    rf"(?:(?P<by>\S.*?)[\s:,]+)??(?:chấm |cho |đánh giá )?(?:điểm )?từ\s+0\s*(?:điểm)?\s*(?:đến|tới|-|–)\s*(?P<most>{_P})(?:,?\s*lẻ đến\s+(?P<step>{NUMBER})\s*(?:điểm|đ)?)?\.?",
    re.IGNORECASE,
)
_CAPPED = re.compile(rf"(?P<by>.*\S)[\s:,]+tối đa\s+(?P<most>{_P})(?P<after>\D*)", re.IGNORECASE)
_JUDGE = re.compile(
    r"\b(?:hội đồng|tổ thẩm định|tổ công tác|ban chỉ đạo|cơ quan thẩm định)\b.*\b(?:đánh giá|chấm|xem xét|quyết định|thẩm định)\b|\bdo\b.*\bquyết định\b",
    re.IGNORECASE,
)


def _worth(match: re.Match[str], name: str) -> Fraction | None:
    text = match[name]
    found = re.match(NUMBER, text) if text else None
    return number(found[0]) if found else None


def read_count(question: Question) -> Reading | None:
    """Read "each …: … points, at most …" as a count."""
    rows, rest = _one_of_them(question, _ADDED)
    if rows is None or question.penalty or _OFF.search(rows["what"]) or not all(_nothing(text, question.maximum, rows["what"]) for text in rest):
        return None
    each, cap = _worth(rows, "each"), _worth(rows, "cap")
    label = _label(question, rows["what"])
    if each is None or label is None or (rows["cap"] and cap != question.maximum) or each > question.maximum:
        return None
    enough = Fraction(-(-question.maximum // each))
    probes = [Probe({"count": Fraction(n)}, min(each * n, question.maximum)) for n in range(3)]
    probes.append(Probe({"count": enough}, question.maximum))
    return Reading({"type": "count", "label": label, "each": written(each) or ""}, tuple(probes), said=_said(question))


def read_deduction(question: Question) -> Reading | None:
    """Read "each …: … points off" as a deduction from the maximum, or as a penalty."""
    rows, rest = _one_of_them(question, _TAKEN)
    if rows is None:
        return _once(question)
    if not all(_full(text, question) for text in rest) or len(rest) > 1:
        return None
    each, floor = _worth(rows, "each"), _least(rows, question)
    thing = rows["what"] or f"{rows['thing']} {rows['lack'].lower()}"
    label = _label(question, thing)
    if each is None or label is None or each > question.maximum or not _edges_fit(rows, question):
        return None
    rule = {"type": "deduction", "label": label, "each": written(each) or ""}
    rule |= {"floor": written(floor) or ""} if floor else {}
    return Reading(rule, _off(each, floor or Fraction(), question), said=_said(question))


def _one_of_them(question: Question, pattern: re.Pattern[str]) -> tuple[re.Match[str] | None, tuple[str, ...]]:
    found = [(match, text) for text in question.texts() if (match := pattern.fullmatch(text))]
    if len(found) != 1:
        return None, ()
    return found[0][0], tuple(text for text in question.texts() if text != found[0][1])


def _edges_fit(rows: re.Match[str], question: Question) -> bool:
    """Whether the start, the cap and the floor that are named are those that the rule has."""
    start, cap, floor = _worth(rows, "start"), _worth(rows, "cap"), _worth(rows, "floor")
    if rows["start"] and (start != question.maximum or question.penalty):
        return False
    if rows["most"] and cap is not None and not question.penalty:
        return (_worth(rows, "each") or cap) <= cap <= question.maximum
    if rows["cap"] and cap != question.maximum:
        return False
    return not rows["floor"] or (floor is not None and floor < question.maximum and not question.penalty)


def _least(rows: re.Match[str], question: Question) -> Fraction | None:
    """Return what is left at least: as it is named, or the maximum without the most that is taken off."""
    cap = _worth(rows, "cap")
    return question.maximum - cap if rows["most"] and cap is not None and not question.penalty else _worth(rows, "floor")


def _off(each: Fraction, floor: Fraction, question: Question) -> tuple[Probe, ...]:
    counts = (Fraction(0), Fraction(1), Fraction(2), Fraction(10**6))
    if question.penalty:
        return tuple(Probe({"count": n}, min(n * each, question.maximum)) for n in counts)
    return tuple(Probe({"count": n}, max(question.maximum - n * each, floor)) for n in counts)


def _once(question: Question) -> Reading | None:
    """Read "points off" of a penalty whose maximum is just that: once or oftener makes no difference."""
    match = _ONCE.fullmatch(question.texts()[0]) if len(question.lines) == 1 and question.penalty else None
    each = _worth(match, "each") if match else None
    if each is None or each != question.maximum:
        return None
    if _JUDGE.search(question.title):
        return Reading({"type": "points", "step": written(each) or ""}, (Probe({"points": each}, each),))
    if question.title.lower().startswith("điểm trừ") or len(question.labels) > 1:
        return None
    label = question.labels[0] if question.labels else labels.shortened(f"Số lần: {question.title}")
    return Reading({"type": "deduction", "label": label, "each": written(each) or ""}, _off(each, Fraction(), question), said=_said(question))


def _nothing(text: str, maximum: Fraction, thing: str) -> bool:
    one = scored(text, maximum)
    return one is not None and one.points == 0 and says_nothing_done(one.label, thing)


def _full(text: str, question: Question) -> bool:
    """Whether a line beside a deduction gives the maximum to who has nothing to deduct."""
    one = scored(text, question.maximum)
    return one is not None and not one.off and one.points == question.maximum and not question.penalty and not re.search(r"\d", one.label)


def _label(question: Question, thing: str) -> str | None:
    """Return the label of what is counted; a given one must name it as the sentence does, or more shortly."""
    thing = thing.strip(" ,:")
    if not question.labels:
        return None if re.search(r"\d", thing) else labels.number_of(thing)
    if len(question.labels) > 1 or question.labels[0] in (labels.LEVEL, labels.POINTS):
        return None
    given, spoken = one_of(question.labels[0]).lower(), thing.lower()
    named = given == spoken or (not re.search(r"\d", spoken) and (given in spoken or spoken in given))
    return question.labels[0] if named else None


def _said(question: Question) -> dict[str, str]:
    return dict(NOTHING) if question.labels else dict(labels.DERIVED)


def read_judged(question: Question) -> Reading | None:
    """Read points that a person gives, where the line says so: a span from 0, or a judge and a maximum."""
    if len(question.lines) != 1 or question.labels not in ((), (labels.POINTS,)):
        return None
    text = question.texts()[0]
    if match := _JUDGED.fullmatch(text):
        return _judged(question, match, match["step"]) if not match["by"] or _JUDGE.search(match["by"]) else None
    match = _CAPPED.fullmatch(text)
    judged = match is not None and _JUDGE.search(f"{match['by']} {match['after']}") is not None
    return _judged(question, match, None) if match and judged else None


def _judged(question: Question, match: re.Match[str], stepped: str | None) -> Reading | None:
    step = number(stepped) if stepped else None
    if _worth(match, "most") != question.maximum or (stepped and not step):
        return None
    rule: dict[str, object] = {"type": "points"}
    rule |= {"step": written(step) or ""} if step else {}
    return Reading(rule, (Probe({"points": question.maximum}, question.maximum), Probe({"points": Fraction()}, Fraction())))
