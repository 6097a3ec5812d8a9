"""The parts of an archive, looked through piece by piece: what a library would choke on is found before it sees the file.

Each part that is XML goes through the plain parser of the standard library, which neither builds a tree nor opens anything.
Memory stays at a piece of text and a few counts; what is over a limit ends the look at once.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from xml.parsers import expat

from parcli.container.content import problem
from parcli.container.grid import Order, span_size
from parcli.core.limits import Limits
from parcli.core.returned import Problem

_PIECE = 64 * 1024
_LONGEST_MARK = 64
_STRICT = "purl.oclc.org/ooxml"
_ENCODINGS = ("utf-8", "us-ascii", "iso-8859-1", "windows-1252", "windows-1258", "utf-16")
# UTF-32 with and without its mark, and EBCDIC: some parsers take them, ours does not.
_OTHER_HEADS = (b"\x00\x00\xfe\xff", b"\xff\xfe\x00\x00", b"\x00\x00\x00<", b"<\x00\x00\x00", b"\x4c\x6f\xa7\x94")
# Blanks may stand before the first sign, in UTF-16 without its mark too, and may fill the whole first piece.
_XML_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*<|\xff\xfe|\xfe\xff|(?:[ \t\r\n]\x00)*<\x00|(?:\x00[ \t\r\n])*\x00<")
_BLANK = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n\x00]+")
_MERGED_CELLS = 10_000
_TAGS_A_CELL = 8
"""Signs < of a cell with a formula, its value, and what stands around it; a file with more of them is no workbook."""
_COUNTED_BEFORE = 1024 * 1024
"""A part larger than this is counted through before it is parsed: that is twenty times faster."""
_HYPERLINK = "/hyperlink"
_BUILT_OF = {"tr": "rows", "tc": "cells", "p": "paragraphs"}


class Fault(Exception):
    """Why a file must not be opened."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.problem: Problem = problem(code, **values)


