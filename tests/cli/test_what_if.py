"""``parcli rank --what-if``: whose rank would move and why, from the same inputs, apart from the results."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli.announcing import final_cycle
from cli.appraising import run
from cli.returns import Cycle

pytestmark = pytest.mark.slow
FIRST, SECOND = "so-noi-vu", "so-tu-phap"
POINTS = "points:\n  - {unit: SECOND, item: I.1.2, points: 0.25, why: Thử theo ý kiến}\n".replace("SECOND", SECOND)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cycle:
    return final_cycle(tmp_path_factory.mktemp("what-if") / "dot")


def tried(cycle: Cycle, folder: Path, text: str, *more: str) -> Any:
    file = folder / "thu.yaml"
    file.write_text(text, "utf-8")
    return run(cycle, "rank", "--what-if", str(file), *more)


def document(cycle: Cycle, folder: Path, text: str) -> dict[str, Any]:
    done = tried(cycle, folder, text, "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def ranking(cycle: Cycle) -> dict[str, dict[str, Any]]:
    text = (cycle.folder / "results/rank/ranking.json").read_text("utf-8")
    return {row["unit"]: row for block in json.loads(text)["blocks"] for row in block["rows"]}


def test_other_points_move_the_ranks_and_nothing_in_the_cycle_changes(made: Cycle, tmp_path: Path) -> None:
    before, own = everything(made.folder), ranking(made)
    found = document(made, tmp_path, POINTS)
    assert (found["format"], found["trial"], found["state"]) == ("parcli/what-if@1", True, "final")
    assert "TÍNH THỬ" in found["notice"]
    (block,) = found["blocks"]
    rows = {row["unit"]: row for row in block["rows"]}
    assert rows[SECOND]["before"] == {"rank": own[SECOND]["rank"], "index": own[SECOND]["index"], "class": own[SECOND]["class"]}
    assert float(rows[SECOND]["after"]["index"]) < float(own[SECOND]["index"])
    assert rows[SECOND]["causes"][0] == {"kind": "points", "about": ["I.1.2"], "why": ""}
    assert [item["item"] for item in rows[SECOND]["items"]] == ["I.1.2"]
    assert everything(made.folder) == before


def test_a_trial_that_repeats_what_is_so_moves_nobody_and_starts_from_the_ranking(made: Cycle, tmp_path: Path) -> None:
    found = document(made, tmp_path, "policies: {ties: competition}\n")
    assert [block["moved"] for block in found["blocks"]] == [0]
    shown = tried(made, tmp_path, "policies: {ties: competition}\n", "--lang", "vi").stdout
    assert "không đơn vị nào thay đổi" in shown


def test_the_terminal_says_what_is_tried_and_why_a_unit_moves(made: Cycle, tmp_path: Path) -> None:
    done = tried(made, tmp_path, POINTS, "--lang", "vi")
    assert done.returncode == 0
    assert done.stdout.startswith("TÍNH THỬ")
    assert "Thử theo ý kiến" in done.stdout
    assert "đổi điểm tiêu chí I.1.2" in done.stdout
    assert "không thay đổi" in done.stderr


def test_units_are_left_out_and_settings_are_told_by_their_keys(made: Cycle, tmp_path: Path) -> None:
    found = document(made, tmp_path, f"exclude: [{{unit: {FIRST}, why: sắp xếp lại}}]\npolicies: {{rounding: {{total: 0}}}}\n")
    rows = {row["unit"]: row for row in found["blocks"][0]["rows"]}
    assert rows[FIRST]["after"] == {"rank": None, "index": None, "class": None, "state": "excluded"}
    assert rows[SECOND]["after"]["rank"] == 1
    assert found["settings"] == [{"name": "rounding.total", "before": "–", "after": "0"}]
    assert {"kind": "policies", "about": ["rounding.total"], "why": ""} in rows[SECOND]["causes"]


def test_a_unit_that_the_cycle_leaves_out_is_taken_in_again_as_if_it_never_had_been_left_out(made: Cycle, tmp_path: Path) -> None:
    own = ranking(made)
    copy = Cycle(Path(shutil.copytree(made.folder, tmp_path / "ban-sao")))
    file = copy.folder / "cycle.yaml"
    file.write_text(file.read_text("utf-8") + f"exclusions: [{{unit: {FIRST}, state: decided, reason: Thử, decision: 1/QĐ}}]\n", "utf-8")
    assert run(copy, "aggregate", "-q").returncode == 0
    rows = {row["unit"]: row for row in document(copy, tmp_path, "include: [{unit: Sở Nội vụ}]\n")["blocks"][0]["rows"]}
    assert rows[FIRST]["before"]["state"] == "excluded"
    assert rows[FIRST]["causes"][0]["kind"] == "included"
    assert {unit: row["after"]["index"] for unit, row in rows.items() if unit == FIRST} == {FIRST: own[FIRST]["index"]}
    assert rows[FIRST]["after"]["rank"] == own[FIRST]["rank"]


def test_a_policy_that_changes_how_entries_are_taken_is_worked_out_from_the_workbooks(made: Cycle, tmp_path: Path) -> None:
    """The trial equals what the commands give in a copy of the cycle whose criteria say so."""
    policy = "not_applicable: {not_assigned: reduce_maximum}"
    rows = {row["unit"]: row for row in document(made, tmp_path, f"policies: {{{policy}, rounding: {{item: 0}}}}\n")["blocks"][0]["rows"]}
    copy = Cycle(Path(shutil.copytree(made.folder, tmp_path / "ban-sao")))
    edition = copy.folder / "criteria" / "thu-nghiem" / "edition.yaml"
    lines = edition.read_text("utf-8").split("\n")
    at = lines.index("policies:")
    end = next(place for place in range(at + 1, len(lines)) if lines[place] and not lines[place].startswith(" "))
    kept = [line for line in lines[at + 1 : end] if not line.startswith(("  not_applicable", "  rounding"))]
    edition.write_text("\n".join([*lines[: at + 1], f"  {policy}", "  rounding: {item: 0}", *kept, *lines[end:]]), "utf-8")
    assert run(copy, "aggregate", "-q").returncode in (0, 1)
    scores = {one["unit"]: one for one in json.loads((copy.folder / "results/aggregate/scores.json").read_text("utf-8"))["units"]}
    assert {unit: rows[unit]["after"]["index"] for unit in (FIRST, SECOND)} == {unit: scores[unit]["index"] for unit in (FIRST, SECOND)}


@pytest.mark.parametrize("name", ["thu.xlsx", "thu.json"])
def test_a_trial_is_written_apart_and_never_over_another_file_unasked(made: Cycle, tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    assert tried(made, tmp_path, POINTS, "-o", str(place)).returncode == 0
    first = place.read_bytes()
    assert tried(made, tmp_path, POINTS, "-o", str(place)).returncode == 2
    assert tried(made, tmp_path, POINTS, "-o", str(place), "--force").returncode == 0
    assert place.read_bytes() == first
    if name.endswith(".json"):
        assert json.loads(first)["trial"] is True
        return
    book = openpyxl.load_workbook(place)
    for sheet in book:
        assert any("TÍNH THỬ" in str(cell.value) for row in sheet.iter_rows(max_row=12, max_col=1) for cell in row), sheet.title
        assert "TÍNH THỬ" in sheet.oddHeader.center.text


@pytest.mark.parametrize(
    "place", ["results/rank/ranking.json", "results/thu.xlsx", "submissions/so-noi-vu/thu.xlsx", "published/thu.json", "thu.csv", "khong-co/thu.xlsx"]
)
def test_a_trial_is_never_written_where_results_or_inputs_lie(made: Cycle, tmp_path: Path, place: str) -> None:
    before = everything(made.folder)
    assert tried(made, tmp_path, POINTS, "-o", str(made.folder / place), "--force").returncode == 2
    assert everything(made.folder) == before


def test_a_file_that_does_not_hold_is_refused_with_all_its_faults(made: Cycle, tmp_path: Path) -> None:
    done = tried(
        made, tmp_path, "points:\n  - {unit: so-noi-vuu, item: I.1.2, points: 1}\n  - {unit: so-noi-vu, item: I.1.2, points: 99}\n", "--lang", "vi"
    )
    assert done.returncode == 2
    assert "thu.yaml:2: [DF250]" in done.stderr
    assert "so-noi-vu" in done.stderr
    assert "thu.yaml:3: [DF252]" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [("--what-if", "khong-co.yaml"), ("--what-if", "."), ("--what-if", "thu.yaml", "--previous", "."), ("-o", "thu.xlsx"), ("--force",)],
)
def test_options_that_do_not_go_together_are_refused(made: Cycle, arguments: tuple[str, ...]) -> None:
    done = run(made, "rank", *arguments)
    assert done.returncode == 2
    assert done.stderr


def test_scores_that_no_longer_hold_are_no_ground_for_a_trial(made: Cycle, tmp_path: Path) -> None:
    copy = Cycle(Path(shutil.copytree(made.folder, tmp_path / "ban-sao")))
    (copy.folder / "survey" / "diem.csv").write_text("unit;item;value\n", "utf-8")
    assert tried(copy, tmp_path, POINTS).returncode == 2
