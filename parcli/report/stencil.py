"""Markup that repeats by the thousand: its template draws it once, with signs in place of the values, and then it is only filled.

A template asks of such a value only whether it is there, so it is drawn once for each choice of values that are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup, escape

from parcli.report.outward import clipped

_SIGN = "\x1c"
# No value holds the sign: text of strangers has its unseen signs made visible.
_SIGNED = re.compile(f"{_SIGN}([a-z_]+){_SIGN}")
_KEPT = 65_536


class Stencil:
    """What a template draws of some values, each of them markup already; ``fixed`` are values that are the same every time."""

    def __init__(self, draw: Callable[..., str], **fixed: object) -> None:
        self._draw, self._fixed = draw, fixed
        self._shapes: dict[tuple[bool, ...], str] = {}

    def __call__(self, **values: str) -> str:
        """Return the markup with these values, the same names every time."""
        there = tuple(map(bool, values.values()))
        shape = self._shapes.get(there)
        if shape is None:
            shape = self._shapes[there] = self._shape(values)
        return shape % values

    def _shape(self, values: dict[str, str]) -> str:
        signs = {name: Markup(f"{_SIGN}{name}{_SIGN}" if value else "") for name, value in values.items()}  # noqa: S704 - no text of anybody
        drawn = str(self._draw(**signs, **self._fixed))
        return _SIGNED.sub(r"%(\1)s", drawn.replace("%", "%%"))


@lru_cache(maxsize=_KEPT)
def ready(text: str) -> str:
    """Return a text as markup: its unseen signs visible, nothing in it taken for markup."""
    return str(escape(clipped(text)))
