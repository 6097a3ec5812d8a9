"""Signatures that stand in the bytes of a file, whether or not a form field still leads to them.

An update that takes away the form, or empties the field, leaves the signature's bytes where they were: a reader then
shows an unsigned file. What was signed once must not look as if it never had been.
"""

from __future__ import annotations

import re

Range = tuple[int, int, int, int]
"""The entry /ByteRange (ISO 32000-1, 12.8.1): start and length of the bytes before the signature and of those behind it."""

_KEY = b"/ByteRange"
_BLANK = rb"[\0\t\n\f\r ]"
_NUMBERS = re.compile(rb"%s{0,9}\[%s" % (_BLANK, _BLANK) + rb"{0,9}(\d{1,10})" + (rb"%s{1,99}(\d{1,10})" % _BLANK) * 3 + rb"%s{0,99}\]" % _BLANK)
_NEAR = 40
_PLACES = 1000


def signature_ranges(content: bytes) -> frozenset[Range] | None:
    """Return the ranges of the signatures that stand in `content`; None when the key stands in too many places to look at.

    A range counts when the hole it leaves is the value of /Contents. So no text that speaks of signatures is taken for
    one, nor is a signed file attached to this one: its ranges count from its own start. Packed objects are not looked
    into, for a signature cannot stand in one. Costs 1 to 2 ms for 10 MB, a fraction of their SHA-256.
    """
    found: set[Range] = set()
    # Backwards, for that search is the faster one for so short a key.
    at = content.rfind(_KEY)
    for _ in range(_PLACES):
        if at < 0:
            return frozenset(found)
        numbers = _NUMBERS.match(content, at + len(_KEY))
        if numbers:
            one = _range(numbers)
            if _leaves_out_the_signature(content, one):
                found.add(one)
        at = content.rfind(_KEY, 0, at)
    return None if at >= 0 else frozenset(found)


def bears_signature(content: bytes) -> bool:
    """Say whether a signature stands in `content`, or may stand there unseen among too many keys."""
    return signature_ranges(content) != frozenset()


def _range(numbers: re.Match[bytes]) -> Range:
    first, before, second, behind = map(int, numbers.groups())
    return first, before, second, behind


def _leaves_out_the_signature(content: bytes, one: Range) -> bool:
    first, before, second, _ = one
    hole = first + before
    return hole < second and b"<" in content[max(0, hole - 1) : hole + 1] and b"/Contents" in content[max(0, hole - _NEAR) : hole]
