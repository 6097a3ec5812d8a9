"""``parcli criteria show``: an edition as a tree on the screen, or as an annex for circulation."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from parcli import shipped
from parcli.cli import opened
from parcli.cli.editions import Place, places
from parcli.cli.exits import Exit, Stop
from parcli.cli.screen import Screen, open_screen
from parcli.core.edition import Edition
from parcli.definitions.load import LoadedEdition, load_cycle, load_edition
from parcli.messages import words
from parcli.report import annex, annex_words
from parcli.results import single

if TYPE_CHECKING:
    from parcli.report.annex import Circular

FORMATS = ("text", "md", "html", "xlsx", "docx")
_BINARY = ("xlsx", "docx")
_FILE_LANGUAGE = "vi"
_WIDTH_IN_FILES = 100


def run(
    place: Path | None, block: str | None, form: str, output: Path | None, cycle: Path | None, lang: str | None, *, force: bool, quiet: bool
) -> int:
    """Show an edition. Text formats go to stdout unless a file is named; a sheet or a document always goes to a file."""
    screen = open_screen(lang, quiet=quiet, verbose=True)
    if form not in FORMATS:
        raise Stop(Exit.WRONG_USE, "cli.unknown_word", option="--format", found=form, known=", ".join(FORMATS))
    where = _one(place, cycle)
    loaded = load_edition(where.folder, where.shown)
    if loaded.edition is None or not loaded.holds:
        raise Stop(Exit.WRONG_USE, "cli.definition_does_not_hold", loaded.findings)
    edition = loaded.edition
    if block is not None and edition.block(block) is None:
        raise Stop(Exit.WRONG_USE, "cli.no_such_block", name=block, known=", ".join(each.id for each in edition.blocks))
    phrases = annex_words.load(shipped.folder("templates"), words(_FILE_LANGUAGE))
    shown = annex.circular(edition, _year(where, loaded), phrases, block)
    target = output or (Path(_name(edition, block, form)) if form in _BINARY else None)
    if target is None:
        _print(screen, shown, form)
        return Exit.FINE
    _write(target, _content(shown, form), force=force)
    screen.wrote([str(target)])
    return Exit.FINE


def _one(place: Path | None, cycle: Path | None) -> Place:
    """Return the edition meant: the one named, else the cycle's. Raises Stop where neither is there."""
    if place is None and cycle is None:
        try:
            opened.find(None)
        except Stop:
            known = [each.shown for each in places(None, None)]
            raise Stop(Exit.WRONG_USE, "cli.name_an_edition", first=known[0], known=", ".join(known)) from None
    return places(place, cycle)[0]


def _year(where: Place, edition: LoadedEdition) -> int:
    """Return the year that days without one are of: that of the cycle, the latest beside the edition."""
    years = [loaded.cycle.year for path in where.cycles if (loaded := load_cycle(path, edition)).cycle is not None]
    if not years:
        raise Stop(Exit.WRONG_USE, "cli.no_year_to_show", folder=where.shown)
    return max(years)


def _name(edition: Edition, block: str | None, form: str) -> str:
    return f"{'-'.join(part for part in (edition.id, block) if part)}.{form}"


def _print(screen: Screen, shown: Circular, form: str) -> None:
    if form == "text":
        from parcli.report.annex_tree import tree  # noqa: PLC0415 - needs rich

        screen.show(tree(shown, screen.words))
        return
    screen.result(_text(shown, form))


def _content(shown: Circular, form: str) -> bytes:
    if form == "xlsx":
        from parcli.report.annex_sheet import sheets  # noqa: PLC0415 - needs XlsxWriter

        return sheets(shown)
    if form == "docx":
        from parcli.report.annex_document import document  # noqa: PLC0415 - needs python-docx

        return document(shown)
    return _text(shown, form).encode()


def _text(shown: Circular, form: str) -> str:
    from parcli.report import annex_text  # noqa: PLC0415 - needs Jinja2

    wording = words(_FILE_LANGUAGE)
    if form == "md":
        return annex_text.markdown(shown, wording)
    if form == "html":
        folder = shipped.folder("templates") / "html"
        return annex_text.page(shown, wording, {name: (folder / name).read_text("utf-8") for name in ("base.html.j2", annex_text.TEMPLATE)})
    return _tree_text(shown)


def _tree_text(shown: Circular) -> str:
    from rich.console import Console  # noqa: PLC0415 - heavy; only where a tree is drawn

    from parcli.report.annex_tree import tree  # noqa: PLC0415 - needs rich

    stream = io.StringIO()
    Console(file=stream, width=_WIDTH_IN_FILES, color_system=None, highlight=False, emoji=False).print(tree(shown, words(_FILE_LANGUAGE)))
    return "\n".join(line.rstrip() for line in stream.getvalue().split("\n"))


def _write(target: Path, content: bytes, *, force: bool) -> None:
    try:
        single.write_file(target, content, replace=force)
    except single.Exists:
        raise Stop(Exit.WRONG_USE, "cli.file_exists", file=target) from None
