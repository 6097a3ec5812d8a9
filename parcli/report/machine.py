"""Results and findings as JSON, in the shapes that design section 5 promises to other programs.

Decimals are strings with at most ten places. Where that is not exact (a third of a point), ``exact`` beside it holds
the fraction, so that a ranking made from the file is the ranking made from the figures. Unseen signs in the text of
units stand as escapes: the value is unchanged, the file is safe to look at.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from io import BytesIO

from parcli.core import findings as catalogue
from parcli.core import points
from parcli.core.accounting import Accounts
from parcli.core.doubt import Mover
from parcli.core.findings import Finding
from parcli.core.rankbook import BlockBook, Former, RankedUnit, UnitDetail
from parcli.core.ranking import Unranked
from parcli.core.scoring import AreaResult, ItemResult, UnitResult
from parcli.report.accounts_words import KEY, accounts_line
from parcli.report.detail_lines import detail_lines
from parcli.report.outward import escaped_in_json
from parcli.report.reread import ScoresRead, read_scores
from parcli.report.score_lines import SCORES_FORMAT
from parcli.report.wording import Wording, reason_text

FINDINGS_FORMAT, RANKING_FORMAT = "parcli/findings@1", "parcli/ranking@1"
__all__ = [
    "FileSeen",
    "ScoresRead",
    "UnitFindings",
    "exact_fractions",
    "finding_line",
    "findings_document",
    "long_document",
    "ranking_document",
    "read_scores",
    "scores_document",
    "summary",
]
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file that was looked into: its path in the cycle, its hash, its size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class UnitFindings:
    """What was found in a unit's return. ``submitted`` is false when there is no workbook at all."""

    unit: str
    block: str
    files: tuple[FileSeen, ...]
    findings: tuple[Finding, ...]
    submitted: bool

    @property
    def status(self) -> str:
        """The weight of the heaviest finding; ``clean`` without any, ``not_submitted`` without a workbook."""
        if not self.submitted:
            return "not_submitted"
        weight = catalogue.heaviest(self.findings)
        if weight is None:
            return "clean"
        return "blocked" if weight is catalogue.Severity.BLOCK else weight.word


def findings_document(
    cycle_id: str, units: Sequence[UnitFindings], loose: Sequence[Finding], wording: Wording, accounts: Accounts | None = None
) -> bytes:
    """Return findings.json: every unit with its files and findings, what belongs to no single unit, and the counts.

    ``accounts`` are those of the whole cycle; None where only some units were looked at.
    """
    head: Json = {"format": FINDINGS_FORMAT, "cycle": cycle_id}
    tail: Json = {"findings": [finding_line(each, wording) for each in loose], "summary": summary(units, loose, accounts)}
    return long_document(head, "units", (_unit_findings(one, wording) for one in units), tail)


def _unit_findings(one: UnitFindings, wording: Wording) -> Json:
    return {
        "unit": one.unit,
        "block": one.block,
        "status": one.status,
        "files": [{"path": file.path, "sha256": file.sha256, "bytes": file.size} for file in one.files],
        "findings": [finding_line(each, wording) for each in one.findings],
    }


def summary(units: Sequence[UnitFindings], loose: Sequence[Finding], accounts: Accounts | None = None) -> dict[str, dict[str, int]]:
    """Count findings by severity (heaviest first) and code, units by status, and files by what became of them."""
    every = [*(each for one in units for each in one.findings), *loose]
    weights = Counter(each.severity for each in every)
    codes = Counter(each.code for each in every)
    statuses = Counter(one.status for one in units)
    return {
        "severities": {weight.word: weights[weight] for weight in reversed(catalogue.Severity)},
        "codes": dict(sorted(codes.items())),
        "units": dict(sorted(statuses.items())),
        **({} if accounts is None else {KEY: accounts_line(accounts)}),
    }


