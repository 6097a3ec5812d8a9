"""Explanations as plain text for the terminal: a heading, the answer, then stage by stage what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from parcli.core.trace import ItemTrace, Line, TotalTrace
from parcli.report.trace_words import item_answer, item_heading, line_text, place_words, reason_words, total_answer
from parcli.report.wording import Wording


def item_text(trace: ItemTrace, wording: Wording) -> str:
    """Return the way of one score."""
    return "\n".join((item_heading(trace, wording), item_answer(trace, wording), *_stages(trace.lines, wording))) + "\n"


def total_text(trace: TotalTrace, index: str, year: int, wording: Wording) -> str:
    """Return the way from a unit's items to its total."""
    heading = wording.text("explain.heading.total", unit=trace.unit.name, index=index, year=year)
    return "\n".join((heading, total_answer(trace, wording), "", *_told(trace.lines, wording))) + "\n"


def _stages(lines: Sequence[Line], wording: Wording) -> Iterator[str]:
    for part, own in groupby(lines, key=lambda line: line.part):
        yield ""
        yield wording.text(f"explain.part.{part}")
        yield from _told(tuple(own), wording)


def _told(lines: Sequence[Line], wording: Wording) -> Iterator[str]:
    """Yield each line; a place that holds for several in a row stands once, before them."""
    last = ""
    for line in lines:
        place = place_words(line.place)
        if place and place != last:
            yield f"  {wording.text('explain.place', place=place)}"
        last = place or last
        yield f"  • {line_text(line, wording)}{reason_words(line, wording)}"
