"""What the examination itself lacked: said once for the cycle, for no unit can mend it."""

from __future__ import annotations

from collections.abc import Iterator

from parcli.checks.evidence.case import Case
from parcli.core.findings import Finding, found
from parcli.core.sufficiency import Means

_TRUST = "trust"
# The refusals of trust/ that have words; the others are figures or names of errors and stand as they are.
_REFUSALS = {
    "a link": "term:root_link",
    "not a file": "term:root_not_a_file",
    "not a certificate": "term:root_not_a_certificate",
    "not the certificate of an authority": "term:root_not_an_authority",
}


def about_means(cases: tuple[Case, ...], means: Means) -> tuple[Finding, ...]:
    """Return what has to be said of the means of examination: scans without OCR, roots of trust missing or unusable."""
    return tuple(_about(cases, means))


def _about(cases: tuple[Case, ...], means: Means) -> Iterator[Finding]:
    files = [file for case in cases for file in case.folder.files]
    scans = sum(file.words is None and file.wordless == "scan" for file in files)
    if scans and means.ocr == "missing":
        yield found("EV213", count=scans)
    for name, reason in means.refused_roots:
        yield found("EV217", file=f"{_TRUST}/{name}" if name else _TRUST, reason=_REFUSALS.get(reason, reason))
    signed = sum(file.pdf is not None and file.pdf.signed for file in files)
    if signed and not means.roots:
        yield found("EV227", file=_TRUST, count=signed)
