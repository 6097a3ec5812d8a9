"""Facts kept from run to run, so that files that have not changed are not read again.

One small file of JSON for each evidence folder, in the platform's cache folder, readable by its owner alone. A file
counts as unchanged when path, size, both times of change and inode are the same, and when it was not changed just before
its facts were written. Losing the cache costs time and nothing else; what is damaged in it is ignored.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from parcli import __version__
from parcli.core.document import DocumentWords, Reading
from parcli.core.evidence import EvidenceFile, EvidenceFolder, PdfFacts, RefusedEntry
from parcli.core.limits import Limits
from parcli.evidence.codec import decoder, from_pool, pooled, shape, to_plain
from parcli.evidence.examine import FACTS_VERSION
from parcli.evidence.folder import FoundFile, Listing
from parcli.evidence.plan import Plan

State = list[str | int]
_ENTRIES_PER_FILE = 20
_LIBRARIES = ("pikepdf", "pypdfium2", "pyHanko", "pillow")
_MOST_BYTES = 256 * 1024 * 1024
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
_RECENT_NS = 2_000_000_000
"""A file changed within two seconds of the cache's writing may have changed again unseen: the clocks of disks are coarse."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the facts of one evidence folder are kept, and under which conditions they were found."""

    place: Path
    stamp: str
    trust: str

    def folder(self, state: State | None) -> EvidenceFolder | None:
        """Return the whole folder when nothing in it has changed at all, else None."""
        kept, written = _read(self.place / "facts.json", self.stamp)
        if state is None or kept.get("state") != state or kept.get("trust") != self.trust:
            return None
        try:
            if max((max(line[2], line[3]) for line in kept["files"]), default=0) >= written - _RECENT_NS:
                return None
            refused = tuple(RefusedEntry(*line) for line in kept["refused"])
            with _uncollected():
                return EvidenceFolder(present=True, files=tuple(_files(kept)), refused=refused)
        except (TypeError, ValueError, IndexError, KeyError):
            return None

    def facts(self, files: Iterable[FoundFile]) -> dict[str, EvidenceFile]:
        """Return what is known of the files that have not changed, by name on disk."""
        kept, written = _read(self.place / "facts.json", self.stamp)
        try:
            return _known(kept, files, kept.get("trust") == self.trust, written - _RECENT_NS)
        except (TypeError, ValueError, IndexError, KeyError):
            return {}

    def keep(self, facts: Sequence[tuple[FoundFile, EvidenceFile]], listing: Listing, state: State | None) -> None:
        """Replace what is kept by these facts; `state` is how the folder looked before it was walked."""
        whole = state if len(facts) == len(listing.files) else None
        refused = [[one.path, one.reason, one.detail] for one in listing.refused]
        _write(self.place / "facts.json", {"stamp": self.stamp, "trust": self.trust, "state": whole, "refused": refused, **_plain(facts)})

    def seal(self, secret: Mapping[str, EvidenceFile]) -> None:
        """Keep of these files, by name on disk, no more than is given: OCR found marks of state secrecy on them."""
        kept, _ = _read(self.place / "facts.json", self.stamp)
        if not kept:
            return
        files = [FoundFile(line[0], line[0], *line[1:5]) for line in kept["files"]]
        facts = [secret.get(fact.name_on_disk, fact) for fact in _files(kept)]
        _write(self.place / "facts.json", {**kept, **_plain(zip(files, facts, strict=True))})

    def read_words(self, engine: str) -> dict[str, DocumentWords]:
        """Return what OCR read, by the SHA-256 of the file."""
        kept, _ = _read(self.place / "words.json", f"{self.stamp} {engine}")
        read = decoder(DocumentWords)
        try:
            return {digest: read(plain) for digest, plain in kept.get("words", {}).items()}
        except (TypeError, ValueError, IndexError, AttributeError):
            return {}

    def keep_words(self, engine: str, words: Mapping[str, DocumentWords]) -> None:
        """Replace what is kept of OCR's words."""
        plain = {digest: to_plain(each) for digest, each in sorted(words.items())}
        _write(self.place / "words.json", {"stamp": f"{self.stamp} {engine}", "words": plain})


