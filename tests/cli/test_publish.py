"""``parcli publish``: what is announced is sealed whole, never overwritten, checked by its seal, and followed by differences."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli.announcing import RANKING, decide, final_cycle, settled
from cli.appraising import run
from cli.returns import Cycle, tree

pytestmark = pytest.mark.slow
ARCHIVED = {
    "workbook": "inputs/submissions/so-noi-vu/so-noi-vu.xlsx",
    "evidence": "inputs/submissions/so-noi-vu/evidence/I.1.1/Kế hoạch 12.txt",
    "council": "inputs/appraisal/council.xlsx",
    "survey": "inputs/survey/diem.csv",
    "block file": "inputs/criteria/thu-nghiem/so.yaml",
    "cycle": "inputs/cycle.yaml",
    "waivers": "inputs/waivers.yaml",
}
SEALED = (
    "aggregate/scores.json", "aggregate/tong-hop.xlsx", "aggregate/manifest.json", *RANKING, "rank/manifest.json",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cycle:
    return final_cycle(tmp_path_factory.mktemp("publish") / "dot")


@pytest.fixture
def cycle(made: Cycle, tmp_path: Path) -> Cycle:
    return Cycle(Path(shutil.copytree(made.folder, tmp_path / "dot")))


@pytest.fixture(scope="module")
def announced(made: Cycle, tmp_path_factory: pytest.TempPathFactory) -> Cycle:
    """A cycle with one set that was announced together with its inputs."""
    cycle = Cycle(Path(shutil.copytree(made.folder, tmp_path_factory.mktemp("announced") / "dot")))
    assert publish(cycle, "chinh-thuc", "--archive", "--note", "Quyết định 12/QĐ-UBND").returncode == 0
    return cycle


@pytest.fixture
def sealed(announced: Cycle, tmp_path: Path) -> Cycle:
    return Cycle(Path(shutil.copytree(announced.folder, tmp_path / "dot")))


def publish(cycle: Cycle, *arguments: str) -> Any:
    return run(cycle, "publish", *arguments, "--lang", "vi")


def place(cycle: Cycle, name: str = "chinh-thuc") -> Path:
    return cycle.folder / "published" / name


def seal(cycle: Cycle, name: str = "chinh-thuc") -> dict[str, Any]:
    return dict(json.loads((place(cycle, name) / "niem-phong.json").read_text("utf-8")))


def verified(cycle: Cycle, name: str = "chinh-thuc") -> list[tuple[str, str]]:
    done = run(cycle, "verify", name, "--json")
    document = json.loads(done.stdout)
    assert done.returncode == (1 if document["findings"] else 0)
    return [(one["code"], one["file"]) for one in document["findings"]]


def flip(path: Path) -> None:
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x01
    path.write_bytes(content)


def corrected(cycle: Cycle) -> None:
    """The Council decides otherwise, and a survey's figure is put right."""
    decide(cycle, 0.5)
    survey = cycle.folder / "survey/diem.csv"
    survey.write_text(survey.read_text("utf-8").replace("so-tu-phap;II.2;80", "so-tu-phap;II.2;100"), "utf-8")
    assert settled(cycle) == (0, 0)


def test_a_seal_lists_every_file_and_every_input(announced: Cycle) -> None:
    one = seal(announced)
    lying = {name: digest for name, digest in tree(place(announced)).items() if name != "niem-phong.json"}
    assert {each["path"]: each["sha256"] for each in one["files"]} == {name: lying[name] for name in SEALED}
    assert {f"inputs/{each['path']}": each["sha256"] for each in one["inputs"]} == {name: lying[name] for name in lying if name not in SEALED}
    assert (one["name"], one["sequence"], one["state"], one["note"], one["previous"]) == ("chinh-thuc", 1, "final", "Quyết định 12/QĐ-UBND", None)
    for name in SEALED:
        assert (place(announced) / name).read_bytes() == (announced.folder / "results" / name).read_bytes()


def test_what_was_sealed_holds_and_nothing_outside_changed(announced: Cycle, made: Cycle) -> None:
    assert verified(announced) == []
    outside = {name: digest for name, digest in tree(announced.folder).items() if not name.startswith(("published/", "log.jsonl"))}
    assert outside == {name: digest for name, digest in tree(made.folder).items() if not name.startswith("log.jsonl")}


