"""A trial in words: ranks with the way they go, states where there is no rank, settings by their names, the same everywhere."""

from __future__ import annotations

import io
import json
from fractions import Fraction

import build
import pytest
from openpyxl import load_workbook
from rich.console import Console

from parcli.core.ranking import Standing, rank
from parcli.core.trial import Cause, Moved, Place, Settled, Tried, WhatIf, effects
from parcli.messages import words
from parcli.report.trial_book import trial_book
from parcli.report.trial_document import trial_document
from parcli.report.trial_text import trial_tables
from parcli.report.trial_words import Shown, causes, class_move, index_move, rank_move

F = Fraction
EDITION = build.edition(
    """
    | mã  | tên      | điểm | cách tính |
    | I   | Chỉ đạo  | 100  |           |
    | I.1 | Kế hoạch | 100  | points    |
    """,
    classes={"Tốt": "80", "Khá": "0"},
)
SAID = words("vi")


def settled(**indexes: int | None) -> Settled:
    rows = [
        Standing(unit, f"Sở {unit}", "final" if index is not None else "incomplete", "", *(2 * (None if index is None else F(index),)), {})
        for unit, index in indexes.items()
    ]
    return Settled(
        (rank(EDITION.blocks[0], EDITION.policies, rows, provisional=False),),
        {unit: {"I.1": None if index is None else F(index)} for unit, index in indexes.items()},
    )


def shown(before: Settled, after: Settled, **more: object) -> Shown:
    known = {"settings": (), "points": {}, "left_out": {}, "taken_in": {}, **more}
    tried = Tried(before, before, after, **known)  # type: ignore[arg-type]
    cycle = build.cycle(EDITION, units=[{"id": unit, "block": "so", "name": f"Sở {unit}"} for unit in before.finals])
    return Shown(EDITION, cycle, WhatIf(), tried, effects(tried), provisional=True, file="thu.yaml")


ONE = shown(settled(a=90, b=70, c=None), settled(a=90, b=95, c=10), points={"b": {"I.1": "Giải trình"}, "c": {"I.1": ""}})


def move(before: Place, after: Place) -> Moved:
    return Moved("a", "Sở a", before, after, ())


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (Place(3, F(1), None, "", 2), Place(1, F(2), None, "", 2), "3 → 1 ▲2"),
        (Place(1, F(1), None, "", 2), Place(2, F(2), None, "", 2), "1 → 2 ▼1"),
        (Place(1, F(1), None, "", 2), Place(1, F(2), None, "", 2), "1"),
        (Place(None, None, None, "blocked"), Place(2, F(2), None, "", 2), "Chưa thể thẩm định → 2"),
        (Place(2, F(2), None, "", 2), Place(None, None, None, "excluded"), "2 → Không đánh giá, xếp hạng"),
    ],
)
def test_a_rank_goes_up_down_or_away(before: Place, after: Place, said: str) -> None:
    assert rank_move(move(before, after), SAID) == said


def test_an_index_has_the_decimals_that_tell_it_apart() -> None:
    assert index_move(move(Place(1, F("89.996"), "Khá", "", 3), Place(1, F(90), "Tốt", "", 2)), 2) == "89,996 → 90,000"
    assert class_move(move(Place(1, F(1), "Khá", "", 2), Place(1, F(1), "Tốt", "", 2))) == "Khá → Tốt"
    assert class_move(move(Place(1, F(1), None, "", 2), Place(1, F(1), None, "", 2))) == "–"


def test_settings_are_called_by_their_names() -> None:
    moved = Moved(
        "a",
        "Sở a",
        Place(1, F(1), None, ""),
        Place(2, F(1), None, ""),
        (Cause("policies", ("ties", "blocks.so.areas.I")), Cause("excluded", why="sắp xếp lại")),
    )
    assert causes(moved, ONE, SAID) == "đổi chính sách: Cách xếp khi bằng nhau; Điểm tối đa lĩnh vực I, Khối Sở; được để ngoài xếp hạng – sắp xếp lại"


def test_every_setting_has_a_name_in_both_languages() -> None:
    from parcli.core.manifest import policy_settings

    for name in policy_settings(EDITION):
        key = name if not name.startswith("blocks.") else f"blocks.{name.rpartition('.')[2]}"
        assert all(words(language).text(f"trial.setting.{key}", block="x", area="y") for language in ("vi", "en"))


def test_terminal_document_and_book_tell_the_same_trial() -> None:
    stream = io.StringIO()
    Console(file=stream, width=200).print(trial_tables(ONE, SAID))
    text = " ".join(stream.getvalue().split())
    assert text.startswith("TÍNH THỬ")
    assert "Sở b, tiêu chí I.1: 70 → 95 điểm – Giải trình" in text
    assert "2 → 1 ▲1" in text
    assert "Chưa đủ số liệu → 3" in text
    document = json.loads(trial_document(ONE, SAID))
    assert [(row["unit"], row["before"]["rank"], row["after"]["rank"]) for row in document["blocks"][0]["rows"]] == [
        ("b", 2, 1),
        ("a", 1, 2),
        ("c", None, 3),
    ]
    book = load_workbook(io.BytesIO(trial_book(ONE, SAID)))
    cells = [str(cell.value) for row in book["so tính thử"].iter_rows() for cell in row if cell.value]
    assert {"2 → 1 ▲1", "70,00 → 95,00", "Khá → Tốt", "I.1: 70 → 95"} <= set(cells)
    assert trial_book(ONE, SAID) == trial_book(ONE, SAID)


def test_a_text_of_the_file_is_no_formula_and_no_escape_sequence() -> None:
    bad = shown(settled(a=90, b=70), settled(a=90, b=95), points={"b": {"I.1": "=1+1\x1b[31m"}})
    stream = io.StringIO()
    Console(file=stream, width=200).print(trial_tables(bad, SAID))
    assert "\x1b" not in stream.getvalue() + trial_document(bad, SAID)
    book = load_workbook(io.BytesIO(trial_book(bad, SAID)))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
