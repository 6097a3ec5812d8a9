"""With what the evidence of a run is examined: the roots of trust/, OCR if it is there, and the cache of facts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from parcli import keeping
from parcli.cli.exits import Exit, Stop
from parcli.core.sufficiency import Means
from parcli.evidence import ocr, trust
from parcli.evidence.plan import Plan

TRUST = "trust"
_OCR = ("auto", "always", "never")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller asks for: whether scans are read by OCR, and whether facts are kept from run to run.

    `workbooks` False has every workbook read anew, whatever is kept. `trust` holds roots instead of the cycle's trust/. Where `only` names paths under evidence/, OCR reads no others.
    """

    ocr: str = "auto"
    cache: bool = True
    trust: Path | None = None
    only: frozenset[str] = frozenset()
    workbooks: bool = True


def plan(folder: Path | None, wish: Wish) -> tuple[Plan, Means]:
    """Return the means of a run. `folder` is the cycle's, if there is one. Raises Stop."""
    if wish.ocr not in _OCR:
        raise Stop(Exit.WRONG_USE, "cli.unknown_word", option="--ocr", found=wish.ocr, known=", ".join(_OCR))
    if wish.trust is not None and not wish.trust.is_dir():
        raise Stop(Exit.WRONG_USE, "cli.no_trust_folder", folder=wish.trust)
    engine = ocr.find(cast("Literal['auto', 'always', 'never']", wish.ocr))
    if engine is None and wish.ocr == "always":
        raise Stop(Exit.WRONG_USE, "cli.no_ocr")
    place = wish.trust or (folder / TRUST if folder is not None else None)
    roots = trust.Trust() if place is None else trust.load(place)
    missing: Literal["missing", "never"] = "never" if wish.ocr == "never" else "missing"
    means = Means(len(roots.roots), roots.refused, missing if engine is None else "used")
    return Plan(roots, engine, "always" if wish.ocr == "always" else "auto", keeping.place("evidence") if wish.cache else None, only=wish.only), means
