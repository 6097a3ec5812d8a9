"""Which files of a folder are meant as tables of figures."""

from __future__ import annotations

from pathlib import Path


def tables_of(folder: Path) -> tuple[Path, ...]:
    """Return the files of a folder that are meant as tables, in the order of their names."""
    if not folder.is_dir():
        return ()
    lying = (path for path in folder.iterdir() if path.is_file() and not path.is_symlink())
    return tuple(sorted(path for path in lying if not path.name.startswith(("~$", "."))))
