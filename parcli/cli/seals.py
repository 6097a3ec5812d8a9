"""Announced sets: where they lie and what their seals say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from parcli.cli.writing import PUBLISHED
from parcli.core.findings import Finding, found
from parcli.report.manifest_document import SEAL, Seal, read_seal

ARCHIVE = "inputs"
_MOST_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Announced:
    """An announced set: its folder, what its seal says, and the SHA-256 of that seal."""

    folder: Path
    seal: Seal
    sha256: str


def announced(cycle: Path) -> tuple[tuple[Announced, ...], tuple[Finding, ...]]:
    """Return the announced sets in the order of their numbers, and those whose seal cannot be read."""
    root = cycle / PUBLISHED
    folders = sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")) if root.is_dir() else []
    read = [read_set(folder) for folder in folders]
    sets = sorted((each for each in read if isinstance(each, Announced)), key=lambda each: (each.seal.sequence, each.seal.name))
    return tuple(sets), tuple(each for each in read if isinstance(each, Finding))


def read_set(folder: Path) -> Announced | Finding:
    """Return an announced set by its folder, or the finding that its seal cannot be read."""
    try:
        content = _content(folder / SEAL)
        seal = read_seal(content.decode("utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)[:80]
        return found("VF116", file=f"{PUBLISHED}/{folder.name}/{SEAL}", reason=reason)
    return Announced(folder, seal, hashlib.sha256(content).hexdigest())


def _content(place: Path) -> bytes:
    if place.is_symlink() or place.stat().st_size > _MOST_BYTES:
        raise ValueError(SEAL)
    return place.read_bytes()
