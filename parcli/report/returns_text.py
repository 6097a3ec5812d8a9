"""Second returns on the terminal: a line per unit, and for units that were named everything that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from parcli.core.returns import Between, SecondReturn
from parcli.report.returns_words import (
    entered_text,
    fields_text,
    gain_text,
    gained_text,
    label_text,
    pair_text,
    state_text,
    totals_text,
)
from parcli.report.terminal import _plain, _table
from parcli.report.wording import Wording

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

_SUMMARY = ("report.column.unit", "returns.mended", "returns.open", "returns.new", "returns.changes", "returns.gained")
_CHANGES = ("evidence.column.item", "returns.what", "returns.former", "returns.present")
_GAIN_STYLES = {True: "yellow", False: ""}


def summary_table(seconds: Sequence[SecondReturn], wording: Wording, names: Mapping[str, str]) -> RenderableType:
    """Return a line for each unit that returned a second time, and what the counts cover."""
    from rich.console import Group  # noqa: PLC0415 - not needed for the start of a command

    table = _table(wording, _SUMMARY, numbers_from=1)
    table.title = _plain(wording.text("returns.heading"), "bold")
    for one in seconds:
        name, between = names.get(one.unit, one.unit), one.between
        if between is None:
            table.add_row(_plain(f"{name}\n{state_text(one, wording)}"), *(_plain("–", "dim") for _ in _SUMMARY[1:]))
            continue
        matched, changes = between.findings, len(between.values) + len(between.register) + len(between.evidence)
        counts = (len(matched.mended), len(matched.open), len(matched.new), changes)
        gain = _plain(gained_text(between, wording), _GAIN_STYLES[between.gained is None or between.gained > 0])
        table.add_row(_plain(name), *(_plain(str(count), "" if count else "dim") for count in counts), gain)
    return Group(table, _plain(wording.text("returns.scope"), "dim"))


def unit_view(one: SecondReturn, wording: Wording, names: Mapping[str, str]) -> RenderableType:
    """Return everything that changed in one unit's return."""
    from rich.console import Group  # noqa: PLC0415 - not needed for the start of a command

    parts: list[RenderableType] = [_plain(f"{names.get(one.unit, one.unit)} – {state_text(one, wording)}", "bold")]
    if one.between is not None:
        parts += _between(one.between, wording)
    return Group(*parts)


def _between(one: Between, wording: Wording) -> list[RenderableType]:
    former, present, gain = totals_text(one, wording)
    parts: list[RenderableType] = [
        _plain(wording.text("returns.totals", former=former, present=present, gain=gain, gained=gained_text(one, wording)))
    ]
    for name, findings in (("mended", one.findings.mended), ("new", one.findings.new)):
        if findings:
            said = "; ".join(f"{each.code} {each.item or ''} {each.cell or ''}".replace("  ", " ").strip() for each in findings)
            parts.append(_plain(f"{wording.text(f'returns.{name}')} ({len(findings)}): {said}", "green" if name == "mended" else "yellow"))
    parts.append(_plain(f"{wording.text('returns.open')}: {len(one.findings.open)}"))
    parts.append(_plain(wording.text("returns.scope"), "dim"))
    if one.points or one.values or one.register or one.evidence:
        parts.append(_changes(one, wording))
    if not one.evidence_known:
        parts.append(_plain(wording.text("returns.evidence_unknown"), "dim"))
    if one.not_compared:
        parts.append(_plain(wording.text("returns.not_compared", items=", ".join(one.not_compared)), "dim"))
    return parts


def _changes(one: Between, wording: Wording) -> Table:
    table = _table(wording, _CHANGES)
    for points in one.points:
        before, _, now = pair_text(points, wording).partition(" → ")
        gain = "" if points.gain is None else f" ({gain_text(points.gain, wording)})"
        table.add_row(_plain(points.item), _plain(wording.text("returns.points"), "bold"), _plain(before), _plain(f"{now}{gain}"))
    table.add_section()
    for value in one.values:
        label = " · ".join(part for part in (label_text(value, wording), value.cell) if part)
        table.add_row(_plain(value.item), _plain(label), _plain(entered_text(value.former, wording)), _plain(entered_text(value.present, wording)))
    table.add_section()
    for line in one.register:
        kind = wording.text(f"returns.kind.{line.kind}")
        table.add_row(
            _plain(line.item), _plain(wording.text("returns.line", kind=kind, name=line.name)), _plain(""), _plain(fields_text(line, wording))
        )
    for file in one.evidence:
        kind = wording.text(f"returns.kind.{file.kind}")
        table.add_row(_plain(""), _plain(wording.text("returns.file", kind=kind, name=file.path)), _plain(file.former[:8]), _plain(file.present[:8]))
    return table
