"""The way back from ranking.json, for the comparison with the year before.

A file of another format is refused with a sentence; a row that cannot be read keeps its place and has no figures, so
that whoever compares can name it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import get_args

from parcli.core.rankbook.former import StatedBlock, StatedRow
from parcli.core.scoring import State

_FORMAT = "parcli/ranking@1"
_DECIMAL = re.compile(r"-?\d{1,18}(\.\d{1,10})?", re.ASCII)
_MOST_RANK = 10**6


@dataclass(frozen=True, slots=True)
class RankingRead:
    """What ranking.json says."""

    cycle: str
    provisional: bool
    blocks: tuple[StatedBlock, ...]


def read_ranking(text: str) -> RankingRead:
    """Read ranking.json. Raises ValueError with a sentence that says where the file is not what it should be."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"ranking.json cannot be read ({error})"
        raise ValueError(message) from None
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        message = f"ranking.json: its format is not '{_FORMAT}'"
        raise ValueError(message)
    state, cycle = document.get("state"), document.get("cycle")
    if state not in ("final", "provisional") or not isinstance(cycle, str):
        message = "ranking.json: 'state' or 'cycle' is missing"
        raise ValueError(message)
    return RankingRead(cycle, state == "provisional", tuple(_block(each) for each in _objects(document, "blocks")))


def _block(block: Mapping[str, object]) -> StatedBlock:
    name = block.get("block")
    if not isinstance(name, str):
        message = "ranking.json: a block has no name"
        raise ValueError(message)  # noqa: TRY004 - a fault of the file, not of a caller
    unranked = {_text(each.get("unit")): _state(each) for each in _objects(block, "unranked")}
    return StatedBlock(name, tuple(_row(each) for each in _objects(block, "rows")), unranked)


def _row(row: Mapping[str, object]) -> StatedRow:
    rank, areas = row.get("rank"), row.get("areas")
    known = areas if isinstance(areas, dict) else {}
    plain = isinstance(rank, int) and not isinstance(rank, bool) and 1 <= rank <= _MOST_RANK
    return StatedRow(
        unit=_text(row.get("unit")),
        rank=rank if plain and isinstance(rank, int) else None,
        index=_figure(row.get("index")),
        areas={code: _figure(each.get("index")) for code, each in known.items() if isinstance(each, dict)},
    )


def _figure(value: object) -> Fraction | None:
    return Fraction(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else None


def _state(entry: Mapping[str, object]) -> str:
    """Return a state that parcli knows, "" for another word."""
    state = _text(entry.get("state"))
    return state if state in get_args(State) else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _objects(entry: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = entry.get(key)
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        message = f"ranking.json: '{key}' should be a list of objects"
        raise ValueError(message)
    return value
