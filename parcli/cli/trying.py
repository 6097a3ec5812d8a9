"""A trial worked out: the same returns, appraisal and figures as ``aggregate`` takes, through the same scoring and ranking. Decision 0042.

Always the whole way, from the workbooks on: what a policy does to an item cannot be told from its points. Where a policy
changes how entries or appraisal sheets are taken, they are taken anew under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from parcli.cli import appraisals, gather, results
from parcli.cli.appraisals import Heard
from parcli.cli.examining import Wish
from parcli.cli.gather import Return
from parcli.cli.opened import Opened
from parcli.cli.results import Figures
from parcli.cli.screen import Screen
from parcli.core.edition import Policies
from parcli.core.ranking import Standing, rank
from parcli.core.scoring import Dossier, UnitResult
from parcli.core.trial import Settled, Tried, UnitChange, WhatIf, changed_edition, rebuilt, setting_changes, with_policies
from parcli.report.wording import reason_text

_NO_POINTS: Mapping[str, Fraction] = {}
_NOTHING = WhatIf()


@dataclass(frozen=True, slots=True)
class _Taken:
    """What the units returned and what was said of it, under the policies of ``opened``."""

    opened: Opened
    returns: tuple[Return, ...]
    heard: Heard
    figures: Figures

    def dossiers(self) -> tuple[Dossier, ...]:
        return results.dossiers(self.opened, self.returns, self.heard, self.figures)


def tried(opened: Opened, trial: WhatIf, screen: Screen, jobs: int, wish: Wish, *, provisional: bool) -> Tried:
    """Return the trial worked out, beside the result as it is."""
    own = _taken(opened, screen, jobs, wish)
    other = _under(own, trial, screen, jobs, wish)
    settings = setting_changes(opened.edition, trial)
    before = _settled(own, _NOTHING, provisional=provisional)
    alone = trial.model_copy(update={"points": (), "exclude": (), "include": ()})
    mentioned = (*(each.unit for each in trial.points), *(each.unit for each in (*trial.exclude, *trial.include)))
    named = {name: unit.id for name in mentioned if (unit := opened.cycle.named(name)) is not None}
    points: dict[str, dict[str, str]] = {}
    for change in trial.points:
        points.setdefault(named[change.unit], {})[change.item] = change.why
    return Tried(
        before=before,
        with_settings=_settled(other, alone, provisional=provisional) if settings else before,
        after=_settled(other, trial, provisional=provisional),
        settings=settings,
        points=points,
        left_out={named[each.unit]: each.why for each in trial.exclude},
        taken_in={named[each.unit]: each.why for each in trial.include},
    )


def _taken(opened: Opened, screen: Screen, jobs: int, wish: Wish) -> _Taken:
    returns = gather.gather(opened, opened.cycle.units, screen, jobs, wish).returns
    return _Taken(opened, returns, appraisals.hear(opened, returns), results.figures(opened))


def _under(own: _Taken, trial: WhatIf, screen: Screen, jobs: int, wish: Wish) -> _Taken:
    """Return everything as it is taken under the policies of the trial."""
    opened = replace(own.opened, edition=with_policies(own.opened.edition, trial))
    if _taking(opened.edition.policies) == _taking(own.opened.edition.policies):
        return replace(own, opened=opened)
    return _taken(opened, screen, jobs, wish)


def _taking(policies: Policies) -> tuple[object, ...]:
    """Return the policies by which entries and appraisal sheets are taken; the others only add up, or rank."""
    return policies.not_applicable, policies.rounding.item, policies.appraisal_may_exceed_self


def _settled(taken: _Taken, trial: WhatIf, *, provisional: bool) -> Settled:
    """Score and rank everything with the points and units of a trial; its policies are those that it was taken under."""
    opened = taken.opened
    weighted = changed_edition(opened.edition, trial)
    given = _given(opened, trial)
    made = [
        _rebuilt(
            replace(opened, edition=weighted),
            opened,
            one,
            _chosen(opened, trial, dossier),
            given.get(one.unit.id, _NO_POINTS),
            provisional=provisional,
        )
        for one, dossier in zip(taken.returns, taken.dossiers(), strict=True)
    ]
    standings = [_standing(opened, one) for one in made]
    blocks = {one.unit: one.block for one in made}
    rankings = tuple(
        rank(block, weighted.policies, own, provisional=provisional)
        for block in weighted.blocks
        if (own := [one for one in standings if blocks[one.unit] == block.id])
    )
    return Settled(rankings, {one.unit: {item.code: item.final for item in one.items} for one in made})


def _rebuilt(weighted: Opened, opened: Opened, one: Return, dossier: Dossier, given: Mapping[str, Fraction], *, provisional: bool) -> UnitResult:
    policies, year = opened.edition.policies, opened.cycle.year
    return rebuilt(opened.block(one.unit), weighted.block(one.unit), policies, year, dossier, given, provisional=provisional)


def _given(opened: Opened, trial: WhatIf) -> dict[str, dict[str, Fraction]]:
    given: dict[str, dict[str, Fraction]] = {}
    for change in trial.points:
        unit = opened.cycle.named(change.unit)
        if unit is not None:
            given.setdefault(unit.id, {})[change.item] = change.points
    return given


def _chosen(opened: Opened, trial: WhatIf, dossier: Dossier) -> Dossier:
    """Leave a unit out, or take it in again, as the trial says."""
    left_out = next((each for each in trial.exclude if _is(opened, each, dossier.unit)), None)
    if left_out is not None:
        return replace(dossier, excluded_for=left_out.why or results.file_words(opened).text("trial.title"))
    return replace(dossier, excluded_for=None) if any(_is(opened, each, dossier.unit) for each in trial.include) else dossier


def _is(opened: Opened, change: UnitChange, unit: str) -> bool:
    named = opened.cycle.named(change.unit)
    return named is not None and named.id == unit


def _standing(opened: Opened, one: UnitResult) -> Standing:
    unit = opened.cycle.unit(one.unit)
    return Standing(
        unit=one.unit,
        name=one.unit if unit is None else unit.name,
        state=one.state,
        reason=reason_text(results.file_words(opened), one.reason),
        final=one.final,
        index=one.index,
        areas={area.code: area.index for area in one.areas},
    )
