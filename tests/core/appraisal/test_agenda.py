"""What is put before the Council: its own items, and what appraisal left open; nothing that a round has still to do."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import build
import pytest

from parcli.core.appraisal import Appraisal, Opinion, Present
from parcli.core.appraisal.agenda import agenda
from parcli.core.edition import Kind
from parcli.core.scoring import Dossier, score

EDITION = build.edition("""
    | mã  | tên      | điểm | ai chấm | cách tính | … |
    | I.1 | Kế hoạch | 2    | self    | ratio     |   |
    | I.2 | Kết quả  | 2    | self    | ratio     |   |
    | I.8 | Hiệu quả | 2    | council | points    |   |
    | I.9 | Hài lòng | 3    | survey  | external  |   |
""")
UNIT, OTHER = "so-noi-vu", "so-y-te"
CYCLE = build.cycle(EDITION, UNIT, OTHER)


def present(unit: str = UNIT, *exempt: str) -> Present:
    records = build.records(EDITION, {"I.1/part": 8, "I.1/whole": 10, "I.2/part": 1, "I.2/whole": 2})
    decided = dict.fromkeys(exempt, Kind.NOT_ASSIGNED)
    result = score(EDITION.blocks[0], EDITION.policies, build.YEAR, Dossier(unit, records, exempt=decided))
    whole = CYCLE.unit(unit)
    assert whole is not None
    return Present(whole, "ab" * 32, {one.code: one for one in result.items}, records, frozenset(exempt))


def said(stage: Any, item: str, points: str | None = "1", *, path: str = "a.xlsx", **more: Any) -> Opinion:
    return Opinion(stage, UNIT, item, path, "Thẩm định", "M7", None if points is None else Fraction(points), **more)


def brought(*opinions: Opinion, opened: dict[Any, Any] | None = None, of: Present | None = None) -> dict[str, tuple[str, ...]]:
    found = agenda([of or present()], Appraisal(opened or {}, opinions))
    return {one.one.code: one.why for one in found}


ASKED = said("round_1", "I.1", request="Bổ sung báo cáo")


def test_its_own_items_are_brought_for_every_unit_in_their_order() -> None:
    found = agenda([present(), present(OTHER)], Appraisal())
    assert [(one.present.unit.id, one.one.code, one.why) for one in found] == [(UNIT, "I.8", ("council",)), (OTHER, "I.8", ("council",))]


@pytest.mark.parametrize(
    ("opinions", "why"),
    [
        ((said("round_1", "I.1"), said("round_1", "I.1", "2", path="b.xlsx")), ("disputed_1",)),
        ((said("round_2", "I.1"), said("round_2", "I.1", "2", path="b.xlsx")), ("disputed_2",)),
        ((said("round_1", "I.1", None, refused=True),), ("refused_1",)),
        ((said("round_2", "I.1", None, refused=True),), ("refused_2",)),
        ((ASKED, said("round_2", "I.2")), ("questioned",)),
        ((ASKED, said("round_2", "I.1", request="Vẫn thiếu báo cáo")), ("asked_2",)),
        ((ASKED,), None),
        ((ASKED, said("round_2", "I.1")), None),
        ((said("round_1", "I.1"), said("round_1", "I.1", "2", path="b.xlsx"), said("round_2", "I.1")), None),
        ((said("round_1", "I.1"), said("round_1", "I.1", "2", path="b.xlsx"), said("council", "I.1")), None),
    ],
)
def test_what_two_rounds_left_open(opinions: tuple[Opinion, ...], why: tuple[str, ...] | None) -> None:
    assert brought(*opinions).get("I.1") == why


def test_an_estimate_that_waits_for_the_second_round_is_not_brought() -> None:
    assert brought(opened={"round_2": frozenset({(UNIT, "I.1")})}) == {"I.8": ("council",)}


def test_what_a_sheet_asks_for_already_is_not_brought_again() -> None:
    assert brought(opened={"council": frozenset({(UNIT, "I.8")})}) == {}
    assert brought(said("council", "I.8")) == {}


def test_an_item_that_does_not_apply_is_not_brought() -> None:
    assert brought(of=present(UNIT, "I.8")) == {}


def test_what_the_council_refused_or_disputes_itself_is_not_asked_twice() -> None:
    both = (said("council", "I.8"), said("council", "I.8", "2", path="b.xlsx"))
    assert brought(*both, opened={"council": frozenset({(UNIT, "I.8")})}) == {}
