"""A unit's self-assessment report as texts: what the Word template puts in its places.

Asked for by the letter of 2023, section 1: the total, explanations where evidence is missing or not enough, difficulties
and proposals. Points are those that parcli scored; what is unknown is said to be unknown, never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parcli.core import points
from parcli.core.cycle import Cycle, Unit
from parcli.core.edition import Area, Criterion, Edition
from parcli.core.evidence import EvidenceFolder
from parcli.core.scoring import ItemResult, UnitResult, rescale_factor
from parcli.core.submission import RegisterRow, SelfAssessment
from parcli.core.sufficiency import ItemEvidence
from parcli.report.evidence_words import class_text
from parcli.report.letter_evidence import Papers
from parcli.report.letter_head import Head, head
from parcli.report.wording import Wording, banners

_DASH = "–"
NO_FOLDER = EvidenceFolder(present=False, files=(), refused=())


@dataclass(frozen=True, slots=True)
class Assessed:
    """What a unit reports on: its result, its records, its evidence and register, its difficulties, its check code."""

    unit: Unit
    result: UnitResult
    records: Mapping[str, SelfAssessment]
    standing: Sequence[ItemEvidence] = ()
    register: Sequence[RegisterRow] = ()
    folder: EvidenceFolder = NO_FOLDER
    difficulties: Sequence[tuple[str, str]] = ()
    check_code: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A line of the table of results: number, title, the most that is self-scored, the unit's own points, percent."""

    number: str
    title: str
    maximum: str
    points: str
    percent: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A line of the table of explanations: an item, its points, why an explanation is due, and what the unit says."""

    code: str
    title: str
    points: str
    reason: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A difficulty and what is proposed, numbered from 1; either may be empty."""

    number: str
    difficulty: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the annex: a heading (area or group) or an item with its evidence, one document to a line."""

    heading: bool
    number: str
    title: str
    maximum: str
    points: str
    evidence: str = ""
    evidence_class: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """The whole report, as texts and lists of texts.

    `total` is empty where it is unknown; `unknown` then names the items without points. `rescaled` says that the total
    was converted because items do not apply.
    """

    head: Head
    banners: tuple[str, ...]
    total: str
    maximum: str
    percent: str
    unknown: str
    rescaled: bool
    check_code: str
    areas: tuple[Score, ...]
    totals: tuple[Score, ...]
    explained: tuple[Explained, ...]
    council: tuple[Explained, ...]
    difficulties: tuple[Difficulty, ...]
    lines: tuple[Line, ...]


def letter(edition: Edition, cycle: Cycle, one: Assessed, wording: Wording) -> Letter:
    """Return the report of a unit."""
    return _Writer(edition, cycle, one, wording).letter()


class _Writer:
    def __init__(self, edition: Edition, cycle: Cycle, one: Assessed, wording: Wording) -> None:
        self.edition, self.cycle, self.one, self.wording = edition, cycle, one, wording
        self.places = edition.policies.rounding.print
        self.items = one.result.items
        self.standing = {each.item: each for each in one.standing}
        own = {one.item.area.code for one in self.items if one.item.self_scored}
        self.own_areas = {area.code: self.figure(area.self_points) if area.code in own else _DASH for area in one.result.areas}
        self.rescaled = rescale_factor(self.items, with_left_out=True) not in (None, Fraction(1))
        self.papers = Papers(one.register, one.folder, one.standing, wording)

    def letter(self) -> Letter:
        result = self.one.result
        maximum = sum((one.item.maximum for one in self.items if one.item.area.kind == "points" and one.item.self_scored), Fraction())
        unknown = [one.code for one in self.items if one.item.self_scored and one.status == "unknown"]
        return Letter(
            head=head(self.edition, self.cycle, self.one.unit, self.wording),
            banners=banners(self.wording, self.edition.status, provisional=False),
            total="" if result.self_points is None else self.figure(result.self_points),
            maximum=self.figure(maximum),
            percent=self.percent(result.self_points, maximum),
            unknown=", ".join(unknown),
            rescaled=self.rescaled,
            check_code=self.one.check_code,
            areas=(*self.areas("points"), *self.converted()),
            totals=(self.total(result.self_points, maximum), *self.areas("bonus"), *self.areas("penalty")),
            explained=tuple(self.explained()),
            council=tuple(self.explanation(one, "") for one in self.items if one.item.criterion.assessed_by == "council"),
            difficulties=tuple(Difficulty(str(number), *pair) for number, pair in enumerate(self.one.difficulties, start=1)),
            lines=tuple(self.lines()),
        )

    def figure(self, value: Fraction | None) -> str:
        return self.wording.text("letter.unknown") if value is None else points.vietnamese(value, self.places)

    def percent(self, value: Fraction | None, maximum: Fraction) -> str:
        return _DASH if value is None or not maximum else points.vietnamese(100 * value / maximum, 2)

    def areas(self, kind: str) -> Iterator[Score]:
        """Yield the areas of a kind that a unit scores itself, with the most that is self-scored there, as the workbook's report has it."""
        for area in self.one.result.areas:
            own = [one for one in self.items if one.item.area.code == area.code and one.item.self_scored]
            if area.kind != kind or not own:
                continue
            about = own[0].item.area
            maximum = min(sum((one.item.maximum for one in own), Fraction()), about.maximum)
            number = about.printed_number if kind == "points" else ""
            title = about.title or ""
            yield Score(number, title, self.figure(maximum), self.figure(area.self_points), self.percent(area.self_points, maximum))

    def converted(self) -> Iterator[Score]:
        """Yield a line with what the conversion adds to the areas as they are shown, so that the table adds up to its total."""
        total, areas = self.one.result.self_points, [area.self_points for area in self.one.result.areas if area.kind == "points"]
        known = [points.rounded(own, self.places) for own in areas if own is not None]
        if self.rescaled and total is not None and len(known) == len(areas):
            added = points.rounded(total, self.places) - sum(known, Fraction())
            yield Score("", self.wording.text("letter.converted"), _DASH, self.figure(added), _DASH)

    def total(self, value: Fraction | None, maximum: Fraction) -> Score:
        return Score("", self.wording.text("letter.total"), self.figure(maximum), self.figure(value), self.percent(value, maximum))

    def explained(self) -> Iterator[Explained]:
        """Yield the items that need an explanation: evidence missing or not enough, not applicable, not scored."""
        for one in self.items:
            if one.item.criterion.assessed_by == "council":
                continue
            reason = self.reason(one)
            if reason:
                yield self.explanation(one, reason)

    def reason(self, one: ItemResult) -> str:
        record = self.one.records.get(one.code)
        if one.why is not None and record is not None and record.claim is not None:
            return self.wording.text("letter.not_applicable", kind=one.why.label)
        if one.item.self_scored and one.status == "unknown":
            return self.wording.text("letter.not_scored")
        evidence = self.standing.get(one.code)
        if evidence is None or not evidence.needs_explanation:
            return ""
        if evidence.evidence_class.value == "official":
            return self.wording.text("letter.not_enough", asked=evidence.asked)
        return class_text(evidence.evidence_class, self.wording)

    def explanation(self, one: ItemResult, reason: str) -> Explained:
        record = self.one.records.get(one.code)
        said = record.explanation if record is not None else ""
        title = one.item.criterion.title or ""
        return Explained(one.code, title, self.points(one), reason, said or self.wording.text("letter.no_explanation"))

    def points(self, one: ItemResult) -> str:
        """Return an item's own points, or why it has none."""
        if one.status == "removed":
            return self.wording.text("letter.left_out")
        if one.computed is not None:
            return self.figure(one.computed)
        if not one.item.self_scored:
            return self.wording.text(f"letter.by.{one.item.criterion.assessed_by}")
        return self.figure(None)

    def lines(self) -> Iterator[Line]:
        """Yield the lines of the annex: each heading before the first of its items."""
        shown: set[int] = set()
        for one in self.items:
            for node in (one.item.area, *one.item.path):
                if id(node) not in shown and node.title:
                    shown.add(id(node))
                    yield self.heading(node)
            yield self.item(one)

    def heading(self, node: Criterion) -> Line:
        own = self.own_areas.get(node.code, "") if isinstance(node, Area) else ""
        return Line(True, node.printed_number, node.title or "", self.figure(node.maximum), own)

    def item(self, one: ItemResult) -> Line:
        record, evidence = self.one.records.get(one.code), self.standing.get(one.code)
        return Line(
            False,
            one.item.criterion.printed_number,
            one.item.criterion.title or "",
            self.figure(one.item.maximum),
            self.points(one),
            "\n".join(self.papers.of(one.code)),
            class_text(evidence.evidence_class, self.wording) if evidence is not None else _DASH,
            record.explanation if record is not None else "",
        )
