"""Where the parts of a definition stand: file and line of each node, for complaints that concern the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from parcli.definitions.tree import Node


@dataclass(frozen=True, slots=True)
class Places:
    """The heading file with its tree, and for each block its file and the lines of its codes."""

    edition_file: str = "edition.yaml"
    root: Node | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, Mapping[str, tuple[int, ...]]] = field(default_factory=dict)

    def with_block(self, block: str, file: str, lines: Mapping[str, tuple[int, ...]]) -> Places:
        """Return these places with a block's added."""
        return replace(self, files={**self.files, block: file}, lines={**self.lines, block: lines})

    def edition_line(self, *path: str | int) -> int:
        """Return the line of a key in the heading file."""
        return self.root.at(path)[1] if self.root is not None else 1

    def file(self, block: str) -> str:
        """Return the file of a block."""
        return self.files.get(block, self.edition_file)

    def line(self, block: str, code: str, nth: int = 0) -> int:
        """Return the line on which a code stands; ``nth`` counts where it stands more than once."""
        lines = self.lines.get(block, {}).get(code, ())
        return lines[min(nth, len(lines) - 1)] if lines else 1


def item_lines(root: Node | None) -> dict[str, tuple[int, ...]]:
    """Return the lines of every code in a block file."""
    lines: dict[str, tuple[int, ...]] = {}
    if root is not None and isinstance(root.value, dict) and "areas" in root.value:
        _gather(root.value["areas"], lines)
    return lines


def _gather(nodes: Node, lines: dict[str, tuple[int, ...]]) -> None:
    for node in nodes.value if isinstance(nodes.value, list) else []:
        if not isinstance(node.value, dict):
            continue
        code = node.value.get("code")
        if code is not None and isinstance(code.value, str):
            lines[code.value] = (*lines.get(code.value, ()), node.key_lines["code"])
        for key in ("criteria", "items"):
            if key in node.value:
                _gather(node.value[key], lines)
