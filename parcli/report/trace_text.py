"""Explanations as plain text for the terminal: a heading, the answer, then stage by stage what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from parcli.core.edition import Edition
from parcli.core.scoring import is_open
from parcli.core.trace import ItemTrace, Line, TotalTrace
from parcli.report.trace_words import item_answer, item_heading, line_text, place_words, reason_words, total_answer
from parcli.report.wording import Wording, banners


def item_text(trace: ItemTrace, edition: Edition, wording: Wording) -> str:
    """Return the way of one score, under what must be said of the criteria."""
    about = banners(wording, edition.status, provisional=False)
    return "\n".join((*about, item_heading(trace, wording), item_answer(trace, wording), *_stages(trace.lines, wording))) + "\n"


def total_text(trace: TotalTrace, edition: Edition, year: int, wording: Wording) -> str:
    """Return the way from a unit's items to its total, under what must be said of the criteria and of the total."""
    about = banners(wording, edition.status, provisional=is_open(trace.result.state))
    heading = wording.text("explain.heading.total", unit=trace.unit.name, index=edition.index_title, year=year)
    return "\n".join((*about, heading, total_answer(trace, wording), "", *_told(trace.lines, wording))) + "\n"


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
