"""A file to be copied into a set as it is built: streamed, and held against the hash that it must have."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1024 * 1024


@dataclass(eq=False)
class Unlike(Exception):
    """What was to be copied from `path` is gone, cannot be read, or is not what it was when its hash was taken."""

    path: Path


@dataclass(frozen=True, slots=True)
class Copied:
    """Where a content lies, and its SHA-256 in lower-case hexadecimal."""

    source: Path
    sha256: str

    def pour(self, target: BinaryIO) -> None:
        """Write the content to an open file. Raises Unlike, and OSError where the target cannot be written."""
        digest = hashlib.sha256()
        try:
            source = self.source.open("rb")
        except OSError:
            raise Unlike(self.source) from None
        with source:
            while chunk := _read(source, self.source):
                digest.update(chunk)
                target.write(chunk)
        if digest.hexdigest() != self.sha256:
            raise Unlike(self.source)


def _read(source: BinaryIO, path: Path) -> bytes:
    try:
        return source.read(_CHUNK)
    except OSError:
        raise Unlike(path) from None
