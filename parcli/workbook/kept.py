"""Read workbooks kept from run to run, by the SHA-256 of their bytes: a file that was read before is not read again.

The bytes are always read and hashed now; no time or name of a file is believed. What is kept of them holds only under the
conditions it was read under: the layouts, the limits, the reader and its libraries. Each entry is sealed with a key that
is not in the cache, so that no damaged, foreign or altered entry is taken for what a workbook says.
"""

from __future__ import annotations

import hashlib
import hmac
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from parcli import __version__, keeping, shipped
from parcli.core.limits import Limits
from parcli.core.returned import Returned
from parcli.workbook.layout import Layout
from parcli.workbook.pages import Page, page_of, returned_from
from parcli.workbook.reader import READER_VERSION

_FOLDER = "workbooks"
_LIBRARIES = ("openpyxl", "python-calamine", "lxml", "defusedxml", "msgspec")
_UNREAD = {"WB105", "WB142"}
"""The problems of a file of which a reader gave up."""
_NOT_ON_FORMS = {"units", "exemptions", "exclusions", "limits"}
"""What a cycle holds that is on no form; exemptions are in the layout, limits are a condition of their own."""
_SEAL_BYTES = 32
_MOST_BYTES = 64 * 1024 * 1024
"""What an entry may amount to when it is unpacked."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where read workbooks are kept, the key that seals them, and the conditions they are read under.

    ``faces`` names everything of a layout that its reading rests on, by the layout's name.
    """

    folder: Path
    key: bytes
    stamp: str
    faces: Mapping[str, str]

    def take(self, sha256: str, path: str, layouts: Sequence[str]) -> Returned | None:
        """Return what the content with this hash says, read by these layouts, as the file at ``path``; None where that is not known."""
        place = self._place(sha256, layouts)
        found = keeping.read(place)
        if found is None:
            return None
        sealed = bytes(found[0])
        packed = sealed[_SEAL_BYTES:]
        if not hmac.compare_digest(sealed[:_SEAL_BYTES], self._seal(place, packed)):
            return None
        page = _unpacked(packed)
        return None if page is None or page.sha256 != sha256 else returned_from(page, path)

    def keep(self, one: Returned, layouts: Sequence[str]) -> None:
        """Keep what a workbook says. One that could not be read to its end is read again each time."""
        if not _whole(one):
            return
        packed = _packed(page_of(one))
        if packed is None:
            return
        place = self._place(one.sha256, layouts)
        keeping.write(place, self._seal(place, packed) + packed)

    def _place(self, sha256: str, layouts: Sequence[str]) -> Path:
        conditions = hashlib.sha256(repr((self.stamp, [self.faces[name] for name in layouts])).encode()).hexdigest()
        return self.folder / sha256[:2] / f"{sha256}-{conditions[:32]}.bin"

    def _seal(self, place: Path, packed: bytes) -> bytes:
        """Bind what is kept to its name, which says of which content and under which conditions it was read."""
        return hashlib.blake2b(place.name.encode() + b"\0" + packed, digest_size=_SEAL_BYTES, key=self.key).digest()


def shelf(layouts: Mapping[str, Layout], limits: Limits, folder: Path | None = None) -> Shelf | None:
    """Return the shelf for workbooks that are read by these layouts; None where no key can be kept."""
    key = keeping.secret()
    if key is None:
        return None
    look = _look()
    return Shelf(folder or keeping.place(_FOLDER), key, _stamp(limits), {name: _face(each, look) for name, each in layouts.items()})


def _stamp(limits: Limits) -> str:
    parts = (__version__, READER_VERSION, repr(msgspec.inspect.type_info(Page)), *keeping.versions(*_LIBRARIES), limits.model_dump_json())
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _face(layout: Layout, look: str) -> str:
    """Return a mark of all that a workbook is held against: the layout, and whatever its form is made of besides."""
    edition, block, cycle = layout.edition, layout.block, layout.cycle
    rows = [(row.key, row.kind, row.row, row.entries, row.counted, row.claims, row.exempt, row.cell) for row in layout.rows]
    about = (edition.title, edition.basis, edition.index_title, edition.status, edition.policies, block)
    when = {name: getattr(cycle, name) for name in sorted(type(cycle).model_fields) if name not in _NOT_ON_FORMS}
    names = max((unit.name for unit in cycle.units if unit.block == block.id), key=len, default="")
    return hashlib.sha256(repr((layout.face(), rows, about, when, names, look)).encode()).hexdigest()


def _look() -> str:
    """Return a mark of the words and looks that forms are made with."""
    whole, folder = hashlib.sha256(), shipped.folder("templates") / "workbook"
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def _whole(one: Returned) -> bool:
    """Whether a workbook was read to its end: only then is what was found all that there is."""
    return one.readable and bool(one.sha256) and not _UNREAD & {problem.code for problem in one.problems}


def _packed(page: Page) -> bytes | None:
    try:
        return zlib.compress(msgspec.msgpack.encode(page), 1)
    except (OverflowError, UnicodeEncodeError):
        # A number or a text beyond what can be written.
        return None


def _unpacked(packed: bytes) -> Page | None:
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(packed, _MOST_BYTES)
        return msgspec.msgpack.decode(content, type=Page) if unpacker.eof else None
    except (zlib.error, msgspec.MsgspecError, ValueError, RecursionError):
        return None
