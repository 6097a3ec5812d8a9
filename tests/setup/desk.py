"""What the tests of the register's workbook share: a small cycle, its workbook, and an edited copy of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from build import cycle, edition
from openpyxl import load_workbook

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.limits import Limits
from parcli.core.register import plain_lists
from parcli.core.waivers import WaiversFile
from parcli.setup import layout, reader, values, writer

EDITION = edition("| mã | cách tính | điểm | … |\n| I.1 | points | 1 | |\n| 1.10 | points | 1 | |", not_applicable={"not_assigned": "rescale"})
CYCLE = cycle(EDITION, "so-noi-vu", "00004", exemptions=[{"unit": "00004", "item": "1.10", "kind": "not_assigned", "reason": "Không được giao"}])
LAYOUT = layout.build(CYCLE, EDITION)
LIMITS = Limits()


def lists_of(whole: Cycle = CYCLE, waivers: WaiversFile | None = None) -> dict[str, Any]:
    return plain_lists(whole, waivers or WaiversFile())


def book(lists: dict[str, Any] | None = None) -> bytes:
    return writer.write(LAYOUT, lists or lists_of(), {("00004", "1.10"): "Tiêu chí"})


def changed(change: Callable[[Any], None], content: bytes | None = None) -> bytes:
    """Return a workbook after a change, saved by another library."""
    opened = load_workbook(io.BytesIO(content or book()))
    change(opened)
    stream = io.BytesIO()
    opened.save(stream)
    return stream.getvalue()


def read(content: bytes, of: layout.Layout = LAYOUT) -> Any:
    return reader.read(content, "thiet-lap.xlsx", of, LIMITS)


def lines(content: bytes, of: layout.Layout = LAYOUT) -> dict[str, Any]:
    register, findings = read(content, of)
    assert findings == ()
    return {name: [dict(line) for line in register.lines(name)] for name in register.lists}


def faces(lists: dict[str, Any], of: layout.Layout = LAYOUT) -> dict[str, Any]:
    return {name: [dict(line) for line in each] for name, each in values.faces(of, lists).items()}


__all__ = ["CYCLE", "EDITION", "LAYOUT", "LIMITS", "Edition", "book", "changed", "faces", "lines", "lists_of", "read"]
