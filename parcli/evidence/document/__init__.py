"""A document's own words on its first page, by the form of Nghị định 30/2020: number, date, bodies, type, subject, signer.

Rules and places only; see docs/decisions/0020. What is not plainly there is None. Nothing raises on any page.
"""

from __future__ import annotations

from parcli.core.document import DocumentWords, Reading, StatedPeriod, TextSource
from parcli.core.fact import changed
from parcli.evidence.document import garbled, kind, readings, stamps
from parcli.evidence.document.dates import date_in
from parcli.evidence.document.fingerprint import fingerprint, words_of
from parcli.evidence.document.heading import Heading, heading_of
from parcli.evidence.document.issuer import issuer_in
from parcli.evidence.document.letters import squeezed
from parcli.evidence.document.lines import Line, Sheet, sheet_of
from parcli.evidence.document.number import number_in, numbered_elsewhere
from parcli.evidence.document.periods import periods_in
from parcli.evidence.document.recipients import recipients_in
from parcli.evidence.document.secrecy import secrecy_of
from parcli.evidence.document.signer import signer_in
from parcli.evidence.document.subject import says_about, subject_in
from parcli.evidence.page import Page

__all__ = ["read"]

_TOP = 8
_FOOT = "noinhan"


def read(page: Page, source: TextSource, pages: int) -> DocumentWords:
    """Return the fields read from page 1 of a document of `pages` pages.

    With a mark of secrecy everything else is empty. Of a copy ("SAO Y", "SAO LỤC", "TRÍCH SAO") the fields are those of
    the document that was copied. A page without a heading gives its periods, its fingerprint and no field. The signer and
    the recipients are given where page 1 shows them, however many pages there are.
    """
    sheet = sheet_of(page, source)
    secrecy = secrecy_of(sheet, source)
    if secrecy:
        return DocumentWords(source, secrecy=secrecy)
    text = "\n".join(line.text for line in sheet.lines)
    words = words_of(text)
    if garbled.unreadable(text):
        return DocumentWords(source, words=len(words))
    printed, sheet = sheet, stamps.unstamped(sheet)
    heading = heading_of(sheet)
    if heading is None:
        top = " ".join(line.text for line in sheet.lines[:_TOP] if source == "text" or line.certainty() >= readings.SURE)
        return DocumentWords(source, periods=periods_in("", top, "", romans=source == "text"), fingerprint=fingerprint(words), words=len(words))
    fields = _fields(heading, sheet, source, pages)
    blank = fields.number_blank and not numbered_elsewhere(printed, heading)
    return changed(fields, number_blank=blank, words=len(words))


def _fields(heading: Heading, sheet: Sheet, source: TextSource, pages: int) -> DocumentWords:
    number, number_blank = number_in(heading, source)
    issued, date_blank = date_in(heading, source)
    issuer, superior = issuer_in(heading, source)
    subject = subject_in(heading, sheet, source)
    of_kind = _kind(heading, source, number)
    capacity, signer = signer_in(heading.below, sheet, source)
    if pages > 1 and not any(squeezed(line.text).startswith(_FOOT) for line in heading.below):
        capacity, signer = None, None
    body = " ".join(line.text for line in _body(heading.below))
    return DocumentWords(
        source,
        number=number,
        issued=issued,
        issuer=issuer,
        superior=superior,
        kind=of_kind,
        subject=subject,
        capacity=capacity,
        signer=signer,
        recipients=recipients_in(heading.below, sheet),
        periods=_periods(heading, of_kind, subject, source),
        number_blank=number_blank,
        date_blank=date_blank,
        fingerprint=fingerprint(words_of(body)),
    )


def _periods(heading: Heading, of_kind: Reading | None, subject: Reading | None, source: TextSource) -> tuple[StatedPeriod, ...]:
    """Return the periods named; on a scan only those in lines that OCR was sure of."""
    lines = [*heading.left, *heading.below]
    title = subject.value if subject else ""
    if source == "ocr" and any(line.certainty() < readings.SURE for line in lines if line.text in title):
        title = ""
    body = " ".join(line.text for line in _body(heading.below) if source == "text" or line.certainty() >= readings.SURE)
    return periods_in(of_kind.value if of_kind else "", title, body, romans=source == "text")


def _body(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines between the title and the signature."""
    end = next((number for number, line in enumerate(lines) if squeezed(line.text).startswith(_FOOT)), len(lines))
    return lines[1:end]


def _kind(heading: Heading, source: TextSource, number: Reading | None) -> Reading | None:
    if heading.title is not None:
        line = heading.below[0]
        return readings.reading(heading.title.kind, line.text, (line,), source, doubts=0 if heading.state else 1)
    about, addressed = says_about(heading), heading.addressed
    if not about and not (addressed and number is not None):
        return None
    snippet = " … ".join(word for word, said in (("V/v", about), ("Kính gửi", addressed)) if said)
    return readings.reading(kind.LETTER, snippet, (), "text", doubts=0 if about and addressed else 1)
