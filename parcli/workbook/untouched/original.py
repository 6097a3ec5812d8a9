"""The workbook that was sent, as far as all units of a layout share it: rendered once for each layout, and read back."""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parcli import shipped
from parcli.core.cycle import Unit
from parcli.workbook import look as looks
from parcli.workbook import writer
from parcli.workbook.layout import Layout
from parcli.workbook.untouched.drawn import Drawn, drawn

BANNER = "@@BANNER@@"
_MOST_KEPT = 12
_kept: OrderedDict[str, Original] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Original:
    """The sheets by name in their order, and the defined names. Texts that differ from unit to unit stand as marks."""

    sheets: Mapping[str, Drawn]
    names: Mapping[str, str]


def original(layout: Layout) -> Original:
    """Return the original of a layout; the last few are kept."""
    face = layout.face()
    if face not in _kept:
        _kept[face] = _rendered(layout)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(face)
    return _kept[face]


def _rendered(layout: Layout) -> Original:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy; commands that read no workbook do without

    book = load_workbook(
        io.BytesIO(
            writer.template(layout, looks.load(shipped.folder("templates") / "workbook"), "" if layout.edition.status == "official" else BANNER)
        )
    )
    return Original({sheet.title: drawn(sheet) for sheet in book.worksheets}, names_of(book))


def names_of(book: Any) -> dict[str, str]:
    """Return what the defined names of an opened workbook mean, those that an office program keeps for itself apart."""
    own = {name: each.attr_text or "" for name, each in book.defined_names.items()}
    for sheet in book.worksheets:
        own |= {f"{sheet.title}!{name}": each.attr_text or "" for name, each in sheet.defined_names.items()}
    return {name: text.replace("$", "").replace("'", "") for name, text in own.items() if "_xlnm" not in name}


def banner_of(layout: Layout) -> str:
    """Return what stands on the workbooks of a layout: a mark where it is not known; an official edition has nothing there."""
    return layout.banner if layout.banner is not None else "" if layout.edition.status == "official" else BANNER


def said(text: str, unit: Unit | None, banner: str | None) -> str | None:
    """Return a standing text as it was sent to a unit; None where it names what is not known here."""
    if BANNER in text and banner is None:
        return None
    text = text.replace(BANNER, banner or "")
    if writer.UNIT_NAME not in text and writer.UNIT_UPPER not in text:
        return text
    return None if unit is None else text.replace(writer.UNIT_NAME, unit.name).replace(writer.UNIT_UPPER, unit.name.upper())
