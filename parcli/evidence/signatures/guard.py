"""Looks a file over before pyHanko opens it, so that 2 KB cannot keep it busy for hours.

All walks here are bounded; qpdf has its own limits on damaged files.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf

from parcli.core.limits import Limits
from parcli.evidence.signatures.notes import note_of

_END = b"%%EOF"
_UPDATES = 300
"""Each signature is one update of the file; this is far more than `Limits.signatures` allows to examine."""
_DEPTH = 32


def unfit(content: bytes, limits: Limits) -> str:
    """Return why the signatures of a file should be left unread, "" when pyHanko may read it.

    Refused are: no end mark, more than `limits.tail_bytes` behind the last one, more than 300 updates, more than
    `limits.form_fields` form fields, fields that are no tree (ISO 32000-1, 12.7.3) and pages that are none.
    """
    end = content.rfind(_END)
    if end < 0:
        return "no end-of-file mark"
    tail = len(content) - end - len(_END)
    if tail > limits.tail_bytes:
        return f"{tail} bytes after the end-of-file mark, the limit is {limits.tail_bytes}"
    if content.count(b"startxref") > _UPDATES:
        return f"more than {_UPDATES} updates"
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            return _pages(pdf, limits) or _fields(pdf.Root.get("/AcroForm"), limits)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - qpdf raises many kinds; all mean that the file cannot be trusted to pyHanko
        return note_of(error)


def _pages(pdf: pikepdf.Pdf, limits: Limits) -> str:
    pages = len(pdf.pages)
    return f"{pages} pages, the limit is {limits.pdf_pages}" if pages > limits.pdf_pages else ""


def _fields(form: Any, limits: Limits) -> str:
    """Walk the tree of fields; return why it is too large or no tree, "" when it is a fair one."""
    waiting = [(form.get("/Fields"), 0)] if isinstance(form, pikepdf.Dictionary) else []
    seen: set[tuple[int, int]] = set()
    number = 0
    while waiting:
        kids, depth = waiting.pop()
        if not isinstance(kids, pikepdf.Array):
            continue
        number += len(kids)
        if number > limits.form_fields:
            return f"more than {limits.form_fields} form fields"
        if depth > _DEPTH:
            return f"form fields more than {_DEPTH} levels deep"
        fields = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary)]
        places = [field.objgen for field in fields if field.is_indirect]
        # A field met twice is a loop, or a branch that multiplies: 2 KB can stand for a thousand million fields.
        if len(set(places)) < len(places) or not seen.isdisjoint(places):
            return "a form field is reached twice"
        seen.update(places)
        waiting += [(field.get("/Kids"), depth + 1) for field in fields]
    return ""
