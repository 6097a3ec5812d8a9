"""A first look into a cycle file: which edition it is about, before anything else of it can be checked."""

from __future__ import annotations

from pathlib import Path

from parcli.core.fields import CODE
from parcli.core.limits import Limits
from parcli.definitions import tree


def edition_named(path: Path) -> str | None:
    """Return the edition's id that a cycle file names; None when it cannot be read or names none that is a folder name."""
    try:
        if not path.is_file() or path.stat().st_size > Limits().yaml_bytes:
            return None
        content = path.read_bytes()
    except OSError:
        return None
    root, _ = tree.read(content, path.name, Limits())
    entries = root.value if root is not None else None
    named = entries["edition"].value if isinstance(entries, dict) and "edition" in entries else None
    return named if isinstance(named, str) and CODE.fullmatch(named) else None
