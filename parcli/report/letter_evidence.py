"""The evidence of each item as the annex of the report lists it: number, day, issuer, subject, file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from parcli.core.evidence import EvidenceFile, EvidenceFolder
from parcli.core.submission import RegisterRow
from parcli.core.sufficiency import ItemEvidence
from parcli.report.evidence_words import day_text
from parcli.report.wording import Wording


class Papers:
    """A unit's documents by item: first those of the register, as the unit describes them, then what lies in the item's folder."""

    def __init__(self, register: Sequence[RegisterRow], folder: EvidenceFolder, standing: Sequence[ItemEvidence], wording: Wording) -> None:
        self._register, self._folder, self._wording = register, folder, wording
        self._files = {file.path: file for file in folder.files}
        self._linked = {each.item: each.files for each in standing}

    def of(self, item: str) -> tuple[str, ...]:
        """Return the documents of an item, each as one text, numbered where there are several."""
        texts = tuple(self._texts(item))
        return texts if len(texts) < 2 else tuple(f"{number}. {text}" for number, text in enumerate(texts, start=1))  # noqa: PLR2004

    def _texts(self, item: str) -> Iterator[str]:
        listed: set[str] = set()
        for row in (row for row in self._register if row.item == item):
            file = self._folder.find(row.name).file if row.name else None
            listed |= {file.path} if file is not None else set()
            yield self._said(_Paper(row.number, row.issued, row.issuer, row.subject), file.path if file is not None else row.name, row.part, file)
        for path in self._linked.get(item, ()):
            if path not in listed:
                yield self._unlisted(self._files[path])

    def _unlisted(self, file: EvidenceFile) -> str:
        return f"{self._said(_read(file), file.path, '', file)} {self._wording.text('letter.unlisted')}"

    def _said(self, paper: _Paper, name: str, part: str, file: EvidenceFile | None) -> str:
        where = [self._wording.text("letter.file" if file is not None else "letter.file_missing", name=name or "–")]
        where += [part] if part else []
        about = " ".join(text for text in (self._reference(paper), f"– {paper.subject}" if paper.subject else "") if text).removeprefix("– ")
        return f"{about} ({'; '.join(where)})" if about else "; ".join(where)

    def _reference(self, paper: _Paper) -> str:
        issued = self._wording.text("letter.of_day", day=day_text(paper.issued)) if paper.issued else ""
        issuer = self._wording.text("letter.of_issuer", issuer=paper.issuer) if paper.issuer else ""
        return " ".join(text for text in (paper.number, issued, issuer) if text)


class _Paper:
    """What is said of a document."""

    def __init__(self, number: str, issued: date | None, issuer: str, subject: str) -> None:
        self.number, self.issued, self.issuer, self.subject = number, issued, issuer, subject


def _read(file: EvidenceFile) -> _Paper:
    """Return what a document says of itself; nothing where it bears a mark of secrecy or was not read."""
    said = file.words
    if said is None or said.secrecy:
        return _Paper("", None, "", "")
    number, issuer, subject = (one.value if one is not None else "" for one in (said.number, said.issuer, said.subject))
    return _Paper(number, said.issued_on, issuer, subject)
