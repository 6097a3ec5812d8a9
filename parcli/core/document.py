"""What page 1 of a document says of itself: the fields of the form of Decree 30/2020 (Phụ lục I), each as it was read.

A field that was not found is None: unknown, which is neither right nor wrong. Nothing here touches a disk.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from parcli.core.fact import Fact

Confidence = Literal["high", "medium", "low"]
TextSource = Literal["text", "ocr"]
Secrecy = Literal["", "MẬT", "TỐI MẬT", "TUYỆT MẬT"]
Wordless = Literal["", "scan", "unreadable", "too_much", "not_pdf"]
"""Why a file gave no words: a scan that no OCR read, text that could not be taken out, too much of it, not a PDF."""


class Reading(Fact, frozen=True):
    """One field as it was read: its value in standard form, the snippet that it was read from, and how sure it is."""

    value: str
    snippet: str
    confidence: Confidence


class StatedPeriod(Fact, frozen=True):
    """The period of the data that the document names. `start` is None when only its end is said.

    `estimated` says that the words beside it call the figures an estimate ("ước tính", "ước thực hiện").
    """

    start: date | None
    end: date
    estimated: bool
    snippet: str


FigureKind = Literal["total", "code", "capacity", "signer"]


class ReportFigure(Fact, frozen=True):
    """What a self-assessment report says beyond its heading, and on which page.

    A total in points ("55,79"), the text after "Mã đối chiếu:", in what capacity it is signed and by whom.
    """

    kind: FigureKind
    value: str
    snippet: str
    page: int


class DocumentWords(Fact, frozen=True):
    """The fields read from page 1.

    `number` is "05/BC-SNV"; `issued` an ISO date; `issuer` the issuing agency and `superior` the body above it, both
    as printed but with single blanks; `kind` the type in capitals ("BÁO CÁO", "CÔNG VĂN" for a letter); `subject` the
    trích yếu; `capacity` how it is signed ("KT. GIÁM ĐỐC"), `signer` the name under it; `recipients` the lines of Nơi nhận.
    `number_blank` and `date_blank` say that the place is printed but not filled in: a draft. With a mark of `secrecy`
    everything else is empty, for nothing of such a document may be kept. `fingerprint` holds the smallest hashes of the
    page's word groups, to compare two pages without keeping them. `words` is how many words the page has. `source` is
    "ocr" also for the text that a scanner itself laid under its picture. `figures` are read from a self-assessment
    report alone, on the pages up to its signature.
    """

    source: TextSource
    number: Reading | None = None
    issued: Reading | None = None
    issuer: Reading | None = None
    superior: Reading | None = None
    kind: Reading | None = None
    subject: Reading | None = None
    capacity: Reading | None = None
    signer: Reading | None = None
    recipients: tuple[str, ...] = ()
    periods: tuple[StatedPeriod, ...] = ()
    number_blank: bool = False
    date_blank: bool = False
    secrecy: Secrecy = ""
    fingerprint: bytes = b""
    words: int = 0
    figures: tuple[ReportFigure, ...] = ()

    def figure(self, kind: FigureKind) -> ReportFigure | None:
        """Return the first figure of a kind."""
        return next((one for one in self.figures if one.kind == kind), None)

    @property
    def draft(self) -> bool:
        """Whether its number or its day was left blank."""
        return self.number_blank or self.date_blank

    @property
    def issued_on(self) -> date | None:
        """Return the date of issue as a date."""
        return date.fromisoformat(self.issued.value) if self.issued is not None else None
