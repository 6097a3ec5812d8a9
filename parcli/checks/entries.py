"""SC: from the cells of a returned workbook to the unit's records, with a finding for whatever cannot be taken as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from parcli.checks.answers import answered, short
from parcli.core import points, words
from parcli.core.carry import Passage
from parcli.core.edition import Block, Kind, Policies
from parcli.core.findings import Finding, found
from parcli.core.item import Item
from parcli.core.returned import Cell, Returned
from parcli.core.scoring import own_points
from parcli.core.submission import SelfAssessment

_APPLIES = "có"
_TOLERANCE = Fraction(1, 10**9)
_OF_FATE = {"added": "WB315", "inputs": "WB315", "removed": "WB316", "reworded": "WB317", "relabelled": "WB319"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What the checks of one return need to know besides the return itself."""

    block: Block
    policies: Policies
    year: int
    exempt: Mapping[str, Kind]


def take_records(desk: Desk, one: Returned, unit: str) -> tuple[dict[str, SelfAssessment], tuple[Finding, ...]]:
    """Return the unit's record of each item and all findings about its entries."""
    records: dict[str, SelfAssessment] = {}
    findings: list[Finding] = []
    for item in desk.block.items(desk.year):
        if item.code not in one.rows:
            continue
        reading = _Item(desk, one, unit, item)
        records[item.code] = reading.record()
        findings += reading.findings
    return records, tuple(findings)


def changed_since(fates: Mapping[str, Passage], one: Returned, unit: str, version: str) -> tuple[Finding, ...]:
    """Say which items a workbook that was made earlier cannot answer as they are now, which are asked in other words or no longer."""
    return tuple(
        found(_OF_FATE[each.fate], unit=unit, file=one.path, item=code, version=version, how=f"term:fate_{each.fate}")
        for code, each in fates.items()
        if each.fate in _OF_FATE
    )


def scored_otherwise(
    former: Desk, present: Desk, records: tuple[Mapping[str, SelfAssessment], Mapping[str, SelfAssessment]], one: Returned, unit: str, version: str
) -> tuple[Finding, ...]:
    """Say for which items the same entries earn other points now; ``records`` are the unit's before and after the change."""
    old = {item.code: item for item in former.block.items(former.year)}
    before, after = records
    told = []
    for item in present.block.items(present.year):
        if item.code not in after or item.code in present.exempt or not item.self_scored or after[item.code].claim is not None:
            continue
        was = own_points(old[item.code], before[item.code], former.policies)
        now = own_points(item, after[item.code], present.policies)
        if was is not None and now is not None and (was, old[item.code].maximum) != (now, item.maximum):
            values = {
                "found": points.vietnamese(was), "of": points.vietnamese(old[item.code].maximum),
                "expected": points.vietnamese(now), "maximum": points.vietnamese(item.maximum),
            }  # fmt: skip
            told.append(found("WB318", unit=unit, file=one.path, item=item.code, version=version, **values))
    return tuple(told)


class _Item:
    """Reads one item's cells; complaints gather in ``findings``."""

    def __init__(self, desk: Desk, one: Returned, unit: str, item: Item) -> None:
        self.desk, self.one, self.unit, self.item = desk, one, unit, item
        self.findings: list[Finding] = []

    def say(self, code: str, cell: Cell, **values: object) -> None:
        self.findings.append(found(code, unit=self.unit, file=self.one.path, sheet=cell.sheet, cell=cell.address, item=self.item.code, **values))

    def record(self) -> SelfAssessment:
        own = self.one.rows[self.item.code]
        why = own["explanation"].text.strip() if "explanation" in own else ""
        claim, refused = self.claim(own, why)
        claimed = claim is not None or self.item.code in self.desk.exempt
        answers, about_answers = answered(self.item, self.one, self.unit, claimed=claimed)
        self.findings += about_answers
        shown = self.one.shown.get(self.item.code)
        cell = shown.address if shown else ""
        record = SelfAssessment(self.item.code, cell, answers, claim, refused, why, _shown_points(shown))
        self.council(own, why)
        self.compare(record, shown)
        return record

    def claim(self, own: Mapping[str, Cell], why: str) -> tuple[Kind | None, bool]:
        """Return the reason for which the unit says the item does not apply, and whether it cannot stand."""
        cell = own.get("applies")
        if cell is None or self.item.code in self.desk.exempt:
            return None, False
        said = words.key(cell.text)
        if cell.blank or (said == _APPLIES and cell.formula is None):
            return None, False
        kind = next((each for each in Kind if words.key(each.label) == said), None)
        if kind is None:
            self.say("SC203", cell, found=cell.shown)
            return None, True
        if not self.item.self_scored or self.item.criterion.treatment(kind, self.desk.policies) == "never":
            self.say("SC201", cell, found=kind.label)
            return kind, True
        if not why:
            self.say("SC202", cell, found=kind.label)
            return kind, True
        # The sentence ends in a full stop of its own.
        self.say("SC204", cell, found=kind.label, why=short(why).removesuffix("."))
        return kind, False

    def council(self, own: Mapping[str, Cell], why: str) -> None:
        if self.item.criterion.assessed_by == "council" and not why and "explanation" in own and self.item.code not in self.desk.exempt:
            self.say("SC302", own["explanation"])

    def compare(self, record: SelfAssessment, shown: Cell | None) -> None:
        """Compare the points that the sheet shows with those that the definition gives; a formula without a value says nothing."""
        if shown is None or shown.blank or shown.doubt or not self.item.self_scored or record.claim_refused or self.item.code in self.desk.exempt:
            return
        if record.claim is not None:
            return
        computed = own_points(self.item, record, self.desk.policies)
        if record.shown is not None and computed is not None and abs(record.shown - computed) <= _TOLERANCE:
            return
        if record.shown is None and computed is None:
            return
        expected = "—" if computed is None else points.vietnamese(computed)
        found = shown.text if record.shown is None else points.vietnamese(record.shown)
        self.say("WB310", shown, found=found, expected=expected)


def _shown_points(cell: Cell | None) -> Fraction | None:
    if cell is None or cell.error or isinstance(cell.raw, bool) or not isinstance(cell.raw, int | float):
        return None
    read = points.from_double(float(cell.raw))
    return read if isinstance(read, Fraction) else None
