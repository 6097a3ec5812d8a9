"""What is known of the files in one unit's evidence folder: plain values, and how a cited name finds its file.

Nothing here touches the disk. The facts are gathered by `parcli.evidence`; the checks judge them.
Names typed by a clerk and names kept by a disk differ in Unicode form, case and slashes, so both go through one key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from parcli.core.document import DocumentWords, Wordless
from parcli.core.fact import Fact
from parcli.core.signature import SignatureFacts

Protection = Literal["none", "permissions", "password"]
Content = Literal["text", "scan", "mixed", "empty", "unknown"]
RealType = Literal[
    "pdf", "jpeg", "png", "gif", "tiff", "webp", "docx", "xlsx", "pptx", "ole",
    "zip", "rar", "7z", "html", "text", "empty", "unknown",
]  # fmt: skip
RefusalReason = Literal["link", "special", "unreadable", "too_deep", "too_many", "too_large", "name_clash"]
MatchState = Literal["found", "missing", "ambiguous", "outside"]

EVIDENCE_FOLDER = "evidence"

_T = TypeVar("_T")

# Zero-width and direction marks come along when a name is pasted from a mail; at the ends they mean nothing.
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_EDGES = " \t\r\n\v\f\u00a0" + _INVISIBLE
_UNTIDY_START, _UNTIDY_END = ("", "/", " ", "."), ("/", " ")
# Composed letters of Latin script, Vietnamese among them, fold alike whether or not they are taken apart first.
_LATIN = re.compile("[\x00-\u024f\u1e00-\u1eff]*")
_DRIVE = re.compile(r"[A-Za-z]:")
# How Python writes a byte of a name that is no UTF-8.
_UNDECODED = re.compile("[\ud800-\udfff]")


_BY_LETTER: dict[str, Content] = {"t": "text", "s": "scan", "m": "mixed", "e": "empty", "u": "unknown"}
_LETTERS = {content: letter for letter, content in _BY_LETTER.items()}


def readable(name: str) -> str:
    """Return a name as the disk has it so that it can be compared and printed: in NFC, bytes that are no UTF-8 as %XX."""
    if name.isascii():
        return name
    return unicodedata.normalize("NFC", _UNDECODED.sub(lambda found: f"%{ord(found.group()) & 0xFF:02X}", name))


def page_letters(kinds: Iterable[Content]) -> str:
    """Return what pages show as a letter for each: a city has a hundred thousand of them to keep."""
    return "".join(_LETTERS[kind] for kind in kinds)


class PdfFacts(Fact, frozen=True):
    """The structure of one PDF, without a judgement of what it says.

    `pages` is None when the file does not open. `content` is judged over the first pages (the limit `text_pages`):
    a page that shows text is text (a searchable scan too), a page that only paints an image is a scan.
    `repaired` means it was read only after mending damage. `detail` is a technical note, "" when there is none.
    `shows` has for each of the first pages a letter that says what it shows. `fields` counts form fields; `attachments` and `actions` name
    what is embedded and what would run when a reader opens it (both only listed). `tail` is the number of bytes after the
    last end-of-file mark. `signed` says that the file holds a signature; `signatures` are those that were examined, and
    `unchecked` says why some or all were not.
    """

    opens: bool
    pages: int | None
    protection: Protection
    content: Content
    repaired: bool
    detail: str
    shows: str = ""
    version: str = ""
    producer: str = ""
    fields: int = 0
    attachments: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    tail: int = 0
    signed: bool = False
    signatures: tuple[SignatureFacts, ...] = ()
    unchecked: str = ""

    @property
    def page_kinds(self) -> tuple[Content, ...]:
        """What each of the first pages shows."""
        return tuple(_BY_LETTER[letter] for letter in self.shows)


class EvidenceFile(Fact, frozen=True):
    """One regular file under evidence/.

    `path` is relative to evidence/, with `/`, in NFC; `spelling` is the same relative path as the disk spells it, "" where
    that is the same. `size` is in bytes. `real_type` is by content, whatever the suffix says. `examined` is
    False when the file was not looked into; `detail` then says why, and `sha256` may be "" when its bytes could not even
    be read.
    `words` is what page 1 says; where it is None `wordless` says why.
    """

    path: str
    spelling: str
    size: int
    sha256: str
    real_type: RealType
    pdf: PdfFacts | None
    examined: bool
    detail: str
    words: DocumentWords | None = None
    wordless: Wordless = ""

    @property
    def name_on_disk(self) -> str:
        """The path under evidence/ as the disk spells it: use it to open the file."""
        return self.spelling or self.path

    @property
    def folder(self) -> str | None:
        """The first folder under evidence/, None for a file that lies loose."""
        first, slash, _ = self.path.partition("/")
        return first if slash else None


class RefusedEntry(Fact, frozen=True):
    """Something under evidence/ that was not taken as evidence, and why. `path` is "" for the folder itself."""

    path: str
    reason: RefusalReason
    detail: str


@dataclass(frozen=True, slots=True)
class Match:
    """What a cited name points at.

    `files` holds one file when found, the candidates when ambiguous, else nothing. `refused` names the entries that
    would have matched but were not taken as evidence: a missing file that is there, and why it does not count.
    """

    state: MatchState
    files: tuple[EvidenceFile, ...] = ()
    refused: tuple[RefusedEntry, ...] = ()

    @property
    def file(self) -> EvidenceFile | None:
        """The one file found, or None."""
        return self.files[0] if self.state == "found" else None


@dataclass(frozen=True, slots=True)
class _Index:
    """Names to places: by whole path and by last name."""

    files: dict[str, tuple[EvidenceFile, ...]]
    file_names: dict[str, tuple[EvidenceFile, ...]]
    refused: dict[str, tuple[RefusedEntry, ...]]
    refused_names: dict[str, tuple[RefusedEntry, ...]]


@dataclass(frozen=True, slots=True)
class EvidenceFolder:
    """All of one unit's evidence, each entry exactly once: `files` and `refused`, both sorted by path."""

    present: bool
    files: tuple[EvidenceFile, ...]
    refused: tuple[RefusedEntry, ...]
    _index: list[_Index] = field(init=False, repr=False, compare=False, default_factory=list)

    def find(self, cited: str) -> Match:
        r"""Look up a name cited in the register.

        `cited` is a path under evidence/ (with `/` or `\`, perhaps starting with `evidence/`) or a bare name that
        is unique there; a whole path wins over a bare name. Unicode form, case and outer blanks do not matter.
        """
        if leaves_folder(cited):
            return Match("outside")
        key = path_key(cited)
        index = self._names()
        for name in _readings(key):
            if name in index.files or name in index.refused:
                return _match(index.files.get(name, ()), index.refused.get(name, ()))
        if "/" in key or not key:
            return Match("missing")
        return _match(index.file_names.get(key, ()), index.refused_names.get(key, ()))

    def _names(self) -> _Index:
        """Index the names once, and only when one is asked for: a register cites hundreds of files."""
        if not self._index:
            files = [(path_key(file.path), file) for file in self.files]
            refused = [(path_key(entry.path), entry) for entry in self.refused]
            last_files = ((_last(key), file) for key, file in files)
            last_refused = ((_last(key), entry) for key, entry in refused)
            self._index.append(_Index(_grouped(files), _grouped(last_files), _grouped(refused), _grouped(last_refused)))
        return self._index[0]


