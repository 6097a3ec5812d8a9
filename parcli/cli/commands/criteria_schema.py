"""``parcli criteria schema``: the JSON Schemas that let editors complete and explain the definition files."""

from __future__ import annotations

from pathlib import Path

from parcli.cli.exits import Exit, Stop
from parcli.cli.screen import open_screen
from parcli.definitions import schema
from parcli.messages import keys
from parcli.results import sets


def run(name: str | None, folder: Path | None, lang: str | None, *, quiet: bool) -> int:
    """Print one schema, or write them all to a folder; made files of an earlier run are replaced."""
    screen = open_screen(lang, quiet=quiet, verbose=False)
    known = ", ".join(schema.FILES)
    if name is not None and name not in schema.FILES:
        raise Stop(Exit.WRONG_USE, "cli.unknown_word", option="NAME", found=name, known=known)
    if folder is None:
        if name is None:
            raise Stop(Exit.WRONG_USE, "cli.name_a_schema", known=known)
        screen.result(schema.text(name, keys()))
        return Exit.FINE
    chosen = schema.FILES if name is None else (name,)
    files = {schema.file_name(each): schema.text(each, keys()).encode() for each in chosen}
    sets.add_files(folder, files)
    screen.say("cli.schemas_written", count=len(files), folder=folder)
    return Exit.FINE
