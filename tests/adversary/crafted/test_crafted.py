"""Every crafted case is judged, the others beside it are not touched by it, and nothing that was sent is changed."""

from __future__ import annotations

import pytest
from adversary.crafted import crowd, definitions, judging
from adversary.crafted.families import FAMILIES

pytestmark = pytest.mark.slow

OUTCOMES: dict[str, crowd.Outcome] = {}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """Run the commands over a family's cycle, once."""

    def run(name):
        if name not in OUTCOMES:
            family = FAMILIES[name]
            OUTCOMES[name] = crowd.run(crowd.make(tmp_path_factory.mktemp(name), family.cases, family.root()))
        return OUTCOMES[name]

    yield run
    OUTCOMES.clear()


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    return definitions.make(tmp_path_factory.mktemp("definitions") / "honest")


@pytest.mark.parametrize("name", FAMILIES)
def test_the_run_ends_as_documented_and_nothing_is_held_against_the_honest(outcome, name):
    assert judging.about_run(outcome(name)) == []


@pytest.mark.parametrize(("name", "case"), [pytest.param(name, case, id=case.unit) for name, family in FAMILIES.items() for case in family.cases])
def test_a_case_is_named_weighed_and_gives_no_points_that_are_not_there(outcome, name, case):
    assert judging.about(case, outcome(name)) == []


@pytest.mark.parametrize("case", definitions.CASES, ids=lambda case: case.name)
def test_a_definition_holds_or_is_named_with_its_line(honest, tmp_path, case):
    assert definitions.about(case, honest, tmp_path / "cycle") == []
