"""Whether two formulas say the same, although rows moved or another office suite wrote the text anew."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from parcli.workbook.names import LETTERS

_PIECES = re.compile(r'("(?:[^"]|"")*")')
_ADDRESS = re.compile(r"(?<![A-Z0-9_!$.'])([A-Z]{1,3})(\d{1,7})(?![\d(A-Z_])")
_LOGICAL = re.compile(r"\b(TRUE|FALSE)\(\)")
_NUMBER = re.compile(r"(?<![A-Z0-9_.$])(\d+\.\d*?)0*(?![\d.])")


def same_formula(found: str, sent: str, moved: Mapping[int, int], columns: Mapping[str, str]) -> bool:
    """Compare a formula that came back with the one that was sent.

    ``moved`` maps the rows of the layout to those of the file, ``columns`` the columns' names to their letters there.
    """
    return plain(found.removeprefix("=")) == plain(sent if _in_place(moved, columns) else _shifted(sent, moved, columns))


def _in_place(moved: Mapping[int, int], columns: Mapping[str, str]) -> bool:
    return all(row == place for row, place in moved.items()) and all(LETTERS.get(name) == letter for name, letter in columns.items())


def _shifted(formula: str, moved: Mapping[int, int], columns: Mapping[str, str]) -> str:
    letters = {letter: columns.get(name, letter) for name, letter in LETTERS.items()}

    def address(match: re.Match[str]) -> str:
        row = int(match[2])
        return f"{letters.get(match[1], match[1])}{moved.get(row, row)}"

    return "".join(piece if piece.startswith('"') else _ADDRESS.sub(address, piece) for piece in _PIECES.split(formula))


@lru_cache(maxsize=16_384)
def plain(formula: str) -> str:
    """Fold what office suites write differently: blanks, case of functions, TRUE(), trailing zeros, Unicode form of texts."""
    folded = []
    for piece in _PIECES.split(formula):
        if piece.startswith('"'):
            folded.append(unicodedata.normalize("NFC", piece))
        else:
            bare = _LOGICAL.sub(r"\1", re.sub(r"\s+", "", piece).upper())
            folded.append(_NUMBER.sub(lambda match: match[1].rstrip("."), bare))
    return "".join(folded)
