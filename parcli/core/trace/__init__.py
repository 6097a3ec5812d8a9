"""Why a score is what it is: its way from the cells of the unit to the total, as lines that hold facts and no words.

Everything told is recomputed from the inputs by the functions that score; nothing is kept on the side. The lines of a
stage carry its file, sheet, cell, figure and reason; whoever shows them adds the sentence.
"""

from __future__ import annotations

from parcli.core.trace.counted import contribution_lines, decided_lines, survey_lines
from parcli.core.trace.entered import evidence_lines, self_lines
from parcli.core.trace.said import stage_lines, supplement_lines
from parcli.core.trace.total import total_lines
from parcli.core.trace.values import ItemTrace, Known, Line, Part, Place, Told, TotalTrace

__all__ = ["ItemTrace", "Known", "Line", "Part", "Place", "Told", "TotalTrace", "trace_item", "trace_total"]


def trace_item(known: Known, code: str) -> ItemTrace:
    """Return the way of the score of an item. Raises KeyError for a code that the unit's block does not have."""
    one = known.item(code)
    lines = (
        *self_lines(known, one),
        *evidence_lines(known, one),
        *stage_lines(known, one, "round_1"),
        *supplement_lines(known, one),
        *stage_lines(known, one, "round_2"),
        *stage_lines(known, one, "council"),
        *survey_lines(known, one),
        *decided_lines(known, one),
        *contribution_lines(known, one),
    )
    return ItemTrace(known.unit, one, lines)


def trace_total(known: Known) -> TotalTrace:
    """Return the way from a unit's items to its total and its index."""
    return TotalTrace(known.unit, known.result, tuple(total_lines(known)))
