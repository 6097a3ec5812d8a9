"""The parts of kiem-tra.html about evidence: what stands in several places, how many explanations are due, each item's class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.sufficiency import EvidenceClass, ItemEvidence, SharedEvidence
from parcli.report.evidence_document import UnitEvidence
from parcli.report.evidence_words import class_text, item_titles, shared_text
from parcli.report.wording import Wording

Json = dict[str, Any]
_MOST_HOLDERS = 60


def shared_parts(shared: Sequence[SharedEvidence], cycle: Cycle, wording: Wording) -> Json:
    """Return the documents in several places and their count: those to ask about, and those of a superior, which are only named."""
    said = [(one, _shared(one, cycle, wording)) for one in shared]
    asked, superiors = ([each for one, each in said if bool(one.superior) is named] for named in (False, True))
    return {"asked": asked, "superiors": superiors, "count": len(said)}


def _shared(one: SharedEvidence, cycle: Cycle, wording: Wording) -> Json:
    holders = [
        {"unit": _name(cycle, each.unit), "codes": ", ".join(each.items) or wording.text("evidence.page.no_items"), "file": _file_name(each.path)}
        for each in one.holders[:_MOST_HOLDERS]
    ]
    return {"said": shared_text(one, wording), "holders": holders, "more": len(one.holders) - len(holders)}


def _name(cycle: Cycle, unit_id: str) -> str:
    unit = cycle.unit(unit_id)
    return unit_id if unit is None else unit.name


def _file_name(path: str) -> str:
    """Return the path under evidence/, as the unit knows it."""
    return path.partition("/evidence/")[2] or path


def standing_parts(units: Sequence[UnitEvidence], edition: Edition, cycle: Cycle, wording: Wording) -> dict[str, Json]:
    """Return by unit what its page says of its items: the counts by class, and a row for each item."""
    titles = item_titles(edition, cycle)
    return {one.unit: _standing(one, titles.get(one.unit, {}), wording) for one in units if one.standing}


def class_columns(wording: Wording) -> list[Json]:
    """Return the classes in order, with their words."""
    return [{"name": each.value, "label": class_text(each, wording)} for each in EvidenceClass]


def _standing(one: UnitEvidence, titles: Mapping[str, str], wording: Wording) -> Json:
    counts = Counter(each.evidence_class for each in one.standing)
    due = sum(each.needs_explanation for each in one.standing)
    return {
        "classes": [{"label": class_text(each, wording), "count": counts[each]} for each in EvidenceClass],
        "due": due,
        "given": due - len(one.unexplained),
        "missing": [each.item for each in one.unexplained],
        "rows": _Rows(one.standing, titles, wording),
    }


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a unit's items, made where the page comes to them: a country's would fill the memory."""

    standing: Sequence[ItemEvidence]
    titles: Mapping[str, str]
    wording: Wording

    def __len__(self) -> int:
        return len(self.standing)

    def __iter__(self) -> Iterator[Json]:
        return (_row(each, self.titles.get(each.item, ""), self.wording) for each in self.standing)


def _row(each: ItemEvidence, title: str, wording: Wording) -> Json:
    state = "none" if not each.needs_explanation else "given" if each.explained else "missing"
    return {
        "item": each.item,
        "title": title,
        "class": each.evidence_class.value,
        "label": class_text(each.evidence_class, wording),
        "files": each.files,
        "state": state,
        "explanation": wording.text(f"evidence.explanation.{state}"),
    }
