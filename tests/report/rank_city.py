"""A city to show: blocks with real criteria and names, open items, a tie, a former year, and units that are not ranked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from random import Random

from parcli.core.cycle import Cycle
from parcli.core.doubt import OpenItem, Span
from parcli.core.edition import Block, Edition
from parcli.core.item import Item
from parcli.core.rankbook import BlockBook, Former, ItemFigures, UnitDetail, block_book
from parcli.core.ranking import Standing
from parcli.core.scoring import State
from parcli.definitions.load import load_cycle, load_edition
from parcli.report.machine import ScoresRead

CRITERIA = Path(__file__).parents[2] / "criteria"
WHYS: tuple[tuple[str, ...], ...] = (("disputed_1",), ("questioned",), ("ruling",), ("refused_1",), ("appraisal", "finding"))
STATES: tuple[tuple[State, str], ...] = (
    ("not_submitted", "Chưa nhận được hồ sơ tự đánh giá, chấm điểm"),
    ("blocked", "Hồ sơ có nội dung chưa thể thẩm định: WB101, WB204"),
    ("incomplete", "Chưa có điểm tự chấm: II.1.1, III.2.4"),
    ("excluded", "Không đánh giá, xếp hạng: sắp xếp lại tổ chức bộ máy theo đề án của Thành phố"),
    ("provisional", "Còn chờ thẩm định, Hội đồng hoặc điều tra XHH: I.2.1"),
)
_STEP = Fraction(1, 100)


@dataclass(frozen=True)
class City:
    """An edition, its cycle, and the books of its blocks."""

    edition: Edition
    cycle: Cycle
    books: tuple[BlockBook, ...]


@dataclass
class Points:
    """A unit's figures while they are made up."""

    items: dict[str, ItemFigures] = field(default_factory=dict)

    def total(self, items: tuple[Item, ...], area: str | None = None) -> Fraction:
        """Add up what counts: of one area, or of all."""
        chosen = [item for item in items if area in (None, item.area.code)]
        signs = {"penalty": -1 if area is None else 1}
        return sum((signs.get(item.area.kind, 1) * (self.items[item.code].final or Fraction()) for item in chosen), Fraction())


@lru_cache(maxsize=1)
def edition_and_cycle() -> tuple[Edition, Cycle]:
    """Return an edition that ships with parcli and its cycle of 143 units."""
    loaded = load_edition(CRITERIA / "hanoi-2025", "hanoi-2025")
    cycle = load_cycle(CRITERIA / "hanoi-2025" / "cycle-2025.yaml", loaded).cycle
    assert loaded.edition is not None
    assert cycle is not None
    return loaded.edition, cycle


def city(sizes: Mapping[str, int] | None = None, *, former: bool = True, settled: bool = False, names: Mapping[str, str] | None = None) -> City:
    """Return a city; ``sizes`` says how many units a block has: as many of the cycle, and more under made-up names beyond them."""
    edition, cycle = edition_and_cycle()
    wanted = sizes or {"so": 17, "xa": 15}
    units = {block.id: list(_units(cycle, block.id, wanted.get(block.id, 0))) for block in edition.blocks}
    listed = [each.model_copy(update={"name": (names or {}).get(each.id, each.name)}) for those in units.values() for each in those]
    whole = cycle.model_copy(update={"units": tuple(listed)})
    books = [
        _book(edition, whole, block, [each.id for each in units[block.id]], former=former, settled=settled)
        for block in edition.blocks
        if units[block.id]
    ]
    return City(edition, whole, tuple(books))


def _units(cycle: Cycle, block: str, wanted: int) -> Iterator:
    known = [each for each in cycle.units if each.block == block]
    yield from known[:wanted]
    for number in range(len(known), wanted):
        model = known[number % len(known)]
        yield model.model_copy(update={"id": f"{model.id}-{number}", "name": f"{model.name} {number}"})


def scores(sizes: Mapping[str, int]) -> tuple[Edition, Cycle, ScoresRead]:
    """Return what is read of such a city's scores, with the edition and the cycle."""
    edition, cycle = edition_and_cycle()
    units = {block.id: list(_units(cycle, block.id, sizes.get(block.id, 0))) for block in edition.blocks}
    whole = cycle.model_copy(update={"units": tuple(each for those in units.values() for each in those)})
    blocks = [block for block in edition.blocks if units[block.id]]
    known = {block.id: _known(whole, block, [each.id for each in units[block.id]], Random(block.id), settled=False) for block in blocks}
    details = {unit: one for _, those in known.values() for unit, one in those.items()}
    standings = {block: tuple(those) for block, (those, _) in known.items()}
    return edition, whole, ScoresRead(whole.cycle, edition.status, True, standings, (), details)


