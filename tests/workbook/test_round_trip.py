"""What is written into a workbook is what is read from it: any answers, any texts, wherever the rows have gone."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from workbook import kit

from parcli.core import words
from parcli.core.edition import Kind
from parcli.core.rules import NOT_DONE, InputKind
from parcli.workbook import names
from parcli.workbook.entries import NONE, Entries, records
from parcli.workbook.layout import FIRST_ROW

pytestmark = pytest.mark.slow

HOSTILE = (
    '=HYPERLINK("http://x.test";"bấm")', "=cmd|'/c calc'!A0", "+1", "-1", "@x", "  hai đầu  ", "một\nhai\n\nba", "tab\tở giữa",
    "<&>\"' ]]> <!DOCTYPE x> <c r=\"A1\">", unicodedata.normalize("NFD", "Giải trình ở dạng tách dấu"), "😀 𝄞", "1.10", "0012", "#N/A",
    "TRUE", "&L&8 &P", "@@UNIT-NAME@@", "[/] [red]", ' customHeight="1"', "a" * 7999, "\u200bẩn", "{unit} {0}", "%s", "\u200b",
)  # fmt: skip
LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\n\t")
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(LETTERS, max_size=60))
SAID = TEXT.filter(lambda text: text.strip() != "" and "_x" not in text)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def _numbers(most: int = 10**9) -> st.SearchStrategy[Fraction]:
    """Numbers as people enter them: at most six decimals, and no more than the 15 digits that a sheet keeps."""
    return st.one_of(
        st.integers(0, most).map(Fraction),
        st.builds(lambda digits, places: Fraction(digits, 10**places), st.integers(0, min(most, 10**9) * 10), st.integers(1, 6)),
    ).filter(lambda value: value <= most)


def _entry(row):
    cell = row.cell
    if cell.kind is InputKind.CHOICE:
        return st.sampled_from(cell.choices)
    if cell.kind is InputKind.DATE:
        return st.one_of(DAYS, st.sampled_from(cell.choices)) if cell.choices else DAYS
    if cell.kind is InputKind.COUNT:
        return st.integers(0, 10**9).map(Fraction)
    if cell.kind is InputKind.POINTS:
        step = cell.step or Fraction(1, 100)
        return st.integers(0, int(cell.most / step)).map(lambda steps: steps * step)
    return _numbers().filter(lambda value: value > 0 or not cell.positive)


@st.composite
def _answers(draw, layout):
    """Draw answers: each input entered or blank, some items claimed not to apply, explanations and rooms anywhere."""
    cells = {}
    claimed = set()
    for row in layout.items:
        kind = draw(st.sampled_from([None, None, None, *row.claims])) if row.claims else None
        texts = {}
        if kind is not None:
            claimed.add(row.key)
            texts = {"applies": kind.label, "explanation": draw(SAID)}
        elif draw(st.integers(0, 4)) == 0:
            texts = {"explanation": draw(SAID), "room": draw(SAID)}
        if draw(st.integers(0, 9)) == 0 and kind is None and row.claims:
            texts["applies"] = names.APPLIES
        if texts:
            cells[row.key] = texts
    for row in layout.rows:
        if row.cell is None or row.item.code in claimed or draw(st.integers(0, 3)) == 0:
            continue
        entered = {"input": draw(_entry(row))}
        if "estimate" in row.entries and draw(st.integers(0, 9)) == 0:
            entered["estimate"] = Fraction(0)
        cells[row.key] = entered
    line = st.fixed_dictionaries(
        {"item": st.sampled_from([row.key for row in layout.items]), "name": SAID},
        optional={"kind": st.just("Văn bản"), "number": SAID, "issued": DAYS, "issuer": SAID, "subject": SAID, "part": SAID},
    )
    register = tuple(draw(st.lists(line, max_size=4)))
    difficulties = tuple(draw(st.lists(st.tuples(SAID, SAID), max_size=3)))
    return Entries(cells, register, difficulties)


def _expect_same(bench, entries, content, *, blanks_said=True):
    """Hold what is read from the bytes against what was entered."""
    one = bench.read(content)
    found, findings = bench.judged(one)
    assert one.problems == ()
    # Printed texts that were pushed down are told of; no entry is.
    assert [each for each in one.changes if each.kind != "standing"] == []
    for row in bench.layout.rows:
        if row.cell is None:
            continue
        entered = entries.at(row.key, "input")
        answer = found[row.item.code].answers[row.cell.name]
        assert answer.value == kit.as_value(entered), row.key
        assert answer.blank == (entered is None), row.key
        assert answer.estimated == (entries.at(row.key, "estimate") is not None), row.key
    for row in bench.layout.items:
        record = found[row.key]
        assert record.explanation == str(entries.at(row.key, "explanation") or "").strip()
        said = entries.at(row.key, "applies")
        assert record.claim == next((kind for kind in Kind if kind.label == said), None)
        assert not record.claim_refused
    assert kit.lines(one) == list(entries.register)
    assert one.difficulties == tuple((one.strip(), two.strip()) for one, two in entries.difficulties)
    # A blank is said, a part above the whole is asked about, and what a case or a deed not done leaves out need not be there.
    assert kit.codes(findings) <= {
        "SC101",
        "SC302",
        "SC204",
        "SC120",
        "SC119",
        "SC117",
        "SC118",
        "WB344",
        "WB352",
        *(["WB148"] if one.changes else []),
    }
    assert blanks_said or {each.code for each in kit.heavy(findings)} <= ({"WB148"} if one.changes else set())
    return found


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_writing_and_reading_is_the_identity(small, data):
    entries = data.draw(_answers(small.layout))
    _expect_same(small, entries, small.filled(entries))


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_the_records_are_those_from_which_the_sheet_computes(small, data):
    entries = data.draw(_answers(small.layout))
    assert kit.plain(small.judged(small.filled(entries))[0]) == {
        code: (values | {name: (*values[name][:2], _estimated(entries, code, name)) for name in values}, *rest)
        for code, (values, *rest) in kit.plain(records(small.layout, entries)).items()
    }


def _estimated(entries, code, name):
    return entries.at(f"{code}/{name}", "estimate") is not None


@pytest.mark.parametrize("which", ["small", "hanoi", "district", "commune"])
def test_an_honest_clerk_hears_nothing_above_a_note(which, request):
    bench = request.getfixturevalue(which)
    for seed in (1, 2):
        entries = bench.clerks(seed)
        _expect_same(bench, entries, bench.filled(entries), blanks_said=False)


def test_an_empty_workbook_is_all_blank(hanoi):
    one = hanoi.read(hanoi.filled(NONE))
    found, findings = hanoi.judged(one)
    assert all(answer.blank for record in found.values() for answer in record.answers.values())
    assert kit.codes(findings) <= {"SC101", "SC302"}
    assert one.register == ()
    assert one.difficulties == ()


def test_control_characters_come_back_visible_and_carriage_returns_as_lines(small):
    entries = Entries({"I.1.1": {"explanation": "một\r\nhai\rba\x07bốn\x00"}})
    assert small.judged(small.filled(entries))[0]["I.1.1"].explanation == "một\nhai\nba_x0007_bốn_x0000_"


def test_a_very_long_text_is_cut_visibly(small):
    found = small.judged(small.filled(Entries({"I.1.1": {"explanation": "a" * 50_000}})))[0]
    assert found["I.1.1"].explanation == "a" * 8000 + "…"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("twist", [str.upper, str.lower, lambda text: f"  {text} "])
def test_labels_compare_in_nfc_trimmed_and_ignoring_case(small, form, twist):
    typed = unicodedata.normalize(form, twist("Kịp thời, đủ"))
    record = small.judged(small.filled(Entries({"I.1.1/level": {"input": typed}})))[0]["I.1.1"]
    assert words.key(record.answers["level"].value) == words.key("Kịp thời, đủ")


# Rows inserted as office suites do it: cells below move, and so does every address that points at them.
_PIECES = re.compile(r'("(?:[^"]|"")*")')
_HERE = re.compile(r"(?<![A-Za-z0-9_!$.'])([A-Z]{1,3})(\d{1,7})(?![\d(A-Za-z_])")
_THERE = re.compile(rf"('{names.SCORING}'!)([A-Z]+)(\d+)")


def _shifted(formula, pattern, first, by):
    def moved(match):
        *before, row = match.groups()
        return "".join(before) + str(int(row) + (by if int(row) >= first else 0))

    pieces = _PIECES.split(formula.replace("&quot;", '"'))
    return "".join(piece if piece.startswith('"') else pattern.sub(moved, piece) for piece in pieces)


def inserted(content, first, by=1):
    """Insert blank rows into the scoring sheet above row ``first``."""
    members = kit.parts(content)
    scoring = kit.SHEET_FILE[names.SCORING]
    for name in kit.SHEET_FILE.values():
        xml = members[name].decode()
        pattern = _HERE if name == scoring else _THERE
        xml = re.sub(r"(?<=<f>)[^<]*(?=</f>)", lambda match: _shifted(match[0], pattern, first, by), xml)  # noqa: B023 - used at once
        if name == scoring:
            xml = re.sub(r'(<row r=")(\d+)|(<c r="[A-Z]+)(\d+)', lambda match: _moved_cell(match, first, by), xml)
            xml = re.sub(r'(?<=sqref=")[^"]*(?=")', lambda match: _shifted(match[0], _HERE, first, by), xml)
        members[name] = xml.encode()
    return kit.zipped(members)


def _moved_cell(match, first, by):
    before, row = (match[1], match[2]) if match[1] else (match[3], match[4])
    return f"{before}{int(row) + (by if int(row) >= first else 0)}"


@pytest.mark.parametrize(("first", "by"), [(FIRST_ROW, 1), (FIRST_ROW + 4, 3), (FIRST_ROW + 9, 40), (2, 5)])
def test_rows_are_found_wherever_they_have_gone(small, first, by):
    entries = small.clerks(3)
    moved = inserted(small.filled(entries), first, by)
    _expect_same(small, entries, moved, blanks_said=False)
    assert small.read(moved).rows["P.1"]["explanation"].address != small.read(small.filled(entries)).rows["P.1"]["explanation"].address


def test_rows_are_found_in_a_whole_city_workbook_in_which_rows_were_inserted(hanoi):
    entries = hanoi.clerks(3)
    content = hanoi.filled(entries)
    for first in (200, 90, 30, FIRST_ROW):
        content = inserted(content, first, 2)
    _expect_same(hanoi, entries, content, blanks_said=False)


def test_sheets_may_stand_in_another_order(small):
    def reorder(book):
        book.move_sheet(names.SCORING, 3)
        book.move_sheet(names.LISTS, -5)

    entries = small.clerks(4)
    _expect_same(small, entries, kit.edited(small.filled(entries), reorder), blanks_said=False)


def test_rows_hidden_by_a_filter_are_read(small):
    def show_one_area(book):
        sheet = book[names.SCORING]
        sheet.auto_filter.add_filter_column(13, ["II"])
        for row in range(FIRST_ROW, sheet.max_row + 1):
            sheet.row_dimensions[row].hidden = sheet[f"N{row}"].value != "II"

    entries = small.clerks(5)
    _expect_same(small, entries, kit.edited(small.filled(entries), show_one_area), blanks_said=False)


def test_a_text_never_becomes_a_formula_or_a_link(small):
    entries = Entries(
        {row.key: {"explanation": HOSTILE[place % 5], "room": HOSTILE[(place + 1) % 5]} for place, row in enumerate(small.layout.items)},
        tuple({"item": "I.1.1", "name": text, "number": text, "issuer": text, "subject": text, "part": text} for text in HOSTILE[:5]),
        tuple((text, text) for text in HOSTILE[:5]),
    )
    book = load_workbook(io.BytesIO(small.filled(entries)))
    entered = set(HOSTILE[:5])
    seen = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value in entered]
    assert len(seen) > 60
    assert {cell.data_type for cell in seen} == {"s"}
    assert not [cell for cell in seen if cell.hyperlink]


@pytest.mark.parametrize("typed", ["12,5", " 12.5 ", "12,50", "\u00a012.5"])
def test_a_number_typed_as_text_is_taken_with_a_note(small, typed):
    entries = Entries({"I.1.3/value": {"input": typed}})
    found, findings = small.judged(small.filled(entries))
    assert found["I.1.3"].answers["value"].value == Fraction(25, 2)
    assert "SC109" in kit.codes(findings)


@pytest.mark.parametrize("typed", ["30/11/2023", "2023-11-30", "30/11/2023 "])
def test_a_day_typed_as_text_is_taken_with_a_note(small, typed):
    found, findings = small.judged(small.filled(Entries({"I.2.2/date": {"input": typed}})))
    assert found["I.2.2"].answers["date"].value == (date(2023, 11, 30) - date(1899, 12, 30)) / timedelta(days=1)
    assert "SC115" in kit.codes(findings)


def test_not_done_is_an_answer(small):
    found, findings = small.judged(small.filled(Entries({"I.2.2/date": {"input": NOT_DONE}})))
    assert found["I.2.2"].answers["date"].value == NOT_DONE
    assert "I.2.2" not in {one.item for one in kit.heavy(findings)}
