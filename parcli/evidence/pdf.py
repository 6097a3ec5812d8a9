"""The structure of a PDF: does it open, how many pages, locked or not, text or scan, what is in it besides pages.

qpdf (through pikepdf) reads the structure and nothing in the file is ever run. It also gives the producer, so that no
second reader has to open the file. Hostile files can still cost time and memory, so call this in a worker; importing
this module takes 0.1 s, so import it where it is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple, TypeVar

import pikepdf

from parcli.core.evidence import PdfFacts, Protection, page_letters
from parcli.core.fact import changed
from parcli.core.limits import Limits
from parcli.evidence.active import active_facts
from parcli.evidence.content import page_kinds, together
from parcli.evidence.entries import entry
from parcli.evidence.fields import FormFacts, form_facts
from parcli.evidence.filetype import pdf_offset
from parcli.evidence.remarks import remark, shown, without_addresses
from parcli.evidence.signatures.traces import bears_signature
from parcli.evidence.weight import reason_against

_DETAIL = 200
_PRODUCER = 200
_PREVIOUS = "/Prev"
"""Only a file that was updated can hold a signature that no field reaches any more (ISO 32000 7.5.6)."""
_VERSION = 8
_FAR_TOO_MANY = 10
"""A page tree this many times wider than the limit is not spread out: a kilobyte of it would become a megabyte."""
_END = b"%%EOF"
_LINE_ENDS = (b"\r\n", b"\n", b"\r")
# Pages without a /Resources entry are common in honest files; qpdf mends them with a warning.
_HARMLESS = "Resources is missing or invalid"

_NOT_WEIGHED = "page 1 could not be weighed"
_NOTHING: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

_T = TypeVar("_T")


class Structure(NamedTuple):
    """The structure of a PDF, and why the text of its page 1 should not be taken out, "" when it may."""

    facts: PdfFacts
    heavy: str


def pdf_facts(content: bytes, limits: Limits) -> PdfFacts:
    """Return the structure of the PDF whose bytes are `content`. See `structure`."""
    return structure(content, limits).facts


def structure(content: bytes, limits: Limits) -> Structure:
    """Return the structure of the PDF whose bytes are `content`, and whether page 1 is too heavy, from one opening of the file.

    A file that cannot be read is a fact, not an error. `pages` is None for a file that opens only when its page tree is
    so wide that counting it would be the attack. Raises MemoryError: such a file has not been examined.
    """
    tail = _tail(content)
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            facts = _facts(pdf, content, tail, limits)
            return Structure(facts, _try(lambda: reason_against(pdf, limits), _NOT_WEIGHED) if facts.page_kinds[:1] == ("text",) else "")
    except pikepdf.PasswordError:
        return Structure(_closed("password", "PasswordError", tail), "")
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - qpdf raises many kinds; all mean that the file does not open
        return Structure(_closed("none", remark(error), tail), "")


def _closed(protection: Protection, detail: str, tail: int | None) -> PdfFacts:
    return PdfFacts(
        opens=False,
        pages=None,
        protection=protection,
        content="unknown",
        repaired=False,
        detail=detail[:_DETAIL].rstrip(": "),
        tail=tail or 0,
    )


def _facts(pdf: pikepdf.Pdf, content: bytes, tail: int | None, limits: Limits) -> PdfFacts:
    damage = _damage(content, tail)
    known = PdfFacts(
        opens=True,
        pages=None,
        protection="permissions" if pdf.is_encrypted else "none",
        content="unknown",
        repaired=False,
        detail="",
        version=shown(pdf.pdf_version, _VERSION),
        producer=_try(lambda: _producer(pdf), ""),
        tail=tail or 0,
        signed=(bool(damage) or _PREVIOUS in pdf.trailer) and bears_signature(content),
    )
    width = _try(lambda: len(pdf.Root.Pages.Kids), 0)
    if width > limits.pdf_pages * _FAR_TOO_MANY:
        return changed(known, detail=f"more than {limits.pdf_pages * _FAR_TOO_MANY} pages, the limit is {limits.pdf_pages}")
    return _with_pages(known, pdf, damage, limits)


def _with_pages(known: PdfFacts, pdf: pikepdf.Pdf, damage: str, limits: Limits) -> PdfFacts:
    pages = len(pdf.pages)
    too_long = f"{pages} pages, the limit is {limits.pdf_pages}" if pages > limits.pdf_pages else ""
    kinds, note = ((), too_long) if too_long else page_kinds(pdf, pages, limits)
    form = _try(lambda: form_facts(pdf, limits.form_fields), FormFacts())
    actions, attachments = _try(lambda: active_facts(pdf, pages, limits), _NOTHING)
    warnings = [text for text in map(without_addresses, pdf.get_warnings()) if _HARMLESS not in text]
    if warnings or damage:
        # What such a page showed may be what was lost.
        kinds = tuple("unknown" if kind == "empty" else kind for kind in kinds)
    return changed(
        known,
        pages=pages,
        content="unknown" if too_long else together(kinds),
        repaired=bool(warnings or damage),
        detail="; ".join(filter(None, (damage, note, *warnings[:1])))[:_DETAIL],
        shows=page_letters(kinds),
        fields=form.fields,
        signed=known.signed or form.signed,
        actions=actions,
        attachments=attachments,
    )


def _try(look: Callable[[], _T], otherwise: _T) -> _T:
    """Look at a part that a document can do without; where it is damaged it counts as absent."""
    try:
        return look()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the same many kinds; the rest of the document is still good
        return otherwise


def _producer(pdf: pikepdf.Pdf) -> str:
    about = entry(pdf.trailer, "/Info")
    if not isinstance(about, pikepdf.Dictionary):
        return ""
    said = (entry(about, name) for name in ("/Producer", "/Creator"))
    names = [shown(str(name), _PRODUCER) for name in said if isinstance(name, pikepdf.String)]
    return shown("; ".join(dict.fromkeys(filter(None, names))), _PRODUCER)


def _damage(content: bytes, tail: int | None) -> str:
    """Name what readers forgive but a sound file does not have."""
    offset = pdf_offset(content)
    if offset > 0:
        return f"{offset} bytes before the PDF header"
    return "no end-of-file mark" if tail is None else ""


def _tail(content: bytes) -> int | None:
    """Return how many bytes follow the last end-of-file mark and its line ending; None when there is no mark."""
    end = content.rfind(_END)
    if end < 0:
        return None
    end += len(_END)
    ending = next((ending for ending in _LINE_ENDS if content.startswith(ending, end)), b"")
    return len(content) - end - len(ending)
