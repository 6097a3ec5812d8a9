"""The faults that a rehearsal plants, each in one unit, and the finding that each must cause."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from fractions import Fraction
from typing import Any

from parcli.core import check_code
from parcli.core.edition import Kind, Policies
from parcli.core.item import Item
from parcli.core.rules import Ratio
from parcli.demo.clerk import Document, Dossier
from parcli.demo.signed_report import Stated

_MORE = Fraction(3, 2)


class Fault(Enum):
    """A fault and the code of its finding."""

    MISSING_FILE = "EV102"
    NUMBER_AS_TEXT = "SC109"
    OVERWRITTEN_FORMULA = "WB308"
    CHANGED_MAXIMUM = "WB307"
    BLANK_ITEM = "SC101"
    UNREADABLE_PDF = "EV201"
    LAST_YEARS_WORKBOOK = "WB203"
    NEVER_RETURNED = "WB101"
    CLAIM_WITHOUT_EXPLANATION = "SC202"
    PART_ABOVE_WHOLE = "SC117"
    TWO_WORKBOOKS = "WB102"
    LOCKED_PDF = "EV202"
    ANOTHER_UNITS_WORKBOOK = "WB204"
    NO_EVIDENCE = "EV301"
    UNNUMBERED_DRAFT = "EV240"
    NUMBER_UNLIKE_REGISTER = "EV241"
    DATE_UNLIKE_REGISTER = "EV242"
    REPORT_BY_DEPUTY = "EV317"
    REPORT_TOTAL_DIFFERS = "EV315"
    REPORT_CODE_DIFFERS = "EV316"

    @property
    def kind(self) -> str:
        """Its name in planted.json."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault in a unit, and the file or item that it is about."""

    unit: str
    fault: Fault


BY_MAIL = {Fault.LAST_YEARS_WORKBOOK: "IN103", Fault.TWO_WORKBOOKS: "IN102"}
"""What the return desk finds in the mail before it reaches a unit's folder, and the finding that it must cause there."""
OF_EXCLUDED = Fault.ANOTHER_UNITS_WORKBOOK
"""A fault that stops the appraisal of a unit: here that of the one that is not assessed."""
ACCEPTED = Fault.CHANGED_MAXIMUM
"""A fault that would stop the appraisal of a unit; in a rehearsal the office accepts it, since maxima come from the edition."""


def spread(units: Sequence[str]) -> tuple[Planted, ...]:
    """Plant each fault in a unit of its own, evenly over the cycle; with few units, as many as there are."""
    faults = [fault for fault in Fault if fault not in BY_MAIL and fault is not OF_EXCLUDED][: len(units)]
    step = max(1, len(units) // max(1, len(faults)))
    return tuple(Planted(units[place * step], fault) for place, fault in enumerate(faults))


def into_answers(fault: Fault, dossier: Dossier, items: Sequence[Item], policies: Policies) -> None:
    """Change the answers or the register as the fault has it."""
    match fault:
        case Fault.NUMBER_AS_TEXT:
            item, whole = _ratio(dossier, items)
            dossier.put(f"{item.code}/whole", "input", f"{int(whole)},5")
        case Fault.PART_ABOVE_WHOLE:
            item, whole = _ratio(dossier, items)
            dossier.put(f"{item.code}/part", "input", whole + 3)
            dossier.cells[f"{item.code}/part"].pop("estimate", None)
        case Fault.BLANK_ITEM:
            item, _ = _ratio(dossier, items)
            for name in ("part", "whole"):
                del dossier.cells[f"{item.code}/{name}"]
        case Fault.CLAIM_WITHOUT_EXPLANATION:
            item = next(one for one in items if one.self_scored and one.criterion.treatment(Kind.NOT_ASSIGNED, policies) != "never")
            for key in [key for key in dossier.cells if key == item.code or key.startswith(f"{item.code}/")]:
                del dossier.cells[key]
            dossier.put(item.code, "applies", Kind.NOT_ASSIGNED.label)
        case Fault.NO_EVIDENCE:
            item, whole = _ratio(dossier, items)
            dossier.put(f"{item.code}/part", "input", whole)
            dossier.cells[f"{item.code}/part"].pop("estimate", None)
            dossier.register = [line for line in dossier.register if line["item"] != item.code]


def into_evidence(fault: Fault, dossier: Dossier) -> None:
    """Change what is registered, or add a draft beside a good document, as the fault has it."""
    line, document = _readable(dossier)
    match fault:
        case Fault.NUMBER_UNLIKE_REGISTER:
            for each in (each for each in dossier.register if each["name"] == document.name):
                each["number"] = f"9{document.paper.number}"
        case Fault.DATE_UNLIKE_REGISTER:
            line["issued"] = document.paper.issued - timedelta(days=7)
        case Fault.UNNUMBERED_DRAFT:
            unnumbered = replace(document.paper, number="     /" + document.paper.number.partition("/")[2])
            draft = replace(document, name=f"Du thao {document.name}", paper=unnumbered)
            dossier.documents.append(draft)
            dossier.register.append({"item": line["item"], "name": draft.name, "kind": line["kind"], "issued": line["issued"]})


def into_report(fault: Fault | None, stated: Stated) -> Stated:
    """Change what the signed report says as the fault has it."""
    if fault is Fault.REPORT_BY_DEPUTY:
        return replace(stated, by_deputy=True)
    if fault is Fault.REPORT_TOTAL_DIFFERS and stated.total is not None:
        return replace(stated, total=stated.total + _MORE)
    if fault is Fault.REPORT_CODE_DIFFERS:
        return replace(stated, code=check_code.code((1,)))
    return stated


def _readable(dossier: Dossier) -> tuple[dict[str, Any], Document]:
    """Return a line of the register whose document has text, and that document."""
    texts = {document.name: document for document in dossier.documents if not document.scanned}
    return next((line, texts[str(line["name"])]) for line in dossier.register if line["name"] in texts)


def _ratio(dossier: Dossier, items: Sequence[Item]) -> tuple[Item, Any]:
    """Return an item scored by a ratio in full, with evidence asked for and answered, and its whole."""
    for item in items:
        whole = dossier.cells.get(f"{item.code}/whole", {}).get("input")
        if isinstance(item.rule, Ratio) and item.criterion.evidence.required and whole is not None:
            return item, whole
    message = "the edition has no item scored by a ratio"
    raise LookupError(message)


def into_workbook(fault: Fault, content: bytes, rows: dict[str, int], target: str) -> bytes:
    """Change the finished workbook as someone might who takes off the protection; ``rows`` gives the row of each item."""
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy; only two faults need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content))
    sheet = book["Tự chấm điểm"]
    if fault is Fault.OVERWRITTEN_FORMULA:
        sheet[f"J{rows[target]}"] = 0.25
    if fault is Fault.CHANGED_MAXIMUM:
        sheet[f"D{rows[target]}"] = 5
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