def path_key(path: str) -> str:
    r"""Return the form in which two spellings of one path are equal.

    NFC, without case, `\` as `/`, no blanks around names, no empty or `.` parts.
    """
    folded = _folded(path)
    if folded.isprintable() and not _is_untidy(folded):
        return folded
    parts = (part.strip(_EDGES) for part in folded.replace("\\", "/").split("/"))
    return "/".join(part for part in parts if part not in {"", "."})


def _folded(path: str) -> str:
    if path.isascii():
        return path.lower()
    if _LATIN.fullmatch(path) is None:
        path = unicodedata.normalize("NFD", path)
    return unicodedata.normalize("NFC", path.casefold())


def _is_untidy(path: str) -> bool:
    """Say whether a printable path may hold what has to be put in order: most do not, and a city has thousands."""
    return "\\" in path or "//" in path or "/." in path or "/ " in path or " /" in path or path[:1] in _UNTIDY_START or path[-1:] in _UNTIDY_END


def leaves_folder(cited: str) -> bool:
    """Say whether a cited path is absolute, has a drive letter, is a network path or climbs with `..`."""
    path = cited.strip(_EDGES).replace("\\", "/")
    return path.startswith("/") or bool(_DRIVE.match(path)) or ".." in (part.strip(_EDGES) for part in path.split("/"))


def _readings(key: str) -> tuple[str, ...]:
    prefix = EVIDENCE_FOLDER + "/"
    return (key, key.removeprefix(prefix)) if key.startswith(prefix) else (key,)


def _match(files: tuple[EvidenceFile, ...], refused: tuple[RefusedEntry, ...]) -> Match:
    if len(files) == 1:
        return Match("found", files, refused)
    return Match("ambiguous" if files else "missing", files, refused)


def _grouped(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    groups: dict[str, list[_T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _last(key: str) -> str:
    return key.rpartition("/")[2]
