"""A cell's text into its lines, its documents, its scoring sentences."""

from __future__ import annotations

import re

from parcli.core import words

_BULLET = re.compile(r"^(?:[-–—+*•●▪■◦·○➢✓►*]|o(?=\s))\s*")
_ENDED = re.compile(r"[.;:!?)]$|\d\s*%?$|(?:điểm|đ)$", re.IGNORECASE)
_LETTERED = re.compile(r"^[a-zđ][.)]\s")
_NO_DOCUMENT = {"", "không", "không có", "x", "-", "…", "..."}


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of a cell with their indents; what was only wrapped by hand is put together again."""
    joined: list[str] = []
    for line in text.split("\n"):
        if joined and line[:1].islower() and not _LETTERED.match(line) and not _ENDED.search(joined[-1]):
            joined[-1] += f" {line}"
        elif line.strip():
            joined.append(line)
    return tuple(joined)


def bare(line: str) -> str:
    """Return a line without the mark of its list."""
    return words.tidy(_BULLET.sub("", line.strip()))


def sentences(text: str) -> tuple[str, ...]:
    """Return the lines of a cell without the marks of lists."""
    return tuple(plain for line in lines(text) if (plain := bare(line)))


def documents(text: str) -> tuple[str, ...]:
    """Return the documents that a cell asks for, one each."""
    named = (part.strip(" .;,") for line in sentences(text) for part in line.split(";"))
    kept = (one for one in named if one.casefold() not in _NO_DOCUMENT)
    return tuple(dict.fromkeys(f"{one[:1].upper()}{one[1:]}" for one in kept))
