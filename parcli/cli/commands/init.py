"""``parcli init``: a new cycle folder from an edition that travels with parcli, or with a page to write one on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from parcli import shipped
from parcli.cli.exits import Exit, Stop
from parcli.cli.screen import open_screen
from parcli.core.fields import plain_code
from parcli.results import sets

_LONGEST_NAME = 60
FOLDERS = ("trust", "inbox", "submissions", "survey", "appraisal")


def run(folder: Path, edition: str, lang: str | None, *, quiet: bool, json: bool, dry_run: bool, verbose: bool = False, new: bool = False) -> int:
    """Start a cycle folder, which must be absent or empty."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    files = new_files(edition, date.today().year) if new else cycle_files(edition)  # noqa: DTZ011 - the office's own calendar
    if dry_run:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise sets.NotEmpty(folder)
        screen.say("cli.would_write", count=len(files), folder=folder)
    else:
        create(folder, files)
        screen.wrote(sorted(files))
        screen.say("cli.init_new_done" if new else "cli.init_done", folder=folder, edition=edition)
    if json:
        screen.written("init", [] if dry_run else sorted(files))
    return Exit.FINE


def cycle_files(edition: str) -> dict[str, bytes]:
    """Return the files of a new cycle: its cycle.yaml and its own copy of the edition. Raises Stop for an unknown edition."""
    shelf = shipped.folder("criteria")
    known = _known(shelf)
    if edition not in known:
        raise Stop(Exit.WRONG_USE, "cli.no_such_edition", name=edition, known=", ".join(known))
    sources = {path.name: path.read_bytes() for path in sorted((shelf / edition).glob("*.yaml"))}
    rounds = sorted(name for name in sources if name.startswith("cycle-"))
    files = {f"criteria/{edition}/{name}": content for name, content in sources.items() if name not in rounds}
    # The editor's first line leads to the schema from where the file lies.
    cycle = sources[rounds[-1]].replace(b"$schema=../schema/", b"$schema=criteria/schema/", 1)
    return {"cycle.yaml": cycle, **files, **_schemas(shelf)}


def new_files(edition: str, year: int) -> dict[str, bytes]:
    """Return the files of a cycle whose edition is still to be written. Raises Stop for a name that cannot be one or is taken."""
    shelf = shipped.folder("criteria")
    taken = {name.casefold() for name in (*_known(shelf), "schema")}
    if not plain_code(edition) or len(edition) > _LONGEST_NAME or edition.casefold() in taken:
        raise Stop(Exit.WRONG_USE, "cli.no_new_edition", name=edition, known=", ".join(_known(shelf)))
    pages = {path.name: path.read_text("utf-8") for path in sorted((shipped.folder("templates") / "new").glob("*.yaml"))}
    filled = {name: text.replace("@@EDITION@@", edition).replace("@@YEAR@@", str(year)).encode() for name, text in pages.items()}
    own = {f"criteria/{edition}/{name}": content for name, content in filled.items() if name != "cycle.yaml"}
    return {"cycle.yaml": filled["cycle.yaml"], **own, **_schemas(shelf)}


def _known(shelf: Path) -> list[str]:
    return sorted(path.name for path in shelf.iterdir() if (path / "edition.yaml").is_file())


def _schemas(shelf: Path) -> dict[str, bytes]:
    return {f"criteria/schema/{path.name}": path.read_bytes() for path in sorted((shelf / "schema").glob("*.json"))}


def create(folder: Path, files: dict[str, bytes]) -> None:
    """Write a new cycle folder with the places that analysts fill."""
    sets.write_new_folder(folder, files)
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
