"""Text or scan, page by page: a page that shows text is text, a page that only paints an image is a scan."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pikepdf

from parcli.core.evidence import Content
from parcli.core.limits import Limits
from parcli.evidence.remarks import remark
from parcli.evidence.streams import Unpacker, content_streams, drawn

_OVERLAP = 256
_FORM_DEPTH = 5
_FORMS = 64

# A string or an array of strings, then an operator that shows it.
_SHOWS_TEXT = re.compile(rb"[)>\]]\s{0,16}(?:Tj|TJ|'|\")(?=[\s/\[(<]|\Z)")
_INLINE_IMAGE = re.compile(rb"\bID\s")


def page_kinds(pdf: pikepdf.Pdf, pages: int, limits: Limits) -> tuple[tuple[Content, ...], str]:
    """Return what each of the first pages shows; the second value says what could not be read, "" when nothing."""
    budget = limits.content_bytes
    kinds: list[Content] = []
    note = ""
    for number in range(min(pages, limits.text_pages)):
        page = _Page(min(limits.page_bytes, budget))
        kinds.append(page.kind(pdf.pages[number]))
        budget -= page.spent
        note = note or page.note
    return tuple(kinds), note


def together(kinds: Iterable[Content]) -> Content:
    """Return in one word what several pages show."""
    found = set(kinds)
    if {"text", "scan"} <= found:
        return "mixed"
    order: tuple[Content, ...] = ("text", "unknown", "scan")
    return next((kind for kind in order if kind in found), "empty")


class _Page:
    """Looks for text on one page, its form XObjects included, within a budget of unpacked bytes."""

    __slots__ = ("_forms", "_image", "_unpacker", "note")

    def __init__(self, budget: int) -> None:
        self._unpacker = Unpacker(budget)
        self._forms: set[tuple[int, int]] = set()
        self._image = False
        self.note = ""

    @property
    def spent(self) -> int:
        return self._unpacker.spent

    def kind(self, page: pikepdf.Page) -> Content:
        try:
            if self._has_text(content_streams(page.obj.get("/Contents")), page.resources, _FORM_DEPTH):
                return "text"
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one odd page does not close the document
            self.note = remark(error)
        self.note = self.note or self._unpacker.note
        if self.note:
            return "unknown"
        return "scan" if self._image else "empty"

    def _has_text(self, streams: Iterable[pikepdf.Stream], resources: Any, depth: int) -> bool:
        """Look in the streams, then in the forms of `resources`. Where there is no font nothing is unpacked."""
        items = drawn(resources).values()
        self._image = self._image or any(item.get("/Subtype") == "/Image" for item in items)
        if "/Font" in resources and self._shows_text(streams):
            return True
        return depth > 0 and any(self._form_has_text(item, resources, depth) for item in items)

    def _form_has_text(self, form: pikepdf.Stream, resources: Any, depth: int) -> bool:
        if form.get("/Subtype") != "/Form" or form.objgen in self._forms or len(self._forms) == _FORMS:
            return False
        self._forms.add(form.objgen)
        return self._has_text((form,), form.get("/Resources", resources), depth - 1)

    def _shows_text(self, streams: Iterable[pikepdf.Stream]) -> bool:
        tail = b""
        for stream in streams:
            for piece in self._unpacker.unpacked(stream):
                window = tail + piece
                self._image = self._image or _INLINE_IMAGE.search(window) is not None
                if _SHOWS_TEXT.search(window):
                    return True
                tail = window[-_OVERLAP:]
            tail += b"\n"
        return False
