"""Word drafts for people to finish: a template is read and filled, and no draft that somebody edited is written over."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from parcli import shipped
from parcli.cli import writing
from parcli.cli.exits import Exit, Stop
from parcli.cli.opened import Opened
from parcli.cli.screen import Screen
from parcli.container import DOCUMENT, inspect
from parcli.report.letter_document import Contents, TemplateFault, fill
from parcli.results import single
from parcli.workers import Lost, batch

TEMPLATES = Path("templates/word")
# The templates are Vietnamese, whatever language the cycle's other files have.
LANGUAGE = "vi"
_SECONDS = 120.0
_DOCUMENT = ".docx"


@dataclass(frozen=True, slots=True)
class Template:
    """The template in use: its name as people know it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where drafts go: a folder, or for one draft a document, named by the caller; else the usual folder. Whether files there are replaced, or nothing is written."""

    usual: str
    output: Path | None
    force: bool
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Call:
    """What the log says of a call: the command, its arguments, how it ended."""

    command: str
    arguments: tuple[str, ...]
    outcome: Exit


def template(opened: Opened, file: str) -> Template:
    """Return the cycle's own template of this name, else the one that comes with parcli. Raises Stop where it cannot be read safely."""
    own = opened.folder / TEMPLATES / file
    name, place = ((TEMPLATES / file).as_posix(), own) if os.path.lexists(own) else (file, shipped.folder("templates") / "word" / file)
    try:
        if not place.is_file():
            raise Stop(Exit.WRONG_USE, "cli.report_template_damaged", file=name, detail="–")
        content = place.read_bytes()
    except OSError as error:
        raise Stop(Exit.WRONG_USE, "cli.report_template_damaged", file=name, detail=type(error).__name__) from error
    problems, may_open = inspect(content, opened.cycle.limits, DOCUMENT)
    if any(one.code == "WB103" for one in problems):
        raise Stop(Exit.WRONG_USE, "cli.report_template_no_document", file=name)
    if not may_open or problems:
        detail = "; ".join(value for _, value in problems[0].values) or problems[0].code
        raise Stop(Exit.WRONG_USE, "cli.report_template_damaged", file=name, detail=detail)
    return Template(name, content)


def documents(form: Template, contents: Mapping[str, Contents], title: str, jobs: int, screen: Screen) -> dict[str, bytes]:
    """Return the documents by file name. Raises Stop for a template that cannot be filled."""
    made: dict[str, bytes] = {}
    task = partial(_filled, form.content, title)
    with screen.progress("cli.writing_drafts", len(contents)) as advance:
        for (name, _), answer in batch(task, list(contents.items()), jobs, _SECONDS):
            made[name] = _document(form, answer)
            advance(len(made), len(contents))
    return dict(sorted(made.items()))


def document(form: Template, contents: Contents, title: str) -> bytes:
    """Return one document, filled in a worker like every template that people edit. Raises Stop for one that cannot be filled."""
    ((_, answer),) = batch(partial(_filled, form.content, title), [(form.name, contents)], 1, _SECONDS)
    return _document(form, answer)


def _filled(form: bytes, title: str, named: tuple[str, Contents]) -> bytes | TemplateFault:
    return fill(form, named[1], title)


def _document(form: Template, answer: bytes | TemplateFault | Lost) -> bytes:
    if isinstance(answer, bytes):
        return answer
    if isinstance(answer, Lost):
        raise Stop(Exit.WRONG_USE, "cli.report_template_lost", file=form.name, detail=answer.error or f"exit {answer.exit_code}")
    raise Stop(Exit.WRONG_USE, f"cli.report_template_{answer.kind}", file=form.name, detail=answer.detail, near=answer.near or "–")


def write(opened: Opened, place: Place, files: Mapping[str, bytes], call: Call, screen: Screen) -> list[str]:
    """Write what is not there yet; return the names. A draft that is there and differs may hold somebody's work: it is replaced only with ``--force``."""
    output, files = _named(place.output, files)
    folder = output or opened.folder / place.usual
    shown = output.as_posix() if output else place.usual
    new = {name: content for name, content in files.items() if not _is_there(folder / name, content)}
    taken = [name for name in new if os.path.lexists(folder / name)]
    if taken and not place.force:
        raise Stop(Exit.WRONG_USE, "cli.report_exists", file=f"{shown}/{taken[0]}")
    if place.dry_run:
        screen.say("cli.would_write", count=len(new), folder=folder)
        return []
    with writing.held(opened.folder, screen):
        for name, content in new.items():
            single.write_file(folder / name, content, replace=place.force)
        writing.note(opened.folder, call.command, call.arguments, call.outcome)
    written = [f"{shown}/{name}" for name in new]
    screen.wrote(written)
    if len(new) < len(files):
        screen.say("cli.reports_same", count=len(files) - len(new))
    return written


def _named(output: Path | None, files: Mapping[str, bytes]) -> tuple[Path | None, Mapping[str, bytes]]:
    """Return the folder and the files as they are named in it. Raises Stop where several drafts shall be one document."""
    if output is None or output.suffix.casefold() != _DOCUMENT or output.is_dir():
        return output, files
    if len(files) > 1:
        raise Stop(Exit.WRONG_USE, "cli.drafts_need_folder", file=output.name, count=len(files))
    return output.parent, dict(zip((output.name,), files.values(), strict=False))


def _is_there(place: Path, content: bytes) -> bool:
    return place.is_file() and place.stat().st_size == len(content) and place.read_bytes() == content
