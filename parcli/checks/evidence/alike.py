"""Which pages nearly share their words, found without comparing every page with every other.

Two pages that are alike share most of their smallest hashes. So each of them holds at least one shared hash among its
few rarest, and only pages that meet there are compared (prefix filtering).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from parcli.core.fingerprint import likeness

_ALL = 100
_MEETING = 200
"""A form that more pages share than this is found through its first ones, so that the work grows no faster than the pages."""


def clusters(sketches: Sequence[tuple[int, ...]], least: int, may_join: Callable[[int, int], bool]) -> list[tuple[tuple[int, ...], int]]:
    """Return groups of places whose sketches are alike by at least `least` percent, with the least likeness that joined them.

    `may_join` says whether two places may be compared at all. Places are joined through one another: a group may hold two
    that are less alike. Groups and the places within them stand in ascending order.
    """
    parents, lowest = list(range(len(sketches))), dict.fromkeys(range(len(sketches)), _ALL)
    for other, place in _candidates(sketches, least):
        mine, its = _root(parents, place), _root(parents, other)
        if mine == its or not may_join(place, other):
            continue
        alike = likeness(sketches[place], sketches[other])
        if alike >= least:
            first, second = sorted((mine, its))
            parents[second] = first
            lowest[first] = min(alike, lowest[first], lowest[second])
    groups: dict[int, list[int]] = defaultdict(list)
    for place in range(len(sketches)):
        groups[_root(parents, place)].append(place)
    return [(tuple(group), lowest[root]) for root, group in sorted(groups.items()) if len(group) > 1]


def _candidates(sketches: Sequence[tuple[int, ...]], least: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of places, the earlier first, that share one of their rarest hashes; each once, in order."""
    common = Counter(each for sketch in sketches for each in set(sketch))
    meeting: dict[int, list[int]] = defaultdict(list)
    for place, sketch in enumerate(sketches):
        rarest = sorted(set(sketch), key=lambda each: (common[each], each))
        shared_at_least = -(-least * len(rarest) // _ALL)
        places = [meeting[each] for each in rarest[: len(rarest) - shared_at_least + 1]]
        yield from ((other, place) for other in sorted(set().union(*places)))
        for met in places:
            if len(met) < _MEETING:
                met.append(place)


def _root(parents: list[int], place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place
