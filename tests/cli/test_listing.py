"""What ``--help`` says of the commands: whole sentences, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import typer.main

from parcli.cli.app import app
from parcli.cli.listing import Commands
from parcli.cli.run import run

GROUPS = ("criteria", "evidence", "setup", "appraise", "survey")


def commands(group: Commands) -> Iterator[tuple[str, str]]:
    for name, one in group.commands.items():
        yield name, one.help or ""
        if isinstance(one, Commands):
            yield from commands(one)


def test_every_command_and_group_says_what_it_does_in_both_languages() -> None:
    top = typer.main.get_command(app)
    assert isinstance(top, Commands)
    told = dict(commands(top))
    assert len(told) > len(GROUPS)
    for name, said in told.items():
        vietnamese, slash, english = said.partition(" / ")
        assert slash, name
        assert not vietnamese.isascii(), name
        assert english, name


@pytest.mark.parametrize("group", ["", *GROUPS])
def test_the_list_is_not_cut_and_leaves_examples_to_the_pages(group: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*filter(None, (group,)), "--help"]) == 0
    _, _, listed = capsys.readouterr().out.partition("Commands:")
    assert " / " in listed
    assert "..." not in listed
    assert ": parcli" not in " ".join(listed.split())


def test_hidden_names_are_not_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    listed = capsys.readouterr().out.partition("Commands:")[2]
    assert "\n  validate " in listed
    assert "\n  kiem-tra " not in listed
