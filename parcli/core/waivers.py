"""Waivers: findings that the office has accepted, each with who decided, why, and for which input."""

from __future__ import annotations

import difflib
import re
from typing import Annotated

from pydantic import AfterValidator

from parcli.core.fields import Code, Day, Definition, Text, fault
from parcli.core.findings import CATALOGUE

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
    """A finding of a unit that is accepted. Without ``sha256`` no input file is meant yet; ``until`` is its last day."""

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
