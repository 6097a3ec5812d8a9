"""``parcli verify`` names what no longer holds: one byte in any input or result, a policy, a limit, a waiver, another version."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.announcing import RANKING, final_cycle
from cli.appraising import run
from cli.returns import Cycle

pytestmark = pytest.mark.slow
SENT = "versions/sent-001-*/criteria/thu-nghiem/so.yaml"
INPUTS = {
    "workbook": "submissions/so-noi-vu/so-noi-vu.xlsx",
    "evidence": "submissions/so-noi-vu/evidence/I.1.1/Kế hoạch 12.txt",
    "appraisal": "appraisal/round-1/so-noi-vu.xlsx",
    "council": "appraisal/council.xlsx",
    "survey": "survey/diem.csv",
    "edition": "criteria/thu-nghiem/edition.yaml",
    "block file": "criteria/thu-nghiem/so.yaml",
    "cycle": "cycle.yaml",
    "waivers": "waivers.yaml",
    "what was sent": SENT,
}
OUTPUTS = (
    "validate/findings.json", "validate/evidence.json", "validate/changes.json", "validate/kiem-tra.html", "aggregate/scores.json",
    "aggregate/tong-hop.xlsx", *RANKING,
)  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cycle:
    return final_cycle(tmp_path_factory.mktemp("verify") / "dot")


@pytest.fixture
def cycle(made: Cycle, tmp_path: Path) -> Cycle:
    return Cycle(Path(shutil.copytree(made.folder, tmp_path / "dot")))


def verified(cycle: Cycle, *arguments: str) -> list[dict[str, Any]]:
    """Return the findings; the exit code must say the same as they do."""
    done = run(cycle, "verify", *arguments, "--json")
    document = json.loads(done.stdout)
    assert document["format"] == "parcli/verify@1"
    assert done.returncode == (1 if document["findings"] else 0)
    assert document["holds"] == (not document["findings"])
    return list(document["findings"])


def flip(path: Path, place: int | None = None) -> None:
    """Change one byte; in the middle, or at a place."""
    content = bytearray(path.read_bytes())
    at = len(content) // 2 if place is None else place
    content[at] ^= 0x01
    path.write_bytes(content)


def found(cycle: Cycle, pattern: str) -> Path:
    (path,) = cycle.folder.glob(pattern)
    return path


def test_what_was_just_made_holds(made: Cycle) -> None:
    assert verified(made) == []
    assert "results/validate, results/aggregate, results/rank" in run(made, "doi-chieu", "--lang", "vi").stdout


@pytest.mark.parametrize("pattern", INPUTS.values(), ids=INPUTS)
def test_a_changed_byte_in_any_input_is_named(cycle: Cycle, pattern: str) -> None:
    path = found(cycle, pattern)
    flip(path)
    name = path.relative_to(cycle.folder).as_posix()
    (named,) = [one for one in verified(cycle) if (one["code"], one["file"]) == ("VF108", name)]
    assert named["remedy"]
    assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(named["values"]["present"])


@pytest.mark.parametrize("pattern", INPUTS.values(), ids=INPUTS)
def test_a_missing_input_is_named(cycle: Cycle, pattern: str) -> None:
    path = found(cycle, pattern)
    path.unlink()
    done = run(cycle, "verify", "--json")
    if pattern == "cycle.yaml":  # without it this is no cycle any more
        assert done.returncode == 2
        return
    name = path.relative_to(cycle.folder).as_posix()
    assert ("VF109", name) in {(one["code"], one["file"]) for one in json.loads(done.stdout)["findings"]}


@pytest.mark.parametrize(
    ("copied", "name"),
    [
        ("survey/diem.csv", "survey/them.csv"),
        ("appraisal/round-1/so-noi-vu.xlsx", "appraisal/round-1/ban-sao.xlsx"),
        ("submissions/so-noi-vu/evidence/I.1.1/Kế hoạch 12.txt", "submissions/so-noi-vu/evidence/I.1.1/them.txt"),
        ("submissions/so-noi-vu/so-noi-vu.xlsx", "submissions/so-noi-vu/ban-hai.xlsx"),
    ],
)
def test_a_new_input_is_named(cycle: Cycle, copied: str, name: str) -> None:
    shutil.copyfile(cycle.folder / copied, cycle.folder / name)
    assert ("VF110", name) in {(one["code"], one["file"]) for one in verified(cycle)}


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_changed_byte_in_any_result_is_named(cycle: Cycle, name: str) -> None:
    flip(cycle.folder / "results" / name)
    first = verified(cycle)[0]
    if name == "aggregate/scores.json":  # the ranking rests on it too
        assert (first["code"], first["file"]) in {("VF108", f"results/{name}"), ("VF111", f"results/{name}")}
    else:
        assert (first["code"], first["file"]) == ("VF111", f"results/{name}")


def test_a_missing_and_a_strange_result_are_named(cycle: Cycle) -> None:
    (cycle.folder / "results/rank/xep-hang.html").unlink()
    (cycle.folder / "results/rank/ghi-chu.txt").write_text("x", "utf-8")
    found_here = {(one["code"], one["file"]) for one in verified(cycle)}
    assert found_here == {("VF112", "results/rank/xep-hang.html"), ("VF113", "results/rank/ghi-chu.txt")}


@pytest.mark.parametrize(
    ("was", "now", "what"),
    [
        ("not_assigned: rescale", "not_assigned: full_marks", "not_applicable.not_assigned"),
        ("policies:\n", "policies:\n  rank_on: printed\n", "rank_on"),
        ("policies:\n", "policies:\n  appraisal_may_exceed_self: true\n", "appraisal_may_exceed_self"),
        ("policies:\n", "policies:\n  rounding: {item: 1}\n", "rounding.item"),
    ],
)
def test_a_changed_policy_is_the_first_thing_named(cycle: Cycle, was: str, now: str, what: str) -> None:
    path = cycle.folder / "criteria/thu-nghiem/edition.yaml"
    path.write_text(path.read_text("utf-8").replace(was, now), "utf-8")
    first = verified(cycle)[0]
    assert (first["code"], first["values"]["what"], first["file"]) == ("VF104", what, "criteria/thu-nghiem/edition.yaml")


def test_a_changed_limit_version_and_waiver_are_named(cycle: Cycle) -> None:
    path = cycle.folder / "cycle.yaml"
    path.write_text(path.read_text("utf-8") + "limits: {cells: 150000}\n", "utf-8")
    waivers = cycle.folder / "waivers.yaml"
    waivers.write_text(waivers.read_text("utf-8").replace("Đã xem bản giấy", "Chưa xem"), "utf-8")
    codes = {one["code"]: one["values"].get("what") for one in verified(cycle)}
    assert codes["VF105"] == "cells"
    assert codes["VF107"] == "EV301 so-noi-vu I.1.2"
    edition = cycle.folder / "criteria/thu-nghiem/edition.yaml"
    edition.write_text(edition.read_text("utf-8").replace('version: "1.0"', 'version: "1.1"'), "utf-8")
    assert verified(cycle)[0]["code"] == "VF103"


def rewritten(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads(path.read_text("utf-8"))
    change(document)
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")


def test_another_version_of_the_tool_is_named(cycle: Cycle) -> None:
    rewritten(cycle.folder / "results/rank/manifest.json", lambda one: one.update(version="0.0.1"))
    first = verified(cycle)[0]
    assert (first["code"], first["values"]["recorded"]) == ("VF102", "0.0.1")


def test_a_result_that_was_changed_together_with_its_manifest_is_computed_anew(cycle: Cycle) -> None:
    scores = cycle.folder / "results/aggregate/scores.json"
    rewritten_text = scores.read_text("utf-8").replace('"final": "16.1247058824"', '"final": "19.1247058824"')
    assert rewritten_text != scores.read_text("utf-8")
    scores.write_text(rewritten_text, "utf-8")
    digest, size = hashlib.sha256(scores.read_bytes()).hexdigest(), scores.stat().st_size

    def resealed(document: dict[str, Any]) -> None:
        for each in (*document["inputs"], *document["outputs"]):
            if each["path"].endswith("scores.json"):
                each.update(sha256=digest, bytes=size)

    for name in ("aggregate", "rank"):
        rewritten(cycle.folder / f"results/{name}/manifest.json", resealed)
    first = verified(cycle)[0]
    assert (first["code"], first["file"]) == ("VF114", "results/aggregate/scores.json")
    assert (first["values"]["recorded"], first["values"]["present"]) == ("19.1247058824", "16.1247058824")
    assert "so-noi-vu final" in first["values"]["what"]


@pytest.mark.parametrize("content", ["", "{}", '{"format": "parcli/manifest@1"}', None])
def test_a_manifest_that_is_none_is_named(cycle: Cycle, content: str | None) -> None:
    place = cycle.folder / "results/aggregate/manifest.json"
    place.unlink()
    if content is not None:
        place.write_text(content, "utf-8")
    first = verified(cycle)[0]
    assert (first["code"], first["file"]) == ("VF101", "results/aggregate/manifest.json")


def test_a_definition_that_no_longer_holds_is_named_with_what_changed(cycle: Cycle) -> None:
    path = cycle.folder / "criteria/thu-nghiem/so.yaml"
    path.write_text("areas: [", "utf-8")
    codes = [(one["code"], one["file"]) for one in verified(cycle)]
    assert ("VF108", "criteria/thu-nghiem/so.yaml") in codes
    assert codes[-1][0] == "VF115"


def test_the_first_is_told_and_the_rest_are_counted(cycle: Cycle) -> None:
    for name in ("survey/diem.csv", "survey/phieu.csv"):
        (cycle.folder / name).write_bytes((cycle.folder / name).read_bytes() + b"\n")
    short = run(cycle, "verify", "--lang", "vi")
    assert (short.returncode, short.stdout) == (1, "")
    assert (short.stderr.count("[VF108]"), "và 1 nội dung nữa" in short.stderr) == (1, True)
    assert run(cycle, "verify", "-v").stderr.count("[VF108]") == 2


def test_there_must_be_something_to_verify(cycle: Cycle) -> None:
    shutil.rmtree(cycle.folder / "results")
    assert run(cycle, "verify").returncode == 2
    assert run(cycle, "verify", "khong-co").returncode == 2


def test_a_waiver_that_ends_is_asked_about_on_the_day_that_was_recorded(cycle: Cycle) -> None:
    document = json.loads((cycle.folder / "results/aggregate/manifest.json").read_text("utf-8"))
    assert document["waivers_on"]
    assert document["waivers"][0]["until"] == "2099-12-31"
    for name in ("validate", "aggregate", "rank"):
        rewritten(cycle.folder / f"results/{name}/manifest.json", lambda one: one.update(waivers_on="2099-12-30"))
    assert [one["code"] for one in verified(cycle)] == []


def test_the_log_names_the_manifest_that_was_written(made: Cycle) -> None:
    lines = [json.loads(line) for line in (made.folder / "log.jsonl").read_text("utf-8").splitlines()]
    for name in ("validate", "aggregate", "rank"):
        last = [line for line in lines if line["command"] == name][-1]
        assert last["manifest"] == hashlib.sha256((made.folder / f"results/{name}/manifest.json").read_bytes()).hexdigest()