def _book(edition: Edition, cycle: Cycle, block: Block, units: list[str], *, former: bool, settled: bool) -> BlockBook:
    chance = Random(f"{block.id}/{len(units)}")
    standings, details = _known(cycle, block, units, chance, settled=settled)
    book = block_book(block, edition.policies, cycle.year, standings, details, provisional=not settled)
    return _with_former(book, chance) if former else book


def _known(cycle: Cycle, block: Block, units: list[str], chance: Random, *, settled: bool) -> tuple[list[Standing], dict[str, UnitDetail]]:
    items = block.items(cycle.year)
    unranked = dict(zip(units[-len(STATES) :], STATES, strict=False)) if len(units) > 2 * len(STATES) else {}
    made = {unit: _points(items, chance) for unit in units if unit not in unranked}
    if len(made) > 4:
        made[units[3]] = Points(dict(made[units[2]].items))
    details = {unit: _detail(block, items, unit, one, chance, settled=settled) for unit, one in made.items()}
    names = {unit.id: unit.name for unit in cycle.units}
    return [_standing(block, items, unit, names[unit], made.get(unit), unranked.get(unit)) for unit in units], details


def _points(items: tuple[Item, ...], chance: Random) -> Points:
    made, ability = Points(), chance.uniform(0.62, 0.99)
    for item in items:
        share = (
            0.1
            if item.area.kind == "penalty" and chance.random() > 0.7
            else 0
            if item.area.kind == "penalty"
            else min(1.0, chance.gauss(ability, 0.14))
        )
        own = max(Fraction(), _rounded(item.maximum * Fraction(share).limit_denominator(1000)))
        lowered = _rounded(own * Fraction(chance.choice((0, 0, 0, 0, 1, 3)), 10))
        survey = item.criterion.assessed_by == "survey"
        made.items[item.code] = ItemFigures(item.code, item.maximum, None if survey else own, own if survey else own - lowered, counts=True)
    return made


def _rounded(value: Fraction) -> Fraction:
    return round(value / _STEP) * _STEP


def _detail(block: Block, items: tuple[Item, ...], unit: str, made: Points, chance: Random, *, settled: bool) -> UnitDetail:
    opened = [] if settled else [_open(item, made, chance) for item in items if item.area.kind == "points" and chance.random() < 0.02]
    index = 100 * made.total(items) / block.scale
    moves = {one.code: _ends(one, made, block) for one in opened}
    alone = {code: Span(index + low, index + high) for code, (low, high) in moves.items()}
    whole = Span(index + sum(low for low, _ in moves.values()), index + sum(high for _, high in moves.values()))
    return UnitDetail(unit, Fraction(1), block.scale, made.items, tuple(opened), alone, whole)


def _open(item: Item, made: Points, chance: Random) -> OpenItem:
    final = made.items[item.code].final or Fraction()
    why = chance.choice(WHYS)
    return OpenItem(item.code, _rounded(final / 2), max(final, _rounded(item.maximum * Fraction(9, 10))), why, may_leave=why == ("ruling",))


def _ends(one: OpenItem, made: Points, block: Block) -> tuple[Fraction, Fraction]:
    final = made.items[one.code].final or Fraction()
    return (100 * (one.low - final) / block.scale, 100 * (one.high - final) / block.scale)


def _standing(block: Block, items: tuple[Item, ...], unit: str, name: str, made: Points | None, why: tuple[State, str] | None) -> Standing:
    if made is None:
        state, reason = why or STATES[0]
        return Standing(unit, name, state, reason, None, None, {})
    areas = {area.code: 100 * made.total(items, area.code) / area.maximum for area in block.areas}
    total = made.total(items)
    return Standing(unit, name, "final", "", total, 100 * total / block.scale, areas)


def _with_former(book: BlockBook, chance: Random) -> BlockBook:
    """Give each unit a former year; every seventh does not compare."""
    places = list(range(1, len(book.units) + 1))
    chance.shuffle(places)
    units = []
    for place, one in enumerate(book.units):
        moved = Fraction(chance.randint(-300, 300), 100)
        areas = {code: None if index is None else max(Fraction(), index - moved) for code, (index, _) in one.row.areas.items()}
        known = Former(places[place], len(book.units), one.row.index - moved, areas)
        units.append(replace(one, former=known if place % 7 else Former(None, None, None, {}, "đơn vị mới thành lập, không có kết quả năm trước")))
    return replace(book, units=tuple(units))
