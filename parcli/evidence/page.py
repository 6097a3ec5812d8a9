"""One page as pieces of text with their places: what the reader of a document's own words is given.

The same for a page whose text was taken out and for one that OCR read.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand together on one line. Places are in points from the top left corner of the page.

    `sure` is OCR's own certainty in percent; 100 for text that was taken out.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    sure: float = 100.0


@dataclass(frozen=True, slots=True)
class Page:
    """One page, its size in points, and its segments in the order in which they were met.

    `pictured` says that a picture fills the page: text on it is what a scanner recognised, not what somebody typed.
    """

    width: float
    height: float
    segments: tuple[Segment, ...]
    pictured: bool = False
