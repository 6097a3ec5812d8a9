"""The check code of a workbook: LibreOffice's formulas and parcli agree, and a changed cell changes it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

import pytest
from openpyxl import load_workbook
from workbook import kit
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from parcli.core import check_code
from parcli.core.check_code import Strange
from parcli.workbook import check_cells, lists, names
from parcli.workbook.entries import NONE, Entries
from parcli.workbook.paint import Brush
from parcli.workbook.scoring_sheet import count_formula

FILLINGS, IN_ONE_FILE = 1000, 50
CHANGED, CHANGES = 200, 40
SIGNS = "aăâbcdđeêghiklmnoôơpqrstuưvxy ÀÁẢÃẠ0123456789,.-/\n"
OFFICE_NAMES = (names.SCORING, names.REGISTER, names.DIFFICULTIES)


@dataclass
class Filling:
    """Whatever may stand in the covered cells, by key and column; register and difficulties by column."""

    cells: dict = field(default_factory=dict)
    lines: dict = field(default_factory=dict)

    def held(self, key, column):
        return self.cells.get((key, column))

    def register(self, column):
        return self.lines.get(("register", column), ())

    def difficulties(self, column):
        return self.lines.get(("difficulties", column), ())

    def code(self, layout):
        return check_code.code(check_cells.figures(layout, self))


def _text(chance, most=40):
    return "".join(chance.choice(SIGNS) for _ in range(chance.randrange(most))) or None


def _number(chance):
    if chance.random() < 0.2:
        return Fraction(chance.randrange(10**9), chance.randrange(1, 10**4))
    digits = chance.randrange(10 ** chance.randrange(1, 16))
    return Fraction(digits, 10 ** chance.randrange(8)) * chance.choice((1, 1, 1, 1, -1))


def _day(chance):
    return date(1990, 1, 1) + timedelta(days=chance.randrange(30_000))


def _anything(chance, one):
    """Return what may stand in a cell: mostly what belongs there, else something of another kind."""
    usual = one.choices or ((_day,) if one.sort == "day" else (_number,) if one.sort == "number" else (_text,))
    if chance.random() < 0.75:
        made = chance.choice(usual)
        return made(chance) if callable(made) else made
    return chance.choice((lambda _: None, _number, _day, _text, lambda _: chance.choice((True, False)), lambda _: Strange.ERROR))(chance)


def _filling(layout, chance):
    made = Filling()
    for one in check_cells.covered(layout):
        if not one.counted and chance.random() < 0.8:
            made.cells[one.row.key, one.column] = _anything(chance, one)
    codes = [row.key for row in layout.items]
    size = chance.randrange(12)
    for column in names.REGISTER_COLUMNS:
        maker = {"item": lambda: chance.choice([*codes, f" {codes[0]} ", "1.10"]), "issued": lambda: _day(chance)}.get(column, lambda: _text(chance))
        made.lines["register", column] = [maker() if chance.random() < 0.8 else None for _ in range(size)]
    for column in ("difficulty", "proposal"):
        made.lines["difficulties", column] = [_text(chance) for _ in range(chance.randrange(4))]
    return made


class _Lists(lists.Lists):
    """Lists under names of their own for each filling."""

    mark = ""

    def name(self, choices):
        return f"{super().name(choices)}_{self.mark}"


class _Renaming(Brush):
    """Writes formulas without a value, to sheets of one filling among many."""

    mark = ""

    def compute(self, sheet, address, formula, style, value):  # noqa: ARG002 - the value is what LibreOffice is to find
        for place, name in enumerate(OFFICE_NAMES):
            formula = formula.replace(f"'{name}'!", f"'{place}-{self.mark}'!")
        sheet.write_formula(address, f"={formula}", style, "")


def _write(bench, fillings, path):
    with Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        brush = _Renaming(book, bench.look)
        for place, filling in enumerate(fillings):
            brush.mark = str(place)
            scoring, register, free = (book.add_worksheet(f"{which}-{place}") for which in range(3))
            _fill(bench.layout, brush, filling, scoring, register, free)
            own = _Lists()
            own.mark = str(place)
            for one in check_cells.covered(bench.layout):
                if one.choices:
                    own.name(one.choices)
            listed = book.add_worksheet(f"L-{place}")
            _write_lists(book, listed, own, place)
            blank = check_cells.figures(bench.layout, check_cells.Written(NONE))
            check_cells.write(listed, brush, bench.layout, blank, check_code.code(blank), own, len(own.columns) + 2)


def _write_lists(book, sheet, own, place):
    for column, (choices, name) in enumerate(own.columns.items(), start=1):
        sheet.write_column(lists.FIRST_ROW - 1, column, choices)
        letter, last = xl_col_to_name(column), lists.FIRST_ROW + len(choices) - 1
        book.define_name(f"{name}_{place}", f"='L-{place}'!${letter}${lists.FIRST_ROW}:${letter}${last}")


def _fill(layout, brush, filling, scoring, register, free):
    plain, day = brush.format(), brush.format(num_format="dd/mm/yyyy")
    for row in layout.rows:
        brush.put(scoring, names.at("key", row.row), row.key, plain)
        if row.counted:
            brush.compute(scoring, names.at("count", row.row), count_formula(row), plain, Fraction())
    for (key, column), held in filling.cells.items():
        row = next(row for row in layout.rows if row.key == key)
        _put(brush, scoring, names.at(column, row.row), held, day if isinstance(held, date) else plain)
    for letter, column in zip("ABCDEFGH", names.REGISTER_COLUMNS, strict=True):
        for offset, held in enumerate(filling.register(column)):
            _put(brush, register, f"{letter}{names.REGISTER_FIRST_ROW + offset}", held, day if column == "issued" else plain)
    for letter, column in zip("BC", ("difficulty", "proposal"), strict=True):
        for offset, held in enumerate(filling.difficulties(column)):
            _put(brush, free, f"{letter}{names.DIFFICULTIES_FIRST_ROW + offset}", held, plain)


def _put(brush, sheet, address, held, style):
    if isinstance(held, bool):
        sheet.write_boolean(address, held, style)
    elif isinstance(held, Strange):
        sheet.write_formula(address, "=NA()", style, "#N/A")
    else:
        brush.put(sheet, address, held, style)


@pytest.mark.office
def test_libreoffice_and_parcli_agree_on_a_thousand_fillings(small, profile, tmp_path, monkeypatch):
    # Registers of their full length are computed in test_office; here they would cost most of the time.
    monkeypatch.setattr(names, "REGISTER_ROWS", 20)
    monkeypatch.setattr(names, "DIFFICULTIES_ROWS", 10)
    chance = random.Random(5)
    fillings = [_filling(small.layout, chance) for _ in range(FILLINGS)]
    differences = []
    for start in range(0, FILLINGS, IN_ONE_FILE):
        file = tmp_path / f"{start}.xlsx"
        _write(small, fillings[start : start + IN_ONE_FILE], file)
        (made,) = kit.converted([file], "xlsx", tmp_path / "out", profile)
        book = load_workbook(made, data_only=True, read_only=True)
        for place, filling in enumerate(fillings[start : start + IN_ONE_FILE]):
            shown, expected = book[f"L-{place}"][names.CHECK_CODE_CELL].value, filling.code(small.layout)
            if shown != expected:
                differences.append((start + place, shown, expected))
        book.close()
    print(f"{FILLINGS} fillings, {len({one.code(small.layout) for one in fillings})} codes, {len(differences)} differences")
    assert differences[:5] == []


def _changed(filling, chance, cells):
    """Return a filling in which one or two cells hold something else that the code is to see, and how many do."""
    others = dict(filling.cells)
    for one in chance.sample(cells, chance.choice((1, 2))):
        place = one.row.key, one.column
        for _ in range(20):
            others[place] = _anything(chance, one)
            if _figure(one, others.get(place)) != _figure(one, filling.cells.get(place)):
                break
    return Filling(others, filling.lines), sum(others.get(place) != filling.cells.get(place) for place in others)


def _figure(one, held):
    return check_code.figure(held, one.sort, one.choices)


@pytest.mark.slow
def test_changed_cells_change_the_code(small):
    """Single changes by construction; of pairs one in ten thousand million may not. The figures stand in decision 0024."""
    chance, layout = random.Random(6), small.layout
    cells = [one for one in check_cells.covered(layout) if not one.counted]
    tried, same = {1: 0, 2: 0}, {1: 0, 2: 0}
    for _ in range(CHANGED):
        filling = _filling(layout, chance)
        code = filling.code(layout)
        for _ in range(CHANGES):
            other, changed = _changed(filling, chance, cells)
            tried[changed] += 1
            same[changed] += other.code(layout) == code
    print(f"single changes {tried[1]}, unseen {same[1]}; pairs {tried[2]}, unseen {same[2]}")
    assert same == {1: 0, 2: 0}


@pytest.mark.slow
def test_a_code_comes_back_from_every_workbook(small, hanoi):
    for bench in (small, hanoi):
        entries = bench.clerks(3)
        one = bench.read(bench.filled(entries))
        assert check_code.sound(one.check_code)
        assert one.shown_check_code == one.check_code
        assert bench.read(bench.filled(NONE)).check_code not in ("", one.check_code)


def test_a_value_changed_behind_the_formulas_is_asked_about(small):
    entries = small.clerks(3)
    key, column = next((row.key, "input") for row in small.layout.rows if isinstance(entries.at(row.key, "input"), Fraction))
    members = kit.parts(small.filled(entries))
    other = Entries({**entries.cells, key: {**entries.cells[key], column: entries.at(key, column) + 1}}, entries.register, entries.difficulties)
    lists_file = kit.SHEET_FILE[names.LISTS]
    stale = kit.zipped({**kit.parts(small.filled(other)), lists_file: members[lists_file]})
    assert "WB320" in kit.codes(small.judged(stale)[1])
    assert "WB320" not in kit.codes(small.judged(small.filled(other))[1])


def test_a_workbook_without_a_stored_code_is_not_asked_about(small):
    """Libraries drop what formulas last showed, and workbooks made before the code have no cell for it."""
    content = kit.forgetful(small.filled(small.clerks(3)))
    one = small.read(content)
    assert (one.shown_check_code, check_code.sound(one.check_code)) == ("", True)
    assert "WB320" not in kit.codes(small.judged(one)[1])


def test_letters_counted_in_either_way_are_no_difference(small):
    """LibreOffice counts a letter outside the basic plane once, Excel twice: both codes are right."""
    entries = Entries({"I.1.1": {"explanation": "😀 vì thế"}})
    content = small.filled(entries)
    as_points = check_code.code(check_cells.figures(small.layout, check_cells.Written(entries), "points"))
    members = kit.parts(content)
    stored = members[kit.SHEET_FILE[names.LISTS]]
    members[kit.SHEET_FILE[names.LISTS]] = stored.replace(small.read(content).check_code.encode(), as_points.encode())
    one = small.read(kit.zipped(members))
    assert one.check_code == one.shown_check_code == as_points != small.read(content).check_code
