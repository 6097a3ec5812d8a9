"""The fingerprint of a page: enough to say how alike two pages are, too little to read either."""

from __future__ import annotations

import hashlib

from parcli.core.fingerprint import SIZE, WIDTH
from parcli.evidence.document.letters import plain

_GROUP = 4
_LEAST_WORDS = 40


def words_of(text: str) -> list[str]:
    """Return the words in plain letters; signs alone are no words."""
    return [word for part in plain(text).split() if (word := part if part.isalnum() else "".join(filter(str.isalnum, part)))]


def fingerprint(words: list[str]) -> bytes:
    """Return the smallest hashes of the groups of four words that follow each other; none for fewer than 40 words."""
    if len(words) < _LEAST_WORDS:
        return b""
    groups = {" ".join(words[place : place + _GROUP]) for place in range(len(words) - _GROUP + 1)}
    return b"".join(sorted(hashlib.blake2b(group.encode(), digest_size=WIDTH).digest() for group in groups)[:SIZE])
