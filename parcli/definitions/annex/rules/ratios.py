"""Ratios in proportion: a formula with what stands around it, as ``ratio``."""

from __future__ import annotations

import re
from fractions import Fraction

from parcli.definitions.annex.rules import labels, titles
from parcli.definitions.annex.rules.asked import Probe, Question, Reading
from parcli.definitions.annex.rules.bands import says_nothing_done
from parcli.definitions.annex.rules.bounds import Interval, interval_of
from parcli.definitions.annex.rules.formula import Formula, formula_of
from parcli.definitions.annex.rules.phrases import NUMBER, number, scored, written

_BY_WHICH = re.compile(
    r"\s*,?\s+thì (?:số )?(?:điểm (?:đánh giá |số )?)?(?:được )?(?:tính (?:điểm )?)?theo công thức(?: sau)?\s*:|(?:\s+thì|:)\s*(?:số )?điểm (?:đánh giá )?(?:được )?tính theo công thức(?: sau)?\s*:",
    re.IGNORECASE,
)
_PERCENT = re.compile(rf"({NUMBER})\s*%")
_BY_FORMULA = ("tính theo công thức", "theo công thức", "tính điểm theo công thức")


def read(question: Question) -> Reading | None:
    """Read a ratio: one formula, at most one line that names its sides, and lines that agree with it."""
    sides: tuple[str, str] | None = None
    formulas: list[tuple[Interval | None, Formula]] = []
    flat: list[tuple[Interval, Fraction]] = []
    waiting: list[Interval] = []
    for text in question.texts():
        pair = labels.quotient(text, question.labels)
        if pair and sides is None:
            sides = pair
        elif (ranged := _ranged(text, question.maximum)) is not None:
            formulas.append(ranged)
        elif (at := _referring(text)) is not None:
            waiting.append(at)
        elif (step := _flat(text, question.maximum)) is not None:
            flat += step
        else:
            return None
    return _agreed(question, sides, formulas, flat, waiting)


def _ranged(text: str, maximum: Fraction) -> tuple[Interval | None, Formula] | None:
    """Read a formula, or "from … to …: formula"."""
    head, colon, rest = _BY_WHICH.sub(":", text, count=1).partition(":")
    at = interval_of(head.strip()) if colon else None
    formula = formula_of(rest if at else text, maximum)
    return None if formula is None else (at, formula)


def _referring(text: str) -> Interval | None:
    """Read "from … to …: by the formula", whose formula stands in another line."""
    head, _, rest = text.partition(":")
    return interval_of(head.strip()) if rest.strip(" .").lower() in _BY_FORMULA else None


def _flat(text: str, maximum: Fraction) -> list[tuple[Interval, Fraction]] | None:
    one = scored(text, maximum)
    if one is None or one.off:
        return None
    at = interval_of(one.label)
    if at is not None and at.percent:
        return [(at, one.points)]
    return [] if says_nothing_done(one.label) and one.points == 0 else None


def _agreed(
    question: Question,
    sides: tuple[str, str] | None,
    formulas: list[tuple[Interval | None, Formula]],
    flat: list[tuple[Interval, Fraction]],
    waiting: list[Interval],
) -> Reading | None:
    """Return the ratio when every line says the same of it."""
    if len(formulas) != 1 or len(waiting) > 1 or (waiting and formulas[0][0]):
        return None
    at, formula = formulas[0]
    at = at or (waiting[0] if waiting else None)
    full_at, cap = question.maximum / formula.points, formula.cap
    floor = _floor(at, flat, full_at)
    if floor is None or (cap is not None and cap != question.maximum) or not _tops_fit(at, flat, full_at, question.maximum):
        return None
    if not _reachable(question, full_at, cap):
        return None
    named = _named(question, sides, formula)
    rule = _written(named, floor, full_at) if named else None
    if rule is None:
        return None
    derived = not question.labels and sides is None and not formula.part
    rounding = (formula.rounding,) if formula.rounding else ()
    return Reading(rule, _probes(question.maximum, full_at, floor, flat), rounding, labels.DERIVED if derived else {})


def _reachable(question: Question, full_at: Fraction, cap: Fraction | None) -> bool:
    """Whether the formula ends at the maximum: at 100 %, at a target that a line names, or at a cap below it."""
    if full_at == 1 or (full_at < 1 and cap is not None):
        return True
    return any(number(found) == full_at * 100 for text in question.texts() for found in _PERCENT.findall(text))


def _written(named: tuple[str, str], floor: Fraction, full_at: Fraction) -> dict[str, str] | None:
    """Return the rule as YAML values; None where a number has no end."""
    full, least = written(full_at), written(floor)
    if full is None or least is None:
        return None
    rule = {"type": "ratio", "part": named[0], "whole": named[1]}
    rule |= {"floor": least} if floor else {}
    return rule | ({"full_at": full} if full_at != 1 else {})


def _floor(at: Interval | None, flat: list[tuple[Interval, Fraction]], full_at: Fraction) -> Fraction | None:
    """Return the ratio below which nothing is given, 0 for none; None where the lines leave it open or disagree."""
    zeros = [step for step, worth in flat if worth == 0]
    if len(zeros) > 1 or (zeros and (zeros[0].low is not None or zeros[0].high_in)):
        return None
    floor = zeros[0].high if zeros else Fraction()
    if floor is None or floor > full_at or floor > 1:
        return None
    if at is None:
        return floor
    if not at.percent or (at.low is not None and not at.low_in):
        return None
    return floor if (at.low or Fraction()) == floor else None


def _tops_fit(at: Interval | None, flat: list[tuple[Interval, Fraction]], full_at: Fraction, maximum: Fraction) -> bool:
    """Whether full marks are said from just where the formula reaches them, if they are said at all."""
    tops = [(step, worth) for step, worth in flat if worth]
    if len(tops) > 1:
        return False
    if tops:
        step, worth = tops[0]
        from_full = step.low == full_at and step.low_in and (step.high is None or step.high == step.low == 1)
        return worth == maximum and from_full and (at is None or at.high == full_at)
    return at is None or at.high is None or at.high in (full_at, Fraction(1))


def _named(question: Question, sides: tuple[str, str] | None, formula: Formula) -> tuple[str, str] | None:
    given = question.labels
    if given:
        return (given[0], given[1]) if len(given) == 2 else None  # noqa: PLR2004 - part and whole
    part, whole = sides or (formula.part, formula.whole)
    # The more the better, so no share of late files; in a penalty the other way round.
    if titles.is_bad(part or question.title) != question.penalty or any(map(titles.grows, (question.title, *question.texts()))):
        return None
    if part:
        return part[:1].upper() + part[1:], whole[:1].upper() + whole[1:]
    return labels.after_title(question.title)


def _probes(maximum: Fraction, full_at: Fraction, floor: Fraction, flat: list[tuple[Interval, Fraction]]) -> tuple[Probe, ...]:
    """Return the ends of the line, and what stands beside the floor."""
    near = Fraction(1, 10**6)
    expected = [(full_at, maximum), (full_at + 1, maximum), (full_at / 2, maximum / 2 if floor <= full_at / 2 else Fraction())]
    if floor:
        expected += [(floor, min(maximum, maximum * floor / full_at)), (floor - near, Fraction())]
    expected += [(step.low, worth) for step, worth in flat if step.low is not None]
    return tuple(Probe({"part": value, "whole": Fraction(1)}, worth) for value, worth in expected)
