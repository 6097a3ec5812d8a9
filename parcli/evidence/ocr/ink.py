"""Finds ink where no word was read: a number or a day written by hand.

A place that is empty makes a draft; a place that could not be read does not. OCR of print passes over handwriting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from PIL import Image, ImageFilter

from parcli.evidence.ocr.agreement import named
from parcli.evidence.ocr.words import Word, pieces

UNREAD = "\N{REPLACEMENT CHARACTER}"
"""Stands as a word, sure of nothing, where something is written that was not read."""

_DARKER_THAN_PAPER = 70
_TALL = 0.45
_NARROWEST = 0.5
_APART = 0.12
_RULE_SHARE = 0.9
_TAIL = 6.0


def with_unread(found: Sequence[Word], image: Image.Image) -> tuple[Word, ...]:
    """Return the words, with UNREAD added where ink follows a word of a piece that names number or date."""
    added: list[Word] = []
    for piece in pieces(found):
        if any(map(named, piece)):
            high = max(word.bottom - word.top for word in piece)
            places = (_after(word, high, found, image.width) for word in piece)
            added += [place for place in places if place.right - place.left > _NARROWEST * high and _written(_part(image, place))]
    return (*found, *added)


def _after(word: Word, high: float, found: Iterable[Word], width: int) -> Word:
    """Return the bare place after a word, up to the next one beside it, as if it were an unread word."""
    top, bottom = word.bottom - high, word.bottom
    beside = [other.left for other in found if other.left >= word.right and other.top < bottom and other.bottom > top]
    right = min([*beside, word.right + _TAIL * high, width]) - _APART * high
    return Word(UNREAD, word.right + _APART * high, top, right, bottom, 0.0, word.line)


def _part(image: Image.Image, place: Word) -> Image.Image:
    return image.crop((int(place.left), max(0, int(place.top)), int(place.right), int(place.bottom)))


def _written(part: Image.Image) -> bool:
    """Say whether there is ink as tall as letters: more than dots, a rule beneath, a table's border or specks."""
    clean = part.filter(ImageFilter.MedianFilter(3))
    paper = median(clean.resize((clean.width, 1), Image.Resampling.BOX).tobytes())
    dark = clean.point([255 if shade < paper - _DARKER_THAN_PAPER else 0 for shade in range(256)])
    for column, share in enumerate(dark.resize((dark.width, 1), Image.Resampling.BOX).tobytes()):
        if share > _RULE_SHARE * 255:
            dark.paste(0, (column - 1, 0, column + 2, dark.height))
    box = dark.getbbox()
    return box is not None and box[3] - box[1] > _TALL * part.height
