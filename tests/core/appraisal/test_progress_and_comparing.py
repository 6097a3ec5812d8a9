"""How far appraisal is, counted row by row; and like cases that were given different points."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import build

from parcli.core.appraisal import Appraisal, AppraisalSheet, OpenedRow, Opening, Opinion, Present, SheetIdentity, of_files, of_units, side_by_side
from parcli.core.scoring import Dossier, score

EDITION = build.edition("""
    | mã  | điểm | cách tính | ai chấm   | … |
    | I.1 | 2    | ratio     | self      |   |
    | I.2 | 1    | points    | appraisal |   |
""")
UNITS = ("so-a", "so-b", "so-c")
CYCLE = build.cycle(EDITION, *UNITS)


def present(unit: str, part: int = 8) -> Present:
    records = build.records(EDITION, {"I.1/part": part, "I.1/whole": 10})
    result = score(EDITION.blocks[0], EDITION.policies, build.YEAR, Dossier(unit, records))
    whole = CYCLE.unit(unit)
    assert whole is not None
    return Present(whole, "ab", {one.code: one for one in result.items}, records)


def said(unit: str, points: str | None, item: str = "I.1", *, path: str = "a.xlsx", stage: Any = "round_1", **more: Any) -> Opinion:
    return Opinion(stage, unit, item, path, "Thẩm định", "M6", None if points is None else Fraction(points), **more)


def sheet(path: str, *keys: tuple[str, str]) -> AppraisalSheet:
    opening = Opening(tuple(OpenedRow(unit, item, "2") for unit, item in keys))
    text = SheetIdentity("round_1", CYCLE.cycle, "thu", "1.0", "x", opening.digest()).text()
    return AppraisalSheet(path, "cd", 1, readable=True, identities={"cell": text}, opening=opening)


def counts(one: Any) -> tuple[int, ...]:
    return one.open, one.answered, one.questioned, one.refused, one.disputed


def test_each_file_counts_its_own_rows_and_a_unit_all_of_them() -> None:
    keys = (("so-a", "I.1"), ("so-a", "I.2"), ("so-b", "I.1"))
    opinions = (
        said("so-a", "1", request="Bổ sung"), said("so-a", "1.5", path="b.xlsx"), said("so-a", None, "I.2", refused=True), said("so-b", "1.6"),
    )  # fmt: skip
    appraisal = Appraisal({"round_1": frozenset(keys)}, opinions)
    first, other, broken = of_files((sheet("a.xlsx", *keys), sheet("b.xlsx", keys[0]), sheet("c.xlsx", keys[0])), appraisal, frozenset({"c.xlsx"}))
    assert (counts(first.progress), counts(other.progress)) == ((3, 2, 1, 1, 1), (1, 1, 0, 0, 1))
    assert (broken.taken, counts(broken.progress)) == (False, (0, 0, 0, 0, 0))
    units = of_units(UNITS, appraisal)
    assert counts(units["so-a"]["round_1"]) == (2, 1, 1, 1, 1)
    assert (units["so-b"]["round_1"].done, units["so-a"]["round_1"].done, units["so-c"]["round_1"].done) == (True, False, False)


def marks(units: Mapping[str, int], *opinions: Opinion, item: str = "I.1") -> dict[str, bool]:
    compared = side_by_side([present(unit, part) for unit, part in units.items()], Appraisal(opinions=opinions))
    (one,) = [each for each in compared if each.item.code == item]
    return {each.unit: each.unlike for each in one.units}


def test_the_same_points_of_their_own_and_different_ones_given_are_marked() -> None:
    given = (said("so-a", "1"), said("so-b", "1.6"), said("so-c", "1"))
    assert marks({"so-a": 8, "so-b": 8, "so-c": 9}, *given) == {"so-a": True, "so-b": True, "so-c": False}


def test_the_last_stage_is_what_is_compared() -> None:
    given = (said("so-a", "1"), said("so-b", "1.6"), said("so-a", "1.6", stage="round_2"))
    assert marks({"so-a": 8, "so-b": 8}, *given) == {"so-a": False, "so-b": False}


def test_without_points_of_their_own_there_are_no_like_cases() -> None:
    given = (said("so-a", "1", "I.2"), said("so-b", "0.5", "I.2"))
    assert marks({"so-a": 8, "so-b": 8}, *given, item="I.2") == {"so-a": False, "so-b": False}


def test_reasons_stand_with_the_last_stage_first() -> None:
    given = (said("so-a", "1", reason="Chậm"), said("so-a", "1.5", stage="round_2", reason="Đã bổ sung"))
    (one, _) = side_by_side([present("so-a")], Appraisal(opinions=given))
    assert (one.units[0].reasons, one.units[0].taken) == (("Đã bổ sung", "Chậm"), Fraction(1, 10))
