"""Time: a document's day of issue where the item limits it, and the period of the data that a report states.

A day of issue is not the data's period: the plan of a year is issued the December before. Only `evidence.issued`
limits the day of issue, and only reports are asked about the period of their data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from parcli.checks.evidence.case import Case, Place
from parcli.checks.evidence.standing import must_bear_out
from parcli.checks.evidence.words import sure, words_of
from parcli.core.document import DocumentWords, StatedPeriod
from parcli.core.evidence import EvidenceFile
from parcli.core.findings import Finding, found
from parcli.core.scoring import ItemResult

_REPORTS = ("BÁO CÁO", "THỐNG KÊ", "BẢNG TỔNG HỢP", "BIỂU TỔNG HỢP")
_DAY = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}|ngày\s+\d", re.IGNORECASE)
_LONGEST_DAYS = 372  # A year of reporting may begin some days before the year does; what is longer is a programme, not data.


@dataclass(frozen=True, slots=True)
class Span:
    """The days that count: actual data from `start` to `to`, estimates to `last`."""

    start: date
    to: date
    last: date


def issued(case: Case) -> Iterator[Finding]:
    """Ask about documents that were issued outside the days that their item states."""
    items = _claimed(case)
    for file in case.folder.files:
        day, source = day_of_issue(case, file)
        for span, codes in _spans(case, file, items, _issued_span).items():
            if day is not None and not span.start <= day <= span.to:
                place: Place = {**case.at(file), "item": codes[0]}
                days = {"day": _shown(day), "start": _shown(span.start), "to": _shown(span.to)}
                yield found("EV246", **place, source=f"term:{source}", items=", ".join(codes), **days)


def periods(case: Case) -> Iterator[Finding]:
    """Ask about reports whose stated data lie outside the window of the item or the cycle."""
    items = _claimed(case)
    for file in case.folder.files:
        said = words_of(file)
        if said is None or not said.periods or not _reports(said):
            continue
        for span, codes in _spans(case, file, items, _data_span).items():
            odd = _odd(said, span)
            if odd is not None:
                stated, why = odd
                place: Place = {**case.at(file), "item": codes[0]}
                days = {"start": _shown(span.start), "to": _shown(span.to), "last": _shown(span.last), "period": _period(stated)}
                yield found("EV247", **place, why=f"term:{why}", snippet=stated.snippet, items=", ".join(codes), **days)


def _claimed(case: Case) -> dict[str, ItemResult]:
    return {one.code: one for one in case.items if must_bear_out(case, one)}


def _spans(case: Case, file: EvidenceFile, items: dict[str, ItemResult], span_of: Callable[[Case, ItemResult], Span | None]) -> dict[Span, list[str]]:
    """Return the spans that a file's items set, each with the codes of the items."""
    spans: dict[Span, list[str]] = {}
    for code in case.items_of.get(file.path, ()):
        span = span_of(case, items[code]) if code in items else None
        if span is not None:
            spans.setdefault(span, []).append(code)
    return spans


def _issued_span(case: Case, one: ItemResult) -> Span | None:
    period, year = one.item.criterion.evidence.issued, case.cycle.year
    return None if period is None else Span(period.start.of(year), period.to.of(year), period.to.of(year))


def _data_span(case: Case, one: ItemResult) -> Span:
    own, year, window = one.item.criterion.window, case.cycle.year, case.cycle.window
    if own is not None:
        return Span(own.start.of(year), own.to.of(year), (own.estimate_to or own.to).of(year))
    return Span(window.start, window.to, window.estimate_to or window.to)


def day_of_issue(case: Case, file: EvidenceFile) -> tuple[date | None, str]:
    """Return the day that the document states, else the one on which all lines of the register agree, and which it is."""
    said = words_of(file)
    if said is not None and sure(said.issued) is not None and not said.date_blank:
        return said.issued_on, "day_in_file"
    stated = {one.row.issued for one in case.citing(file) if one.row.issued is not None}
    return (next(iter(stated)) if len(stated) == 1 else None), "day_in_register"


def _reports(said: DocumentWords) -> bool:
    kind = sure(said.kind)
    return kind is not None and kind.value.startswith(_REPORTS)


def _odd(said: DocumentWords, span: Span) -> tuple[StatedPeriod, str] | None:
    """Return the first period to ask about and why; None where the data fit or nothing can be said."""
    stated = [one for one in said.periods if one.start is None or (one.end - one.start).days <= _LONGEST_DAYS]
    inside = [one for one in stated if one.end >= span.start and (one.start is None or one.start <= span.last)]
    if stated and not inside:
        return stated[0], "period_outside"
    for one in filter(_by_days, inside):
        # An end without a beginning that lies beyond the year is a goal, not the end of the data.
        if one.end > span.last and one.start is not None:
            return one, "period_beyond"
        if span.to < one.end <= span.last and not (one.estimated or _over(said, one)):
            return one, "period_estimate"
        if one.start is not None and not one.estimated and _later(said, one):
            return one, "period_after_issue"
    return None


def _by_days(one: StatedPeriod) -> bool:
    """Whether a period is given by days. The name of a year, a half or a quarter says nothing of the day counted up to."""
    return _DAY.search(one.snippet) is not None


def _over(said: DocumentWords, one: StatedPeriod) -> bool:
    """Whether the document was issued after the period was over, so that nothing in it had to be estimated."""
    return said.issued_on is not None and said.issued_on > one.end


def _later(said: DocumentWords, one: StatedPeriod) -> bool:
    """Whether a period ends after the document was issued, so that a part of it cannot have been counted."""
    return sure(said.issued) is not None and not said.date_blank and said.issued_on is not None and one.end > said.issued_on


def _period(one: StatedPeriod) -> str:
    return f"{_shown(one.start) if one.start else '…'} – {_shown(one.end)}"


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"
