"""How far open items move an index and a rank, held against every combination of ends."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import build
import pytest
from build import F
from hypothesis import given, settings
from hypothesis import strategies as st

from parcli.core.appraisal import Appraisal, Opinion
from parcli.core.doubt import Alone, OpenItem, RankSpan, Span, open_items, rank_spans, span
from parcli.core.edition import Edition, Kind, Policies
from parcli.core.ranking import Standing, rank
from parcli.core.scoring import Dossier, Stages, UnitResult, index_of, score

TABLE = """
    | mã   | điểm | loại    | cách tính | …        |
    | I.1  | 4    |         | points    |          |
    | I.2  | 3    |         | points    |          |
    | II.1 | 2    |         | points    |          |
    | II.2 | 1    |         | points    |          |
    | P    | 2    | penalty |           |          |
    | P.1  | 2    |         | deduction | each=0.5 |
"""
ENTRIES = {"I.1/points": 3, "I.2/points": 2, "II.1/points": 1, "II.2/points": 1, "P.1/count": 1}
CODES = ("I.1", "I.2", "II.1", "II.2", "P.1")


def edition(**treatments: str) -> Edition:
    return build.edition(TABLE, not_applicable=treatments)


def result(
    of: Edition,
    stages: Mapping[str, Stages] | None = None,
    entries: Mapping[str, Any] | None = None,
    *,
    confirmed: bool = True,
    provisional: bool = True,
) -> UnitResult:
    known = {code: Stages(appraised_1=F(1)) for code in CODES} if confirmed else {}
    records = build.records(of, {**ENTRIES, **(entries or {})})
    return score(of.blocks[0], of.policies, build.YEAR, Dossier("u", records, stages={**known, **(stages or {})}), provisional=provisional)


def opened(of: UnitResult, appraisal: Appraisal | None = None, asked: Sequence[str] = (), **more: Any) -> dict[str, OpenItem]:
    return {one.code: one for one in open_items(of, appraisal or Appraisal(), asked, may_exceed=more.get("may_exceed", False))}


def said(points: Any, path: str) -> Opinion:
    return Opinion("round_1", "u", "I.1", path, "", "F1", None if points is None else F(points))


# Which items are open.


def test_what_was_appraised_without_a_question_is_settled() -> None:
    assert opened(result(edition()), asked=CODES) == {}


def test_two_figures_leave_all_between_them() -> None:
    appraisal = Appraisal(opinions=(said(1, "a"), said("2.5", "b")))
    found = opened(result(edition(), {"I.1": Stages(waiting=("disputed_1",))}), appraisal)
    assert found == {"I.1": OpenItem("I.1", F(1), F("2.5"), ("disputed_1",))}


def test_a_question_ends_between_round_1_and_the_units_own_points() -> None:
    found = opened(result(edition(), {"I.1": Stages(appraised_1=F(1), waiting=("questioned",))}))
    assert (found["I.1"].low, found["I.1"].high) == (1, 3)


@pytest.mark.parametrize(("may_exceed", "high"), [(False, 3), (True, 4)])
def test_a_refused_figure_leaves_everything_open(may_exceed: bool, high: int) -> None:
    found = opened(result(edition(), {"I.1": Stages(waiting=("refused_1",))}), may_exceed=may_exceed)
    assert (found["I.1"].low, found["I.1"].high) == (0, high)


def test_a_claim_without_an_answer_may_leave_or_count() -> None:
    found = opened(result(edition(not_assigned="rescale"), {"II.1": Stages()}, {"II.1": Kind.NOT_ASSIGNED}))
    assert found == {"II.1": OpenItem("II.1", F(0), F(2), ("ruling",), may_leave=True)}


def test_an_unappraised_item_is_open_only_where_something_is_asked() -> None:
    draft = result(edition(), confirmed=False)
    assert set(opened(draft)) == set()
    assert opened(draft, asked=("I.2", "P.1")) == {
        "I.2": OpenItem("I.2", F(0), F(2), ("appraisal", "finding")),
        "P.1": OpenItem("P.1", F("0.5"), F(2), ("appraisal", "finding")),
    }


# How far an index moves.

_open = st.sampled_from(CODES).flatmap(
    lambda code: st.tuples(st.just(code), st.integers(0, 4), st.integers(0, 4), st.booleans()).map(
        lambda drawn: OpenItem(drawn[0], F(min(drawn[1:3]), 4), F(max(drawn[1:3]), 4), ("x",), may_leave=drawn[3] and drawn[0] != "P.1")
    )
)
_opens = st.lists(_open, max_size=4, unique_by=lambda one: one.code)


def every_index(of: Edition, unit: UnitResult, opens: Sequence[OpenItem]) -> set[F]:
    """Try every end of every open item, in every combination."""
    block, found = of.blocks[0], {unit.index}
    choices = [[("points", one.low), ("points", one.high), *([("leaves", None)] if one.may_leave else [])] for one in opens]
    for chosen in itertools.product(*choices):
        outcome = dict(zip((one.code for one in opens), chosen, strict=True))
        items = tuple(
            one
            if one.code not in outcome
            else replace(one, status="removed", final=None, waits_for=())
            if outcome[one.code][0] == "leaves"
            else replace(one, treatment=None, status="known", final=outcome[one.code][1], waits_for=())
            for one in unit.items
        )
        found.add(index_of(block, of.policies, items, provisional=True))
    return {index for index in found if index is not None}


@pytest.mark.slow
@given(opens=_opens, treatment=st.sampled_from(["rescale", "reduce_maximum"]))
@settings(max_examples=60, deadline=None)
def test_ends_are_those_of_every_combination(opens: list[OpenItem], treatment: str) -> None:
    of = edition(not_assigned=treatment)
    entries = {one.code: Kind.NOT_ASSIGNED for one in opens if one.may_leave}
    unit = result(of, {code: Stages() for code in entries}, entries)
    if unit.index is None:
        assert span(of.blocks[0], of.policies, unit, opens, provisional=True) is None
        return
    ends = span(of.blocks[0], of.policies, unit, opens, provisional=True)
    assert ends is not None
    every = every_index(of, unit, opens)
    assert (ends.low, ends.high, ends.exact) == (min(every), max(every), True)


TABLE_WITH_SURVEY = (
    TABLE
    + """
    | III   | 4    |       |           |          |
    | III.1 | 4    |       | external  |          |
    | T     | 1    | bonus |           |          |
    | T.1   | 2    |       | points    |          |
