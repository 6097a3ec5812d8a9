"""What changed between two editions, which item continues which, and whether the version numbers say so.

Pure: two Editions in, one Diff out. What a person decided in a crosswalk goes before any guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from parcli.core.changes import matching, nodes
from parcli.core.changes.leaves import differences
from parcli.core.changes.matching import Pairing, Placed
from parcli.core.changes.values import Change, Diff, Level, Match, Part, Verdict, Weight
from parcli.core.crosswalk import Crosswalk
from parcli.core.edition import Block, Edition

__all__ = ["Change", "Diff", "Level", "Match", "Part", "Verdict", "Weight", "diff"]

_OF_EDITION = {"id": "edition", "title": "edition_title", "index_title": "index_title", "basis": "basis", "status": "status", "version": "version"}
_OF_BLOCK = {"title": "title", "stated_scale": "scale", "classes": "classes"}


def diff(old: Edition, new: Edition, crosswalk: Crosswalk | None = None, *, block: str | None = None) -> Diff:
    """Compare two editions; ``block`` keeps to one block, by its id in either."""
    blocks = _blocks(old, new, crosswalk)
    chosen = tuple((before, after) for before, after in blocks if block is None or block in (before, after))
    changes = [*_edition(old, new), *_block_list(old, new, blocks, block)]
    matches: list[Match] = []
    questions: list[Match] = []
    for before, after in chosen:
        one, other = old.block(before), new.block(after)
        if one is None or other is None:
            continue
        changes += _block(one, other)
        walks = matching.walk(one), matching.walk(other)
        pairing = matching.pair(*walks, crosswalk.codes(after) if crosswalk else {})
        changes += nodes.changes(*walks, pairing, after, before)
        matches += _matches(*walks, pairing, (before, after), crosswalk)
        questions += [nodes.question(walks[0][first], walks[1][second], after, before) for first, second in sorted(pairing.asked)]
    return Diff(old.id, new.id, tuple(changes), tuple(matches), tuple(questions), chosen, verdict(old, new, changes))


def verdict(old: Edition, new: Edition, changes: list[Change]) -> Verdict:
    """Weigh all changes together, and hold the version numbers against that."""
    weights = {change.weight for change in changes if change.kind not in ("version", "edition")}
    weight: Weight | None = "major" if "major" in weights else "minor" if weights else None
    if old.id != new.id:
        return Verdict(weight or "none", "other_edition")
    before, after = ([int(part) for part in version.split(".")] for version in (old.version, new.version))
    if after < before:
        return Verdict(weight or "none", "back")
    if weight == "major" and after[0] == before[0]:
        return Verdict("major", "too_small")
    return Verdict(weight or "none", "unchanged" if weight and after == before else "fits")


def _blocks(old: Edition, new: Edition, crosswalk: Crosswalk | None) -> tuple[tuple[str, str], ...]:
    decided = crosswalk.blocks if crosswalk else {}
    named = {**{block.id: block.id for block in old.blocks if block.id not in decided and block.id not in decided.values()}, **decided}
    back: Mapping[str, str] = {after: before for before, after in named.items() if old.block(before)}
    return tuple((back[block.id], block.id) for block in new.blocks if block.id in back)


def _edition(old: Edition, new: Edition) -> Iterator[Change]:
    for name, kind in _OF_EDITION.items():
        if parts := differences(getattr(old, name), getattr(new, name)):
            yield Change(kind, "edition", parts=parts)
    parts = differences(old.policies, new.policies)
    # How many decimals are printed changes no points, unless the units are ranked on them.
    printing = [part for part in parts if part.path == "rounding.print" and new.policies.rank_on == old.policies.rank_on == "unrounded"]
    if printing:
        yield Change("print", "edition", parts=tuple(printing))
    if others := tuple(part for part in parts if part not in printing):
        yield Change("policies", "edition", parts=others)


def _block_list(old: Edition, new: Edition, blocks: tuple[tuple[str, str], ...], only: str | None) -> Iterator[Change]:
    kept_before, kept_after = {before for before, _ in blocks}, {after for _, after in blocks}
    for block in new.blocks:
        if block.id not in kept_after and only in (None, block.id):
            yield Change("added", "block", block.id, parts=(Part("title", None, block.title),))
    for block in old.blocks:
        if block.id not in kept_before and only in (None, block.id):
            yield Change("removed", "block", block.id, parts=(Part("title", block.title, None),))
    order = [before for before, _ in blocks]
    places = [block.id for block in old.blocks]
    if only is None and order != sorted(order, key=places.index):
        yield Change("order", "edition", parts=(Part("", ", ".join(sorted(order, key=places.index)), ", ".join(order)),))


def _block(old: Block, new: Block) -> Iterator[Change]:
    if old.id != new.id:
        yield Change("recoded", "block", new.id, parts=(Part("", old.id, new.id),))
    for name, kind in _OF_BLOCK.items():
        if parts := differences(getattr(old, name), getattr(new, name)):
            yield Change(kind, "block", new.id, parts=parts)


def _matches(
    old: tuple[Placed, ...], new: tuple[Placed, ...], pairing: Pairing, blocks: tuple[str, str], crosswalk: Crosswalk | None
) -> Iterator[Match]:
    before, after = blocks
    found = {
        first: nodes.match(old[first], new[second], after, before, crosswalk, decided=first in pairing.decided)
        for first, second in pairing.pairs.items()
    }
    for first, second in sorted(pairing.pairs.items(), key=lambda places: places[1]):
        one = found[first]
        whole = one.level == "item" or one.comparable != "yes" or one.by == "crosswalk"
        alike = whole or _same_items(old[first], new[second], found, old, new, pairing)
        yield one if alike else replace(one, comparable="ask", why="composition")


def _same_items(
    before: Placed, after: Placed, found: Mapping[int, Match], old: tuple[Placed, ...], new: tuple[Placed, ...], pairing: Pairing
) -> bool:
    """Whether a group or an area still consists of the same items, each of which compares."""
    places = {id(one.node): place for place, one in enumerate(old)}
    counterparts = [pairing.pairs.get(places[id(leaf)]) for leaf in before.node.leaves()]
    leaves = {id(leaf) for leaf in after.node.leaves()}
    return (
        all(each is not None and id(new[each].node) in leaves for each in counterparts)
        and len(counterparts) == len(leaves)
        and all(found[places[id(leaf)]].comparable == "yes" for leaf in before.node.leaves())
    )
