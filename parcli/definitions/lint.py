"""What must hold of an edition and of a cycle as a whole: sums, reach of rules, unique codes, names that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from parcli.core import expr, words
from parcli.core.cycle import Cycle
from parcli.core.edition import Area, Block, Criterion, Edition
from parcli.core.findings import Finding, found
from parcli.core.points import plain
from parcli.core.rules import Conditional, Deduction, JudgedPoints, Rule, Stake
from parcli.definitions.places import Places

_LONGEST_FORMULA = 8000
_ANY_YEAR = 2024


def edition(whole: Edition, places: Places) -> tuple[Finding, ...]:
    """Return the complaints about an edition."""
    return tuple(complaint for block in whole.blocks for check in _BLOCK_CHECKS for complaint in check(whole, block, places))


def _nodes(block: Block) -> Iterator[tuple[Area, Criterion]]:
    def beneath(node: Criterion) -> Iterator[Criterion]:
        yield node
        for child in node.children:
            yield from beneath(child)

    for area in block.areas:
        for node in beneath(area):
            yield area, node


def _codes(whole: Edition, block: Block, places: Places) -> Iterator[Finding]:  # noqa: ARG001
    seen: dict[str, int] = {}
    for _, node in _nodes(block):
        same = node.code.casefold()
        nth = seen.get(same, 0)
        if nth:
            yield found("DF201", file=places.file(block.id), line=places.line(block.id, node.code, nth), item=node.code)
        seen[same] = nth + 1


def _sums(whole: Edition, block: Block, places: Places) -> Iterator[Finding]:  # noqa: ARG001
    for area, node in _nodes(block):
        total = sum((child.maximum for child in node.children), Fraction())
        # The children of bonus and penalty areas may exceed the area's cap: it is applied to their sum.
        wrong = total < node.maximum if node is area and area.kind != "points" else total != node.maximum
        if node.children and wrong:
            line = places.line(block.id, node.code)
            yield found("DF202", file=places.file(block.id), line=line, item=node.code, sum=plain(total), maximum=plain(node.maximum))


def _scale(whole: Edition, block: Block, places: Places) -> Iterator[Finding]:  # noqa: ARG001
    total, bonus = block.sum_of("points"), block.sum_of("bonus")
    if total == 0 or block.scale not in (total, total + bonus):
        line = places.edition_line("blocks", block.id, "scale")
        yield found("DF203", file=places.edition_file, line=line, block=block.id, sum=plain(total), bonus=plain(bonus), scale=plain(block.scale))


def _reach(whole: Edition, block: Block, places: Places) -> Iterator[Finding]:  # noqa: ARG001
    for item in block.items(_ANY_YEAR):
        place = {"file": places.file(block.id), "line": places.line(block.id, item.code), "item": item.code}
        for rule, stake in _with_inner(item.rule, item.stake):
            most = rule.most(stake)
            floor = rule.floor if isinstance(rule, Deduction) else Fraction()
            limit = {"most": plain(max(most, floor)), "maximum": plain(stake.maximum)}
            if most > stake.maximum or (isinstance(rule, Deduction) and rule.floor > stake.maximum):
                yield found("DF204", **place, **limit)  # type: ignore[arg-type]
            elif _short(rule, stake, most, outer=rule is item.rule):
                yield found("DF205", **place, **limit)  # type: ignore[arg-type]


def _short(rule: Rule, stake: Stake, most: Fraction, *, outer: bool) -> bool:
    if rule.up_to is not None:
        return rule.up_to != most
    return (outer or isinstance(rule, JudgedPoints)) and most < stake.maximum


def _with_inner(rule: Rule, stake: Stake) -> Iterator[tuple[Rule, Stake]]:
    yield rule, stake
    if isinstance(rule, Conditional):
        for case in rule.cases:
            if case.rule is not None:
                yield from _with_inner(case.rule, case.stake(stake))


def _assessors(whole: Edition, block: Block, places: Places) -> Iterator[Finding]:  # noqa: ARG001
    for item in block.items(_ANY_YEAR):
        external, survey = item.rule.__class__.__name__ == "External", item.criterion.assessed_by == "survey"
        if external != survey:
            yield found("DF207", file=places.file(block.id), line=places.line(block.id, item.code), item=item.code)


def _formulas(whole: Edition, block: Block, places: Places) -> Iterator[Finding]:
    for item in block.items(_ANY_YEAR):
        tree = expr.with_rounding(item.rule.expression(item.stake), whole.policies.rounding.item)
        length = len(expr.to_excel(tree, lambda _: "$H$1000"))
        if length > _LONGEST_FORMULA:
            yield found("DF221", file=places.file(block.id), line=places.line(block.id, item.code), item=item.code, length=length)


def _classes(whole: Edition, block: Block, places: Places) -> Iterator[Finding]:  # noqa: ARG001
    starts = [each.start for each in block.classes]
    if len(set(starts)) != len(starts):
        yield found("DF210", file=places.edition_file, line=places.edition_line("blocks", block.id, "classes"), block=block.id)


def _tie_breakers(whole: Edition, block: Block, places: Places) -> Iterator[Finding]:
    """An area that only some blocks have breaks ties there; one that no block has is a slip."""
    if block is not whole.blocks[0]:
        return
    known = {area.code for each in whole.blocks for area in each.areas}
    for code in whole.policies.tie_breakers:
        if code not in known:
            yield found("DF211", file=places.edition_file, line=places.edition_line("policies", "tie_breakers"), area=code, block=block.id)


def _reviews(whole: Edition, block: Block, places: Places) -> Iterator[Finding]:  # noqa: ARG001
    for _, node in _nodes(block):
        if node.review:
            yield found("DF222", file=places.file(block.id), line=places.line(block.id, node.code), item=node.code, text=" | ".join(node.review))


def _placeholders(whole: Edition, block: Block, places: Places) -> Iterator[Finding]:
    """A page to be filled in says so in quotes; printed on a workbook it would be nobody's words."""
    if block is whole.blocks[0]:
        for key, text in (("title", whole.title), ("basis", whole.basis)):
            if words.unfilled(text):
                yield found("DF225", file=places.edition_file, line=places.edition_line(key), text=text)
    if words.unfilled(block.title):
        yield found("DF225", file=places.edition_file, line=places.edition_line("blocks", block.id, "title"), text=block.title)
    for _, node in _nodes(block):
        if words.unfilled(node.title or ""):
            yield found("DF225", file=places.file(block.id), line=places.line(block.id, node.code), text=node.title or "")


