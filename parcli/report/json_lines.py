"""What every JSON document for other programs is written with: plain decimals, exact fractions, long lists a row at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from io import BytesIO

import msgspec

from parcli.core import points
from parcli.report.outward import escaped_in_json

Json = dict[str, object]


def plain(value: Fraction | None) -> str | None:
    """Return a figure as a plain decimal of at most ten places, None as it is."""
    return None if value is None else points.plain(value)


def exact_fractions(values: Mapping[str, Fraction | None]) -> dict[str, str]:
    """Return as ``a/b`` the values that a plain decimal does not hold exactly."""
    known = ((name, value) for name, value in values.items() if value is not None)
    return {name: f"{value.numerator}/{value.denominator}" for name, value in known if Fraction(points.plain(value)) != value}


def long_document(head: Json, name: str, rows: Iterable[Json], tail: Json) -> bytes:
    """Return a JSON document whose long list is written a row at a time: a country's takes the memory of its own bytes and no more."""
    made = BytesIO()

    def add(text: str) -> None:
        made.write(escaped_in_json(text).encode())

    add("{\n" + "".join(f" {json.dumps(key)}: {_dumped(value)},\n" for key, value in head.items()) + f' "{name}": [')
    listed = False
    for row in rows:
        add(f"{',' if listed else ''}\n  {_dumped(row, 2)}")
        listed = True
    add(("\n ]" if listed else "]") + "".join(f",\n {json.dumps(key)}: {_dumped(value)}" for key, value in tail.items()) + "\n}\n")
    return made.getvalue()


def _dumped(value: object, depth: int = 1) -> str:
    try:
        text = msgspec.json.format(msgspec.json.encode(value), indent=1).decode()
    except UnicodeEncodeError:
        # Half a character, which stands as an escape in the end; the quick writer knows of none.
        text = json.dumps(value, ensure_ascii=False, indent=1)
    return text.replace("\n", "\n" + " " * depth)
