"""How long a ranking takes, with doubt and drawn weights, of a city and of a whole country (python benchmarks/ranking.py).

The units and their points are made up, the criteria are those of an edition that ships with parcli; of each unit a few
items are open. Each measured command is a process of its own, from the start of the interpreter to its end: the median of
a few runs, in processor time (workers included) and on the clock.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import yaml
from measure import compared, load, took

from parcli.cli import results
from parcli.cli.commands.init import cycle_files
from parcli.cli.opened import Opened, open_cycle
from parcli.core.doubt import OpenItem, draws_for
from parcli.core.doubt.weights import SPREAD
from parcli.core.edition import Block
from parcli.core.item import Item
from parcli.core.rankbook import UnitDetail, detail_of
from parcli.core.scoring import ItemResult, Stages, UnitResult
from parcli.core.scoring.totals import area_results, maximum_in_force, outside, stage_total, survey_total, total_points
from parcli.messages import words
from parcli.report import machine
from parcli.report.ranking_document import ranking_document

EDITION, MODEL = "hanoi-2025", "xa"
CITY: Mapping[str, int] = {"xa": 126}
COUNTRY: Mapping[str, int] = {"xa": 2621, "phuong": 687, "dac-khu": 13}
BOOKS = "--books"
RUNS = 3
_OPEN = 0.02
_STEP = Fraction(1, 100)


def prepare(folder: Path, sizes: Mapping[str, int]) -> Opened:
    """Make a cycle of so many units by block, and its scores."""
    files = cycle_files(EDITION)
    named = f"criteria/{EDITION}/edition.yaml"
    edition, cycle = yaml.safe_load(files[named]), yaml.safe_load(files["cycle.yaml"])
    known = [unit for unit in cycle["units"] if unit["block"] == MODEL]
    edition["blocks"] = {block: {**deepcopy(edition["blocks"][MODEL]), "title": f"Khối {block}"} for block in sizes}
    blocks = [block for block, count in sizes.items() for _ in range(count)]
    cycle["units"] = [{"id": f"u-{number}", "block": block, "name": _name(known, number)} for number, block in enumerate(blocks)]
    for name, made in ((named, edition), ("cycle.yaml", cycle)):
        files[name] = yaml.safe_dump(made, allow_unicode=True, sort_keys=False).encode()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    opened = open_cycle(folder)
    (folder / "results/aggregate").mkdir(parents=True)
    (folder / "results/aggregate/scores.json").write_text(scores(opened), "utf-8")
    return opened


def _name(known: Sequence[Mapping[str, str]], number: int) -> str:
    again, place = divmod(number, len(known))
    return f"{known[place]['name']} {again}" if again else known[place]["name"]


def scores(opened: Opened) -> str:
    """Return scores.json of the cycle."""
    chance, made, details = Random(1), [], {}
    for unit in opened.cycle.units:
        block = opened.block(unit)
        result = scored(opened, block, unit.id, chance)
        made.append(result)
        details[unit.id] = detail(opened, block, result, chance)
    inputs = [(name, hashlib.sha256(content).hexdigest()) for name, content in opened.sources.items()]
    return machine.scores_document(
        opened.cycle.cycle, opened.edition.status, made, inputs, words(opened.cycle.language), provisional=True, details=details
    ).decode()


def scored(opened: Opened, block: Block, unit: str, chance: Random) -> UnitResult:
    """Return a unit's result: what it claims, and now and then less after appraisal."""
    policies, ability = opened.edition.policies, chance.uniform(0.6, 0.98)
    items = tuple(_item(item, ability, chance) for item in block.items(opened.cycle.year))
    areas = area_results(block, policies, items)
    return UnitResult(
        unit=unit,
        block=block.id,
        state="final",
        reason=None,
        self_points=stage_total(items, "computed"),
        appraised=stage_total(items, "appraised"),
        survey=survey_total(items),
        bonus=outside(areas, "bonus"),
        penalty=outside(areas, "penalty"),
        final=total_points(block, policies, items, areas, provisional=True),
        maximum=maximum_in_force(block, items),
        areas=areas,
        items=items,
    )


