"""Names of files in archives and folders: as what they were written, and whether they may be kept.

Old programs write a zip's names in the code page of their computer and do not say which. What decodes to sensible
Vietnamese is taken; the bytes themselves are told along with the guess.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

from parcli.core.limits import Limits

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_CODE_PAGES = ("cp1258", "cp437")
_BASES = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_VIETNAMESE = frozenset(
    letter
    for base in _BASES
    for tone in _TONES
    for letter in (unicodedata.normalize("NFC", base + tone), unicodedata.normalize("NFC", base + tone).upper())
) | set("đĐ–—’‘“”…")
_DRIVE = re.compile(r"[A-Za-z]:")
_NOT_ON_WINDOWS = frozenset('<>:"|?*')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\..*)?", re.IGNORECASE)
_JUNK = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"})
_JUNK_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information"})
_JUNK_BEGIN = ("~$", "._", ".~lock.")


@dataclass(frozen=True, slots=True)
class Name:
    """An entry's name as it is read, its bytes, and whether it had to be guessed how they are meant."""

    text: str
    raw: bytes
    guessed: bool


def of_entry(entry: zipfile.ZipInfo) -> Name:
    """Return the name of a zip's entry, with `/` between its parts, as it was written (NFC or NFD)."""
    said = entry.orig_filename
    if entry.flag_bits & _UTF8_FLAG:
        return Name(_slashed(said), said.encode("utf-8", "surrogateescape"), guessed=False)
    raw = said.encode("cp437", "replace")
    if raw.isascii():
        return Name(_slashed(said), raw, guessed=False)
    told = _told(entry.extra, raw)
    if told is not None:
        return Name(_slashed(told), raw, guessed=False)
    try:
        return Name(_slashed(raw.decode("utf-8")), raw, guessed=False)
    except UnicodeDecodeError:
        return Name(_slashed(_guess(raw)), raw, guessed=True)


def _slashed(name: str) -> str:
    return name.replace("\\", "/")


def _told(extra: bytes, raw: bytes) -> str | None:
    """Return the name that stands in UTF-8 beside the old one, where it is the same file's."""
    place = 0
    while place + 4 <= len(extra):
        mark, size = struct.unpack_from("<HH", extra, place)
        field = extra[place + 4 : place + 4 + size]
        if mark == _UNICODE_PATH and len(field) > 5 and field[0] == 1 and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw):  # noqa: PLR2004 - version and checksum
            return field[5:].decode("utf-8", "replace")
        place += 4 + size
    return None


def _guess(raw: bytes) -> str:
    """Return the first reading all of whose letters are Vietnamese; where none is, that of the format's own code page."""
    for page in _CODE_PAGES:
        try:
            text = unicodedata.normalize("NFC", raw.decode(page))
        except UnicodeDecodeError:
            continue
        if all(sign.isascii() or sign in _VIETNAMESE for sign in text):
            return text
    return raw.decode("cp437")


def parts(path: str) -> tuple[str, ...]:
    """Return the parts of a path as they are kept: NFC, without blanks around them, without empty ones."""
    return tuple(part for one in path.split("/") if (part := unicodedata.normalize("NFC", one).strip()) not in ("", "."))


def fault(path: str, limits: Limits) -> str | None:
    """Return why a path cannot be kept as it is, as a term of the messages; None where it can, on any system."""
    if path.startswith("/") or _DRIVE.match(path) or ".." in (part.strip() for part in path.split("/")):
        return "term:name_leads_out"
    kept = parts(path)
    if not kept:
        return "term:name_empty"
    if any(len(part.encode("utf-8", "surrogateescape")) > limits.name_bytes for part in kept):
        return "term:name_too_long"
    if any(not part.isprintable() or _NOT_ON_WINDOWS & set(part) or part.endswith(".") for part in kept):
        return "term:name_signs"
    return "term:name_reserved" if any(_DEVICES.fullmatch(part) for part in kept) else None


def is_junk(kept: tuple[str, ...]) -> bool:
    """Whether a file is what systems and open programs leave behind: of no interest to anybody."""
    return kept[-1].casefold() in _JUNK or kept[-1].startswith(_JUNK_BEGIN) or any(part.casefold() in _JUNK_FOLDERS for part in kept[:-1])
