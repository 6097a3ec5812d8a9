"""Where the data that travels with parcli lies: in the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder ``criteria`` or ``templates`` that belongs to this installation.

    Raises FileNotFoundError when the installation is incomplete.
    """
    for candidate in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    message = f"this installation of parcli lacks its folder '{name}'; install it again"
    raise FileNotFoundError(message)
