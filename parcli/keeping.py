"""Files that keep values from run to run, in the platform's cache folder: where they lie, and how one is read and written.

A file is written beside and exchanged, so that it is there whole or not at all; it is readable by its owner alone. Losing
one costs time and nothing else: what cannot be read or written is passed over without a word.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

_MOST_BYTES = 256 * 1024 * 1024
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
_SECRET_BYTES = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def place(name: str) -> Path:
    """Return the folder of this name among those in which this platform keeps what programs may lose."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - only where something is kept

    return user_cache_path("parcli", appauthor=False) / name


def read(path: Path) -> tuple[memoryview, int] | None:
    """Return what a file holds and when it was written, in nanoseconds. A link is not followed, a pipe not waited for."""
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _NO_WAIT)) as handle:
            about = os.fstat(handle.fileno())
            if not stat.S_ISREG(about.st_mode) or about.st_size > _MOST_BYTES:
                return None
            return memoryview(handle.read()), about.st_mtime_ns
    except (OSError, ValueError):
        return None


def write(path: Path, content: bytes) -> None:
    """Write a file beside and exchange."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def versions(*libraries: str) -> tuple[str, ...]:
    """Return the versions of libraries, "" for one that is not there."""
    return tuple(map(_version, libraries))


def _version(library: str) -> str:
    try:
        return version_of(library)
    except PackageNotFoundError:
        return ""


def secret() -> bytes | None:
    """Return the key with which this user's kept files are sealed; None where it cannot be kept to oneself.

    It lies among the user's data and not in the cache: who may only write into the cache cannot seal. The first call makes it.
    """
    from platformdirs import user_data_path  # noqa: PLC0415 - only where something is kept

    path = user_data_path("parcli", appauthor=False) / "kept.key"
    known = _secret_in(path)
    if known is not None or os.path.lexists(path):
        return known
    _make_secret(path)
    return _secret_in(path)


def _make_secret(path: Path) -> None:
    """Put a new key there, unless another run was faster: the first one stays."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(os.urandom(_SECRET_BYTES))
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(name, path)
        finally:
            Path(name).unlink(missing_ok=True)


def _secret_in(path: Path) -> bytes | None:
    found = read(path)
    if found is None or len(found[0]) != _SECRET_BYTES:
        return None
    with contextlib.suppress(OSError):
        about = path.lstat()
        own = not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & _OTHERS)
        return bytes(found[0]) if own else None
    return None
