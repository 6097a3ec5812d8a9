"""Former contents of a file, kept under their hash: whatever is replaced can be had back."""

from __future__ import annotations

import hashlib
from pathlib import Path

from parcli.results.sets import writing
from parcli.results.single import Exists, write_file

_SHORT = 8


def keep(folder: Path, stem: str, suffix: str, content: bytes) -> str:
    """Keep a content in ``folder`` as ``<stem>-<sha8><suffix>`` and return that name; nothing there is ever overwritten.

    The same content is kept once. Raises CannotWrite, and Exists where something else has the short and the long name.
    """
    digest = hashlib.sha256(content).hexdigest()
    short, long = (folder / f"{stem}-{digest[:length]}{suffix}" for length in (_SHORT, len(digest)))
    for path in (short, long):
        with writing(path):
            if path.is_file() and path.read_bytes() == content:
                return path.name
        try:
            write_file(path, content, replace=False)
        except Exists:
            continue
        return path.name
    raise Exists(long)
