"""An edition as the annex that people read: its lines in the order of the decision, said once for every format.

Lines and texts are values without looks. Each format (terminal, Markdown, page, sheet, document) draws them and adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from parcli.core import points
from parcli.core.edition import Area, Block, Criterion, Edition, Kind, NotApplicable
from parcli.core.fields import MonthDay
from parcli.core.item import Item
from parcli.core.rules import Choice, Conditional, Deadline, Rule, Stake
from parcli.core.words import key
from parcli.report.wording import Wording, banners

LineKind = Literal["area", "group", "item", "total"]
COLUMNS = ("key", "number", "title", "maximum", "method", "labels", "evidence")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Phrases:
    """The standing words of an annex, who scores in words, and the column headings by column."""

    words: Mapping[str, Any]
    not_self_scored: Mapping[str, str]
    headings: Mapping[str, str]
    wording: Wording


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an annex. ``level`` counts from 0, an area; ``maximum`` is in points.

    ``rule`` is the type of the item's rule: empty for areas and groups, and for an item whose rule is still to be written.
    """

    kind: LineKind
    level: int
    code: str
    number: str
    title: str
    maximum: Fraction
    scored_by: str = ""
    rule: str = ""
    pending: bool = False
    method: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    def texts(self) -> dict[str, tuple[str, ...]]:
        """Return what stands in each column, a line each; the maximum with a decimal comma."""
        return {
            "key": (self.code,), "number": (self.number,), "title": (self.title,), "maximum": (points.vietnamese(self.maximum),),
            "method": self.method, "labels": self.labels, "evidence": self.evidence,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one area: the area itself, then what is beneath. ``sum`` adds its items up, in points."""

    lines: tuple[Line, ...]
    items: int
    sum: Fraction

    @property
    def area(self) -> Line:
        """The line of the area."""
        return self.lines[0]


@dataclass(frozen=True, slots=True)
class Annex:
    """A block as an annex of the decision: how it is headed, its areas, its total, and what stands beneath the table."""

    block: str
    heading: str
    title: str
    parts: tuple[Part, ...]
    total: Line
    notes: tuple[str, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines in order, the total last."""
        return (*(line for part in self.parts for line in part.lines), self.total)


@dataclass(frozen=True, slots=True)
class Circular:
    """An edition to be circulated: what must be said of it, and its annexes."""

    edition: str
    version: str
    year: int
    title: str
    attached: str
    banners: tuple[str, ...]
    headings: Mapping[str, str]
    annexes: tuple[Annex, ...]


def circular(edition: Edition, year: int, phrases: Phrases, block: str | None = None) -> Circular:
    """Describe an edition, or one block of it. A block keeps the number that it has among all of them."""
    annexes = tuple(
        _Describer(edition, year, phrases).annex(each, place) for place, each in enumerate(edition.blocks, start=1) if block in (None, each.id)
    )
    attached = phrases.words["attached"][edition.status].format(basis=edition.basis)
    said = banners(phrases.wording, edition.status, provisional=False)
    return Circular(edition.id, edition.version, year, edition.title, attached, said, phrases.headings, annexes)


def roman(number: int) -> str:
    """Return a small number in Roman numerals: ``IV``."""
    text = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


@dataclass(frozen=True, slots=True)
class _Describer:
    edition: Edition
    year: int
    phrases: Phrases

    def annex(self, block: Block, place: int) -> Annex:
        words = self.phrases.words
        many = len(self.edition.blocks) > 1
        heading = words["annex_numbered"].format(number=roman(place)) if many else words["annex"]
        parts = tuple(self.part(area) for area in block.areas)
        outside = any(area.kind != "points" for area in block.areas)
        total = Line("total", 0, "", "", words["total_without_outside" if outside else "total"], block.sum_of("points"))
        return Annex(block.id, heading, block.title, parts, total, tuple(self.notes(block)))

    def part(self, area: Area) -> Part:
        leaves = tuple(area.leaves())
        return Part(tuple(self.lines(area, area, (), 0)), len(leaves), sum((leaf.maximum for leaf in leaves), Fraction()))

    def lines(self, node: Criterion, area: Area, path: tuple[Criterion, ...], level: int) -> Iterator[Line]:
        kind: LineKind = "area" if level == 0 else "group" if node.children else "item"
        title = self.area_title(area) if level == 0 else node.title or ""
        if not node.children:
            yield self.item_line(kind, level, title, Item(node, area, path, self.year))
            return
        yield Line(kind, level, node.code, node.printed_number, title, node.maximum)
        for child in node.children:
            yield from self.lines(child, area, (*path, node), level + 1)

    def area_title(self, area: Area) -> str:
        """Return the area's title; what stands outside the scale is marked where the title does not say so."""
        title = area.title or ""
        if area.kind == "points":
            return title
        kind = self.phrases.words["kinds"][area.kind]
        return title if kind["word"] in key(title) else f"{title} {kind['mark']}".strip()

    def item_line(self, kind: LineKind, level: int, title: str, item: Item) -> Line:
        node = item.criterion
        # Also where somebody else than the unit scores: whoever it is needs the same figures.
        cells = () if node.rule is None else node.rule.cells(item.stake)
        return Line(
            kind, level, node.code, node.printed_number, title, node.maximum, node.assessed_by,
            rule="" if node.rule is None else str(getattr(node.rule, "type", "")), pending=node.pending,
            method=tuple(self.method(item)),
            labels=tuple(cell.label for cell in cells),
            evidence=tuple(self.evidence(node)),
        )  # fmt: skip

    def method(self, item: Item) -> Iterator[str]:
        node, words = item.criterion, self.phrases.words
        if node.assessed_by != "self":
            yield self.phrases.not_self_scored[node.assessed_by]
        if node.rule is not None:
            yield from method(node.rule, item.stake, words)
        if node.review:
            yield words["pending" if node.pending else "under_review"]
            yield from (line for text in node.review for line in text.split("\n"))
        yield from self.stated_treatment(node)

    def stated_treatment(self, node: Criterion) -> Iterator[str]:
        words = self.phrases.words["not_applicable"]
        if node.not_applicable == "never":
            yield words["never"]
        elif isinstance(node.not_applicable, NotApplicable):
            yield words["stated"].format(reasons=self.reasons(node.not_applicable))

    def reasons(self, treatments: NotApplicable) -> str:
        said = ((kind.label, treatments.of(kind)) for kind in Kind)
        reason, text = self.phrases.words["not_applicable"]["reason"], self.phrases.wording.text
        return "; ".join(reason.format(kind=label, treatment=text(f"report.treatment.{each}")) for label, each in said if each is not None)

    def evidence(self, node: Criterion) -> Iterator[str]:
        yield from (f"- {document}" for document in node.evidence.documents)
        if node.guidance:
            lines = node.guidance.split("\n")
            # A list stands beneath the word, so that each of its lines is read as it was written.
            first = "" if len(lines) > 1 or lines[0].startswith("-") else lines.pop()
            yield self.phrases.words["guidance"].format(text=first).rstrip()
            yield from lines

    def notes(self, block: Block) -> Iterator[str]:
        words = self.phrases.words["notes"]
        if block.scale != block.sum_of("points"):
            yield words["scale"].format(scale=points.vietnamese(block.scale))
        if reasons := self.reasons(self.edition.policies.not_applicable):
            yield words["not_applicable"].format(reasons=reasons)


def method(rule: Rule, stake: Stake, words: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a rule's explanation for an annex, which outlives the year: days without it, and shares besides points."""
    if isinstance(rule, Choice):
        return tuple(_with_share(line, level.share, words) for line, level in zip(rule.explanation(stake), rule.levels, strict=True))
    if isinstance(rule, Deadline) and isinstance(rule.due, MonthDay):
        first, *rest = rule.explanation(stake)
        dated, yearly = f"{rule.due.of(stake.year):%d/%m/%Y}", f"{rule.due.day:02}/{rule.due.month:02}"
        return (first.replace(dated, words["yearly"].format(day=yearly)), *rest)
    return rule.explanation(stake) if not isinstance(rule, Conditional) else tuple(_of_cases(rule, stake, words))


def _of_cases(rule: Conditional, stake: Stake, words: Mapping[str, Any]) -> Iterator[str]:
    """Put the lines of the cases' own rules in the places of those that explain them for one year."""
    lines = iter(rule.explanation(stake))
    for case in rule.cases:
        yield next(lines)
        if case.rule is not None:
            inner = case.stake(stake)
            plain, annual = case.rule.explanation(inner), method(case.rule, inner, words)
            yield from (next(lines).replace(old, new) for old, new in zip(plain, annual, strict=True))


def _with_share(line: str, share: Fraction | None, words: Mapping[str, Any]) -> str:
    return line if share is None else words["share"].format(line=line, share=f"{points.vietnamese(share * _HUNDRED)}%")
