"""From what was said of an item to its figures: the last stage decides, and what stands open is named."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from parcli.core.appraisal import Appraisal, Opinion, settle
from parcli.core.scoring import Stages

UNIT, ITEM = "so-noi-vu", "I.1"
ROUND_1, ROUND_2, COUNCIL = "round_1", "round_2", "council"


def said(stage: Any, points: str | None = None, *, path: str = "a.xlsx", **more: Any) -> Opinion:
    return Opinion(stage, UNIT, ITEM, path, "Thẩm định", "F7", None if points is None else Fraction(points), **more)


def settled(*opinions: Opinion, second: bool = False) -> Stages:
    opened: dict[Any, Any] = {ROUND_2: frozenset({(UNIT, ITEM)} if second else ())}
    return settle(Appraisal(opened, opinions), UNIT).get(ITEM, Stages())


def test_each_stage_keeps_its_figure() -> None:
    stages = settled(said(ROUND_1, "1"), said(ROUND_2, "2"), said(COUNCIL, "1.5"))
    assert (stages.appraised_1, stages.appraised_2, stages.council, stages.waiting) == (1, 2, Fraction(3, 2), ())


def test_what_another_unit_got_is_not_this_ones() -> None:
    assert settle(Appraisal(opinions=(said(ROUND_1, "1"),)), "so-y-te") == {}


def test_two_files_that_agree_give_one_figure() -> None:
    assert settled(said(ROUND_1, "1"), said(ROUND_1, "1", path="b.xlsx")).appraised_1 == 1


def test_two_figures_are_none_until_a_later_stage_decides() -> None:
    both = (said(ROUND_1, "1"), said(ROUND_1, "2", path="b.xlsx"))
    assert (settled(*both).appraised_1, settled(*both).waiting) == (None, ("disputed_1",))
    assert settled(*both, said(COUNCIL, "1")).waiting == ()
    assert settled(*both, said(ROUND_2, "1")).waiting == ()


def test_a_figure_that_cannot_be_taken_is_not_passed_over() -> None:
    stages = settled(said(ROUND_1, "1"), said(ROUND_2, refused=True))
    assert (stages.appraised_1, stages.appraised_2, stages.waiting) == (1, None, ("refused_2",))
    assert settled(said(ROUND_1, "1"), said(COUNCIL, refused=True)).waiting == ("refused_council",)


def test_a_question_waits_for_the_second_round() -> None:
    asked = said(ROUND_1, "1", request="Bổ sung báo cáo")
    assert settled(asked).waiting == ("questioned",)
    assert settled(asked, said(ROUND_2, "1")).waiting == ()
    assert settled(asked, said(COUNCIL, "1")).waiting == ()


def test_what_the_second_round_opened_waits_for_its_figure() -> None:
    assert settled(said(ROUND_1, "1"), second=True).waiting == ("round_2",)
    assert settled(said(ROUND_1, "1"), said(ROUND_2, "1"), second=True).waiting == ()


@pytest.mark.parametrize("ruling", ["accepted", "rejected"])
def test_the_last_answer_to_a_claim_holds(ruling: Any) -> None:
    other = "rejected" if ruling == "accepted" else "accepted"
    stages = settled(said(ROUND_1, ruling=other), said(ROUND_2, ruling=ruling))
    assert (stages.ruling, stages.ruled_at) == (ruling, ROUND_2)


def test_a_figure_after_an_acceptance_takes_it_back() -> None:
    stages = settled(said(ROUND_1, ruling="accepted"), said(COUNCIL, "1"))
    assert (stages.ruling, stages.ruled_at, stages.council) == ("rejected", COUNCIL, 1)


def test_an_acceptance_answers_a_question() -> None:
    assert settled(said(ROUND_1, "0", request="?"), said(ROUND_2, ruling="accepted")).waiting == ()
