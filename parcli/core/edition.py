"""An edition: the criteria that one decision issued, block by block. These models are the YAML of ``criteria/``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from parcli.core.fields import Code, DayOfYear, Definition, Exact, Paragraphs, Positive, Text, Whole, fault
from parcli.core.item import Item
from parcli.core.rules import AnyRule

Treatment = Literal["full_marks", "rescale", "reduce_maximum", "unranked", "never"]
Status = Literal["official", "transcribed", "illustrative"]
INDEX_TITLE = "Chỉ số cải cách hành chính"
LEAF_ONLY = ("review", "assessed_by", "evidence", "window", "not_applicable", "guidance")


class Kind(Enum):
    """The two ways in which an item may not apply to a unit, with the words of the sheet."""

    NOTHING_AROSE = "nothing_arose"
    NOT_ASSIGNED = "not_assigned"

    @property
    def label(self) -> str:
        """The words under ``Áp dụng``."""
        return "Không phát sinh trong năm" if self is Kind.NOTHING_AROSE else "Không thuộc chức năng, nhiệm vụ"


class Rounding(Definition):
    """Decimals kept at each step; None where nothing is rounded."""

    item: Annotated[Whole, Field(ge=0, le=6)] | None = 2
    area: Annotated[Whole, Field(ge=0, le=6)] | None = None
    total: Annotated[Whole, Field(ge=0, le=6)] | None = None
    print: Annotated[Whole, Field(ge=0, le=6)] = 2


class NotApplicable(Definition):
    """What happens to the points of an item that does not apply, for each of the two reasons."""

    nothing_arose: Treatment | None = None
    not_assigned: Treatment | None = None

    def of(self, kind: Kind) -> Treatment | None:
        """Return the treatment for a reason, None where nothing is said."""
        return self.nothing_arose if kind is Kind.NOTHING_AROSE else self.not_assigned


class Policies(Definition):
    """The settings of an edition that decisions differ in."""

    rounding: Rounding = Rounding()
    rank_on: Literal["unrounded", "printed"] = "unrounded"
    ties: Literal["competition", "dense", "ordinal"] = "competition"
    tie_breakers: tuple[Code, ...] = ()
    not_applicable: NotApplicable = NotApplicable()
    appraisal_may_exceed_self: bool = False


class Period(Definition):
    """A span of days of the cycle's year."""

    start: DayOfYear = Field(alias="from")
    to: DayOfYear
    estimate_to: DayOfYear | None = None


class EvidenceAsked(Definition):
    """The evidence that an item asks for."""

    required: Annotated[Whole, Field(ge=0, le=50)] = 1
    documents: tuple[Text, ...] = ()
    signed: Literal["any", "digital"] = "any"
    issued: Period | None = None


class Source(Definition):
    """Where an item stands in a decision."""

    document: Text
    clause: Text | None = None
    status: Status


def _mapping_or_word(raw: object) -> str:
    return "mapping" if isinstance(raw, dict | NotApplicable) else "word"


class Criterion(Definition):
    """A node of the tree: a group with children, or an item with a rule.

    ``review`` holds texts of an annex that no rule says yet. A person has to read them: until they are gone, no workbook
    is made from the edition.
    """

    code: Code
    number: Text | None = None
    title: Text | None = None
    maximum: Positive
    criteria: tuple[Criterion, ...] = ()
    items: tuple[Criterion, ...] = ()
    assessed_by: Literal["self", "appraisal", "council", "survey"] = "self"
    rule: AnyRule | None = None
    evidence: EvidenceAsked = EvidenceAsked(required=0)
    window: Period | None = None
    not_applicable: (
        Annotated[Annotated[NotApplicable, Tag("mapping")] | Annotated[Literal["never"], Tag("word")], Discriminator(_mapping_or_word)] | None
    ) = None
    guidance: Paragraphs | None = None
    review: tuple[Paragraphs, ...] = ()
    source: Source | None = None

    @model_validator(mode="after")
    def _children_or_rule(self) -> Criterion:
        if bool(self.children) == (self.rule is not None) and not self.pending:
            raise fault("DF208", item=self.code)
        if self.criteria and self.items:
            raise fault("DF122", keys="criteria | items")
        alien = sorted(self.model_fields_set.intersection(LEAF_ONLY)) if self.children else []
        if alien:
            raise fault("DF209", item=self.code, key=", ".join(alien))
        if not self.children and self.title is None:
            raise fault("DF112", key="title")
        return self

    @property
    def children(self) -> tuple[Criterion, ...]:
        """The nodes beneath, whichever key they stand under."""
        return self.criteria or self.items

    @property
    def pending(self) -> bool:
        """Whether it is an item whose way of scoring a person has yet to write."""
        return not self.children and self.rule is None and bool(self.review)

    @property
    def printed_number(self) -> str:
        """The number as the annex prints it."""
        return self.number or self.code

    def leaves(self) -> Iterator[Criterion]:
        """Yield the items beneath, or the node itself when it is an item."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def treatment(self, kind: Kind, policies: Policies) -> Treatment:
        """Return what a claim of this kind does to the item's points; ``never`` where none may be made."""
        if self.not_applicable == "never":
            return "never"
        own = self.not_applicable.of(kind) if isinstance(self.not_applicable, NotApplicable) else None
        return own or policies.not_applicable.of(kind) or "never"

    def exempted(self, kind: Kind, policies: Policies) -> Treatment:
        """Return what a decided exemption does to the item's points. It overrides ``never``, not a treatment that is stated."""
        own = self.not_applicable.of(kind) if isinstance(self.not_applicable, NotApplicable) else None
        return own if own not in (None, "never") else policies.not_applicable.of(kind) or "never"


