"""T06: workbooks that LibreOffice saved, in three ways, are scored and ranked as if nobody had touched them."""

from __future__ import annotations

import pytest
from adversary.crafted import case as crafted
from adversary.crafted import crowd, judging
from adversary.crafted.case import Case, Dossier
from workbook import kit

pytestmark = [pytest.mark.office, pytest.mark.slow]

WAYS = ("xlsx", "ods", "xls")
_SAVED = "what a unit's office saves is what it was sent, so there is nothing to say"


def put(_: Dossier) -> None:
    """Leave it as it is: LibreOffice comes to it afterwards, once for all."""


CASES = tuple(Case("T06", f"saved as {way}", put, (), why=_SAVED) for way in WAYS)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    if kit.OFFICE is None:
        pytest.skip("soffice is not installed")
    work = tmp_path_factory.mktemp("office")
    folder = crowd.make(work / "cycle", CASES)
    profile = kit.profile(work / "profile", "vi")
    for case, way in zip(CASES, WAYS, strict=True):
        sent = work / f"{case.unit}.xlsx"
        sent.write_bytes(kit.zipped(crafted.named(case.unit, crafted.sent())))
        between = kit.converted([sent], way, work / f"as-{way}", profile)
        saved = between if way == "xlsx" else kit.converted(between, "xlsx", work / f"from-{way}", profile)
        (folder / "submissions" / case.unit / "bieu.xlsx").write_bytes(saved[0].read_bytes())
    return crowd.run(folder)


def test_the_run_is_as_any_other(outcome):
    assert judging.about_run(outcome, validate=0) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_points_and_rank_are_those_of_what_was_entered(outcome, case):
    assert judging.about(case, outcome) == []
    heavy = [one["code"] for one in outcome.findings[case.unit]["findings"] if one["severity"] in ("error", "block")]
    assert heavy == []
