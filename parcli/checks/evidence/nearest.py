"""Which file may be meant by a name that no file has: a suggestion for a person, never a match.

A wrong guess would bear out an item with another document, so nothing is taken for what it is only near to.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from parcli.checks.evidence.case import Case, Citation
from parcli.checks.evidence.words import sure, words_of
from parcli.core import words
from parcli.core.evidence import EvidenceFile
from parcli.core.numbers import same_number

_ALIKE = 0.75
_MOST_NAMED = 2
_MOST_ASKED = 30
"""Names are compared letter by letter; who registers more files that are not there is told of the folder, not of each letter."""
_BETWEEN = re.compile(r"[\W_]+")


def nearest(case: Case, missing: Sequence[Citation]) -> tuple[tuple[str, ...], ...]:
    """Return, for each line whose file is missing, the paths of at most two files of the folder that may be meant.

    First those that bear the number which the line states, then those of much the same name without marks, case and
    signs between words. A file that another line cites is not suggested.
    """
    if not missing:
        return ()
    free = [file for file in case.folder.files if not case.citing(file)]
    names = {file.path: _name(file.path) for file in free}
    return tuple(_of(one, free, names) if place < _MOST_ASKED else () for place, one in enumerate(missing))


def _of(one: Citation, free: Sequence[EvidenceFile], names: dict[str, str]) -> tuple[str, ...]:
    numbered = [file.path for file in free if _bears(file, one.row.number)]
    close = difflib.get_close_matches(_name(one.row.name), sorted(set(names.values())), n=_MOST_NAMED, cutoff=_ALIKE)
    named = [path for name in close for path, own in names.items() if own == name]
    return tuple(dict.fromkeys((*numbered, *named)))[:_MOST_NAMED]


def _bears(file: EvidenceFile, number: str) -> bool:
    """Whether a file's document bears the number; a figure without its sign is borne by many."""
    said = words_of(file)
    read = sure(said.number) if said is not None else None
    return read is not None and "/" in number and same_number(number, read.value) is True


def _name(path: str) -> str:
    last = path.replace("\\", "/").rpartition("/")[2]
    stem, dot, _ = last.rpartition(".")
    return _BETWEEN.sub(" ", words.unaccented(stem if dot else last)).strip()
