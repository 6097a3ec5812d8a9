"""One bad definition file for each refusal: its code, its file, its line, and the words that its message is made of."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from parcli.core.findings import Finding, Severity
from parcli.definitions.load import load_cycle, load_edition
from parcli.messages import words

HERE = Path(__file__).parent
GOOD, BAD = HERE / "good", HERE / "bad"
FILES = {"edition": "edition.yaml", "block": "so.yaml", "cycle": "cycle.yaml"}

# File: the complaints in order, each with its line and words that stand in its values (or in its unit and item).
EXPECTED: dict[str, list[tuple[str, int, dict[str, str]]]] = {
    "block-alias": [("DF105", 7, {"name": "t"})],
    "block-anchor": [("DF105", 7, {"name": "t"})],
    "block-answer-twice": [("DF212", 9, {"found": "CÓ"})],
    "block-bad-code": [("DF116", 6, {"found": "I_1", "key": "code"})],
    "block-bad-window": [("DF115", 9, {"expected": "11-30", "found": "31-12", "key": "to"})],
    "block-band-in-percent": [("DF118", 9, {"found": "80", "key": "rule", "suggestion": "0.8"})],
    "block-bands-not-ascending": [("DF206", 13, {"expected": "> 5", "found": "3"})],
    "block-blank-title": [("DF112", 7, {"key": "title"})],
    "block-case-without-points": [("DF122", 14, {"keys": "points | rule"})],
    "block-children-and-rule": [("DF208", 2, {"item": "I"})],
    "block-code-twice": [("DF201", 10, {"item": "A.A"})],
    "block-code-with-dot-at-end": [("DF116", 6, {"found": "I.1.", "key": "code"})],
    "block-criteria-and-items": [("DF122", 2, {"keys": "criteria | items"})],
    "block-decimal-comma": [("DF113", 8, {"found": "0,5", "key": "maximum"})],
    "block-decimal-comma-bare": [("DF117", 9, {"expected": "> 0", "found": "0", "key": "each"}), ("DF110", 9, {"key": "5"})],
    "block-due-days-not-whole": [("DF111", 13, {"expected": "whole", "found": "nhiều", "key": "days"})],
    "block-empty": [("DF107", 1, {"problem": "0"})],
    "block-evidence-on-a-group": [("DF209", 2, {"item": "I", "key": "evidence"})],
    "block-exponent": [("DF113", 8, {"found": "1e3", "key": "maximum"})],
    "block-external-in-a-case": [("DF207", 13, {"found": "external", "key": "cases"})],
    "block-external-without-survey": [("DF207", 6, {"item": "I.1"})],
    "block-floor-above-full": [("DF117", 9, {"expected": "≤ 0.8", "found": "0.9", "key": "rule"})],
    "block-floor-in-percent": [("DF118", 9, {"found": "85", "key": "floor", "suggestion": "0.85"})],
    "block-floor-over-maximum": [("DF204", 6, {"item": "I.1", "maximum": "1", "most": "2"})],
    "block-from-and-above": [("DF122", 9, {"keys": "from | above"})],
    "block-full-width-digit": [("DF113", 8, {"found": "１", "key": "maximum"})],
    "block-hard-space-after-colon": [("DF103", 7, {"problem": "could not find expected ':'"})],
    "block-impossible-date": [("DF115", 12, {"expected": "2023-11-30", "found": "2023-02-30", "key": "due"})],
    "block-impossible-day": [("DF115", 12, {"expected": "11-30", "found": "13-40", "key": "due"})],
    "block-inner-over-maximum": [("DF204", 6, {"item": "I.1", "maximum": "0.5", "most": "0.8"})],
    "block-item-without-title": [("DF112", 6, {"key": "title"})],
    "block-key-not-text": [("DF111", 10, {"expected": "text", "found": "key"})],
    "block-key-twice": [("DF104", 10, {"first": "7", "key": "title"})],
    "block-key-twice-in-two-forms": [("DF104", 11, {"first": "10", "key": "tên"})],
    "block-label-of-another-kind": [("DF123", 9, {"key": "part", "of": "number"})],
    "block-label-with-star": [("DF121", 9, {"found": "Kịp thời *", "key": "label"})],
    "block-late-not-ascending": [("DF206", 14, {"expected": "> 5", "found": "5"})],
    "block-level-twice": [("DF212", 9, {"found": "kịp thời"})],
    "block-list-expected": [("DF111", 5, {"expected": "list", "found": "I.1", "key": "items"})],
    "block-long-label": [("DF120", 9, {"limit": "200"})],
    "block-many-faults": [
        ("DF116", 6, {"found": "I_1", "key": "code"}),
        ("DF113", 8, {"found": "0,5", "key": "maximum"}),
        ("DF118", 10, {"found": "85", "key": "floor", "suggestion": "0.85"}),
        ("DF110", 9, {"key": "guidence", "suggestion": "guidance"}),
        ("DF114", 14, {"expected": "ratio, tiers", "found": "formula", "key": "type"}),
        ("DF206", 19, {"expected": "> 5", "found": "3"}),
        ("DF115", 18, {"expected": "11-30", "found": "02-30", "key": "from"}),
    ],
    "block-mapping-expected": [("DF111", 9, {"expected": "mapping", "found": "choice", "key": "rule"})],
    "block-maximum-beside-points": [("DF123", 9, {"key": "maximum", "of": "points"})],
    "block-merge-key": [("DF105", 10, {"name": "<<"})],
    "block-negative-points": [("DF117", 9, {"expected": "≥ 0", "found": "-1", "key": "points"})],
    "block-neither-children-nor-rule": [("DF208", 6, {"item": "I.1"})],
    "block-no-bound": [("DF122", 9, {"keys": "from | above"})],
    "block-no-is-a-word": [("DF114", 10, {"expected": "never", "found": "no", "key": "not_applicable"})],
    "block-no-maximum": [("DF112", 6, {"key": "maximum"})],
    "block-one-level": [("DF117", 9, {"expected": "≥ 2", "found": "list", "key": "levels"})],
    "block-only-hard-spaces": [("DF111", 1, {"expected": "mapping", "found": "areas:"})],
    "block-over-maximum": [("DF204", 6, {"item": "I.1", "maximum": "1", "most": "1.5"})],
    "block-points-and-share": [("DF122", 9, {"keys": "points | share"})],
    "block-points-in-all": [("DF123", 9, {"key": "points", "of": "mode: all"})],
    "block-python-tag": [("DF106", 7, {"tag": "tag:yaml.org,2002:python/object/apply:os.system"})],
    "block-rule-without-type": [("DF112", 9, {"key": "type"})],
    "block-scale-and-options": [("DF122", 10, {"keys": "scale | options"})],
    "block-scale-upside-down": [("DF206", 10, {"expected": "> 100", "found": "0"})],
    "block-short-of-maximum": [("DF205", 6, {"item": "I.1", "maximum": "1", "most": "0.5"})],
    "block-step-misses-maximum": [("DF205", 6, {"item": "I.1", "maximum": "1", "most": "0.9"})],
    "block-sum": [("DF202", 2, {"item": "I", "maximum": "4", "sum": "3"})],
    "block-survey-without-external": [("DF207", 6, {"item": "I.1"})],
    "block-syntax": [("DF103", 7, {"problem": "found unexpected end of stream"})],
    "block-tab": [("DF103", 7, {"problem": "found a tab character that violates indentation"})],
    "block-tag": [("DF106", 8, {"tag": "tag:yaml.org,2002:float"})],
    "block-text-expected": [("DF111", 7, {"expected": "text", "found": "list", "key": "title"})],
    "block-tick-without-points": [("DF112", 9, {"key": "points"})],
    "block-tiers-without-label": [("DF112", 9, {"key": "label"})],
    "block-too-deep": [("DF108", 2, {"limit": "24"})],
    "block-two-documents": [("DF107", 10, {"problem": "2"})],
    "block-two-wholes": [
        ("DF201", 10, {"item": "i.1"}),
        ("DF202", 2, {"item": "I", "maximum": "5", "sum": "3"}),
        ("DF204", 6, {"item": "I.1", "maximum": "1", "most": "2"}),
        ("DF205", 10, {"item": "i.1", "maximum": "1", "most": "0.5"}),
        ("DF207", 14, {"item": "I.3"}),
    ],
    "block-underscore": [("DF113", 8, {"found": "1_000", "key": "maximum"})],
    "block-unknown-assessor": [("DF114", 9, {"expected": "self, appraisal, council, survey", "found": "chairman", "key": "assessed_by"})],
    "block-unknown-key": [("DF110", 10, {"key": "guidence", "suggestion": "guidance"})],
    "block-unknown-key-like-none": [("DF110", 10, {"key": "xyz"})],
    "block-unknown-rule": [("DF114", 10, {"expected": "ratio, tiers", "found": "formula", "key": "type"})],
    "block-up-to-wrong": [("DF205", 6, {"item": "I.1", "maximum": "1", "most": "0.5"})],
    "block-zero-maximum": [("DF117", 8, {"expected": "> 0", "found": "0", "key": "maximum"})],
    "cycle-alias-twice": [("DF214", 10, {"unit": "so-tu-phap", "first": "so-noi-vu", "name": "snv"})],
    "cycle-appraiser-unknown": [("DF213", 12, {"name": "so-y-te"}), ("DF213", 12, {"name": "XX"})],
    "cycle-area-appraised-twice": [("DF242", 13, {"area": "I", "first": "so-tu-phap", "name": "so-noi-vu"})],
    "cycle-blank-bases": [("DF217", 4, {"key": "guide"}), ("DF217", 4, {"key": "council"})],
    "cycle-deadline-before-opens": [("DF219", 7, {"first": "2023-11-10", "second": "2023-11-09"})],
    "cycle-exclusion-of-unknown-unit": [("DF213", 12, {"name": "so-y-te"})],
    "cycle-exclusion-without-decision": [("DF112", 12, {"key": "decision"})],
    "cycle-exemption-never-allowed": [("DF220", 12, {"item": "I.1", "kind": "not_assigned"})],
    "cycle-exemption-of-unknown-item": [("DF213", 12, {"name": "I.9"})],
    "cycle-exemption-of-unknown-unit": [("DF213", 12, {"name": "so-y-te"})],
    "cycle-extension-before-deadline": [("DF219", 10, {"first": "2023-11-30", "second": "2023-11-29"})],
    "cycle-impossible-date": [("DF115", 7, {"expected": "2023-11-30", "found": "2023-13-40", "key": "deadline"})],
    "cycle-name": [("DF119", 1, {"found": "thử 2023", "key": "cycle"})],
    "cycle-no-units": [("DF117", 8, {"expected": "≥ 1", "found": "list", "key": "units"})],
    "cycle-predecessor-twice": [("DF236", 10, {"unit": "so-tu-phap", "name": "ban dân tộc"})],
    "cycle-successor-of-itself": [("DF235", 10, {"unit": "so-tu-phap", "name": "SỞ TƯ PHÁP"})],
    "cycle-unit-twice": [("DF214", 10, {"unit": "so-noi-vu", "first": "so-noi-vu", "name": "so-noi-vu"})],
    "cycle-unknown-block": [("DF215", 10, {"unit": "so-tu-phap", "expected": "so", "found": "huyen"})],
    "cycle-unknown-key": [("DF112", 1, {"key": "deadline"}), ("DF110", 7, {"key": "dealine", "suggestion": "deadline"})],
    "cycle-valid-days-upside-down": [("DF219", 10, {"first": "2023-07-01", "second": "2023-06-30"})],
    "cycle-vietnamese-date": [("DF115", 7, {"expected": "2023-11-30", "found": "30/11/2023", "key": "deadline"})],
    "cycle-window-upside-down": [("DF219", 5, {"first": "2023-12-01", "second": "2023-11-30"})],
    "cycle-wrong-edition": [("DF216", 2, {"expected": "thu", "found": "hanoi-2023"})],
    "cycle-year-not-whole": [("DF111", 3, {"expected": "whole", "found": "hai nghìn", "key": "year"})],
    "cycle-year-with-underscore": [("DF111", 3, {"expected": "whole", "found": "2_023", "key": "year"})],
    "cycle-year-out-of-range": [("DF117", 3, {"expected": "≥ 2000", "found": "23", "key": "year"})],
    "edition-bad-block-name": [("DF116", 9, {"found": "khối sở", "key": "khối sở"})],
    "edition-block-file-absent": [("DF218", 9, {"name": "quan.yaml"})],
    "edition-block-file-backslash": [("DF218", 9, {"name": "..\\so.yaml"})],
    "edition-block-file-outside": [("DF218", 9, {"name": "../x.yaml"})],
    "edition-classes-same-start": [("DF210", 9, {"block": "so"})],
    "edition-classes-twice": [("DF210", 9, {"block": "so"})],
    "edition-scale": [("DF203", 9, {"block": "so", "bonus": "0", "scale": "100", "sum": "3"})],
    "edition-unknown-key": [("DF110", 7, {"key": "rouding", "suggestion": "rounding"})],
    "edition-unknown-status": [("DF114", 4, {"expected": "official, transcribed, illustrative", "found": "offical", "key": "status"})],
    "edition-unknown-tie-breaker": [("DF211", 8, {"area": "IX", "block": "so"})],
    "edition-version": [("DF119", 5, {"found": "1", "key": "version"})],
}


def complaints(folder: Path, kind: str) -> tuple[Finding, ...]:
    edition = load_edition(folder, "thu")
    return load_cycle(folder / "cycle.yaml", edition).findings if kind == "cycle" else edition.findings


def refused(folder: Path, kind: str, content: bytes) -> tuple[Finding, ...]:
    """Return the complaints about one file that stands among good ones."""
    shutil.copytree(GOOD, folder, dirs_exist_ok=True)
    (folder / FILES[kind]).write_bytes(content)
    return complaints(folder, kind)


def place(kind: str) -> str:
    return "cycle.yaml" if kind == "cycle" else f"thu/{FILES[kind]}"


def values(one: Finding) -> dict[str, str]:
    return {"unit": one.unit or "", "item": one.item or "", **dict(one.values)}


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [one.code for one in found]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_file_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    kind = name.partition("-")[0]
    found = refused(tmp_path, kind, (BAD / f"{name}.yaml").read_bytes())
    assert [(one.code, int(values(one)["line"])) for one in found] == [(code, line) for code, line, _ in EXPECTED[name]]
    assert {one.file for one in found} == {place(kind)}
    for one, (_, _, wanted) in zip(found, EXPECTED[name], strict=True):
        for key, word in wanted.items():
            assert word in values(one)[key]
        assert words("vi").finding(one).message


def test_each_bad_file_is_expected_and_each_expected_file_is_there() -> None:
    assert {path.stem for path in BAD.iterdir()} == set(EXPECTED)


def test_the_good_files_hold() -> None:
    assert complaints(GOOD, "edition") == ()
    assert complaints(GOOD, "cycle") == ()


def test_a_blank_basis_is_a_warning_and_the_rest_are_errors(tmp_path: Path) -> None:
    (first, _) = refused(tmp_path, "cycle", (BAD / "cycle-blank-bases.yaml").read_bytes())
    assert first.severity is Severity.WARNING
    lighter = {code for rows in EXPECTED.values() for code, _, _ in rows if Finding(code).severity is not Severity.ERROR}
    assert lighter == {"DF217"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1258"])
def test_another_encoding_is_refused(encoding: str, tmp_path: Path) -> None:
    text = "# Ghi chú: do\n" + (GOOD / "so.yaml").read_text("utf-8") if encoding != "cp1258" else "areas: [] # Ghi chú\n"
    (one,) = refused(tmp_path, "block", text.encode(encoding))
    assert (one.code, one.file, values(one)["line"]) == ("DF101", "thu/so.yaml", "1")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_another_encoding_of_plain_letters_is_refused_too(encoding: str, tmp_path: Path) -> None:
    assert codes(refused(tmp_path, "block", "areas: []\n".encode(encoding))) == ["DF101"]


@pytest.mark.parametrize(("kind", "code"), [("edition", "DF101"), ("block", "DF218"), ("cycle", "DF101")])
def test_an_absent_file_is_named(kind: str, code: str, tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    (tmp_path / FILES[kind]).unlink()
    (one,) = complaints(tmp_path, kind)
    assert one.code == code


def test_a_control_sign_is_a_finding(tmp_path: Path) -> None:
    (one,) = refused(tmp_path, "block", b"areas: []\nx: \x07\n")
    assert (one.code, one.file) == ("DF103", "thu/so.yaml")


def test_twenty_megabytes_are_refused_quickly(tmp_path: Path) -> None:
    content = b"- [1, 2, 3, 4]\n" * (20 * 1024 * 1024 // 15)
    begun = time.process_time()
    (one,) = refused(tmp_path, "block", content)
    assert (one.code, values(one)["size"]) == ("DF102", str(len(content)))
    assert time.process_time() - begun < 1


def test_an_alias_bomb_is_refused_quickly(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    begun = time.process_time()
    found = refused(tmp_path, "block", "\n".join(lines).encode())
    assert set(codes(found)) == {"DF105"}
    assert {int(values(one)["line"]) for one in found} == set(range(1, 13))
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "content",
    ["areas: " + "[" * 5000 + "]" * 5000, "areas: " + "[" * 5000, "- " * 5000, "{a: " * 5000, "areas: " + "[" * 25 + "]" * 25 + "\n"],
    ids=["closed", "open", "dashes", "mappings", "just-too-deep"],
)
def test_brackets_without_end_are_a_finding(content: str, tmp_path: Path) -> None:
    found = refused(tmp_path, "block", content.encode())
    assert codes(found)[0] == "DF108"
    assert set(codes(found)) <= {"DF108", "DF103"}


def test_what_follows_a_place_too_deep_is_still_read(tmp_path: Path) -> None:
    found = refused(tmp_path, "block", ("areas: " + "[" * 30 + "]" * 30 + "\nareas: &x []\n").encode())
    assert [(one.code, values(one)["line"]) for one in found] == [("DF108", "1"), ("DF105", "2"), ("DF104", "2")]


def test_a_formula_longer_than_a_cell_takes_is_refused(tmp_path: Path) -> None:
    levels = "".join(f"          - {{label: Mức {n} {'đủ ' * 60}, points: {n}}}\n" for n in range(20))
    head = (BAD / "block-unknown-rule.yaml").read_text("utf-8").partition("        rule:")[0].replace("maximum: 1", "maximum: 19")
    (one,) = refused(tmp_path, "block", f"{head}        rule:\n          type: choice\n          levels:\n{levels}".encode())
    assert (one.code, one.item, values(one)["line"]) == ("DF221", "I.1", "6")
    assert int(values(one)["length"]) > 8000


def test_what_nobody_has_read_is_a_warning_and_no_item_yet(tmp_path: Path) -> None:
    head = (BAD / "block-unknown-rule.yaml").read_text("utf-8").partition("        rule:")[0]
    (one,) = refused(tmp_path, "block", f'{head}        review: ["Theo hướng dẫn riêng"]\n'.encode())
    assert (one.code, one.severity, one.item, values(one)["text"]) == ("DF222", Severity.WARNING, "I.1", "Theo hướng dẫn riêng")
    loaded = load_edition(tmp_path, "thu").edition
    assert loaded is not None
    assert "I.1" not in {item.code for item in loaded.blocks[0].items(2023)}


def test_a_stopgap_is_told_with_its_place_and_quotes_in_a_title_are_none(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    heading = tmp_path / "edition.yaml"
    lines = heading.read_text("utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("basis:"))
    lines[place] = 'basis: "«Số, ngày của quyết định»"'
    heading.write_text("\n".join(lines) + "\n", "utf-8")
    (one,) = complaints(tmp_path, "edition")
    assert (one.code, one.severity, values(one)["line"]) == ("DF225", Severity.WARNING, str(place + 1))
    heading.write_text(heading.read_text("utf-8").replace("«Số, ngày của quyết định»", "Phong trào «Thi đua» và «Dân vận»"), "utf-8")
    assert complaints(tmp_path, "edition") == ()


def test_a_file_that_no_block_names_is_told(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    shutil.copy(tmp_path / "so.yaml", tmp_path / "xa.yaml")
    (tmp_path / "cases.yaml").write_text("[]\n", "utf-8")
    (one,) = complaints(tmp_path, "edition")
    assert (one.code, one.severity, values(one)["name"]) == ("DF226", Severity.WARNING, "xa.yaml")
