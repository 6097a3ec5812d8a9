"""A value of a definition taken apart into its single texts, so that two of them can be laid side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from parcli.core.changes.values import Part
from parcli.core.fields import Definition, MonthDay
from parcli.core.points import plain


def differences(old: Any, new: Any) -> tuple[Part, ...]:
    """Return what differs between two values, by path; nothing where they say the same."""
    before, after = dict(leaves(old)), dict(leaves(new))
    return tuple(Part(path, before.get(path), after.get(path)) for path in {**before, **after} if before.get(path) != after.get(path))


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every single text of a value with its path, places in lists counted from 1: ``levels[2].points``."""
    if isinstance(value, Definition) and not isinstance(value, MonthDay):
        for name, field in type(value).model_fields.items():
            key = field.alias or name
            yield from leaves(getattr(value, name), f"{path}.{key}" if path else key)
    elif isinstance(value, tuple):
        for place, each in enumerate(value, start=1):
            yield from leaves(each, f"{path}[{place}]")
    elif value is not None:
        yield path, written(value)


def written(value: Any) -> str:
    """Return a single value as a definition file would write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return plain(value)
    if isinstance(value, MonthDay):
        return f"{value.month:02}-{value.day:02}"
    return value.isoformat() if isinstance(value, date) else str(value)
