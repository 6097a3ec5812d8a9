"""The signed self-assessment report: whether it came, is a document of the unit's head, and agrees with the workbook.

The letter of 2023, section 1: the head of the agency signs it, and it states the total. It may have come through the
document-management system instead, and much of it cannot be read on a scan: so everything here is a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parcli.checks.evidence.case import Case, Place
from parcli.checks.evidence.files import named_pdf
from parcli.checks.evidence.reliable import reliable
from parcli.checks.evidence.standing import usable
from parcli.checks.evidence.words import issuer_of, words_of
from parcli.core import words
from parcli.core.agencies import among, may_be_called
from parcli.core.document import DocumentWords
from parcli.core.evidence import EvidenceFile
from parcli.core.findings import Finding, found
from parcli.core.points import vietnamese
from parcli.core.signed_report import REPORT_FOLDER, ReportDue, agrees, same_code

# Nghị định 30/2020/NĐ-CP, Phụ lục I, II.7: for the head (KT.), by order (TL.), by authority handed down (TUQ.).
_FOR_ANOTHER = {"kt": "signed_kt", "tl": "signed_tl", "tuq": "signed_tuq"}
_SLASHED, _LETTERS = re.compile(r"(?<=\bk|\bt)\s?/\s?(?=[a-z]{1,2}\b)"), re.compile(r"[a-z]+")
_DEPUTY = re.compile(r"(?:.*\s)?pho\s")
_PRINTED = 2


def signed_report(case: Case) -> Iterator[Finding]:
    """Say what there is to ask about the report; nothing where none is asked for."""
    if case.report_due is None:
        return
    files = case.reports
    if not files:
        yield found("EV310", unit=case.unit, file=case.file(REPORT_FOLDER))
        return
    readable = tuple(file for file in files if file.real_type == "pdf" and usable(file))
    if not readable:
        yield from _no_pdf(case, files)
    for file in _reports(readable):
        yield from _form(case, file)
        said = words_of(file)
        if said is not None and reliable(file, said):
            yield from _signer(case, file, said)
            yield from _figures(case, file, said, case.report_due)


def _no_pdf(case: Case, files: tuple[EvidenceFile, ...]) -> Iterator[Finding]:
    """Say that what lies there is no PDF; a PDF that cannot be read has its own finding already."""
    others = [file for file in files if file.examined and file.real_type != "pdf" and not named_pdf(file)]
    if others:
        yield found("EV311", **case.at(others[0]), names="; ".join(file.path for file in others))


def _reports(files: tuple[EvidenceFile, ...]) -> tuple[EvidenceFile, ...]:
    """Return those that have a document's heading; without one, all: a scan shows none. The rest are annexes."""
    return tuple(file for file in files if _headed(words_of(file))) or files


def _headed(said: DocumentWords | None) -> bool:
    return said is not None and (said.kind is not None or said.number is not None or said.number_blank)


def _form(case: Case, file: EvidenceFile) -> Iterator[Finding]:
    said = words_of(file)
    if said is not None and said.draft:
        what = "both" if said.number_blank and said.date_blank else "number" if said.number_blank else "date"
        known = (one.snippet for one in (said.number, said.issued, said.subject) if one is not None)
        yield found("EV312", **case.at(file), what=f"term:blank_{what}", snippet=" … ".join(known) or "—")
    elif said is not None and said.source == "text" and file.pdf is not None and file.pdf.content == "text" and not file.pdf.signed:
        yield found("EV313", **case.at(file))


def _signer(case: Case, file: EvidenceFile, said: DocumentWords) -> Iterator[Finding]:
    capacity = said.capacity or said.figure("capacity")
    way = _way(capacity.value) if capacity is not None else None
    if capacity is not None and way is not None:
        name = said.signer or said.figure("signer")
        yield found("EV317", **case.at(file), capacity=capacity.value, way=f"term:{way}", signer=name.value if name is not None else "—")
    issuer, unit = issuer_of(said), case.about_unit
    if issuer is None or unit is None:
        return
    names = (unit.name, *unit.aliases, *unit.successor_of)
    if among(issuer.value, names) is False and not any(may_be_called(name, issuer.value) for name in names):
        yield found("EV318", **case.at(file), issuer=issuer.value, name=unit.name)


def _way(capacity: str) -> str | None:
    """Return for whom it is signed, None where the head signs, acting or on behalf of the whole body too."""
    text = _SLASHED.sub("", words.unaccented(capacity))
    named = next((way for short, way in _FOR_ANOTHER.items() if short in _LETTERS.findall(text)), None)
    return named or ("signed_deputy" if _DEPUTY.match(text) else None)


def _figures(case: Case, file: EvidenceFile, said: DocumentWords, due: ReportDue) -> Iterator[Finding]:
    total, code = said.figure("total"), said.figure("code")
    place: Place = case.at(file)
    if total is not None and not agrees(total.value, due.totals):
        computed = vietnamese(due.totals[0], _PRINTED)
        yield found("EV315", **place, stated=total.value, computed=computed, snippet=total.snippet, page=total.page)
    if code is not None and not same_code(code.value, due.code, by_eye=said.source == "ocr"):
        yield found("EV316", **place, stated=code.value, computed=due.code, page=code.page)
