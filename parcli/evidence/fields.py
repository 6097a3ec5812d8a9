"""The form fields of a PDF (ISO 32000 12.7), counted without trusting the tree they form, and whether one is signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from parcli.evidence.entries import entry


@dataclass(frozen=True, slots=True)
class FormFacts:
    """How many fields a form has, at most one more than the limit, and whether one of them holds a signature."""

    fields: int = 0
    signed: bool = False


def form_facts(pdf: pikepdf.Pdf, most: int) -> FormFacts:
    """Return the facts of the form of `pdf`.

    A field met on two ways counts twice: a tree of two kilobytes can lead to a billion fields, and whoever follows it
    must know. Beyond `most` fields, or as many places in the tree, the count ends at `most` + 1.
    """
    root = pdf.Root
    signed = _certified(root)
    form = entry(root, "/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return FormFacts(0, signed)
    count = 0
    for place, (field, kind) in enumerate(_fields(form.get("/Fields"), most + 1)):
        if place >= most:
            return FormFacts(most + 1, signed)
        count += _is_field(field)
        signed = signed or (kind == "/Sig" and _is_signature(field.get("/V")))
    return FormFacts(count, signed)


def form_nodes(pdf: pikepdf.Pdf, most: int) -> Iterator[pikepdf.Dictionary]:
    """Yield the first `most` places of the field tree."""
    form = entry(pdf.Root, "/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        yield from (field for field, _ in _fields(form.get("/Fields"), most))


def _fields(start: Any, most: int) -> Iterator[tuple[pikepdf.Dictionary, str]]:
    """Yield places of the tree with their type, which is inherited, level by level and never more than `most`."""
    waiting = [(start, "")]
    seen = 0
    for kids, above in waiting:
        for field in kids if isinstance(kids, pikepdf.Array) else ():
            if seen == most:
                return
            seen += 1
            if not isinstance(field, pikepdf.Dictionary):
                continue
            kind = str(field.get("/FT", above))
            yield field, kind
            if "/Kids" in field:
                waiting.append((field.get("/Kids"), kind))


def _is_field(field: pikepdf.Dictionary) -> bool:
    """Tell a field from a group of fields and from one of the places where a field is shown."""
    if "/T" not in field:
        return False
    kids = field.get("/Kids")
    first = kids[0] if isinstance(kids, pikepdf.Array) and len(kids) else None
    return not (isinstance(first, pikepdf.Dictionary) and "/T" in first)


def _certified(root: Any) -> bool:
    permissions = entry(root, "/Perms")
    return isinstance(permissions, pikepdf.Dictionary) and _is_signature(permissions.get("/DocMDP"))


def _is_signature(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value and "/Contents" in value
