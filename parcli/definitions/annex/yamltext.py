"""A draft as the text of a definition file, in the style of the files that travel with parcli.

Loading the text gives back exactly the tree that was written. Texts are in NFC, since the loader reads them so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from parcli.definitions.annex.draft import Draft, Tree

_WIDTH = 150
_STEP = 2
_NODES = ("areas", "criteria", "items")
_ONE_EACH = ("documents", "review", "levels", "bands", "ticks", "cases", "options")
_FIGURES = {
    "maximum", "points", "each", "floor", "from", "to", "above", "share", "weight", "full_at", "step", "required", "scale", "up_to", "on_time",
    "otherwise", "within_days", "days", "due", "estimate_to",
}  # fmt: skip
_FIGURE = re.compile(r"-?\d{1,15}(\.\d{1,9})?|\d{4}-\d{2}-\d{2}|\d{2}-\d{2}", re.ASCII)
_LIKE_ANOTHER_TYPE = re.compile(r"[-+.\d][\da-fA-F_.,:xXoO+-]*|true|false|yes|no|on|off|null|~|y|n|\.nan|\.inf", re.IGNORECASE)
_SAFE_START = re.compile(r"[^\W_]|[(/«“]")


def block(draft: Draft, heading: Sequence[str] = ()) -> str:
    """Write a block file; ``heading`` are the lines of its first comment."""
    lines = [*_comment((*heading, *draft.outside)), "areas:"]
    for place, area in enumerate(draft.areas):
        lines += [""] if place else []
        lines += _node(area, _STEP, draft.remarks)
    return "\n".join([*lines, *_comment(draft.remarks.get("", ()))]) + "\n"


def edition(tree: Tree, heading: Sequence[str] = ()) -> str:
    """Write a heading file."""
    return "\n".join([*_comment(heading), *_mapping(tree, 0)]) + "\n"


def lines_of(tree: Tree, indent: int) -> str:
    """Write a mapping at an indent, for a person to put in."""
    return "\n".join(_mapping(tree, indent))


def _comment(texts: Sequence[str], indent: int = 0) -> list[str]:
    return [f"{' ' * indent}# {_plain(line)}".rstrip() for text in texts for line in text.split("\n")]


def _plain(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _node(node: Tree, indent: int, remarks: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Write a criterion as an element of a list, with the remarks on it above its children or its rule."""
    inner = indent + _STEP
    lines: list[str] = []
    place = next((key for key in (*_NODES, "rule", "review", "source") if key in node), "")
    for key, value in node.items():
        if key == place:
            lines += _comment(remarks.get(node["code"], ()), inner)
        if key in _NODES:
            lines.append(f"{' ' * inner}{key}:")
            lines += [line for child in value for line in _node(child, inner + _STEP, remarks)]
        else:
            lines += _pair(key, value, inner)
    return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]]


def _mapping(tree: Tree, indent: int) -> list[str]:
    return [line for key, value in tree.items() for line in _pair(str(key), value, indent)]


def _pair(key: str, value: Any, indent: int) -> list[str]:
    start = f"{' ' * indent}{_scalar(key, '', flow=False)}:"
    if isinstance(value, str):
        return _text(start, value, key, indent)
    flow = f"{start} {_flow(value, key)}"
    if key not in (*_NODES, "review", "blocks") and len(flow) <= _WIDTH and not _nested(value):
        return [flow]
    if isinstance(value, Mapping):
        return [start, *_mapping(value, indent + _STEP)] if value else [f"{start} {{}}"]
    return [start, *(line for one in value for line in _element(one, key, indent + _STEP))] if value else [f"{start} []"]


def _nested(value: Any) -> bool:
    """Whether a mapping is clearer with a line for each element of a list inside it."""
    if not isinstance(value, Mapping):
        return False
    return any(isinstance(one, list | tuple) and key in _ONE_EACH and len(one) > 1 and isinstance(one[0], Mapping) for key, one in value.items())


def _element(value: Any, key: str, indent: int) -> Iterator[str]:
    start = f"{' ' * indent}-"
    if isinstance(value, str):
        yield from _text(start, value, key, indent)
    elif len(flow := f"{start} {_flow(value, key)}") <= _WIDTH and not _nested(value):
        yield flow
    elif isinstance(value, Mapping) and value:
        first, *rest = _mapping(value, indent + _STEP)
        yield f"{start} {first.lstrip()}"
        yield from rest
    else:
        yield flow


def _text(start: str, value: str, key: str, indent: int) -> list[str]:
    if "\n" in value and all(_literal(line) for line in value.split("\n")):
        return [f"{start} |-", *(f"{' ' * (indent + _STEP)}{line}".rstrip() for line in value.split("\n"))]
    return [f"{start} {_scalar(value, key, flow=False)}"]


def _literal(line: str) -> bool:
    """Whether a line may stand in a block as it is; blank lines and spaces at its ends would not all come back."""
    return bool(line) and line == line.strip() and line.isprintable() and line[0] not in "\u00a0#"


def _flow(value: Any, key: str) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(str(name), '', flow=True)}: {_flow(one, str(name))}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(one, key) for one in value) + "]"
    return _scalar(value, key, flow=True)


def _scalar(text: str, key: str, *, flow: bool) -> str:
    if key in _FIGURES and _FIGURE.fullmatch(text):
        return text
    return text if _bare(text, flow=flow) else _quoted(text)


def _bare(text: str, *, flow: bool) -> bool:
    """Whether a text needs no quotes, whoever reads it."""
    if not text or not text.isprintable() or text != text.strip() or not _SAFE_START.match(text):
        return False
    if ": " in text or " #" in text or text.endswith(":") or _LIKE_ANOTHER_TYPE.fullmatch(text):
        return False
    return not (flow and any(sign in text for sign in ",[]{}:?\"'"))


def _quoted(text: str) -> str:
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    if sign == "\n":
        return "\\n"
    if sign.isprintable():
        return sign
    return f"\\x{ord(sign):02x}" if ord(sign) <= 0xFF else f"\\u{ord(sign):04x}" if ord(sign) <= 0xFFFF else f"\\U{ord(sign):08x}"  # noqa: PLR2004
