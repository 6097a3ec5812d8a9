"""What lies in folders, all of it: walked without following links, for the count in which nothing may be missing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from parcli.core.accounting import Lying
from parcli.core.evidence import readable


def lying(cycle: Path, folders: Sequence[str]) -> tuple[Lying, ...]:
    """Return everything but folders that lies under these folders of the cycle, in the order of the paths. Nothing raises."""
    found = [one for name in folders for one in _under(os.path.join(cycle, name), name)]  # noqa: PTH118 - a hundred thousand paths
    return tuple(sorted(found, key=lambda one: one.path))


def _under(place: str, path: str) -> Iterator[Lying]:
    if not os.path.lexists(place):
        return
    if os.path.islink(place) or not os.path.isdir(place):  # noqa: PTH112, PTH114 - as above
        yield Lying(path, plain=False)
        return
    waiting = [(place, path)]
    while waiting:
        here, shown = waiting.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    name = f"{shown}/{readable(entry.name)}"
                    if _is_folder(entry):
                        waiting.append((entry.path, name))
                    else:
                        yield Lying(name, plain=entry.is_file(follow_symlinks=False) and not _is_junction(entry))
        except OSError:
            yield Lying(shown, plain=False)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) and not _is_junction(entry)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a link of Windows between folders; before Python 3.12 the system's own tag tells."""
    if os.name != "nt":
        return False
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    return bool(tag == 0xA0000003)  # noqa: PLR2004 - stat.IO_REPARSE_TAG_MOUNT_POINT, which Python defines on Windows only
