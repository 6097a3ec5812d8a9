"""The commands as people run them: exit codes, places, JSON, and nothing that came in is changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from cli.announcing import RANKING

from parcli.results import lock

EXPECTED = Path(__file__).parent.parent.parent / "examples" / "expected"


def tree(folder: Path) -> dict[str, str]:
    skipped = ("results", "log.jsonl", ".parcli.lock")
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in skipped
    }


def document(folder: Path, name: str) -> dict:
    return json.loads((folder / "results" / name).read_text("utf-8"))


def whole_run(parcli, folder: Path) -> None:
    assert parcli("validate", "--cycle", str(folder), "-q").returncode == 1
    assert parcli("aggregate", "--provisional", "--cycle", str(folder), "-q").returncode == 0
    assert parcli("rank", "--cycle", str(folder), "-q").returncode == 0


@pytest.mark.slow
def test_the_example_gives_what_it_must(parcli, cycle: Path) -> None:
    before = tree(cycle)
    whole_run(parcli, cycle)
    for name in ("validate/findings.json", "aggregate/scores.json", "rank/ranking.json"):
        assert (cycle / "results" / name).read_text("utf-8") == (EXPECTED / Path(name).name).read_text("utf-8")
    assert tree(cycle) == before


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(parcli, cycle: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(cycle, tmp_path / "elsewhere" / "renamed cycle"))
    whole_run(parcli, cycle)
    environment = {**os.environ, "TZ": "Asia/Ho_Chi_Minh", "LANG": "en_US.UTF-8"}
    for command in (["validate", "--jobs", "1"], ["aggregate", "--provisional", "--jobs", "1"], ["rank"]):
        parcli(*command, "--cycle", str(other), env=environment)
    first = {path.relative_to(cycle / "results"): path.read_bytes() for path in (cycle / "results").rglob("*") if path.is_file()}
    second = {path.relative_to(other / "results"): path.read_bytes() for path in (other / "results").rglob("*") if path.is_file()}
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.slow
def test_each_result_folder_is_a_complete_set(parcli, cycle: Path) -> None:
    parcli("validate", "--annotate", "--cycle", str(cycle))
    whole_run(parcli, cycle)
    names = {path.relative_to(cycle / "results").as_posix() for path in (cycle / "results").rglob("*") if path.is_file()}
    assert names == {
        "validate/changes.json", "validate/evidence.json", "validate/findings.json", "validate/kiem-tra.html", "aggregate/scores.json",
        "aggregate/tong-hop.xlsx", "validate/manifest.json", "aggregate/manifest.json", "rank/manifest.json",
        *RANKING,
    }  # fmt: skip


@pytest.mark.slow
def test_annotated_copies_carry_each_finding_at_its_cell(parcli, cycle: Path) -> None:
    from openpyxl import load_workbook

    parcli("validate", "--annotate", "--cycle", str(cycle))
    book = load_workbook(cycle / "results/validate/annotated/ba-dinh.xlsx")
    assert book.sheetnames[0] == "Việc cần sửa"
    place = next(one for one in document(cycle, "validate/findings.json")["units"] if one["unit"] == "ba-dinh")
    finding = next(one for one in place["findings"] if one["code"] == "SC117")
    assert "SC117" in book[finding["sheet"]][finding["cell"]].comment.text


@pytest.mark.slow
def test_aliases_do_the_same(parcli, cycle: Path) -> None:
    for name, alias in (("validate", "kiem-tra"), ("status", "tinh-hinh")):
        arguments = ("--cycle", str(cycle), "--json", *(("--today", "2023-12-05") if name == "status" else ()))
        assert parcli(name, *arguments).stdout == parcli(alias, *arguments).stdout


@pytest.mark.slow
def test_aggregate_without_appraisal_is_provisional_and_exits_1(parcli, cycle: Path) -> None:
    outcome = parcli("aggregate", "--cycle", str(cycle))
    assert outcome.returncode == 1
    assert {unit["final"] for unit in document(cycle, "aggregate/scores.json")["units"]} == {None}
    assert parcli("rank", "--cycle", str(cycle)).returncode == 1


@pytest.mark.slow
def test_provisional_results_say_so_everywhere(parcli, cycle: Path) -> None:
    whole_run(parcli, cycle)
    draft, illustrative = "Kết quả tạm tính – DỰ THẢO", "Bộ tiêu chí minh họa – không phải phụ lục đã ban hành"
    for name in ("xep-hang.html", "xep-hang-cong-khai.html"):
        page = (cycle / "results/rank" / name).read_text("utf-8")
        assert draft in page
        assert illustrative in page
    for name in ("to-trinh.docx", "quyet-dinh.docx", "phu-luc.docx"):
        headers = [section.first_page_header for section in docx.Document(str(cycle / "results/rank" / name)).sections]
        assert all(draft in "\n".join(each.text for each in header.paragraphs) for header in headers), name
    printed = parcli("rank", "--cycle", str(cycle), "--lang", "vi").stdout
    assert draft in printed
    from openpyxl import load_workbook

    for name in ("aggregate/tong-hop.xlsx", "rank/xep-hang.xlsx"):
        for sheet in load_workbook(cycle / "results" / name).worksheets:
            texts = {str(cell.value) for row in sheet.iter_rows(1, 12) for cell in row if cell.value}
            assert any(draft in text for text in texts), (name, sheet.title)


@pytest.mark.slow
@pytest.mark.parametrize(("level", "code"), [("block", 0), ("error", 1), ("warning", 1), ("note", 1), ("never", 0)])
def test_fail_on_chooses_the_level(parcli, cycle: Path, level: str, code: int) -> None:
    assert parcli("validate", "--cycle", str(cycle), "--fail-on", level, "--json").returncode == code


@pytest.mark.slow
def test_validate_of_one_unit_only_prints(parcli, cycle: Path) -> None:
    outcome = parcli("validate", "Sở Nội vụ", "--cycle", str(cycle), "--json")
    assert outcome.returncode == 0
    assert [unit["unit"] for unit in json.loads(outcome.stdout)["units"]] == ["so-noi-vu"]
    assert not (cycle / "results").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "--cycle", "nowhere"),
        ("validate", "no-such-unit"),
        ("validate", "--fail-on", "sometimes"),
        ("validate", "--format", "pdf"),
        ("generate-template", "--block", "xyz"),
        ("generate-template", "--unit", "xyz"),
        ("rank",),
        ("no-such-command",),
        ("init",),
        ("init", "x", "--edition", "hanoi-1999"),
    ],
)
def test_wrong_use_exits_2_with_a_sentence(parcli, cycle: Path, arguments: tuple[str, ...]) -> None:
    outcome = parcli(*arguments, cwd=cycle)
    assert outcome.returncode == 2
    assert outcome.stderr.strip()
    assert "Traceback" not in outcome.stderr


def test_an_empty_a_missing_and_a_foreign_folder_exit_2(parcli, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "cycle.yaml").write_text("hello: world\n", "utf-8")
    for place in (tmp_path, tmp_path / "absent", foreign):
        outcome = parcli("validate", "--cycle", str(place))
        assert outcome.returncode == 2
        assert "Traceback" not in outcome.stderr


def test_a_definition_that_does_not_hold_is_named_with_its_line(parcli, cycle: Path) -> None:
    file = cycle / "criteria/hanoi-2023/so.yaml"
    lines = file.read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines, 1) if "maximum:" in line)
    lines[place - 1] = lines[place - 1].partition("maximum:")[0] + "maximum: 0,5"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    outcome = parcli("validate", "--cycle", str(cycle))
    assert outcome.returncode == 2
    assert f"criteria/hanoi-2023/so.yaml:{place}" in outcome.stderr


@pytest.mark.slow
def test_scores_whose_inputs_changed_are_not_ranked(parcli, cycle: Path) -> None:
    parcli("aggregate", "--provisional", "--cycle", str(cycle))
    table = cycle / "survey/diem-trung-binh.csv"
    table.write_bytes(table.read_bytes() + b"\r\n")
    outcome = parcli("rank", "--cycle", str(cycle))
    assert outcome.returncode == 2
    assert "survey/diem-trung-binh.csv" in outcome.stderr


@pytest.mark.slow
def test_another_run_holds_the_cycle(parcli, cycle: Path) -> None:
    with lock.hold(cycle):
        assert parcli("validate", "--cycle", str(cycle)).returncode == 3
    assert not (cycle / "results").exists()


@pytest.mark.slow
def test_results_that_cannot_be_written_exit_4(parcli, cycle: Path) -> None:
    (cycle / "results").write_text("a file where a folder should be", "utf-8")
    outcome = parcli("validate", "--cycle", str(cycle))
    assert outcome.returncode == 4
    assert f"{cycle / 'results' / 'validate'}: " in outcome.stderr, "the place and the reason, in plain words"
    assert "PosixPath" not in outcome.stderr


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_exits_5_and_leaves_the_old_set(parcli, cycle: Path, number: signal.Signals) -> None:
    whole_run(parcli, cycle)
    before = (cycle / "results/validate/findings.json").read_bytes()
    code = f"""