def finding_line(one: Finding, wording: Wording) -> Json:
    """Return a finding as it stands in every JSON document."""
    said = wording.finding(one)
    return {
        "code": one.code,
        "severity": one.severity.word,
        "unit": one.unit,
        "file": one.file,
        "sheet": one.sheet,
        "cell": one.cell,
        "item": one.item,
        "message": said.message,
        "remedy": said.remedy,
        "basis": said.basis,
        "values": dict(one.values),
    }


def scores_document(
    cycle_id: str,
    edition_status: str,
    results: Sequence[UnitResult],
    inputs: Sequence[tuple[str, str]],
    wording: Wording,
    *,
    provisional: bool = False,
    details: Mapping[str, UnitDetail] | None = None,
    accounts: Accounts | None = None,
) -> bytes:
    """Return scores.json: every unit's points at every stage, and the inputs (path, SHA-256) that they rest on.

    ``details`` and ``accounts`` are what the ranking needs besides: by unit, and how many files were not examined.
    """
    head: Json = {"format": SCORES_FORMAT, "cycle": cycle_id, "edition_status": edition_status}
    if provisional:
        head["provisional"] = True
    if accounts is not None:
        head[KEY] = accounts_line(accounts)
    tail: Json = {"inputs": [{"path": path, "sha256": digest} for path, digest in sorted(inputs)]}
    return long_document(head, "units", (_unit(one, wording, (details or {}).get(one.unit)) for one in results), tail)


def _unit(one: UnitResult, wording: Wording, detail: UnitDetail | None) -> Json:
    figures: Json = {
        "unit": one.unit,
        "block": one.block,
        "state": one.state,
        "reason": reason_text(wording, one.reason) or None,
        "self": _plain(one.self_points),
        "appraised": _plain(one.appraised),
        "survey": _plain(one.survey),
        "bonus": _plain(one.bonus),
        "penalty": _plain(one.penalty),
        "final": _plain(one.final),
        "maximum": _plain(one.maximum),
        "index": _plain(one.index),
    }
    exact: Json = {**exact_fractions({"final": one.final, "index": one.index})}
    areas = exact_fractions({area.code: area.final for area in one.areas})
    if areas:
        exact["areas"] = areas
    if exact:
        figures["exact"] = exact
    if detail is not None:
        figures |= detail_lines(detail)
    return {**figures, "areas": [_area(area) for area in one.areas], "items": [_item(item) for item in one.items]}


def _area(area: AreaResult) -> Json:
    return {"code": area.code, "maximum": _plain(area.maximum), "self": _plain(area.self_points), "final": _plain(area.final)}


def _item(one: ItemResult) -> Json:
    """An item's line; what else is known of it stands only where it says more than the figures."""
    line: Json = {
        "code": one.code,
        "maximum": _plain(one.item.maximum),
        "applicable": one.treatment in (None, "never"),
        "computed": _plain(one.computed),
        "shown": _plain(one.shown),
        "appraised_1": _plain(one.stages.appraised_1),
        "appraised_2": _plain(one.stages.appraised_2),
        "council": _plain(one.stages.council),
        "survey": _plain(one.survey),
        "final": _plain(one.final),
        "source": one.source,
        "cell": one.cell,
        "raw": {name: answer.raw for name, answer in one.answers.items()},
    }
    if one.status != "known":
        line["status"] = one.status
    if one.treatment is not None:
        line["treatment"] = one.treatment
        line["why"] = None if one.why is None else one.why.value
    if one.stages.ruling is not None:
        line["ruling"] = one.stages.ruling
    if one.waits_for:
        line["waits_for"] = list(one.waits_for)
    return line


def ranking_document(cycle_id: str, edition_status: str, state: str, books: Sequence[BlockBook], wording: Wording) -> str:  # noqa: ARG001 - reasons come worded already
    """Return ranking.json. ``state`` is ``final`` or ``provisional``."""
    head: Json = {"format": RANKING_FORMAT, "cycle": cycle_id, "edition_status": edition_status, "state": state, **_before(books)}
    return long_document(head, "blocks", (_block(one) for one in books), {}).decode()


