"""Reads page 1 of a scan: which way up it lies, its words, and the rows of number and date a second time."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from PIL import Image

from parcli.core.limits import Limits
from parcli.evidence.ocr.agreement import SIZES, agreed, judged, laid_out, numbered, telling_pieces
from parcli.evidence.ocr.engine import Engine, OcrFailed, run
from parcli.evidence.ocr.ink import with_unread
from parcli.evidence.ocr.picture import Picture, drawn, portable
from parcli.evidence.ocr.words import Word, legible, level, segments, slope, words
from parcli.evidence.page import Page

_SCATTERED, _ONE_BLOCK = 11, 6
"""tesseract's page segmentation modes: lines wherever they stand, for the halves of a heading do not keep to common lines;
and a plain block."""

_UPPER_SHARE, _UPPER_POINTS = 0.55, 460.0
"""Of a longer document only the upper part of page 1 is read: signer and recipients stand on its last page."""

_MOST_FALL = math.tan(math.radians(1.5))
_SURE, _LETTERS = 60.0, 2
_ENOUGH, _ENOUGH_SHARE = 12, 0.4


@dataclass(frozen=True, slots=True)
class _Desk:
    """The engine and the moment at which the page must be done."""

    engine: Engine
    until: float

    def read(self, image: Image.Image, dpi: int, layout: int) -> tuple[Word, ...]:
        seconds = self.until - time.monotonic()
        if seconds <= 0:
            raise OcrFailed("too_slow")
        return words(run(self.engine, portable(image), dpi, layout, seconds))


def read(content: bytes, pages: int, engine: Engine, limits: Limits) -> Page:
    """Return the words of page 1 of a PDF of so many pages. See `parcli.evidence.ocr.first_page`."""
    desk = _Desk(engine, time.monotonic() + limits.ocr_seconds)
    picture, found = _upright(drawn(content), pages, desk)
    fall = slope(found)
    if abs(fall) > _MOST_FALL:
        picture = picture.straightened(math.degrees(math.atan(fall)))
        found = _words(picture, pages, desk)
        fall = slope(found)
    found = _safeguarded(found, picture, desk)
    width, height = (side / picture.scale for side in picture.image.size)
    return Page(round(width, 2), round(height, 2), segments(level(found, fall), picture.scale))


def _upright(picture: Picture, pages: int, desk: _Desk) -> tuple[Picture, tuple[Word, ...]]:
    """Return the page the right way up with its words: the first way that reads well, else the one that reads best."""
    tried = []
    for quarters in (0, 2, 1, 3):
        turned = picture.turned(quarters)
        found = _words(turned, pages, desk)
        good = _good(found)
        if good >= _ENOUGH and good >= _ENOUGH_SHARE * len(found):
            return turned, found
        tried.append((good, turned, found))
    good, turned, found = max(tried, key=lambda one: one[0])
    return (turned, found) if good else (picture, ())


def _good(found: tuple[Word, ...]) -> int:
    return sum(word.sure >= _SURE and sum(map(str.isalpha, word.text)) >= _LETTERS for word in found)


def _words(picture: Picture, pages: int, desk: _Desk) -> tuple[Word, ...]:
    height = picture.image.height
    if pages > 1:
        height = min(height, math.ceil(max(_UPPER_SHARE * height, _UPPER_POINTS * picture.scale)))
    return legible(desk.read(picture.strip(0, height), picture.dpi, _SCATTERED))


def _safeguarded(found: tuple[Word, ...], picture: Picture, desk: _Desk) -> tuple[Word, ...]:
    """Read the places that may bear number and date again, and trust only what is seen the same twice."""
    unsettled = telling_pieces(found, picture.image.height)
    compared = {word for piece in unsettled for word in piece}
    alike: set[Word] = set()
    for larger in SIZES:
        if not unsettled:
            break
        sheet = laid_out(unsettled, picture.image, larger)
        alike |= agreed(sheet, desk.read(sheet.image, round(picture.dpi * larger), _ONE_BLOCK))
        unsettled = [piece for piece in unsettled if numbered(piece) and not alike.issuperset(piece)]
    return with_unread(judged(found, compared, alike), picture.image)
