"""The analysts' own cases: run, held against the rule, and told where they stand."""

from __future__ import annotations

from pathlib import Path

import build
import pytest

from parcli.core.findings import Finding
from parcli.definitions.cases import CasesRun, run
from parcli.messages import words

EDITION = build.edition("""
    | mã  | điểm | ai chấm | cách tính   | …                                                        |
    | I.1 | 1    | self    | ratio       | floor=0.8                                                |
    | I.2 | 1    | self    | deadline    | {due: 11-30, on_time: 1, label: Ngày gửi}                |
    | I.3 | 1    | survey  | external    | {scale: [1, 5]}                                          |
    | I.4 | 1    | survey  | external    | {options: [{label: Tốt, weight: 1}, {label: Kém, weight: 0}]} |
    | I.5 | 1    | self    | choice      | Có=1; Không=0                                            |
""")
# DF codes that come from cases.yaml and not from a definition file.
CAUSES = {
    "DF301": "- {item: I.1, inputs: {part: 9, whole: 10}, points: 1}",
    "DF302": "- {item: I.1, inputs: {parts: 9, whole: 10}, points: 0.9}",
    "DF303": "- {item: I.1, inputs: {part: 9, whole: 10}, points: 0.9}",
}


def ran(text: str, tmp_path: Path) -> CasesRun:
    path = tmp_path / "cases.yaml"
    path.write_text(text, "utf-8")
    return run(path, EDITION, build.YEAR, "thu/cases.yaml")


def heavier(outcome: CasesRun) -> list[Finding]:
    return [one for one in outcome.findings if one.code != "DF303"]


@pytest.mark.parametrize(
    "case",
    [
        "{item: I.1, inputs: {part: 8, whole: 10}, points: 0.8}",
        "{item: I.1, inputs: {part: 8, whole: 10}, points: 0.80}",
        "{item: I.1, inputs: {part: 2, whole: 3}, points: 0}",
        "{item: I.1, inputs: {part: 5, whole: 6}, points: 0.83}",
        "{item: I.1, inputs: {part: 8}, points: null}",
        "{item: I.1, inputs: {part: 8, whole: }, points: null}",
        "{item: I.1, inputs: {}, points: ~}",
        "{item: I.2, inputs: {date: 2023-11-30}, points: 1}",
        "{item: I.2, inputs: {date: 01/12/2023}, points: 0}",
        "{item: I.2, year: 2024, inputs: {date: 2024-11-30}, points: 1}",
        "{item: I.2, inputs: {date: không thực hiện}, points: 0}",
        "{item: I.2, inputs: {date: 30-11-2023}, points: null}",
        "{item: I.3, inputs: {value: 3}, points: 0.5}",
        "{item: I.4, inputs: {option-1: 3, option-2: 1}, points: 0.75}",
        "{item: I.4, inputs: {option-1: 3}, points: null}",
        "{item: I.5, inputs: {level: CÓ}, points: 1}",
        "{item: I.5, block: so, inputs: {level: Khác}, points: null}",
    ],
)
def test_a_case_that_holds_says_nothing(case: str, tmp_path: Path) -> None:
    outcome = ran(f"- {case}", tmp_path)
    assert (outcome.run, outcome.held, heavier(outcome)) == (1, 1, [])


@pytest.mark.parametrize(
    ("case", "expected", "given"),
    [
        ("{item: I.1, inputs: {part: 8, whole: 10}, points: 0.81}", "0.81", "0.8"),
        ("{item: I.1, inputs: {part: 0, whole: 0}, points: 0}", "0", "null"),
        ("{item: I.1, inputs: {part: 9, whole: 10}, points: null}", "null", "0.9"),
    ],
)
def test_a_case_that_fails_says_both_figures_and_its_line(case: str, expected: str, given: str, tmp_path: Path) -> None:
    outcome = ran(f"# Ca kiểm tra\n- {case}", tmp_path)
    (one,) = heavier(outcome)
    assert (one.code, one.item, one.file) == ("DF301", "I.1", "thu/cases.yaml")
    assert dict(one.values) == {"line": "2", "expected": expected, "found": given}
    assert (outcome.run, outcome.held) == (1, 0)


@pytest.mark.parametrize(
    ("case", "word"),
    [
        ("{item: I.9, inputs: {}, points: 1}", "I.9"),
        ("{item: I.1, block: huyen, inputs: {part: 8, whole: 10}, points: 0.8}", "I.1"),
        ("{item: I.1, inputs: {parts: 8, whole: 10}, points: 0.8}", "parts"),
        ("{item: I.4, inputs: {option-3: 8}, points: 0.8}", "option-3"),
    ],
)
def test_a_case_that_cannot_run_says_why(case: str, word: str, tmp_path: Path) -> None:
    (one,) = heavier(ran(f"- {case}", tmp_path))
    assert one.code == "DF302"
    assert word in dict(one.values)["name"]


@pytest.mark.parametrize("entry", ['"0,8"', "tám", "1_000", "1e3", "８"])
def test_an_input_that_is_no_number_is_refused(entry: str, tmp_path: Path) -> None:
    (one,) = heavier(ran(f"- {{item: I.1, inputs: {{part: {entry}, whole: 10}}, points: 0.8}}", tmp_path))
    assert (one.code, dict(one.values)["line"]) == ("DF113", "1")
    assert entry.strip('"') in dict(one.values)["found"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("item: I.1", "DF111", "1"),
        ("- {item: I.1, inputs: {}, points: 0,8}", "DF110", "1"),
        ("- {item: I.1, inputs: {}}", "DF112", "1"),
        ("- {item: I.1, input: {}, inputs: {}, points: 1}", "DF110", "1"),
        ("- {item: I.1, inputs: [1], points: 1}", "DF111", "1"),
        ("\n- {item: I.1, inputs: {part: [1]}, points: 1}", "DF111", "2"),
        ("- {item: I.1, inputs: {part: 1, part: 2}, points: 1}", "DF104", "1"),
        ("", "DF107", "1"),
    ],
)
def test_a_case_of_the_wrong_shape_is_refused(text: str, code: str, line: str, tmp_path: Path) -> None:
    found = [one for one in ran(text, tmp_path).findings if one.code == code]
    assert [dict(one.values)["line"] for one in found] == [line]


def test_an_absent_file_is_a_finding(tmp_path: Path) -> None:
    outcome = run(tmp_path / "cases.yaml", EDITION, build.YEAR)
    assert [one.code for one in outcome.findings] == ["DF101"]


def test_an_item_with_fewer_than_two_cases_is_a_warning(tmp_path: Path) -> None:
    case = "- {item: I.1, inputs: {part: 8, whole: 10}, points: 0.8}\n"
    assert "I.1" in [one.item for one in ran(case, tmp_path).findings]
    assert "I.1" not in [one.item for one in ran(case * 2, tmp_path).findings]


def test_each_failing_case_is_told(tmp_path: Path) -> None:
    text = (
        "- {item: I.1, inputs: {part: 9, whole: 10}, points: 1}\n- {item: I.9, inputs: {}, points: 1}\n- {item: I.5, inputs: {level: Có}, points: 0}"
    )
    assert [(one.code, dict(one.values)["line"]) for one in heavier(ran(text, tmp_path))] == [("DF301", "1"), ("DF302", "2"), ("DF301", "3")]


@pytest.mark.parametrize("code", CAUSES)
def test_the_smallest_cause_of_each_code(code: str, tmp_path: Path) -> None:
    found = [one for one in ran(CAUSES[code], tmp_path).findings if one.code == code]
    assert found
    assert all(words("vi").finding(one).message for one in found)
