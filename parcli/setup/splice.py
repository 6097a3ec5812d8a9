"""A text with replacements gathered for it, and the places in it where the parser saw a value begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)


class CannotEdit(ValueError):
    """The text is laid out in a manner that these edits do not know."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The new text, and the comments that stood at what was removed or replaced."""

    text: str
    lost: tuple[str, ...] = ()


@dataclass(slots=True)
class Work:
    """A text with the replacements that are gathered for it; they are made at the end, all at once."""

    text: str
    splices: list[tuple[int, int, int, str]] = field(default_factory=list)
    lost: list[tuple[int, str]] = field(default_factory=list)

    @property
    def newline(self) -> str:
        """The line end that the text uses."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def put(self, start: int, end: int, new: str) -> None:
        """Replace what stands from ``start`` to ``end``; nothing there means that ``new`` is inserted."""
        self.splices.append((start, end, len(self.splices), new))

    def remove(self, start: int, end: int, held: Sequence[yaml.Node], new: str = "") -> None:
        """Replace a part of which the comments are lost; ``held`` are the nodes in it, whose # is no comment."""
        self.put(start, end, new)
        masked = list(self.text[start:end])
        for node in (leaf for one in held for leaf in _leaves(one)):
            first, last = max(start_of(node) - start, 0), max(end_of(self.text, node) - start, 0)
            masked[first:last] = "x" * len(masked[first:last])
        self.lost += [(start + found.start(), found[0].strip()) for found in _COMMENT.finditer("".join(masked))]

    def line_start(self, place: int) -> int:
        """Return where the line of a place begins."""
        return self.text.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """Return where the line ends, before its line break."""
        end = self.text.find("\n", place)
        end = len(self.text) if end < 0 else end
        return end - 1 if self.text[end - 1 : end] == "\r" else end

    def next_line(self, place: int) -> int:
        """Return where the line after that of a place begins."""
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end + 1

    def result(self) -> Edited:
        """Make the replacements. Raises CannotEdit where two overlap."""
        parts, place = [], 0
        for start, end, _, new in sorted(self.splices, key=lambda one: (one[0], one[1] != one[0], one[2])):
            if start < place:
                message = f"{start} < {place}"
                raise CannotEdit(message)
            parts += [self.text[place:start], new]
            place = end
        return Edited("".join((*parts, self.text[place:])), tuple(comment for _, comment in sorted(self.lost)))


def start_of(node: yaml.Node) -> int:
    """Return where a node begins."""
    return int(node.start_mark.index)


def end_of(text: str, node: yaml.Node) -> int:
    """Return where a node's own text ends; the parser lets blocks run on over blank lines and comments."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(text, last[1] if isinstance(last, tuple) else last) or start_of(node)
    end = int(node.end_mark.index)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return start_of(node) + len(text[start_of(node) : end].rstrip())
    return end


def _leaves(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, content in node.value:
            yield from (*_leaves(key), *_leaves(content))
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _leaves(each)
    else:
        yield node
