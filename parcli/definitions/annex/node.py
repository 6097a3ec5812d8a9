"""A criterion while it is being put together from the lines of an annex."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

Style = tuple[str, ...]


@dataclass(slots=True, eq=False)
class Node:
    """A node of the tree. ``lines`` say how it is scored, in the annex's words; ``shown`` is the maximum as printed.

    ``asides`` are texts of columns that have no place in a definition, with the columns' headings. ``made`` nodes stand
    in no line: a number beneath them asks for them. ``unclear``: the points beside one of the lines could not be read.
    """

    place: str
    parts: tuple[str, ...] = ()
    printed: str = ""
    style: Style = ()
    title: str = ""
    key: str = ""
    code: str = ""
    kind: str = "points"
    shown: str = ""
    survey: str = ""
    assessor: str = ""
    maximum: Fraction | None = None
    children: list[Node] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    asides: list[tuple[str, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    made: bool = False
    unclear: bool = False

    def walk(self) -> Iterator[Node]:
        """Yield the node and all beneath it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Node]:
        """Yield the items beneath, or the node itself."""
        return (node for node in self.walk() if not node.children)
