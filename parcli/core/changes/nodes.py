"""The nodes of two blocks side by side: what was added, removed, moved or changed, and what that means for comparing years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from parcli.core.changes import rules
from parcli.core.changes.leaves import differences, written
from parcli.core.changes.matching import BY_TITLE, Pairing, Placed, same_wording, similarity
from parcli.core.changes.values import Change, Comparable, Match, Part
from parcli.core.crosswalk import Crosswalk
from parcli.core.edition import Area, Criterion

_FIELDS = ("title", "number", "maximum", "assessed_by", "evidence", "window", "not_applicable", "guidance", "review", "source")


def changes(old: Sequence[Placed], new: Sequence[Placed], pairing: Pairing, block: str, former_block: str) -> Iterator[Change]:
    """Yield the changes from one walk to the other, in the order of the new one; what was removed comes last."""
    back = {second: first for first, second in pairing.pairs.items()}
    for place, one in enumerate(new):
        if place not in back:
            yield Change("added", one.level, block, one.area, one.code, parts=_presence(one, added=True))
            continue
        former = old[back[place]]
        place_in = {"block": block, "area": one.area, "code": one.code, "former": former.code}
        if former.code != one.code:
            yield Change("recoded", one.level, **place_in, parts=(Part("", former.code, one.code),))
        if not _same_parent(former, one, pairing):
            yield Change("moved", one.level, **place_in, parts=(Part("", _parent(old, former), _parent(new, one)),))
        for kind, parts in _differences(former.node, one.node):
            yield Change(kind, one.level, **place_in, parts=parts)
    yield from _reordered(old, new, pairing, block)
    for place, one in enumerate(old):
        if place not in pairing.pairs:
            yield Change("removed", one.level, former_block, one.area, one.code, one.code, _presence(one, added=False))


def _presence(one: Placed, *, added: bool) -> tuple[Part, ...]:
    texts = (("title", one.node.title), ("maximum", written(one.node.maximum)))
    return tuple(Part(key, None, text) if added else Part(key, text, None) for key, text in texts if text is not None)


def _parent(walk: Sequence[Placed], one: Placed) -> str | None:
    return None if one.parent is None else walk[one.parent].code


def _same_parent(former: Placed, one: Placed, pairing: Pairing) -> bool:
    if former.parent is None or one.parent is None:
        return former.parent == one.parent
    return pairing.pairs.get(former.parent) == one.parent


def _differences(old: Criterion, new: Criterion) -> Iterator[tuple[str, tuple[Part, ...]]]:
    for name in _FIELDS:
        if parts := differences(getattr(old, name), getattr(new, name)):
            yield name, parts
    if isinstance(old, Area) and isinstance(new, Area) and old.kind != new.kind:
        yield "kind", (Part("", old.kind, new.kind),)
    if parts := differences(old.rule, new.rule):
        yield ("wording" if _scores_alike(old, new) and all(map(_said_alike, parts)) else "rule"), parts


def _said_alike(part: Part) -> bool:
    """Whether a label still asks for the same: the answer to another question is another input."""
    return part.old is None or part.new is None or same_wording(part.old, part.new)


def _scores_alike(old: Criterion, new: Criterion) -> bool:
    if old.rule is None or new.rule is None:
        return False
    # A penalty turns arithmetic round in one way only, so both ways are tried; the area's kind is a change of its own.
    return all(rules.scores_alike(old.rule, new.rule, new.maximum, penalty=penalty) for penalty in (False, True))


def _reordered(old: Sequence[Placed], new: Sequence[Placed], pairing: Pairing, block: str) -> Iterator[Change]:
    """Yield where brothers that were already there stand in another order."""
    families: dict[int | None, list[int]] = {}
    back = {second: first for first, second in pairing.pairs.items()}
    for place, one in enumerate(new):
        if place in back and _same_parent(old[back[place]], one, pairing):
            families.setdefault(one.parent, []).append(back[place])
    for parent, brothers in families.items():
        if brothers == sorted(brothers):
            continue
        orders = ", ".join(old[each].code for each in sorted(brothers)), ", ".join(new[pairing.pairs[each]].code for each in brothers)
        above = None if parent is None else new[parent]
        where = {"area": above.area, "code": above.code, "former": old[back[parent]].code} if above and parent in back else {}
        yield Change("order", above.level if above else "block", block, **where, parts=(Part("", *orders),))


def match(old: Placed, new: Placed, block: str, former_block: str, crosswalk: Crosswalk | None, *, decided: bool) -> Match:
    """Return a pair that was found, with what is known about comparing the years."""
    alike = similarity(old, new)
    said = crosswalk.pair("area" if new.level == "area" else "item", block, new.code) if crosswalk and decided else None
    if said is not None:
        why = "" if said.comparable == "yes" else "decided" if said.comparable == "no" else "undecided"
        return Match(new.level, former_block, block, old.code, new.code, "crosswalk", alike, said.comparable, why, said.note)
    verdict, why = _comparable(old, new, alike)
    return Match(new.level, former_block, block, old.code, new.code, "crosswalk" if decided else _by(old, new, alike), alike, verdict, why)


def _by(old: Placed, new: Placed, alike: Fraction | None) -> Literal["code", "title", "code+title"]:
    if old.key != new.key:
        return "title"
    return "code+title" if alike is not None and alike >= BY_TITLE else "code"


def _comparable(old: Placed, new: Placed, alike: Fraction | None) -> tuple[Comparable, str]:
    one, other = old.node, new.node
    if isinstance(one, Area) and isinstance(other, Area) and one.kind != other.kind:
        return "no", "kind"
    if one.assessed_by != other.assessed_by:
        return "no", "assessed_by"
    if (one.rule is None) != (other.rule is None):
        return "no", "rule"
    if one.rule and other.rule and not rules.in_proportion(one.rule, one.maximum, other.rule, other.maximum):
        return "no", "rule"
    if alike is not None and alike < (BY_TITLE if old.key == new.key else 1):
        return "ask", "title"
    if one.rule and other.rule and rules.sayings(one.rule) != rules.sayings(other.rule):
        return "ask", "wording"
    return "yes", ""


def question(old: Placed, new: Placed, block: str, former_block: str) -> Match:
    """Return a pair that was not taken for one, to be put to a person."""
    same_code = old.key == new.key
    by, why = ("code", "other_title") if same_code else ("title", "alike")
    return Match(new.level, former_block, block, old.code, new.code, by, similarity(old, new), "ask", why)  # type: ignore[arg-type]
