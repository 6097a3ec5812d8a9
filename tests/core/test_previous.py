"""Which former item stands behind a present one."""

from __future__ import annotations

from dataclasses import replace

import build

from parcli.core.crosswalk import Crosswalk
from parcli.core.previous import former_items

TABLE = """
    | mã  | điểm | cách tính | …         |
    | I.1 | 1    | ratio     | floor=0.8 |
    | I.2 | 2    | count     | each=0.5  |
"""
OTHER = TABLE.replace("| I.1 | 1 ", "| I.1 | 3 ")


def test_within_an_edition_an_item_compares_with_itself_while_it_asks_the_same_for_the_same_points() -> None:
    now = build.edition(TABLE)
    cycle = build.cycle(now, "so-noi-vu")
    (block,) = now.blocks
    assert former_items(now, cycle, now, cycle, block, None) == {"I.1": "I.1", "I.2": "I.2"}
    assert former_items(build.edition(OTHER), cycle, now, cycle, block, None) == {"I.2": "I.2"}


def test_between_editions_only_a_crosswalk_says_which_is_which() -> None:
    now = build.edition(TABLE)
    cycle = build.cycle(now, "so-noi-vu")
    (block,) = now.blocks
    before = replace(now, id="truoc")
    assert former_items(before, cycle, now, cycle, block, None) == {}
    pairs = [
        {"block": block.id, "from": "II.7", "to": "I.1", "comparable": "yes"},
        {"block": block.id, "from": "I.2", "to": "I.2", "comparable": "ask"},
    ]
    crosswalk = Crosswalk.model_validate({"from": "truoc", "to": now.id, "blocks": {"khoi": block.id}, "items": pairs})
    assert former_items(before, cycle, now, cycle, block, crosswalk) == {"I.1": "II.7"}
