"""What a worker does: read one file's bytes once, hash them, and look into those same bytes.

The order is that of the least regret: structure first, then the words of page 1, and only then signatures, for a mark of
state secrecy on page 1 ends all work on the file.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from io import FileIO

from parcli.core.document import DocumentWords, ReportFigure, TextSource, Wordless
from parcli.core.evidence import EvidenceFile, PdfFacts, RealType, RefusalReason, RefusedEntry
from parcli.core.fact import changed
from parcli.core.limits import Limits
from parcli.core.signed_report import is_report_folder, reports_on_itself
from parcli.evidence.blocks import blocks, read_and_hash
from parcli.evidence.bounds import start_clock, stop_clock
from parcli.evidence.filetype import HEAD, real_type
from parcli.evidence.folder import FoundFile
from parcli.evidence.page import Page
from parcli.evidence.plan import Plan

FACTS_VERSION = 4
"""Raised whenever the same file may give other facts than before: what a cache holds is then read anew."""

# Not to wait for a pipe, nor to follow a link, put in the file's place since the walk.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Job:
    """One file to examine: whose it is, the evidence folder it lies in, and the file as the walk saw it."""

    unit: str
    root: str
    file: FoundFile

    @property
    def place(self) -> str:
        """Where the disk has it."""
        return f"{self.root}{os.sep}{self.file.name_on_disk}"


def examine(jobs: list[Job], limits: Limits, plan: Plan) -> list[EvidenceFile | RefusedEntry]:
    """Return the facts of each file. Raises MemoryError; ends the process when a file exceeds its time."""
    return [_fact(job, limits, plan) for job in jobs]


def only_hash(jobs: list[Job], limits: Limits, plan: Plan) -> list[EvidenceFile | RefusedEntry]:  # noqa: ARG001 - one shape of task
    """Return each file's size, hash and type from its first bytes, without opening what is inside."""
    return [_fact(job, limits, None) for job in jobs]


def unexamined(job: Job, fact: EvidenceFile | RefusedEntry | None, reason: str) -> EvidenceFile | RefusedEntry:
    """Return the facts of a file that its reader could not survive; `fact` is what is known without looking inside."""
    if isinstance(fact, RefusedEntry):
        return fact
    known = fact or _evidence(job.file, job.file.size, "", "unknown")
    return changed(known, pdf=None, examined=False, detail=reason)


def opened(job: Job) -> FileIO:
    """Open the file for reading, neither through a link nor waiting for a pipe. Raises OSError."""
    return FileIO(job.place, opener=lambda name, _: os.open(name, _FLAGS))


def refused(job: Job, error: OSError) -> RefusedEntry:
    """Say why the system would not let a file be read."""
    reason: RefusalReason = "link" if error.errno == errno.ELOOP else "unreadable"
    return RefusedEntry(job.file.path, reason, errno.errorcode.get(error.errno or 0, type(error).__name__))


def sealed(known: EvidenceFile, words: DocumentWords) -> EvidenceFile:
    """Return what may be kept of a document that bears a mark of state secrecy: that it does, and which file it is."""
    pdf = PdfFacts(opens=True, pages=None, protection="none", content="unknown", repaired=False, detail="")
    return changed(known, pdf=pdf, words=DocumentWords(words.source, secrecy=words.secrecy), wordless="")


def _fact(job: Job, limits: Limits, plan: Plan | None) -> EvidenceFile | RefusedEntry:
    start_clock(limits.pdf_cpu_seconds, limits)
    try:
        with opened(job) as handle:
            about = os.fstat(handle.fileno())
            if not stat.S_ISREG(about.st_mode):
                return RefusedEntry(job.file.path, "special", "neither a file nor a folder")
            if plan is not None and about.st_size <= limits.pdf_bytes:
                return _inside(job.file, *read_and_hash(handle, about.st_size), limits, plan)
            return _hashed(job.file, handle, limits)
    except OSError as error:
        return refused(job, error)
    finally:
        stop_clock()


def _inside(file: FoundFile, content: bytes, sha256: str, limits: Limits, plan: Plan) -> EvidenceFile:
    kind = real_type(content)
    known = _evidence(file, len(content), sha256, kind)
    return _document(known, content, limits, plan) if kind == "pdf" else known


def _document(known: EvidenceFile, content: bytes, limits: Limits, plan: Plan) -> EvidenceFile:
    from parcli.evidence.pdf import structure  # noqa: PLC0415 - 0.1 s that only workers should pay

    pdf, heavy = structure(content, limits)
    words, wordless = (None, "unreadable") if heavy else _words(content, pdf, limits, known.folder)
    if words is not None and words.secrecy:
        return sealed(known, words)
    if pdf.signed:
        pdf = _with_signatures(pdf, content, limits, plan)
    return changed(known, pdf=pdf, words=words, wordless=wordless)


def _words(content: bytes, pdf: PdfFacts, limits: Limits, folder: str | None) -> tuple[DocumentWords | None, Wordless]:
    if not pdf.opens or not pdf.shows:
        return None, "unreadable"
    if pdf.page_kinds[0] != "text":
        return None, "unreadable" if pdf.page_kinds[0] == "unknown" else "scan"
    from parcli.evidence import document, text  # noqa: PLC0415 - heavy, and scans need neither

    try:
        page = text.first_page_weighed(content)
    except text.NoText:
        return None, "unreadable"
    source: TextSource = "ocr" if page.pictured else "text"
    words = document.read(page, source, pdf.pages or 0)
    if not words.secrecy and (is_report_folder(folder) or reports_on_itself(words)):
        words = changed(words, figures=_figures(content, page, pdf.pages or 1, limits))
    return words, ""


def _figures(content: bytes, first: Page, pages: int, limits: Limits) -> tuple[ReportFigure, ...]:
    """Return what a self-assessment report says on its pages, up to its signature and within the limit."""
    from parcli.evidence import text  # noqa: PLC0415 - heavy, and few files are reports
    from parcli.evidence.document import figures  # noqa: PLC0415

    read = [first]
    for place in range(1, min(pages, limits.text_pages)):
        if figures.last_page(read[-1]):
            break
        try:
            read.append(text.page_at(content, limits, place))
        except text.NoText:
            continue
    return figures.figures_in(read, "text")


def _with_signatures(pdf: PdfFacts, content: bytes, limits: Limits, plan: Plan) -> PdfFacts:
    if not plan.signatures:
        return changed(pdf, unchecked="not examined")
    from parcli.evidence import signatures  # noqa: PLC0415 - 0.4 s that only signed files should cost

    start_clock(limits.signature_cpu_seconds, limits)
    found, unchecked = signatures.check(content, plan.trust, limits)
    return changed(pdf, signatures=found, unchecked=unchecked)


def _hashed(file: FoundFile, handle: FileIO, limits: Limits) -> EvidenceFile:
    digest, size, head = hashlib.sha256(), 0, b""
    for block in blocks(handle):
        head = head or block[:HEAD]
        digest.update(block)
        size += len(block)
    known = _evidence(file, size, digest.hexdigest(), real_type(head))
    return changed(known, examined=False, detail=f"{size} bytes, the limit is {limits.pdf_bytes}")


def _evidence(file: FoundFile, size: int, sha256: str, kind: RealType) -> EvidenceFile:
    return EvidenceFile(
        path=file.path,
        spelling="" if file.name_on_disk == file.path else file.name_on_disk,
        size=size,
        sha256=sha256,
        real_type=kind,
        pdf=None,
        examined=True,
        detail="",
        wordless="unreadable" if kind == "pdf" else "not_pdf",
    )
