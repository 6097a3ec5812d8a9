"""From a what-if file to other criteria and other results. Nothing is scored here: items come from the scoring and go back to its totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from parcli.core import points
from parcli.core.edition import Area, Block, Edition, Policies
from parcli.core.fields import Definition
from parcli.core.manifest import policy_settings
from parcli.core.scoring import Dossier, ItemResult, UnitResult, score_items, totalled
from parcli.core.trial.file import BlockChange, WhatIf


def with_policies(edition: Edition, trial: WhatIf) -> Edition:
    """Return the edition with the policies and classes of a trial; its areas are as they were."""
    blocks = tuple(_with_classes(block, trial.blocks.get(block.id)) for block in edition.blocks)
    return replace(edition, policies=_merged(edition.policies, trial.policies), blocks=blocks)


def _merged(own: Policies, other: Policies) -> Policies:
    """Return policies in which only what is written of the other ones is changed, also within a group of them."""
    changed = {}
    for name in other.model_fields_set:
        was, now = getattr(own, name), getattr(other, name)
        inner = {each: getattr(now, each) for each in now.model_fields_set} if isinstance(now, Definition) else None
        changed[name] = now if inner is None else was.model_copy(update=inner)
    return own.model_copy(update=changed)


def _with_classes(block: Block, change: BlockChange | None) -> Block:
    return block if change is None or change.classes is None else replace(block, classes=change.classes)


def changed_edition(edition: Edition, trial: WhatIf) -> Edition:
    """Return the edition with everything that a trial changes of it, maxima of areas too."""
    with_others = with_policies(edition, trial)
    return replace(with_others, blocks=tuple(_weighted(block, trial.blocks.get(block.id)) for block in with_others.blocks))


def _weighted(block: Block, change: BlockChange | None) -> Block:
    if change is None or not change.areas:
        return block
    areas = tuple(_scaled_area(area, change.areas.get(area.code, area.maximum)) for area in block.areas)
    more = sum((now.maximum - was.maximum for was, now in zip(block.areas, areas, strict=True) if was.kind == "points"), Fraction())
    stated = None if block.stated_scale is None else block.stated_scale + more
    return replace(block, areas=areas, stated_scale=stated)


def _scaled_area(area: Area, maximum: Fraction) -> Area:
    return area if maximum == area.maximum else area.model_copy(update={"maximum": maximum})


def setting_changes(edition: Edition, trial: WhatIf) -> tuple[tuple[str, str, str], ...]:
    """Return each setting that a trial changes: its key, what it is, what it would be; "–" for what is not rounded or has none."""
    before, after = ({**policy_settings(each), **_maxima(each)} for each in (edition, changed_edition(edition, trial)))
    named = {name for name in before if before[name] != after[name]}
    # That the scale follows from maxima is no change of its own.
    derived = {f"blocks.{block}.scale" for block, change in trial.blocks.items() if change.areas}
    return tuple((name, before[name] or "–", after[name] or "–") for name in before if name in named - derived)


def _maxima(edition: Edition) -> dict[str, str | None]:
    return {f"blocks.{block.id}.areas.{area.code}": points.plain(area.maximum) for block in edition.blocks for area in block.areas}


def nothing_changed(trial: WhatIf) -> bool:
    """Whether a file names nothing to be changed."""
    return not (trial.points or trial.policies.model_fields_set or trial.blocks or trial.exclude or trial.include)


def rebuilt(
    block: Block, weighted: Block, policies: Policies, year: int, dossier: Dossier, given: Mapping[str, Fraction], *, provisional: bool
) -> UnitResult:
    """Score a unit with the points ``given`` to its items, and the maxima of ``weighted`` areas.

    The items are scored as the result's are; those with other points take them as their last figure; an area with
    another maximum takes its items with it, so that each keeps its share; the totals are made as the result's are.
    """
    items = score_items(block, policies, year, dossier, provisional=provisional)
    settled = (_settled(one, given[one.code]) if one.code in given else one for one in items)
    factors = {was.code: now.maximum / was.maximum for was, now in zip(block.areas, weighted.areas, strict=True) if was.kind == "points"}
    return totalled(
        weighted, policies, dossier, tuple(_scaled(one, factors.get(one.item.area.code, Fraction(1))) for one in settled), provisional=provisional
    )


def _settled(one: ItemResult, given: Fraction) -> ItemResult:
    """Return an item with its last figure; whoever gives points to an item says that it applies."""
    survey = one.item.criterion.assessed_by == "survey"
    return replace(
        one,
        treatment=None,
        why=None,
        claimed=None,
        final=given,
        survey=given if survey else one.survey,
        source="survey" if survey else "council",
        status="known",
        waits_for=(),
    )


def _scaled(one: ItemResult, factor: Fraction) -> ItemResult:
    if factor == 1:
        return one
    criterion = one.item.criterion.model_copy(update={"maximum": one.item.maximum * factor})
    return replace(
        one,
        item=replace(one.item, criterion=criterion),
        computed=_times(one.computed, factor),
        survey=_times(one.survey, factor),
        final=_times(one.final, factor),
    )


def _times(value: Fraction | None, factor: Fraction) -> Fraction | None:
    return None if value is None else value * factor
