"""What a result set was made from and what it consists of: everything that must still be so for the result to hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition, Kind
from parcli.core.limits import Limits
from parcli.core.points import plain
from parcli.core.waivers import Waiver


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file: its path with ``/``, its SHA-256 ("" where it could not be read), its size in bytes."""

    path: str
    sha256: str
    size: int


Settings = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One result set: the command with the options that matter, the settings in force, its inputs and its outputs.

    ``edition`` says which cycle, edition, version and status; ``waivers_on`` is the day on which waivers were asked
    whether they still run, "" where none of them ends.
    """

    name: str
    options: tuple[str, ...]
    version: str
    edition: Settings
    policies: Settings
    limits: Settings = field(default_factory=dict)
    means: Settings = field(default_factory=dict)
    waivers: tuple[Settings, ...] = ()
    waivers_on: str = ""
    inputs: tuple[FileMark, ...] = ()
    outputs: tuple[FileMark, ...] = ()


def edition_settings(edition: Edition, cycle: Cycle) -> Settings:
    """Return which criteria and which cycle a result is about."""
    return {"cycle": cycle.cycle, "edition": edition.id, "version": edition.version, "status": edition.status}


def policy_settings(edition: Edition) -> Settings:
    """Return the policies in force, each under its key; what the edition leaves open stands with what then holds."""
    own, rounding = edition.policies, edition.policies.rounding
    settings: dict[str, str | None] = {f"rounding.{step}": _shown(getattr(rounding, step)) for step in ("item", "area", "total", "print")}
    settings |= {"rank_on": own.rank_on, "ties": own.ties, "tie_breakers": ", ".join(own.tie_breakers)}
    settings |= {f"not_applicable.{kind.value}": own.not_applicable.of(kind) or "never" for kind in Kind}
    settings["appraisal_may_exceed_self"] = str(own.appraisal_may_exceed_self).lower()
    for block in edition.blocks:
        settings[f"blocks.{block.id}.scale"] = plain(block.scale)
        settings[f"blocks.{block.id}.classes"] = "; ".join(f"{each.name} {plain(each.start)}" for each in block.classes)
    return settings


def _shown(places: int | None) -> str | None:
    return None if places is None else str(places)


def limit_settings(limits: Limits) -> Settings:
    """Return the limits that differ from the usual ones."""
    usual = Limits()
    return {name: str(value) for name, value in limits.model_dump().items() if value != getattr(usual, name)}


def waiver_settings(waivers: tuple[Waiver, ...]) -> tuple[Settings, ...]:
    """Return the waivers in the order of their file, blanks left out."""
    return tuple({name: str(value) for name, value in each.model_dump().items() if value is not None} for each in waivers)
