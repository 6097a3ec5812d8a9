"""Waivers: findings that the office has accepted, each with who decided, why, and for which input."""

from __future__ import annotations

import difflib
import re
from typing import Annotated, Final

from pydantic import AfterValidator

from parcli.core.fields import Code, Day, Definition, Text, fault
from parcli.core.findings import CATALOGUE

FILE: Final = "waivers.yaml"
_UNREAD = ("WB102", "WB103", "WB104", "WB105", "WB106", "WB107", "WB141", "WB142", "WB143", "WB144", "WB149")
NEVER: Final = frozenset((*_UNREAD, "WB201", "WB202", "WB203", "WB204", "WB206", "WB304", "IN205", "EV209", "EV214"))
"""Blocks that nobody can accept: nothing was read, or it is not certain what was: another workbook, several, two readings, a row that
stands twice; a file that was not examined; a mark of state secrecy."""

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def _finding_code(text: str) -> str:
    wanted = text.upper()
    if wanted not in CATALOGUE:
        close = difflib.get_close_matches(wanted, CATALOGUE, n=1, cutoff=0.5)
        raise fault("DF240", found=text, suggestion=close[0] if close else "")
    return wanted


def _sha256(text: str) -> str:
    if not _SHA256.fullmatch(text.lower()):
        raise fault("DF241", found=text if len(text) <= 80 else text[:80] + "…")  # noqa: PLR2004 - enough to recognise it
    return text.lower()


FindingCode = Annotated[Text, AfterValidator(_finding_code)]
Sha256 = Annotated[Text, AfterValidator(_sha256)]


class Waiver(Definition):
    """A finding of a unit that is accepted. Without ``sha256`` no input file is meant yet; ``until`` is its last day.

    Without ``item`` every finding of the code in that input is meant.
    """

    code: FindingCode
    unit: Code
    item: Code | None = None
    who: Text
    why: Text
    date: Day
    until: Day | None = None
    sha256: Sha256 | None = None


class WaiversFile(Definition):
    """The waivers of a cycle."""

    waivers: tuple[Waiver, ...] = ()
