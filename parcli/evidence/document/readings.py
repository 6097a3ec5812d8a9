"""A field as it goes out: value, snippet, and how sure it is. What cannot be trusted does not go out at all.

"high": in the form of the decree, where the decree puts it, and on a scan with every part read at 85 percent or more.
Names and subjects that OCR read are "medium" at most: it mistakes a mark over a letter (chi, chỉ) without being unsure.
"medium": the form or the place departs from the decree. "low": both do. Nothing lower is given.
"""

from __future__ import annotations

from parcli.core.document import Confidence, Reading, TextSource
from parcli.evidence.document.letters import foreign, spaced_out
from parcli.evidence.document.lines import Line

SNIPPET = 120
SURE = 85.0
READABLE = 60.0
_LEVELS: tuple[Confidence, ...] = ("high", "medium", "low")


def reading(value: str, snippet: str, lines: tuple[Line, ...], source: TextSource, *, doubts: int = 0) -> Reading | None:
    """Return a field of words, or None when its letters are not to be trusted.

    `lines` are those it was read from, `doubts` how often it departs from the decree.
    """
    sure = min((line.certainty() for line in lines), default=100.0)
    if source == "ocr" and sure < READABLE:
        return None
    return _given(value, snippet, doubts + (source == "ocr"))


def figures(value: str, snippet: str, sure: float, source: TextSource, *, doubts: int = 0) -> Reading | None:
    """Return a field of figures, or None where OCR was less than 85 percent sure of any of them."""
    return None if source == "ocr" and sure < SURE else _given(value, snippet, doubts)


def _given(value: str, snippet: str, doubts: int) -> Reading | None:
    value = value.strip()
    if not value or foreign(value) or spaced_out(value):
        return None
    return Reading(value, shortened(snippet), _LEVELS[min(doubts, len(_LEVELS) - 1)])


def shortened(text: str) -> str:
    """Return the text cut to the length of a snippet."""
    return text if len(text) <= SNIPPET else text[: SNIPPET - 1] + "…"
