"""What the evidence of each item amounts to, and whether an explanation is due.

The letter of 2023, section 2: an issued document, scanned or digitally signed, is evidence; papers that were not issued are
for reference; pictures and figures support. What is not known never counts against a file.
"""

from __future__ import annotations

from parcli.checks.evidence.case import Case
from parcli.checks.evidence.files import named_pdf
from parcli.core import words
from parcli.core.evidence import EvidenceFile
from parcli.core.scoring import ItemResult
from parcli.core.signature import verdict_of
from parcli.core.sufficiency import EvidenceClass, ItemEvidence

# An item that asks for these has what it asks for in a picture or a table, which a person still weighs.
_SUPPORTING_ASKED = ("ảnh", "hình ảnh", "video", "bản kết xuất", "kết xuất", "đường dẫn", "bản chụp màn hình")
_PICTURES = ("jpeg", "png", "gif", "tiff", "webp")
_EXPORTS = ("xlsx", "html", "text")


def standing(case: Case) -> tuple[ItemEvidence, ...]:
    """Return the standing of every item that asks for evidence or has some, in the order of the annex."""
    judged = (item_evidence(case, one) for one in case.items)
    return tuple(one for one in judged if one.asked or one.files)


def item_evidence(case: Case, one: ItemResult) -> ItemEvidence:
    """Return the standing of one item's evidence."""
    files, asked = case.links.get(one.code, ()), one.item.criterion.evidence.required
    best, record = class_of(files), case.records.get(one.code)
    enough = len(counting(one, files)) >= asked
    due = must_bear_out(case, one) and not enough
    return ItemEvidence(one.code, best, tuple(file.path for file in files), asked, due, record is not None and bool(record.explanation))


def must_bear_out(case: Case, one: ItemResult) -> bool:
    """Whether an item needs evidence: it asks for some, and the unit claims points for it or the council is to judge it."""
    if case.records.get(one.code) is None or not one.item.criterion.evidence.required:
        return False
    return one.item.criterion.assessed_by == "council" or (one.computed is not None and one.computed > 0 and one.why is None)


def counting(one: ItemResult, files: tuple[EvidenceFile, ...]) -> tuple[EvidenceFile, ...]:
    """Return the files that count towards what an item asks for: the official ones, and pictures and exports where it asks for such."""
    support = asks_for_support(one)
    return tuple(
        file for file in files if class_of_file(file) is EvidenceClass.OFFICIAL or (support and usable(file) and (picture(file) or export(file)))
    )


def asks_for_support(one: ItemResult) -> bool:
    """Whether one of the documents that an item asks for is a picture or an export."""
    return any(words.key(name).startswith(_SUPPORTING_ASKED) for name in one.item.criterion.evidence.documents)


def picture(file: EvidenceFile) -> bool:
    """Whether a file is a picture."""
    return file.real_type in _PICTURES


def export(file: EvidenceFile) -> bool:
    """Whether a file is a table or a page as systems export them. Old tables are told from old texts by their names."""
    return file.real_type in _EXPORTS or (file.real_type == "ole" and file.path.casefold().endswith(".xls"))


def class_of(files: tuple[EvidenceFile, ...]) -> EvidenceClass:
    """Return what the best of some files is."""
    present = {class_of_file(file) for file in files}
    order = (EvidenceClass.OFFICIAL, EvidenceClass.REFERENCE, EvidenceClass.UNREADABLE)
    return next((one for one in order if one in present), EvidenceClass.NONE)


def class_of_file(file: EvidenceFile) -> EvidenceClass:
    """Return what one file is. A PDF of which nothing is known against it counts as official: most are scans."""
    if not usable(file):
        return EvidenceClass.UNREADABLE
    if file.real_type != "pdf" or draft(file) or signature_fails(file):
        return EvidenceClass.REFERENCE
    return EvidenceClass.OFFICIAL


def usable(file: EvidenceFile) -> bool:
    """Whether a file was examined and opens as what it is called. A file with a mark of secrecy is not looked into."""
    if not file.examined or file.real_type in ("empty", "unknown") or (file.words is not None and file.words.secrecy):
        return False
    if file.real_type != "pdf":
        return not named_pdf(file)
    return file.pdf is not None and file.pdf.opens


def draft(file: EvidenceFile) -> bool:
    """Whether the document's number or day was left blank."""
    return file.words is not None and file.words.draft


def signature_fails(file: EvidenceFile) -> bool:
    """Whether the file's digital signature does not hold. False where there is none or nothing can be said."""
    pdf = file.pdf
    return pdf is not None and bool(pdf.signatures) and verdict_of(pdf.tail, pdf.signatures, pdf.unchecked) == "invalid"
