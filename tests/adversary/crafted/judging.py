"""What must hold of every crafted case; each complaint is a sentence, none means that the case holds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from adversary.crafted.case import Case
from adversary.crafted.crowd import HONEST, Outcome
from adversary.crafted.index import CODES

WEIGHTS = ("note", "warning", "error", "block")


def about(case: Case, outcome: Outcome) -> list[str]:
    """Return everything about a case that is not as it must be."""
    return [*_found(case, outcome), *_weight(case, outcome), *_state(case, outcome), *_points(case, outcome), *_never(case, outcome)]


def about_run(outcome: Outcome, validate: int = 1) -> list[str]:
    """Return what is wrong with the run itself, of which ``validate`` should end so: its exit codes, its words, the honest units, the inputs."""
    ended = list(_codes(outcome, validate))
    if not (outcome.folder / "results" / "rank" / "ranking.json").exists():
        return [*ended, "there is no ranking"]
    if outcome.document("rank/ranking.json")["state"] != "provisional":
        ended.append("the ranking calls itself final")
    return [*ended, *_honest(outcome), *([] if outcome.before == outcome.after else ["an input was changed"])]


def _found(case: Case, outcome: Outcome) -> Iterator[str]:
    said = outcome.findings[case.unit]["findings"]
    for code in case.finds:
        mine = [one for one in said if one["code"] == code]
        if not mine:
            yield f"{code} was not found, but {sorted({one['code'] for one in said})}"
        for one in mine:
            if not (one["message"].strip() and one["remedy"].strip() and one["basis"].strip()) or "{" in one["message"] + one["remedy"]:
                yield f"{code} does not say what is wrong, what to do and why: {one}"
        if mine and not any((one["file"] or "").startswith(f"submissions/{case.unit}") and one["file"].endswith(case.file) for one in mine):
            yield f"{code} does not name the file: {[one['file'] for one in mine]}"


def _weight(case: Case, outcome: Outcome) -> Iterator[str]:
    weights = [one["severity"] for one in outcome.findings[case.unit]["findings"] if one["code"] in case.finds]
    heaviest = max(weights, key=WEIGHTS.index, default="nothing")
    demanded = CODES[case.code].demands
    if heaviest not in demanded and not case.why:
        yield f"weighs {heaviest}, not {' or '.join(demanded)}, and no reason is given"


def _state(case: Case, outcome: Outcome) -> Iterator[str]:
    score = outcome.scores[case.unit]
    if score["state"] != case.state:
        yield f"its state is {score['state']}, not {case.state}"
    known = case.state == "provisional"
    if (score["final"] is not None) != known or (score["index"] is not None) != known:
        yield f"its points are {score['final']}, its index {score['index']}"
    if (case.unit in outcome.ranks) != known:
        yield "it is ranked" if not known else "it is not ranked"
    if not known and not outcome.unranked.get(case.unit, {}).get("reason"):
        yield "nothing says why it is not ranked"


def _points(case: Case, outcome: Outcome) -> Iterator[str]:
    if case.state == "blocked":
        figures = [one["computed"] for one in outcome.scores[case.unit]["items"] if one["computed"] is not None and "/" not in one["code"]]
        if figures and not outcome.findings[case.unit]["findings"]:
            yield f"points of a blocked unit: {figures}"
        return
    honest = {one["code"]: one["final"] for one in outcome.scores[HONEST[0]]["items"]}
    for one in outcome.scores[case.unit]["items"]:
        wanted = honest[one["code"]] if one["code"] != case.item else (case.points or None)
        if one["final"] != wanted:
            yield f"{one['code']} comes to {one['final']} instead of {wanted}"


def _never(case: Case, outcome: Outcome) -> Iterator[str]:
    for word in case.never:
        for path in sorted((outcome.folder / "results").rglob("*.*")):
            if path.suffix in (".json", ".csv", ".html") and word in path.read_text("utf-8"):
                yield f"{word!r} stands in {path.name}"


def _codes(outcome: Outcome, validate: int) -> Iterator[str]:
    for command, wanted in {"validate": validate, "aggregate": 0, "rank": 0}.items():
        said = outcome.said[command]
        if said.code != wanted:
            yield f"{command} ended with {said.code}, not {wanted}: {said.err[-500:]}"
        if "Traceback" in said.out + said.err:
            yield f"{command} showed a traceback"


def _honest(outcome: Outcome) -> Iterator[str]:
    for unit in HONEST:
        heavy = [one["code"] for one in outcome.findings[unit]["findings"] if one["severity"] in ("error", "block")]
        if heavy:
            yield f"{unit} is blamed: {heavy}"
        if outcome.scores[unit]["final"] is None or unit not in outcome.ranks:
            yield f"{unit} was not scored and ranked"
        elif Fraction(outcome.scores[unit]["final"]) != EXPECTED:
            yield f"{unit} has {outcome.scores[unit]['final']} points, not {EXPECTED}"


EXPECTED = Fraction("11.75")
"""The points of an honest return, added up by hand."""
