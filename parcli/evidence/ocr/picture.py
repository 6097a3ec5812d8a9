"""Page 1 of a PDF as a grey picture, in about the resolution in which it was scanned.

Call this in a worker: what a hostile file draws may cost any time and memory.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from parcli.evidence.ocr.engine import OcrFailed

_MOST_PIXELS = 20_000_000
_USUAL_DPI, _LEAST_OWN_DPI, _MOST_OWN_DPI = 200, 140, 260
"""Scans between these are drawn in their own resolution, for drawing anew blurs letters; others in the usual one."""
_LEAST_DPI = 80
_POINTS = 72
_PAGE_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey picture of a page and its resolution in dots per inch."""

    image: Image.Image
    dpi: int

    @property
    def scale(self) -> float:
        """Return the pixels of one point."""
        return self.dpi / _POINTS

    def turned(self, quarters: int) -> Picture:
        """Return the picture turned counterclockwise by so many right angles."""
        turns = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
        turn = turns[quarters % 4]
        return self if turn is None else Picture(self.image.transpose(turn), self.dpi)

    def straightened(self, degrees: float) -> Picture:
        """Return the picture turned counterclockwise by a few degrees, on white ground."""
        return Picture(self.image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255), self.dpi)

    def strip(self, top: float, bottom: float) -> Image.Image:
        """Return the part between two heights in pixels, over the whole width."""
        return self.image.crop((0, max(0, math.floor(top)), self.image.width, min(self.image.height, math.ceil(bottom))))


def drawn(content: bytes) -> Picture:
    """Draw page 1. Raises OcrFailed when there is none, when it cannot be drawn, or when it is absurdly large."""
    try:
        document = pypdfium2.PdfDocument(BytesIO(content))
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise OcrFailed("not_open") from error
    try:
        if len(document) == 0:
            raise OcrFailed("no_page")
        return _drawn(document[0])
    except (pypdfium2.PdfiumError, ValueError, OverflowError) as error:
        raise OcrFailed("not_drawn") from error
    finally:
        document.close()


def portable(image: Image.Image) -> bytes:
    """Return a grey picture as PGM, which costs no packing."""
    return b"P5\n%d %d\n255\n" % image.size + image.tobytes()


def _drawn(page: pypdfium2.PdfPage) -> Picture:
    width, height = page.get_size()
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise OcrFailed("no_size")
    most = math.sqrt(_MOST_PIXELS / (width * height)) * _POINTS
    dpi = min(_resolution(page, width, height), math.floor(most))
    if dpi < _LEAST_DPI:
        raise OcrFailed("too_large")
    image = page.render(scale=dpi / _POINTS, grayscale=True).to_pil().convert("L")
    if min(image.size) < _POINTS:
        raise OcrFailed("too_small")
    return Picture(image, dpi)


def _resolution(page: pypdfium2.PdfPage, width: float, height: float) -> int:
    """Return the resolution of the picture that fills the page; the usual one when there is none or it is unsuited."""
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = item.get_bounds()
        wide, high = right - left, top - bottom
        if wide <= 0 or high <= 0 or wide * high < _PAGE_SHARE * width * height:
            continue
        # The longer side of the picture fills the longer side of its place, however it is turned.
        own: int = round(max(item.get_px_size()) * _POINTS / max(wide, high))
        if _LEAST_OWN_DPI <= own <= _MOST_OWN_DPI:
            return own
    return _USUAL_DPI