def _before(books: Sequence[BlockBook]) -> Json:
    """Which former ranking stands beside this one, where one does."""
    known = next((book.before for book in books if book.before is not None), None)
    if known is None:
        return {}
    return {
        "previous": {
            "cycle": known.cycle,
            "edition": known.edition,
            "year": known.year,
            "state": "provisional" if known.provisional else "final",
            "from": known.taken_from,
        }
    }


def _block(book: BlockBook) -> Json:
    one = book.ranking
    return {
        "block": one.block,
        "units": one.units,
        "mean": _plain(one.mean),
        "rows": [_row(each) for each in book.units],
        "unranked": [_unranked(each) for each in one.unranked],
        "appraise_first": [_mover(each) for each in book.movers],
        "draws": book.draws,
        **({"areas_not_compared": dict(book.before.areas)} if book.before is not None and book.before.areas else {}),
    }


def _mover(one: Mover) -> Json:
    """An open item that alone may move a rank or a class: the index and the class at its lower and its upper end."""
    return {
        "unit": one.unit,
        "item": one.code,
        "index": [_plain(one.span.low), _plain(one.span.high)],
        "ranks": [one.ranks.best, one.ranks.worst],
        "classes": list(one.classes),
    }


def _row(one: RankedUnit) -> Json:
    row, former = one.row, one.former
    return {
        "rank": row.rank,
        "unit": row.unit,
        "name": row.name,
        "final": _plain(row.final),
        "index": _plain(row.index),
        "class": row.class_name,
        "tied": row.tied,
        "best_rank": one.span.best,
        "worst_rank": one.span.worst,
        "previous_rank": None if former is None else former.rank,
        "areas": {code: {"index": _plain(index), "rank": rank} for code, (index, rank) in row.areas.items()},
        "weights_ranks": [one.weights.best, one.weights.worst],
        "gap": _plain(one.gap),
        "decided_by": [{"item": lead.code, "lead": _plain(lead.lead)} for lead in one.leads],
        **({} if former is None else {"previous": _former(former)}),
    }


def _former(one: Former) -> Json:
    """The year before: rank, of how many, index and areas; or why it does not compare."""
    line: Json = {
        "rank": one.rank,
        "units": one.units,
        "index": _plain(one.index),
        "areas": {code: _plain(index) for code, index in one.areas.items()},
    }
    return {**line, "why_not": one.why_not} if one.why_not else line


def _unranked(one: Unranked) -> Json:
    return {"unit": one.unit, "state": one.state, "reason": one.reason}


@lru_cache(maxsize=4096)  # a city's figures repeat: maxima, full marks, halves
def _plain(value: Fraction | None) -> str | None:
    return None if value is None else points.plain(value)


def exact_fractions(values: Mapping[str, Fraction | None]) -> dict[str, str]:
    """Return as ``a/b`` the values that a plain decimal does not hold exactly."""
    known = ((name, value) for name, value in values.items() if value is not None)
    return {name: f"{value.numerator}/{value.denominator}" for name, value in known if Fraction(points.plain(value)) != value}


def long_document(head: Json, name: str, rows: Iterable[Json], tail: Json) -> bytes:
    """Return a JSON document whose long list is written a row at a time: a country's takes the memory of its own bytes and no more."""
    made = BytesIO()

    def add(text: str) -> None:
        made.write(escaped_in_json(text).encode())

    add("{\n" + "".join(f" {json.dumps(key)}: {_dumped(value)},\n" for key, value in head.items()) + f' "{name}": [')
    listed = False
    for row in rows:
        add(f"{',' if listed else ''}\n  {_dumped(row, 2)}")
        listed = True
    add(("\n ]" if listed else "]") + "".join(f",\n {json.dumps(key)}: {_dumped(value)}" for key, value in tail.items()) + "\n}\n")
    return made.getvalue()


def _dumped(value: object, depth: int = 1) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1).replace("\n", "\n" + " " * depth)
