"""What each item asks for against what it has: enough documents, issued ones, signed ones where that is asked."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from parcli.checks.evidence.case import SCORING, Case, Place
from parcli.checks.evidence.standing import class_of_file, must_bear_out, signature_fails, usable
from parcli.core import words
from parcli.core.evidence import EvidenceFile
from parcli.core.findings import Finding, found
from parcli.core.points import vietnamese
from parcli.core.scoring import ItemResult
from parcli.core.sufficiency import EvidenceClass

# An item that asks for these has what it asks for in a picture or a table, which a person still weighs.
_SUPPORTING_ASKED = ("ảnh", "hình ảnh", "video", "bản kết xuất", "kết xuất", "đường dẫn", "bản chụp màn hình")


def asked(case: Case) -> Iterator[Finding]:
    """Say which items lack the evidence that they ask for. Zero points and items that do not apply need none."""
    failing = _failing(case)
    for one in case.items:
        if not must_bear_out(case, one):
            continue
        files = tuple(file for file in case.links.get(one.code, ()) if usable(file))
        if one.code in failing and len(files) < one.item.criterion.evidence.required:
            continue  # The line or the file that fails says why.
        yield from _item(case, one, files)


def _item(case: Case, one: ItemResult, files: tuple[EvidenceFile, ...]) -> Iterator[Finding]:
    evidence, record = one.item.criterion.evidence, case.records[one.code]
    place: Place = {"unit": case.unit, "file": case.workbook, "sheet": SCORING, "cell": record.cell or None, "item": one.code}
    documents, explained = "; ".join(evidence.documents) or "—", bool(record.explanation)
    if not files:
        yield found("EV302" if explained else "EV301", **place, documents=documents, points=_points(one))
        return
    if all(class_of_file(file) is EvidenceClass.REFERENCE for file in files):
        if not all(map(signature_fails, files)):  # Else each file says already why it does not count.
            enough = explained or _asks_for_support(evidence.documents)
            yield found("EV205" if enough else "EV304", **place, documents=documents, found="; ".join(file.path for file in files))
        return
    if len(files) < evidence.required and not explained:
        yield found("EV303", **place, documents=documents, found=len(files), required=evidence.required)
    if evidence.signed == "digital" and not any(map(_may_be_signed, files)):
        yield found("EV231" if explained else "EV230", **place, documents=documents, found="; ".join(file.path for file in files))


def _asks_for_support(documents: tuple[str, ...]) -> bool:
    return any(words.key(name).startswith(_SUPPORTING_ASKED) for name in documents)


def _may_be_signed(file: EvidenceFile) -> bool:
    """Whether a file holds a digital signature. One that does not hold has its own finding, so it counts here."""
    return file.pdf is not None and file.pdf.signed


def _failing(case: Case) -> set[str]:
    """Return the items one of whose cited files is not there or cannot be read."""
    broken = {code for code, files in case.links.items() if not all(map(usable, files))}
    return broken | {one.item for one in case.citations if one.item is not None and one.match.file is None}


def _points(one: ItemResult) -> str:
    return vietnamese(one.computed) if isinstance(one.computed, Fraction) else "—"
