"""``parcli init``: a new cycle folder from an edition that travels with parcli."""

from __future__ import annotations

from pathlib import Path

from parcli import shipped
from parcli.cli.exits import Exit, Stop
from parcli.cli.screen import open_screen
from parcli.results import sets

FOLDERS = ("trust", "inbox", "submissions", "survey", "appraisal")


def run(folder: Path, edition: str, lang: str | None, *, quiet: bool, json: bool, dry_run: bool, verbose: bool = False) -> int:
    """Start a cycle folder, which must be absent or empty."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    files = cycle_files(edition)
    if dry_run:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise sets.NotEmpty(folder)
        screen.say("cli.would_write", count=len(files), folder=folder)
    else:
        create(folder, files)
        screen.wrote(sorted(files))
        screen.say("cli.init_done", folder=folder, edition=edition)
    if json:
        screen.written("init", [] if dry_run else sorted(files))
    return Exit.FINE


def cycle_files(edition: str) -> dict[str, bytes]:
    """Return the files of a new cycle: its cycle.yaml and its own copy of the edition. Raises Stop for an unknown edition."""
    shelf = shipped.folder("criteria")
    known = sorted(path.name for path in shelf.iterdir() if (path / "edition.yaml").is_file())
    if edition not in known:
        raise Stop(Exit.WRONG_USE, "cli.no_such_edition", name=edition, known=", ".join(known))
    sources = {path.name: path.read_bytes() for path in sorted((shelf / edition).glob("*.yaml"))}
    rounds = sorted(name for name in sources if name.startswith("cycle-"))
    files = {f"criteria/{edition}/{name}": content for name, content in sources.items() if name not in rounds}
    return {"cycle.yaml": sources[rounds[-1]], **files}


def create(folder: Path, files: dict[str, bytes]) -> None:
    """Write a new cycle folder with the places that analysts fill."""
    sets.write_new_folder(folder, files)
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
