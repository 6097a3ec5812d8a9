"""openpyxl with less work for the same values: the parser of XML that is written in C, and plain texts without objects around them.

Where defusedxml is there openpyxl takes its parser, which is written in Python so that it can refuse entities. The guard has
refused every document type before, and without one there are no entities: the same is not looked for twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@contextmanager
def swift() -> Iterator[None]:
    """Let openpyxl read so within; only for a file that ``examine`` let through, or one of our own."""
    from xml.etree.ElementTree import iterparse  # noqa: PLC0415 - heavy; commands that read no workbook do without

    from openpyxl.reader import excel  # noqa: PLC0415
    from openpyxl.worksheet import _reader  # noqa: PLC0415

    wanted: list[tuple[Any, str, Any]] = [(_reader, "iterparse", iterparse), (excel, "read_string_table", _texts)]
    # A version that has no such name reads in its own way: slower, and the same values.
    ours = [each for each in wanted if hasattr(each[0], each[1])]
    before = [getattr(module, name) for module, name, _ in ours]
    for module, name, instead in ours:
        setattr(module, name, instead)
    try:
        yield
    finally:
        for (module, name, _), own in zip(ours, before, strict=True):
            setattr(module, name, own)


def _texts(source: IO[bytes]) -> list[str]:
    """Return the shared texts as openpyxl has them; whatever is not one plain text it reads itself."""
    from xml.etree.ElementTree import iterparse  # noqa: PLC0415 - as above

    from openpyxl.cell.text import Text  # noqa: PLC0415
    from openpyxl.xml.constants import SHEET_MAIN_NS  # noqa: PLC0415

    read_whole: Any = Text.from_tree
    whole, plain = f"{{{SHEET_MAIN_NS}}}si", f"{{{SHEET_MAIN_NS}}}t"
    texts = []
    for _, node in iterparse(source):  # noqa: S314 - the guard refused what this parser could be harmed by
        if node.tag == whole:
            text = _plain(node, plain)
            texts.append((read_whole(node).content if text is None else text).replace("x005F_", ""))
            node.clear()
    return texts


def _plain(node: Element, tag: str) -> str | None:
    """Return the text of a node that has nothing but one text; None for any other."""
    return (node[0].text or "") if len(node) == 1 and not node.attrib and node[0].tag == tag else None
