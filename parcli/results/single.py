"""One file that a person asked for by name: the old file or the complete new one, and never over an old one unasked."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from parcli.results.sets import writing


@dataclass(eq=False)
class Exists(Exception):
    """The file `path` that was to be made is there already."""

    path: Path


def write_file(target: Path, content: bytes, *, replace: bool) -> None:
    """Write a file as a whole; folders above it are made.

    Raises Exists when something has that name and ``replace`` is not set, or when it is no plain file; CannotWrite.
    """
    place = Path.cwd() / target
    if os.path.lexists(place) and not (replace and place.is_file()):
        raise Exists(target)
    new = place.with_name(f".parcli-new-{os.getpid()}")
    with writing(target):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with new.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new.replace(place)
        finally:
            with suppress(OSError):
                new.unlink()
