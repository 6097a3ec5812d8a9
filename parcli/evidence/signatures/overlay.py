"""Tells what was laid over the pages from what was changed in them, by comparing the signed state with the file.

pyHanko calls both suspicious. A comment or a stamp laid over a page leaves everything else as it was signed; a person
may lift it. Everything that can be reached from the catalogue is compared, so that no hidden layer, font or action slips by.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf

_PAIRS = 100_000
"""Pairs of objects compared before the difference is called a change; a document of 2,000 pages has some 50,000."""
_ABOUT_THE_FILE = frozenset({"/Metadata", "/DSS", "/Extensions", "/Perms", "/Version"})
_ABOUT_THE_PAGE = frozenset({"/Annots", "/LastModified", "/Tabs"})
_OF_THE_FORM = frozenset({"/Fields", "/SigFlags"})
_OF_A_FIELD_SIGNED_LATER = frozenset({"/V", "/AP", "/M", "/F", "/P"})
_CONTAINERS = (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)

_Pair = tuple[Any, Any]


class _Changed(Exception):
    """A difference that is more than something laid over."""


def only_laid_over(signed: bytes, content: bytes) -> bool:
    """Say whether annotations were added to pages of `content` since the state `signed`, and nothing else was changed.

    What was there before must be there unchanged, older annotations and form fields too; only an empty signature field
    may have been signed. Metadata of the file, validation data and new form fields are left out of the comparison.
    """
    try:
        with pikepdf.open(BytesIO(signed), suppress_warnings=True) as old, pikepdf.open(BytesIO(content), suppress_warnings=True) as new:
            return _walk(old, new)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - what cannot be compared is not called the same
        return False


def _walk(old: pikepdf.Pdf, new: pikepdf.Pdf) -> bool:
    """Compare pair by pair. Returns whether an annotation was added; raises _Changed at the first other difference."""
    if len(old.pages) != len(new.pages):
        raise _Changed
    waiting: list[_Pair] = [(old.Root, new.Root)]
    seen: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    added = False
    for _ in range(_PAIRS):
        if not waiting:
            return added
        one, other = waiting.pop()
        added = _more_annotations(one, other) or added
        waiting += [pair for pair in _parts(one, other) if _unseen(pair, seen)]
    raise _Changed


def _unseen(pair: _Pair, seen: set[tuple[tuple[int, int], tuple[int, int]]]) -> bool:
    """Note a pair of indirect objects; a simple value is compared here and needs no walk."""
    one, other = pair
    if not isinstance(one, _CONTAINERS):
        if type(one) is not type(other) or one != other:
            raise _Changed
        return False
    if not one.is_indirect or not other.is_indirect:
        return True
    key = (one.objgen, other.objgen)
    known = key in seen
    seen.add(key)
    return not known


def _parts(one: Any, other: Any) -> list[_Pair]:
    """Return what two containers are made of, pairwise. Raises _Changed where they are not made alike."""
    if type(one) is not type(other):
        raise _Changed
    if isinstance(one, pikepdf.Array):
        if len(one) != len(other):
            raise _Changed
        return list(zip(one, other, strict=True))
    if isinstance(one, pikepdf.Stream) and one.read_raw_bytes() != other.read_raw_bytes():
        raise _Changed
    skipped = _skipped(one)
    keys = set(one.keys()) - skipped
    if keys != set(other.keys()) - skipped:
        raise _Changed
    return [(one[key], other[key]) for key in sorted(keys)] + _special(one, other)


def _skipped(one: Any) -> frozenset[str]:
    """Return the entries of a dictionary that may differ, or that are compared in a way of their own."""
    kind = one.get("/Type")
    if kind == "/Catalog":
        return _ABOUT_THE_FILE | {"/AcroForm"}
    if kind == "/Page":
        return _ABOUT_THE_PAGE
    if one.get("/FT") == "/Sig" and "/V" not in one:
        return _OF_A_FIELD_SIGNED_LATER
    return frozenset()


def _special(one: Any, other: Any) -> list[_Pair]:
    if one.get("/Type") == "/Page":
        return _older(one.get("/Annots"), other.get("/Annots"))
    if one.get("/Type") == "/Catalog" and "/AcroForm" in one:
        return _form(one["/AcroForm"], other.get("/AcroForm"))
    return []


def _form(one: Any, other: Any) -> list[_Pair]:
    if not isinstance(other, pikepdf.Dictionary):
        raise _Changed
    keys = set(one.keys()) - _OF_THE_FORM
    if keys != set(other.keys()) - _OF_THE_FORM:
        raise _Changed
    return [(one[key], other[key]) for key in sorted(keys)] + _older(one.get("/Fields"), other.get("/Fields"))


def _older(one: Any, other: Any) -> list[_Pair]:
    """Pair the entries that a list had with those it has now; new ones stand behind them."""
    if one is None:
        return []
    if not isinstance(other, pikepdf.Array) or len(other) < len(one):
        raise _Changed
    return list(zip(one, other, strict=False))


def _more_annotations(one: Any, other: Any) -> bool:
    if not isinstance(one, pikepdf.Dictionary) or one.get("/Type") != "/Page":
        return False
    now = other.get("/Annots")
    return now is not None and len(now) > len(one.get("/Annots", ()))
