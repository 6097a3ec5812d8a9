"""Frozen values as plain lists for a cache, and back: fields in order, those at the end that have their defaults left out.

Only what facts are made of: dataclasses, tuples of one kind, dates, texts, numbers, True, False and None.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

_T = TypeVar("_T")
Decoder = Callable[[Any], Any]


def shape(kind: type) -> str:
    """Return the names and types of a dataclass and of those inside it: another shape cannot be read back."""
    hints = get_type_hints(kind)
    inner = sorted({each for hint in hints.values() for each in (hint, *get_args(hint)) if is_dataclass(each)}, key=repr)
    return f"{kind.__name__}{sorted(hints.items(), key=repr)!r}" + "".join(shape(each) for each in inner if isinstance(each, type))


def to_plain(value: Any) -> Any:
    """Return a value as lists, texts and numbers."""
    if isinstance(value, tuple):
        return [to_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if not is_dataclass(value) or isinstance(value, type):
        return value
    named = [each for each in fields(value) if each.init]
    while named and getattr(value, named[-1].name) == _default(named[-1]):
        named.pop()
    return [to_plain(getattr(value, each.name)) for each in named]


def from_plain(kind: type[_T], plain: Any) -> _T:
    """Return the value again. Raises TypeError, ValueError or IndexError for what was not made by `to_plain`."""
    kind_of: Any = kind
    made: _T = decoder(kind_of)(plain)
    return made


@cache
def decoder(kind: Any) -> Decoder:
    """Return what reads values of a kind back; made once for each."""
    options = get_args(kind)
    if get_origin(kind) in (Union, types.UnionType):
        inner = decoder(next(each for each in options if each is not type(None)))
        return lambda plain: None if plain is None else inner(plain)
    if get_origin(kind) is tuple:
        each = decoder(options[0])
        return tuple if each is _as_it_is else lambda plain: tuple(map(each, plain))
    if kind is date:
        return date.fromisoformat
    return _dataclass(kind) if is_dataclass(kind) else _as_it_is


def pooled(value: Any, pool: dict[Any, int]) -> Any:
    """Return a dataclass as a list in which each dataclass right inside it is its place in `pool`, where it is put."""
    plain = to_plain(value)
    for place, each in enumerate(fields(value)[: len(plain)]):
        inner = getattr(value, each.name)
        if is_dataclass(inner):
            plain[place] = pool.setdefault(inner, len(pool))
    return plain


def from_pool(kind: Any, inside: Any, pool: Sequence[Any]) -> Decoder:
    """Return what reads back a `kind` that was written with a pool of values of the kind `inside`."""
    hints = get_type_hints(kind)
    taken = tuple(place for place, each in enumerate(fields(kind)) if inside in (hints[each.name], *get_args(hints[each.name])))
    rest = _readers(kind, taken)

    def read(plain: list[Any]) -> Any:
        values = _read(plain, rest)
        for place in taken:
            if place < len(values) and values[place] is not None:
                values[place] = pool[values[place]]
        return kind(*values)

    return read


def _dataclass(kind: Any) -> Decoder:
    readers = _readers(kind)
    return (lambda plain: kind(*_read(plain, readers))) if readers else lambda plain: kind(*plain)


def _readers(kind: Any, but: Sequence[int] = ()) -> tuple[tuple[int, Decoder], ...]:
    """Return what reads the fields that are more than a text or a number, each with its place."""
    hints = get_type_hints(kind)
    readers = ((place, decoder(hints[each.name])) for place, each in enumerate(fields(kind)) if each.init and place not in but)
    return tuple((place, read) for place, read in readers if read is not _as_it_is)


def _read(plain: list[Any], readers: Iterable[tuple[int, Decoder]]) -> list[Any]:
    values = [*plain]
    for place, read in readers:
        if place < len(values):
            values[place] = read(values[place])
    return values


def _as_it_is(plain: Any) -> Any:
    return plain


def _default(field: Field[Any]) -> Any:
    return MISSING if field.default is MISSING else field.default
