"""An annex file into annexes, or the one reason why there are none."""

from __future__ import annotations

from parcli import container
from parcli.core.findings import Finding, found
from parcli.core.limits import Limits
from parcli.definitions.annex import excel, parts, word
from parcli.definitions.annex.grid import Annex, Line, Piece, Text

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_HEADS = ((b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"\xff\xd8\xff", "JPEG"), (b"\x89PNG", "PNG"), (b"\xd0\xcf\x11\xe0", ".doc, .xls"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODF = ((b"opendocument.text", ".odt"), (b"opendocument.spreadsheet", ".ods"))
_FEW_WORDS = 400
"""Characters outside tables that a scan may carry: a page number, a stamp's text, a title."""
_MOST_LISTED = 12
_COUNTED = {"rows": "term:rows", "cells": "term:cells", "paragraphs": "term:paragraphs", "merged cells": "term:merged_cells"}

Outcome = tuple[tuple[Annex, ...], tuple[Finding, ...]]
Sheets = tuple[tuple[str, tuple[Piece, ...]], ...]


def read(content: bytes, name: str, limits: Limits) -> Outcome:
    """Read the annexes of a file that hold criteria; without one, say why. MemoryError comes through."""
    refusal = _refused(content, name, limits)
    if refusal is not None:
        return (), (refusal,)
    try:
        return _annexes(content, name, limits)
    except MemoryError:
        raise
    except word.TooWide as wide:
        return (), (found("IM104", file=name, what="term:columns", found=wide.columns, limit=word.MOST_COLUMNS),)
    except Exception as error:  # noqa: BLE001 - whatever a library raises on a strange file is a finding about that file
        return (), (found("IM103", file=name, reason=type(error).__name__),)


def _refused(content: bytes, name: str, limits: Limits) -> Finding | None:
    if content.startswith(_OLE) and _ENCRYPTED in content:
        return found("IM102", file=name)
    if not content.startswith(_ZIP):
        return found("IM101", file=name, found=_kind(content))
    if _is_odf(content):
        return found("IM101", file=name, found=_is_odf(content))
    problems, may_open = container.inspect(content, limits, _main(content))
    return None if may_open else _of(problems[0].code, dict(problems[0].values), name)


def _kind(content: bytes) -> str:
    known = next((kind for head, kind in _HEADS if content.startswith(head)), None)
    return known or ("HTML/XML" if content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "0 byte" if not content else "?")


def _is_odf(content: bytes) -> str:
    return next((kind for mark, kind in _ODF if mark in content[:200]), "")


def _main(content: bytes) -> str:
    return container.DOCUMENT if container.DOCUMENT.encode() in content and container.WORKBOOK.encode() not in content else container.WORKBOOK


def _of(code: str, values: dict[str, str], name: str) -> Finding:
    """Word what the look at the container found for someone who brings an annex."""
    if code == "WB107":
        return found("IM104", file=name, what=_COUNTED.get(values["what"], values["what"]), found=values["found"], limit=values["limit"])
    if code == "WB103":
        return found("IM101", file=name, found=values["found"])
    if code == "WB106":
        return found("IM101", file=name, found="Strict Open XML")
    return found("IM103", file=name, reason=values.get("reason", code))


def _annexes(content: bytes, name: str, limits: Limits) -> Outcome:
    sheets: Sheets
    if _main(content) == container.DOCUMENT:
        sheets, pictured = (("", word.read(content)),), word.pictures(content)
    else:
        sheets, large = excel.read(content, limits)
        pictured = b"xl/media/" in content
        if large:
            return (), (_too_long(large, name, limits),)
    pieces = [piece for _, each in sheets for piece in each]
    tables = {piece.table for piece in pieces if isinstance(piece, Line)}
    if not tables:
        words = sum(len(piece.text) for piece in pieces if isinstance(piece, Text))
        return (), (found("IM106", file=name) if pictured and words < _FEW_WORDS else found("IM105", file=name),)
    annexes = parts.annexes(sheets)
    return annexes, () if annexes else (found("IM107", file=name, count=len(tables)),)


def _too_long(sheets: tuple[str, ...], name: str, limits: Limits) -> Finding:
    return found("IM104", file=name, what="term:sheet", found=", ".join(sheets), limit=limits.sheet_rows)


def _listed(annexes: tuple[Annex, ...]) -> str:
    listed = "; ".join(f"{annex.number}: {annex.title or '—'}" for annex in annexes[:_MOST_LISTED])
    return listed if len(annexes) <= _MOST_LISTED else f"{listed}; … (+{len(annexes) - _MOST_LISTED})"


def choose(annexes: tuple[Annex, ...], number: int | None, name: str) -> tuple[Annex | None, tuple[Finding, ...]]:
    """Return the annex that is meant: the only one, or the one of that number."""
    listed = _listed(annexes)
    if number is None:
        return (annexes[0], ()) if len(annexes) == 1 else (None, (found("IM108", file=name, count=len(annexes), annexes=listed),))
    chosen = next((annex for annex in annexes if annex.number == number), None)
    return chosen, () if chosen is not None else (found("IM109", file=name, number=number, count=len(annexes), annexes=listed),)
