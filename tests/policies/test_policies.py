"""Every policy has a case that shows the difference, and the page for analysts tells just that."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import Any, Literal, get_args, get_origin

import build
import pytest
from policies.cases import Choice, Table, choices, expected, figures, tables
from policies.pages import MARKED, PAGE, lines, rendered, renewed, shown_figures

from parcli.checks.appraisal import figures as given_figures
from parcli.core.edition import BlockHeading, NotApplicable, Policies, Rounding
from parcli.core.returned import Cell, Problem
from parcli.core.scoring import Dossier, score

TEXT = PAGE.read_text("utf-8")
CHOICES = choices()
IDS = [f"{choice.table}-{place}" for place, choice in enumerate(CHOICES)]


@pytest.mark.parametrize("choice", CHOICES, ids=IDS)
def test_scoring_and_ranking_give_what_was_computed_by_hand(choice: Choice) -> None:
    found = figures(choice)
    assert [(unit, name, found[unit][name]) for unit, name, _ in expected(choice)] == list(expected(choice))


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_every_figure_of_a_table_was_computed_by_hand(table: Table) -> None:
    for choice in table.choices:
        units = choice.units if table.rows == "units" else ("A",)
        assert {unit: shown_figures(table, choice) - choice.gives[unit].keys() for unit in units} == {unit: set() for unit in units}


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_every_table_shows_a_figure_that_differs_between_its_choices(table: Table) -> None:
    _, *rows = lines(table)
    told = [row[1:] for row in rows] if table.rows == "choices" else list(zip(*(row[1 + len(table.given) :] for row in rows), strict=True))
    assert len(told) == len(table.choices) > 1
    if table.name == "reasons":  # which word counts: some lead to the same figures, and that is what they show
        assert len({tuple(each) for each in told}) == 4
    else:
        assert all(one != other for one, other in itertools.combinations(told, 2))


def test_the_page_is_up_to_date() -> None:
    assert renewed(TEXT) == TEXT, "stale: from tests/ run python -m policies.pages, and read the difference"


def test_every_table_stands_in_the_page_once() -> None:
    assert sorted(mark[2] for mark in MARKED.finditer(TEXT)) == sorted(tables())
    assert TEXT.count("<!-- end -->") == len(tables())


def test_a_stale_table_is_noticed() -> None:
    stale = TEXT.replace("**2,68**", "**2,69**")
    assert stale != TEXT == renewed(stale)
    assert "2,68" in rendered(tables()["rounding"])


def _values(hint: Any) -> list[str]:
    own = [str(value) for value in get_args(hint)] if get_origin(hint) is Literal else []
    return [*own, *(value for part in get_args(hint) for value in _values(part))]


@pytest.mark.parametrize("model", [Policies, Rounding, NotApplicable], ids=lambda model: model.__name__)
def test_the_page_names_every_policy_and_every_value(model: Any) -> None:
    for name, field in model.model_fields.items():
        assert f"`{name}`" in TEXT, name
        assert [value for value in _values(field.annotation) if f"`{value}`" not in TEXT] == []


def test_the_page_names_what_a_block_chooses() -> None:
    chosen = BlockHeading.model_fields.keys() - {"title", "file"}
    assert chosen == {"scale", "classes"}
    assert [name for name in chosen if f"`{name}`" not in TEXT] == []


def test_the_defaults_in_the_page_are_those_of_the_program() -> None:
    first = TEXT.partition("\n## ")[0]
    shown = dict(re.findall(r"^\| `([\w.]+)` \| [^|]+ \| `([^|`]+)` \|", first, re.MULTILINE))
    policies = Policies()
    assert shown == {
        "rounding.item": str(policies.rounding.item), "rounding.area": "null", "rounding.total": "null", "rounding.print": str(policies.rounding.print),
        "rank_on": policies.rank_on, "ties": policies.ties, "tie_breakers": "[]",
        "not_applicable.nothing_arose": "never", "not_applicable.not_assigned": "never", "appraisal_may_exceed_self": "false",
    }  # fmt: skip
    assert (policies.rounding.area, policies.rounding.total, policies.tie_breakers, policies.not_applicable) == (None, None, (), NotApplicable())
    assert policies.appraisal_may_exceed_self is False


def test_appraisal_may_exceed_self_acts_where_the_page_says() -> None:
    edition = build.edition("""
        | mã   | điểm | loại    | cách tính | …        |
        | I.1  | 2    |         | ratio     |          |
        | II.1 | 2    | penalty | deduction | each=0.5 |
    """)
    records = build.records(edition, {"I.1/part": 8, "I.1/whole": 10, "II.1/count": 2})

    def faults(policies: Policies) -> list[str]:
        result = score(edition.blocks[0], policies, build.YEAR, Dossier("so-a", records))
        given = {"I.1": "1.8", "II.1": "0.5"}
        taken = [given_figures.take(Cell("Thẩm định", "M6", given[one.code]), one, policies) for one in result.items]
        return [one.code for one in taken if isinstance(one, Problem)]

    assert (faults(Policies()), faults(Policies(appraisal_may_exceed_self=True))) == (["AP115", "AP133"], [])
    section = TEXT.partition("`appraisal_may_exceed_self` nhận")[2].partition("\n## ")[0]
    assert "AP115" in section
    assert "AP133" in section


# What the page says in words


def test_printed_with_ordinal_may_put_the_lower_unrounded_index_first() -> None:
    ties = tables()["ties"].choices[0]
    entered = {"B": {"I.1/points": "55.002", "II.1/points": "35"}, "C": {"I.1/points": "52.001", "II.1/points": "38"}}
    policies = {"rounding": {"item": None}, "rank_on": "printed", "ties": "ordinal", "tie_breakers": ["II"]}
    found = figures(replace(ties, units=entered, policies=policies))
    assert {unit: (told["rank"], told["printed"]) for unit, told in found.items()} == {"B": (2, "90,002"), "C": (1, "90,001")}


def test_without_survey_bonus_and_penalty_rescaled_and_reduced_are_one_index() -> None:
    bare = tables()["reasons"].choices[0]
    for points in ("60", "41.7", "80"):
        entered = {"A": {"I.1/points": points, "I.2": "nothing_arose"}}
        indexes = {
            figures(replace(bare, units=entered, policies={"not_applicable": {"nothing_arose": how}}))["A"]["index"]
            for how in ("rescale", "reduce_maximum")
        }
        assert len(indexes) == 1


def test_bonus_on_a_reduced_scale_may_give_more_than_100_percent() -> None:
    caps = tables()["caps"].choices[0]
    areas = [
        *caps.areas,
        {"code": "II", "title": "Hai", "maximum": "20", "items": [{"code": "II.1", "title": "H", "maximum": "20", "rule": {"type": "points"}}]},
    ]
    entered = {"A": {**caps.units["A"], "I.1/points": "100", "P.1/count": "0", "II.1": "nothing_arose"}}
    told = figures(replace(caps, areas=areas, units=entered, policies={"not_applicable": {"nothing_arose": "reduce_maximum"}}))["A"]
    assert (told["final"], told["maximum"], told["index"]) == (103, 100, 103)