def test_the_same_result_gives_the_same_bytes(announced: Cycle, cycle: Cycle) -> None:
    publish(cycle, "chinh-thuc", "--archive", "--note", "Quyết định 12/QĐ-UBND")
    assert tree(place(cycle)) == tree(place(announced))


@pytest.mark.parametrize("name", [*SEALED, *ARCHIVED.values()])
def test_a_changed_byte_in_any_sealed_file_is_named(sealed: Cycle, name: str) -> None:
    flip(place(sealed) / name)
    first = verified(sealed)[0]
    assert first == ("VF108" if name.startswith("inputs/") else "VF111", f"published/chinh-thuc/{name}")


def test_missing_and_strange_files_and_a_broken_seal_are_named(sealed: Cycle) -> None:
    (place(sealed) / "rank/xep-hang.html").unlink()
    (place(sealed) / "inputs/survey/phieu.csv").unlink()
    (place(sealed) / "ghi-chu.txt").write_text("x", "utf-8")
    found = verified(sealed)
    expected = [("VF112", "rank/xep-hang.html"), ("VF113", "ghi-chu.txt"), ("VF109", "inputs/survey/phieu.csv")]
    assert found[:3] == [(code, f"published/chinh-thuc/{name}") for code, name in expected]
    (place(sealed) / "niem-phong.json").unlink()
    assert verified(sealed) == [("VF116", "published/chinh-thuc/niem-phong.json")]
    assert publish(sealed, "lan-2").returncode == 2


def test_an_archive_holds_whatever_becomes_of_the_cycle(sealed: Cycle) -> None:
    corrected(sealed)
    assert verified(sealed) == []
    (sealed.folder / "cycle.yaml").write_text((sealed.folder / "cycle.yaml").read_text("utf-8") + "contact: x\n", "utf-8")
    shutil.rmtree(sealed.folder / "submissions")
    assert verified(sealed) == []


def test_without_an_archive_the_inputs_of_the_cycle_are_asked(cycle: Cycle) -> None:
    assert publish(cycle, "lan-1").returncode == 0
    assert not (place(cycle, "lan-1") / "inputs").exists()
    assert verified(cycle, "lan-1") == []
    flip(cycle.folder / "submissions/so-noi-vu/so-noi-vu.xlsx")
    assert ("VF108", "submissions/so-noi-vu/so-noi-vu.xlsx") in verified(cycle, "lan-1")


def test_a_set_is_never_overwritten(sealed: Cycle) -> None:
    before = tree(place(sealed))
    for name in ("chinh-thuc", "Chinh-Thuc"):
        done = publish(sealed, name)
        assert (done.returncode, "không bao giờ bị ghi đè" in done.stderr) == (2, True)
    assert tree(place(sealed)) == before


@pytest.mark.parametrize("name", ["", "a b", "../x", "a/b", "nul", "đợt-1", "x" * 61, ".an"])
def test_a_name_must_be_a_plain_one(cycle: Cycle, name: str) -> None:
    assert publish(cycle, name).returncode == 2
    assert not (cycle.folder / "published").exists()


def test_only_what_holds_is_announced(cycle: Cycle) -> None:
    flip(cycle.folder / "results/rank/ranking.json")
    done = publish(cycle, "lan-1")
    assert (done.returncode, "[VF111]" in done.stderr) == (1, True)
    shutil.rmtree(cycle.folder / "results/rank")
    assert publish(cycle, "lan-1").returncode == 2
    assert not (cycle.folder / "published").exists()


def test_a_result_that_is_not_final_is_announced_only_when_asked(cycle: Cycle) -> None:
    (cycle.folder / "survey/diem.csv").unlink()
    assert settled(cycle) == (1, 1)
    assert publish(cycle, "lan-1").returncode == 2
    run(cycle, "aggregate", "--provisional", "-q")
    run(cycle, "rank", "-q")
    assert publish(cycle, "lan-1").returncode == 2
    assert publish(cycle, "lan-1", "--provisional-too").returncode == 0
    assert seal(cycle, "lan-1")["state"] == "provisional"
    assert verified(cycle, "lan-1") == []


