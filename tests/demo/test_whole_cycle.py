"""The whole cycle of 52 units: what is planted is found, the ranking is final, and others who reckon agree on every point."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest

from parcli.core import points

VALUE_OF_FORMULA = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")


UNITS, EXCLUDED = 52, {"bql-kcn-cx", "so-ngoai-vu"}


def parcli(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "parcli", *arguments], capture_output=True, text=True, check=False)


def played(folder: Path, *options: str) -> Path:
    outcome = parcli("demo", str(folder), "-q", *options)
    assert outcome.returncode == 0, outcome.stderr
    return folder


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return played(tmp_path_factory.mktemp("honest") / "cycle", "--no-faults")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return played(tmp_path_factory.mktemp("planted") / "cycle")


def load(folder: Path, name: str) -> dict:
    return json.loads((folder / "results" / name).read_text("utf-8"))


@pytest.mark.slow
def test_the_demo_finds_what_it_planted_and_nothing_else(planted: Path) -> None:
    wanted = {(one["unit"], one["code"]) for one in json.loads((planted / "planted.json").read_text("utf-8"))}
    document = load(planted, "validate/findings.json")
    found = {(unit["unit"], one["code"], one["severity"]) for unit in document["units"] for one in unit["findings"]}
    assert len(wanted) >= 18
    assert {(unit, code) for unit, code, severity in found if severity != "note" or (unit, code) in wanted} == wanted
    assert document["findings"] == []
    accepted = [one for unit in document["units"] for one in unit["findings"] if "waived_by" in one["values"]]
    assert [(one["code"], one["severity"], one["values"]["waived_severity"]) for one in accepted] == [("WB307", "note", "block")]


@pytest.mark.slow
def test_its_ranking_is_final_and_says_so(planted: Path) -> None:
    outcome = parcli("rank", "--cycle", str(planted), "--lang", "vi")
    assert outcome.returncode == 0, outcome.stderr
    assert "Xếp hạng chính thức theo số liệu đã nhập, không còn mục nào chờ." in outcome.stderr
    ranking = load(planted, "rank/ranking.json")
    assert ranking["state"] == "final"
    unranked = {one["unit"]: one["state"] for block in ranking["blocks"] for one in block["unranked"]}
    assert unranked == {**dict.fromkeys(EXCLUDED, "excluded"), "so-van-hoa-the-thao": "not_submitted"}
    assert sum(len(block["rows"]) for block in ranking["blocks"]) == UNITS - len(unranked)


@pytest.mark.slow
def test_it_goes_through_every_stage(planted: Path) -> None:
    items = [item for unit in load(planted, "aggregate/scores.json")["units"] for item in unit["items"]]
    assert {item["source"] for item in items} == {"appraisal_1", "appraisal_2", "council", "survey", None}
    assert {item.get("treatment") for item in items} >= {"full_marks", "rescale", "reduce_maximum", "unranked"}
    assert {item.get("ruling") for item in items} == {"accepted", "rejected", None}
    received = json.loads((planted / "submissions/received.json").read_text("utf-8"))["units"]
    assert sum(one["late"] for receipts in received.values() for one in receipts) >= 8, "the supplements came after the deadline"
    assert len(list(planted.glob("submissions/*/versions/*/*.xlsx"))) >= 8, "what they replaced is kept"
    assert len(list(planted.glob("results/notify/*.docx"))) == 8
    assert len(list(planted.glob("appraisal/round-1/*.xlsx"))) > len(list(planted.glob("appraisal/round-2/*.xlsx"))) > 0


@pytest.mark.slow
def test_whoever_reckons_it_again_gets_the_same(planted: Path) -> None:
    from independent.recompute import compare

    compared, wrong, _ = compare(planted)
    print(f"{compared} figures compared, {len(wrong)} differ")
    assert wrong == []
    assert compared > 30_000
    outcome = parcli("verify", "--cycle", str(planted))
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_the_city_book_recalculated_is_scores_json(planted: Path, tmp_path: Path) -> None:
    from report import books
    from report.test_book_office import differs

    from parcli.cli.opened import open_cycle

    scores = (planted / "results/aggregate/scores.json").read_text("utf-8")
    made = books.recalculated({"city": (planted / "results/aggregate/tong-hop.xlsx").read_bytes()}, tmp_path)
    names = {unit.id: unit.name for unit in open_cycle(planted).cycle.units}
    found = list(books.figures(scores, books.opened(made["city"]), names))
    compared = sum(one.said is not None for one in found)
    print(f"{compared} figures compared")
    assert [one for one in found if differs(one)] == []
    assert compared == books.number_of_figures(scores) > 20_000


@pytest.mark.slow
def test_an_honest_cycle_has_no_finding_above_a_note(honest: Path) -> None:
    document = load(honest, "validate/findings.json")
    assert document["findings"] == []
    assert len(document["units"]) == UNITS
    assert {one["severity"] for unit in document["units"] for one in unit["findings"]} <= {"note"}
    states = {unit["unit"]: unit["state"] for unit in load(honest, "aggregate/scores.json")["units"]}
    assert {unit for unit, state in states.items() if state == "excluded"} == EXCLUDED
    assert {state for unit, state in states.items() if unit not in EXCLUDED} == {"final"}
    ranking = load(honest, "rank/ranking.json")
    assert [len(block["rows"]) for block in ranking["blocks"]] == [20, 30]


def without_cached_values(content: bytes) -> bytes:
    """Take the values of formulas out, so that the office suite has to calculate them."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as stripped:
        for name in source.namelist():
            stripped.writestr(name, VALUE_OF_FORMULA.sub(rb"\1", source.read(name)))
    return target.getvalue()


@pytest.mark.slow
@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_gives_every_point_of_scores_json(honest: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    bare, back = tmp_path / "bare", tmp_path / "back"
    bare.mkdir()
    scores = {unit["unit"]: unit for unit in load(honest, "aggregate/scores.json")["units"]}
    for unit in scores:
        (bare / f"{unit}.xlsx").write_bytes(without_cached_values((honest / f"submissions/{unit}/{unit}.xlsx").read_bytes()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(back), *map(str, sorted(bare.iterdir()))]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    compared, differences = 0, []
    for unit, scored in scores.items():
        sheet = load_workbook(back / f"{unit}.xlsx", data_only=True)["Tự chấm điểm"]
        shown = {str(row[0].value): row[9].value for row in sheet.iter_rows(min_row=7) if row[0].value}
        for item in scored["items"]:
            value = shown[item["code"]]
            expected = None if item["computed"] is None else Fraction(item["computed"])
            seen = points.from_double(float(value)) if isinstance(value, int | float) else None
            compared += 1
            if seen != expected:
                differences.append((unit, item["code"], value, item["computed"]))
        if scored["self"] is not None:
            assert abs(Fraction(shown["@total"]) - Fraction(scored["self"])) < Fraction(1, 10**9), unit
    print(f"{len(scores)} workbooks, {compared} items compared, {len(differences)} differences")
    assert differences == []
