"""What the document says of itself against what the register says of it: number, date, agency, page; and drafts.

Only what was read with some certainty is compared, and only with what the register states: a blank is no difference.
Form of the fields: Decree 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from parcli.checks.evidence.case import Case, Citation
from parcli.checks.evidence.reliable import letters, reliable
from parcli.checks.evidence.units import directory_of
from parcli.core import words
from parcli.core.agencies import may_be_called, same_agency
from parcli.core.document import DocumentWords, Reading
from parcli.core.evidence import EvidenceFile
from parcli.core.findings import Finding, found
from parcli.core.numbers import same_number

_DASHES = re.compile(r"[‐‑‒–—―−]")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_NUMBER_NOISE = re.compile(r"^so(?=[:.\s\d])|[\s:]|\.+$")
# "cổng/trang 1022" is an address, "trang 2.1" a section and "trang 98,5%" a share.
_PAGES = re.compile(
    r"(?<![^\W_])(?<![/.])(?:trang|tr)(?![^\W\d_])\.?(?:\s*số)?\s*(\d{1,6})(?!\d)"
    r"((?:\s*(?:-|,|;|&|và|đến)\s*(?:(?:trang|tr)\.?\s*)?\d{1,6}(?!\d))*)"
)
_LIST_ENDS = re.compile(r"\s*(?:$|[.,;:)\]](?!\s*\d))")
_NO_PAGE = re.compile(r"\s*[%/]|[.,]\d")
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
    """Name documents whose number or day was left blank: papers that were not issued. The report has a finding of its own."""
    reports = case.reports if case.report_due is not None else ()
    for file in case.folder.files:
        said = words_of(file)
        if said is not None and said.draft and file not in reports:
            what = "both" if said.number_blank and said.date_blank else "number" if said.number_blank else "date"
            known = (one.snippet for one in (said.number, said.issued, said.subject) if one is not None)
            yield found("EV240", **case.at(file), what=f"term:blank_{what}", snippet=" … ".join(known) or "—", items=case.named_items(file))


def against_register(case: Case) -> Iterator[Finding]:
    """Compare number, date, agency and page of each cited document with its lines of the register."""
    for file in case.folder.files:
        said, lines = words_of(file), case.citing(file)
        if said is not None and reliable(file, said):
            about_it = _about_page_one(said, lines)
            yield from _number(case, said, about_it)
            yield from _date(case, said, about_it)
            yield from _issuer(case, said, about_it)
        if file.pdf is not None and file.pdf.pages:
            yield from _page(case, file, file.pdf.pages, lines)


def _about_page_one(said: DocumentWords, lines: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """Leave out the lines that may mean a second document in the same file: by a later page, or by another number."""
    near = tuple(one for one in lines if min(cited_pages(one.row.part), default=1) <= 1)
    read = sure(said.number)
    if read is None:
        return near if len({number_key(one.row.number) for one in lines if one.row.number}) <= 1 else ()
    fits = {one.row.number: same_number(one.row.number, read.value) for one in lines if one.row.number}
    return tuple(one for one in near if fits.get(one.row.number, True)) if True in fits.values() else near


def _number(case: Case, said: DocumentWords, lines: tuple[Citation, ...]) -> Iterator[Finding]:
    read = sure(said.number)
    if read is None or said.number_blank:
        return
    for stated, citations in _unlike(lines, lambda one: one.row.number, lambda text: same_number(text, read.value) is not False):
        yield _differs("EV241", case, citations, "number", stated, read.value, read.snippet)


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
    units = directory_of(case.cycle.units).going_by

    def same(text: str) -> bool:
        if said.source == "ocr" and letters(text) in (letters(read.value), letters(whole)):
            return True
        return may_be_called(text, read.value, units) or same_agency(text, whole) is not False

    for stated, citations in _unlike(lines, lambda one: one.row.issuer, same):
        yield _differs("EV243", case, citations, "issuer", stated, read.value, read.snippet)


def _page(case: Case, file: EvidenceFile, pages: int, lines: tuple[Citation, ...]) -> Iterator[Finding]:
    for stated, citations in _unlike(lines, lambda one: one.row.part, lambda text: last_page(text) <= pages):
        first = citations[0]
        cells = "; ".join(one.address("part") for one in citations)
        yield found("EV244", **case.cell(first, "part"), item=first.item, name=file.path, stated=stated, pages=pages, cells=cells)


def cited_pages(part: str) -> tuple[int, ...]:
    """Return the pages that a text cites after "trang" or "tr.": bare figures, lists and ranges of them.

    What follows the first figure counts only where the list plainly ends: in "trang 2; 150 hồ sơ" 150 is no page.
    """
    text = _DASHES.sub("-", words.key(part))
    cited = (int(figure) for match in _PAGES.finditer(text) for figure in _figures(text, match))
    return tuple(page for page in cited if page not in _YEARS)


def _figures(text: str, cited: re.Match[str]) -> tuple[str, ...]:
    if _LIST_ENDS.match(text, cited.end()):
        return (cited[1], *re.findall(r"\d+", cited[2]))
    return () if _NO_PAGE.match(text, cited.end(1)) else (cited[1],)


def last_page(part: str) -> int:
    """Return the greatest page that a text cites; 0 where it cites none."""
    return max(cited_pages(part), default=0)


def _unlike(
    lines: tuple[Citation, ...], stated: Callable[[Citation], str], agrees: Callable[[str], bool]
) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    """Yield what the register states and the file does not bear out, each once with the lines that state it."""
    told: dict[str, list[Citation]] = defaultdict(list)
    for one in lines:
        if text := stated(one):
            told[text].append(one)
    return ((text, tuple(citations)) for text, citations in told.items() if not agrees(text))


def _differs(code: str, case: Case, citations: tuple[Citation, ...], column: str, stated: str, read: str, snippet: str) -> Finding:
    first = citations[0]
    cells = "; ".join(one.address(column) for one in citations)
    return found(code, **case.cell(first, column), item=first.item, name=first.row.name, stated=stated, read=read, snippet=snippet, cells=cells)