import os, signal, sys
from parcli.cli.run import run
me = os.getpid()
def hook(event, arguments, sent=[]):
    if not sent and event in {{"os.scandir", "os.listdir"}} and "submissions" in str(arguments[0]) and os.getpid() == me:
        sent.append(event)
        signal.raise_signal(signal.{number.name})
sys.addaudithook(hook)
sys.exit(run(sys.argv[1:]))
"""
    outcome = subprocess.run([sys.executable, "-c", code, "validate", "--cycle", str(cycle)], capture_output=True, text=True, check=False)
    assert outcome.returncode == 5, outcome.stderr
    assert (cycle / "results/validate/findings.json").read_bytes() == before
    assert [path.name for path in (cycle / "results").iterdir() if path.name.startswith(".")] == []


@pytest.mark.slow
def test_a_fault_of_its_own_exits_70_without_a_traceback(cycle: Path) -> None:
    """A shipped file that is gone is no fault of the user's."""
    code = "import parcli.shipped as s, sys; s.folder = lambda name: 1 / 0; from parcli.cli.run import run; sys.exit(run(sys.argv[1:]))"
    outcome = subprocess.run([sys.executable, "-c", code, "validate", "--cycle", str(cycle)], capture_output=True, text=True, check=False)
    assert outcome.returncode == 70
    assert "Traceback" not in outcome.stderr
    again = subprocess.run([sys.executable, "-c", code, "validate", "--cycle", str(cycle), "--debug"], capture_output=True, text=True, check=False)
    assert "Traceback" in again.stderr


