"""``parcli criteria diff``: what changed between two editions, and the crosswalk that a person confirms."""

from __future__ import annotations

import json as jsonlib
from pathlib import Path

from parcli.cli.editions import Place, named
from parcli.cli.exits import Exit, Stop
from parcli.cli.screen import Screen, open_screen
from parcli.core.changes import Diff, Match, diff
from parcli.core.crosswalk import Crosswalk, Pair
from parcli.core.edition import Edition
from parcli.core.findings import Finding
from parcli.definitions import crosswalk as files
from parcli.definitions.load import load_edition
from parcli.report import changes as report
from parcli.report.outward import escaped_in_json
from parcli.results import single


def run(
    old: Path, new: Path, block: str | None, crosswalk: Path | None, cycle: Path | None, lang: str | None, *, force: bool, quiet: bool, json: bool
) -> int:
    """Compare two editions; write the suggested crosswalk where one is asked for."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    before_place, after_place = named(old, cycle), named(new, cycle)
    before, after = _edition(before_place), _edition(after_place)
    _check_block(block, before, after)
    used, findings = _decided(after_place, before, after)
    outcome = diff(before, after, used, block=block)
    if crosswalk is not None:
        _write(crosswalk, outcome, screen, (before, after), force=force)
    if json:
        document = report.changes_document(outcome, before, after)
        document |= {"crosswalk": used is not None, "written": [str(crosswalk)] if crosswalk else [], "problems": screen.problems(findings)}
        screen.result(escaped_in_json(jsonlib.dumps(document, ensure_ascii=False, indent=1)))
        return Exit.FINE
    screen.findings(findings)
    if used is not None:
        screen.say("cli.crosswalk_used", name=f"{after_place.shown}/{files.file_name(before.id)}")
    screen.show(report.changes_tables(outcome, before, after, screen.words))
    return Exit.FINE


def _edition(place: Place) -> Edition:
    loaded = load_edition(place.folder, place.shown)
    if not loaded.holds or loaded.edition is None:
        raise Stop(Exit.WRONG_USE, "cli.definition_does_not_hold", loaded.findings, file=place.shown)
    return loaded.edition


def _check_block(block: str | None, before: Edition, after: Edition) -> None:
    known = dict.fromkeys(each.id for edition in (before, after) for each in edition.blocks)
    if block is not None and block not in known:
        raise Stop(Exit.WRONG_USE, "cli.no_such_block", name=block, known=", ".join(known))


def _decided(place: Place, before: Edition, after: Edition) -> tuple[Crosswalk | None, tuple[Finding, ...]]:
    """Return the crosswalk that lies in the new edition's folder, if there is one. Raises Stop when it does not hold."""
    path = place.folder / files.file_name(before.id)
    if not path.is_file():
        return None, ()
    loaded = files.load(path, before, after, f"{place.shown}/{path.name}")
    if not loaded.holds:
        raise Stop(Exit.WRONG_USE, "cli.definition_does_not_hold", loaded.findings, file=f"{place.shown}/{path.name}")
    return loaded.crosswalk, loaded.findings


def suggestion(outcome: Diff) -> Crosswalk | None:
    """Return the crosswalk that a comparison suggests, None where no block has a counterpart."""
    if not outcome.blocks:
        return None
    pairs = [*outcome.matches, *outcome.questions]
    return Crosswalk.model_validate(
        {
            "from": outcome.old,
            "to": outcome.new,
            "blocks": dict(outcome.blocks),
            "areas": [_pair(one) for one in pairs if one.level == "area"],
            "items": [_pair(one) for one in pairs if one.level == "item"],
        }
    )


def _pair(one: Match) -> Pair:
    return Pair.model_validate({"block": one.block, "from": one.old, "to": one.new, "comparable": one.comparable, "note": one.note})


def _write(path: Path, outcome: Diff, screen: Screen, editions: tuple[Edition, Edition], *, force: bool) -> None:
    crosswalk = suggestion(outcome)
    if crosswalk is None:
        raise Stop(Exit.WRONG_USE, "cli.no_common_block", old=editions[0].id, new=editions[1].id)
    notes: dict[tuple[files.Level, str, str], str] = {}
    for one in (*outcome.matches, *outcome.questions):
        if one.level != "group" and one.why not in ("", "decided", "undecided"):
            notes["areas" if one.level == "area" else "items", one.block, one.new] = screen.words.text(f"report.changes.why.{one.why}")
    header = screen.words.text("cli.crosswalk_header", old=editions[0].id, new=editions[1].id).splitlines()
    try:
        single.write_file(path, files.written(crosswalk, header, notes).encode(), replace=force)
    except single.Exists:
        raise Stop(Exit.WRONG_USE, "cli.crosswalk_exists", name=path) from None
    asked = sum(pair.comparable == "ask" for pair in (*crosswalk.areas, *crosswalk.items))
    screen.say("cli.crosswalk_written", name=path, pairs=len(crosswalk.areas) + len(crosswalk.items), asked=asked)
