"""What each item asks for against what it has: enough documents, issued ones, signed ones where that is asked."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from parcli.checks.evidence.case import SCORING, Case, Place
from parcli.checks.evidence.standing import (
    asks_for_support,
    class_of_file,
    counting,
    draft,
    export,
    must_bear_out,
    picture,
    signature_fails,
    usable,
)
from parcli.core.evidence import EvidenceFile
from parcli.core.findings import Finding, found
from parcli.core.points import vietnamese
from parcli.core.scoring import ItemResult
from parcli.core.sufficiency import EvidenceClass


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
            enough = explained or (asks_for_support(one) and bool(counting(one, files)))
            yield found("EV205" if enough else "EV304", **place, documents=documents, **_reference(files))
        return
    counted = counting(one, files)
    if len(counted) < evidence.required and not explained:
        yield found("EV303", **place, documents=documents, found=len(counted), required=evidence.required)
    if evidence.signed == "digital" and not any(map(_may_be_signed, files)):
        yield found("EV231" if explained else "EV230", **place, documents=documents, found="; ".join(file.path for file in files))


def _reference(files: tuple[EvidenceFile, ...]) -> dict[str, str]:
    """Return the names of files that are for reference only, by the reason, each list with the words that follow it or with none."""
    grouped: dict[str, list[EvidenceFile]] = {kind: [] for kind in ("drafts", "signatures", "pictures", "tables", "texts", "others")}
    for file in files:
        grouped[_why_reference(file)].append(file)
    names = {kind: "; ".join(file.path for file in group) for kind, group in grouped.items()}
    are = {kind: f"term:are_{kind}" if group else "term:nothing" for kind, group in grouped.items()}
    return {
        "drafts": names["drafts"], "are_drafts": _blank(grouped["drafts"]),
        "signatures": names["signatures"], "are_signatures": are["signatures"],
        "pictures": names["pictures"], "are_pictures": are["pictures"],
        "tables": names["tables"], "are_tables": are["tables"],
        "texts": names["texts"], "are_texts": are["texts"],
        "others": names["others"], "are_others": are["others"],
    }  # fmt: skip


def _why_reference(file: EvidenceFile) -> str:
    if draft(file):
        return "drafts"
    if file.real_type == "pdf":
        return "signatures"
    if picture(file):
        return "pictures"
    if export(file):
        return "tables"
    return "texts" if file.real_type in ("docx", "pptx", "ole") else "others"


def _blank(drafts: list[EvidenceFile]) -> str:
    """Return the words for what was left blank on drafts: the same on all of them, else one or the other."""
    blanks = {(said.number_blank, said.date_blank) for file in drafts if (said := file.words) is not None}
    if not blanks:
        return "term:nothing"
    what = {(True, False): "number", (False, True): "date", (True, True): "both"}
    return f"term:are_blank_{what[blanks.pop()] if len(blanks) == 1 else 'some'}"


def _may_be_signed(file: EvidenceFile) -> bool:
    """Whether a file holds a digital signature. One that does not hold has its own finding, so it counts here."""
    return file.pdf is not None and file.pdf.signed


def _failing(case: Case) -> set[str]:
    """Return the items one of whose cited files is not there or cannot be read."""
    broken = {code for code, files in case.links.items() if not all(map(usable, files))}
    return broken | {one.item for one in case.citations if one.item is not None and one.match.file is None}


def _points(one: ItemResult) -> str:
    return vietnamese(one.computed) if isinstance(one.computed, Fraction) else "—"
