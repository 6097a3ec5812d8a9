"""The standing phrases of the heading, found in a line whatever became of their letters."""

from __future__ import annotations

from functools import lru_cache

from parcli.evidence.document.letters import LINES_KEPT, plain

_STATE = ("conghoaxahoichunghiavietnam", "conghoaxahoichunghiaviet", "conghoaxahoichunghia")
_PARTY = ("dangcongsanvietnam",)
_MOTTO = ("doclaptudohanhphuc",)
_WRONG_SHARE = 6
_LEAST = 15
_PIECE = 3
STATE_TAILS = frozenset({"nam", "vietnam", "nghiavietnam", "chunghiavietnam", "hanhphuc", "phuc"})

Span = tuple[int, int]


def state_in(text: str) -> Span | None:
    """Return where the name of the state, or of the Party at the head of its papers, stands in a line."""
    return _first(text, _STATE) or _first(text, _PARTY)


def party_in(text: str) -> bool:
    """Whether the line holds the Party's name as a heading."""
    return _first(text, _PARTY) is not None


def motto_in(text: str) -> Span | None:
    """Return where the motto stands in a line."""
    return _first(text, _MOTTO)


@lru_cache(maxsize=LINES_KEPT)
def _first(text: str, phrases: tuple[str, ...]) -> Span | None:
    letters = plain(text)
    places = [place for place, letter in enumerate(letters) if letter.isalnum()]
    squeezed = "".join(letters[place] for place in places)
    if len(squeezed) < _LEAST:
        return None
    for phrase in phrases:
        span = _near(squeezed, phrase)
        if span is not None:
            return places[span[0]], places[span[1] - 1] + 1
    return None


def _alike(text: str, phrase: str) -> bool:
    """Whether enough short pieces of the phrase are in the text for a close look to be worth its time."""
    pieces = _pieces(phrase)
    return _PIECE * sum(piece in text for piece in pieces) >= len(pieces)


@lru_cache(maxsize=16)
def _pieces(phrase: str) -> tuple[str, ...]:
    return tuple(phrase[place : place + _PIECE] for place in range(len(phrase) - _PIECE + 1))


def _near(text: str, phrase: str) -> Span | None:
    """Return the part of `text` that is `phrase` up to one wrong letter in six."""
    start = text.find(phrase)
    if start >= 0:
        return start, start + len(phrase)
    if not _alike(text, phrase):
        return None
    # The smallest number of changes that turn the start of the phrase into text ending here, and where that text begins.
    row = [(number, 0) for number in range(len(phrase) + 1)]
    best, end = (len(phrase), 0), 0
    for place, letter in enumerate(text, 1):
        above, row[0] = row[0], (0, place)
        for number, wanted in enumerate(phrase, 1):
            kept = (above[0] + (letter != wanted), above[1])
            above = row[number]
            row[number] = min(kept, (above[0] + 1, above[1]), (row[number - 1][0] + 1, row[number - 1][1]))
        if row[-1][0] < best[0]:
            best, end = row[-1], place
    return (best[1], end) if best[0] <= len(phrase) // _WRONG_SHARE and end > best[1] else None
