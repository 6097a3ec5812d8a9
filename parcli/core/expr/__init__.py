"""The arithmetic of a rule as one tree with three readers: ``evaluate``, ``to_excel`` and ``work``, which shows the way.

Unknown is a value here. An input that is blank, refused or of the wrong kind is unknown, and whatever is
computed from it is unknown: ``None`` in Python, the error ``NA()`` inside a formula and a blank cell at its
end. A branch that is not taken does not count, in either reader.
"""

from __future__ import annotations

from parcli.core.expr.days import day_of, serial, serial_of_text
from parcli.core.expr.evaluation import evaluate
from parcli.core.expr.excel import label_test, quoted, rounding, to_excel
from parcli.core.expr.tree import (
    Above,
    AtLeast,
    Day,
    Difference,
    Expr,
    Greatest,
    If,
    Input,
    Least,
    Number,
    Product,
    Quotient,
    Rounded,
    Says,
    Sum,
    Test,
    Unknown,
    Value,
    choose,
    number,
    with_rounding,
)
from parcli.core.expr.working import Bounded, Chosen, Compared, Computed, Formula, Missing, RoundedTo, Step, formula_text, outcome, work

__all__ = [
    "Above",
    "AtLeast",
    "Bounded",
    "Chosen",
    "Compared",
    "Computed",
    "Day",
    "Difference",
    "Expr",
    "Formula",
    "Greatest",
    "If",
    "Input",
    "Least",
    "Missing",
    "Number",
    "Product",
    "Quotient",
    "Rounded",
    "RoundedTo",
    "Says",
    "Step",
    "Sum",
    "Test",
    "Unknown",
    "Value",
    "choose",
    "day_of",
    "evaluate",
    "formula_text",
    "label_test",
    "number",
    "outcome",
    "quoted",
    "rounding",
    "serial",
    "serial_of_text",
    "to_excel",
    "with_rounding",
    "work",
]
