"""ranking.json, in the shape that design section 5 promises to other programs."""

from __future__ import annotations

from collections.abc import Sequence

from parcli.core.doubt import Mover
from parcli.core.rankbook import BlockBook, Former, RankedUnit
from parcli.core.ranking import Unranked
from parcli.report.json_lines import Json, long_document, plain
from parcli.report.wording import Wording

RANKING_FORMAT = "parcli/ranking@1"


def ranking_document(cycle_id: str, edition_status: str, state: str, books: Sequence[BlockBook], wording: Wording) -> str:  # noqa: ARG001 - reasons come worded already
    """Return ranking.json. ``state`` is ``final`` or ``provisional``."""
    head: Json = {"format": RANKING_FORMAT, "cycle": cycle_id, "edition_status": edition_status, "state": state, **_before(books)}
    return long_document(head, "blocks", (_block(one) for one in books), {}).decode()


def _before(books: Sequence[BlockBook]) -> Json:
    """Which former ranking stands beside this one, where one does."""
    known = next((book.before for book in books if book.before is not None), None)
    if known is None:
        return {}
    return {
        "previous": {
            "cycle": known.cycle,
            "edition": known.edition,
            "year": known.year,
            "state": "provisional" if known.provisional else "final",
            "from": known.taken_from,
        }
    }


def _block(book: BlockBook) -> Json:
    one = book.ranking
    return {
        "block": one.block,
        "units": one.units,
        "mean": plain(one.mean),
        "rows": [_row(each) for each in book.units],
        "unranked": [_unranked(each) for each in one.unranked],
        "appraise_first": [_mover(each) for each in book.movers],
        "draws": book.draws,
        **({"areas_not_compared": dict(book.before.areas)} if book.before is not None and book.before.areas else {}),
    }


def _mover(one: Mover) -> Json:
    """An open item that alone may move a rank or a class: the index and the class at its lower and its upper end."""
    return {
        "unit": one.unit,
        "item": one.code,
        "index": [plain(one.span.low), plain(one.span.high)],
        "ranks": [one.ranks.best, one.ranks.worst],
        "classes": list(one.classes),
    }


def _row(one: RankedUnit) -> Json:
    row, former = one.row, one.former
    return {
        "rank": row.rank,
        "unit": row.unit,
        "name": row.name,
        "final": plain(row.final),
        "index": plain(row.index),
        "class": row.class_name,
        "tied": row.tied,
        "best_rank": one.span.best,
        "worst_rank": one.span.worst,
        "previous_rank": None if former is None else former.rank,
        "areas": {code: {"index": plain(index), "rank": rank} for code, (index, rank) in row.areas.items()},
        "weights_ranks": [one.weights.best, one.weights.worst],
        "gap": plain(one.gap),
        "decided_by": [{"item": lead.code, "lead": plain(lead.lead)} for lead in one.leads],
        **({} if former is None else {"previous": _former(former)}),
    }


def _former(one: Former) -> Json:
    """The year before: rank, of how many, index and areas; or why it does not compare."""
    line: Json = {
        "rank": one.rank,
        "units": one.units,
        "index": plain(one.index),
        "areas": {code: plain(index) for code, index in one.areas.items()},
    }
    return {**line, "why_not": one.why_not} if one.why_not else line


def _unranked(one: Unranked) -> Json:
    return {"unit": one.unit, "state": one.state, "reason": one.reason}
