"""What the report room asks of whoever gives it words, and the sentences that every report builds from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from parcli.core.edition import Policies
from parcli.core.findings import Finding
from parcli.core.scoring import Missing, MissingOfUnit, Reason
from parcli.report.outward import CODES_SHOWN, listed

_FEW = 3


class Sentences(Protocol):
    """A finding in words."""

    @property
    def title(self) -> str:
        """What kind of thing it is."""

    @property
    def message(self) -> str:
        """What was found and what is expected."""

    @property
    def remedy(self) -> str:
        """What to do."""

    @property
    def basis(self) -> str:
        """Why it is asked; may be empty."""


class Wording(Protocol):
    """One language: standing sentences by key, and findings in words."""

    @property
    def language(self) -> str:
        """The language's short name: ``vi`` or ``en``."""

    def text(self, key: str, **values: object) -> str:
        """Return a standing sentence with its values put in."""

    def finding(self, one: Finding) -> Sentences:
        """Word a finding."""


def banners(wording: Wording, edition_status: str, *, provisional: bool) -> tuple[str, ...]:
    """Return what must be said of a result before anything else: criteria not as issued, figures not final."""
    said = [wording.text(f"banner.{edition_status}")] if edition_status != "official" else []
    if provisional:
        said.append(wording.text("banner.provisional"))
    return tuple(said)


def accepted_text(wording: Wording, one: Finding) -> str:
    """Return by whom and why a finding was accepted, and what it weighed; empty where it was not."""
    values = dict(one.values)
    if not one.waived:
        return ""
    weight = wording.text(f"severity.{values['waived_severity']}")
    return wording.text("report.accepted.by", who=values["waived_by"], why=values["waived_why"], weight=weight)


def reason_text(wording: Wording, reason: Reason | None) -> str:
    """Return why a unit has no final figure; a long list of codes is cut visibly. Empty when there is nothing to say."""
    if reason is None:
        return ""
    about = waiting_text(wording, reason.missing) if reason.missing else some_of(wording, reason.about)
    return wording.text(f"reason.{reason.kind}", about=about)


def waiting_text(wording: Wording, found: Sequence[Missing | MissingOfUnit], most: int = _FEW) -> str:
    """Word what a unit waits for: each kind with the number of its items and their first codes."""
    return "; ".join(
        wording.text(
            "report.missing.group", what=wording.text(f"report.waits.{one.kind}"), count=len(one.about), codes=some_of(wording, one.about, most)
        )
        for one in found
    )


def some_of(wording: Wording, codes: Sequence[str], most: int = CODES_SHOWN) -> str:
    """List codes, at most so many, and say how many more there are."""
    about, more = listed(codes, most)
    return wording.text("report.and_more", shown=about, count=more) if more else about


def policy_texts(wording: Wording, policies: Policies) -> tuple[str, ...]:
    """Return the edition's settings as sentences, so that a reader can redo the sums."""
    rounding, treatment = policies.rounding, policies.not_applicable
    steps = ("item", "area", "total")
    return (
        *(_rounding_text(wording, step, getattr(rounding, step)) for step in steps),
        wording.text("report.policy.print", places=rounding.print),
        wording.text(f"report.policy.rank_on.{policies.rank_on}"),
        wording.text(f"report.policy.ties.{policies.ties}", breakers=", ".join(policies.tie_breakers) or "–"),
        wording.text("report.policy.nothing_arose", treatment=wording.text(f"report.treatment.{treatment.nothing_arose or 'never'}")),
        wording.text("report.policy.not_assigned", treatment=wording.text(f"report.treatment.{treatment.not_assigned or 'never'}")),
        wording.text("report.policy.outside"),
    )


def _rounding_text(wording: Wording, step: str, places: int | None) -> str:
    if places is None:
        return wording.text(f"report.policy.exact.{step}")
    return wording.text(f"report.policy.rounding.{step}", places=places)


def place_text(wording: Wording, one: Finding) -> str:
    """Return where to look, from near to far: ``Tự chấm điểm!H12 · Tiêu chí I.1.2 · submissions/…``; empty when nowhere."""
    where = f"{one.sheet}!{one.cell}" if one.sheet and one.cell else one.sheet or one.cell or ""
    item = wording.text("report.findings.item", item=one.item) if one.item else ""
    return " · ".join(part for part in (where, item, one.file or "") if part)
