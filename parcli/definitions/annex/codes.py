"""The code of each node: the annex's own where it has one, else built from the numbering; legal and unique."""

from __future__ import annotations

from collections.abc import Iterable

from parcli.core.fields import CODE
from parcli.core.findings import Finding, found
from parcli.definitions.annex.node import Node

_TENTH = 10


def assign(areas: Iterable[Node], file: str) -> tuple[Finding, ...]:
    """Give every node its code, from the areas down."""
    giver = _Giver(file)
    for area in areas:
        giver.give(area, None)
    if giver.built:
        giver.findings.insert(0, found("IM202", file=file, count=giver.built))
    return tuple(giver.findings)


class _Giver:
    def __init__(self, file: str) -> None:
        self.file = file
        self.taken: set[str] = set()
        self.built = 0
        self.findings: list[Finding] = []

    def give(self, node: Node, parent: Node | None) -> None:
        key = node.key.strip().strip(".")
        wanted = key if CODE.fullmatch(key) else _built(node, parent)
        if wanted != key and not node.made:
            self.built += 1
        code = self.free(wanted, node)
        if code != wanted or (key and code != key):
            self.findings.append(found("IM216", file=self.file, place=node.place, item=code, found=key or node.printed, title=node.title))
        node.code = code
        self.taken.add(code.casefold())
        for child in node.children:
            self.give(child, node)

    def free(self, wanted: str, node: Node) -> str:
        if wanted.casefold() not in self.taken:
            return wanted
        head, _, last = wanted.rpartition(".")
        # A sheet turns the number 1.10 into 1.1: after 1.9 it can only be the tenth.
        tenth = f"{head}.{_TENTH}" if head else str(_TENTH)
        if last == "1" and f"{head}.9".casefold() in self.taken and tenth.casefold() not in self.taken:
            node.printed = node.printed[:-1] + str(_TENTH) if node.printed.endswith(".1") else node.printed
            return tenth
        return next(code for nth in range(2, 10_000) if (code := f"{wanted}-{nth}").casefold() not in self.taken)


def _built(node: Node, parent: Node | None) -> str:
    parts = [_plain(part) for part in node.parts]
    if parent is None or not parts:
        code = ".".join(parts) or "0"
    elif len(parts) > 1 and parent.code and parent.code.split(".")[0] == parts[0] and node.style[:1] in (("R",), ("U",)):
        code = ".".join(parts)
    else:
        code = f"{parent.code}.{parts[-1]}"
    return code if CODE.fullmatch(code) else f"{parent.code}.{len(parent.children)}" if parent else "0"


def _plain(part: str) -> str:
    return {"đ": "dd", "Đ": "DD"}.get(part, part)
