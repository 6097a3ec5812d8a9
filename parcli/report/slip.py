"""A unit's "Phiếu kết quả chi tiết": every item through all stages, what does not apply, the totals and the index.

Figures are those that were scored; what is still missing is named and never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from parcli.core.appraisal import STAGES, Appraisal, Stage
from parcli.core.cycle import Cycle, Unit
from parcli.core.edition import Area, Block, Criterion, Edition
from parcli.core.points import vietnamese
from parcli.core.scoring import ItemResult, StageName, UnitResult, rescale_factor
from parcli.core.submission import SelfAssessment
from parcli.report.letter_head import Head, authority_head
from parcli.report.stage_words import NOTHING, StageWords, in_lines
from parcli.report.wording import Wording, banners, reason_text

_OPEN = ("provisional", "incomplete", "blocked", "not_submitted")
_STAGE_OF: Mapping[StageName, Stage] = {"appraisal_1": "round_1", "appraisal_2": "round_2", "council": "council"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A unit's result with its block, what was said of its items, and its records."""

    unit: Unit
    block: Block
    result: UnitResult
    said: Appraisal
    records: Mapping[str, SelfAssessment]


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the totals: what it is and how much."""

    title: str
    points: str


@dataclass(frozen=True, slots=True)
class AreaLine:
    """A line of the table of areas; ``percent`` is of the maximum of the items that count."""

    number: str
    title: str
    maximum: str
    own: str
    final: str
    percent: str


@dataclass(frozen=True, slots=True)
class NotApplied:
    """An item that does not apply: why, and what becomes of its points."""

    code: str
    title: str
    maximum: str
    why: str
    treatment: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the annex: a heading (area or group) or an item with its figure at every stage and the reason in a word."""

    heading: bool
    number: str
    title: str
    maximum: str
    own: str = ""
    round_1: str = ""
    round_2: str = ""
    council: str = ""
    survey: str = ""
    final: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """The whole slip, as texts and lists of texts.

    ``why`` says why there is no final figure, empty where there is one; ``final`` and ``index`` are empty while unknown.
    """

    head: Head
    banners: tuple[str, ...]
    authority: str
    block: str
    state: str
    why: str
    final: str
    index: str
    totals: tuple[Figure, ...]
    areas: tuple[AreaLine, ...]
    not_applicable: tuple[NotApplied, ...]
    rescaled: bool
    lines: tuple[Line, ...]


def slip(edition: Edition, cycle: Cycle, one: Outcome, wording: Wording) -> Slip:
    """Return the slip of a unit."""
    return _Writer(edition, cycle, one, wording).slip()


class _Writer:
    def __init__(self, edition: Edition, cycle: Cycle, one: Outcome, wording: Wording) -> None:
        self.edition, self.cycle, self.one, self.wording = edition, cycle, one, wording
        self.places = edition.policies.rounding.print
        self.items = one.result.items
        self.words = StageWords(one.said, one.unit.id, one.records, edition.policies, wording)

    def slip(self) -> Slip:
        result = self.one.result
        return Slip(
            head=authority_head(self.edition, self.cycle, self.one.unit, self.wording),
            banners=banners(self.wording, self.edition.status, provisional=result.state in _OPEN),
            authority=self.cycle.authority,
            block=self.one.block.title,
            state=self.wording.text(f"state.{result.state}"),
            why=reason_text(self.wording, result.reason),
            final="" if result.final is None else self.figure(result.final),
            index="" if result.index is None else self.figure(result.index),
            totals=tuple(self.totals()),
            areas=tuple(self.areas()),
            not_applicable=tuple(self.not_applicable()),
            rescaled=rescale_factor(self.items, with_left_out=True) not in (None, Fraction(1)),
            lines=tuple(self.lines()),
        )

    def figure(self, value: Fraction | None) -> str:
        return self.wording.text("slip.missing") if value is None else vietnamese(value, self.places)

    def totals(self) -> Iterator[Figure]:
        """Yield the sums that make the final figure: of surveys, bonus and penalty only where the block has them."""
        result, kinds = self.one.result, {area.kind for area in self.one.block.areas}
        yield Figure(self.wording.text("letter.total"), self.figure(result.self_points))
        yield Figure(self.wording.text("slip.appraised"), self.figure(result.appraised))
        if any(one.item.criterion.assessed_by == "survey" for one in self.items):
            yield Figure(self.wording.text("slip.survey"), self.figure(result.survey))
        if "bonus" in kinds:
            yield Figure(self.wording.text("slip.bonus"), self.figure(result.bonus))
        if "penalty" in kinds:
            yield Figure(self.wording.text("slip.penalty"), self.figure(result.penalty))
        yield Figure(self.wording.text("slip.final"), self.figure(result.final))
        yield Figure(self.wording.text("slip.maximum"), self.figure(result.maximum))
        yield Figure(self.wording.text("slip.index"), self.figure(result.index))

    def areas(self) -> Iterator[AreaLine]:
        about = {area.code: area for area in self.one.block.areas}
        for one in self.one.result.areas:
            area, share = about[one.code], one.index
            percent = NOTHING if share is None else vietnamese(share, self.places)
            own = self.figure(one.self_points) if self.self_scored(one.code) else NOTHING
            yield AreaLine(area.printed_number, area.title or "", self.figure(one.maximum), own, self.figure(one.final), percent)

    def self_scored(self, area: str) -> bool:
        return any(one.item.self_scored for one in self.items if one.item.area.code == area)

    def not_applicable(self) -> Iterator[NotApplied]:
        for one in self.items:
            if one.treatment is not None and one.why is not None:
                treatment = self.wording.text(f"report.treatment.{one.treatment}")
                yield NotApplied(one.code, one.item.criterion.title or "", self.figure(one.item.maximum), one.why.label, treatment)

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
        gained = {area.code: area.final for area in self.one.result.areas}
        final = self.figure(gained[node.code]) if isinstance(node, Area) else ""
        return Line(True, node.printed_number, node.title or "", self.figure(node.maximum), final=final)

    def item(self, one: ItemResult) -> Line:
        survey = one.item.criterion.assessed_by == "survey"
        at = {stage: NOTHING if survey else self.words.at(one, stage) for stage in STAGES}
        return Line(
            False,
            one.item.criterion.printed_number,
            one.item.criterion.title or "",
            self.figure(one.item.maximum),
            own=NOTHING if survey else self.words.own(one),
            round_1=at["round_1"],
            round_2=at["round_2"],
            council=at["council"],
            survey=NOTHING if not survey or one.status == "removed" else self.figure(one.survey),
            final=self.wording.text("letter.left_out") if one.status == "removed" else self.figure(one.final),
            reason=in_lines(self.reason(one)),
        )

    def reason(self, one: ItemResult) -> Iterator[str]:
        """Yield why an item has the figure that it has, in a word each."""
        for what in one.waits_for:
            yield self.wording.text(f"slip.waits.{what}")
        if one.treatment is not None and one.why is not None:
            yield self.wording.text("letter.not_applicable", kind=one.why.label.lower())
        if self.turned_down(one):
            yield self.wording.text("slip.rejected")
        stage = _STAGE_OF.get(one.source) if one.source is not None else None
        if stage is not None:
            yield self.words.reasons(one.code, stage) or (self.wording.text("slip.agreed") if one.final == one.computed else "")
            yield from (each.decision for each in self.words.opinions(one.code, stage))

    def turned_down(self, one: ItemResult) -> bool:
        """Whether a claim that the item does not apply was answered no, in words or by a figure."""
        record = self.one.records.get(one.code)
        return record is not None and record.claim is not None and one.treatment is None and one.source is not None
