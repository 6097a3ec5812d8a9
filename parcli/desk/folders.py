"""Where a returned file belongs under ``evidence/``, told by the folders it came in."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from parcli.core import words
from parcli.core.evidence import EVIDENCE_FOLDER

_EVIDENCE_NAMES = frozenset({EVIDENCE_FOLDER, "minh chung", "tai lieu kiem chung", "tlkc"})
_GOES_ON = re.compile(r"[0-9a-z]|[.-][0-9a-z]+(?:[\s./-]|$)")
"""What after a code makes it another code: I.1 in «I.1.2 …», not in «I.1-Kế hoạch»."""


def is_evidence_place(folders: Sequence[str], codes: Collection[str]) -> bool:
    """Whether a file lies in a folder of evidence or of an item."""
    return any(_is_evidence(each) or code_of(each, codes) is not None for each in folders)


def evidence_path(folders: Sequence[str], above: Sequence[str], name: str, codes: Collection[str]) -> str:
    """Return the path of a file under ``evidence/``.

    ``folders`` are those between the unit's own and the file, ``above`` those from outside down to the unit's own. What
    stands under a folder ``evidence`` keeps its place; a folder that begins with a code, «I.1.2 Mức độ hoàn thành», counts as
    that of the code.
    """
    last = max((place for place, each in enumerate(folders) if _is_evidence(each)), default=-1)
    inner = list(folders[last + 1 :])
    for place, each in enumerate(inner):
        code = code_of(each, codes)
        if code is not None:
            return "/".join((code, *inner[place + 1 :], name))
    if last < 0 and above and (code := code_of(above[-1], codes)) is not None:
        return "/".join((code, *inner, name))
    return "/".join((*inner, name))


def _is_evidence(folder: str) -> bool:
    return re.sub(r"[\s_-]+", " ", words.unaccented(_stem(folder))) in _EVIDENCE_NAMES


def _stem(folder: str) -> str:
    """Return a folder's name; that of an archive without its suffix."""
    return folder[:-4] if folder.casefold().endswith(".zip") else folder


def code_of(folder: str, codes: Collection[str]) -> str | None:
    """Return the code with which a folder's name begins, the longest one; None where there is none."""
    name = words.key(_stem(folder))
    for code in sorted(codes, key=len, reverse=True):
        start = code.casefold()
        if name.startswith(start) and not _GOES_ON.match(name[len(start) :]):
            return code
    return None
