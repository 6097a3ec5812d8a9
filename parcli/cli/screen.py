"""The screen: results on stdout, messages and progress on stderr, in the language of the person who runs the command."""

from __future__ import annotations

import json
import locale
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO

from parcli.cli.exits import Exit, Stop
from parcli.core.findings import Finding
from parcli.messages import Words, words

if TYPE_CHECKING:
    from rich.console import RenderableType

_LANGUAGES = ("vi", "en")
_WIDTH_IN_FILES = 160


def language(chosen: str | None) -> str:
    """Return the screen's language: the option, else PARCLI_LANG, else the locale, else Vietnamese."""
    variables = [os.environ.get(name) for name in ("PARCLI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    windows = locale.getlocale()[0] if sys.platform == "win32" else None
    for wish in (chosen, *variables, windows):
        short = (wish or "")[:2].casefold()
        if short in _LANGUAGES:
            return short
    return "vi"


@dataclass(slots=True)
class Screen:
    """Where a command speaks. ``quiet`` leaves out everything but results and errors."""

    words: Words
    quiet: bool = False
    verbose: bool = False

    def say(self, key: str, **values: object) -> None:
        """Say a standing sentence on stderr."""
        self.say_line(self.words.text(key, **values))

    def say_line(self, text: str) -> None:
        """Say on stderr what was worded already."""
        if not self.quiet:
            print(_plain(text), file=sys.stderr)

    def warn(self, key: str, **values: object) -> None:
        """Say a sentence that even a quiet run must hear."""
        print(_plain(self.words.text(key, **values)), file=sys.stderr)

    def wrote(self, names: Sequence[str]) -> None:
        """Name the files that were written, for those who want to hear it."""
        if self.verbose:
            for name in names:
                self.say("cli.wrote", name=name)

    def result(self, text: str) -> None:
        """Print a result on stdout."""
        print(text, end="" if text.endswith("\n") else "\n")

    def show(self, renderable: RenderableType) -> None:
        """Show a table on stdout."""
        _console(sys.stdout).print(renderable)

    def drawn(self, make: Callable[[], RenderableType]) -> Callable[[], None]:
        """Draw a table for stdout and return what shows it: it may be drawn while something else goes on."""
        console = _console(sys.stdout)
        if console.legacy_windows:  # such a console is drawn on, not written to
            return partial(console.print, make())
        with console.capture() as drawn:
            console.print(make())
        return partial(self.result, drawn.get())

    def findings(self, findings: Sequence[Finding]) -> None:
        """Say what is wrong with definitions or files, one paragraph each, on stderr."""
        from parcli.report.wording import accepted_text  # noqa: PLC0415 - heavy; most commands have nothing to say here

        for one in findings:
            worded = self.words.finding(one)
            place = ":".join(part for part in (in_one_line(one.file or ""), dict(one.values).get("line") or _within(one)) if part)
            weight = self.words.text("report.accepted.tag" if one.waived else f"severity.{one.severity.word}")
            due = accepted_text(self.words, one) if one.waived else worded.remedy
            whose = _whose(one, f"{place} {worded.message}")
            print(_plain(f"{f'{place}: ' if place else ''}[{one.code}] {weight}{whose}: {worded.message} {due}"), file=sys.stderr)

    def written(self, command: str, written: Sequence[str], problems: Sequence[Finding] = ()) -> None:
        """Print what a command wrote as JSON."""
        document = {"format": f"parcli/{command}@1", "written": list(written), "problems": [self._problem(one) for one in problems]}
        self.result(json.dumps(document, ensure_ascii=False, indent=1))

    def problems(self, findings: Sequence[Finding]) -> list[dict[str, Any]]:
        """Return findings in words, for a command's own JSON document."""
        return [self._problem(one) for one in findings]

    def _problem(self, one: Finding) -> dict[str, Any]:
        worded = self.words.finding(one)
        return {
            "code": one.code, "severity": one.severity.word, "unit": one.unit, "file": one.file,
            "sheet": one.sheet, "cell": one.cell, "item": one.item, "message": worded.message, "remedy": worded.remedy, "values": dict(one.values),
        }  # fmt: skip

    @contextmanager
    def progress(self, key: str, total: int, *, in_bytes: bool = False) -> Iterator[Callable[[int, int], None]]:
        """Show a bar on stderr while long work goes on; the caller tells how much is done, of how much."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda done, total: None  # noqa: ARG005 - nobody watches
            return
        from rich.progress import BarColumn, DownloadColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        bar = Progress(
            TextColumn("{task.description}"), BarColumn(), DownloadColumn() if in_bytes else MofNCompleteColumn(), TimeElapsedColumn(),
            console=_console(sys.stderr), transient=True,
        )  # fmt: skip
        with bar:
            task = bar.add_task(self.words.text(key), total=total)
            yield lambda done, total: bar.update(task, completed=done, total=total)


def _within(one: Finding) -> str:
    """Return where in a file to look: the sheet and the cell."""
    return f"{one.sheet}!{one.cell}" if one.sheet and one.cell else one.sheet or ""


def _whose(one: Finding, said: str) -> str:
    """Return the unit and the item in brackets where neither place nor message names them."""
    unsaid = [each for each in (one.unit, one.item) if each and each not in said]
    return f" ({in_one_line(' · '.join(unsaid))})" if unsaid else ""


def _console(stream: TextIO) -> Any:
    from rich.console import Console  # noqa: PLC0415 - heavy; commands that print no table do without

    return Console(file=stream, width=None if stream.isatty() else _WIDTH_IN_FILES, highlight=False, emoji=False)


def _plain(text: str) -> str:
    """Show control characters as escapes: a file's name or text must not move the cursor."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else f"\\x{ord(sign):02x}" for sign in text)


def in_one_line(name: str) -> str:
    """Return a file's name without line ends, which it may have: they are shown as escapes."""
    return name.replace("\n", "\\n").replace("\t", "\\t")


def open_screen(chosen: str | None, *, quiet: bool, verbose: bool) -> Screen:
    """Return the screen of a command. Raises Stop for a language that parcli does not speak."""
    if chosen is not None and chosen not in _LANGUAGES:
        raise Stop(Exit.WRONG_USE, "cli.unknown_word", option="--lang", found=chosen, known=", ".join(_LANGUAGES))
    return Screen(words(language(chosen)), quiet, verbose)
