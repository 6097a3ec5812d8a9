"""The way back: scores.json read into what ranking needs, exactly as it was written.

A file of another format or version, or one that somebody mended by hand into something else, is refused with a sentence
that says what is wrong; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import cast, get_args

from parcli.core import points
from parcli.core.accounting import Accounts
from parcli.core.rankbook import UnitDetail
from parcli.core.ranking import Standing
from parcli.core.scoring import State
from parcli.report.accounts_words import KEY, accounts_from
from parcli.report.detail_lines import FiguresKnown, detail_from
from parcli.report.score_lines import UnitLine, scores_lines

_DECIMAL = re.compile(r"-?\d{1,18}(\.\d{1,10})?", re.ASCII)
_FRACTION = re.compile(r"-?\d{1,200}/[1-9]\d{0,199}", re.ASCII)
_NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class ScoresRead:
    """What scores.json says: the units by block in the order of the file, and the inputs (path, SHA-256) behind them."""

    cycle: str
    edition_status: str
    provisional: bool
    units: Mapping[str, tuple[Standing, ...]]
    inputs: tuple[tuple[str, str], ...]
    details: Mapping[str, UnitDetail] = field(default_factory=dict)
    accounts: Accounts | None = None


def read_scores(content: str | bytes, names: Mapping[str, str] = _NO_NAMES) -> ScoresRead:
    """Read scores.json; ``names`` gives units their names, the id stands in where it has none.

    Raises ValueError with a sentence that says where the file is not what it should be.
    """
    document = scores_lines(content)
    blocks: dict[str, list[Standing]] = {}
    details: dict[str, UnitDetail] = {}
    known = FiguresKnown()
    for place, unit in enumerate(document.units, 1):
        where = f"scores.json, unit {place}"
        blocks.setdefault(unit.block, []).append(_standing(unit, where, names))
        details[unit.unit] = detail_from(unit, where, known)
    return ScoresRead(
        cycle=document.cycle,
        edition_status=document.edition_status,
        provisional=document.provisional is True,
        units={block: tuple(standings) for block, standings in blocks.items()},
        inputs=tuple((each.path, each.sha256) for each in document.inputs),
        details=details,
        accounts=accounts_from({KEY: document.files}),
    )


@dataclass(frozen=True, slots=True)
class ItemPoints:
    """The final points of each unit's items that have any, by unit and code, and whether they were provisional."""

    provisional: bool
    units: Mapping[str, Mapping[str, Fraction]]


def item_points(content: str | bytes) -> ItemPoints:
    """Read the points of single items from scores.json. Raises ValueError as ``read_scores`` does."""
    document = scores_lines(content)
    units: dict[str, dict[str, Fraction]] = {}
    for place, unit in enumerate(document.units, 1):
        found = {item.code: _figure("final", item.final, None, f"scores.json, unit {place}") for item in unit.items}
        units[unit.unit] = {code: final for code, final in found.items() if final is not None}
    return ItemPoints(document.provisional is True, units)


def _standing(unit: UnitLine, where: str, names: Mapping[str, str]) -> Standing:
    if unit.state not in get_args(State):
        message = f"{where}: '{unit.state}' is not a state that parcli knows"
        raise ValueError(message)
    return Standing(
        unit=unit.unit,
        name=names.get(unit.unit, unit.unit),
        state=cast("State", unit.state),
        reason=unit.reason if isinstance(unit.reason, str) else "",
        final=_figure("final", unit.final, unit.exact.final, where),
        index=_figure("index", unit.index, unit.exact.index, where),
        areas=_areas(unit, where),
    )


def _areas(unit: UnitLine, where: str) -> dict[str, Fraction | None]:
    """Return each area's points in percent of its maximum, None where either is unknown."""
    indexes: dict[str, Fraction | None] = {}
    for area in unit.areas:
        final, maximum = _figure("final", area.final, unit.exact.areas.get(area.code), where), _figure("maximum", area.maximum, None, where)
        indexes[area.code] = None if final is None or not maximum else points.percent(final, maximum)
    return indexes


def _figure(key: str, decimal: object, fraction: object, where: str) -> Fraction | None:
    """Return a figure: the fraction where one stands beside the decimal, which is then not exact."""
    if decimal is None:
        return None
    if isinstance(fraction, str) and _FRACTION.fullmatch(fraction):
        return Fraction(fraction)
    figure = _decimal(decimal) if fraction is None and isinstance(decimal, str) else None
    if figure is not None:
        return figure
    message = f"{where}: '{key}' is {decimal!r}, not a decimal number in quotes"
    raise ValueError(message)


@lru_cache(maxsize=65_536)  # a country's figures repeat: maxima, full marks, halves
def _decimal(text: str) -> Fraction | None:
    return points.from_plain(text) if _DECIMAL.fullmatch(text) else None
