"""What changed between two editions: tables for the terminal, and the JSON document with everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from parcli.core.changes import Change, Diff, Match, Part
from parcli.core.edition import Edition
from parcli.core.points import plain
from parcli.report.terminal import _plain, _table
from parcli.report.wording import Wording

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

_FORMAT = "parcli/criteria-diff@1"
_MOST_PARTS = 8
# Where an item stands in the decision changes with every decision: counted, and listed in the document only.
_UNLISTED = ("source",)
_WEIGHT_STYLES = {"major": "bold red", "minor": "yellow", "none": "green"}
_COLUMNS = ("report.changes.code", "report.changes.change", "report.changes.old", "report.changes.new")
_MATCH_COLUMNS = ("block", "old", "new", "by", "similarity", "comparable", "why")


def changes_tables(diff: Diff, old: Edition, new: Edition, wording: Wording) -> RenderableType:
    """Return the comparison: how many changes of which kind, the verdict, then the changes by block and area, and what a person is asked."""
    from rich.console import Group  # noqa: PLC0415 - not needed for the start of a command

    heading = wording.text("report.changes.heading", old=old.id, old_version=old.version, new=new.id, new_version=new.version)
    parts: list[RenderableType] = [_plain(heading, "bold"), _plain(_counted(diff, wording)), *_verdict(diff, wording)]
    of_edition = [change for change in diff.changes if change.level == "edition" or (change.level == "block" and change.kind in ("added", "removed"))]
    if of_edition:
        parts.append(_changes(wording.text("report.changes.edition"), [(None, of_edition)], wording))
    for before, after in diff.blocks:
        mine = [change for change in diff.changes if change not in of_edition and change.block in (before, after) and change.kind not in _UNLISTED]
        if mine:
            name = after if before == after else f"{before} → {after}"
            parts.append(_changes(wording.text("report.changes.block", block=name), _by_area(mine), wording))
    unlisted = sum(change.kind in _UNLISTED for change in diff.changes)
    if unlisted:
        parts.append(_plain(wording.text("report.changes.unlisted", count=unlisted), "dim"))
    parts += _matches(diff, wording)
    return Group(*parts)


def _counted(diff: Diff, wording: Wording) -> str:
    if not diff.changes:
        return wording.text("report.changes.none")
    kinds = " · ".join(f"{wording.text(f'report.changes.kind.{kind}')} {count}" for kind, count in diff.counts().items())
    return wording.text("report.changes.counts", count=len(diff.changes), kinds=kinds)


def _verdict(diff: Diff, wording: Wording) -> Iterator[RenderableType]:
    style = _WEIGHT_STYLES[diff.verdict.weight]
    yield _plain(wording.text(f"report.changes.weight.{diff.verdict.weight}"), style)
    yield _plain(
        wording.text(f"report.changes.versions.{diff.verdict.versions}"), "" if diff.verdict.versions in ("fits", "other_edition") else "red"
    )


def _by_area(changes: Sequence[Change]) -> list[tuple[str | None, list[Change]]]:
    areas: dict[str, list[Change]] = {}
    for change in changes:
        areas.setdefault(change.area, []).append(change)
    return [(area or None, found) for area, found in areas.items()]


def _changes(title: str, groups: Sequence[tuple[str | None, Sequence[Change]]], wording: Wording) -> Table:
    table = _table(wording, _COLUMNS)
    table.title = _plain(title, "bold")
    for area, changes in groups:
        if area is not None:
            table.add_row(_plain(wording.text("report.changes.area", area=area), "bold"))
        for change in changes:
            for code, kind, before, after in _rows(change, wording):
                table.add_row(_plain(code), _plain(kind, _WEIGHT_STYLES[change.weight]), _plain(before), _plain(after))
        table.add_section()
    return table


def _rows(change: Change, wording: Wording) -> Iterator[tuple[str, str, str, str]]:
    code = change.code or (change.block if change.level == "block" else "")
    if change.former not in ("", change.code):
        code = f"{change.former} → {change.code}"
    kind = wording.text(f"report.changes.kind.{change.kind}")
    if change.kind in ("added", "removed"):
        whole = [_joined(change.parts, side) for side in ("old", "new")]
        yield code, f"{kind} ({wording.text(f'report.changes.level.{change.level}')})", whole[0], whole[1]
        return
    for place, part in enumerate(change.parts[:_MOST_PARTS]):
        said = f"{kind}: {part.path}" if part.path else kind
        yield code if place == 0 else "", said, part.old or "–", part.new or "–"
    if len(change.parts) > _MOST_PARTS:
        yield "", wording.text("report.changes.more", count=len(change.parts) - _MOST_PARTS), "", ""


def _joined(parts: Sequence[Part], side: str) -> str:
    return " | ".join(text for part in parts if (text := getattr(part, side)) is not None) or "–"


def _matches(diff: Diff, wording: Wording) -> Iterator[RenderableType]:
    """Yield the counterparts that a person should look at; those that are alike in code and title are only counted."""
    told = [one for one in (*diff.matches, *diff.questions) if one.level != "group"]
    shown = [one for one in told if one.comparable != "yes" or one.old != one.new]
    if diff.blocks:
        yield _plain(wording.text("report.changes.alike", count=len(told) - len(shown), shown=len(shown)))
    if not shown:
        return
    table = _table(wording, tuple(f"report.changes.match.{each}" for each in _MATCH_COLUMNS))
    table.title = _plain(wording.text("report.changes.counterparts"), "bold")
    for one in shown:
        said = wording.text(f"report.changes.comparable.{one.comparable}")
        alike = "–" if one.similarity is None else f"{plain(one.similarity * 100, 0)}%"
        why = " – ".join(text for text in (wording.text(f"report.changes.why.{one.why}") if one.why else "", one.note or "") if text)
        style = _WEIGHT_STYLES["minor" if one.comparable == "ask" else "none" if one.comparable == "yes" else "major"]
        by = wording.text(f"report.changes.by.{one.by}")
        table.add_row(_plain(one.block), _plain(one.old), _plain(one.new), _plain(by), _plain(alike), _plain(said, style), _plain(why))
    yield table


def changes_document(diff: Diff, old: Edition, new: Edition) -> dict[str, Any]:
    """Return everything as a document; decimals are strings."""
    return {
        "format": _FORMAT,
        "old": {"edition": old.id, "version": old.version},
        "new": {"edition": new.id, "version": new.version},
        "verdict": {"weight": diff.verdict.weight, "versions": diff.verdict.versions},
        "counts": diff.counts(),
        "blocks": [{"old": before, "new": after} for before, after in diff.blocks],
        "changes": [_change(change) for change in diff.changes],
        "matches": [_match(one) for one in diff.matches],
        "questions": [_match(one) for one in diff.questions],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind, "weight": change.weight, "level": change.level, "block": change.block, "area": change.area, "code": change.code,
        "former": change.former, "parts": [{"path": part.path, "old": part.old, "new": part.new} for part in change.parts],
    }  # fmt: skip


def _match(one: Match) -> dict[str, Any]:
    return {
        "level": one.level, "old_block": one.old_block, "block": one.block, "old": one.old, "new": one.new, "by": one.by,
        "similarity": None if one.similarity is None else plain(one.similarity), "comparable": one.comparable, "why": one.why, "note": one.note,
    }  # fmt: skip