def test_a_dry_run_writes_nothing(cycle: Cycle) -> None:
    assert publish(cycle, "lan-1", "--dry-run").returncode == 0
    assert not (cycle.folder / "published").exists()


def test_a_later_set_says_what_is_otherwise_and_why(sealed: Cycle) -> None:
    corrected(sealed)
    done = publish(sealed, "dinh-chinh", "--note", "Đính chính theo biên bản 04", "--json")
    assert "published/dinh-chinh/khac-biet.xlsx" in json.loads(done.stdout)["written"]
    document = json.loads((place(sealed, "dinh-chinh") / "changes.json").read_text("utf-8"))
    assert (document["from"], document["to"], document["note"]) == ("chinh-thuc", "dinh-chinh", "Đính chính theo biên bản 04")
    assert [each["path"] for each in document["inputs"]] == ["appraisal/council.xlsx", "survey/diem.csv"]
    units = {one["unit"]: one for one in document["units"]}
    council = [each for each in units["so-noi-vu"]["items"] if each["item"] == "II.3"]
    reason = "Thống nhất; BB 03/BB-HĐTĐ"
    assert council == [
        {"item": "II.3", "stage": "council", "before": "1.5", "after": "0.5", "reason": reason},
        {"item": "II.3", "stage": "final", "before": "1.5", "after": "0.5", "reason": reason},
    ]
    survey = next(each for each in units["so-tu-phap"]["items"] if each["stage"] == "survey")
    assert (survey["before"], survey["after"], survey["reason"]) == ("1.6", "2", "survey/diem.csv C3")
    assert (units["so-tu-phap"]["before"]["rank"], units["so-tu-phap"]["after"]["rank"]) == ("1", "1")
    book = openpyxl.load_workbook(place(sealed, "dinh-chinh") / "khac-biet.xlsx")
    assert book.sheetnames == ["Đơn vị", "Tiêu chí", "Đầu vào và thiết lập"]
    rows = [[cell.value for cell in row] for row in book["Tiêu chí"].iter_rows()]
    assert ["Sở Nội vụ", "II.3", "Hội đồng", "Hội đồng thẩm định", 1.5, 0.5, reason] in rows


def test_a_later_set_remembers_the_seal_of_the_one_before(sealed: Cycle) -> None:
    corrected(sealed)
    assert publish(sealed, "dinh-chinh").returncode == 0
    second = seal(sealed, "dinh-chinh")
    former = place(sealed) / "niem-phong.json"
    assert (second["sequence"], second["previous"]) == (2, {"name": "chinh-thuc", "sha256": hashlib.sha256(former.read_bytes()).hexdigest()})
    assert verified(sealed, "dinh-chinh") == []
    former.chmod(0o644)
    former.write_text(former.read_text("utf-8").replace("12/QĐ-UBND", "13/QĐ-UBND"), "utf-8")
    assert verified(sealed, "dinh-chinh") == [("VF117", "published/chinh-thuc/niem-phong.json")]


def test_a_set_of_the_same_result_has_no_differences(sealed: Cycle) -> None:
    assert publish(sealed, "ban-sao").returncode == 0
    document = json.loads((place(sealed, "ban-sao") / "changes.json").read_text("utf-8"))
    assert (document["units"], document["inputs"], document["settings"]) == ([], [], [])


def test_the_log_says_what_was_announced(announced: Cycle) -> None:
    last = json.loads((announced.folder / "log.jsonl").read_text("utf-8").splitlines()[-1])
    assert (last["command"], last["arguments"][:2], last["outcome"]) == ("publish", ["chinh-thuc", "--archive"], 0)


def test_the_next_step_after_a_final_ranking_is_to_announce_it(cycle: Cycle, announced: Cycle) -> None:
    (cycle.folder / "results/appraise").mkdir(exist_ok=True)
    for one, words in ((cycle, "parcli publish"), (announced, "published/")):
        run(one, "appraise", "status", "-q")
        told = run(one, "--lang", "en").stdout
        assert words in told, told