class Area(Criterion):
    """A part of the index that is totalled on its own; bonus and penalty stand outside the scale."""

    kind: Literal["points", "bonus", "penalty"] = "points"


class Class(Definition):
    """A class of units by their index in percent."""

    name: Text
    start: Exact = Field(alias="from")


class BlockHeading(Definition):
    """What edition.yaml says of a block."""

    title: Text
    file: Text
    scale: Positive | None = None
    classes: tuple[Class, ...] = ()


class BlockFile(Definition):
    """What a block's own file says."""

    areas: Annotated[tuple[Area, ...], Field(min_length=1)]


class EditionFile(Definition):
    """What edition.yaml says."""

    edition: Code
    title: Text
    index_title: Text = INDEX_TITLE
    basis: Text
    status: Status
    version: Annotated[str, Field(pattern=r"^\d{1,4}\.\d{1,4}$")]
    policies: Policies = Policies()
    blocks: Annotated[dict[Code, BlockHeading], Field(min_length=1)]


@dataclass(frozen=True)
class Block:
    """A block: the criteria for units of one kind, who are ranked among themselves."""

    id: str
    title: str
    areas: tuple[Area, ...]
    classes: tuple[Class, ...]
    stated_scale: Fraction | None

    @cached_property
    def _items(self) -> dict[int, tuple[Item, ...]]:
        """The items by year: the same for every unit, so that results share them."""
        return {}

    @cached_property
    def scale(self) -> Fraction:
        """The points that make 100 %; by default the sum of the points areas."""
        return self.stated_scale if self.stated_scale is not None else self.sum_of("points")

    @cached_property
    def needs_workbooks(self) -> bool:
        """Whether its units return anything: not where all items come from surveys."""
        return any(leaf.assessed_by != "survey" for area in self.areas for leaf in area.leaves())

    def sum_of(self, kind: str) -> Fraction:
        """Return the maxima of the areas of a kind, added up."""
        return sum((area.maximum for area in self.areas if area.kind == kind), Fraction())

    def items(self, year: int) -> tuple[Item, ...]:
        """Return the items in the order of the annex; those whose rule is still to be written are none yet."""
        if year not in self._items:
            self._items[year] = tuple(Item(leaf, area, path, year) for area in self.areas for path, leaf in _walk(area, ()) if not leaf.pending)
        return self._items[year]

    def class_of(self, index: Fraction) -> str | None:
        """Return the class of an index in percent, None where the block has no classes."""
        count, parts = index.as_integer_ratio()
        return next((name for name, start, whole in self._classes_falling if count * whole >= start * parts), None)

    @cached_property
    def _classes_falling(self) -> list[tuple[str, int, int]]:
        """The classes from the highest down, each with its start as numerator and denominator: a country asks tens of thousands of times."""
        return [(each.name, *each.start.as_integer_ratio()) for each in sorted(self.classes, key=lambda each: each.start, reverse=True)]


def _walk(node: Criterion, path: tuple[Criterion, ...]) -> Iterator[tuple[tuple[Criterion, ...], Criterion]]:
    if not node.children:
        yield path, node
    for child in node.children:
        yield from _walk(child, (*path, node))


@dataclass(frozen=True, slots=True)
class Edition:
    """The criteria of one decision, with the settings that go with them."""

    id: str
    title: str
    basis: str
    status: Status
    version: str
    policies: Policies
    blocks: tuple[Block, ...]
    index_title: str = INDEX_TITLE

    def block(self, name: str) -> Block | None:
        """Return a block by its id."""
        return next((block for block in self.blocks if block.id == name), None)

    @property
    def major(self) -> str:
        """The major version: workbooks of another one are not read."""
        return self.version.partition(".")[0]


Criterion.model_rebuild()
Area.model_rebuild()
BlockFile.model_rebuild()
