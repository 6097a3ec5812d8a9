"""The annex is corrected after workbooks were sent: what came back stays readable, and answers go into new workbooks."""

from __future__ import annotations

import json
import os
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from workbook import kit

from parcli.cli.commands.generate import banner_of
from parcli.cli.opened import open_cycle
from parcli.cli.run import run
from parcli.workbook import writer
from parcli.workbook.entries import Entries

pytestmark = pytest.mark.slow

CORRECTED = {
    "title: Tỷ lệ,": "title: Tỷ lệ hoàn thành,",  # reworded
    "{label: Chậm «muộn», share: 0.5}": "{label: Chậm trễ, share: 0.25}",  # one label reworded, other points
    "code: I.1.3, title: Khoảng của một số": "code: I.1.4, title: Khoảng của một số",  # one removed, one added
    "rule: {type: count, label: Số sáng kiến, each: 0.3}": "rule: {type: ratio, part: Số đạt, whole: Tổng số sáng kiến}",  # asks for others
    "{code: I.2.6, title: Trừ dần, maximum: 1, rule: {type: deduction, label: Số lần nhắc nhở, each: 0.35,": "{code: I.2.6, title: Trừ dần, maximum: 1, rule: {type: deduction, label: Số lần nhắc nhở, each: 0.25,",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A cycle whose workbooks were sent; Sở Nội vụ has returned its own, filled in."""
    place = tmp_path / "cycle"
    shelf = place / "criteria" / "thu-nghiem"
    shelf.mkdir(parents=True)
    (shelf / "edition.yaml").write_text(kit.EDITION, "utf-8")
    (shelf / "so.yaml").write_text(kit.BLOCK, "utf-8")
    (place / "cycle.yaml").write_text(kit.CYCLE, "utf-8")
    assert run(["generate-template", "--cycle", str(place), "-q"]) == 0
    returned(place)
    return place


def returned(place: Path) -> Entries:
    opened = open_cycle(place)
    layouts, whose = opened.layouts()
    bench = kit.bench(place / "criteria/thu-nghiem", place / "cycle.yaml", "so-noi-vu")
    entries = bench.clerks(3)
    target = place / "submissions" / "so-noi-vu"
    target.mkdir(parents=True, exist_ok=True)
    (target / "bieu.xlsx").write_bytes(writer.filled(layouts[whose["so-noi-vu"]], opened.look, bench.unit, entries, banner_of(opened)))
    return entries


def correct(place: Path, version: str = "1.1", changes: dict[str, str] = CORRECTED) -> None:
    shelf = place / "criteria" / "thu-nghiem"
    text = (shelf / "so.yaml").read_text("utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (shelf / "so.yaml").write_text(text, "utf-8")
    heading = (shelf / "edition.yaml").read_text("utf-8")
    assert 'version: "1.0"' in heading
    (shelf / "edition.yaml").write_text(heading.replace('"1.0"', f'"{version}"'), "utf-8")


def findings(place: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str | None]]:
    capsys.readouterr()
    run(["validate", "--cycle", str(place), "--json"])
    (unit,) = [one for one in json.loads(capsys.readouterr().out)["units"] if one["unit"] == "so-noi-vu"]
    return [(one["code"], one["item"]) for one in unit["findings"] if one["code"][:2] in ("WB", "SC") and one["code"] not in ("SC120", "SC204")]


def points(place: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, str | None]:
    capsys.readouterr()
    run(["aggregate", "--provisional", "--cycle", str(place), "--json", "--dry-run"])
    (unit,) = [one for one in json.loads(capsys.readouterr().out)["units"] if one["unit"] == "so-noi-vu"]
    return {one["code"]: one["computed"] for one in unit["items"]}


def test_what_is_sent_is_kept_once(folder: Path) -> None:
    kept = sorted(path.name for path in (folder / "versions").iterdir())
    assert [name[:9] for name in kept] == ["sent-001-"]
    assert (folder / "versions" / kept[0] / "criteria/thu-nghiem/so.yaml").read_text("utf-8") == kit.BLOCK
    assert run(["generate-template", "--cycle", str(folder), "-q"]) == 0
    assert sorted(path.name for path in (folder / "versions").iterdir()) == kept
    correct(folder)
    assert run(["generate-template", "--cycle", str(folder), "-q"]) == 0
    assert [path.name[:9] for path in sorted((folder / "versions").iterdir())] == ["sent-001-", "sent-002-"]


def test_a_minor_version_leaves_returned_workbooks_readable(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert findings(folder, capsys) == []
    before = points(folder, capsys)
    correct(folder)
    assert findings(folder, capsys) == [
        ("WB205", None), ("WB319", "I.1.1"), ("WB317", "I.1.2"), ("WB316", "I.1.3"), ("WB315", "I.1.4"), ("WB315", "I.2.1"),
    ]  # fmt: skip
    after = points(folder, capsys)
    assert after["I.1.4"] is None
    assert after["I.2.1"] is None
    unchanged = before.keys() - {"I.1.1", "I.1.3", "I.2.1", "I.2.6"}
    assert {code: after[code] for code in unchanged} == {code: before[code] for code in unchanged}


def test_new_points_apply_to_old_answers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A reworded level is still the level that was chosen, and earns what it earns now."""
    entries = returned(folder)
    chosen = {**entries.cells, "I.1.1/level": {"input": "Chậm «muộn»"}, "I.2.6": {}, "I.2.6/count": {"input": Fraction(2)}}
    opened = open_cycle(folder)
    layouts, whose = opened.layouts()
    content = writer.filled(layouts[whose["so-noi-vu"]], opened.look, opened.cycle.units[0], Entries(chosen, entries.register), banner_of(opened))
    (folder / "submissions/so-noi-vu/bieu.xlsx").write_bytes(content)
    before = points(folder, capsys)
    assert (before["I.1.1"], before["I.2.6"]) == ("0.5", "0.3")
    correct(folder)
    after = points(folder, capsys)
    assert (after["I.1.1"], after["I.2.6"]) == ("0.25", "0.5")
    assert {item for code, item in findings(folder, capsys) if code == "WB318"} == {"I.1.1", "I.2.6"}


def test_a_tampered_earlier_workbook_is_still_held_against_what_was_sent(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import load_workbook

    correct(folder)
    path = folder / "submissions/so-noi-vu/bieu.xlsx"
    book = load_workbook(path)
    sheet = book["Tự chấm điểm"]
    (row,) = [cell.row for cell in sheet["A"] if cell.value == "I.1.2"]
    sheet[f"D{row}"] = 99
    book.save(path)
    assert ("WB307", "I.1.2") in findings(folder, capsys)


def test_a_decided_exemption_does_not_make_the_workbook_a_changed_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before, the locked cell of the present layout was demanded of a workbook that never had it."""
    cycle = folder / "cycle.yaml"
    cycle.write_text(
        cycle.read_text("utf-8") + "exemptions: [{unit: so-noi-vu, item: I.1.2, kind: not_assigned, reason: Theo quyết định}]\n", "utf-8"
    )
    codes = {code for code, item in findings(folder, capsys) if item == "I.1.2"}
    assert codes <= {"SC205"}


def test_answers_are_carried_into_the_new_workbook(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct(folder)
    assert run(["generate-template", "--cycle", str(folder), "-q"]) == 0
    capsys.readouterr()
    assert run(["generate-template", "--cycle", str(folder), "--carry", str(folder / "submissions"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["written"] == ["workbooks/so/so-noi-vu.xlsx"]
    assert {(one["code"], one["item"]) for one in document["problems"] if one["unit"]} == {
        ("WB319", "I.1.1"), ("WB317", "I.1.2"), ("WB316", "I.1.3"), ("WB315", "I.1.4"), ("WB315", "I.2.1"),
    }  # fmt: skip
    before = points(folder, capsys)
    (folder / "submissions/so-noi-vu/bieu.xlsx").write_bytes((folder / "workbooks/so/so-noi-vu.xlsx").read_bytes())
    assert findings(folder, capsys) == [("SC101", "I.1.4"), ("SC101", "I.2.1")]
    assert points(folder, capsys) == before


def test_nothing_but_what_changed_is_lost_on_the_way(folder: Path) -> None:
    """The same definition: the carried workbook holds every entry of the old one."""
    assert run(["generate-template", "--cycle", str(folder), "-q", "--carry", str(folder / "submissions/so-noi-vu/bieu.xlsx")]) == 0
    bench = kit.bench(folder / "criteria/thu-nghiem", folder / "cycle.yaml", "so-noi-vu")
    old, new = (bench.read((folder / name).read_bytes()) for name in ("submissions/so-noi-vu/bieu.xlsx", "workbooks/so/so-noi-vu.xlsx"))
    assert new.rows == old.rows
    assert new.register == old.register
    assert new.difficulties == old.difficulties
    assert new.changes == ()


def test_a_major_version_refuses_the_old_workbook_and_carries_its_answers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct(folder, "2.0")
    assert ("WB203", None) in findings(folder, capsys)
    assert run(["generate-template", "--cycle", str(folder), "-q", "--carry", str(folder / "submissions")]) == 0
    (folder / "submissions/so-noi-vu/bieu.xlsx").write_bytes((folder / "workbooks/so/so-noi-vu.xlsx").read_bytes())
    assert findings(folder, capsys) == [("SC101", "I.1.4"), ("SC101", "I.2.1")]


def test_units_with_workbooks_of_an_earlier_definition_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["generate-template", "--cycle", str(folder)])
    assert "--carry" not in capsys.readouterr().err
    correct(folder)
    run(["generate-template", "--cycle", str(folder)])
    said = capsys.readouterr().err
    assert "Sở Nội vụ" in said
    assert "--carry" in said
    assert "Sở Tư pháp" not in said


def test_a_change_without_a_new_version_is_warned_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    correct(folder, "1.0")
    capsys.readouterr()
    assert run(["generate-template", "--cycle", str(folder), "--json"]) == 0
    assert [one["code"] for one in json.loads(capsys.readouterr().out)["problems"] if one["code"] == "DF224"] == ["DF224"]


@pytest.mark.parametrize("name", ["nothing.xlsx", "empty"])
def test_where_there_is_nothing_to_carry_it_says_so(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty").mkdir()
    capsys.readouterr()
    assert run(["generate-template", "--cycle", str(folder), "--carry", str(folder / name)]) == 2
    assert name in capsys.readouterr().err


def test_what_cannot_be_carried_is_named_and_the_rest_goes_on(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = folder / "submissions" / "so-tu-phap"
    place.mkdir()
    (place / "a.xlsx").write_bytes(b"no workbook")
    (place / "b.xlsx").write_bytes((folder / "workbooks/so/so-noi-vu.xlsx").read_bytes())
    capsys.readouterr()
    assert run(["generate-template", "--cycle", str(folder), "--carry", str(folder / "submissions"), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["written"] == ["workbooks/so/so-noi-vu.xlsx"]
    assert [one["code"] for one in document["problems"] if one["code"][:2] == "WB"] == ["WB103", "WB102"]


def test_a_workbook_of_another_block_is_not_carried(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edition, cycle = folder / "criteria/thu-nghiem/edition.yaml", folder / "cycle.yaml"
    edition.write_text(edition.read_text("utf-8") + "  xa: {title: Khối xã, file: so.yaml}\n", "utf-8")
    cycle.write_text(cycle.read_text("utf-8").replace("{id: so-noi-vu, block: so", "{id: so-noi-vu, block: xa"), "utf-8")
    capsys.readouterr()
    assert run(["generate-template", "--cycle", str(folder), "--carry", str(folder / "submissions"), "--json"]) == 2
    assert "[WB206]" in capsys.readouterr().err


def test_a_kept_state_that_was_changed_is_not_believed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else a looser definition could be slipped in as one that was sent."""
    (kept,) = (folder / "versions").iterdir()
    block = kept / "criteria/thu-nghiem/so.yaml"
    block.write_text(block.read_text("utf-8").replace("floor: 0.5", "floor: 0.1"), "utf-8")
    correct(folder)
    capsys.readouterr()
    run(["validate", "--cycle", str(folder), "--json"])
    document = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in document["findings"] if one["code"] == "WB111"] == ["WB111"]
    run(["generate-template", "--cycle", str(folder), "-q"])
    assert len(list((folder / "versions").iterdir())) == 2


def test_numbers_of_states_go_on_whatever_lies_there(folder: Path) -> None:
    (folder / "versions" / "sent-999999-aaaaaaaaaaaaaaaa").mkdir()
    (folder / "versions" / "notes.txt").write_text("x", "utf-8")
    (folder / "versions" / "sent-007-bbbbbbbbbbbbbbbb").symlink_to("/")
    correct(folder)
    for _ in range(2):
        assert run(["generate-template", "--cycle", str(folder), "-q"]) == 0
    assert sorted(path.name[:12] for path in (folder / "versions").glob("sent-1*")) == ["sent-1000000"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names")
def test_a_pipe_among_the_files_stops_nobody(folder: Path) -> None:
    os.mkfifo(folder / "submissions/so-noi-vu/x.xlsx")
    (folder / "versions/sent-500-cccccccccccccccc").mkdir()
    os.mkfifo(folder / "versions/sent-500-cccccccccccccccc/cycle.yaml")
    assert run(["generate-template", "--cycle", str(folder), "-q", "--carry", str(folder / "submissions")]) == 1
    assert run(["validate", "--cycle", str(folder), "-q"]) == 1


def test_a_folder_above_may_be_called_versions(folder: Path) -> None:
    place = folder.parent / "versions" / "cycle"
    shutil.copytree(folder, place)
    assert run(["generate-template", "--cycle", str(place), "-q", "--carry", str(place / "submissions")]) == 0


def test_what_is_lost_on_the_way_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import load_workbook

    path = folder / "submissions/so-noi-vu/bieu.xlsx"
    book = load_workbook(path)
    sheet = book["Tự chấm điểm"]
    rows = {cell.value: cell.row for cell in sheet["A"] if cell.value}
    sheet[f"L{rows['I.1.2']}"] = "Giải trình " * 900
    sheet[f"H{rows['I.1.3/value']}"] = "=1+1"
    sheet.merge_cells(f"H{rows['I.1.2/part']}:H{rows['I.1.2/whole']}")
    book.save(path)
    capsys.readouterr()
    assert run(["generate-template", "--cycle", str(folder), "--carry", str(path)]) == 0
    said = capsys.readouterr().err
    assert f"L{rows['I.1.2']}" in said
    assert "=1+1" in said
    assert "[WB312]" in said


def test_a_unit_that_ended_gets_no_workbook_and_no_rank(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cycle = folder / "cycle.yaml"
    text = cycle.read_text("utf-8")
    cycle.write_text(text.replace("name: Sở Tư pháp}", "name: Sở Tư pháp, valid_to: 2023-06-30}"), "utf-8")
    capsys.readouterr()
    assert run(["generate-template", "--cycle", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] == ["workbooks/so/so-noi-vu.xlsx"]
    run(["validate", "--cycle", str(folder), "--json"])
    assert "WB101" not in capsys.readouterr().out
    run(["aggregate", "--provisional", "--cycle", str(folder), "--json", "--dry-run"])
    (ended,) = [one for one in json.loads(capsys.readouterr().out)["units"] if one["unit"] == "so-tu-phap"]
    assert (ended["state"], ended["final"]) == ("excluded", None)
    assert "30/06/2023" in ended["reason"]
