"""How high a row must be for its texts. Measured with a font of the same widths as Times New Roman."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

_FONT = "LiberationSerif-Regular.ttf"
_MEASURED_AT = 100
_PIXELS_PER_CHARACTER = 7
_PADDING_PIXELS = 10
_PIXELS_PER_POINT = 96 / 72
_SAFETY = 1.02
_LINE = 1.32


class Ruler:
    """Measures texts in points of height for a column of so many characters."""

    def __init__(self, fonts: Path) -> None:
        self.font = _font(fonts / _FONT)
        self.known: dict[str, float] = {}

    def word(self, word: str) -> float:
        """Return the width of a word at one point, in points."""
        if word not in self.known:
            self.known[word] = self.font.getlength(word) / _MEASURED_AT
        return self.known[word]

    def lines(self, text: str, width: float, size: float) -> int:
        """Return the lines that a text takes in a column of ``width`` characters at ``size`` points."""
        room = (width * _PIXELS_PER_CHARACTER - _PADDING_PIXELS) / _PIXELS_PER_POINT / size / _SAFETY
        return sum(self._paragraph(paragraph, room) for paragraph in text.split("\n"))

    def _paragraph(self, text: str, room: float) -> int:
        lines, used, blank = 1, 0.0, self.word(" ")
        for word in text.split(" "):
            length = self.word(word)
            if used and used + blank + length > room:
                lines, used = lines + 1, 0.0
            used = used + (blank if used else 0) + length
            if used > room:
                lines, used = lines + int(used // room), used % room
        return lines

    def height(self, texts: list[tuple[str, float, float]], least: float = 16.0) -> float:
        """Return the height in points of a row with these texts, each with its column's width and its size."""
        needed = [self.lines(text, width, size) * size * _LINE + 3 for text, width, size in texts if text]
        return max([least, *needed])


@lru_cache(maxsize=2)
def _font(path: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), _MEASURED_AT)
