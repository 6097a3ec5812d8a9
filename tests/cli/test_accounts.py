"""In = used + refused + uncited: on a cycle into which everything odd was strewn, from the disk to the ranking's first pages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random

import pytest
from cli import returns
from cli.announcing import final_cycle, settled
from cli.appraising import run
from cli.heaps import lying, strew
from openpyxl import load_workbook

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def final(tmp_path_factory: pytest.TempPathFactory) -> returns.Cycle:
    return final_cycle(tmp_path_factory.mktemp("accounts") / "cycle")


def copied(final: returns.Cycle, tmp_path: Path) -> returns.Cycle:
    return returns.Cycle(Path(shutil.copytree(final.folder, tmp_path / "cycle")))


def counts(cycle: returns.Cycle, name: str) -> dict[str, int]:
    document = json.loads((cycle.folder / "results" / name).read_text("utf-8"))
    return dict(document["summary"]["files"] if "summary" in document else document["files"])


def adds_up(told: dict[str, int]) -> bool:
    return told["found"] == told["used"] + told["refused"] + told["uncited"] and told["uncited"] == told["kept"] + told["passed_over"] + told["other"]


def test_a_clean_cycle_uses_everything(final: returns.Cycle) -> None:
    whole = {"used": 6, "refused": 0, "uncited": 0, "kept": 0, "passed_over": 0, "other": 0, "found": 6}
    assert counts(final, "validate/findings.json") == whole
    assert counts(final, "aggregate/scores.json") == {**whole, "used": 9, "found": 9}


def test_whatever_is_strewn_there_every_file_ends_in_one_place(final: returns.Cycle, tmp_path: Path) -> None:
    cycle, chance = copied(final, tmp_path), Random(1)
    for name in ("submissions", "submissions/so-noi-vu/evidence", "submissions/so-tu-phap", "survey", "appraisal", "appraisal/round-1"):
        strew(cycle.folder / name, 25, chance, tmp_path)
    settled(cycle)
    found, scored = counts(cycle, "validate/findings.json"), counts(cycle, "aggregate/scores.json")
    assert adds_up(found)
    assert adds_up(scored)
    assert found["found"] == lying(cycle.folder / "submissions") + lying(cycle.folder / "survey")
    assert scored["found"] == found["found"] + lying(cycle.folder / "appraisal")
    assert found["refused"] > 10
    assert "Traceback" not in run(cycle, "validate").stderr


def test_each_kind_of_file_where_it_ends(final: returns.Cycle, tmp_path: Path) -> None:
    cycle = copied(final, tmp_path)
    home = cycle.folder / "submissions"
    (home / "so-noi-vu/evidence/lac.txt").write_text("không ai dẫn chiếu", "utf-8")
    (home / "so-noi-vu/evidence/I.1.1/hong.pdf").write_bytes(b"")
    (home / "so-noi-vu/.DS_Store").write_bytes(b"x")
    (home / "so-tu-phap/versions/0011aabb").mkdir(parents=True)
    (home / "so-tu-phap/versions/0011aabb/cu.xlsx").write_bytes(b"x")
    (home / "so-tu-phap/ghi chu.docx").write_bytes(b"x")
    (home / "so-la").mkdir()
    (home / "so-la/b.xlsx").write_bytes(b"x")
    (cycle.folder / "survey/xa.csv").symlink_to("/etc/passwd")
    (cycle.folder / "appraisal/y kien.txt").write_bytes(b"x")
    settled(cycle)
    told = counts(cycle, "aggregate/scores.json")
    assert told == {"found": 17, "used": 9, "refused": 4, "uncited": 4, "kept": 1, "passed_over": 1, "other": 2}
    said = run(cycle, "validate", "-v", "--lang", "en").stderr
    assert "Refused: submissions/so-la/b.xlsx" in said
    assert "Refused: survey/xa.csv" in said
    page = (cycle.folder / "results/rank/xep-hang.html").read_text("utf-8")
    assert "Chưa xem xét: 8 tệp, gồm 4 tệp không nhận hoặc không đọc được và 4 tệp không được dẫn chiếu" in page
    public = (cycle.folder / "results/rank/xep-hang-cong-khai.html").read_text("utf-8")
    assert "9 trong số 17 tệp tìm thấy; 8 tệp chưa được xem xét" in public
    first = load_workbook(cycle.folder / "results/rank/xep-hang.xlsx").worksheets[0]
    assert any("Chưa xem xét: 8 tệp" in str(cell.value) for row in first.iter_rows(1, 12) for cell in row)
    assert "Not examined: 8 files" in run(cycle, "rank", "--lang", "en").stderr
    # What nothing rests on is no input: its going leaves the result standing.
    (home / "so-noi-vu/.DS_Store").unlink()
    shutil.rmtree(home / "so-la")
    assert run(cycle, "verify", "-q").returncode == 0


def test_a_unit_whose_workbook_cannot_be_read_uses_none_of_its_files(final: returns.Cycle, tmp_path: Path) -> None:
    cycle = copied(final, tmp_path)
    (cycle.folder / "submissions/so-noi-vu/so-noi-vu.xlsx").write_bytes(b"khong phai bang tinh")
    run(cycle, "validate", "-q")
    assert counts(cycle, "validate/findings.json") == {"found": 6, "used": 4, "refused": 1, "uncited": 1, "kept": 0, "passed_over": 0, "other": 1}


def test_intake_tells_of_everything_that_came(tmp_path: Path) -> None:
    made = returns.make(tmp_path / "cycle")
    made.put("don-vi-01/b.xlsx", made.workbook("don-vi-01"))
    strew(made.inbox, 120, Random(3), tmp_path)
    told = json.loads(run(made, "intake", "--received", "2023-11-20", "--json").stdout)
    told_of = told["counts"]
    assert told_of["found"] == len(told["files"]) == told_of["used"] + told_of["refused"] + told_of["set_aside"] + told_of["passed_over"]
    assert told_of["found"] == lying(made.inbox)
    assert len({one["file"] for one in told["files"]}) == told_of["found"]
