"""Result sets that are complete or not there: built beside, flushed, then exchanged with what was there before.

Beside `<name>` may lie: `.parcli-new-<name>`, a set being built, or the former one just after an exchange;
`.parcli-old-<name>`, the former set where a system has no exchange, always complete, and set aside only when the new
one is complete; `.parcli-gone-…`, what is being removed. From these names alone `mend` knows what to do.
The caller holds the cycle (`lock.hold`); only `write_new_folder` works without it. A request to end waits till the
folders are at rest.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath

from parcli.results.copying import Copied
from parcli.results.signals import postponed

_NEW, _OLD, _GONE = ".parcli-new-", ".parcli-old-", ".parcli-gone-"
_LITTER = re.compile(r"\.parcli-(new|old|gone)-(.+)", re.DOTALL)
_PAUSES = (0.05, 0.1, 0.2, 0.35, 0.6, 0.7) if sys.platform == "win32" else ()
"""Seconds between tries on Windows, where a virus scanner may hold a file for a moment: 2 s in all."""
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


Content = bytes | Copied


@dataclass(eq=False)
class CannotWrite(Exception):
    """`path` could not be written; `reason` is the system's name of the fault: ENOSPC, EROFS, EACCES, EBUSY."""

    path: Path
    reason: str


@dataclass(eq=False)
class NotEmpty(Exception):
    """The folder `path` that was to be made holds something already, or is no folder."""

    path: Path


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a fault of the disk in this block into CannotWrite for `path`. EBUSY stands for open in another program."""
    try:
        yield
    except OSError as error:
        busy = getattr(error, "winerror", None) in {32, 33}  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
        reason = "EBUSY" if busy else errno.errorcode.get(error.errno or 0, type(error).__name__)
        raise CannotWrite(path, reason) from error


@postponed()
def write_set(target: Path, files: Mapping[str, bytes]) -> None:
    """Make `files` (relative names with `/`) the whole content of the folder `target`, in the place of its old content.

    At every moment `target` is the complete old or the complete new set. Raises CannotWrite, the old set being
    intact, and ValueError for a name that is not plainly relative.
    """
    with _built(target, files) as new:
        _exchange(new, target)


@postponed()
def add_files(target: Path, files: Mapping[str, bytes]) -> None:
    """Put `files` into the folder `target`, replacing those of the same name; others there stay.

    An absent folder appears whole. Else all are built first, then put in place one by one: each file is the old or the
    new one, and CannotWrite names the first that could not be replaced. Raises ValueError as `write_set` does.
    """
    with _built(target, files) as new:
        if not os.path.lexists(target):
            _exchange(new, target)
            return
        for name in sorted(files):
            with writing(target / name):
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                _patiently(os.replace, new / name, target / name)
        for folder in _folders(target, files):
            flush(folder)


@postponed()
def write_new_folder(target: Path, files: Mapping[str, Content]) -> None:
    """Make the folder `target`, absent or empty till now, with `files` in it, which are bytes or copied from elsewhere.

    An absent one appears whole. An empty one stays the same folder (it may be where the shell stands, a drive, another
    owner's), and receives its entries by renames, plain files last. Raises NotEmpty, CannotWrite, copying.Unlike, ValueError.
    """
    _check_names(files)
    target = Path.cwd() / target
    with writing(target):
        present = os.path.lexists(target)
        if present and not (target.is_dir() and all(map(_LITTER.match, os.listdir(target)))):
            raise NotEmpty(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        place = target if present else target.parent
        # No lock is held here: the number keeps two runs apart. What a killed run left inside, the next `mend` removes.
        new = place / f"{_NEW}{target.name}.{os.getpid()}"
        try:
            _build(new, files)
            _move_out(new, target) if present else _patiently(os.rename, new, target)
            flush(place)
        finally:
            with suppress(OSError):
                _discard(new)


def mend(parent: Path) -> tuple[str, ...]:
    """Finish or undo what a crash left among the entries of the folder `parent`; call it while holding the cycle.

    Returns what was done, one `finished <set>`, `restored <set>`, `removed <litter>` or `kept <litter>` (it cannot be
    removed now) each. Raises CannotWrite.
    """
    with writing(parent):
        entries = sorted(os.listdir(parent)) if parent.is_dir() else []
        litter = [match for entry in entries if (match := _LITTER.fullmatch(entry))]
        names = dict.fromkeys(match[2] for match in litter if match[1] != "gone")
        done = [word for name in names for word in _settle(parent / name)]
        return (*done, *(_removed(parent / match[0], match[0]) for match in litter if match[1] == "gone"))


def _check_names(files: Mapping[str, Content]) -> None:
    """Refuse what could lead outside the folder on any system, and a name that is also a folder of another."""
    for name in files:
        plain = not {"", ".", ".."} & {*name.split("/")} and not {*name} & {*"\\:\0"}
        if not plain or any(str(above) in files for above in PurePosixPath(name).parents):
            raise ValueError(name)


@contextmanager
def _built(target: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """Give `files` as a complete folder beside `target`, flushed; leave no litter, whatever happens after."""
    _check_names(files)
    with writing(target):
        if os.path.lexists(target) and (target.is_symlink() or not target.is_dir()):
            raise NotADirectoryError(errno.ENOTDIR, "not a folder", str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        _settle(target)
        try:
            new = target.with_name(f"{_NEW}{target.name}")
            _build(new, files)
            yield new
        finally:
            with suppress(OSError):
                try:
                    _settle(target)
                finally:  # an interrupt may fall into the first
                    _settle(target)


def _settle(target: Path) -> list[str]:
    """Bring one set to rest: at its name the complete new or old one, beside it nothing. Says what was done."""
    new, old = (target.with_name(f"{prefix}{target.name}") for prefix in (_NEW, _OLD))
    done = []
    if os.path.lexists(old) and not os.path.lexists(target):
        word, source = ("finished", new) if os.path.lexists(new) else ("restored", old)
        _patiently(os.rename, source, target)
        flush(target.parent)
        done.append(f"{word} {target.name}")
    return done + [_discard(path) for path in (new, old) if os.path.lexists(path)]


def _build(folder: Path, files: Mapping[str, Content]) -> None:
    inside = sorted(_folders(folder, files))
    for inner in inside:
        inner.mkdir()
    for name in sorted(files):
        with (folder / name).open("xb") as file:
            content = files[name]
            file.write(content) if isinstance(content, bytes) else content.pour(file)
            file.flush()
            os.fsync(file.fileno())
    for inner in reversed(inside):
        flush(inner)


def _exchange(new: Path, target: Path) -> None:
    """Give `new` the name of `target`; an existing target goes to the name of `new`, or is set aside as the old one."""
    if not os.path.lexists(target):
        _patiently(os.rename, new, target)
    elif not _swapped(new, target):
        old = target.with_name(f"{_OLD}{target.name}")
        _patiently(os.rename, target, old)
        try:
            flush(target.parent)
            _patiently(os.rename, new, target)
        except OSError:
            old.rename(target)
            raise
    with suppress(OSError):  # the new set is in place: no fault any more that leaves the old one
        flush(target.parent)


def _swapped(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system and the disk can. A real fault shows in the renames after."""
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415 - not needed for reading

    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    places = _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other)
    return renameat2 is not None and renameat2(*places, _RENAME_EXCHANGE) == 0


