"""The files of results/rank: the figures, the workbook, the pages, the tables and the papers of one ranking.

None needs another, so those of a city are made in worker processes; the bytes are the same however many there are.
Each part loads what it writes with when it is made: no process loads what another one needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from types import MappingProxyType

from parcli import shipped
from parcli.cli.opened import Opened
from parcli.core.accounting import Accounts
from parcli.core.rankbook import BlockBook
from parcli.messages import Words, words
from parcli.workers import FORKED, Lost, batch, hands

_FEW = 30
"""Up to so many units a second process costs more than it saves."""
PATIENCE = 600
"""Seconds after which a part is made without a worker."""
NEEDS_NO_ITEMS = "papers"
"""The part that says nothing of items, so that it can be made while they are still gone through."""
Early = Mapping[str, Callable[[], Mapping[str, bytes] | None]]
"""Parts that another process makes already, by name: each waits for its files, None where they were lost."""
NOTHING_EARLY: Early = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Ranked:
    """What the files are made of."""

    opened: Opened
    books: Sequence[BlockBook]
    provisional: bool
    accounts: Accounts | None = None

    def unexamined(self, *, public: bool) -> str:
        """Return what the first pages say of files of which nothing was made."""
        from parcli.report.accounts_words import accounts_text  # noqa: PLC0415 - see above

        return "" if self.accounts is None else accounts_text(self.accounts, self.words, public=public)

    @property
    def words(self) -> Words:
        """The words of files, which are in the cycle's language whatever the screen speaks."""
        return words(self.opened.cycle.language)


@lru_cache(maxsize=1)
def page_templates() -> dict[str, str]:
    """Return the templates of pages by file name."""
    folder = shipped.folder("templates") / "html"
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.j2"))}


def ranking_files(ranked: Ranked, jobs: int = 0, early: Early = NOTHING_EARLY) -> dict[str, bytes]:
    """Return the files by name. ``jobs`` is the number of workers, 0 for as many as there are processors, at most four.

    ``early`` are parts that somebody makes already, and how to wait for them.
    """
    found = _in_workers(ranked, jobs, [part for part in _LONGEST_FIRST if part not in early]) if _worth_workers(ranked, jobs) else {}
    found |= {part: files for part, wait in early.items() if (files := wait()) is not None}
    # What a worker was lost over is made here, so that whatever is wrong with it is said as it is.
    return {name: content for part in _PARTS for name, content in (found.get(part) or made(ranked, part)).items()}


def _worth_workers(ranked: Ranked, jobs: int) -> bool:
    return worth_workers(sum(len(book.units) for book in ranked.books), hands(jobs, len(_PARTS)))


def worth_workers(units: int, workers: int) -> bool:
    """Whether so many units are worth more processes than this one, of which there may be so many."""
    return FORKED and workers > 1 and units > _FEW


def _in_workers(ranked: Ranked, jobs: int, parts: Sequence[str]) -> dict[str, Mapping[str, bytes]]:
    answers = batch(partial(made, ranked), parts, jobs, PATIENCE)
    return {part: answer for part, answer in answers if not isinstance(answer, Lost)}


def made(ranked: Ranked, part: str) -> dict[str, bytes]:
    """Return the files of one part by name."""
    return _PARTS[part](ranked)


def _document(ranked: Ranked) -> dict[str, bytes]:
    from parcli.report.ranking_document import ranking_document  # noqa: PLC0415 - see above

    state, opened = "provisional" if ranked.provisional else "final", ranked.opened
    document = ranking_document(opened.cycle.cycle, opened.edition.status, state, ranked.books, ranked.words)
    return {"ranking.json": document.encode()}


def _book(ranked: Ranked) -> dict[str, bytes]:
    from parcli.report.ranking_book import ranking_book  # noqa: PLC0415 - see above

    opened = ranked.opened
    said, untold = ranked.words, ranked.unexamined(public=False)
    return {
        "xep-hang.xlsx": ranking_book(opened.edition, opened.cycle, ranked.books, provisional=ranked.provisional, wording=said, unexamined=untold)
    }


def _pages(ranked: Ranked) -> dict[str, bytes]:
    from parcli.report.ranking_drawing import Drawn  # noqa: PLC0415 - see above
    from parcli.report.ranking_page import ranking_page  # noqa: PLC0415 - see above

    opened, templates = ranked.opened, page_templates()
    drawn = Drawn()
    office, public = (
        ranking_page(
            opened.edition, opened.cycle, ranked.books,
            provisional=ranked.provisional, public=each, wording=ranked.words, templates=templates, drawn=drawn,
            unexamined=ranked.unexamined(public=each),
        )
        for each in (False, True)
    )  # fmt: skip
    return {"xep-hang.html": office.encode(), "xep-hang-cong-khai.html": public.encode()}


def _tables(ranked: Ranked) -> dict[str, bytes]:
    from parcli.report.ranking_tables import ranking_tables  # noqa: PLC0415 - see above

    opened = ranked.opened
    return ranking_tables(opened.edition, opened.cycle, ranked.books, provisional=ranked.provisional, wording=ranked.words)


def _papers(ranked: Ranked) -> dict[str, bytes]:
    from parcli.cli.papers import papers  # noqa: PLC0415 - see above

    return papers(ranked.opened, ranked.books, provisional=ranked.provisional, wording=ranked.words)


_PARTS: Mapping[str, Callable[[Ranked], dict[str, bytes]]] = {
    "document": _document,
    "book": _book,
    "pages": _pages,
    "tables": _tables,
    "papers": _papers,
}
_LONGEST_FIRST = ("pages", "book", "tables", "papers", "document")
