"""The papers by which a ranking is approved and announced, as texts: what the Word templates put in their places.

Three drafts: the authority's submission (tờ trình), the People's Committee's decision, its annexes. Form: Nghị định
30/2020/NĐ-CP. Nothing is made up: what the cycle does not say (numbers, days, names, papers) is left as dots to be filled in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parcli.core import points
from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.rankbook import BlockBook, RankedUnit
from parcli.core.ranking import Row, Unranked
from parcli.report.letter_head import Basis, Head, issued_by
from parcli.report.wording import Wording, banners

DOTS = "………………"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_PUBLISHED = ("excluded", "not_submitted")
"""States whose reason is published as it is; other reasons speak of the work under way."""
_NAMED = 3
"""So many units at most are named where several share the first or the last place."""


@dataclass(frozen=True, slots=True)
class RankedLine:
    """A unit's line of an annex."""

    rank: str
    name: str
    points: str
    index: str
    class_name: str


@dataclass(frozen=True, slots=True)
class UnrankedLine:
    """A unit that is not assessed and ranked, numbered from 1, and why: in full, and as it is published, without codes of items."""

    number: str
    name: str
    reason: str
    published: str


@dataclass(frozen=True, slots=True)
class BlockShown:
    """A block: its place (``I``) and its annex (``Phụ lục I``), counts, what is highest and lowest, its lines.

    ``classes`` is empty where the block has none; ``highest`` and ``lowest`` where nobody is ranked.
    """

    number: str
    annex: str
    title: str
    units: str
    ranked: str
    left_out: str
    mean: str
    highest: str
    lowest: str
    range: str
    classes: str
    lines: tuple[RankedLine, ...]
    unranked: tuple[UnrankedLine, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A paper, as texts and lists of texts.

    ``committee`` decides, ``authority`` submits, ``proposer`` is its head. ``annexes`` names all annexes. ``open_units`` and
    ``open_items`` count what may still move a rank; both are empty where nothing is open.
    """

    head: Head
    banners: tuple[str, ...]
    bases: tuple[Basis, ...]
    committee: str
    committee_capitals: str
    authority: str
    authority_letters: str
    proposer: str
    units: str
    ranked: str
    left_out: str
    annexes: str
    open_units: str
    open_items: str
    blocks: tuple[BlockShown, ...]


def submission(edition: Edition, cycle: Cycle, announced: Decision, wording: Wording) -> Decision:
    """Return the authority's submission to the People's Committee of what the decision would announce."""
    head = issued_by(edition, cycle, cycle.authority, announced.committee, wording)
    ended = (replace(one, end="." if place == len(announced.bases) else ";") for place, one in enumerate(announced.bases, start=1))
    return replace(announced, head=head, bases=tuple(ended))


def decision(edition: Edition, cycle: Cycle, books: Sequence[BlockBook], wording: Wording, *, provisional: bool) -> Decision:
    """Return the People's Committee's decision; its annexes have the same contents."""
    committee = cycle.superior or DOTS
    head, authority = issued_by(edition, cycle, committee, "", wording), issued_by(edition, cycle, cycle.authority, committee, wording)
    blocks = tuple(_blocks(edition, books, wording))
    opened = [one for book in books for one in book.units if one.span.best != one.span.worst] if provisional else []
    return Decision(
        head=head,
        banners=banners(wording, edition.status, provisional=provisional),
        bases=tuple(Basis(text, ";") for text in _bases(edition, cycle, wording)),
        committee=committee,
        committee_capitals=head.issuer.replace("\n", " "),
        authority=cycle.authority,
        authority_letters=authority.abbreviation,
        proposer=_proposer(authority, cycle.authority, wording),
        units=str(sum(book.ranking.units for book in books)),
        ranked=str(sum(len(book.units) for book in books)),
        left_out=_count(sum(len(book.ranking.unranked) for book in books)),
        annexes=", ".join(one.annex for one in blocks),
        open_units=_count(len(opened)),
        open_items=_count(sum(len(one.opened) for one in opened)),
        blocks=blocks,
    )


def _bases(edition: Edition, cycle: Cycle, wording: Wording) -> Iterator[str]:
    """Yield the papers of the cycle; one that it does not name is left open under the name of what is missing."""
    known = {"decision": cycle.bases.decision or edition.basis, "plan": cycle.bases.plan, "guide": cycle.bases.guide, "council": cycle.bases.council}
    for kind, text in known.items():
        yield text or wording.text(f"decision.base.{kind}", year=cycle.year)


def _proposer(head: Head, authority: str, wording: Wording) -> str:
    """Return who submits, as a decision names him: ``Giám đốc Sở Nội vụ``."""
    return wording.text("decision.proposer", leader=head.leader.capitalize(), authority=authority) if "\n" not in head.leader else authority


def _blocks(edition: Edition, books: Sequence[BlockBook], wording: Wording) -> Iterator[BlockShown]:
    usual = edition.policies.rounding.print
    for place, book in enumerate(books, start=1):
        number, ranking = roman(place), book.ranking
        yield BlockShown(
            number=number,
            annex=wording.text("decision.annex", number=number if len(books) > 1 else "").strip(),
            title=ranking.title,
            units=str(ranking.units),
            ranked=str(len(ranking.rows)),
            left_out=_count(len(ranking.unranked)),
            mean=wording.text("report.mark.unknown") if ranking.mean is None else points.vietnamese(ranking.mean, usual),
            highest=_sharing(ranking.rows, 0, wording),
            lowest=_sharing(ranking.rows, -1, wording),
            range=_range(ranking.rows),
            classes=_classes(edition, book),
            lines=tuple(map(_line, book.units)),
            unranked=tuple(_left_out(number, one, wording) for number, one in enumerate(ranking.unranked, start=1)),
        )


def roman(number: int) -> str:
    """Return a small number as annexes are numbered: ``IV``."""
    shown = ""
    for value, sign in _ROMAN:
        shown += sign * (number // value)
        number %= value
    return shown


def _line(one: RankedUnit) -> RankedLine:
    row = one.row
    return RankedLine(str(row.rank), row.name, points.vietnamese(row.final, row.places), _index(row), row.class_name or "–")


def _index(row: Row) -> str:
    return points.vietnamese(row.index, row.places)


def _left_out(number: int, one: Unranked, wording: Wording) -> UnrankedLine:
    state = wording.text(f"state.{one.state}")
    reason = one.reason or state
    return UnrankedLine(str(number), one.name, reason, reason if one.state in _PUBLISHED else state)


def _sharing(rows: Sequence[Row], place: int, wording: Wording) -> str:
    """Return who stands first or last, with the index; all who share that rank, as far as they are named."""
    if not rows:
        return ""
    names = [row.name for row in rows if row.rank == rows[place].rank]
    shown = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        shown = wording.text("report.and_more", shown=shown, count=len(names) - _NAMED)
    return f"{shown} ({_index(rows[place])}%)"


def _range(rows: Sequence[Row]) -> str:
    return f"{_index(rows[-1])} – {_index(rows[0])}" if rows else "–"


def _classes(edition: Edition, book: BlockBook) -> str:
    block = edition.block(book.ranking.block)
    counted = Counter(row.class_name for row in book.ranking.rows)
    ordered = sorted(block.classes, key=lambda each: -each.start) if block is not None else []
    return "; ".join(f"{each.name}: {counted[each.name]}" for each in ordered if counted[each.name])


def _count(number: int) -> str:
    """Return a count in words of a template, empty for none, so that a template may ask for it."""
    return str(number) if number else ""
