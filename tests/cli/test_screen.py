"""What the screen says of a finding: its place, and whose it is where nothing else says so; and a table that was drawn before it is shown."""

from __future__ import annotations

from rich.table import Table

from parcli.cli.screen import Screen
from parcli.core.findings import found
from parcli.messages import words

FACTS = {"items": "I.2", "count": 1, "of": 4}


def test_a_unit_that_neither_place_nor_message_names_stands_in_brackets(capsys) -> None:
    Screen(words("en")).findings([found("RS110", unit="so-y-te", **FACTS), found("RS110", unit="so-y-te", file="survey/so-y-te.csv", **FACTS)])
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("[RS110] To be clarified (so-y-te): ")
    assert second.startswith("survey/so-y-te.csv: [RS110] To be clarified: ")


def test_an_item_too_and_a_name_stays_on_one_line(capsys) -> None:
    Screen(words("en")).findings([found("AP127", unit="so\ny", item="III.4", file="appraisal/a.xlsx", found="2", expected="2.25")])
    (line,) = capsys.readouterr().err.splitlines()
    assert "(so\\ny · III.4): " in line


def test_a_table_that_was_drawn_before_is_shown_as_it_would_be_drawn(capsys) -> None:
    table = Table("Hạng", "Đơn vị", title="Khối xã")
    table.add_row("1", "Xã Ô Diên")
    screen = Screen(words("vi"))
    screen.show(table)
    expected = capsys.readouterr().out
    show = screen.drawn(lambda: table)
    assert capsys.readouterr().out == ""
    show()
    assert capsys.readouterr().out == expected
