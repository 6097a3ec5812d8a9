"""Facts kept from run to run, so that files that have not changed are not read again.

One small file for each evidence folder, in the platform's cache folder, readable by its owner alone. A file
counts as unchanged when path, size, both times of change and inode are the same, and when it was not changed just before
its facts were written. Losing the cache costs time and nothing else; what is damaged in it is ignored.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec

from parcli import __version__, keeping
from parcli.core.document import DocumentWords
from parcli.core.evidence import EvidenceFile, EvidenceFolder, RefusedEntry
from parcli.core.fact import changed
from parcli.core.limits import Limits
from parcli.evidence.examine import FACTS_VERSION
from parcli.evidence.folder import FoundFile, Listing
from parcli.evidence.looks import State, look_of, packed, unpacked
from parcli.evidence.plan import Plan

_LIBRARIES = ("pikepdf", "pypdfium2", "pyHanko", "pillow")
_CHECK_BYTES = 4
_ODD = "\0"
"""Before the bytes, in hexadecimal, of a name that is no text. No name on disk holds this sign."""
_RECENT_NS = 2_000_000_000
"""A file changed within two seconds of the cache's writing may have changed again unseen: the clocks of disks are coarse."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is kept of a folder: how it looked, the facts of its files, and how each file looked when they were found.

    `state` is None where not every file has its facts; `youngest` is its last time of change, in nanoseconds. `looks` holds a look for each of `files`, as bytes. `odd` says that
    some names on disk are no text and stand in another spelling.
    """

    stamp: str
    trust: str
    state: State | None
    youngest: int
    refused: tuple[RefusedEntry, ...]
    looks: bytes
    files: tuple[EvidenceFile, ...]
    odd: bool = False

    def named(self) -> tuple[EvidenceFile, ...]:
        """Return the facts of the files under their names on disk."""
        return tuple(changed(one, spelling=_unspelt(one.spelling)) for one in self.files) if self.odd else self.files


@dataclass(frozen=True, slots=True)
class Words:
    """What OCR read, by the SHA-256 of the file."""

    stamp: str
    words: dict[str, DocumentWords]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the facts of one evidence folder are kept, and under which conditions they were found."""

    place: Path
    stamp: str
    trust: str

    def folder(self, state: State | None) -> EvidenceFolder | None:
        """Return the whole folder when nothing in it has changed at all, else None."""
        kept, written = self._facts()
        if kept is None or state is None or kept.trust != self.trust or kept.state != state or kept.youngest >= written - _RECENT_NS:
            return None
        return EvidenceFolder(present=True, files=kept.named(), refused=kept.refused)

    def facts(self, files: Iterable[FoundFile]) -> dict[str, EvidenceFile]:
        """Return what is known of the files that have not changed, by name on disk."""
        kept, written = self._facts()
        try:
            return {} if kept is None else _known(kept, files, kept.trust == self.trust, written - _RECENT_NS)
        except ValueError:
            return {}

    def keep(self, facts: Sequence[tuple[FoundFile, EvidenceFile]], listing: Listing, state: State | None) -> None:
        """Replace what is kept by these facts; `state` is how the folder looked before it was walked."""
        whole = state if len(facts) == len(listing.files) else None
        looks = packed(look_of(file) for file, _ in facts)
        youngest = 0 if whole is None else whole.youngest()
        self._keep(Facts(self.stamp, self.trust, whole, youngest, listing.refused, looks, tuple(fact for _, fact in facts)))

    def seal(self, secret: Mapping[str, EvidenceFile]) -> None:
        """Keep of these files, by name on disk, no more than is given: OCR found marks of state secrecy on them."""
        kept, _ = self._facts()
        if kept is not None:
            self._keep(replace(kept, files=tuple(secret.get(fact.name_on_disk, fact) for fact in kept.named())))

    def read_words(self, engine: str) -> dict[str, DocumentWords]:
        """Return what OCR read, by the SHA-256 of the file."""
        kept, _ = _read(self.place / "words.bin", Words)
        return kept.words if kept is not None and kept.stamp == f"{self.stamp} {engine}" else {}

    def keep_words(self, engine: str, words: Mapping[str, DocumentWords]) -> None:
        """Replace what is kept of OCR's words."""
        _write(self.place / "words.bin", Words(f"{self.stamp} {engine}", dict(sorted(words.items()))))

    def _facts(self) -> tuple[Facts | None, int]:
        """Return what is kept and when it was written, in nanoseconds; None where it was found under other conditions."""
        kept, written = _read(self.place / "facts.bin", Facts)
        return (kept, written) if kept is not None and kept.stamp == self.stamp else (None, 0)

    def _keep(self, facts: Facts) -> None:
        odd = any(_spelt(fact.spelling) != fact.spelling for fact in facts.files)
        files = tuple(changed(fact, spelling=_spelt(fact.spelling)) for fact in facts.files) if odd else facts.files
        _write(self.place / "facts.bin", replace(facts, files=files, odd=odd))


def shelf(root: Path, limits: Limits, plan: Plan) -> Shelf | None:
    """Return the shelf of an evidence folder, None where nothing is to be kept."""
    if plan.cache is None:
        return None
    name = hashlib.blake2b(os.fsencode(os.path.realpath(root)), digest_size=16).hexdigest()
    return Shelf(plan.cache / name, _stamp(limits), plan.trust.digest)


@lru_cache(maxsize=4)
def _stamp(limits: Limits) -> str:
    """Name everything on which facts depend besides the file: another name, and they are found anew."""
    parts = (__version__, FACTS_VERSION, repr(msgspec.inspect.type_info(Facts)), *keeping.versions(*_LIBRARIES), limits.model_dump_json())
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def _spelt(name: str) -> str:
    """Return a name in a spelling that can be written: names on disk may be no text."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return _ODD + os.fsencode(name).hex()
    return name


def _unspelt(name: str) -> str:
    return os.fsdecode(bytes.fromhex(name.removeprefix(_ODD))) if name.startswith(_ODD) else name


def _known(kept: Facts, files: Iterable[FoundFile], same_trust: bool, before: int) -> dict[str, EvidenceFile]:  # noqa: FBT001 - a fact
    """Return the kept facts of the files that are as they were, and whose signatures were held against the same roots."""
    wanted = {file.name_on_disk: look_of(file) for file in files}
    looked = zip(kept.named(), unpacked(kept.looks), strict=True)
    unchanged = [fact for fact, look in looked if max(look[1], look[2]) < before and wanted.get(fact.name_on_disk) == look]
    return {fact.name_on_disk: fact for fact in unchanged if same_trust or fact.pdf is None or not fact.pdf.signed}


def _read(place: Path, kind: type[_T]) -> tuple[_T | None, int]:
    """Return what a cache file holds and when it was written; None when it is not there, damaged, or holds something else."""
    found = keeping.read(place)
    if found is None:
        return None, 0
    whole, written = found
    content = whole[_CHECK_BYTES:]
    if whole[:_CHECK_BYTES] != _check(content):
        return None, 0
    try:
        return msgspec.msgpack.decode(content, type=kind), written
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None, 0


def _write(place: Path, document: Facts | Words) -> None:
    """Write it beside and exchange. A cache that cannot be written is none."""
    try:
        content = msgspec.msgpack.encode(document)
    except (OverflowError, UnicodeEncodeError):
        # A number or a text beyond what can be written.
        return
    keeping.write(place, _check(content) + content)


def _check(content: bytes | memoryview) -> bytes:
    """Return a sum that changes with the content: a disk may damage what it keeps, and nobody else writes here."""
    return zlib.crc32(content).to_bytes(_CHECK_BYTES, "big")
