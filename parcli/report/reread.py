"""The way back: scores.json read into what ranking needs, exactly as it was written.

A file of another format or version, or one that somebody mended by hand into something else, is refused with a sentence
that says what is wrong; nothing is guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast, get_args

from parcli.core.accounting import Accounts
from parcli.core.rankbook import UnitDetail
from parcli.core.ranking import Standing
from parcli.core.scoring import State
from parcli.report.accounts_words import accounts_from
from parcli.report.detail_lines import detail_from

SCORES_FORMAT = "parcli/scores@1"
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


def read_scores(text: str, names: Mapping[str, str] = _NO_NAMES) -> ScoresRead:
    """Read scores.json; ``names`` gives units their names, the id stands in where it has none.

    Raises ValueError with a sentence that says where the file is not what it should be.
    """
    document = _of_format(text)
    blocks: dict[str, list[Standing]] = {}
    details: dict[str, UnitDetail] = {}
    for place, entry in enumerate(_list(document, "units", "scores.json"), 1):
        where = f"scores.json, unit {place}"
        unit = _mapping(entry, where)
        blocks.setdefault(_text(unit, "block", where), []).append(_standing(unit, where, names))
        details[_text(unit, "unit", where)] = detail_from(unit, where)
    inputs = [_mapping(each, "scores.json, inputs") for each in _list(document, "inputs", "scores.json")]
    return ScoresRead(
        cycle=_text(document, "cycle", "scores.json"),
        edition_status=_text(document, "edition_status", "scores.json"),
        provisional=document.get("provisional") is True,
        units={block: tuple(standings) for block, standings in blocks.items()},
        inputs=tuple((_text(each, "path", "inputs"), _text(each, "sha256", "inputs")) for each in inputs),
        details=details,
        accounts=accounts_from(document),
    )


@dataclass(frozen=True, slots=True)
class ItemPoints:
    """The final points of each unit's items that have any, by unit and code, and whether they were provisional."""

    provisional: bool
    units: Mapping[str, Mapping[str, Fraction]]


def item_points(text: str) -> ItemPoints:
    """Read the points of single items from scores.json. Raises ValueError as ``read_scores`` does."""
    document = _of_format(text)
    units: dict[str, dict[str, Fraction]] = {}
    for place, entry in enumerate(_list(document, "units", "scores.json"), 1):
        where = f"scores.json, unit {place}"
        unit = _mapping(entry, where)
        items = [_mapping(each, where) for each in _list(unit, "items", where)]
        found = {_text(item, "code", where): _figure(item, "final", {}, where) for item in items}
        units[_text(unit, "unit", where)] = {code: final for code, final in found.items() if final is not None}
    return ItemPoints(document.get("provisional") is True, units)


def _of_format(text: str) -> Mapping[str, object]:
    document = _parsed(text)
    if document.get("format") != SCORES_FORMAT:
        message = f"scores.json: its format is {document.get('format')!r}, not '{SCORES_FORMAT}'; run parcli aggregate again"
        raise ValueError(message)
    return document


def _parsed(text: str) -> Mapping[str, object]:
    try:
        return _mapping(json.loads(text), "scores.json")
    except (ValueError, RecursionError) as error:
        message = f"scores.json cannot be read ({error}); run parcli aggregate again"
        raise ValueError(message) from None


def _standing(unit: Mapping[str, object], where: str, names: Mapping[str, str]) -> Standing:
    unit_id, state = _text(unit, "unit", where), _text(unit, "state", where)
    if state not in get_args(State):
        message = f"{where}: '{state}' is not a state that parcli knows"
        raise ValueError(message)
    reason = unit.get("reason")
    exact = _mapping(unit.get("exact", {}), where)
    return Standing(
        unit=unit_id,
        name=names.get(unit_id, unit_id),
        state=cast("State", state),
        reason=reason if isinstance(reason, str) else "",
        final=_figure(unit, "final", exact, where),
        index=_figure(unit, "index", exact, where),
        areas=_areas(unit, exact, where),
    )


def _areas(unit: Mapping[str, object], exact: Mapping[str, object], where: str) -> dict[str, Fraction | None]:
    """Return each area's points in percent of its maximum, None where either is unknown."""
    fractions = _mapping(exact.get("areas", {}), where)
    indexes: dict[str, Fraction | None] = {}
    for entry in _list(unit, "areas", where):
        area = _mapping(entry, where)
        code = _text(area, "code", where)
        final, maximum = _figure(area, "final", {"final": fractions[code]} if code in fractions else {}, where), _figure(area, "maximum", {}, where)
        indexes[code] = None if final is None or not maximum else 100 * final / maximum
    return indexes


def _figure(entry: Mapping[str, object], key: str, exact: Mapping[str, object], where: str) -> Fraction | None:
    fraction, decimal = exact.get(key), entry.get(key)
    if decimal is None:
        return None
    if isinstance(fraction, str) and _FRACTION.fullmatch(fraction):
        return Fraction(fraction)
    if fraction is None and isinstance(decimal, str) and _DECIMAL.fullmatch(decimal):
        return Fraction(decimal)
    message = f"{where}: '{key}' is {decimal!r}, not a decimal number in quotes"
    raise ValueError(message)


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if isinstance(value, dict):
        return value
    message = f"{where}: an object was expected"
    raise ValueError(message)


def _list(entry: Mapping[str, object], key: str, where: str) -> list[object]:
    value = entry.get(key)
    if isinstance(value, list):
        return value
    message = f"{where}: '{key}' should be a list"
    raise ValueError(message)


def _text(entry: Mapping[str, object], key: str, where: str) -> str:
    value = entry.get(key)
    if isinstance(value, str):
        return value
    message = f"{where}: '{key}' should be a text"
    raise ValueError(message)
