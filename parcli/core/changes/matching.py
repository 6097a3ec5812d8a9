"""Which node of an old block is which of a new one: by code, by title, or as a person decided.

Titles are compared by their words, without numbers and years: twice the words they share in the same order, over the words of
both, from 0 to 1. The strongest pair is taken first, so that an item which moved up one number is not taken for its neighbour. Read from the other side, the
same pairs come out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from parcli.core import words
from parcli.core.changes.values import Level
from parcli.core.edition import Block, Criterion

BY_TITLE = Fraction(4, 5)
"""Titles as alike as this are the same, whatever their codes."""
SAME_CODE = Fraction(1, 2)
"""Under the same code, titles less alike than this are another item, and a person is asked."""
WORTH_ASKING = Fraction(3, 5)
"""Titles as alike as this, left over under different codes, are put to a person."""
# Strength of a pair in millionths: whole numbers sort faster than fractions.
_WHOLE, _FOR_CODE, _FOR_AREA = 1_000_000, 100_000, 50_000
_ENOUGH = WORTH_ASKING.numerator, WORTH_ASKING.denominator
_WORD = re.compile(r"[^\W\d_]+")
_Candidate = tuple[int, int, int, int, int]
LEVELS: tuple[Level, ...] = ("area", "group", "item")


@dataclass(frozen=True, slots=True)
class Placed:
    """A node in its place: the area, the place of its parent in the walk (None for an area), its code and title for comparing."""

    node: Criterion
    level: Level
    area: str
    parent: int | None
    key: str
    title: tuple[str, ...]
    bag: frozenset[tuple[str, int]]

    @property
    def code(self) -> str:
        """The node's code."""
        return self.node.code


@dataclass(slots=True)
class Pairing:
    """The pairs found, as places in the two walks, and the pairs about which a person is asked."""

    pairs: dict[int, int] = field(default_factory=dict)
    asked: list[tuple[int, int]] = field(default_factory=list)
    decided: set[int] = field(default_factory=set)


def walk(block: Block) -> tuple[Placed, ...]:
    """Return the nodes of a block in the order of the annex."""
    found: list[Placed] = []

    def visit(node: Criterion, area: str, parent: int | None) -> None:
        level: Level = "area" if parent is None else "group" if node.children else "item"
        title = _title_words(node.title)
        found.append(Placed(node, level, area, parent, words.key(node.code), title, _bag(title)))
        mine = len(found) - 1
        for child in node.children:
            visit(child, area, mine)

    for area in block.areas:
        visit(area, area.code, None)
    return tuple(found)


def _title_words(title: str | None) -> tuple[str, ...]:
    if title is None:
        return ()
    return tuple(_WORD.findall(words.key(title))) or (words.key(title),)


def _bag(title: Sequence[str]) -> frozenset[tuple[str, int]]:
    counted: Counter[str] = Counter()
    bag = []
    for word in title:
        counted[word] += 1
        bag.append((word, counted[word]))
    return frozenset(bag)


def similarity(one: Placed, other: Placed) -> Fraction | None:
    """Return how alike two titles are, from 0 to 1; None where one of them is missing."""
    if not one.title or not other.title:
        return None
    return _likeness(one.title, other.title)


def same_wording(one: str, other: str) -> bool:
    """Whether two texts may still be about the same thing: as alike as titles under one code must be, or without words."""
    first, second = _WORD.findall(words.key(one)), _WORD.findall(words.key(other))
    return not first or not second or _likeness(first, second) >= SAME_CODE


def _likeness(one: Sequence[str], other: Sequence[str]) -> Fraction:
    return Fraction(2 * _in_order(one, other), len(one) + len(other))


def _in_order(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two titles have in common, in the same order (the longest common subsequence).

    Each bit stands for a word of ``one``; it is cleared where the word ends a longer common sequence. So all lengths are
    counted at once: hundreds of titles are compared with each other in well under a second.
    """
    places: dict[str, int] = {}
    for place, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << place
    every = (1 << len(one)) - 1
    left = every
    for word in other:
        met = left & places.get(word, 0)
        left = ((left + met) | (left - met)) & every
    return len(one) - left.bit_count()


def pair(old: Sequence[Placed], new: Sequence[Placed], decided: Mapping[str, str]) -> Pairing:
    """Pair the nodes of two blocks, areas first; ``decided`` holds codes that a person has paired."""
    pairing = Pairing()
    _take_decided(old, new, decided, pairing)
    for level in LEVELS:
        olds = [place for place, one in enumerate(old) if one.level == level and place not in pairing.pairs]
        taken = set(pairing.pairs.values())
        news = [place for place, one in enumerate(new) if one.level == level and place not in taken]
        _pair_level(old, new, olds, news, pairing)
    return pairing


def _take_decided(old: Sequence[Placed], new: Sequence[Placed], decided: Mapping[str, str], pairing: Pairing) -> None:
    places = {one.code: place for place, one in enumerate(new)}
    for place, one in enumerate(old):
        if one.code in decided and decided[one.code] in places:
            pairing.pairs[place] = places[decided[one.code]]
            pairing.decided.add(place)


def _pair_level(old: Sequence[Placed], new: Sequence[Placed], olds: list[int], news: list[int], pairing: Pairing) -> None:
    sure: list[_Candidate] = []
    doubtful: list[_Candidate] = []
    areas = {old[first].code: new[second].code for first, second in pairing.pairs.items() if old[first].level == "area"}
    for one, other, distance, sum_of_places in _close(old, new, olds, news):
        first, second = old[one], new[other]
        same_code, alike = first.key == second.key, similarity(first, second)
        same_area = areas.get(first.area) == second.area
        if alike is None:  # a group without a title is known by its code, within its area
            alike = Fraction(int(same_code and same_area))
        strength = _WHOLE * alike.numerator // alike.denominator + _FOR_CODE * same_code + _FOR_AREA * same_area
        candidate = (-strength, distance, sum_of_places, one, other)
        if alike >= (SAME_CODE if same_code else BY_TITLE):
            sure.append(candidate)
        elif first.level != "group" and (same_code or alike >= WORTH_ASKING):
            doubtful.append(candidate)
    pairs = _strongest(sure, set(), set())
    pairing.pairs.update(pairs)
    pairing.asked += _strongest(doubtful, {one for one, _ in pairs}, {other for _, other in pairs})


def _strongest(candidates: list[_Candidate], olds: set[int], news: set[int]) -> list[tuple[int, int]]:
    """Take the strongest pair, then the strongest of what is left, and so on.

    Of two pairs that cannot both be taken one is always the stronger: by distance and sum where the titles tie.
    """
    taken = []
    for *_, one, other in sorted(candidates):
        if one not in olds and other not in news:
            taken.append((one, other))
            olds.add(one)
            news.add(other)
    return taken


def _close(old: Sequence[Placed], new: Sequence[Placed], olds: list[int], news: list[int]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the pairs that may be the same (one code, or enough words in common), how far apart they stand, and the sum of their places."""
    part, whole = _ENOUGH
    for place, one in enumerate(olds):
        code, bag = old[one].key, old[one].bag
        for other_place, other in enumerate(news):
            candidate = new[other]
            in_common = len(bag & candidate.bag)
            if candidate.key == code or (in_common and 2 * whole * in_common >= part * (len(bag) + len(candidate.bag))):
                yield one, other, abs(place - other_place), place + other_place
