"""Both rounds of appraisal through the real commands, filled in by a program that finds cells by their headings."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from cli.appraising import CODES, agreed, appraised, codes, enter, entries, evidence, names, opened, put, rows, run, scores
from cli.returns import Cycle, tree
from openpyxl import load_workbook

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cycle:
    return appraised(tmp_path_factory.mktemp("cycle") / "dot")


@pytest.fixture
def cycle(made: Cycle, tmp_path: Path) -> Cycle:
    return Cycle(Path(shutil.copytree(made.folder, tmp_path / "dot")))


def at(cycle: Cycle, name: str, number: int = 1) -> Path:
    return cycle.folder / "appraisal" / f"round-{number}" / name


def test_one_workbook_per_unit_and_a_word_on_those_without(cycle: Cycle) -> None:
    said = opened(cycle)
    assert names(said) == ["round-1/so-a.xlsx", "round-1/so-b.xlsx", "round-1/so-tu-phap.xlsx"]
    assert {(one["code"], one["unit"]) for one in said["problems"]} == {("AP141", "so-muon"), ("AP142", "so-hong"), ("AP143", "so-loai")}
    assert set(rows(at(cycle, "so-a.xlsx"))) == {("so-a", code) for code in CODES}


def test_a_row_shows_what_an_appraiser_needs(cycle: Cycle) -> None:
    opened(cycle)
    own = rows(at(cycle, "so-b.xlsx"))["so-b", "I.1"]
    assert (own["Tên đơn vị"].value, own["Điểm tối đa"].value, own["Điểm tự chấm"].value) == ("Sở B", 2, 1.8)
    assert own["Số liệu của đơn vị"].value == "Số đã làm: 9 (có số ước thực hiện)\nTổng số: 10"
    claimed = rows(at(cycle, "so-tu-phap.xlsx"))["so-tu-phap", "I.2"]
    assert (claimed["Điểm tự chấm"].value, claimed["Không áp dụng"].protection.locked) == (None, False)
    assert claimed["Giải trình của đơn vị"].value == "Không có đơn vị trực thuộc"
    assert rows(at(cycle, "so-a.xlsx"))["so-a", "I.2"]["Không áp dụng"].protection.locked


def test_links_lead_to_the_evidence_from_where_the_file_lies(cycle: Cycle) -> None:
    opened(cycle)
    path = at(cycle, "so-a.xlsx")
    link = rows(path)["so-a", "I.1"]["Tệp 1"].hyperlink.target
    assert (path.parent / unquote(link)).resolve() == (cycle.folder / "submissions/so-a/evidence/I.1/Báo cáo số 1 #2 (50%).txt").resolve()
    assert (path.parent / unquote(link)).is_file()
    listed = load_workbook(path)["Tài liệu kiểm chứng"]
    assert [cell.value for cell in listed[6]][:3] == ["Sở A", "I.1", "I.1/Báo cáo số 1 #2 (50%).txt"]


def test_by_area_like_cases_stand_side_by_side_and_no_row_is_lost(cycle: Cycle) -> None:
    said = opened(cycle, 1, "--by", "area")
    assert names(said) == ["round-1/so-I.xlsx", "round-1/so-II.xlsx", "round-1/so-II-so-tu-phap.xlsx"]
    by_file = {name: list(rows(at(cycle, name.removeprefix("round-1/")))) for name in names(said)}
    assert by_file["round-1/so-I.xlsx"][:4] == [("so-a", "I.1"), ("so-b", "I.1"), ("so-tu-phap", "I.1"), ("so-a", "I.2")]
    assert {unit for unit, _ in by_file["round-1/so-II.xlsx"]} == {"so-a", "so-b"}
    assert by_file["round-1/so-II-so-tu-phap.xlsx"] == [("so-tu-phap", "II.1"), ("so-tu-phap", "II.2")]
    assert sorted(row for found in by_file.values() for row in found) == sorted(
        (unit, code) for unit in ("so-a", "so-b", "so-tu-phap") for code in CODES
    )


def test_opening_again_writes_nothing_and_a_late_unit_gets_its_own_file(cycle: Cycle) -> None:
    opened(cycle, 1, "--by", "area")
    before = tree(cycle.folder / "appraisal")
    assert opened(cycle, 1, "--by", "area")["written"] == []
    assert opened(cycle, 1)["written"] == []
    put(cycle, "so-muon", cycle.workbook("so-muon", entries=entries()))
    assert names(opened(cycle, 1, "--by", "area")) == ["round-1/so-I-2.xlsx", "round-1/so-II-2.xlsx"]
    after = tree(cycle.folder / "appraisal")
    assert {name: after[name] for name in before} == before
    assert {unit for unit, _ in rows(at(cycle, "so-I-2.xlsx"))} == {"so-muon"}


def test_a_dry_run_writes_nothing(cycle: Cycle) -> None:
    assert opened(cycle, 1, "--dry-run")["written"] == []
    assert not (cycle.folder / "appraisal").exists()


def test_the_same_cycle_gives_the_same_bytes(cycle: Cycle) -> None:
    opened(cycle)
    before = tree(cycle.folder / "appraisal")
    shutil.rmtree(cycle.folder / "appraisal")
    opened(cycle)
    assert tree(cycle.folder / "appraisal") == before


def test_points_reach_the_scores_and_the_round_ends_where_nothing_is_asked(cycle: Cycle) -> None:
    opened(cycle)
    path = at(cycle, "so-a.xlsx")
    enter(
        path,
        agreed(path, so_a__I_1={"Điểm thẩm định": 1.5, "Lý do": "Thực hiện chậm so với thời hạn quy định"}, so_a__I_10={"Điểm thẩm định": "1,5"}),
    )
    found = scores(cycle)
    unit = found["so-a"]
    assert (unit["items"]["I.1"]["computed"], unit["items"]["I.1"]["appraised_1"], unit["items"]["I.1"]["final"]) == ("1.6", "1.5", "1.5")
    assert (unit["state"], unit["final"]) == ("final", "6")
    assert found["so-b"]["state"] == "provisional"
    assert "appraisal/round-1/so-a.xlsx" in {
        one["path"] for one in json.loads((cycle.folder / "results/aggregate/scores.json").read_text())["inputs"]
    }


def test_a_claim_is_answered(cycle: Cycle) -> None:
    opened(cycle)
    path = at(cycle, "so-tu-phap.xlsx")
    given = agreed(path, so_tu_phap__I_2={"Không áp dụng": "Chấp nhận"})
    enter(path, given)
    accepted = scores(cycle)["so-tu-phap"]
    assert (accepted["state"], accepted["items"]["I.2"]["applicable"]) == ("final", False)
    enter(path, {("so-tu-phap", "I.2"): {"Không áp dụng": "Không chấp nhận", "Điểm thẩm định": 0.5, "Lý do": "Có phát sinh"}})
    rejected = scores(cycle)["so-tu-phap"]
    assert (rejected["state"], rejected["items"]["I.2"]["applicable"], rejected["items"]["I.2"]["final"]) == ("final", True, "0.5")


# What is entered in the row of A's I.1 or I.3, and the finding that names it.
BAD: dict[str, tuple[str, dict[str, Any]]] = {
    "AP114": ("I.1", {"Điểm thẩm định": 3, "Lý do": "Tốt"}),
    "AP115": ("I.1", {"Điểm thẩm định": 2, "Lý do": "Tốt"}),
    "AP116": ("I.3", {"Điểm thẩm định": 0.3, "Lý do": "Ít"}),
    "AP118": ("I.1", {"Điểm thẩm định": 1}),
    "AP112": ("I.1", {"Điểm thẩm định": "một"}),
}


@pytest.mark.parametrize("code", BAD)
def test_what_cannot_be_taken_is_named_and_the_total_stays_provisional(cycle: Cycle, code: str) -> None:
    opened(cycle)
    path = at(cycle, "so-a.xlsx")
    item, bad = BAD[code]
    enter(path, agreed(path) | {("so-a", item): bad})
    before = tree(cycle.folder / "appraisal")
    done = run(cycle, "aggregate")
    assert (done.returncode, codes(done)) == (1, [code])
    unit = scores(cycle)["so-a"]
    assert (unit["state"], unit["final"], unit["items"][item]["appraised_1"]) == ("provisional", None, None)
    assert tree(cycle.folder / "appraisal") == before


def test_an_item_that_is_not_open_and_a_file_of_another_round_or_cycle(cycle: Cycle) -> None:
    opened(cycle)
    path = at(cycle, "so-a.xlsx")
    enter(path, agreed(path))
    book = load_workbook(path)
    sheet = book["Thẩm định"]
    last = sheet.max_row + 1
    for place, value in {1: "so-b", 3: "I.1", 13: 1, 15: "Chép nhầm"}.items():
        sheet.cell(last, place).value = value
    book.save(path)
    assert codes(run(cycle, "aggregate")) == ["AP111"]
    assert scores(cycle)["so-b"]["items"]["I.1"]["waits_for"] == ["refused_1"]
    (cycle.folder / "appraisal" / "round-2").mkdir()
    path.rename(at(cycle, "so-a.xlsx", 2))
    assert codes(run(cycle, "aggregate")) == ["AP104"]
    other = cycle.folder / "cycle.yaml"
    other.write_text(other.read_text("utf-8").replace("cycle: thu-nghiem/2023", "cycle: thu-nghiem/2024"), "utf-8")
    assert set(codes(run(cycle, "aggregate"))) == {"AP103"}


def test_two_figures_for_one_item_are_both_kept_for_the_council(cycle: Cycle) -> None:
    opened(cycle)
    path = at(cycle, "so-a.xlsx")
    enter(path, agreed(path))
    shutil.copy(path, at(cycle, "ban sao.xlsx"))
    enter(at(cycle, "ban sao.xlsx"), {("so-a", "I.1"): {"Điểm thẩm định": 1, "Lý do": "Chậm"}})
    done = run(cycle, "aggregate")
    assert (done.returncode, codes(done)) == (1, ["AP125"])
    assert "ban sao.xlsx" in done.stderr
    assert "so-a.xlsx" in done.stderr
    assert scores(cycle)["so-a"]["items"]["I.1"]["waits_for"] == ["disputed_1"]


def test_a_strange_file_is_named_and_the_others_are_heard(cycle: Cycle) -> None:
    opened(cycle)
    path = at(cycle, "so-a.xlsx")
    enter(path, agreed(path))
    at(cycle, "la.xlsx").write_bytes(b"khong phai bang tinh")
    at(cycle, "~$so-a.xlsx").write_bytes(b"")
    at(cycle, "cu.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert codes(run(cycle, "aggregate")) == ["AP102", "AP102"]
    assert scores(cycle)["so-a"]["state"] == "final"


@pytest.fixture
def questioned(cycle: Cycle) -> Cycle:
    """The cycle after the first round: A is asked about I.1 and supplements, B has an estimate."""
    opened(cycle)
    for unit in ("so-a", "so-b", "so-tu-phap"):
        path = at(cycle, f"{unit}.xlsx")
        given = agreed(path)
        if unit == "so-a":
            given["so-a", "I.1"] = {"Điểm thẩm định": 1, "Lý do": "Thiếu báo cáo", "Yêu cầu giải trình": "Bổ sung báo cáo quý III"}
        if unit == "so-tu-phap":
            given["so-tu-phap", "I.2"] = {"Không áp dụng": "Chấp nhận"}
        enter(path, given)
    put(cycle, "so-a", cycle.workbook("so-a", entries=entries(9, why="Đã hoàn thành thêm một nhiệm vụ")))
    return cycle


def test_the_second_round_opens_questions_and_estimates_alone(questioned: Cycle) -> None:
    assert {*codes(run(questioned, "aggregate"))} >= {"AP129", "AP130"}
    said = opened(questioned, 2)
    assert names(said) == ["round-2/so-a.xlsx", "round-2/so-b.xlsx"]
    asked = rows(at(questioned, "so-a.xlsx", 2))
    assert set(asked) == {("so-a", "I.1")}
    one = asked["so-a", "I.1"]
    assert (one["Điểm lần 1"].value, one["Điểm tự chấm"].value) == (1, 1.8)
    assert one["Lý do, yêu cầu lần 1"].value == "Lý do: Thiếu báo cáo\nYêu cầu: Bổ sung báo cáo quý III"
    changed = one["Đơn vị bổ sung, thay đổi"].value
    assert "Số đã làm: 8 → 9" in changed
    assert "Điểm tự chấm: 1,6 → 1,8" in changed
    assert "Giải trình đã được viết lại" in changed
    assert one["Giải trình của đơn vị"].value == "Đã hoàn thành thêm một nhiệm vụ"
    assert set(rows(at(questioned, "so-b.xlsx", 2))) == {("so-b", "I.1")}
    assert "AP144" in {problem["code"] for problem in said["problems"]}


def test_the_second_round_settles_what_the_first_asked(questioned: Cycle) -> None:
    opened(questioned, 2)
    before = scores(questioned)["so-a"]
    assert (before["state"], before["items"]["I.1"]["waits_for"]) == ("provisional", ["questioned"])
    enter(at(questioned, "so-a.xlsx", 2), {("so-a", "I.1"): {"Điểm thẩm định": 1.8}})
    enter(at(questioned, "so-b.xlsx", 2), {("so-b", "I.1"): {"Điểm thẩm định": 1.5, "Lý do": "Số thực tế thấp hơn"}})
    done = run(questioned, "aggregate")
    assert codes(done) == []
    found = scores(questioned)
    assert (found["so-a"]["items"]["I.1"]["appraised_2"], found["so-a"]["state"]) == ("1.8", "final")
    assert (found["so-b"]["items"]["I.1"]["source"], found["so-b"]["items"]["I.1"]["final"]) == ("appraisal_2", "1.5")


def test_new_evidence_is_named_and_linked_first(questioned: Cycle) -> None:
    workbook = (questioned.folder / "submissions/so-b/so-b.xlsx").read_bytes()
    evidence(questioned, "so-b", "I.1/a-cu.txt")
    receipts = [receipt(workbook, "so-b", questioned, "I.1/a-cu.txt")]
    evidence(questioned, "so-b", "I.1/b-moi.txt")
    receipts.append(receipt(None, "so-b", questioned, "I.1/b-moi.txt"))
    document = {"format": "parcli/received@1", "units": {"so-b": receipts}}
    (questioned.folder / "submissions/received.json").write_text(json.dumps(document), "utf-8")
    opened(questioned, 2)
    one = rows(at(questioned, "so-b.xlsx", 2))["so-b", "I.1"]
    assert one["Đơn vị bổ sung, thay đổi"].value == "Tệp mới: b-moi.txt"
    assert one["Tệp 1"].hyperlink.target.endswith("b-moi.txt")


def receipt(workbook: bytes | None, unit: str, cycle: Cycle, path: str) -> dict[str, Any]:
    import hashlib

    def about(name: str, content: bytes) -> dict[str, Any]:
        return {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}

    content = (cycle.folder / "submissions" / unit / "evidence" / path).read_bytes()
    listed = {"path": path, **{key: value for key, value in about(path, content).items() if key != "name"}}
    return {
        "received": "2023-11-20", "via": "", "ref": "", "kind": "official", "source": "a.zip", "sha256": "", "late": False, "evidence": [listed],
        "workbook": None if workbook is None else about(f"{unit}.xlsx", workbook),
    }  # fmt: skip


def test_a_first_round_that_is_not_there_cannot_have_a_second(cycle: Cycle) -> None:
    assert run(cycle, "appraise", "open", "--round", "2").returncode == 2
    assert run(cycle, "appraise", "open", "--round", "3").returncode == 2
    assert run(cycle, "appraise", "open", "--round", "1", "--by", "room").returncode == 2


def test_a_lost_former_workbook_is_said_not_guessed(questioned: Cycle) -> None:
    shutil.rmtree(questioned.folder / "submissions/so-a/versions")
    opened(questioned, 2)
    assert rows(at(questioned, "so-a.xlsx", 2))["so-a", "I.1"]["Đơn vị bổ sung, thay đổi"].value.startswith("Không còn bản dùng ở lần 1")


def test_the_status_counts_rows_and_compares_units(questioned: Cycle) -> None:
    path = at(questioned, "so-tu-phap.xlsx")
    enter(path, {("so-tu-phap", "I.1"): {"Điểm thẩm định": 1.2, "Lý do": "Số liệu không khớp"}, ("so-tu-phap", "II.1"): {"Điểm thẩm định": 0.75}})
    enter(at(questioned, "so-a.xlsx"), {("so-a", "II.1"): {"Điểm thẩm định": 0.25, "Lý do": "Thiếu tài liệu"}})
    done = run(questioned, "appraise", "status", "--json")
    assert done.returncode == 0
    said = json.loads(done.stdout)
    assert said["written"] == ["results/appraise/so-sanh.xlsx", "results/appraise/tham-dinh.json"]
    units = {one["unit"]: one["round_1"] for one in said["units"]}
    assert units["so-a"] == {"open": 6, "answered": 6, "questioned": 1, "refused": 0, "disputed": 0}
    assert (units["so-tu-phap"]["answered"], units["so-tu-phap"]["refused"], units["so-muon"]["open"]) == (5, 1, 0)
    assert "so-loai" not in units
    document = json.loads((questioned.folder / "results/appraise/tham-dinh.json").read_text("utf-8"))
    assert (document["format"], document["files"], document["units"]) == ("parcli/appraisal@1", said["files"], said["units"])
    sheet = load_workbook(questioned.folder / "results/appraise/so-sanh.xlsx").worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    like = [line for line in lines if line[0] == "II.1"]
    assert [(line[3], line[5]) for line in like if line[3] in ("Sở A", "Sở B")] == [("Sở A", 0.25), ("Sở B", 0.5)]
    assert all("cùng điểm tự chấm" in str(line[11]) for line in like if line[3] in ("Sở A", "Sở B"))
    before = tree(questioned.folder / "results/appraise")
    shown = run(questioned, "appraise", "status")
    assert "6/6" in shown.stdout
    assert tree(questioned.folder / "results/appraise") == before


def test_a_status_without_workbooks_is_nothing_to_work_on(cycle: Cycle) -> None:
    assert run(cycle, "appraise", "status").returncode == 2


def test_parcli_alone_names_the_next_step(questioned: Cycle) -> None:
    run(questioned, "validate", "-q")
    assert "parcli appraise status" in run(questioned).stdout
    run(questioned, "appraise", "status", "-q")
    assert "parcli appraise open --round 2" in run(questioned).stdout
    opened(questioned, 2)
    assert "parcli aggregate" in run(questioned).stdout
    shutil.rmtree(questioned.folder / "appraisal")
    assert "parcli appraise open --round 1" in run(questioned).stdout


def test_parcli_alone_says_which_result_is_older_than_what_it_rests_on(questioned: Cycle) -> None:
    opened(questioned, 2)
    for command in (("validate",), ("appraise", "status"), ("aggregate", "--provisional"), ("rank",)):
        run(questioned, *command, "-q")
    assert "results/rank/xep-hang.html" in run(questioned).stdout
    file = questioned.folder / "cycle.yaml"
    file.write_text(file.read_text("utf-8") + "# ghi chú\n", "utf-8")
    for command, left in ((("validate",), "parcli validate"), (("aggregate", "--provisional"), "parcli aggregate"), (("rank",), "parcli rank")):
        step = next(line for line in run(questioned).stdout.splitlines() if "Bước tiếp theo" in line)
        assert left in step
        run(questioned, *command, "-q")
    assert "results/rank/xep-hang.html" in run(questioned).stdout


def test_the_commands_are_in_the_log(questioned: Cycle) -> None:
    lines = [json.loads(line) for line in (questioned.folder / "log.jsonl").read_text("utf-8").splitlines()]
    assert ("appraise open", ["--round 1", "--by unit"]) in [(line["command"], line["arguments"]) for line in lines]


def test_the_vietnamese_name_does_the_same(cycle: Cycle) -> None:
    assert run(cycle, "tham-dinh", "open", "--round", "1", "--dry-run").returncode == 0


def test_both_rounds_by_area_end_in_a_final_ranking(cycle: Cycle) -> None:
    file = cycle.folder / "cycle.yaml"
    kept = [line for line in file.read_text("utf-8").splitlines() if not any(name in line for name in ("so-muon", "so-hong", "so-loai"))]
    file.write_text("\n".join(kept) + "\n", "utf-8")
    for unit in ("so-hong", "so-loai"):
        shutil.rmtree(cycle.folder / "submissions" / unit)
    opened(cycle, 1, "--by", "area")
    for path in sorted((cycle.folder / "appraisal/round-1").iterdir()):
        given = agreed(path)
        other = {
            ("so-tu-phap", "I.2"): {"Không áp dụng": "Chấp nhận"},
            ("so-a", "I.1"): {"Điểm thẩm định": 1, "Lý do": "Thiếu báo cáo", "Yêu cầu giải trình": "Bổ sung"},
        }
        enter(path, given | {key: cells for key, cells in other.items() if key in given})
    assert run(cycle, "aggregate").returncode == 1
    put(cycle, "so-a", cycle.workbook("so-a", entries=entries(9)))
    assert names(opened(cycle, 2, "--by", "area")) == ["round-2/so-I.xlsx"]
    enter(at(cycle, "so-I.xlsx", 2), {("so-a", "I.1"): {"Điểm thẩm định": 1.8}, ("so-b", "I.1"): {"Điểm thẩm định": 1.8}})
    done = run(cycle, "aggregate")
    assert (done.returncode, codes(done)) == (0, [])
    ranked = run(cycle, "rank", "--json")
    assert (ranked.returncode, json.loads(ranked.stdout)["state"]) == (0, "final")
    enter(at(cycle, "so-I.xlsx"), {("so-b", "I.3"): {"Điểm thẩm định": 0.25, "Lý do": "Ít"}})
    assert run(cycle, "rank").returncode == 2