def _move_out(new: Path, target: Path) -> None:
    """Move the entries of `new` up into `target`, all or, unless the process is killed, none."""
    entries = sorted(os.listdir(new), key=lambda name: ((new / name).is_file(), name))
    try:
        for name in entries:
            _patiently(os.rename, new / name, target / name)
    except BaseException:
        for name in entries:
            if not os.path.lexists(new / name):
                (target / name).rename(new / name)
        raise


def _discard(path: Path) -> str:
    """Remove what no longer counts, its name first: half a set must never carry the name of a whole one."""
    numbered = (path.with_name(f"{_GONE}{os.getpid()}-{number}") for number in count())
    gone = next(place for place in numbered if not os.path.lexists(place))
    try:
        _patiently(os.rename, path, gone)
        return _removed(gone, path.name)
    finally:  # again, should an interrupt have fallen into the first
        _removed(gone, path.name)


def _removed(path: Path, name: str) -> str:
    shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        path.unlink()  # a file or a link, which parcli never makes there
    return f"{'kept' if os.path.lexists(path) else 'removed'} {name}"


def _folders(root: Path, files: Mapping[str, Content]) -> set[Path]:
    """Return `root` and the folders in it that hold one of `files`."""
    return {root} | {root / above for name in files for above in PurePosixPath(name).parents}


def flush(folder: Path) -> None:
    """Have the names in a folder written to the disk, where the system can. Raises OSError."""
    if sys.platform == "win32":
        return  # a folder cannot be opened there; NTFS keeps its own journal of names
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network disks cannot flush a folder
            raise
    finally:
        os.close(handle)


def _patiently(rename: Callable[[Path, Path], None], source: Path, place: Path) -> None:
    for pause in _PAUSES:
        try:
            return rename(source, place)
        except PermissionError:
            time.sleep(pause)
    return rename(source, place)
