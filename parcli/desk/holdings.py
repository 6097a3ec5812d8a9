"""What the return desk works with: the terms of a run, what lies in a unit's folder, and files to be moved. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from parcli.core.receipts import Kind

EVIDENCE, PARTS, VERSIONS = "evidence", "parts", "versions"
_SHORT = 8


@dataclass(frozen=True, slots=True)
class Terms:
    """How this run receives: the day, the channel, the reference, trial or official, and whether a person named the files.

    ``due`` is the day on which each unit had to return its workbook.
    """

    received: date
    via: str
    ref: str
    kind: Kind
    named: bool
    due: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Holding:
    """What lies in a unit's folder: workbooks and parts by name with their SHA-256, evidence by its key: name and SHA-256.

    ``names`` are the keys of all evidence there, ``blocked`` those under which more than one file lies already
    or something that is no file. Where not ``all_seen``, more may lie there than could be listed.
    """

    workbooks: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()
    all_seen: bool = True


@dataclass(frozen=True, slots=True)
class Move:
    """Bytes to be put in place: from a file that came, or from one under ``submissions/`` that is to be kept.

    ``target`` is relative to ``submissions/``.
    """

    source: str
    target: str
    sha256: str
    former: bool = False


def kept(unit: str, name: str, sha256: str) -> Move:
    """Return the move that keeps a file of a unit's folder before another takes its place."""
    return Move(f"{unit}/{name}", f"{unit}/{VERSIONS}/{sha256[:_SHORT]}/{name}", sha256, former=True)


def part_name(part: str, sha256: str) -> str:
    """Return the name under which a part-workbook is kept: two of one area may stand side by side."""
    return f"{PARTS}/{part}-{sha256[:_SHORT]}.xlsx"
