"""A page of a synthetic paper as an office scanner gives it: grey, a little askew, speckled."""

from __future__ import annotations

import math
import random
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from parcli.demo.layout import PAGE_HEIGHT, PAGE_WIDTH, Mark, Rule, Run, after_blanks
from parcli.demo.lettering import BOLD, REGULAR, SLANT, face, font_path

_DPI = 100
_PIXEL = _DPI / 72
_SIZE = (round(PAGE_WIDTH * _PIXEL), round(PAGE_HEIGHT * _PIXEL))
_PAPER_GREY, _INK_GREY = 246, 38
_MOST_ASKEW = 0.8
_JPEG_QUALITY = 38
_LARGER = 3


def scanned_page(page: list[Mark], chance: random.Random, fonts: Path | None = None) -> tuple[bytes, tuple[int, int]]:
    """Return the page as a JPEG, and its width and height in pixels. `chance` decides how askew it lies."""
    askew = _drawn(page, fonts).rotate(chance.uniform(-_MOST_ASKEW, _MOST_ASKEW), Image.Resampling.BILINEAR, fillcolor=_PAPER_GREY)
    speckles = ImageChops.offset(_speckles(), chance.randrange(_SIZE[0]), chance.randrange(_SIZE[1]))
    out = BytesIO()
    ImageChops.subtract(askew, speckles).save(out, "JPEG", quality=_JPEG_QUALITY, dpi=(_DPI, _DPI))
    return out.getvalue(), _SIZE


def _drawn(page: list[Mark], fonts: Path | None) -> Image.Image:
    picture = Image.new("L", _SIZE, _PAPER_GREY)
    for mark in page:
        if isinstance(mark, Rule):
            x, y = round(mark.x * _PIXEL), round(mark.y * _PIXEL)
            picture.paste(_INK_GREY, (x, y, x + round(mark.width * _PIXEL), y + 1))
        else:
            _draw(picture, mark, fonts)
    return picture


def _draw(picture: Image.Image, run: Run, fonts: Path | None) -> None:
    file = BOLD if run.bold else REGULAR
    letters, x = face(file, fonts), run.x
    for part in after_blanks(run.text):
        ink, above = _ink(part.rstrip(), file, run.size * _PIXEL, run.slant, fonts)
        picture.paste(_INK_GREY, (round(x * _PIXEL), round(run.y * _PIXEL) - above), ink)
        x += letters.width(part, run.size) + run.gap


@lru_cache(maxsize=4096)
def _ink(word: str, file: str, pixels: float, slant: bool, fonts: Path | None) -> tuple[Image.Image, int]:  # noqa: FBT001 - a key
    """Return the strip where a word leaves ink, and how far above its line it begins. Papers repeat most words."""
    # Drawn larger and reduced: at their own size letters are pushed to whole pixels and words come out too wide.
    font = ImageFont.truetype(font_path(file, fonts), pixels * _LARGER, layout_engine=ImageFont.Layout.BASIC)
    above, below = (-(-part // _LARGER) for part in font.getmetrics())
    size = (math.ceil(font.getlength(word) / _LARGER) + above // 2, above + below)
    large = Image.new("L", (size[0] * _LARGER, size[1] * _LARGER), 0)
    ImageDraw.Draw(large).text((0, above * _LARGER), word, fill=255, font=font, anchor="ls")
    strip = large.reduce(_LARGER)
    if slant:
        # There is no italic face among the fonts, so upright letters are leaned over.
        lean = (1.0, SLANT, -SLANT * above, 0.0, 1.0, 0.0)
        strip = strip.transform(size, Image.Transform.AFFINE, lean, Image.Resampling.BILINEAR)
    return strip, above


@lru_cache(maxsize=1)
def _speckles() -> Image.Image:
    """Return the unevenness of scanned paper: mostly a shade or two, here and there a dark grain."""
    grains = Image.frombytes("L", _SIZE, random.Random(30).randbytes(_SIZE[0] * _SIZE[1]))  # noqa: S311 - not a secret
    return grains.point([0] * 150 + [2] * 70 + [5] * 35 + [60])
