"""What a worker does with a scan: have its first page read by OCR, and look for the document's own words in that."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from parcli.core.document import DocumentWords
from parcli.core.evidence import EvidenceFile
from parcli.core.fact import changed
from parcli.core.limits import Limits
from parcli.evidence.bounds import start_clock, stop_clock
from parcli.evidence.examine import Job, opened
from parcli.evidence.plan import Plan


@dataclass(frozen=True, slots=True)
class Scan:
    """A file whose first page is to be read by OCR."""

    job: Job
    sha256: str
    pages: int
    report: bool = False
    """Whether it is the self-assessment report, whose whole first page is read for its figures."""

    @property
    def key(self) -> str:
        """Return under what its words are kept: a report is read otherwise than the same file elsewhere."""
        return report_key(self.sha256) if self.report else self.sha256


def report_key(sha256: str) -> str:
    """Return the key of a report's words."""
    return f"{sha256}:report"


def wanted(fact: EvidenceFile, plan: Plan) -> bool:
    """Say whether OCR has something to do: page 1 is a picture, or its own text cannot be read and that was asked for."""
    if plan.engine is None or fact.pdf is None or not fact.pdf.opens:
        return False
    if plan.only and fact.path not in plan.only:
        return False
    return fact.wordless == "scan" or (plan.again == "always" and fact.wordless == "unreadable")


def read(scan: Scan, limits: Limits, plan: Plan) -> DocumentWords | None:
    """Return the words of page 1; None where OCR cannot read it, or where the file is no longer the same."""
    from parcli.evidence import document, ocr  # noqa: PLC0415 - heavy; only where there are scans to read
    from parcli.evidence.document import figures  # noqa: PLC0415

    if plan.engine is None:
        return None
    start_clock(limits.pdf_cpu_seconds + limits.ocr_seconds, limits)
    try:
        with opened(scan.job) as handle:
            content = handle.readall()
        if hashlib.sha256(content).hexdigest() != scan.sha256:
            return None
        page = ocr.first_page(content, 1 if scan.report else scan.pages, plan.engine, limits)
        words = document.read(page, "ocr", scan.pages)
        if scan.report and not words.secrecy:
            words = changed(words, figures=figures.figures_in([page], "ocr"))
    except (OSError, ocr.OcrFailed):
        return None
    finally:
        stop_clock()
    return DocumentWords(words.source, secrecy=words.secrecy) if words.secrecy else words
