"""Points of a former cycle beside this year's items: what ``generate-template --previous`` does once its option is read."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from parcli.cli import incoming
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import CYCLE_FILE, Opened, open_cycle
from parcli.core import lineage, points
from parcli.core.crosswalk import Crosswalk
from parcli.core.edition import Edition
from parcli.core.limits import MIB
from parcli.core.previous import former_items
from parcli.definitions import crosswalk as files
from parcli.report.reread import ItemPoints, item_points
from parcli.workbook.beside import Beside

SCORES = Path("results") / "aggregate" / "scores.json"
_MOST = 200 * MIB
_PLACES = 2


def beside(opened: Opened, place: Path) -> dict[str, Beside]:
    """Return what stands beside the items of each unit. Raises Stop where there is no former cycle, or nothing in it compares."""
    former = _opened(place)
    if former.cycle.cycle == opened.cycle.cycle:
        raise Stop(Exit.WRONG_USE, "cli.previous_same", place=place)
    scores = _scores(former.folder / SCORES)
    walk = crosswalk(opened, former.edition)
    codes = {block.id: former_items(former.edition, former.cycle, opened.edition, opened.cycle, block, walk) for block in opened.edition.blocks}
    if not any(codes.values()):
        raise Stop(Exit.WRONG_USE, "cli.previous_nothing", former=former.edition.id, name=files.file_name(former.edition.id))
    heading = opened.look.words["previous"]["provisional" if scores.provisional else "heading"].format(year=former.cycle.year)
    traced = lineage.lineage(former.cycle, opened.cycle)
    return {unit.id: Beside(heading, _texts(codes[unit.block], scores.units.get(_former_unit(traced, unit.id), {}))) for unit in opened.cycle.units}


def _opened(place: Path) -> Opened:
    folder = place.resolve().parents[2] if place.is_file() and place.as_posix().endswith(SCORES.as_posix()) else place
    if not (folder / CYCLE_FILE).is_file() or not (folder / SCORES).is_file():
        raise Stop(Exit.WRONG_USE, "cli.previous_none", place=place)
    return open_cycle(folder)


def _scores(path: Path) -> ItemPoints:
    try:
        return item_points(incoming.content(path, _MOST).decode("utf-8"))
    except (OSError, ValueError) as error:
        raise Stop(Exit.WRONG_USE, "cli.previous_unread", file=path, reason=getattr(error, "strerror", None) or error) from None


def crosswalk_name(former: Edition) -> str:
    """Return the name of the file that says what continues what of a former edition."""
    return files.file_name(former.id)


def crosswalk_place(opened: Opened, former: Edition) -> Path | None:
    """Return where the crosswalk from a former edition lies; None where none does or none is needed."""
    path = opened.folder / "criteria" / opened.edition.id / crosswalk_name(former)
    return None if former.id == opened.edition.id or not path.is_file() else path


def crosswalk(opened: Opened, former: Edition) -> Crosswalk | None:
    """Return the crosswalk from a former edition. Raises Stop for one that does not hold."""
    path = crosswalk_place(opened, former)
    if path is None:
        return None
    loaded = files.load(path, former, opened.edition, path.name)
    if not loaded.holds:
        raise Stop(Exit.WRONG_USE, "cli.definition_does_not_hold", loaded.findings, file=path.name)
    return loaded.crosswalk


def _former_unit(traced: lineage.Lineage, unit: str) -> str:
    descent = traced.of(unit)
    return (descent.compared_with if descent is not None else None) or ""


def _texts(codes: Mapping[str, str], of_unit: Mapping[str, Fraction]) -> dict[str, str]:
    return {code: points.vietnamese(points.rounded(of_unit[former], _PLACES)) for code, former in codes.items() if former in of_unit}
