"""How high a row must be for its texts. Measured with fonts of the same widths as Times New Roman."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

_REGULAR, _BOLD = "LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"
_MEASURED_AT = 100
_PIXELS_PER_CHARACTER = 7
_PIXELS_PER_POINT = 96 / 72
# Excel places letters on whole pixels, so that a line may come out a little longer than the font says.
_SAFETY = 1.03
_LINE = 1.3
_PADDING = 3.0
Text = tuple[str, float, float]
"""A text, the characters that its column is wide, and its size in points."""


class Ruler:
    """Measures texts in points of height for a column of so many characters."""

    def __init__(self, fonts: Path) -> None:
        self.fonts = {False: _font(fonts / _REGULAR), True: _font(fonts / _BOLD)}
        self.known: dict[tuple[str, bool], float] = {}

    def word(self, word: str, *, bold: bool = False) -> float:
        """Return the width of a word at one point, in points."""
        if (word, bold) not in self.known:
            self.known[word, bold] = self.fonts[bold].getlength(word) / _MEASURED_AT
        return self.known[word, bold]

    def lines(self, text: str, width: float, size: float, *, bold: bool = False) -> int:
        """Return the lines that a text takes in a column of ``width`` characters at ``size`` points."""
        room = width * _PIXELS_PER_CHARACTER / _PIXELS_PER_POINT / size / _SAFETY
        return sum(self._paragraph(paragraph, room, bold=bold) for paragraph in text.split("\n"))

    def _paragraph(self, text: str, room: float, *, bold: bool) -> int:
        lines, used, blank = 1, 0.0, self.word(" ", bold=bold)
        for word in text.split(" "):
            length = self.word(word, bold=bold)
            if used and used + blank + length > room:
                lines, used = lines + 1, 0.0
            used = used + (blank if used else 0) + length
            if used > room:
                lines, used = lines + int(used // room), used % room
        return lines

    def height(self, texts: Sequence[Text], least: float = 16.0, *, bold: bool = False) -> float:
        """Return the height in points of a row with these texts."""
        needed = [self.lines(text, width, size, bold=bold) * size * _LINE + _PADDING for text, width, size in texts if text]
        return max([least, *needed])


@lru_cache(maxsize=4)
def _font(path: Path) -> ImageFont.FreeTypeFont:
    # The basic engine takes any text, control characters too, and gives the same lengths on every machine.
    return ImageFont.truetype(str(path), _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)
