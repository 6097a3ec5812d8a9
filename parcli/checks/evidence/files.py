"""The files themselves: what keeps one from being read as the document it is meant to be, and what else lies in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parcli.checks.evidence.case import Case, Place
from parcli.core import words
from parcli.core.evidence import EvidenceFile, PdfFacts
from parcli.core.findings import Finding, found

_MIB = 1024 * 1024
# "ký số" only with its marks: without them it is also "kỳ số", a number of an issue.
_SAYS_SIGNED = re.compile(r"(?<![^\W\d_])(signed|ký[ _.-]*số|đã[ _.-]*ký|kyso|da[_.-]ky|ky[_.-]so)(?![^\W\d_])")


def files(case: Case) -> Iterator[Finding]:
    """Say of each file what keeps it from being read, or what a person should know before opening it."""
    for file in case.folder.files:
        place = case.at(file)
        if file.words is not None and file.words.secrecy:
            # All work on it has stopped: nothing else is said, and nothing of it is repeated.
            yield found("EV214", **place, items=case.named_items(file))
            continue
        yield from _kind(file, place, case.named_items(file))
        if file.examined and file.size > case.cycle.limits.pdf_warn_bytes:
            yield found("EV215", **place, size=file.size // _MIB, limit=case.cycle.limits.pdf_warn_bytes // _MIB)


def _kind(file: EvidenceFile, place: Place, items: str) -> Iterator[Finding]:
    if not file.examined:
        yield found("EV209", **place, detail=file.detail, items=items)
    elif file.real_type != "pdf":
        if named_pdf(file):
            yield found("EV206", **place, found=file.real_type, items=items)
    elif file.pdf is None or (not file.pdf.opens and file.pdf.protection != "password"):
        yield found("EV201", **place, detail=file.pdf.detail if file.pdf else file.detail, items=items)
    elif file.pdf.protection == "password":
        yield found("EV202", **place, items=items)
    else:
        yield from _opened(file, file.pdf, place, items)


def _opened(file: EvidenceFile, pdf: PdfFacts, place: Place, items: str) -> Iterator[Finding]:
    if pdf.protection == "permissions":
        yield found("EV203", **place, items=items)
    if pdf.repaired:
        yield found("EV204", **place, detail=pdf.detail, items=items)
    if pdf.attachments or pdf.actions:
        yield found("EV211", **place, attachments=_listed(pdf.attachments), actions=_listed(pdf.actions), items=items)
    if file.wordless in ("unreadable", "too_much") and pdf.content != "scan":
        yield found("EV212", **place, reason=f"term:wordless_{file.wordless}", items=items)
    if not pdf.signed and _SAYS_SIGNED.search(words.key(file.path.rpartition("/")[2])):
        yield found("EV232", **place)


def named_pdf(file: EvidenceFile) -> bool:
    """Whether a file is called a PDF, whatever it is."""
    return file.path.casefold().endswith(".pdf")


def _listed(names: tuple[str, ...], most: int = 10) -> str:
    shown = "; ".join(names[:most]) or "—"
    return f"{shown}; … (+{len(names) - most})" if len(names) > most else shown


def kinds(case: Case) -> Iterator[Finding]:
    """Tell once for the unit how many files are scans, and how many are text in which no confirmation is to be seen."""
    shown = [file for file in case.folder.files if file.pdf is not None and not (file.words is not None and file.words.secrecy)]
    scans = sum(file.pdf is not None and file.pdf.content == "scan" for file in shown)
    bare = sum(file.pdf is not None and file.pdf.content == "text" and not file.pdf.signed for file in shown)
    if scans:
        yield found("EV210", unit=case.unit, file=case.folder_path, count=scans, of=len(case.folder.files))
    if bare:
        yield found("EV253", unit=case.unit, file=case.folder_path, count=bare, of=len(case.folder.files))