def test_init_makes_a_cycle_that_holds_and_overwrites_nothing(parcli, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert parcli("init", str(folder), "--edition", "khanhhoa-qd11").returncode == 0
    assert parcli("criteria", "check", "--cycle", str(folder)).returncode == 0
    assert parcli("criteria", "test", "--cycle", str(folder)).returncode == 0
    assert parcli("init", str(folder), "--edition", "khanhhoa-qd11").returncode == 2
    made = parcli("generate-template", "--cycle", str(folder), "--json")
    assert json.loads(made.stdout)["written"] == ["workbooks/xa/cong-hai.xlsx"]
    assert (folder / "workbooks/xa/cong-hai.xlsx").is_file()


@pytest.mark.slow
def test_dry_runs_write_nothing(parcli, cycle: Path, tmp_path: Path) -> None:
    before = tree(cycle)
    for command in (["validate"], ["aggregate", "--provisional"], ["generate-template"]):
        parcli(*command, "--dry-run", "--cycle", str(cycle))
    parcli("init", str(tmp_path / "x"), "--edition", "hanoi-2023", "--dry-run")
    assert tree(cycle) == before
    assert not (cycle / "results").exists()
    assert not (tmp_path / "x").exists()


@pytest.mark.slow
def test_a_decided_exclusion_takes_the_rank_and_keeps_the_figure(parcli, cycle: Path) -> None:
    file = cycle / "cycle.yaml"
    text = file.read_text("utf-8").replace(
        "exclusions: []", "exclusions: [{unit: so-noi-vu, state: decided, reason: Theo kết luận, decision: QĐ số 01}]"
    )
    file.write_text(text, "utf-8")
    parcli("aggregate", "--provisional", "--cycle", str(cycle))
    parcli("rank", "--cycle", str(cycle))
    unit = next(one for one in document(cycle, "aggregate/scores.json")["units"] if one["unit"] == "so-noi-vu")
    assert unit["state"] == "excluded"
    assert unit["final"] is not None
    block = document(cycle, "rank/ranking.json")["blocks"][0]
    assert [one["unit"] for one in block["unranked"]] == ["so-noi-vu"]
    assert "so-noi-vu" not in [row["unit"] for row in block["rows"]]


@pytest.mark.slow
def test_a_unit_that_returned_nothing_is_neither_zero_nor_last(parcli, cycle: Path) -> None:
    shutil.rmtree(cycle / "submissions/so-noi-vu")
    parcli("validate", "--cycle", str(cycle))
    parcli("aggregate", "--provisional", "--cycle", str(cycle))
    parcli("rank", "--cycle", str(cycle))
    unit = next(one for one in document(cycle, "validate/findings.json")["units"] if one["unit"] == "so-noi-vu")
    assert (unit["status"], [one["code"] for one in unit["findings"]]) == ("not_submitted", ["WB101"])
    scored = next(one for one in document(cycle, "aggregate/scores.json")["units"] if one["unit"] == "so-noi-vu")
    assert (scored["state"], scored["final"]) == ("not_submitted", None)
    block = document(cycle, "rank/ranking.json")["blocks"][0]
    assert [one["state"] for one in block["unranked"]] == ["not_submitted"]


@pytest.mark.slow
def test_a_folder_of_no_unit_is_reported(parcli, cycle: Path) -> None:
    (cycle / "submissions/so-noi-vu").rename(cycle / "submissions/so-noi-vụ")
    parcli("validate", "--cycle", str(cycle))
    assert "WB110" in [one["code"] for one in document(cycle, "validate/findings.json")["findings"]]


@pytest.mark.slow
def test_a_broken_file_among_good_ones_stops_nobody(parcli, cycle: Path) -> None:
    workbook = next((cycle / "submissions/so-tu-phap").glob("*.xlsx"))
    workbook.write_bytes(workbook.read_bytes()[:2000])
    outcome = parcli("validate", "--cycle", str(cycle))
    assert "Traceback" not in outcome.stderr
    units = {one["unit"]: one for one in document(cycle, "validate/findings.json")["units"]}
    assert units["so-tu-phap"]["status"] == "blocked"
    assert units["so-noi-vu"]["status"] == "note"


def test_the_reminder_has_the_agreed_words(parcli, cycle: Path) -> None:
    shutil.rmtree(cycle / "submissions/so-noi-vu")
    said = parcli("status", "--remind", "--today", "2023-12-05", "--cycle", str(cycle)).stdout
    assert said.startswith(
        "Đến 05/12/2023, Sở Nội vụ chưa nhận được hồ sơ tự đánh giá, chấm điểm Chỉ số CCHC năm 2023 của Sở Nội vụ (thời hạn: 30/11/2023)."
    )


@pytest.mark.slow
def test_the_log_says_who_ran_what(parcli, cycle: Path) -> None:
    whole_run(parcli, cycle)
    lines = [json.loads(line) for line in (cycle / "log.jsonl").read_text("utf-8").splitlines()]
    assert [line["command"] for line in lines] == ["validate", "aggregate", "rank"]


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from parcli.cli.run import run; run(['validate', '--help']); print(sorted(set(sys.modules) & {'openpyxl', 'xlsxwriter', 'pikepdf', 'jinja2', 'PIL', 'fontTools'}))"
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert outcome.stdout.strip().endswith("[]")


@pytest.mark.slow
def test_two_workbooks_and_a_stray_file_are_named(parcli, cycle: Path) -> None:
    folder = cycle / "submissions/so-noi-vu"
    workbook = next(folder.glob("*.xlsx"))
    shutil.copy(workbook, folder / "bản sửa.xlsx")
    (folder / "ghi chú.docx").write_bytes(b"PK")
    (folder / "~$bản sửa.xlsx").write_bytes(b"lock")
    parcli("validate", "--cycle", str(cycle))
    unit = next(one for one in document(cycle, "validate/findings.json")["units"] if one["unit"] == "so-noi-vu")
    assert [one["code"] for one in unit["findings"]] == ["WB102", "WB109"]
    assert unit["status"] == "blocked"
    parcli("aggregate", "--provisional", "--cycle", str(cycle))
    scored = next(one for one in document(cycle, "aggregate/scores.json")["units"] if one["unit"] == "so-noi-vu")
    assert (scored["state"], scored["final"]) == ("blocked", None)


@pytest.mark.slow
def test_a_survey_line_that_cannot_be_taken_is_named_and_leaves_the_total_unknown(parcli, cycle: Path) -> None:
    table = cycle / "survey/diem-trung-binh.csv"
    lines = table.read_text("utf-8-sig").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("so-noi-vu;"))
    item = lines[place].split(";")[1]
    lines[place] = f"so-noi-vu;{item};khá"
    table.write_text("\r\n".join(lines), "utf-8-sig")
    parcli("validate", "--cycle", str(cycle))
    unit = next(one for one in document(cycle, "validate/findings.json")["units"] if one["unit"] == "so-noi-vu")
    assert ("RS105", item) in [(one["code"], one["item"]) for one in unit["findings"]]
    outcome = parcli("aggregate", "--provisional", "--json", "--cycle", str(cycle))
    assert "RS105" in outcome.stderr
    scored = next(one for one in json.loads(outcome.stdout)["units"] if one["unit"] == "so-noi-vu")
    assert (scored["state"], scored["final"]) == ("incomplete", None)


