"""The papers of a decision from an office's own templates, where the cycle has some: filled like every template that people edit."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial

from parcli.cli import drafts
from parcli.cli.opened import Opened
from parcli.core.manifest import FileMark
from parcli.core.rankbook import BlockBook
from parcli.report.decision_papers import PAPERS, decision_papers, paper_contents, paper_title
from parcli.report.wording import Wording
from parcli.results import hashes


def papers(opened: Opened, books: Sequence[BlockBook], *, provisional: bool, wording: Wording) -> dict[str, bytes]:
    """Return the papers by file name. Raises Stop for an own template that cannot be read or filled."""
    own = [name for name in PAPERS if _lies(opened, name)]
    usual = decision_papers(opened.edition, opened.cycle, books, provisional=provisional, wording=wording, leave_out=own)
    if not own:
        return usual
    contents = paper_contents(opened.edition, opened.cycle, books, provisional=provisional, wording=wording)
    title = partial(paper_title, opened.edition, opened.cycle, wording)
    made = {name: drafts.document(drafts.template(opened, name), contents[name], title(name)) for name in own}
    return {name: {**usual, **made}[name] for name in PAPERS}


def templates(opened: Opened) -> Iterator[FileMark]:
    """Yield the own templates as inputs of the ranking."""
    for name in PAPERS:
        if _lies(opened, name):
            yield FileMark(f"{drafts.TEMPLATES.as_posix()}/{name}", *hashes.mark_of(opened.folder / drafts.TEMPLATES / name))


def _lies(opened: Opened, name: str) -> bool:
    return os.path.lexists(opened.folder / drafts.TEMPLATES / name)
