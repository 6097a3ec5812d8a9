"""Which item of a former cycle stands behind an item of this one, so that its points may be shown beside."""

from __future__ import annotations

from parcli.core.carry import passages
from parcli.core.crosswalk import Crosswalk, comparable
from parcli.core.cycle import Cycle
from parcli.core.edition import Block, Edition


def former_items(former: Edition, before: Cycle, present: Edition, now: Cycle, block: Block, crosswalk: Crosswalk | None) -> dict[str, str]:
    """Return the former code of each item of a present block whose points compare.

    Within one edition an item compares with itself while the same is asked for the same points. Between two, only a
    crosswalk says which is which; without one nothing compares.
    """
    if former.id != present.id:
        return _decided(crosswalk, present, block) if crosswalk is not None else {}
    old = former.block(block.id)
    if old is None:
        return {}
    most = {item.code: item.maximum for item in old.items(before.year)}
    fates = passages(old, block, now.year)
    return {item.code: item.code for item in block.items(now.year) if fates[item.code].kept and most.get(item.code) == item.maximum}


def _decided(crosswalk: Crosswalk, present: Edition, block: Block) -> dict[str, str]:
    pairs = comparable(crosswalk, present).values()
    return {one.code: one.former for one in pairs if one.level == "item" and one.block == block.id and one.comparable and one.former is not None}
