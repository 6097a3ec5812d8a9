"""A rule's own words and the way to its points, as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from parcli.core import expr
from parcli.core.edition import Policies
from parcli.core.expr import Bounded, Chosen, Compared, Computed, Missing, RoundedTo, Step, Value
from parcli.core.item import Item
from parcli.core.rules import External
from parcli.core.trace.values import Line, Part, Told


def rule_lines(part: Part, item: Item, inputs: Mapping[str, Value], policies: Policies) -> Iterator[Line]:
    """Tell how an item is scored, in words and with the numbers of a unit put in."""
    said = "; ".join(text.strip() for text in item.rule.explanation(item.stake))
    yield Line(part, "explain.rule", {"text": said})
    tree = expr.with_rounding(item.rule.expression(item.stake), policies.rounding.item)
    labels = input_labels(item)
    for step in expr.work(tree, inputs):
        key, values = _told(step, labels)
        yield Line(part, key, values, figure=_figure(step))


def input_labels(item: Item) -> dict[str, str]:
    """Return the labels of an item's inputs by name, those of imported figures too."""
    if isinstance(item.rule, External):
        return {f"option-{place}": option.label for place, option in enumerate(item.rule.options or (), start=1)}
    return {cell.name: cell.label for cell in item.rule.cells(item.stake)}


def _told(step: Step, labels: Mapping[str, str]) -> tuple[str, dict[str, Told]]:
    match step:
        case Chosen(name, label):
            return "explain.work.chosen", {"label": labels.get(name, name), "chosen": label}
        case Compared(left, value, sign, right, holds):
            answer = "yes" if holds else "no"
            alone = "" if left != (value,) else "_alone"
            return f"explain.work.compared{alone}.{answer}", {"formula": left, "value": value, "sign": sign, "bound": right}
        case Computed(formula, value):
            return ("explain.work.stated" if formula == (value,) else "explain.work.computed"), {"formula": formula, "value": value}
        case Bounded(kind, bound):
            return f"explain.work.{kind}", {"bound": bound}
        case RoundedTo(places, value):
            return "explain.work.rounded", {"places": places, "value": value}
        case Missing(names):
            return "explain.work.missing", {"labels": "; ".join(labels.get(name, name) or name for name in names)}


def _figure(step: Step) -> Fraction | None:
    return step.value if isinstance(step, Computed | RoundedTo) else step.bound if isinstance(step, Bounded) else None
