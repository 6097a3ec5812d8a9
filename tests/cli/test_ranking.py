"""``parcli rank`` on what is not settled: two appraisers differ on one item, and the ranking says what that may change."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cli.announcing import RANKING
from cli.appraising import agreed, appraised, enter, opened, run
from cli.returns import Cycle

from parcli.cli import appraisals, gather, results
from parcli.cli.opened import open_cycle
from parcli.cli.screen import open_screen
from parcli.core.rankbook import detail_of
from parcli.report.machine import read_scores

pytestmark = pytest.mark.slow
OPEN, CLAIM = ("so-b", "I.1"), ("so-tu-phap", "I.2")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cycle:
    """Three units that were appraised; of B's item I.1 one file says 1.8 of 2 points, another 0.2."""
    cycle = appraised(tmp_path_factory.mktemp("ranking") / "dot")
    opened(cycle)
    rounds = cycle.folder / "appraisal" / "round-1"
    for path in sorted(rounds.glob("*.xlsx")):
        given = agreed(path)
        if CLAIM in given:
            given[CLAIM] = {"Không áp dụng": "Chấp nhận"}
        enter(path, given)
    shutil.copy(rounds / "so-b.xlsx", rounds / "ban sao.xlsx")
    enter(rounds / "ban sao.xlsx", {OPEN: {"Điểm thẩm định": 0.2, "Lý do": "Chưa có sản phẩm"}})
    assert run(cycle, "validate", "-q", "--fail-on", "never").returncode == 0
    assert run(cycle, "aggregate", "--provisional", "-q").returncode == 0
    assert run(cycle, "rank", "-q").returncode == 0
    return cycle


def document(cycle: Cycle, name: str) -> dict[str, Any]:
    return dict(json.loads((cycle.folder / "results" / name).read_text("utf-8")))


def test_a_dispute_gives_a_best_and_a_worst_rank_and_is_appraised_first(made: Cycle) -> None:
    (block,) = document(made, "rank/ranking.json")["blocks"]
    rows = {row["unit"]: row for row in block["rows"]}
    # Of 100 %, B has 72.5 or 52.5; A has 70, the third 65.7.
    assert [(unit, row["rank"], row["best_rank"], row["worst_rank"]) for unit, row in rows.items()] == [
        ("so-b", 1, 1, 3),
        ("so-a", 2, 1, 2),
        ("so-tu-phap", 3, 2, 3),
    ]
    (first,) = block["appraise_first"]
    assert (first["unit"], first["item"], first["ranks"]) == (*OPEN, [1, 3])
    assert block["draws"] == 2000


def test_the_pages_papers_and_tables_are_made_of_the_same_books(made: Cycle) -> None:
    folder = made.folder / "results"
    assert sorted(f"rank/{path.name}" for path in (folder / "rank").iterdir()) == sorted((*RANKING, "rank/manifest.json"))
    office, public = ((folder / "rank" / name).read_text("utf-8") for name in ("xep-hang.html", "xep-hang-cong-khai.html"))
    why = "hai điểm thẩm định lần 1 khác nhau"
    assert why in office
    assert why not in public
    assert "Nội dung nên thẩm định trước" not in public
    (line,) = (folder / "rank" / "uu-tien-tham-dinh.csv").read_text("utf-8-sig").splitlines()[1:]
    assert line.startswith("so;so-b;Sở B;I.1;")
    assert why in line


def test_the_terminal_says_what_may_still_change(made: Cycle) -> None:
    shown = " ".join(run(made, "rank", "--lang", "en").stdout.split())
    assert "1 (1–3) Sở B" in shown
    assert "3 of 3 ranks are not settled" in shown
    assert "To appraise first: Sở B – I.1." in shown


def test_what_is_open_comes_back_from_the_scores_as_it_was(made: Cycle) -> None:
    cycle = open_cycle(made.folder)
    returns = gather.gather(cycle, cycle.cycle.units, open_screen(None, quiet=True, verbose=False), 1).returns
    scored = results.score_all(cycle, returns, appraisals.hear(cycle, returns, 1), provisional=True)
    read = read_scores((made.folder / "results/aggregate/scores.json").read_text("utf-8"))
    # What was scored has an item's figures once, in the unit's result; what was read has them in its details.
    judged = {result.unit: (cycle.edition.block(result.block), result) for result in scored.results}
    figures = {unit: detail_of(block, cycle.edition.policies, result, (), provisional=True).items for unit, (block, result) in judged.items()}
    details = {unit: replace(one, items=figures[unit]) for unit, one in scored.details.items()}
    assert results.rank_all(cycle, read) == results.rank_all(cycle, replace(read, details=details))
    for unit, one in details.items():
        back = read.details[unit]
        assert (back.factor, back.maximum, back.items, back.opened, back.alone) == (one.factor, one.maximum, one.items, one.opened, one.alone)
    assert [one.code for one in scored.details["so-b"].opened] == ["I.1"]
    line = next(one for one in document(made, "aggregate/scores.json")["units"] if one["unit"] == "so-b")
    assert line["open"] == [{"code": "I.1", "low": "0.2", "high": "1.8", "why": ["disputed_1"], "span": line["span"]}]


def test_another_run_gives_the_same_results(made: Cycle) -> None:
    done = run(made, "verify", "--lang", "en")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_ranking_without_anything_open_has_no_marks(made: Cycle, tmp_path: Path) -> None:
    other = Cycle(Path(shutil.copytree(made.folder, tmp_path / "dot")))
    (other.folder / "appraisal/round-1/ban sao.xlsx").unlink()
    assert run(other, "aggregate", "--provisional", "-q").returncode == 0
    shown = run(other, "rank", "--lang", "en").stdout
    (block,) = document(other, "rank/ranking.json")["blocks"]
    assert block["appraise_first"] == []
    assert {row["best_rank"] - row["worst_rank"] for row in block["rows"]} == {0}
    assert "not settled" not in shown
