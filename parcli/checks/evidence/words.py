"""What the document says of itself against what the register says of it: number, date, agency, page; and drafts.

Only what was read with some certainty is compared, and only with what the register states: a blank is no difference.
Form of the fields: Decree 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from parcli.checks.evidence.case import Case, Citation
from parcli.core import words
from parcli.core.agencies import same_agency
from parcli.core.document import DocumentWords, Reading
from parcli.core.evidence import EvidenceFile
from parcli.core.findings import Finding, found

_DASHES = re.compile(r"[‐‑‒–—―−]")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_NUMBER_NOISE = re.compile(r"^so(?=[:.\s\d])|[\s:]|\.+$")
_PAGES = re.compile(r"(?<![^\W\d_])(?:trang|tr)(?![^\W\d_])\.?(?:\s*số)?\s*(\d+(?:\s*(?:-|,|;|&|và|đến)\s*(?:(?:trang|tr)\.?\s*)?\d+)*)(?!\.?\d)")
_YEARS = range(1900, 2101)


def words_of(file: EvidenceFile) -> DocumentWords | None:
    """Return what may be said of a document's words: nothing where it bears a mark of secrecy."""
    return None if file.words is None or file.words.secrecy else file.words


def sure(reading: Reading | None) -> Reading | None:
    """Return a reading that is certain enough to compare, else None."""
    return reading if reading is not None and reading.value and reading.confidence != "low" else None


def issuer_of(said: DocumentWords | None) -> Reading | None:
    """Return the issuing agency where it is certain.

    Of two lines, the body above and the issuer, OCR may lose one: on a scan the agency counts only below the one above it.
    """
    if said is None or (said.source == "ocr" and said.superior is None):
        return None
    return sure(said.issuer)


def number_key(text: str) -> str:
    """Return the form in which two spellings of a document's number are equal.

    Case, marks, blanks, kinds of dash, leading zeros and the word "Số" do not matter.
    """
    plain = _DASHES.sub("-", words.unaccented(text))
    return _ZEROS.sub("", _NUMBER_NOISE.sub("", plain))


def drafts(case: Case) -> Iterator[Finding]:
    """Name documents whose number or day was left blank: papers that were not issued."""
    for file in case.folder.files:
        said = words_of(file)
        if said is not None and said.draft:
            what = "both" if said.number_blank and said.date_blank else "number" if said.number_blank else "date"
            known = (one.snippet for one in (said.number, said.issued, said.subject) if one is not None)
            yield found("EV240", **case.at(file), what=f"term:blank_{what}", snippet=" … ".join(known) or "—")


def against_register(case: Case) -> Iterator[Finding]:
    """Compare number, date, agency and page of each cited document with its lines of the register."""
    for file in case.folder.files:
        said, lines = words_of(file), case.citing(file)
        if said is not None:
            yield from _number(case, said, lines)
            yield from _date(case, said, lines)
            yield from _issuer(case, said, lines)
        if file.pdf is not None and file.pdf.pages:
            yield from _page(case, file, file.pdf.pages, lines)


def _number(case: Case, said: DocumentWords, lines: tuple[Citation, ...]) -> Iterator[Finding]:
    read = sure(said.number)
    if read is None or said.number_blank:
        return
    for stated, citations in _unlike(lines, lambda one: one.row.number, lambda text: _same_number(text, read.value)):
        yield _differs("EV241", case, citations, "number", stated, read.value, read.snippet)


def _same_number(stated: str, read: str) -> bool:
    mine, its = number_key(stated), number_key(read)
    # A register may give more than the number (its date, a second number), or the figure alone.
    within = re.search(rf"(?<!\d){re.escape(its)}(?![-&/]?[^\W\d_]*[-&/])", mine)
    return within is not None or mine == its.partition("/")[0] or not any(sign.isdigit() for sign in mine)


def _date(case: Case, said: DocumentWords, lines: tuple[Citation, ...]) -> Iterator[Finding]:
    read = sure(said.issued)
    if read is None or said.date_blank:
        return
    day = f"{said.issued_on:%d/%m/%Y}"
    for stated, citations in _unlike(lines, lambda one: f"{one.row.issued:%d/%m/%Y}" if one.row.issued else "", lambda text: text == day):
        yield _differs("EV242", case, citations, "issued", stated, day, read.snippet)


def _issuer(case: Case, said: DocumentWords, lines: tuple[Citation, ...]) -> Iterator[Finding]:
    read = issuer_of(said)
    if read is None:
        return
    whole = read.value if said.superior is None else f"{read.value} {said.superior.value}"

    def same(text: str) -> bool:
        return same_agency(text, read.value) is not False or same_agency(text, whole) is not False

    for stated, citations in _unlike(lines, lambda one: one.row.issuer, same):
        yield _differs("EV243", case, citations, "issuer", stated, read.value, read.snippet)


def _page(case: Case, file: EvidenceFile, pages: int, lines: tuple[Citation, ...]) -> Iterator[Finding]:
    for stated, citations in _unlike(lines, lambda one: one.row.part, lambda text: last_page(text) <= pages):
        first = citations[0]
        cells = "; ".join(one.address("part") for one in citations)
        yield found("EV244", **case.cell(first, "part"), item=first.item, name=file.path, stated=stated, pages=pages, cells=cells)


def last_page(part: str) -> int:
    """Return the greatest page that a text cites after "trang" or "tr."; 0 where it cites none."""
    text = _DASHES.sub("-", words.key(part))
    cited = (int(figure) for match in _PAGES.finditer(text) for figure in re.findall(r"\d+", match[1]))
    return max((page for page in cited if page not in _YEARS), default=0)


def _unlike(
    lines: tuple[Citation, ...], stated: Callable[[Citation], str], agrees: Callable[[str], bool]
) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """Yield what the register states and the file does not bear out, each once with the lines that state it."""
    told: dict[str, list[Citation]] = defaultdict(list)
    for one in lines:
        text = stated(one)
        if text and not agrees(text):
            told[text].append(one)
    return ((text, tuple(citations)) for text, citations in told.items())


def _differs(code: str, case: Case, citations: tuple[Citation, ...], column: str, stated: str, read: str, snippet: str) -> Finding:
    first = citations[0]
    cells = "; ".join(one.address(column) for one in citations)
    return found(code, **case.cell(first, column), item=first.item, name=first.row.name, stated=stated, read=read, snippet=snippet, cells=cells)
