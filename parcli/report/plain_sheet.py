"""A worksheet that XlsxWriter writes without looking for what is not there."""

from __future__ import annotations

import re

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

COLUMNS = tuple(xl_col_to_name(place) for place in range(16_384))
"""The names of all columns, in their order."""
_FUNCTION = re.compile(r"[A-Za-z0-9_.]+(?=\()")
_PLAIN = frozenset(
    {
        "AND", "AVERAGE", "EXACT", "IF", "INDEX", "ISNUMBER", "LOOKUP", "MATCH", "MAX", "MIN", "RANK", "RIGHT", "ROUND", "ROW", "SUM", "SUMPRODUCT",
    }
)  # fmt: skip
"""Functions that every Excel knows by these names."""


class PlainSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter tells no types
    """A worksheet that does not look for thirty functions of later Excels in a formula of plain ones."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002 - XlsxWriter's own
        if not formula.startswith("{") and not formula.endswith("}") and _PLAIN.issuperset(_FUNCTION.findall(formula)):
            return formula.removeprefix("=")
        return str(super()._prepare_formula(formula, expand_future_functions))
