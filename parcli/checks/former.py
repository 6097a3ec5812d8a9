"""RS15: the ranking of a former year, held against its own register and against this year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parcli.core import points
from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.findings import Finding, found
from parcli.core.rankbook.former import Comparison, FormerRow, FormerYear, StatedBlock, StatedRow
from parcli.core.ranking import Standing

_NAMED, _LONGEST = 10, 80
"""So many names stand in a finding; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a former ranking says, its file, and the exact figures of its scores where they lie beside it, by unit."""

    file: str
    provisional: bool
    blocks: tuple[StatedBlock, ...]
    exact: Mapping[str, Standing]


def take(stated: Stated, edition: Edition, cycle: Cycle) -> tuple[FormerYear, tuple[Finding, ...]]:
    """Return the former year as far as it can be taken, and all that is to be said of its file.

    ``edition`` and ``cycle`` are those of that year. A row of no unit of its register, such as a sum or a mean, is no unit here.
    """
    findings: list[Finding] = []
    rows: dict[str, dict[str, FormerRow]] = {}
    unranked: dict[str, str] = {}
    for block in stated.blocks:
        if edition.block(block.block) is None:
            findings.append(found("RS151", file=stated.file, name=block.block, known=", ".join(each.id for each in edition.blocks)))
            continue
        own, told = _rows(stated, block, cycle)
        findings += [*told, *_areas(stated, block, edition, own)]
        rows[block.block] = own
        unranked |= block.unranked
    findings += _other_figures(stated)
    return FormerYear(edition, cycle, stated.provisional, rows, unranked), tuple(findings)


def _rows(stated: Stated, block: StatedBlock, cycle: Cycle) -> tuple[dict[str, FormerRow], tuple[Finding, ...]]:
    taken: dict[str, FormerRow] = {}
    strangers: list[str] = []
    without: list[str] = []
    times = Counter(row.unit for row in block.rows)
    for row in block.rows:
        unit = cycle.unit(row.unit)
        if unit is None or unit.block != block.block:
            strangers.append(row.unit)
        elif row.rank is None or row.index is None:
            without.append(unit.name)
        elif times[row.unit] == 1:
            exact = stated.exact.get(row.unit)
            taken[row.unit] = FormerRow(row.rank, _exact(row.index, exact.index if exact else None), _exact_areas(row, exact))
    twice = [name for name, count in times.items() if count > 1]
    return taken, tuple(_odd(stated.file, block.block, strangers, without, twice))


def _odd(file: str, block: str, strangers: Sequence[str], without: Sequence[str], twice: Sequence[str]) -> Iterator[Finding]:
    """Name the rows that cannot be taken, each kind of them once."""
    if strangers:
        yield found("RS152", file=file, block=block, count=len(strangers), names=_names(strangers))
    if without:
        yield found("RS153", file=file, block=block, count=len(without), names=_names(without))
    if twice:
        yield found("RS155", file=file, block=block, count=len(twice), names=_names(twice))


def _exact(stated: Fraction, exact: Fraction | None) -> Fraction:
    """Return the exact figure where the stated decimals are its own; else what was stated."""
    return exact if exact is not None and Fraction(points.plain(exact)) == stated else stated


def _exact_areas(row: StatedRow, exact: Standing | None) -> dict[str, Fraction | None]:
    known = exact.areas if exact is not None else {}
    return {code: None if value is None else _exact(value, known.get(code)) for code, value in row.areas.items()}


def _areas(stated: Stated, block: StatedBlock, edition: Edition, taken: Mapping[str, FormerRow]) -> Iterator[Finding]:
    """Name the areas that rows leave out altogether; one without a figure is said to have none and is no fault."""
    known = edition.block(block.block)
    for area in known.areas if known is not None else ():
        without = [unit for unit, row in taken.items() if area.code not in row.areas]
        if without:
            yield found("RS154", file=stated.file, area=area.code, block=block.block, count=len(without), names=_names(without))


def _other_figures(stated: Stated) -> Iterator[Finding]:
    """Say where the scores beside a ranking are not those it was made of."""
    indexes = {row.unit: row.index for block in stated.blocks for row in block.rows}
    other = [
        unit
        for unit, one in stated.exact.items()
        if (index := indexes.get(unit)) is not None and (one.index is None or Fraction(points.plain(one.index)) != index)
    ]
    if other:
        yield found("RS156", file=stated.file, count=len(other), names=_names(other))


def beside(former: FormerYear, edition: Edition, cycle: Cycle, comparison: Comparison, file: str) -> tuple[Finding, ...]:
    """Return what is to be said of two years beside each other."""
    return tuple(_beside(former, edition, cycle, comparison, file))


def _beside(former: FormerYear, edition: Edition, cycle: Cycle, comparison: Comparison, file: str) -> Iterator[Finding]:
    if former.cycle.year == cycle.year:
        yield found("RS150", file=file, year=cycle.year)
    if former.provisional:
        yield found("RS159", file=file, year=former.cycle.year)
    for name in comparison.alone:
        yield found("RS157", file=file, name=name, former=former.edition.id, present=edition.id)
    if comparison.ended:
        names = [unit.name for unit in former.cycle.units if unit.id in comparison.ended]
        yield found("RS158", file=file, year=former.cycle.year, count=len(names), names=_names(names))


def _names(names: Sequence[str]) -> str:
    """Return the first names; an ellipsis stands for the rest, whose number is given beside."""
    return ", ".join((*(name[:_LONGEST] or "–" for name in names[:_NAMED]), *(("…",) if len(names) > _NAMED else ())))
