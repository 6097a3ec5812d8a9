"""``parcli explain``: why this score, cell by cell, file by file, reason by reason."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from parcli.cli import explaining, gather, manifests, results, writing
from parcli.cli.examining import Wish
from parcli.cli.exits import Exit, Stop
from parcli.cli.explaining import recall, unlike_stored
from parcli.cli.manifests import SCORES, Basis
from parcli.cli.opened import Opened, open_cycle
from parcli.cli.screen import Screen, open_screen
from parcli.core import words
from parcli.core.cycle import Unit
from parcli.core.scoring import is_open
from parcli.core.trace import Known, trace_item, trace_total
from parcli.report import trace_document, trace_text
from parcli.report.trace_book import Explained, trace_book
from parcli.results import single

BOOK = "results/explain/giai-trinh-diem.xlsx"
_MOST_NAMED, _ALIKE = 3, 0.4


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be explained, and where the book of all goes."""

    unit: str | None
    item: str | None
    all_units: bool
    output: Path | None
    force: bool = False
    dry_run: bool = False
    examine: Wish = gather.USUAL


def run(wanted: Wanted, cycle: Path | None, lang: str | None, *, jobs: int, quiet: bool, verbose: bool, json: bool) -> int:
    """Explain one score, one total, or all of them in a book."""
    screen = open_screen(lang, quiet=quiet or json, verbose=verbose)
    if wanted.all_units == (wanted.unit is not None):
        raise Stop(Exit.WRONG_USE, "cli.explain_name_one")
    opened = open_cycle(cycle)
    if wanted.all_units:
        return _all(opened, wanted, screen, jobs, json=json)
    unit = _unit(opened, wanted.unit or "")
    code = None if wanted.item is None else _item(opened, unit, wanted.item)
    provisional = explaining.was_provisional(opened)
    one = recall(opened, (unit,), screen, jobs, wanted.examine, provisional=provisional).units[0]
    _compare(opened, (one,), screen)
    screen.result(_one(opened, one, code, screen, json=json))
    return Exit.FINE


def _one(opened: Opened, one: Known, code: str | None, screen: Screen, *, json: bool) -> str:
    cycle, edition = opened.cycle, opened.edition
    if code is not None:
        item = trace_item(one, code)
        return (
            trace_document.item_document(item, cycle.cycle, edition.status, screen.words)
            if json
            else trace_text.item_text(item, edition, screen.words)
        )
    total = trace_total(one)
    if json:
        return trace_document.total_document(total, cycle.cycle, edition.status, screen.words)
    return trace_text.total_text(total, edition, cycle.year, screen.words)


def _all(opened: Opened, wanted: Wanted, screen: Screen, jobs: int, *, json: bool) -> int:
    provisional = explaining.was_provisional(opened)
    recalled = recall(opened, opened.cycle.units, screen, jobs, wanted.examine, provisional=provisional)
    every = recalled.units
    _compare(opened, every, screen)
    with screen.progress("cli.explaining", len(every)) as advance:
        done = iter(range(1, len(every) + 1))
        content = trace_book(
            opened.edition,
            opened.cycle,
            _explained(every),
            results.file_words(opened),
            provisional=provisional or any(one.result.final is None and is_open(one.result.state) for one in every),
            done=lambda: advance(next(done), len(every)),
        )
    written = _write(opened, wanted, content, recalled.basis, screen)
    if json:
        screen.written("explain", written)
    elif written:
        screen.say("cli.explain_done", units=len(every), file=written[0])
    return Exit.FINE


def _explained(every: Sequence[Known]) -> Iterator[Explained]:
    for one in every:
        yield Explained(tuple(trace_item(one, item.code) for item in one.result.items), trace_total(one))


def _write(opened: Opened, wanted: Wanted, content: bytes, basis: Basis, screen: Screen) -> list[str]:
    """Write the book: to a file that was named, else as the result set ``explain``."""
    shown = wanted.output.as_posix() if wanted.output else BOOK
    if wanted.dry_run:
        screen.say("cli.would_write", count=1, folder=shown)
        return []
    made = manifests.manifest(opened, "explain", ("--all",), basis)
    files = {} if wanted.output is not None else manifests.with_manifest(made, {Path(BOOK).name: content})
    with writing.held(opened.folder, screen):
        if wanted.output is not None:
            single.write_file(wanted.output, content, replace=wanted.force)
        else:
            writing.replace_set(opened.folder, "explain", files)
        writing.note(opened.folder, "explain", ("--all", *((f"--output {shown}",) if wanted.output else ())), Exit.FINE, files)
    return [shown]


def _compare(opened: Opened, explained: Sequence[Known], screen: Screen) -> None:
    """Warn where the stored scores say otherwise: they were made from other files, or by other rules."""
    unlike = unlike_stored(opened, explained)
    if unlike:
        named = ", ".join(unlike[:_MOST_NAMED]) + (f", … ({len(unlike)})" if len(unlike) > _MOST_NAMED else "")
        screen.warn("cli.explain_not_as_stored", file=SCORES, what=named)


def _unit(opened: Opened, name: str) -> Unit:
    unit = opened.cycle.named(name)
    if unit is not None:
        return unit
    spelt = {words.unaccented(each): one.id for one in opened.cycle.units for each in one.names()}
    near = dict.fromkeys(spelt[each] for each in _nearest(words.unaccented(name), spelt))
    raise Stop(Exit.WRONG_USE, "cli.explain_no_unit", name=name, near=", ".join(near))


def _item(opened: Opened, unit: Unit, name: str) -> str:
    codes = {words.key(item.code): item.code for item in opened.block(unit).items(opened.cycle.year)}
    if words.key(name) in codes:
        return codes[words.key(name)]
    near = ", ".join(codes[each] for each in _nearest(words.key(name), codes))
    raise Stop(Exit.WRONG_USE, "cli.explain_no_item", name=name, block=unit.block, near=near)


def _nearest(name: str, known: Sequence[str] | dict[str, str]) -> list[str]:
    """Return the names most like one; the first of all where none is."""
    return difflib.get_close_matches(name, known, n=_MOST_NAMED, cutoff=_ALIKE) or list(known)[:_MOST_NAMED]
