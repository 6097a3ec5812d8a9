"""Every policy through the whole chain: criteria and cycle in YAML, filled workbooks, aggregate, rank, and their JSON."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from policies.cases import BLOCK, RANKED, YEAR, Choice, choices, expected, tables

from parcli.cli.commands import aggregate, rank, validate
from parcli.cli.opened import Opened, open_cycle
from parcli.core import points
from parcli.core.edition import Kind
from parcli.workbook import writer
from parcli.workbook.entries import Entries, Entry

pytestmark = pytest.mark.slow


def cycle_of(choice: Choice, folder: Path) -> Opened:
    """Write a choice as a cycle folder with what its units returned."""
    heading = {"title": "Khối Sở", "file": "so.yaml", **choice.heading}
    edition = {
        "edition": "thu", "title": "Chỉ số thử", "basis": "Văn bản thử", "status": "illustrative", "version": "1.0",
        "policies": choice.policies, "blocks": {BLOCK: heading},
    }  # fmt: skip
    exempt = [{"unit": unit, "item": item, "kind": kind, "reason": "Thử"} for unit, items in choice.exempt.items() for item, kind in items.items()]
    cycle = {
        "cycle": f"thu/{YEAR}", "edition": "thu", "year": YEAR, "deadline": f"{YEAR}-11-30", "window": {"from": f"{YEAR}-01-01", "to": f"{YEAR}-11-30"},
        "units": [{"id": unit, "block": BLOCK, "name": f"Đơn vị {unit}"} for unit in choice.units], "exemptions": exempt,
    }  # fmt: skip
    write(folder / "criteria" / "thu" / "edition.yaml", edition)
    write(folder / "criteria" / "thu" / "so.yaml", {"areas": choice.areas})
    write(folder / "cycle.yaml", cycle)
    opened = open_cycle(folder)
    returned(choice, opened)
    return opened


def write(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


def returned(choice: Choice, opened: Opened) -> None:
    layouts, whose = opened.layouts()
    for unit in opened.cycle.units:
        place = opened.folder / "submissions" / unit.id / "bang-tinh.xlsx"
        place.parent.mkdir(parents=True)
        place.write_bytes(writer.filled(layouts[whose[unit.id]], opened.look, unit, entries(choice.units[unit.id]), "Thử"))
    figures = [f"{unit},{item},{value}" for unit, items in choice.survey.items() for item, value in items.items()]
    if figures:
        (opened.folder / "survey").mkdir()
        (opened.folder / "survey" / "so-lieu.csv").write_text("\n".join(["unit,item,value", *figures, ""]), "utf-8")


def entries(given: dict[str, str]) -> Entries:
    cells: dict[str, dict[str, Entry]] = {}
    for key, entry in given.items():
        claim: dict[str, Entry] = {"applies": Kind(entry).label, "explanation": "Không có nhiệm vụ này"} if "/" not in key else {}
        cells[key] = claim or {"input": Fraction(entry)}
    return Entries(cells)


def run(opened: Opened) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Run aggregate and rank; return the units of scores.json, the block of ranking.json and the page."""
    quiet: dict[str, Any] = {"quiet": True, "json": False, "dry_run": False}
    assert aggregate.run(opened.folder, "vi", provisional=True, jobs=1, **quiet) == 0
    assert rank.run(opened.folder, "vi", **quiet) == 0
    results = opened.folder / "results"
    scores = json.loads((results / "aggregate" / "scores.json").read_text("utf-8"))
    ranking = json.loads((results / "rank" / "ranking.json").read_text("utf-8"))
    return {one["unit"]: one for one in scores["units"]}, ranking["blocks"][0], (results / "rank" / "xep-hang.html").read_text("utf-8")


def number(unit: dict[str, Any], name: str) -> Fraction | None:
    text = unit.get("exact", {}).get(name, unit[name])
    return None if text is None else Fraction(text)


@pytest.mark.parametrize("choice", choices(), ids=[f"{choice.table}-{place}" for place, choice in enumerate(choices())])
def test_the_chain_gives_what_the_page_says(choice: Choice, tmp_path: Path) -> None:
    units, block, page = run(cycle_of(choice, tmp_path))
    rows = {row["unit"]: row for row in block["rows"]}
    left = {one["unit"]: one["state"] for one in block["unranked"]}
    assert rows.keys() | left.keys() == units.keys()
    for unit, name, value in expected(choice):
        one = units[unit]
        if name in ("final", "maximum", "index", "bonus", "penalty"):
            assert number(one, name) == value, name
        elif name in ("rank", "class"):
            assert rows[unit][name] == value, name
        elif name == "ranked":
            assert (value == RANKED) == (unit in rows)
        elif name == "printed":
            assert value is None or f"<b>{value}</b>" in page
        else:
            assert point_of(one, name, value), name


def point_of(unit: dict[str, Any], code: str, value: Any) -> bool:
    """Whether an area or an item has these points; of an item, which only explains, ten decimals are kept."""
    exact = unit.get("exact", {}).get("areas", {})
    listed = {each["code"]: exact.get(each["code"], each["final"]) for each in (*unit["areas"], *unit["items"])}
    areas = {each["code"] for each in unit["areas"]}
    return Fraction(listed[code]) == value if code in areas else listed[code] == points.plain(value)


def test_what_a_unit_may_not_choose_is_an_error_of_its_workbook(tmp_path: Path) -> None:
    never = next(one for one in tables()["not_applicable"].choices if "never" in one.name)
    opened = cycle_of(never, tmp_path)
    assert (
        validate.run([], opened.folder, "vi", validate.Wanted("", annotate=False, fail_on="error", dry_run=False), jobs=1, quiet=True, verbose=False)
        == 1
    )
    found = json.loads((opened.folder / "results" / "validate" / "findings.json").read_text("utf-8"))["units"][0]["findings"]
    assert [(one["code"], one["item"]) for one in found if one["severity"] == "error"] == [("SC201", "I.2")]


def test_units_that_no_area_tells_apart_keep_the_order_of_the_cycle_and_are_marked(tmp_path: Path) -> None:
    competition = tables()["ties"].choices[0]
    bare = Choice(**{**vars(competition), "policies": {"ties": "ordinal"}, "gives": {}})
    _, block, page = run(cycle_of(bare, tmp_path))
    assert [(row["unit"], row["rank"], row["tied"]) for row in block["rows"]] == [("A", 1, False), ("B", 2, True), ("C", 3, True), ("D", 4, False)]
    assert page.count('<span class="tied">đồng hạng</span>') == 2
