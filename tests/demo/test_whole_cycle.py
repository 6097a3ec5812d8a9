"""The whole cycle of 52 units: what is planted is found, an honest one is clean, and LibreOffice agrees on every point."""

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


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("honest") / "cycle"
    outcome = subprocess.run([sys.executable, "-m", "parcli", "demo", str(folder), "--no-faults", "-q"], capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stderr
    return folder


def load(folder: Path, name: str) -> dict:
    return json.loads((folder / "results" / name).read_text("utf-8"))


@pytest.mark.slow
def test_the_demo_finds_what_it_planted_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "cycle"
    outcome = subprocess.run([sys.executable, "-m", "parcli", "demo", str(folder)], capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stderr
    planted = {(one["unit"], one["code"]) for one in json.loads((folder / "planted.json").read_text("utf-8"))}
    found = {(unit["unit"], one["code"], one["severity"]) for unit in load(folder, "validate/findings.json")["units"] for one in unit["findings"]}
    assert len(planted) >= 8
    assert {(unit, code) for unit, code, severity in found if severity != "note" or (unit, code) in planted} == planted


@pytest.mark.slow
def test_an_honest_cycle_has_no_finding_above_a_note(honest: Path) -> None:
    document = load(honest, "validate/findings.json")
    assert document["findings"] == []
    assert len(document["units"]) == 52
    assert {one["severity"] for unit in document["units"] for one in unit["findings"]} <= {"note"}
    assert {unit["state"] for unit in load(honest, "aggregate/scores.json")["units"]} == {"provisional"}
    ranking = load(honest, "rank/ranking.json")
    assert [len(block["rows"]) for block in ranking["blocks"]] == [22, 30]


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
