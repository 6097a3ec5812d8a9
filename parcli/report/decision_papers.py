"""The drafts in Word by which a ranking is approved and announced, made from their templates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from parcli import shipped
from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.rankbook import BlockBook
from parcli.report.decision import Decision, decision, submission
from parcli.report.letter_document import TemplateFault, fill
from parcli.report.wording import Wording

SUBMISSION, DECISION, ANNEXES = "to-trinh.docx", "quyet-dinh.docx", "phu-luc.docx"
PAPERS = (SUBMISSION, DECISION, ANNEXES)


class PaperFault(ValueError):
    """A template that cannot be filled: its name and its fault."""

    def __init__(self, name: str, fault: TemplateFault) -> None:
        super().__init__(f"{name}: {fault.detail}")
        self.name, self.fault = name, fault


def decision_papers(
    edition: Edition,
    cycle: Cycle,
    books: Sequence[BlockBook],
    *,
    provisional: bool,
    wording: Wording,
    templates: Mapping[str, bytes] | None = None,
    leave_out: Collection[str] = (),
) -> dict[str, bytes]:
    """Return the papers by file name. ``templates`` are an office's own, by the same names; they take precedence.

    ``leave_out`` names papers that are made elsewhere. Raises PaperFault where a template cannot be filled.
    """
    found = {}
    for name, contents in paper_contents(edition, cycle, books, provisional=provisional, wording=wording).items():
        if name in leave_out:
            continue
        template = (templates or {}).get(name) or (shipped.folder("templates") / "word" / name).read_bytes()
        made = fill(template, contents, paper_title(edition, cycle, wording, name))
        if isinstance(made, TemplateFault):
            raise PaperFault(name, made)
        found[name] = made
    return found


def paper_title(edition: Edition, cycle: Cycle, wording: Wording, name: str) -> str:
    """Return the title that a paper's file has."""
    return wording.text(f"decision.title.{name.partition('.')[0]}", index=edition.index_title, year=cycle.year)


def paper_contents(edition: Edition, cycle: Cycle, books: Sequence[BlockBook], *, provisional: bool, wording: Wording) -> dict[str, Decision]:
    """Return what each paper's template is filled with."""
    announced = decision(edition, cycle, books, wording, provisional=provisional)
    return {SUBMISSION: submission(edition, cycle, announced, wording), DECISION: announced, ANNEXES: announced}
