"""RS15: what is said of a former year's ranking: odd rows, blocks and areas are named, everything else is compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import build
import pytest
from core.rankbook.test_former import AREAS, EDITION, cycle, year

from parcli.checks.former import Stated, beside, take
from parcli.core.findings import CATALOGUE, Finding, Severity
from parcli.core.rankbook.former import StatedBlock, StatedRow, compare
from parcli.core.ranking import Standing

F = Fraction
NINETY = F(90)
BEFORE = cycle("a", "b")
FILE = "results/rank/ranking.json"


def row(unit: str, rank: int | None = 1, index: F | None = NINETY, **areas: F) -> StatedRow:
    return StatedRow(unit, rank, index, areas or AREAS)


def stated(*rows: StatedRow, block: str = "so", exact: dict[str, Standing] | None = None) -> Stated:
    return Stated(FILE, provisional=False, blocks=(StatedBlock(block, rows),), exact=exact or {})


def standing(unit: str, index: F | None) -> Standing:
    return Standing(unit, unit, "final", "", index, index, {"I": F(240, 3)})


def taken(one: Stated) -> tuple[Finding, ...]:
    return take(one, EDITION, BEFORE)[1]


def of_years(**former: object) -> tuple[Finding, ...]:
    """Two years beside each other; by default the former one is a year earlier and its units are all continued."""
    before = build.cycle(EDITION, units=[{"id": unit, "block": "so", "name": f"Sở {unit}"} for unit in ("a", "b")], year=former.pop("year", 2022))
    one = replace(year(before, {"a": (1, F(90))}), **former)  # type: ignore[arg-type]
    now = cycle("a", "b")
    ranked = {"so": ["a"]}
    return beside(one, EDITION, now, compare(one, EDITION, now, None, ranked), FILE)


def gone() -> tuple[Finding, ...]:
    before = build.cycle(EDITION, units=[{"id": unit, "block": "so", "name": f"Sở {unit}"} for unit in ("a", "z")], year=2022)
    one, now = year(before, {}), cycle("a")
    return beside(one, EDITION, now, compare(one, EDITION, now, None, {"so": ["a"]}), FILE)


CAUSES: dict[str, tuple[Callable[[], tuple[Finding, ...]], dict[str, str]]] = {
    "RS150": (lambda: of_years(year=2023), {"year": "2023"}),
    "RS151": (lambda: taken(stated(row("a"), block="khac")), {"name": "khac", "known": "so"}),
    "RS152": (lambda: taken(stated(row("a"), row("trung-binh", 2))), {"names": "trung-binh", "block": "so", "count": "1"}),
    "RS153": (lambda: taken(stated(row("a", None))), {"names": "Sở a", "block": "so", "count": "1"}),
    "RS154": (lambda: taken(stated(row("a", I=F(80), II=F(70)))), {"area": "B", "count": "1", "names": "a", "block": "so"}),
    "RS155": (lambda: taken(stated(row("a"), row("a", 2))), {"names": "a", "block": "so", "count": "1"}),
    "RS156": (lambda: taken(stated(row("a"), exact={"a": standing("a", F(91))})), {"count": "1", "names": "a"}),
    "RS157": (lambda: of_years(edition=replace(EDITION, id="cu")), {"name": "so", "former": "cu", "present": "thu"}),
    "RS158": (gone, {"year": "2022", "count": "1", "names": "Sở z"}),
    "RS159": (lambda: of_years(provisional=True), {"year": "2022"}),
}


@pytest.mark.parametrize("code", CAUSES)
def test_each_cause_is_told_once_with_its_file_and_hinders_nothing(code: str) -> None:
    make, values = CAUSES[code]
    (one,) = make()
    assert (one.code, one.file, dict(one.values)) == (code, FILE, values)
    assert CATALOGUE[code].severity < Severity.ERROR


def test_a_year_that_fits_is_silent() -> None:
    assert taken(stated(row("a"), row("b", 2), exact={"a": standing("a", F(90))})) == ()
    assert of_years() == ()


@pytest.mark.parametrize("bad", [row("a", None), row("a", 1, None)])
def test_a_unit_without_data_is_never_ranked(bad: StatedRow) -> None:
    former, _ = take(stated(bad, row("b", 2)), EDITION, BEFORE)
    assert list(former.rows["so"]) == ["b"]


def test_a_summary_row_is_no_unit_and_does_not_count_among_them() -> None:
    former, _ = take(stated(row("a"), row("Tổng cộng", 2), row("b", 3)), EDITION, BEFORE)
    assert {unit: one.rank for unit, one in former.rows["so"].items()} == {"a": 1, "b": 3}


def test_of_a_unit_that_stands_twice_no_row_is_taken() -> None:
    assert take(stated(row("a"), row("a", 2), row("b", 3)), EDITION, BEFORE)[0].rows["so"].keys() == {"b"}


def test_exact_figures_stand_for_their_own_decimals_and_no_others() -> None:
    third = F("33.3333333333")
    exact = {"a": standing("a", F(100, 3)), "b": standing("b", F(50))}
    former, told = take(stated(row("a", 1, third, I=F(80), II=F(1), B=F(1)), row("b", 2, third), exact=exact), EDITION, BEFORE)
    assert former.rows["so"]["a"].index == F(100, 3)
    assert former.rows["so"]["b"].index == third
    assert [one.code for one in told] == ["RS156"]


def test_many_names_are_cut_and_counted() -> None:
    units = [f"u{number:02}" for number in range(12)]
    (one,) = take(stated(*(row(unit, 1, I=F(1), II=F(1)) for unit in units)), EDITION, cycle(*units))[1]
    assert dict(one.values)["names"] == "u00, u01, u02, u03, u04, u05, u06, u07, u08, u09, …"
    assert dict(one.values)["count"] == "12"
