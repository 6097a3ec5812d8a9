"""A second reading of the files gives every total of scores.json; a wrong figure is seen."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from independent import full_cycle, recompute

SCRIPT = Path(recompute.__file__)
CRITERIA = Path(__file__).parents[2] / "criteria"
ALLOWED = {"csv", "datetime", "json", "re", "sys", "unicodedata", "fractions", "pathlib", "openpyxl", "yaml"}
POLICIES = {
    "mac-dinh": "",
    "toi-da": "  not_applicable: {nothing_arose: full_marks, not_assigned: rescale}\n  rounding: {item: null, area: 2, total: 1}\n",
    "quy-doi": "  not_applicable: {nothing_arose: rescale, not_assigned: reduce_maximum}\n  rounding: {item: 1, area: 1, total: null}\n",
    "khong-xep": "  not_applicable: {nothing_arose: unranked, not_assigned: full_marks}\n  rounding: {item: 3, area: null, total: 2}\n",
}


@pytest.fixture(scope="module", params=POLICIES)
def cycle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_cycle.make(tmp_path_factory.mktemp("full") / "cycle", POLICIES[request.param], seed=len(request.param))


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return full_cycle.make(tmp_path_factory.mktemp("usual") / "cycle")


def scores(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "results/aggregate/scores.json").read_text("utf-8")))


def copied(folder: Path, target: Path) -> Path:
    return Path(shutil.copytree(folder, target))


def test_it_is_short_and_shares_nothing_with_parcli() -> None:
    text = SCRIPT.read_text("utf-8")
    assert len(text.splitlines()) <= 200
    tree = ast.parse(text)
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names == ALLOWED
    assert not {"exec", "eval", "__import__"} & {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def cases() -> list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], int]]:
    """Every worked case of every shipped edition, with the item and area that it is of."""
    found = []
    for heading in sorted(CRITERIA.glob("*/edition.yaml")):
        edition = yaml.load(heading.read_text("utf-8"), yaml.BaseLoader)
        year = yaml.load(next(heading.parent.glob("cycle*.yaml")).read_text("utf-8"), yaml.BaseLoader)["year"]
        items = {
            (name, node["code"]): (node, area)
            for name, block in edition["blocks"].items()
            for area in yaml.load((heading.parent / block["file"]).read_text("utf-8"), yaml.BaseLoader)["areas"]
            for node in recompute.leaves(area)
        }
        for case in yaml.load((heading.parent / "cases.yaml").read_text("utf-8"), yaml.BaseLoader):
            blocks = [case["block"]] if "block" in case else [name for name, code in items if code == case["item"]]
            found += [(heading.parent.name, edition, case, *items[name, case["item"]], year) for name in blocks]
    return found


@pytest.mark.slow
def test_it_reads_the_rules_as_the_worked_cases_of_every_edition_do() -> None:
    seen, wrong = set(), []
    for name, edition, case, node, area, year in cases():
        inputs = dict(case["inputs"])
        for place, option in enumerate(node["rule"].get("options", []), 1):
            inputs[recompute.norm(option["label"])] = inputs.get(f"option-{place}")
        got = recompute.earned(node["rule"], Fraction(node["maximum"]), area.get("kind") == "penalty", year, inputs.get)
        points = recompute.rounded(got, edition["policies"].get("rounding", {}).get("item", "2"))
        expected = None if case["points"] in ("", "null") else Fraction(case["points"])
        wrong += [(name, case, points)] if points != expected else []
        seen.add(node["rule"]["type"])
    assert wrong == []
    assert seen == {"choice", "checklist", "conditional", "count", "deadline", "deduction", "external", "points", "ratio", "tiers"}


@pytest.mark.slow
def test_every_total_of_a_full_cycle_is_found_again(cycle: Path) -> None:
    compared, wrong, without = recompute.compare(cycle)
    assert wrong == []
    assert compared > 1000
    states = [unit["state"] for unit in scores(cycle)["units"]]
    assert without == sum(state not in ("final", "excluded") for state in states)
    assert states.count("final") >= 3
    assert states.count("not_submitted") == 1


@pytest.mark.slow
@pytest.mark.parametrize("where", ["final", "index", "self", "areas", "items", "unsubmitted"])
def test_a_wrong_figure_is_seen(usual: Path, tmp_path: Path, where: str) -> None:
    changed = copied(usual, tmp_path / "cycle")
    document = scores(changed)
    unit = next(one for one in document["units"] if one["state"] == ("not_submitted" if where == "unsubmitted" else "final") and one["self"] != "0")
    target: dict[str, Any] = unit[where][0] if where in ("areas", "items") else unit
    key = {"areas": "final", "items": "final", "unsubmitted": "final"}.get(where, where)
    target[key] = "12.3400000001"
    (changed / "results/aggregate/scores.json").write_text(json.dumps(document), "utf-8")
    _, wrong, _ = recompute.compare(changed)
    assert [one.split(":")[0].split()[0] for one in wrong] == [unit["unit"]]
    run = subprocess.run([sys.executable, str(SCRIPT), str(changed)], capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 1
    assert "1 differ" in run.stdout


@pytest.mark.slow
def test_another_figure_in_a_sheet_is_seen(usual: Path, tmp_path: Path) -> None:
    changed = copied(usual, tmp_path / "cycle")
    sheet = changed / "appraisal/round-1/a.xlsx"
    book = openpyxl.load_workbook(sheet)
    row = next(row for row in book.active.iter_rows(min_row=3) if isinstance(row[3].value, float) and row[0].value == "so-a")  # type: ignore[union-attr]
    row[3].value = row[3].value + 0.01
    book.save(sheet)
    assert recompute.compare(changed)[1] != []
