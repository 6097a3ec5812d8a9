"""Survey figures as an institute might deliver them: one table with points on a scale, one with counts per answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from random import Random

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.points import fixed, from_definition
from parcli.core.rules import External

SCALED, COUNTED = "diem-trung-binh.csv", "so-phieu-theo-phuong-an.csv"


def tables(cycle: Cycle, edition: Edition, seed: int) -> dict[str, bytes]:
    """Return the tables by file name."""
    chance = Random(f"{seed}:survey")  # noqa: S311 - a rehearsal, no secret
    scaled: list[tuple[str, ...]] = []
    counted: list[tuple[str, ...]] = []
    for unit in cycle.units:
        block = edition.block(unit.block)
        for item in block.items(cycle.year) if block else ():
            if isinstance(item.rule, External):
                (scaled if item.rule.scale is not None else counted).extend(_lines(unit.id, item.code, item.rule, chance))
    return {SCALED: _csv(("unit", "item", "value"), scaled), COUNTED: _csv(("unit", "item", "option", "count"), counted)}


def _lines(unit: str, item: str, rule: External, chance: Random) -> list[tuple[str, ...]]:
    if rule.scale is not None:
        low, high = rule.scale
        share = from_definition(f"0.{chance.randint(7200, 9700)}")
        return [(unit, item, fixed(low + (high - low) * share, 2).replace(".", ","))]
    options = rule.options or ()
    return [(unit, item, option.label, str(chance.randint(60, 140) // (2**place))) for place, option in enumerate(options)]


def _csv(heading: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows(lines)
    return b"\xef\xbb\xbf" + text.getvalue().encode()