def _item(item: Item, ability: float, chance: Random) -> ItemResult:
    share = 0.0 if item.area.kind == "penalty" else min(1.0, max(0.0, chance.gauss(ability, 0.15)))
    own = int(item.maximum * Fraction(share) / _STEP) * _STEP
    final = own * Fraction(chance.choice((10, 10, 10, 10, 9, 7)), 10)
    if item.criterion.assessed_by == "survey":
        return ItemResult(item, None, None, None, None, Stages(), final, final, "survey", None, {}, "known")
    return ItemResult(item, None, None, own, own, Stages(appraised_1=final), None, final, "appraisal_1", "J8", {}, "known")


def detail(opened: Opened, block: Block, result: UnitResult, chance: Random) -> UnitDetail:
    """Return a unit's details: of each item with a chance of 2 % two appraisers differ."""
    opens = tuple(_opens(result, chance))
    waiting = {one.code for one in opens}
    items = tuple(replace(one, waits_for=("disputed_1",)) if one.code in waiting else one for one in result.items)
    return detail_of(block, opened.edition.policies, replace(result, items=items), opens, provisional=True)


def _opens(result: UnitResult, chance: Random) -> Iterator[OpenItem]:
    for one in result.items:
        if one.item.area.kind == "points" and one.computed is not None and chance.random() < _OPEN:
            yield OpenItem(one.code, one.computed / 2, one.computed, ("disputed_1",))


def books(folder: Path) -> None:
    """Read the scores, rank, and make ranking.json of the books: what a ranking is without its pages and papers."""
    opened = open_cycle(folder)
    read = machine.read_scores((folder / "results/aggregate/scores.json").read_bytes())
    found = results.rank_all(opened, read)
    document = ranking_document(opened.cycle.cycle, opened.edition.status, "provisional", found, words(opened.cycle.language))
    (folder / "ranking.json").write_text(document, "utf-8")


def bare_draws(units: int, areas: int) -> None:
    """Draw weights and order the units by what they come to under them, as plainly as it can be written; nothing is counted."""
    chance = Random(1)
    rows = [[chance.randint(5 * 10**10, 10**11) for _ in range(areas)] for _ in range(units)]
    for _ in range(draws_for(units)):
        weights = [chance.randint(*SPREAD) for _ in range(areas)]
        sums = [sum(weight * value for weight, value in zip(weights, row, strict=True)) for row in rows]
        sorted(range(units), key=sums.__getitem__)


def run(*command: str) -> None:
    """Run the interpreter in a process of its own."""
    subprocess.run([sys.executable, *command], check=True, capture_output=True)


def told(what: str, sizes: Mapping[str, int], target: float) -> None:
    """Measure one cycle and print what it took."""
    with tempfile.TemporaryDirectory() as place:
        opened = prepare(Path(place), sizes)
        areas = sum(area.kind == "points" for area in opened.edition.blocks[0].areas)
        draws = took(lambda: [bare_draws(count, areas) for count in sizes.values()], RUNS)
        bare = took(lambda: run("-c", "pass"), RUNS)
        print(f"{what}: {load()}; a bare interpreter takes {bare.processor:.2f} s of processor, {bare.elapsed:.2f} s on the clock")
        for name, command in (
            ("scores.json to ranking.json, whole process", (__file__, BOOKS, place)),
            ("parcli rank, whole process, every file", ("-m", "parcli", "rank", "--cycle", place, "-q")),
        ):
            ours = took(lambda command=command: run(*command), RUNS)  # type: ignore[misc]
            print(f"  {name}: {ours.processor:.2f} s of processor, {ours.elapsed:.2f} s on the clock (target {target} s)", flush=True)
            compared("    against the bare draws", ours, draws, "<= 3x for a city")
        for path in sorted((Path(place) / "results/rank").iterdir()):
            print(f"  {path.name}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == [BOOKS]:
        books(Path(sys.argv[2]))
    else:
        told(f"{sum(CITY.values())} units", CITY, 1.5)
        told(f"{sum(COUNTRY.values())} units in {len(COUNTRY)} blocks", COUNTRY, 5.0)
