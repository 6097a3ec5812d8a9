"""The text of a Word paragraph as a reader of the accepted document sees it."""

from __future__ import annotations

from typing import Any

from parcli.definitions.annex.numbering import Numbering, W

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What was deleted or moved away, text boxes, field codes, and the second of two equal renderings.
_UNSEEN = {f"{W}del", f"{W}moveFrom", f"{W}txbxContent", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rt", f"{_COMPATIBLE}Fallback"}
_TWIPS_OF_A_SPACE, _FARTHEST, _DIGITS = 140, 12, 5
_SIGNS = {
    f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "", f"{W}ptab": " ",
}  # fmt: skip


def of_paragraph(paragraph: Any, numbering: Numbering) -> str:
    """Return a paragraph's text with its automatic number before it. Counts the number, so call it once for each."""
    number = numbering.before(paragraph)
    text = _inner(paragraph)
    return f"{number} {text}".strip() if number else text


def indent(paragraph: Any) -> int:
    """Return how far a paragraph stands in, in spaces: what is set for it, and the level of its list."""
    properties = paragraph.find(f"{W}pPr")
    set_in = properties.find(f"{W}ind") if properties is not None else None
    left = (set_in.get(f"{W}left") or set_in.get(f"{W}start") or "") if set_in is not None else ""
    level = properties.find(f"{W}numPr/{W}ilvl") if properties is not None else None
    depth = (level.get(f"{W}val") or "") if level is not None else ""
    twips = int(left) if left.isascii() and left.isdigit() and len(left) <= _DIGITS else 0
    return min(twips // _TWIPS_OF_A_SPACE, _FARTHEST) + (2 * int(depth) if depth in "12345678" and depth else 0)


def joins_the_next(paragraph: Any) -> bool:
    """Whether the end of the paragraph was deleted, so that the next one goes on in its line."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _inner(element: Any) -> str:
    return "".join(_of(child) for child in element if isinstance(child.tag, str))


def _of(element: Any) -> str:
    tag = element.tag
    if tag in _UNSEEN:
        return ""
    if tag in (f"{W}t", f"{_M}t"):
        return element.text or ""
    if tag in _SIGNS:
        return _SIGNS[tag]
    if tag == f"{W}r" and _hidden(element):
        return ""
    if tag == f"{_M}f":
        over, under = element.find(f"{_M}num"), element.find(f"{_M}den")
        return f"({_inner(over) if over is not None else ''}/{_inner(under) if under is not None else ''})"
    return _inner(element)


def _hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false", "off")