_BLOCK_CHECKS = (_placeholders, _reviews, _codes, _sums, _scale, _reach, _assessors, _formulas, _classes, _tie_breakers)


def cycle(whole: Cycle, criteria: Edition | None, places: Places) -> tuple[Finding, ...]:
    """Return the complaints about a cycle; those that need the edition only when it could be loaded."""
    complaints = [*_bases(whole, places), *_days(whole, places), *_names(whole, places), *_predecessors(whole, places), *_decisions(whole, places)]
    if criteria is not None:
        complaints += [*_blocks(whole, criteria, places), *_exemptions(whole, criteria, places), *_appraisers(whole, criteria, places)]
    return tuple(complaints)


def _bases(whole: Cycle, places: Places) -> Iterator[Finding]:
    for name, text in whole.bases:
        if not text.strip():
            yield found("DF217", file=places.edition_file, line=places.edition_line("bases", name), key=name)


def _days(whole: Cycle, places: Places) -> Iterator[Finding]:
    order = [
        (("window",), whole.window.start, whole.window.to),
        (("window",), whole.window.to, whole.window.estimate_to or whole.window.to),
        (("deadline",), whole.opens or whole.deadline, whole.deadline),
        *((("units", place), whole.deadline, unit.extended_to) for place, unit in enumerate(whole.units) if unit.extended_to),
        *((("units", place), unit.valid_from, unit.valid_to) for place, unit in enumerate(whole.units) if unit.valid_from and unit.valid_to),
    ]
    for path, first, second in order:
        if first > second:
            yield found("DF219", file=places.edition_file, line=places.edition_line(*path), first=first, second=second)


