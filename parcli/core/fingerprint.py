"""How alike two pages are by their fingerprints: the smallest hashes of their word groups (bottom-k sketch)."""

from __future__ import annotations

SIZE = 64
"""How many hashes a fingerprint holds at most. A page with fewer word groups has them all."""
WIDTH = 8
"""Bytes of a hash in a fingerprint, which is its hashes one after the other, the smallest first."""


def hashes(fingerprint: bytes) -> tuple[int, ...]:
    """Return the hashes of a fingerprint."""
    return tuple(int.from_bytes(fingerprint[place : place + WIDTH], "big") for place in range(0, len(fingerprint), WIDTH))


def likeness(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    """Return the share of word groups that two pages have in common, in whole percent, rounded down.

    The share is common groups over all groups of both (Jaccard), estimated from the smallest hashes of both together:
    within about ten percent for pages of many words. 0 when either has no hashes.
    """
    if not a or not b:
        return 0
    smallest = sorted(set(a) | set(b))[:SIZE]
    common = set(a) & set(b)
    return 100 * sum(one in common for one in smallest) // len(smallest)
