"""A ranking in several processes: the same books and the same files, whatever becomes of the others."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from report.rank_city import scores

from parcli import shipped
from parcli.cli import results
from parcli.cli.opened import Opened
from parcli.core.rankbook import outline, outline_book
from parcli.report.machine import ScoresRead
from parcli.workbook import look

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a ranking has one process")


@pytest.fixture(scope="module")
def known() -> tuple[Opened, ScoresRead]:
    """Two blocks of 40 units in all, five of each not ranked, and many items open."""
    edition, cycle, read = scores({"so": 17, "xa": 23})
    return Opened(Path("nowhere"), cycle, edition, look.load(shipped.folder("templates") / "workbook"), (), {}), read


@pytest.fixture(scope="module")
def alone(known: tuple[Opened, ScoresRead]) -> dict[str, bytes]:
    """The files as a single process makes them."""
    opened, read = known
    return results.ranking_set(opened, results.rank_all(opened, read), provisional=True, jobs=1)


def test_the_files_do_not_depend_on_the_processes(known: tuple[Opened, ScoresRead], alone: dict[str, bytes]) -> None:
    opened, read = known
    for jobs in (1, 2, 3, 4):
        with results.ranking(opened, read, jobs) as found:
            assert found.books == results.rank_all(opened, read)
            assert list(found.early) == (["papers"] if jobs > 1 else [])
            assert all(wait() is not None for wait in found.early.values())
            assert results.ranking_set(opened, found.books, provisional=True, jobs=jobs, early=found.early) == alone


def test_what_the_other_process_is_lost_over_is_made_here(
    known: tuple[Opened, ScoresRead], alone: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, read = known
    ours, drawn = os.getpid(), results.drawn_ranks

    def drawn_or_killed(*block: object) -> object:
        return drawn(*block) if os.getpid() == ours else os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[arg-type]

    monkeypatch.setattr(results, "drawn_ranks", drawn_or_killed)
    with results.ranking(opened, read, 2) as found:
        assert all(wait() is None for wait in found.early.values())
        assert results.ranking_set(opened, found.books, provisional=True, jobs=2, early=found.early) == alone


def test_an_outline_is_the_beginning_of_its_book(known: tuple[Opened, ScoresRead]) -> None:
    opened, read = known
    for book in results.rank_all(opened, read):
        block = opened.edition.block(book.ranking.block)
        assert block is not None
        begun = outline_book(outline(block, opened.edition.policies, read.units[block.id], read.details, provisional=True), read.details)
        assert begun.ranking == book.ranking
        assert any(one.opened for one in begun.units)
        assert [(one.row, one.span, one.opened, one.gap) for one in begun.units] == [(one.row, one.span, one.opened, one.gap) for one in book.units]