@pytest.mark.slow
def test_an_input_that_came_after_the_scores_makes_them_stale(parcli, cycle: Path) -> None:
    parcli("aggregate", "--provisional", "--cycle", str(cycle))
    (cycle / "survey/them.csv").write_text("unit;item;value\n", "utf-8")
    outcome = parcli("rank", "--cycle", str(cycle))
    assert outcome.returncode == 2
    assert "survey/them.csv" in outcome.stderr


def test_options_before_the_command_count(parcli, cycle: Path, tmp_path: Path) -> None:
    outcome = parcli("--cycle", str(cycle), "--lang", "en", "status", "--json", "--today", "2023-12-05", cwd=tmp_path)
    assert outcome.returncode == 0
    assert parcli("status", "--lang", "fr", "--cycle", str(cycle)).returncode == 2


@pytest.mark.slow
def test_a_table_beside_the_workbook_is_no_second_workbook(parcli, cycle: Path) -> None:
    (cycle / "submissions/so-noi-vu/ghi chú.csv").write_text("a;b\n", "utf-8")
    parcli("validate", "--cycle", str(cycle))
    unit = next(one for one in document(cycle, "validate/findings.json")["units"] if one["unit"] == "so-noi-vu")
    assert "WB109" in [one["code"] for one in unit["findings"]]
    assert unit["status"] == "warning"


