"""What a person names on the command line: a file to be read, and a name or a place to be written."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from parcli.cli.exits import Exit, Stop
from parcli.core.fields import plain_code

_LONGEST_NAME = 60
_OWN = ("edition", "cases", "schema", "cycle")
"""Files of an edition that are no blocks, by their names before a dot."""
_SCHEMAS = "schema"
_OWN_BEGIN = ("crosswalk-", "cycle-")


def content(path: Path, most: int) -> bytes:
    """Return a file's bytes, one more than ``most`` at the utmost. Raises OSError, and Stop for what is no plain file: a pipe never ends."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise Stop(Exit.WRONG_USE, "cli.no_plain_file", file=path)
    with path.open("rb") as stream:
        return stream.read(most + 1)


def check_code(option: str, code: str) -> None:
    """Stop at what cannot name an edition or a block, on any system."""
    if not plain_code(code) or len(code) > _LONGEST_NAME:
        raise Stop(Exit.WRONG_USE, "cli.bad_code", option=option, found=code[: _LONGEST_NAME + 1])


def check_block_file(name: str, others: Mapping[str, str]) -> None:
    """Stop at a block that would stand in a file which the edition needs for itself or for one of the ``others``, by block."""
    plain = Path(name).name.casefold().partition(".")[0]
    if plain in _OWN or plain.startswith(_OWN_BEGIN):
        raise Stop(Exit.WRONG_USE, "cli.own_file", file=Path(name).name)
    other = next((block for block, file in others.items() if file.casefold() == name.casefold()), None)
    if other is not None:
        raise Stop(Exit.WRONG_USE, "cli.file_of_block", file=name, block=other)


def check_case(folder: Path) -> None:
    """Stop at an edition's folder beside another that differs only in capitals, which some systems take for one, and at that of the schemas."""
    if folder.name.casefold() == _SCHEMAS:
        raise Stop(Exit.WRONG_USE, "cli.own_file", file=folder.name)
    beside = os.listdir(folder.parent) if folder.parent.is_dir() else ()
    same = next((name for name in sorted(beside) if name != folder.name and name.casefold() == folder.name.casefold()), None)
    if same is not None and folder.name not in beside:
        raise Stop(Exit.WRONG_USE, "cli.same_but_case", found=folder.name, known=same)


def check_free(path: Path, *, force: bool) -> None:
    """Stop unless a file may be written there: nothing has that name, or ``force`` is given and it is a plain file."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:
        raise Stop(Exit.WRONG_USE, "cli.bad_place", reason=getattr(error, "strerror", None) or type(error).__name__) from None
    if path.is_dir():
        raise Stop(Exit.WRONG_USE, "cli.is_folder", file=path)
    if not (force and path.is_file()):
        raise Stop(Exit.WRONG_USE, "cli.file_exists", file=path)
