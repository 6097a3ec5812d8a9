"""What the values that examining evidence gives have in common."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec


class Fact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A frozen value of texts, numbers, days, tuples and other facts; ``changed`` gives one that differs.

    A city has many thousands of them, sent between processes and kept from run to run. Of the ways to hold a value this
    is the one that is written and read fastest.
    """


_F = TypeVar("_F", bound=Fact)


def changed(fact: _F, **changes: Any) -> _F:
    """Return the fact with other values in some fields. Raises TypeError for a field that it does not have."""
    return msgspec.structs.replace(fact, **changes)