def state_of(root: Path, limits: Limits) -> State | None:
    """Return how a folder looks from outside: every entry's name, mode, size, time of change and inode. None if in doubt."""
    state: State = []
    waiting = [os.fspath(root)]
    most = limits.evidence_files * _ENTRIES_PER_FILE
    try:
        if not stat.S_ISDIR(os.lstat(root).st_mode):
            return None
        while waiting:
            here = waiting.pop()
            state.append(here)
            with os.scandir(here) as entries:
                for entry in entries:
                    about = entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(about.st_mode):
                        waiting.append(entry.path)
                        state += (entry.name, about.st_mode, 0, 0, 0, about.st_ino)
                    else:
                        state += (entry.name, about.st_mode, about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)
            if len(state) > most:
                return None
    except OSError:
        return None
    return state


def shelf(root: Path, limits: Limits, plan: Plan) -> Shelf | None:
    """Return the shelf of an evidence folder, None where nothing is to be kept."""
    if plan.cache is None:
        return None
    name = hashlib.blake2b(os.fsencode(os.path.realpath(root)), digest_size=16).hexdigest()
    return Shelf(plan.cache / name, _stamp(limits), plan.trust.digest)


@lru_cache(maxsize=4)
def _stamp(limits: Limits) -> str:
    """Name everything on which facts depend besides the file: another name, and they are found anew."""
    parts = (__version__, FACTS_VERSION, shape(EvidenceFile), *map(_version, _LIBRARIES), limits.model_dump_json())
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _plain(facts: Iterable[tuple[FoundFile, EvidenceFile]]) -> dict[str, Any]:
    """Return facts as lists. Structures, agencies and types of document are the same in many files and said once."""
    structures: dict[PdfFacts, int] = {}
    readings: dict[Reading, int] = {}
    files: list[list[Any]] = []
    for file, fact in facts:
        place = -1 if fact.pdf is None else structures.setdefault(fact.pdf, len(structures))
        path = None if fact.path == fact.name_on_disk else fact.path
        state = [file.name_on_disk, fact.size, file.mtime_ns, file.ctime_ns, file.inode]
        words = None if fact.words is None else pooled(fact.words, readings)
        files.append([*state, path, fact.sha256, fact.real_type, place, words, fact.wordless])
    return {"pdf": [to_plain(each) for each in structures], "readings": [to_plain(each) for each in readings], "files": files}


def _known(kept: Mapping[str, Any], files: Iterable[FoundFile], same_trust: bool, before: int) -> dict[str, EvidenceFile]:  # noqa: FBT001 - a fact
    """Return the kept facts of the files that are as they were, and whose signatures were held against the same roots."""
    wanted = {file.name_on_disk: [file.size, file.mtime_ns, file.ctime_ns, file.inode] for file in files}
    lines = [line for line in kept.get("files", ()) if max(line[2], line[3]) < before and wanted.get(line[0]) == line[1:5]]
    return {fact.name_on_disk: fact for fact in _files({**kept, "files": lines}) if same_trust or fact.pdf is None or not fact.pdf.signed}


def _files(kept: Mapping[str, Any]) -> Iterator[EvidenceFile]:
    structures = [decoder(PdfFacts)(plain) for plain in kept.get("pdf", ())]
    read = from_pool(DocumentWords, Reading, [decoder(Reading)(plain) for plain in kept.get("readings", ())])
    for name, size, _, _, _, path, sha256, kind, place, words, wordless in kept["files"]:
        shown = path or name
        folder = shown.partition("/")[0] if "/" in shown else None
        pdf = None if place < 0 else structures[place]
        said = None if words is None else read(words)
        yield EvidenceFile(shown, name, size, sha256, kind, folder, pdf, True, "", said, wordless)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold back the search for garbage while thousands of values are made that are none: it doubles the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(place: Path, stamp: str) -> tuple[dict[str, Any], int]:
    """Return what a cache file holds and when it was written; nothing when it is not there, damaged, or says something else."""
    try:
        with open(place, "rb", opener=lambda name, flags: os.open(name, flags | _NO_WAIT)) as handle:
            about = os.fstat(handle.fileno())
            if not stat.S_ISREG(about.st_mode) or about.st_size > _MOST_BYTES:
                return {}, 0
            digest, _, text = handle.read().partition(b"\n")
        kept = json.loads(text.decode("utf-8", "surrogatepass")) if digest == _digest(text) else {}
    except (OSError, ValueError):
        return {}, 0
    return (kept, about.st_mtime_ns) if kept.get("stamp") == stamp else ({}, 0)


def _write(place: Path, document: dict[str, Any]) -> None:
    """Write it beside and exchange. A cache that cannot be written is none. Names that are no UTF-8 are kept as they are."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    with contextlib.suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(text) + b"\n" + text)
            Path(name).replace(place)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _digest(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=16).hexdigest().encode()
