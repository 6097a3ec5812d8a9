"""Part-workbooks: one file for each area, for the rooms that know the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parcli.cli import sent
from parcli.cli.opened import Opened
from parcli.cli.results import file_words
from parcli.core.cycle import Unit
from parcli.core.edition import Block
from parcli.workbook import layout, writer
from parcli.workbook.beside import Beside
from parcli.workbook.layout import Layout


def blocks_of(block: Block, year: int) -> dict[str, Block]:
    """Return a block's parts by their area codes: every area in which a unit has something to enter."""
    asked = {item.area.code for item in block.items(year) if item.criterion.assessed_by != "survey"}
    return {area.code: replace(block, areas=(area,)) for area in block.areas if area.code in asked}


def of_unit(opened: Opened, unit: Unit) -> dict[str, Layout]:
    """Return the layouts of a unit's parts by their area codes."""
    exempt, words = opened.exempt(unit), opened.look.words
    parts = blocks_of(opened.block(unit), opened.cycle.year)
    return {part: replace(layout.build(opened.edition, opened.cycle, block, exempt, words), part=part) for part, block in parts.items()}


def workbooks(opened: Opened, units: Sequence[Unit], banner: str, former: Mapping[str, Beside]) -> dict[str, bytes]:
    """Return the part-workbooks by their place under workbooks/, with each unit's former points. What units share is rendered once."""
    notice = file_words(opened)
    blanks: dict[str, bytes] = {}
    made: dict[str, bytes] = {}
    for unit in units:
        for part, its in of_unit(opened, unit).items():
            face = its.face()
            if face not in blanks:
                about = notice.text("banner.part", part=f"{its.areas[0].number}. {its.areas[0].title}")
                blanks[face] = writer.template(its, opened.look, f"{banner}. {about}" if banner else about, former[unit.id].heading if former else "")
            made[f"{unit.block}/{unit.id}/{part}.xlsx"] = writer.stamped(blanks[face], unit, former[unit.id].texts if former else {})
    return made


@dataclass(frozen=True, slots=True)
class Parts:
    """The layouts of all parts that may come back, by their faces, and the state of the definitions that each belongs to."""

    layouts: Mapping[str, Layout]
    states: Mapping[str, Opened]


def shelf(opened: Opened) -> Parts:
    """Return the layouts of parts of this state of the definitions and of those sent earlier, those that look alike once."""
    layouts: dict[str, Layout] = {}
    states: dict[str, Opened] = {}
    for state in (opened, *sent.earlier(opened)):
        alike = {(unit.block, *sorted(state.exempt(unit).items())): unit for unit in state.cycle.units}
        for unit in alike.values():
            for each in of_unit(state, unit).values():
                layouts.setdefault(each.face(), each)
                states.setdefault(each.face(), state)
    return Parts(layouts, states)
