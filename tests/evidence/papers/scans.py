"""A PDF as a scanner gives it back: each page one grey picture, a little askew, speckled, packed as JPEG."""

from __future__ import annotations

import random
from io import BytesIO

import pypdfium2
from PIL import Image, ImageChops

_ASKEW = 0.7
_NOISE = 14
_QUALITY = 60


def scan(pdf: bytes, dpi: int = 200, seed: int = 0) -> bytes:
    """Return `pdf` as pictures only. The same arguments give the same picture."""
    chance = random.Random(seed)
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [_page(document[number], dpi, chance) for number in range(len(document))]
    finally:
        document.close()
    out = BytesIO()
    pages[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pages[1:], quality=_QUALITY)
    return out.getvalue()


def _page(page: pypdfium2.PdfPage, dpi: int, chance: random.Random) -> Image.Image:
    clean = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    turned = clean.rotate(chance.uniform(-_ASKEW, _ASKEW), Image.Resampling.BICUBIC, fillcolor=255)
    tile = Image.frombytes("L", (256, 256), bytes(128 + chance.randint(-_NOISE, _NOISE) for _ in range(256 * 256)))
    noise = Image.new("L", turned.size)
    for left in range(0, turned.width, tile.width):
        for top in range(0, turned.height, tile.height):
            noise.paste(tile, (left, top))
    return ImageChops.add(turned, noise, offset=-128)
