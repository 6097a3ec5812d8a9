"""What is known of evidence in words: sizes, pages, days, classes, verdicts and their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from parcli.core.cycle import Cycle
from parcli.core.document import StatedPeriod
from parcli.core.edition import Edition
from parcli.core.evidence import Content, PdfFacts
from parcli.core.signature import Reason
from parcli.core.sufficiency import EvidenceClass, SharedEvidence
from parcli.report.evidence_plain import file_verdict
from parcli.report.wording import Wording

_MEBIBYTE = 1024 * 1024


def item_titles(edition: Edition, cycle: Cycle) -> dict[str, dict[str, str]]:
    """Return the titles of the items by unit and code."""
    blocks = {block.id: {item.code: item.criterion.title or "" for item in block.items(cycle.year)} for block in edition.blocks}
    return {unit.id: blocks.get(unit.block, {}) for unit in cycle.units}


def class_text(one: EvidenceClass, wording: Wording) -> str:
    """Return the words of a class (design section 11)."""
    return wording.text(f"evidence.class.{one.value}")


def verdict_key(pdf: PdfFacts | None) -> str:
    """Return ``valid``, ``invalid``, ``undetermined`` or ``unsigned``."""
    return file_verdict(pdf) or "unsigned"


def reasons_text(found: Sequence[Reason], wording: Wording) -> str:
    """Return why a signature, or a file's signatures, are worth what they are: one sentence to a line."""
    return "\n".join(wording.text(f"evidence.reason.{reason}") for reason in found)


def size_text(size: int, wording: Wording) -> str:
    """Return a size in bytes, and in MB where it is large."""
    exact = _grouped(size, wording)
    if size < _MEBIBYTE:
        return wording.text("evidence.bytes", size=exact)
    tenths = (size * 10 + _MEBIBYTE // 2) // _MEBIBYTE
    mark = "," if wording.language == "vi" else "."
    return wording.text("evidence.megabytes", size=exact, short=f"{tenths // 10}{mark}{tenths % 10}")


def _grouped(number: int, wording: Wording) -> str:
    grouped = f"{number:,}"
    return grouped.replace(",", ".") if wording.language == "vi" else grouped


def pages_text(kinds: Sequence[Content], pages: int | None, wording: Wording) -> str:
    """Return what the pages show, runs of like pages together: ``trang 1–3 bản chụp; trang 4 chữ``."""
    runs = [(kind, [number for number, _ in run]) for kind, run in groupby(enumerate(kinds, 1), key=lambda each: each[1])]
    parts = [wording.text("evidence.pages.run", pages=_span(run[0], run[-1]), kind=wording.text(f"evidence.content.{kind}")) for kind, run in runs]
    if pages is not None and kinds and pages > len(kinds):
        parts.append(wording.text("evidence.pages.rest", page=len(kinds) + 1))
    return "; ".join(parts)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def day_text(day: str | date) -> str:
    """Return a day as it is written in Viet Nam; a text that is no ISO date stays as it is."""
    try:
        known = day if isinstance(day, date) else date.fromisoformat(day[:10])
    except ValueError:
        return str(day)
    return f"{known:%d/%m/%Y}"


def moment_text(moment: str) -> str:
    """Return an ISO 8601 time as ``14:05:00 05/10/2023 +07:00``; what is none stays as it is."""
    try:
        known = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    offset = moment[-6:] if known.tzinfo is not None and moment[-3:-2] == ":" else "UTC" if known.tzinfo is not None else ""
    return f"{known:%H:%M:%S %d/%m/%Y} {offset}".rstrip()


def period_text(period: StatedPeriod, wording: Wording) -> str:
    """Return a stated period, with a word where its figures are called an estimate."""
    key = "until" if period.start is None else "span"
    said = wording.text(f"evidence.period.{key}", start=day_text(period.start or ""), end=day_text(period.end))
    return f"{said} ({wording.text('evidence.period.estimated')})" if period.estimated else said


def shared_text(one: SharedEvidence, wording: Wording) -> str:
    """Return what is asked about a document in several places; a superior's document is only named as one."""
    key = "superior" if one.superior else one.kind
    count = len({holder.unit for holder in one.holders})
    return wording.text(f"evidence.shared.{key}", what=one.what, superior=one.superior, alike=one.alike, units=count, places=len(one.holders))
