"""The files of results/rank: the figures, the workbook, the pages, the tables and the papers of one ranking.

None needs another, so those of a city are made in worker processes; the bytes are the same however many there are.
Each part loads what it writes with when it is made: no process loads what another one needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

from parcli import shipped
from parcli.cli.opened import Opened
from parcli.core.accounting import Accounts
from parcli.core.rankbook import BlockBook
from parcli.messages import Words, words
from parcli.workers import FORKED, Lost, beside, hands

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
    """Return the files by name. ``jobs`` is the number of processes, 0 for as many as there are processors, at most four.

    ``early`` are parts that somebody makes already, and how to wait for them.
    """
    others = hands(jobs, 1 + len(_ELSEWHERE)) if worth_workers(sum(len(book.units) for book in ranked.books), jobs) else 1
    with ExitStack() as busy:
        waits = dict(early)
        for parts in _ELSEWHERE[: others - 1]:
            waits |= busy.enter_context(_made_beside(ranked, [part for part in parts if part not in early]))
        found: dict[str, Mapping[str, bytes] | None] = {part: made(ranked, part) for part in _PARTS if part not in waits}
        found |= {part: wait() for part, wait in waits.items()}
    # What a worker was lost over is made here, so that whatever is wrong with it is said as it is.
    return {name: content for part in _PARTS for name, content in (found[part] or made(ranked, part)).items()}


def worth_workers(units: int, jobs: int) -> bool:
    """Whether so many units are worth more processes than this one; ``jobs`` is how many there may be, 0 for one a processor."""
    return FORKED and hands(jobs, 1 + len(_ELSEWHERE)) > 1 and units > _FEW


@contextmanager
def _made_beside(ranked: Ranked, parts: Sequence[str]) -> Iterator[Early]:
    """Have a process of its own make parts one after the other, where there are any."""
    if not parts:
        yield NOTHING_EARLY
        return
    with beside(partial(made, ranked), parts, PATIENCE) as answer:
        yield {part: partial(unless_lost, answer, part) for part in parts}


def unless_lost(answer: Callable[[str], Any], wanted: str) -> Any:
    """Return what another process answered, None where it was lost."""
    found = answer(wanted)
    return None if isinstance(found, Lost) else found


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
_ELSEWHERE = (("pages",), ("book", "document"), (NEEDS_NO_ITEMS,))
"""What a second, a third and a fourth process make. The tables stay here: they are so large that handing them over takes as long as to make them."""
