"""``parcli rank --previous``: a former year beside the ranking, in every output; what cannot be compared or checked says so."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.announcing import final_cycle
from cli.appraising import run
from cli.returns import Cycle

pytestmark = pytest.mark.slow
Spoil = Callable[[Path], object]
RANKING, SCORES = "results/rank/ranking.json", "results/aggregate/scores.json"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cycle:
    return final_cycle(tmp_path_factory.mktemp("previous") / "dot")


@pytest.fixture
def years(made: Cycle, tmp_path: Path) -> tuple[Cycle, Path]:
    """This year, and the same a year before."""
    now = Cycle(Path(shutil.copytree(made.folder, tmp_path / "nay")))
    return now, year_before(made, tmp_path / "truoc")


def year_before(cycle: Cycle, folder: Path) -> Path:
    former = Path(shutil.copytree(cycle.folder, folder))
    edit(former / "cycle.yaml", lambda text: text.replace("2023", "2022").replace("2024", "2023"))
    return former


def edit(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def ranked(cycle: Cycle, former: Path, *more: str) -> Any:
    return run(cycle, "rank", "--previous", str(former), *more)


def document(cycle: Cycle) -> dict[str, Any]:
    return dict(json.loads((cycle.folder / RANKING).read_text("utf-8")))


def rows(cycle: Cycle) -> dict[str, dict[str, Any]]:
    return {row["unit"]: row for block in document(cycle)["blocks"] for row in block["rows"]}


def codes(done: Any) -> list[str]:
    return [word.strip("[]") for word in done.stderr.split() if word.startswith("[") and word.endswith("]")]


def holds(cycle: Cycle, *name: str) -> list[tuple[str, str]]:
    return [(one["code"], one["file"]) for one in json.loads(run(cycle, "verify", *name, "--json").stdout)["findings"]]


def test_the_same_year_beside_itself_changes_nothing_in_any_output(years: tuple[Cycle, Path]) -> None:
    now, former = years
    done = ranked(now, former, "--lang", "vi")
    assert done.returncode == 0, done.stderr
    assert codes(done) == []
    assert "2 đơn vị so được, 0 đơn vị không so được" in done.stderr
    assert "= (0,00)" in done.stdout
    for row in rows(now).values():
        assert (row["previous"]["rank"], row["previous"]["index"], row["previous_rank"]) == (row["rank"], row["index"], row["rank"])
        assert row["previous"]["areas"] == {code: area["index"] for code, area in row["areas"].items()}
    assert document(now)["previous"] == {"cycle": "thu-nghiem/2022", "edition": "thu-nghiem", "year": 2022, "state": "final", "from": "results"}
    office = (now.folder / "results/rank/xep-hang.html").read_text("utf-8")
    assert "So với kết quả năm 2022" in office
    assert holds(now) == []


def test_a_changed_file_of_the_former_year_is_named_where_it_lies(years: tuple[Cycle, Path]) -> None:
    now, former = years
    ranked(now, former, "-q")
    edit(former / RANKING, lambda text: text + "\n")
    assert holds(now) == [("VF108", "../truoc/results/rank/ranking.json")]


@pytest.mark.parametrize("spoil", [shutil.rmtree, lambda former: (former / RANKING).write_text("{", "utf-8")], ids=["moved", "damaged"])
def test_a_former_year_that_is_gone_cannot_be_checked_and_everything_else_is(years: tuple[Cycle, Path], spoil: Spoil) -> None:
    now, former = years
    ranked(now, former, "-q")
    spoil(former)
    found = holds(now)
    assert found[-1] == ("VF118", "results/rank/manifest.json")
    assert {code for code, _ in found} <= {"VF108", "VF118"}
    edit(now.folder / "results/rank/xep-hang.csv", lambda text: text + "x")
    assert ("VF111", "results/rank/xep-hang.csv") in holds(now)


def test_an_announced_set_is_taken_before_later_results(made: Cycle, years: tuple[Cycle, Path], tmp_path: Path) -> None:
    now, former = years[0], Path(shutil.copytree(made.folder, tmp_path / "cong-bo"))
    assert run(Cycle(former), "publish", "chinh-thuc", "--archive", "-q").returncode == 0
    edit(former / RANKING, lambda text: text.replace('"rank": 1', '"rank": 9'))
    assert ranked(now, former, "-q").returncode == 0
    assert document(now)["previous"]["from"] == "published/chinh-thuc"
    assert {row["previous"]["rank"] for row in rows(now).values()} <= {1, 2}
    assert holds(now) == []
    alone = former.parent / "bo-cong-bo"
    shutil.move(former / "published" / "chinh-thuc", alone)
    assert ranked(now, alone, "-q").returncode == 0, "an announced set with its inputs needs no cycle around it"
    assert document(now)["previous"]["from"] == "published/chinh-thuc"
    assert holds(now) == []
    (alone / "rank" / "ranking.json").chmod(0o644)
    edit(alone / "rank" / "ranking.json", lambda text: text + "\n")
    done = ranked(now, alone, "--lang", "vi")
    assert done.returncode == 2
    assert "không còn như khi niêm phong" in done.stderr


def test_an_archive_holds_the_former_year_and_verifies_without_it(years: tuple[Cycle, Path]) -> None:
    now, former = years
    assert run(now, "aggregate", "-q").returncode == 0
    ranked(now, former, "-q")
    done = run(now, "publish", "nam-nay", "--archive", "-q")
    assert done.returncode == 0, done.stderr
    assert (now.folder / "published/nam-nay/inputs/previous/results/rank/ranking.json").is_file()
    shutil.rmtree(former)
    assert holds(now, "nam-nay") == []


def test_without_a_ranking_the_scores_are_ranked_and_no_sum_takes_a_place(years: tuple[Cycle, Path]) -> None:
    now, former = years
    shutil.rmtree(former / "results" / "rank")
    ranked(now, former, "-q")
    before = {unit: row["previous"]["rank"] for unit, row in rows(now).items()}
    assert before == {unit: row["rank"] for unit, row in rows(now).items()}
    scores = json.loads((former / SCORES).read_text("utf-8"))
    scores["units"].insert(0, {**scores["units"][0], "unit": "trung-binh", "final": "99", "index": "99", "exact": {}})
    (former / SCORES).write_text(json.dumps(scores), "utf-8")
    done = ranked(now, former, "--lang", "vi")
    assert codes(done) == ["RS152"]
    assert {unit: row["previous"]["rank"] for unit, row in rows(now).items()} == before


def test_a_provisional_year_is_called_so_everywhere(years: tuple[Cycle, Path]) -> None:
    now, former = years
    edit(former / RANKING, lambda text: text.replace('"state": "final"', '"state": "provisional"', 1))
    done = ranked(now, former, "--lang", "vi")
    assert codes(done) == ["RS159"]
    assert "TẠM TÍNH năm 2022" in done.stdout
    folder = now.folder / "results" / "rank"
    for name in ("xep-hang.html", "xep-hang-cong-khai.html", "xep-hang.csv"):
        assert "kết quả năm trước là tạm tính" in (folder / name).read_text("utf-8-sig"), name
    assert document(now)["previous"]["state"] == "provisional"


def test_a_unit_that_last_year_did_not_have_says_so_and_one_that_is_gone_is_noted(years: tuple[Cycle, Path]) -> None:
    now, former = years
    first, second = "so-noi-vu", "so-tu-phap"
    edit(former / "cycle.yaml", lambda text: text.replace(f"id: {first}", "id: so-cu-mot").replace("name: Sở Nội vụ", "name: Sở Cũ Một"))
    for name in (RANKING, SCORES):
        edit(former / name, lambda text: text.replace(f'"{first}"', '"so-cu-mot"'))
    done = ranked(now, former, "--lang", "vi")
    assert codes(done) == ["RS158"]
    assert rows(now)[first]["previous"]["why_not"] == "đơn vị mới, năm trước chưa có"
    assert rows(now)[second]["previous"]["rank"] is not None


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (shutil.rmtree, "không có đợt đánh giá (cycle.yaml)"),
        (lambda former: (former / "cycle.yaml").unlink(), "không có đợt đánh giá (cycle.yaml)"),
        (lambda former: shutil.rmtree(former / "results"), "chưa có kết quả"),
        (lambda former: (former / RANKING).write_text("{", "utf-8"), "Không đọc được"),
        (lambda former: (former / RANKING).write_bytes(b"\xff\xfe{"), "Không đọc được"),
        (lambda former: (former / SCORES).write_text('{"format": "x"}', "utf-8"), "Không đọc được"),
        (lambda former: edit(former / "cycle.yaml", lambda text: text.replace("year: 2022", "year: 2031")), "là của năm 2031"),
        (lambda former: edit(former / "cycle.yaml", lambda text: text + "\nla: 1\n"), "chưa dùng được"),
        (lambda former: (former / "published" / "a").mkdir(parents=True), "niêm phong không đọc được"),
        (lambda former: edit(former / RANKING, lambda text: text.replace('"so-', '"la-')), "Không đơn vị nào so sánh được"),
    ],
    ids=["absent", "no cycle", "no results", "damaged", "other encoding", "damaged scores", "later", "register", "seal", "strangers"],
)
def test_what_cannot_be_compared_is_refused_and_nothing_is_written(years: tuple[Cycle, Path], spoil: Spoil, said: str) -> None:
    now, former = years
    before = (now.folder / RANKING).read_bytes()
    spoil(former)
    done = ranked(now, former, "--lang", "vi")
    assert done.returncode == 2
    assert said in done.stderr
    assert (now.folder / RANKING).read_bytes() == before


def test_the_same_folder_is_no_former_year_and_a_copy_of_the_same_year_is_asked_about(years: tuple[Cycle, Path], made: Cycle) -> None:
    now, _ = years
    assert "chính đợt đánh giá này" in ranked(now, now.folder, "--lang", "vi").stderr
    assert codes(ranked(now, made.folder, "--lang", "vi")) == ["RS150"]


def test_another_edition_needs_a_crosswalk_which_is_an_input_too(years: tuple[Cycle, Path]) -> None:
    now, former = years
    (former / "criteria" / "thu-nghiem").rename(former / "criteria" / "cu")
    for file in ("cycle.yaml", "criteria/cu/edition.yaml"):
        edit(former / file, lambda text: text.replace("edition: thu-nghiem", "edition: cu"))
    done = ranked(now, former, "--lang", "vi")
    assert done.returncode == 2
    assert "crosswalk-cu.yaml" in done.stderr
    walk = now.folder / "criteria" / "thu-nghiem" / "crosswalk-cu.yaml"
    walk.write_text("from: cu\nto: thu-nghiem\nblocks: {so: so}\nareas:\n  - {block: so, from: I, to: I, comparable: yes}\n", "utf-8")
    assert ranked(now, former, "-q").returncode == 0
    (block,) = document(now)["blocks"]
    assert set(block["areas_not_compared"]) == {"II", "III", "B", "P"}
    assert all(set(row["previous"]["areas"]) == {"I"} for row in block["rows"])
    assert holds(now) == []
    edit(walk, lambda text: text + "# thêm\n")
    assert holds(now) == [("VF108", "criteria/thu-nghiem/crosswalk-cu.yaml")]
