"""The last look at a reading: the rule is valid, gives no less and no more than the maximum, and keeps what the sentences promise."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pydantic import TypeAdapter, ValidationError

from parcli.core import expr
from parcli.core.expr import Value
from parcli.core.expr.days import serial_of_text
from parcli.core.rules import AnyRule, Rule, Stake
from parcli.definitions.annex.rules.asked import Question, Reading

_RULE: TypeAdapter[Rule] = TypeAdapter(AnyRule)
YEAR = 2024


def built(rule: Mapping[str, object]) -> Rule | None:
    """Return the rule of a mapping, None where it is not valid."""
    try:
        return _RULE.validate_python(dict(rule))
    except ValidationError:
        return None


def holds(reading: Reading, question: Question) -> bool:
    """Whether a reading stands every probe of its sentences."""
    rule = built(reading.rule)
    stake = Stake(question.maximum, YEAR, question.penalty)
    if rule is None or rule.most(stake) != question.maximum:
        return False
    arithmetic = rule.expression(stake)
    return all(expr.evaluate(arithmetic, _values(probe.inputs)) == probe.points for probe in reading.probes)


def _values(inputs: Mapping[str, Fraction | str]) -> dict[str, Value]:
    """Return the inputs as a sheet gives them: days are numbers there."""
    values: dict[str, Value] = {}
    for name, value in inputs.items():
        day = serial_of_text(value) if isinstance(value, str) else None
        values[name] = value if day is None else day
    return values