def _names(whole: Cycle, places: Places) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for place, unit in enumerate(whole.units):
        if words.unfilled(unit.name):
            yield found("DF225", file=places.edition_file, line=places.edition_line("units", place), text=unit.name)
        for name in dict.fromkeys(map(words.key, unit.names())):
            if name in seen:
                yield found("DF214", file=places.edition_file, line=places.edition_line("units", place), name=name, first=seen[name], unit=unit.id)
            seen.setdefault(name, unit.id)


def _predecessors(whole: Cycle, places: Places) -> Iterator[Finding]:
    for place, unit in enumerate(whole.units):
        where = {"file": places.edition_file, "line": places.edition_line("units", place), "unit": unit.id}
        own, seen = {words.key(name) for name in unit.names()}, set[str]()
        for name in unit.successor_of:
            if words.key(name) in own:
                yield found("DF235", **where, name=name)  # type: ignore[arg-type]
            if words.key(name) in seen:
                yield found("DF236", **where, name=name)  # type: ignore[arg-type]
            seen.add(words.key(name))


def _decisions(whole: Cycle, places: Places) -> Iterator[Finding]:
    units = {unit.id for unit in whole.units}
    named = [("exemptions", place, each.unit) for place, each in enumerate(whole.exemptions)]
    named += [("exclusions", place, each.unit) for place, each in enumerate(whole.exclusions)]
    for key, place, unit in named:
        if unit not in units:
            yield found("DF213", file=places.edition_file, line=places.edition_line(key, place), name=unit)
    for place, each in enumerate(whole.exclusions):
        if each.state == "decided" and not each.decision.strip():
            yield found("DF112", file=places.edition_file, line=places.edition_line("exclusions", place), key="decision")


def _appraisers(whole: Cycle, criteria: Edition, places: Places) -> Iterator[Finding]:
    """An agency or an area that is not there, and an area that two agencies appraise."""
    areas = {area.code for block in criteria.blocks for area in block.areas}
    whose: dict[str, str] = {}
    for place, each in enumerate(whole.appraisers):
        line = places.edition_line("appraisers", place)
        unknown = [name for name in (each.unit,) if whole.unit(name) is None] + [code for code in each.areas if code not in areas]
        yield from (found("DF213", file=places.edition_file, line=line, name=name) for name in unknown)
        for code in each.areas:
            if whose.setdefault(code, each.unit) != each.unit:
                yield found("DF242", file=places.edition_file, line=line, area=code, first=whose[code], name=each.unit)


def _blocks(whole: Cycle, criteria: Edition, places: Places) -> Iterator[Finding]:
    if whole.edition != criteria.id:
        yield found("DF216", file=places.edition_file, line=places.edition_line("edition"), found=whole.edition, expected=criteria.id)
    for place, unit in enumerate(whole.units):
        if criteria.block(unit.block) is None:
            known = ", ".join(block.id for block in criteria.blocks)
            yield found("DF215", file=places.edition_file, line=places.edition_line("units", place), unit=unit.id, found=unit.block, expected=known)


def _exemptions(whole: Cycle, criteria: Edition, places: Places) -> Iterator[Finding]:
    for place, each in enumerate(whole.exemptions):
        line = places.edition_line("exemptions", place)
        unit = whole.unit(each.unit)
        block = criteria.block(unit.block) if unit else None
        item = next((one for one in block.items(whole.year) if one.code == each.item), None) if block else None
        if block is not None and item is None:
            yield found("DF213", file=places.edition_file, line=line, name=each.item)
        if item is not None and item.criterion.exempted(each.why, criteria.policies) == "never":
            yield found("DF220", file=places.edition_file, line=line, kind=each.kind, item=each.item)
