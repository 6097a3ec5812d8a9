"""Run the command line and turn whatever ends it into an exit code and a sentence."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer
import typer.main

from parcli.cli.app import app
from parcli.cli.exits import Exit, Stop

if TYPE_CHECKING:
    from parcli.cli.screen import Screen

_UsageError = typer.BadParameter.__bases__[0]
_DEBUG = "--debug"
_SHARED_OPTIONS = ("--cycle", "--lang")
# The framework turns Ctrl-C into the exit code of shells, 128 + 2, before it can be seen here.
_KEYBOARD_INTERRUPT = 130


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. Only ``--debug`` lets a traceback through."""
    _speak_utf8()
    _hear_termination()
    debug = _DEBUG in arguments
    plain = _options_last([each for each in arguments if each != _DEBUG])
    try:
        outcome = typer.main.get_command(app).main(plain, prog_name="parcli", standalone_mode=False)
        sys.stdout.flush()
    except Exception as error:  # noqa: BLE001 - the one place where everything that can end a command is told apart
        if debug:
            import traceback  # noqa: PLC0415 - not needed for the start of a command

            traceback.print_exc()
        return _ended(error, plain)
    except KeyboardInterrupt:
        return _say(plain, Exit.INTERRUPTED, "cli.interrupted")
    if outcome == _KEYBOARD_INTERRUPT:
        return _say(plain, Exit.INTERRUPTED, "cli.interrupted")
    return int(outcome or 0)


def _options_last(arguments: list[str]) -> list[str]:
    """Let ``parcli --cycle DIR validate`` mean what it says: options before the command are handed to it."""
    place = 0
    while place < len(arguments) and arguments[place].startswith(_SHARED_OPTIONS):
        place += 1 if "=" in arguments[place] else 2
    return [*arguments[place:], *arguments[:place]] if place < len(arguments) else arguments


def _ended(error: Exception, arguments: Sequence[str]) -> int:
    from parcli.results.lock import Held  # noqa: PLC0415 - not needed for the start of a command
    from parcli.results.sets import CannotWrite, NotEmpty  # noqa: PLC0415
    from parcli.results.single import Exists  # noqa: PLC0415

    screen = _screen(arguments)
    match error:
        case Stop():
            screen.findings(error.findings)
            screen.warn(error.key, **error.values)
            return error.code
        case Held():
            return _say(arguments, Exit.HELD, "cli.held")
        case CannotWrite():
            return _say(arguments, Exit.CANNOT_WRITE, "cli.cannot_write", reason=f"{error.path}: {error.reason}")
        case NotEmpty():
            return _say(arguments, Exit.WRONG_USE, "cli.not_empty", reason=error.path)
        case Exists():
            return _say(arguments, Exit.WRONG_USE, "cli.file_exists", file=error.path)
        case BrokenPipeError():
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return Exit.FINE
    if isinstance(error, typer.Abort):
        return _say(arguments, Exit.INTERRUPTED, "cli.interrupted")
    if isinstance(error, typer.Exit):
        return int(error.exit_code)
    if isinstance(error, _UsageError):
        error.show()  # type: ignore[attr-defined]
        return Exit.WRONG_USE
    return _say(arguments, Exit.FAULT, "cli.fault", kind=type(error).__name__, detail=str(error)[:200])


def _say(arguments: Sequence[str], code: Exit, key: str, **values: object) -> int:
    _screen(arguments).warn(key, **values)
    return int(code)


def _screen(arguments: Sequence[str]) -> Screen:
    from parcli.cli.screen import Screen, language  # noqa: PLC0415 - not needed for the start of a command
    from parcli.messages import words  # noqa: PLC0415

    return Screen(words(language(_language(arguments))))


def _language(arguments: Sequence[str]) -> str | None:
    """Find the language among the arguments, for a command that ended before it could read them."""
    for place, each in enumerate(arguments):
        if each.startswith("--lang="):
            return each.partition("=")[2]
        if each == "--lang" and place + 1 < len(arguments):
            return arguments[place + 1]
    return None


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _hear_termination() -> None:
    """A polite request to end is treated like Ctrl-C: workers stop, nothing half-written stays."""

    def interrupt(number: int, frame: object) -> None:  # noqa: ARG001 - the signature that signal asks for
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
