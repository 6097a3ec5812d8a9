"""Values as YAML text, in the manner of what stood there or stands beside. parcli reads every scalar as text, so quotes are rare."""

from __future__ import annotations

import re
from collections.abc import Mapping

from parcli.core.register import Line, Plain

_NULLS = ("", "~", "null")
_FIRST = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`\s]")
_MARKS_IN_FLOW = re.compile(r"[,?\[\]{}]")
_ENDS = re.compile(r": |:$|\s#|\s$|\s\s")
_PLAIN_SIGNS = re.compile("[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_BASIC_PLANE = 0xFFFF


def scalar(text: str, style: str | None = None, *, flow: bool = True) -> str:
    """Return a text as a scalar: quoted as ``style`` (a quote or None for plain) wishes where that can hold it."""
    if style == "'" and _PLAIN_SIGNS.fullmatch(text):
        return "'" + text.replace("'", "''") + "'"
    if style is None and _may_be_plain(text, flow=flow):
        return text
    return '"' + "".join(_ESCAPES.get(sign) or _escaped(sign) for sign in text) + '"'


def _may_be_plain(text: str, *, flow: bool) -> bool:
    if text in _NULLS or _FIRST.match(text) or text.startswith(("---", "...")) or not _PLAIN_SIGNS.fullmatch(text):
        return False
    return not _ENDS.search(text) and not (flow and _MARKS_IN_FLOW.search(text))


def _escaped(sign: str) -> str:
    if _PLAIN_SIGNS.fullmatch(sign):
        return sign
    number = ord(sign)
    return f"\\u{number:04x}" if number <= _BASIC_PLANE else f"\\U{number:08x}"


def value(content: Plain, style: str | None = None, *, flow: bool = True) -> str:
    """Return a text or a list of texts on one line."""
    if isinstance(content, str):
        return scalar(content, style, flow=flow)
    return "[" + ", ".join(scalar(each) for each in content) + "]"


def flow_entry(line: Line) -> str:
    """Return an entry on one line: ``{id: so-noi-vu, block: so}``."""
    return "{" + ", ".join(f"{key}: {value(content)}" for key, content in line.items()) + "}"


def block_entry(line: Mapping[str, Plain], indent: int, newline: str) -> str:
    """Return an entry with a line for each key; the first stands where the caller writes it, the others are indented."""
    return (newline + " " * indent).join(f"{key}: {value(content, flow=False)}" for key, content in line.items())


def block_list(content: tuple[str, ...], indent: int, newline: str) -> str:
    """Return a list with a line for each text; the first stands where the caller writes it."""
    return (newline + " " * indent).join(f"- {scalar(each, flow=False)}" for each in content)
