"""Bands: the intervals of an annex side by side, without gap and without overlap, as ``tiers``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from parcli.definitions.annex.rules import labels, titles
from parcli.definitions.annex.rules.asked import Probe, Question, Reading
from parcli.definitions.annex.rules.bounds import Interval, interval_of
from parcli.definitions.annex.rules.phrases import Scored, scored, written

_NOTHING_DONE = re.compile(r"(?:không|chưa)(?: (?:có|thực hiện|tổ chức|triển khai))?(?: (?P<what>\S.*))?", re.IGNORECASE)
_NONE = re.compile(r"không (?:có|để xảy ra|xảy ra)(?: bất kỳ)? (?P<what>\S.*?)(?: nào)?", re.IGNORECASE)
_MEASURED = re.compile(r"\b(?:triệu|tỷ đồng|nghìn|đồng|giờ|phút|km|kg|ha|m2|tấn|điểm|tỷ)\b", re.IGNORECASE)

_LAST_YEAR = Fraction(10**9)


@dataclass(frozen=True, slots=True)
class Step:
    """An interval and its points."""

    at: Interval
    points: Fraction


@dataclass(frozen=True, slots=True)
class _Sides:
    """What is measured: the kind of value, its labels, and whether the annex gives them."""

    of: str
    named: Mapping[str, str]
    derived: bool = False


def says_nothing_done(label: str, thing: str = "") -> bool:
    """Whether a label names the case in which nothing at all was done, or none of the things that are counted."""
    match = _NOTHING_DONE.fullmatch(label)
    what = (match["what"] or "").lower().removesuffix("nào").strip() if match else ""
    return match is not None and (not what or (bool(thing) and what in thing.lower()))


def read(question: Question) -> Reading | None:
    """Read bands of a number, a ratio or a change."""
    named, texts = _formula(question)
    steps, zero = _steps(texts, question)
    if not steps or not _one_thing(steps) or _below_zero(steps):
        return None
    sides = named or _sides(question, steps)
    if sides is None or (sides.of == "ratio") != steps[0].at.percent:
        return None
    steps, whole = _joined(steps, counted=sides.of == "number" and _whole(steps, sides))
    laid = _laid(steps, zero=zero, counted=whole, change=sides.of == "change")
    if laid is None:
        return None
    bands, below = laid
    written_bands = _written(bands)
    if not written_bands:
        return None
    said = {**(labels.DERIVED if sides.derived else {}), **({"below": "zero"} if below else {})}
    rule = {"type": "tiers", "of": sides.of, **sides.named, "bands": written_bands}
    return Reading(rule, _probes(steps, sides.of, counted=whole), said=said)


def _formula(question: Question) -> tuple[_Sides | None, tuple[str, ...]]:
    """Take the line that says what is measured, if there is one."""
    texts = question.texts()
    for place, text in enumerate(texts):
        rest = texts[:place] + texts[place + 1 :]
        if pair := labels.quotient(text, question.labels):
            return _Sides("ratio", {"part": pair[0], "whole": pair[1]}), rest
        if pair := labels.difference(text, question.labels):
            return _Sides("change", {"now": pair[0], "before": pair[1]}), rest
    return None, texts


def _steps(texts: tuple[str, ...], question: Question) -> tuple[tuple[Step, ...], bool]:
    """Return the intervals from below and whether "nothing done: 0" stands among them; nothing when a line is neither."""
    steps: list[Step] = []
    rest: list[Scored] = []
    for text in texts:
        one = scored(text, question.maximum)
        if one is None or (one.off and not question.penalty):
            return (), False
        at = interval_of(one.label)
        if at is not None:
            steps.append(Step(at, one.points))
        else:
            rest.append(one)
    thing = max((step.at.noun for step in steps if not step.at.percent), key=len, default="")
    if len(rest) == 1 and rest[0].points and (none := _none_of(rest[0], thing)):
        steps, rest = [*steps, none], []
    if len(rest) > 1 or any(one.points or not says_nothing_done(one.label, thing) for one in rest):
        return (), False
    return tuple(sorted(_same_scale(steps), key=lambda step: step.at.order())), bool(rest)


def _none_of(one: Scored, thing: str) -> Step | None:
    """Read "none of them" with points as the number 0; it must name the thing that the other sentences count."""
    match = _NONE.fullmatch(one.label)
    if match is None or not thing or match["what"].lower() != thing.lower():
        return None
    return Step(Interval(Fraction(), low_in=True, high=Fraction(), high_in=True, percent=False), one.points)


def _same_scale(steps: list[Step]) -> list[Step]:
    """Return nothing where percentages and bare numbers are mixed."""
    return steps if len({step.at.percent for step in steps}) == 1 else []


def _one_thing(steps: tuple[Step, ...]) -> bool:
    """Whether all sentences speak of the same thing: words before and after the bounds differ only by being left out."""
    leads = {step.at.lead.lower() for step in steps if step.at.lead}
    nouns = {step.at.noun.lower() for step in steps if step.at.noun}
    return len(leads) <= 1 and (len(nouns) <= 1 or any(all(short in noun for short in nouns) for noun in nouns))


def _sides(question: Question, steps: tuple[Step, ...]) -> _Sides | None:
    given = question.labels
    if labels.LEVEL in given or labels.POINTS in given:
        return None
    if steps[0].at.percent:
        pair = (given[0], given[1]) if len(given) == 2 else None if given else _worded(question, steps)  # noqa: PLR2004 - part and whole
        return _Sides("ratio", {"part": pair[0], "whole": pair[1]}, derived=not given) if pair else None
    if given:
        return _Sides("number", {"label": given[0]}) if len(given) == 1 else None
    if _speaks_of_growth(question):
        return None
    noun = max((step.at.noun for step in steps), key=len)
    return _Sides("number", {"label": labels.number_of(noun or question.title)}, derived=True)


def _below_zero(steps: tuple[Step, ...]) -> bool:
    """Whether percentages below nothing are named: no part of a whole is as small."""
    return any(step.at.percent and step.at.high is not None and step.at.high <= 0 and not step.at.high_in for step in steps)


def _speaks_of_growth(question: Question) -> bool:
    return any(map(titles.grows, (question.title, *question.texts())))


def _worded(question: Question, steps: tuple[Step, ...]) -> tuple[str, str] | None:
    """Word the sides after the title where it names a share of which more, or less, is better as the points say."""
    said = " ".join(f"{step.at.lead} {step.at.noun}" for step in steps)
    thing = f"{question.title} {said}"
    if titles.names_rate(said) or titles.is_bad(thing) != titles.is_bad(question.title):
        return None
    rising = steps[0].points < steps[-1].points
    if _speaks_of_growth(question) or rising != (titles.is_bad(thing) == question.penalty):
        return None
    return labels.after_title(question.title)


def _whole(steps: tuple[Step, ...], sides: _Sides) -> bool:
    """Whether only whole numbers occur: the bounds are whole and nothing is said of a measure."""
    words = " ".join([*sides.named.values(), *(f"{step.at.lead} {step.at.noun}" for step in steps)])
    bounds = [bound for step in steps for bound in (step.at.low, step.at.high) if bound is not None]
    return all(bound.denominator == 1 for bound in bounds) and not _MEASURED.search(words)


def _joined(steps: tuple[Step, ...], *, counted: bool) -> tuple[tuple[Step, ...], bool]:
    """Close the gap between whole neighbours (2–4, from 5) and open the top where nothing can lie above it but more of the same."""
    joined = list(steps)
    stretched = False
    for place, (lower, upper) in enumerate(pairwise(steps)):
        end, start = lower.at.high, upper.at.low
        if counted and end is not None and start is not None and lower.at.high_in and upper.at.low_in and start == end + 1:
            joined[place] = replace(joined[place], at=replace(joined[place].at, high=start, high_in=False))
            stretched = True
    last = joined[-1].at
    if last.percent and last.high == 1 and last.high_in:
        joined[-1] = replace(joined[-1], at=replace(last, high=None, high_in=False))
    whole = counted and (stretched or all(step.at.low is None or step.at.low_in for step in steps))
    return tuple(joined), whole


def _laid(steps: tuple[Step, ...], *, zero: bool, counted: bool, change: bool) -> tuple[tuple[Step, ...], bool] | None:
    """Return the bands, and whether nothing is said of what lies below them; None where a gap, an overlap or a doubt is left."""
    if steps[-1].at.high is not None or not all(_touch(lower.at, upper.at) for lower, upper in pairwise(steps)):
        return None
    first = steps[0]
    if first.at.low is not None:
        return _from_a_bound(steps, zero=zero, counted=counted, change=change)
    if first.points == 0:
        return (steps[1:], False) if len(steps) > 1 else None
    if change or (first.at.high is not None and first.at.high <= 0):
        return None
    descending = all(lower.points > upper.points for lower, upper in pairwise(steps))
    if zero != descending:
        start = replace(first.at, low=Fraction(), low_in=not zero)
        return (replace(first, at=start), *steps[1:]), False
    return None


def _from_a_bound(steps: tuple[Step, ...], *, zero: bool, counted: bool, change: bool) -> tuple[tuple[Step, ...], bool] | None:
    lowest = steps[0].at
    if lowest.low == 0 and not change:
        return (steps, False) if lowest.low_in != zero else None
    if not counted or not lowest.low_in or change:
        return None
    if zero:
        return (steps, False) if lowest.low == 1 else None
    return steps, True


def _touch(lower: Interval, upper: Interval) -> bool:
    return lower.high is not None and lower.high == upper.low and lower.high_in != upper.low_in


def _written(bands: tuple[Step, ...]) -> list[dict[str, str]]:
    """Return the bands as YAML values; none where a number has no end."""
    rows = []
    for band in bands:
        bound, worth = written(band.at.low or Fraction()), written(band.points)
        if bound is None or worth is None:
            return []
        rows.append({"from" if band.at.low_in else "above": bound, "points": worth})
    return rows


def _probes(steps: tuple[Step, ...], of: str, *, counted: bool) -> tuple[Probe, ...]:
    """Return values at and beside every bound with the points that the sentences give them."""
    near = Fraction(1) if counted else Fraction(1, 10**6)
    bounds = {bound for step in steps for bound in (step.at.low, step.at.high) if bound is not None}
    values = sorted({bound + shift for bound in bounds for shift in (-near, Fraction(), near)})
    return tuple(
        Probe(_inputs(value, of), step.points) for value in values for step in steps if _inside(value, step.at) and (of == "change" or value > 0)
    )


def _inside(value: Fraction, at: Interval) -> bool:
    over = at.low is None or value > at.low or (at.low_in and value == at.low)
    return over and (at.high is None or value < at.high or (at.high_in and value == at.high))


def _inputs(value: Fraction, of: str) -> dict[str, Fraction | str]:
    if of == "number":
        return {"value": value}
    if of == "ratio":
        return {"part": value, "whole": Fraction(1)}
    return {"now": value + _LAST_YEAR, "before": _LAST_YEAR}
