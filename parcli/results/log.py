"""The log of a cycle: who ran what and when, one JSON object a line. The only file of a cycle with time stamps."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from parcli.results.sets import writing

NAME = "log.jsonl"
_LINE_ENDS = {ord(char): f"\\u{ord(char):04x}" for char in "\x85\u2028\u2029"}
"""JSON leaves these bare, and some readers of lines break at them."""


def entry(when: datetime, who: str, command: str, arguments: tuple[str, ...], outcome: int, version: str, manifest: str = "") -> str:
    """Return one line, without its end; `outcome` is the exit code, `manifest` the SHA-256 of the manifest that was written.

    Raises ValueError when `when` has no time zone.
    """
    if when.utcoffset() is None:
        message = "a time in the log needs its time zone"
        raise ValueError(message)
    record: dict[str, object] = {
        "when": when.isoformat(timespec="seconds"),
        "who": who,
        "command": command,
        "arguments": arguments,
        "outcome": outcome,
        "version": version,
    }
    if manifest:
        record["manifest"] = manifest
    line = json.dumps(record, ensure_ascii=False).translate(_LINE_ENDS)
    # A name of a file that is no UTF-8 reaches us as lone surrogates; JSON can say them only as escapes.
    return line.encode("utf-8", "backslashreplace").decode("utf-8")


def append(cycle: Path, line: str) -> None:
    """Add a line to the log of the cycle, and flush it. Raises CannotWrite, the log being as before."""
    path = cycle / NAME
    with writing(path), path.open("a+b", buffering=0) as file:
        _take_turns(file.fileno())
        before = file.seek(0, os.SEEK_END)
        text = f"{line}\n".encode()
        if before and not _ends_a_line(path):
            text = b"\n" + text
        try:
            _write_whole(file.fileno(), text)
        except OSError:
            file.truncate(before)
            raise


def arguments(cycle: Path, command: str) -> tuple[tuple[str, ...], ...]:
    """Return the arguments of each run of a command that the log knows; a line that cannot be read is passed over."""
    try:
        lines = (cycle / NAME).read_text("utf-8", "replace").splitlines()
    except OSError:
        return ()
    known = []
    for line in lines:
        with suppress(ValueError, TypeError, AttributeError, KeyError):
            record = json.loads(line)
            if record["command"] == command:
                known.append(tuple(str(each) for each in record["arguments"]))
    return tuple(known)


def _take_turns(handle: int) -> None:
    """Wait while another run writes its line: one that finds the cycle held may log that. Closing the file ends it."""
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415 - absent on Windows, where only the run that holds the cycle may log

        with suppress(OSError):  # some network disks have no locks
            fcntl.flock(handle, fcntl.LOCK_EX)


def _ends_a_line(path: Path) -> bool:
    """Say whether the log ends as it should; after a power cut its last line may be torn."""
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _write_whole(handle: int, text: bytes) -> None:
    """Write in one call, so that lines of two runs do not mix; a second call only brings out why the first fell short."""
    written = os.write(handle, text)
    while written < len(text):
        written += os.write(handle, text[written:])
    os.fsync(handle)