"""
)
_any_open = st.sampled_from((*CODES, "III.1", "T.1")).flatmap(
    lambda code: st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda ends: OpenItem(code, F(min(ends), 3), F(max(ends), 3), ("x",)))
)


@pytest.mark.slow
@given(
    one=_any_open, removed=st.booleans(), waits=st.booleans(), provisional=st.booleans(),
    places=st.tuples(*(st.sampled_from((None, 0, 2)) for _ in range(2))), surveyed=st.sampled_from((None, 40, 100)),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_an_item_alone_has_the_ends_that_the_whole_sum_gives(
    one: OpenItem, removed: bool, waits: bool, provisional: bool, places: tuple[int | None, int | None], surveyed: int | None
) -> None:
    rounding = {"item": 2, "area": places[0], "total": places[1], "print": 2}
    of = build.edition(TABLE_WITH_SURVEY, not_applicable={"not_assigned": "rescale"}, rounding=rounding)
    stages = {code: Stages(appraised_1=F(1)) for code in (*CODES, "T.1")} | ({"I.2": Stages(waiting=("questioned",))} if waits else {})
    entries = {**ENTRIES, "T.1/points": 2, **({"II.1": Kind.NOT_ASSIGNED} if removed else {})}
    dossier = Dossier("u", build.records(of, entries), stages=stages, survey={} if surveyed is None else {"III.1": {"value": F(surveyed)}})
    unit = score(of.blocks[0], of.policies, build.YEAR, dossier, provisional=provisional)
    apart = Alone.of(of.blocks[0], of.policies, unit, provisional=provisional)
    assert apart.span(one) == span(of.blocks[0], of.policies, unit, (one,), provisional=provisional)


def test_a_unit_without_an_index_has_no_span() -> None:
    unit = result(edition(), entries={"I.1/points": None}, confirmed=False)
    assert span(edition().blocks[0], edition().policies, unit, (), provisional=True) is None


# How far a rank moves.

_spans = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 2)).map(lambda drawn: Span(F(80 + drawn[0]), F(80 + sum(drawn)))), min_size=1, max_size=5
)


def standing(unit: str, index: F) -> Standing:
    return Standing(unit, unit, "final", "", index, index, {})


def ranks_of(policies: Policies, indexes: Mapping[str, F]) -> dict[str, int]:
    block = edition().blocks[0]
    return {row.unit: row.rank for row in rank(block, policies, [standing(unit, index) for unit, index in indexes.items()], provisional=False).rows}


@given(spans=_spans, ties=st.sampled_from(["competition", "dense"]), data=st.data())
@settings(deadline=None)
def test_ranks_lie_within_their_spans_and_competition_reaches_the_ends(spans: list[Span], ties: Any, data: Any) -> None:
    policies = Policies(ties=ties)
    named = {f"u{place}": one for place, one in enumerate(spans)}
    now = {unit: data.draw(st.sampled_from([one.low, one.high])) for unit, one in named.items()}
    found = rank_spans(policies, named, ranks_of(policies, now))
    outcomes = [
        ranks_of(policies, dict(zip(named, chosen, strict=True))) for chosen in itertools.product(*({one.low, one.high} for one in named.values()))
    ]
    for unit in named:
        seen = [outcome[unit] for outcome in outcomes]
        assert found[unit].best <= min(seen) <= max(seen) <= found[unit].worst
        if ties == "competition":
            assert found[unit] == RankSpan(min(seen), max(seen))


def test_settled_units_keep_their_ordinal_ranks_and_open_ties_may_break_either_way() -> None:
    policies = Policies(ties="ordinal")
    settled = {"a": Span(F(80), F(80)), "b": Span(F(80), F(80))}
    assert rank_spans(policies, settled, {"a": 1, "b": 2}) == {"a": RankSpan(1, 1), "b": RankSpan(2, 2)}
    opened_up = {**settled, "b": Span(F(79), F(80))}
    assert rank_spans(policies, opened_up, {"a": 1, "b": 2}) == {"a": RankSpan(1, 2), "b": RankSpan(1, 2)}


def test_spans_are_taken_at_the_precision_of_the_ranks() -> None:
    spans = {"a": Span(F("80.001"), F("80.004")), "b": Span(F("80.002"), F("80.002"))}
    assert rank_spans(Policies(rank_on="printed"), spans, {"a": 1, "b": 1}) == {"a": RankSpan(1, 1), "b": RankSpan(1, 1)}
