"""LibreOffice saves the workbook, as xlsx and by way of ods, and nothing but the edit comes back different."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from setup import desk

from parcli.core.register import LISTS, differences
from parcli.core.waivers import WaiversFile

pytestmark = [pytest.mark.office, pytest.mark.slow]
WAIVERS = WaiversFile.model_validate({
    "waivers": [{"code": "EV204", "unit": "00004", "item": "1.10", "who": "Giám đốc", "why": "Đã đối chiếu", "date": "2023-12-01", "sha256": "ab" * 32}]
})  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("soffice is not installed")
    profile = tmp_path_factory.mktemp("profile")

    def convert(source: Path, kind: str, target: Path) -> Path:
        target.mkdir(exist_ok=True)
        order = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind, "--outdir", str(target), str(source)]
        subprocess.run(order, check=True, capture_output=True, timeout=300)
        return target / f"{source.stem}.{kind}"

    return convert


def lists():
    made = desk.lists_of(waivers=WAIVERS)
    unit = {
        **made["units"][1], "contact": "=1+1; 024\ndòng hai", "aliases": ("Xã A", "Xã B"), "successor_of": ("a; b",),
        "extended_to": "2023-12-05", "valid_from": "1890-05-01", "valid_to": "2030-12-31",
    }  # fmt: skip
    return {**made, "units": (made["units"][0], unit), "exclusions": ({"unit": "00004", "state": "decided", "reason": "x", "decision": "QĐ 1"},)}


@pytest.mark.parametrize("ways", [("xlsx",), ("ods", "xlsx"), ("xlsx", "ods", "xlsx")], ids="-".join)
def test_a_workbook_that_libreoffice_saved_says_the_same(ways, office, tmp_path: Path) -> None:
    path = tmp_path / "thiet-lap.xlsx"
    path.write_bytes(desk.book(lists()))
    for number, kind in enumerate(ways):
        path = office(path, kind, tmp_path / str(number))
    read = desk.lines(path.read_bytes())
    faces = desk.faces(lists())
    for name in LISTS:
        assert [step for step in differences(name, lists()[name], read[name], faces[name]) if step.kind != "same"] == []


def test_only_the_edit_comes_back(office, tmp_path: Path) -> None:
    def edit(opened) -> None:
        opened["Đơn vị"]["E5"] = "Ông A, 0912"
        opened["Đơn vị"]["A7"], opened["Đơn vị"]["B7"], opened["Đơn vị"]["C7"] = "00123", "Xã mới", "so"

    path = tmp_path / "thiet-lap.xlsx"
    path.write_bytes(desk.changed(edit, desk.book(lists())))
    read = desk.lines(office(path, "xlsx", tmp_path / "saved").read_bytes())
    faces = desk.faces(lists())
    steps = [(name, step) for name in LISTS for step in differences(name, lists()[name], read[name], faces[name]) if step.kind != "same"]
    assert [(name, step.kind, dict(step.changes)) for name, step in steps] == [
        ("units", "changed", {"contact": (None, "Ông A, 0912")}),
        ("units", "added", {}),
    ]
    assert steps[1][1].after["id"] == "00123"
