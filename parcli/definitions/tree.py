"""A YAML file as a tree of texts with their lines.

The library's own constructors would turn ``1.10`` into 1.1 and ``no`` into False and keep the last of two equal
keys. So the tree is built from its events: every scalar stays text, and what a definition must not hold
(anchors, aliases, tags, merge keys, equal keys, a second document) is refused where it stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from parcli.core.findings import Finding, found
from parcli.core.limits import Limits

_NULLS = ("", "~", "null")
_TAGS_OF_QUOTES = ("!",)
# Of the parser itself, whose own limit is far higher but may be met before the first event comes (PyYAML 6.0.4).
_TOO_DEEP = "exceeded maximum nesting depth"
_NOTICED_LATE = ("while scanning a simple key", "while scanning a quoted scalar")


@dataclass(slots=True)
class Node:
    """A scalar (text or None), a list of nodes, or a mapping of keys to nodes, with its line and column from 1."""

    line: int
    column: int
    value: str | list[Node] | dict[str, Node] | None = None
    key_lines: dict[str, int] = field(default_factory=dict)

    def plain(self) -> Any:
        """Return the tree as plain dicts, lists and texts."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def at(self, path: tuple[str | int, ...]) -> tuple[Node, int]:
        """Follow a path as far as it leads; return the node reached and the line that names it."""
        node, line = self, self.line
        for step in path:
            if isinstance(node.value, dict) and str(step) in node.value:
                line = node.key_lines[str(step)]
                node = node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.line
        return node, line

    def named(self, path: tuple[str | int, ...]) -> str:
        """Follow a path as far as it leads; return the last key on it. A path may hold names that are no keys."""
        node, name = self, ""
        for step in path:
            if isinstance(node.value, dict) and str(step) in node.value:
                node, name = node.value[str(step)], str(step)
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
        return name


def read(content: bytes, file: str, limits: Limits) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read a definition file's bytes; return its tree, or None with the complaints that prevent one."""
    if len(content) > limits.yaml_bytes:
        return None, (found("DF102", file=file, size=len(content), limit=limits.yaml_bytes, line=1),)
    text = _decoded(content)
    if text is None:
        return None, (found("DF101", file=file, line=1),)
    reader = _Reader(file, limits.yaml_depth)
    try:
        root = reader.document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = _mark(error)
        line = mark.line + 1 if mark else 1
        if error.problem == _TOO_DEEP:
            return None, (*reader.findings, found("DF108", file=file, line=line, limit=limits.yaml_depth))
        return None, (*reader.findings, found("DF103", file=file, line=line, problem=error.problem or error.context or ""))
    except yaml.YAMLError as error:
        return None, (*reader.findings, found("DF103", file=file, line=1, problem=str(error).partition("\n")[0]))
    return (None if reader.findings else root), tuple(reader.findings)


def _mark(error: yaml.MarkedYAMLError) -> yaml.Mark | None:
    """Return where the fault begins: a missing colon (a hard space stands after it, say) or quote is noticed lines too late."""
    begun = error.context in _NOTICED_LATE and error.context_mark is not None
    return error.context_mark if begun else error.problem_mark or error.context_mark


def _decoded(content: bytes) -> str | None:
    """Decode UTF-8 with or without BOM; a NUL byte betrays UTF-16."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text.replace("\r\n", "\n")


def _pass_over(event: yaml.Event, events: Iterator[yaml.Event]) -> None:
    """Leave out what stands too deep: the parser follows any depth, Python's stack does not."""
    inside = int(isinstance(event, yaml.CollectionStartEvent))
    while inside:
        event = next(events)
        inside += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)


class _Reader:
    """Walks the events once and gathers complaints; the tree is kept only when there are none."""

    def __init__(self, file: str, depth: int) -> None:
        self.file = file
        self.most = depth
        self.findings: list[Finding] = []

    def complain(self, code: str, event: Any, **values: Any) -> None:
        self.findings.append(found(code, file=self.file, line=event.start_mark.line + 1, **values))

    def document(self, events: Iterator[yaml.Event]) -> Node:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self.complain("DF107", event, problem="2")
                break
            if isinstance(event, yaml.NodeEvent):
                root = self.node(event, events, 1)
        if root is None or root.value is None:
            self.findings.append(found("DF107", file=self.file, line=1, problem="0"))
        return root or Node(1, 1)

    def node(self, event: Any, events: Iterator[yaml.Event], depth: int) -> Node:
        if getattr(event, "anchor", None) is not None:
            self.complain("DF105", event, name=event.anchor)
        if getattr(event, "tag", None) not in (None, *_TAGS_OF_QUOTES):
            self.complain("DF106", event, tag=event.tag)
        node = Node(event.start_mark.line + 1, event.start_mark.column + 1)
        if depth > self.most:
            self.complain("DF108", event, limit=self.most)
            _pass_over(event, events)
        elif isinstance(event, yaml.ScalarEvent):
            node.value = None if not event.style and event.value in _NULLS else unicodedata.normalize("NFC", event.value)
        elif isinstance(event, yaml.SequenceStartEvent):
            node.value = self.sequence(events, depth)
        elif isinstance(event, yaml.MappingStartEvent):
            self.mapping(node, events, depth)
        return node

    def sequence(self, events: Iterator[yaml.Event], depth: int) -> list[Node]:
        children: list[Node] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            children.append(self.node(event, events, depth + 1))
        return children

    def mapping(self, node: Node, events: Iterator[yaml.Event], depth: int) -> None:
        children: dict[str, Node] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            name = self.node(event, events, depth + 1)
            child = self.node(next(events), events, depth + 1)
            if not isinstance(name.value, str):
                self.complain("DF111", event, expected="term:text", found="key")
                continue
            if name.value == "<<":
                self.complain("DF105", event, name="<<")
            elif name.value in children:
                self.complain("DF104", event, key=name.value, first=node.key_lines[name.value])
            children[name.value] = child
            node.key_lines[name.value] = name.line
        node.value = children
