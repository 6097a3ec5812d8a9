"""Annotated copies of what LibreOffice saved, and annotated copies that LibreOffice saved: nothing is lost either way."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from workbook import kept, kit
from workbook.test_annotate import copy, faults, fill, some_findings

from parcli.workbook import names

pytestmark = pytest.mark.office
UNITS = ("small", "hanoi", "district", "commune")


@pytest.fixture(scope="module")
def saved(request, profile, tmp_path_factory):
    """Every bench's filled workbook, saved by LibreOffice as xlsx, and through ods."""
    folder = tmp_path_factory.mktemp("saved")
    benches = {name: request.getfixturevalue(name) for name in UNITS}
    files = []
    for name, bench in benches.items():
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(bench.filled(bench.clerks(7)))
    once = kit.converted(files, "xlsx", folder / "once", profile)
    through = kit.converted(kit.converted(files, "ods", folder / "ods", profile), "xlsx", folder / "through", profile)
    return {
        name: (bench, {"xlsx": a.read_bytes(), "ods": b.read_bytes()}) for (name, bench), a, b in zip(benches.items(), once, through, strict=True)
    }


@pytest.mark.parametrize("way", ["xlsx", "ods"])
@pytest.mark.parametrize("name", UNITS)
def test_nothing_of_what_libreoffice_saved_is_lost(saved, name, way):
    bench, contents = saved[name]
    assert kept.differences(contents[way], copy(bench, contents[way], some_findings(bench))) == []


@pytest.fixture(scope="module")
def round_trip(small, profile, tmp_path_factory):
    """A workbook with faults, its annotated copy, that copy mended, and both as LibreOffice saved them."""
    folder = tmp_path_factory.mktemp("mended")
    content = small.filled(small.clerks(1))
    spoiled, former = faults(small, content)
    marked = copy(small, spoiled, small.judged(spoiled)[1])
    made = {"marked": marked, "mended": kit.edited(marked, lambda book: fill(book, former))}
    for name, each in made.items():
        (folder / f"{name}.xlsx").write_bytes(each)
    back = kit.converted([folder / f"{name}.xlsx" for name in made], "xlsx", folder / "back", profile)
    return content, spoiled, {path.stem: path.read_bytes() for path in back}


def test_mended_and_saved_by_libreoffice_it_is_clean(small, round_trip):
    content, _, back = round_trip
    records, findings = small.judged(back["mended"])
    assert kit.heavy(findings) == []
    assert kit.plain(records) == kit.plain(small.judged(content)[0])
    assert small.read(back["mended"]).changes == ()


def test_libreoffice_shows_the_points_of_a_mended_copy(small, round_trip):
    content, _, back = round_trip
    shown = {key: cell.raw for key, cell in small.read(back["mended"]).shown.items() if cell.raw not in (None, "")}
    assert shown == {key: cell.raw for key, cell in small.read(content).shown.items() if cell.raw not in (None, "")}


def test_marks_that_libreoffice_saved_are_known_again(small, round_trip):
    _, spoiled, back = round_trip
    unmarked = kept.Book(copy(small, back["marked"], ()))
    assert (unmarked.marked(names.SCORING), unmarked.notes(names.SCORING)) == (set(), {})
    assert unmarked.formats(names.REGISTER) == kept.Book(back["marked"]).formats(names.REGISTER)
    assert unmarked.order == [names.TO_MEND, *kept.Book(spoiled).order]


def test_libreoffice_keeps_lists_and_formulas_of_an_annotated_copy(round_trip):
    _, spoiled, back = round_trip
    before, after = (load_workbook(io.BytesIO(each))[names.SCORING] for each in (spoiled, back["marked"]))
    # A truth value that was typed into a cell is a formula after LibreOffice; the standing formulas are all there.
    assert {cell: text for cell, text in formulas(after).items() if not text.startswith("=TRUE")} == formulas(before)
    assert lists(after) == lists(before)


def formulas(sheet) -> dict[str, str]:
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"}


def lists(sheet) -> dict[tuple[int, int], tuple[object, ...]]:
    """What may be entered, by cell; a hint alone asks for nothing, whatever formula stands with it."""
    return {
        place: (rule.type, rule.formula1 if rule.type else None, rule.prompt, rule.error)
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
        for place in area.cells
    }
