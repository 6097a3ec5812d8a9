"""How far an item's evidence bears it out, and which evidence stands in several places: plain values.

The letter of 2023, section 2, draws the lines: issued documents are evidence, papers that were not issued are for
reference, pictures and figures support.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal


class EvidenceClass(Enum):
    """What the best of an item's evidence is. Words for people stand in design.md section 11 and in the messages."""

    OFFICIAL = "official"
    REFERENCE = "reference"
    UNREADABLE = "unreadable"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ItemEvidence:
    """One item's evidence: its class, its files by path under evidence/, and whether an explanation is due and given.

    `asked` is how many documents the item asks for; 0 means that it asks for none.
    """

    item: str
    evidence_class: EvidenceClass
    files: tuple[str, ...]
    asked: int
    needs_explanation: bool
    explained: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """A place where a document stands: unit, items that it bears out there (perhaps none), path in the cycle folder."""

    unit: str
    items: tuple[str, ...]
    path: str


@dataclass(frozen=True, slots=True)
class SharedEvidence:
    """One document in several places.

    `kind` says what is alike: the bytes; the number while the bytes differ; nearly all words of page 1. `what` names it
    (number and issuer where known, else the first file name). `superior` is the name of a body above the holders that
    issued it, whose documents all of them may use; "" when there is none or it is not known. `alike` is the share of
    like words in percent, rounded down; 100 for the same bytes.
    """

    kind: Literal["same_bytes", "same_number", "near_text"]
    what: str
    superior: str
    alike: int
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Means:
    """With what evidence was examined: how many roots of trust, those refused (file name, why), and whether OCR was at hand."""

    roots: int = 0
    refused_roots: tuple[tuple[str, str], ...] = ()
    ocr: Literal["used", "missing", "never"] = "never"
