"""With what evidence is examined: the roots of trust, the OCR engine and the cache."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from parcli.evidence.ocr import Engine
from parcli.evidence.trust import Trust

_NO_ROOTS = Trust()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run may use. The default examines everything offline, without roots, OCR or cache.

    `engine` reads the words of scans; with `again` "always" also of pages whose own text cannot be read. `cache` is the
    folder in which facts are kept from run to run. `signatures` False leaves signatures unexamined. Where `only` names paths, OCR reads no others.
    """

    trust: Trust = _NO_ROOTS
    engine: Engine | None = None
    again: Literal["auto", "always"] = "auto"
    cache: Path | None = None
    signatures: bool = True
    only: frozenset[str] = frozenset()
