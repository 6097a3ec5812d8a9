"""``parcli explain`` on a cycle that went its whole way: cells, files, reasons, and the same figures as scores.json."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli.announcing import entries, final_cycle
from cli.appraising import put, run
from cli.returns import Cycle

from parcli.messages import words

pytestmark = pytest.mark.slow
CODES = 19


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cycle:
    return final_cycle(tmp_path_factory.mktemp("explain") / "dot")


@pytest.fixture
def cycle(made: Cycle, tmp_path: Path) -> Cycle:
    return Cycle(Path(shutil.copytree(made.folder, tmp_path / "dot")))


def explained(cycle: Cycle, *arguments: str) -> dict[str, Any]:
    done = run(cycle, "explain", *arguments, "--json", "--lang", "vi")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return dict(json.loads(done.stdout))


def stored(cycle: Cycle) -> dict[str, dict[str, Any]]:
    units = json.loads((cycle.folder / "results/aggregate/scores.json").read_text("utf-8"))["units"]
    return {one["unit"]: one for one in units}


def test_every_item_ends_in_the_figure_of_the_scores(made: Cycle) -> None:
    for unit, one in stored(made).items():
        for item in one["items"]:
            told = explained(made, unit, item["code"])
            assert (told["final"], told["source"]) == (item["final"], item["source"]), item["code"]
            assert told["waits_for"] == []
            figures = [line["figure"] for line in told["lines"] if line["stage"] == "decided"]
            assert figures == [item["final"]]


def test_the_way_is_told_with_cell_file_hash_and_reason(made: Cycle) -> None:
    told = explained(made, "Sở Nội vụ", "i.1.2")
    by_text = {line["text"]: line for line in told["lines"]}
    first = by_text["Số đã làm: ghi «7», đọc là 7"]
    assert (first["file"], first["sheet"], first["cell"]) == ("submissions/so-noi-vu/so-noi-vu.xlsx", "Tự chấm điểm", "H12")
    assert len(first["sha256"]) == 64
    assert "7 ÷ 9 ÷ 0,95 × 2 ≈ 1,637427" in by_text
    assert by_text["Làm tròn đến 2 chữ số thập phân: 1,64"]["figure"] == "1.64"
    judged = by_text["Chấm 1 điểm"]
    assert (judged["stage"], judged["reason"], judged["sheet"]) == ("round_1", "Một nhiệm vụ chưa có sản phẩm", "Thẩm định")
    assert judged["file"] == "appraisal/round-1/so-noi-vu.xlsx"
    waived = next(line for line in told["lines"] if line["says"] == "finding.waived")
    assert "Trưởng phòng: «Đã xem bản giấy»" in waived["text"]
    assert told["answer"] == "Điểm đạt được: 1 điểm, theo thẩm định lần 1."


def test_a_decimal_comma_stands_as_it_was_typed_and_as_it_was_read(made: Cycle) -> None:
    texts = [line["text"] for line in explained(made, "so-noi-vu", "II.1")["lines"]]
    assert "Số điểm: ghi «1,75», đọc là 1,75" in texts


def test_council_and_survey_stand_with_their_files(made: Cycle) -> None:
    council = next(line for line in explained(made, "so-noi-vu", "II.3")["lines"] if line["says"] == "said.decided")
    assert (council["figure"], council["file"], council["reason"]) == ("1.5", "appraisal/council.xlsx", "Thống nhất")
    minutes = next(line for line in explained(made, "so-noi-vu", "II.3")["lines"] if line["says"] == "minutes.valid")
    assert "03/BB-HĐTĐ" in minutes["text"]
    survey = next(line for line in explained(made, "so-noi-vu", "II.2")["lines"] if line["says"] == "survey.value")
    assert (survey["file"], survey["text"]) == ("survey/diem.csv", "Kết quả nhập vào: «86,5»")


def test_the_total_is_worked_out(made: Cycle) -> None:
    told = explained(made, "so-noi-vu")
    one = stored(made)["so-noi-vu"]
    assert (told["final"], told["index"], told["state"]) == (one["final"], one["index"], "final")
    line = next(line for line in told["lines"] if line["says"] == "total.sum_rescaled")
    assert Fraction(line.get("exact", line["figure"])) == Fraction(one.get("exact", {}).get("final", one["final"]))
    assert any("I.2.1" in line["text"] for line in told["lines"])


def test_text_says_the_same_in_both_languages(made: Cycle) -> None:
    vietnamese = run(made, "explain", "so-noi-vu", "I.1.2", "--lang", "vi").stdout
    english = run(made, "giai-thich", "so-noi-vu", "I.1.2", "--lang", "en").stdout
    assert "Thẩm định lần 1" in vietnamese
    assert "Một nhiệm vụ chưa có sản phẩm" in vietnamese
    assert "Final figure: 1 points, by appraisal, round 1." in english
    assert "7 ÷ 9 ÷ 0.95 × 2 ≈ 1.637427" in english


def test_what_must_be_said_of_the_criteria_stands_first(cycle: Cycle) -> None:
    for arguments in (("so-noi-vu", "I.1.2"), ("so-noi-vu",)):
        status = explained(cycle, *arguments)["edition_status"]
        said = run(cycle, "explain", *arguments, "--lang", "vi").stdout
        assert said.startswith(words("vi").text(f"banner.{status}")), said
    assert status == "illustrative"


def test_of_a_unit_that_is_not_ranked_that_is_said_before_its_total(cycle: Cycle) -> None:
    about = "exclusions: [{unit: so-noi-vu, state: decided, reason: Số liệu chưa đúng, decision: Quyết định 9/QĐ-UBND}]"
    file = cycle.folder / "cycle.yaml"
    kept = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("exclusions:")]
    file.write_text("\n".join((*kept, about)) + "\n", "utf-8")
    answer = json.loads(run(cycle, "explain", "so-noi-vu", "--json", "--lang", "vi").stdout)["answer"]
    assert answer.startswith("Không đánh giá, xếp hạng: Số liệu chưa đúng")
    assert "Tổng điểm đạt được: " in answer


@pytest.mark.parametrize(
    ("arguments", "near"),
    [(("so-noi-vu", "I.1.22"), "I.1.2"), (("so-noi-v", "I.1.2"), "so-noi-vu"), (("Sở Nội vu",), "so-noi-vu"), (("xyz",), "so-noi-vu")],
)
def test_an_unknown_name_is_answered_with_the_nearest(made: Cycle, arguments: tuple[str, ...], near: str) -> None:
    done = run(made, "explain", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert near in done.stderr


def test_a_unit_and_all_do_not_go_together(made: Cycle) -> None:
    assert run(made, "explain").returncode == 2
    assert run(made, "explain", "so-noi-vu", "--all").returncode == 2


def test_it_warns_where_the_stored_scores_say_otherwise(cycle: Cycle) -> None:
    assert run(cycle, "explain", "so-noi-vu", "II.2", "-q").stderr == ""
    (cycle.folder / "survey/diem.csv").write_text("unit;item;value\nso-noi-vu;II.2;50\nso-tu-phap;II.2;80\n", "utf-8")
    done = run(cycle, "explain", "so-noi-vu", "II.2", "-q", "--lang", "vi")
    assert done.returncode == 0
    assert "results/aggregate/scores.json" in done.stderr
    assert "so-noi-vu" in done.stderr
    assert "50 ÷ 100 × 2 = 1" in done.stdout
    assert run(cycle, "explain", "so-tu-phap", "II.2", "-q").stderr == ""


def test_all_writes_a_row_for_each_unit_item_and_stage(cycle: Cycle) -> None:
    said = json.loads(run(cycle, "explain", "--all", "--json").stdout)
    assert said["written"] == ["results/explain/giai-trinh-diem.xlsx"]
    content = (cycle.folder / said["written"][0]).read_bytes()
    book = openpyxl.load_workbook(cycle.folder / said["written"][0])
    sheet = book["so giải trình"]
    heading = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "Đơn vị")
    found = [[cell.value for cell in row] for row in sheet.iter_rows(heading + 1)]
    assert {row[0] for row in found} == {"Sở Nội vụ", "Sở Tư pháp"}
    first = next(row for row in found if row[:2] == ["Sở Nội vụ", "I.1.2"] and row[4] == "Thẩm định lần 1")
    assert (first[5], first[7], first[8]) == (1, "Một nhiệm vụ chưa có sản phẩm", "appraisal/round-1/so-noi-vu.xlsx")
    decided = {row[1]: row[5] for row in found if row[0] == "Sở Nội vụ" and row[4] == "Điểm đạt được"}
    items = {item["code"]: item["final"] for item in stored(cycle)["so-noi-vu"]["items"]}
    assert {code: value for code, value in decided.items() if value != "" and value is not None} == {
        code: float(final) for code, final in items.items() if final is not None
    }
    assert book["Tổng điểm"].max_row == heading + 2
    run(cycle, "explain", "--all", "-q")
    assert (cycle.folder / said["written"][0]).read_bytes() == content
    checked = run(cycle, "verify", "--lang", "en")
    assert (checked.returncode, "results/explain" in checked.stdout) == (0, True)
    (cycle.folder / said["written"][0]).write_bytes(content + b"x")
    assert "results/explain/giai-trinh-diem.xlsx: [VF111]" in run(cycle, "verify", "--lang", "en").stderr


def test_all_goes_to_a_named_file_and_never_over_one_unasked(cycle: Cycle, tmp_path: Path) -> None:
    place = tmp_path / "gt.xlsx"
    assert run(cycle, "explain", "--all", "-o", str(place), "--dry-run").returncode == 0
    assert not place.exists()
    assert run(cycle, "explain", "--all", "-o", str(place)).returncode == 0
    assert run(cycle, "explain", "--all", "-o", str(place)).returncode == 2
    assert run(cycle, "explain", "--all", "-o", str(place), "--force").returncode == 0


def test_a_supplement_is_told_between_the_rounds(cycle: Cycle) -> None:
    put(cycle, "so-tu-phap", cycle.workbook("so-tu-phap", entries=entries(I_1_2__part=Fraction(8))))
    done = run(cycle, "explain", "so-tu-phap", "I.1.2", "--json", "--lang", "vi")
    lines = [line for line in json.loads(done.stdout)["lines"] if line["stage"] == "supplement"]
    assert [line["says"] for line in lines] == ["supplement.former", "supplement.input", "supplement.points"]
    assert lines[0]["file"].startswith("submissions/so-tu-phap/versions/")
    assert lines[1]["text"] == "Số đã làm: «7» → «8»"
    assert lines[2]["text"] == "Điểm tự chấm tính lại: 1,64 → 1,87"
    stages = [line["stage"] for line in json.loads(done.stdout)["lines"]]
    assert stages.index("round_1") < stages.index("supplement")
    assert "so-tu-phap" in done.stderr