def test_a_dry_init_refuses_a_folder_that_holds_something(parcli, cycle: Path) -> None:
    assert parcli("init", str(cycle), "--edition", "hanoi-2023", "--dry-run").returncode == 2


def test_a_block_of_surveys_needs_no_workbooks(parcli, tmp_path: Path) -> None:
    folder = tmp_path / "cycle"
    (folder / "criteria/thu").mkdir(parents=True)
    (folder / "survey").mkdir()
    (folder / "criteria/thu/edition.yaml").write_text(
        "edition: thu\ntitle: Thử\nbasis: Thử\nstatus: official\nversion: 1.0\nblocks:\n  a: {title: Khối A, file: a.yaml}\n", "utf-8"
    )
    item = "{code: I.1, title: Hài lòng, maximum: 60, assessed_by: survey, rule: {type: external, scale: [0, 100]}}"
    (folder / "criteria/thu/a.yaml").write_text(f"areas:\n  - {{code: I, maximum: 60, items: [{item}]}}\n", "utf-8")
    (folder / "cycle.yaml").write_text(
        "cycle: thu/2023\nedition: thu\nyear: 2023\nbases: {decision: A, plan: B, guide: C, council: D}\n"
        "window: {from: 2023-01-01, to: 2023-11-30}\ndeadline: 2023-11-30\n"
        "units: [{id: x, block: a, name: X}, {id: y, block: a, name: Y}]\n",
        "utf-8",
    )
    (folder / "survey/a.csv").write_text("unit,item,value\nx,I.1,82.125\n", "utf-8")
    assert parcli("validate", "--cycle", str(folder)).returncode == 0
    assert {one["status"] for one in document(folder, "validate/findings.json")["units"]} == {"clean"}
    parcli("aggregate", "--provisional", "--cycle", str(folder))
    x, y = document(folder, "aggregate/scores.json")["units"]
    assert (x["state"], x["final"], x["index"]) == ("final", "49.28", "82.1333333333")
    assert (y["state"], y["survey"], y["final"]) == ("provisional", None, None)
    assert "Late" not in parcli("status", "--today", "2024-01-01", "--lang", "en", "--cycle", str(folder)).stdout


@pytest.mark.slow
def test_names_are_read_in_utf_8_whatever_the_system_says(cycle: Path) -> None:
    """Where the system speaks no UTF-8 the program starts again in a mode in which it does."""
    words = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHONUTF8"))}
    told = []
    for more in ({"LC_ALL": "C.UTF-8"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        command = [sys.executable, "-m", "parcli", "validate", "so-noi-vu", "--json", "--cycle", str(cycle)]
        done = subprocess.run(command, capture_output=True, check=False, env={**words, **more})
        assert done.returncode == 0, done.stderr
        told.append(done.stdout)
    assert told[0] == told[1]
    assert "Kế hoạch" in told[0].decode()
