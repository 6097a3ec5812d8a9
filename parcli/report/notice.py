"""What a unit is told after the first appraisal: what is asked, what changed, by when and how to answer.

The letter of 2023, section 3, announces it: supplements and explanations follow a notice after the first appraisal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from parcli.core.appraisal import Appraisal
from parcli.core.cycle import Cycle, Unit
from parcli.core.edition import Edition
from parcli.core.points import vietnamese
from parcli.core.scoring import ItemResult, UnitResult
from parcli.core.submission import SelfAssessment
from parcli.report.letter_head import Head, authority_head
from parcli.report.stage_words import StageWords, day_in_letter
from parcli.report.wording import Wording, banners


@dataclass(frozen=True, slots=True)
class FirstRound:
    """A unit after the first appraisal: its result with that round alone, what was said, its records, how it sent its return.

    ``estimates`` are the items whose figures include an estimate. ``due`` is the day by which it shall answer; None where
    the office has still to set it.
    """

    unit: Unit
    result: UnitResult
    said: Appraisal
    records: Mapping[str, SelfAssessment]
    estimates: tuple[str, ...] = ()
    via: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A line of either table: an item, its points by the unit and by the appraisal, the reason, what is asked (may be empty)."""

    number: str
    code: str
    title: str
    maximum: str
    own: str
    appraised: str
    reason: str
    request: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The whole notice, as texts and lists of texts.

    ``pending`` names the items that have no figure of the first appraisal yet, ``estimates`` those that rest on an estimate.
    ``due`` is empty where no day was given, ``example`` is the code of an item whose folder is named as an example.
    """

    head: Head
    banners: tuple[str, ...]
    authority: str
    contact: str
    via: str
    due: str
    asked: tuple[Told, ...]
    changed: tuple[Told, ...]
    pending: str
    estimates: str
    example: str


def notice(edition: Edition, cycle: Cycle, one: FirstRound, wording: Wording) -> Notice:
    """Return the notice to a unit."""
    words = StageWords(one.said, one.unit.id, one.records, edition.policies, wording)
    places = edition.policies.rounding.print
    asked = [item for item in one.result.items if _asked(words, item)]
    changed = [item for item in one.result.items if item not in asked and _changed(words, item)]
    example = next((item.code for item in asked), next(iter(one.estimates), ""))
    return Notice(
        head=authority_head(edition, cycle, one.unit, wording),
        banners=banners(wording, edition.status, provisional=False),
        authority=cycle.authority,
        contact=cycle.contact,
        via=one.via,
        due="" if one.due is None else day_in_letter(one.due),
        asked=tuple(_lines(words, asked, places)),
        changed=tuple(_lines(words, changed, places)),
        pending=", ".join(pending(one)),
        estimates=", ".join(one.estimates),
        example=example,
    )


def pending(one: FirstRound) -> tuple[str, ...]:
    """Return the codes of the items that the first appraisal opened and has not settled: no figure, none that can be taken, or several."""
    decided = {item.code for item in one.result.items if _decided(item)}
    opened = one.said.opened.get("round_1", frozenset())
    return tuple(item.code for item in one.result.items if (one.unit.id, item.code) in opened and item.code not in decided)


def _decided(one: ItemResult) -> bool:
    unsettled = {"refused_1", "disputed_1"}.intersection(one.stages.waiting)
    return not unsettled and (one.stages.appraised_1 is not None or one.stages.ruling is not None)


def _asked(words: StageWords, one: ItemResult) -> bool:
    return bool(words.requests(one.code, "round_1"))


def _changed(words: StageWords, one: ItemResult) -> bool:
    """Whether appraisal departs from what the unit says of itself: other points, or a claim that is not accepted."""
    if one.stages.ruling is not None:
        return one.stages.ruling == "rejected"
    given = one.stages.appraised_1
    return given is not None and one.item.self_scored and given != one.computed and bool(words.opinions(one.code, "round_1"))


def _lines(words: StageWords, items: list[ItemResult], places: int) -> Iterator[Told]:
    for number, one in enumerate(items, start=1):
        yield Told(
            number=str(number),
            code=one.code,
            title=one.item.criterion.title or "",
            maximum=vietnamese(one.item.maximum, places),
            own=words.own(one),
            appraised=words.at(one, "round_1"),
            reason=words.reasons(one.code, "round_1"),
            request=words.requests(one.code, "round_1"),
        )
