"""The lines of scores.json as far as a ranking needs them; everything else in it is passed over unread.

A country's file has a hundred megabytes, of which this is a tenth. What the figures say is looked at by whoever takes
them; here only the shape counts.
"""

from __future__ import annotations

import json
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


class ScoresLines(msgspec.Struct):
    """The whole file."""

    format: str
    cycle: str
    edition_status: str
    units: tuple[UnitLine, ...]
    inputs: tuple[InputLine, ...]
    provisional: Any = False
    files: Any = None


class _Head(msgspec.Struct):
    format: Any = None


def scores_lines(text: str) -> ScoresLines:
    """Return the lines of scores.json. Raises ValueError with a sentence that says where it is not what it should be."""
    try:
        return _of_format(text)
    except msgspec.ValidationError as error:
        message = f"scores.json is not what parcli aggregate writes ({error}); run parcli aggregate again"
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        message = f"scores.json cannot be read ({error}); run parcli aggregate again"
    raise ValueError(message)


def _of_format(text: str) -> ScoresLines:
    try:
        lines = msgspec.json.decode(text, type=ScoresLines)
    except msgspec.ValidationError:
        _refuse_other(msgspec.json.decode(text, type=_Head).format)
        raise
    except msgspec.DecodeError:
        # Half characters, which a unit may have typed, stand as escapes in what is passed over; Python's own reader takes them.
        lines = msgspec.convert(json.loads(text), type=ScoresLines)
    _refuse_other(lines.format)
    return lines


def _refuse_other(found: object) -> None:
    if found != SCORES_FORMAT:
        message = f"its format is {found!r}, not '{SCORES_FORMAT}'"
        raise msgspec.ValidationError(message)