class Parts:
    """Looks through parts one after the other; the counts are those of the whole file.

    Besides it notes where the sheets lie, which cells show an error value, what leads out of the file, and the parts in which
    one of the ``marks`` stands.
    """

    def __init__(self, limits: Limits, main: str, marks: Sequence[bytes] = (), *, document: bool) -> None:
        self.limits, self.main, self.marks, self.document = limits, main, marks, document
        self.marked: defaultdict[str, set[bytes]] = defaultdict(set)
        folder, _, name = main.rpartition("/")
        self.relations = f"{folder}/_rels/{name}.rels"
        self.bytes = self.tags = self.sheets = self.cells = self.ranged = 0
        self.counted: defaultdict[str, int] = defaultdict(int)
        self.sheet_names: dict[str, str] = {}
        self.targets: dict[str, str] = {}
        self.errors: defaultdict[str, set[str]] = defaultdict(set)
        self.outward: set[str] = set()

    def look(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        """Read a part to its end, which also proves its checksum. Raises Fault, and what the archive raises."""
        if entry.file_size > _COUNTED_BEFORE:
            with archive.open(entry) as stream:
                self.tagged(sum(piece.count(b"<") for piece in iter(partial(stream.read, _PIECE), b"")), ahead=True)
        with archive.open(entry) as stream:
            piece = stream.read(_PIECE)
            if piece.startswith(_OTHER_HEADS):
                raise Fault("WB105", reason="encoding")
            part = _Part(self, entry.filename.lower()) if _XML_HEAD.match(piece) or (len(piece) == _PIECE and _BLANK.fullmatch(piece)) else None
            read, end = 0, b""
            while piece:
                read += len(piece)
                end = self.mark(entry.filename, end + piece)
                self.count("unzipped bytes", self.bytes + read, self.limits.unzipped_bytes)
                if part is not None:
                    self.count("XML bytes", read, self.limits.xml_part_bytes)
                    self.tagged(piece.count(b"<"))
                    part.feed(piece)
                piece = stream.read(_PIECE)
            self.bytes += read
        if read < entry.file_size:
            # The archive names a size that the part does not have; its library only notices the other way round.
            raise Fault("WB105", reason="zip")
        if part is not None:
            part.feed(b"", last=True)

    def mark(self, name: str, text: bytes) -> bytes:
        """Note the marks that stand in a part's text; return its end, since a mark may go on in the next piece."""
        for mark in self.marks:
            if mark in text:
                self.marked[name].add(mark)
        return text[-_LONGEST_MARK:]

    def tagged(self, more: int, *, ahead: bool = False) -> None:
        """Count tags over all parts; ``ahead`` only asks whether so many more would be too many. Raises Fault."""
        self.count("XML tags", self.tags + more, self.limits.cells * _TAGS_A_CELL)
        self.tags += 0 if ahead else more

    def count(self, what: str, found: int, limit: int) -> None:
        """Raise Fault where there is more of something than the limit."""
        if found > limit:
            raise Fault("WB107", what=what, found=found, limit=limit)


class _Part:
    """One part of XML while its pieces come in."""

    def __init__(self, whole: Parts, name: str) -> None:
        self.whole, self.name, self.limits = whole, name, whole.limits
        self.merges = 0
        self.broken = False
        self.order: Order | None = None
        self.handlers = self.chosen()
        self.parser = parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self.watch()
        parser.StartDoctypeDeclHandler = self.doctype
        parser.XmlDeclHandler = self.declared

    def chosen(self) -> dict[str, Any]:
        if self.whole.document:
            return dict.fromkeys(_BUILT_OF, self.built)
        chosen: dict[str, Any] = {"sheetData": self.sheet, "mergeCell": self.merge, "hyperlink": self.span, "comment": self.span}
        if self.name == self.whole.main:
            chosen["sheet"] = self.named
        if self.name.endswith(".rels"):
            chosen["Relationship"] = self.related
        return chosen

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        if self.broken:
            return
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError as error:
            if error.code == expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]:
                raise Fault("WB105", reason="encoding") from None
            if self.name.endswith((".xml", ".rels")):
                raise Fault("WB105", reason="XML") from None
            # Old drawings of Excel are not always well-formed, and no reader parses them.
            self.broken = True

    def watch(self) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
        """Return what is called at the beginning and at the end of every element; it is most of the guard's work."""
        depth, handlers, deepest = 0, self.handlers, self.limits.xml_depth

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth == 1:
                self.root(attributes)
            if depth > deepest:
                raise Fault("WB107", what="XML depth", found=depth, limit=deepest)
            if name in handlers:
                handlers[name](name, attributes)
            elif ":" in name and (handler := handlers.get(name.rpartition(":")[2])) is not None:
                handler(name, attributes)

        def end(_: str) -> None:
            nonlocal depth
            depth -= 1

        return start, end

    def root(self, attributes: Mapping[str, str]) -> None:
        if self.name.startswith(self.whole.main.partition("/")[0]) and any(_STRICT in value for value in attributes.values()):
            raise Fault("WB106")

    def doctype(self, *_: object) -> None:
        raise Fault("WB105", reason="DOCTYPE")

    def declared(self, _: str, encoding: str | None, __: int) -> None:
        if encoding and not encoding.lower().startswith(_ENCODINGS):
            raise Fault("WB105", reason="encoding")

    def sheet(self, _: str, __: Mapping[str, str]) -> None:
        whole = self.whole
        whole.sheets += 1
        whole.count("sheets", whole.sheets, self.limits.sheets)
        if self.order is None:
            self.order = Order(self.limits.sheet_rows * self.limits.sheet_columns)
            cell, filled = self.within(self.order)
            self.handlers |= {"row": self.row, "c": cell, "v": filled, "f": filled, "is": filled}

    def row(self, _: str, attributes: Mapping[str, str]) -> None:
        self.counted()
        if self.order is not None and not self.order.row(attributes.get("r")):
            raise Fault("WB143", part=self.name.rpartition("/")[2], cell=attributes.get("r", ""))

    def within(self, order: Order) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str, dict[str, str]], None]]:
        """Return what is called at every cell of a sheet, and at whatever fills one: as few steps as can be, for they are most of a file."""
        whole, most, name = self.whole, self.limits.cells, self.name

        def cell(_: str, attributes: dict[str, str]) -> None:
            whole.cells += 1
            if whole.cells > most:
                raise Fault("WB107", what="cells", found=whole.cells, limit=most)
            address = attributes.get("r")
            if not order.cell(address):
                raise Fault("WB143", part=name.rpartition("/")[2], cell=address or "")
            if attributes.get("t") == "e":
                whole.errors[name].add(order.address())

        def filled(_: str, __: object) -> None:
            if (order.at_row > order.rows or order.at_column > order.columns) and not order.fill():
                raise Fault("WB149", part=name.rpartition("/")[2], cell=order.address(), limit=order.area)

        return cell, filled

    def counted(self) -> None:
        whole = self.whole
        whole.cells += 1
        whole.count("cells", whole.cells, self.limits.cells)

    def merge(self, name: str, attributes: Mapping[str, str]) -> None:
        self.merges += 1
        self.whole.count("merged ranges", self.merges, self.limits.merged_ranges)
        self.span(name, attributes)

    def span(self, _: str, attributes: Mapping[str, str]) -> None:
        """Look at a range that a library would walk through cell by cell."""
        if "ref" not in attributes:
            return
        size = span_size(attributes["ref"])
        self.whole.ranged += size
        self.whole.count("merged cells", size, _MERGED_CELLS)
        self.whole.count("merged cells", self.whole.ranged, self.limits.cells)

    def named(self, _: str, attributes: Mapping[str, str]) -> None:
        relation = next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")
        self.whole.sheet_names[attributes.get("name", "")] = relation

    def related(self, _: str, attributes: Mapping[str, str]) -> None:
        if self.name == self.whole.relations:
            self.whole.targets[attributes.get("Id", "")] = attributes.get("Target", "")
        kind = attributes.get("Type", "")
        if attributes.get("TargetMode") == "External" and not kind.endswith(_HYPERLINK):
            self.whole.outward.add(kind.rpartition("/")[2].lower() or "?")

    def built(self, name: str, _: object) -> None:
        """Count what a document's tables and text are built of, in whichever part they stand."""
        what = _BUILT_OF[name.rpartition(":")[2]]
        self.whole.counted[what] += 1
        limit = self.limits.sheet_rows if what == "rows" else self.limits.cells
        self.whole.count(what, self.whole.counted[what], limit)
