"""All crafted cases outside pytest, as one line of the table that ``python -m tests.adversary`` prints."""

from __future__ import annotations

from pathlib import Path

from adversary.crafted import crowd, definitions, judging
from adversary.crafted.families import FAMILIES
from adversary.lines import Line

GOAL = 120


def run(long: bool, folder: Path, seed: int) -> tuple[Line, ...]:  # noqa: ARG001 - crafted cases are the same in the long form, and nothing in them is drawn
    """Run every crafted case in a folder that is the caller's, and count those that hold; what does not is named."""
    wrong: dict[str, list[str]] = {}
    for name, family in FAMILIES.items():
        outcome = crowd.run(crowd.make(folder / name, family.cases, family.root()))
        wrong |= {f"the run over {name}": judging.about_run(outcome)}
        wrong |= {case.unit: judging.about(case, outcome) for case in family.cases}
    honest = definitions.make(folder / "definitions" / "honest")
    wrong |= {one.name: definitions.about(one, honest, folder / "definitions" / str(place)) for place, one in enumerate(definitions.CASES)}
    cases = sum(len(family.cases) for family in FAMILIES.values()) + len(definitions.CASES)
    failed = {name: complaints for name, complaints in wrong.items() if complaints}
    reached = f"{cases - len(failed)} of {cases} held" + "".join(f"; {name}: {complaints[0]}" for name, complaints in failed.items())
    return (Line("bad inputs: crafted cases", f"{GOAL}: each named, weighed, no false points, no traceback", reached, not failed and cases >= GOAL),)
