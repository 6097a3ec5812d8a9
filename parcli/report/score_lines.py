"""The lines of scores.json as far as a ranking needs them; everything else in it is passed over unread.

A country's file has a hundred megabytes, of which this is a tenth; its units are read one at a time, so that the texts
of one are forgotten before the next. What the figures say is looked at by whoever takes them; here only the shape counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

SCORES_FORMAT = "parcli/scores@1"


class ItemLine(msgspec.Struct, frozen=True, gc=False):
    """An item: texts and figures as they are written."""

    code: str
    maximum: str | None = None
    computed: str | None = None
    final: str | None = None
    status: str = "known"


class AreaLine(msgspec.Struct):
    """An area."""

    code: str
    maximum: Any = None
    final: Any = None


class ExactLine(msgspec.Struct, frozen=True):
    """Figures of a unit that no decimal holds, as fractions; those of the areas by code."""

    final: Any = None
    index: Any = None
    areas: dict[str, Any] = {}


class UnitLine(msgspec.Struct):
    """A unit; ``open`` and ``span`` are what is not settled of it."""

    unit: str
    block: str
    state: str
    items: tuple[ItemLine, ...]
    areas: tuple[AreaLine, ...]
    reason: Any = None
    final: Any = None
    index: Any = None
    maximum: Any = None
    factor: Any = "1"
    exact: ExactLine = ExactLine()
    open: tuple[dict[str, Any], ...] = ()
    span: dict[str, Any] | None = None


class InputLine(msgspec.Struct):
    """A file that the points rest on."""

    path: str
    sha256: str


class _Head(msgspec.Struct):
    format: str
    cycle: str
    edition_status: str
    inputs: tuple[InputLine, ...]
    provisional: Any = False
    files: Any = None


class ScoresLines(_Head, kw_only=True):
    """The whole file; the units come one at a time, and once."""

    units: Iterable[UnitLine]


class _Whole(_Head, kw_only=True):
    units: tuple[UnitLine, ...]


class _Parted(_Head, kw_only=True):
    units: tuple[msgspec.Raw, ...]


class _Format(msgspec.Struct):
    format: Any = None


_UNIT = msgspec.json.Decoder(UnitLine)


def scores_lines(content: str | bytes) -> ScoresLines:
    """Return the lines of scores.json.

    Raises ValueError with a sentence that says where it is not what it should be, also while its units are gone through.
    """
    try:
        found = _of_format(content)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise _fault(error) from None
    units = found.units if isinstance(found, _Whole) else _each(found.units, content)
    head = {name: getattr(found, name) for name in _Head.__struct_fields__}
    return ScoresLines(**head, units=units)


def _of_format(content: str | bytes) -> _Whole | _Parted:
    lines: _Whole | _Parted
    try:
        lines = msgspec.json.decode(content, type=_Parted)
    except msgspec.ValidationError:
        _refuse_other(msgspec.json.decode(content, type=_Format).format)
        raise
    except msgspec.DecodeError:
        # Half characters, which a unit may have typed, stand as escapes in what is passed over; Python's own reader takes them.
        lines = msgspec.convert(json.loads(content), type=_Whole)
    _refuse_other(lines.format)
    return lines


def _each(units: Iterable[msgspec.Raw], content: str | bytes) -> Iterator[UnitLine]:
    for unit in units:
        try:
            line = _UNIT.decode(unit)
        except msgspec.DecodeError as error:
            raise _fault(_placed(error, content)) from None
        yield line


def _placed(error: msgspec.DecodeError, content: str | bytes) -> Exception:
    """Return the same fault with its place in the whole file."""
    try:
        msgspec.json.decode(content, type=_Whole)
    except msgspec.DecodeError as whole:
        return whole
    return error


def _fault(error: Exception) -> ValueError:
    if isinstance(error, msgspec.ValidationError):
        return ValueError(f"scores.json is not what parcli aggregate writes ({error}); run parcli aggregate again")
    return ValueError(f"scores.json cannot be read ({error}); run parcli aggregate again")


def _refuse_other(found: object) -> None:
    if found != SCORES_FORMAT:
        message = f"its format is {found!r}, not '{SCORES_FORMAT}'"
        raise msgspec.ValidationError(message)
