"""What there is to say of one evidence file, as sections of labelled rows; how they look is not said here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from parcli.core.document import DocumentWords, Reading, ReportFigure
from parcli.core.evidence import EvidenceFile, PdfFacts, RefusedEntry
from parcli.core.signature import SignatureFacts, Verdict, reasons, verdict
from parcli.core.signed_report import is_report_folder
from parcli.report.evidence_plain import READINGS, file_reasons
from parcli.report.evidence_shown import CitedLine, ItemBorneOut, Owner, Shown
from parcli.report.evidence_words import class_text, day_text, moment_text, pages_text, period_text, reasons_text, size_text, verdict_key
from parcli.report.wording import Wording

Mood = Literal["", "good", "bad", "doubt", "quiet"]
MOODS: dict[str, Mood] = {"valid": "good", "invalid": "bad", "undetermined": "doubt", "unsigned": ""}
# A certificate has a signer and an issuer too; on the page they are other things.
_LABELS = {"issuer": "issuer_body", "signer": "named_signer"}


@dataclass(frozen=True, slots=True)
class Row:
    """A label, what stands against it, a note under it, and how it is meant."""

    label: str
    value: str
    note: str = ""
    mood: Mood = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its rows."""

    heading: str
    rows: tuple[Row, ...]
    mood: Mood = ""


class _Say:
    """Makes rows in one language."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording

    def __call__(self, key: str, **values: object) -> str:
        return self.wording.text(f"evidence.{key}", **values)

    def row(self, name: str, value: str, note: str = "", mood: Mood = "") -> Row:
        return Row(self(f"row.{name}"), value or self("unknown"), note, mood)

    def technical(self, note: str) -> str:
        """Return a reader's own remark, named as one; "" without one."""
        return self("technical", note=note) if note else ""


def sections(shown: Shown, wording: Wording) -> tuple[Section, ...]:
    """Return everything that is known, from the file outward; of a file marked as a state secret that it is, and whose it is."""
    say = _Say(wording)
    parts = [*_of_file(shown, shown.fact, say)] if isinstance(shown.fact, EvidenceFile) else [_refused(shown.path, shown.fact, say)]
    return (*parts, *(_owner(shown.owner, say, report=_is_report(shown)) if shown.owner is not None else ()))


def _refused(path: str, entry: RefusedEntry, say: _Say) -> Section:
    reason = say.wording.text(f"term.{entry.reason}")
    return Section(say("heading.file"), (say.row("path", path), say.row("refused", reason, say.technical(entry.detail), "bad")))


def _of_file(shown: Shown, file: EvidenceFile, say: _Say) -> Iterator[Section]:
    if shown.secrecy:
        yield Section(say("heading.file"), (say.row("path", shown.path), say.row("secrecy", shown.secrecy, say("secret"), "bad")))
        return
    yield Section(say("heading.file"), tuple(_file(shown.path, file, say)))
    if not file.examined:
        return
    if file.pdf is not None:
        yield Section(say("heading.pdf"), tuple(_pdf(file.pdf, say)))
        if file.pdf.opens:
            yield from _signatures(file.pdf, say)
    yield _words(file, say, ocr=shown.ocr)


def _file(path: str, file: EvidenceFile, say: _Say) -> Iterator[Row]:
    yield say.row("path", path)
    yield say.row("size", size_text(file.size, say.wording))
    yield say.row("sha256", file.sha256)
    yield say.row("type", say(f"type.{file.real_type}"))
    if not file.examined:
        yield say.row("examined", say("unexamined"), say.technical(file.detail), "bad")


def _pdf(pdf: PdfFacts, say: _Say) -> Iterator[Row]:
    if not pdf.opens:
        # That a password is needed is the whole reason; the reader's own name for it adds nothing.
        locked = pdf.protection == "password"
        yield say.row("opens", say(f"opens.{'password' if locked else 'broken'}"), "" if locked else say.technical(pdf.detail), "bad")
        return
    yield say.row("pages", "" if pdf.pages is None else str(pdf.pages))
    yield say.row("page_kinds", pages_text(pdf.page_kinds, pdf.pages, say.wording) or say(f"content.{pdf.content}"))
    yield say.row("version", pdf.version)
    yield say.row("producer", pdf.producer)
    yield say.row("protection", say(f"protection.{pdf.protection}"), mood="" if pdf.protection == "none" else "doubt")
    if pdf.repaired:
        yield say.row("repaired", say("repaired"), say.technical(pdf.detail), "doubt")
    yield say.row("fields", say("fields", count=pdf.fields) if pdf.fields else say("none"))
    yield say.row(
        "attachments", "\n".join(pdf.attachments) or say("none"), say("listed") if pdf.attachments else "", "doubt" if pdf.attachments else ""
    )
    yield say.row("actions", "\n".join(pdf.actions) or say("none"), say("listed") if pdf.actions else "", "doubt" if pdf.actions else "")
    if pdf.tail:
        yield say.row("tail", size_text(pdf.tail, say.wording), say("tail"), "doubt")


def _signatures(pdf: PdfFacts, say: _Say) -> Iterator[Section]:
    key = verdict_key(pdf)
    rows = [say.row("reasons", reasons_text(file_reasons(pdf), say.wording), mood=MOODS[key])] if file_reasons(pdf) else []
    if pdf.unchecked:
        rows.append(say.row("problem", pdf.unchecked, mood="quiet"))
    yield Section(say("heading.signatures", verdict=say(f"verdict.{key}")), tuple(rows), MOODS[key])
    for number, one in enumerate(pdf.signatures, 1):
        said = verdict(one)
        heading = say(f"heading.{one.kind}", number=number, verdict=say(f"verdict.{said}"))
        yield Section(heading, tuple(_signature(one, said, say)), MOODS[said])


def _signature(one: SignatureFacts, said: Verdict, say: _Say) -> Iterator[Row]:
    if reasons(one):
        yield say.row("reasons", reasons_text(reasons(one), say.wording), mood=MOODS[said])
    for name in ("signer", "organisation", "issuer"):
        yield say.row(name, getattr(one, name))
    if one.units:
        yield say.row("units", "; ".join(one.units))
    if one.stamped:
        yield say.row("stamped", moment_text(one.stamped))
    if one.claimed or not one.stamped:
        yield say.row("claimed", moment_text(one.claimed), say("claimed") if one.claimed else "")
    days = say("validity", start=day_text(one.valid_from), end=day_text(one.valid_to)) if one.valid_from and one.valid_to else ""
    yield say.row("validity", days)
    yield say.row("chain", say(f"chain.{one.chain}"))
    yield say.row("intact", say(f"intact.{'unknown' if one.intact is None else 'yes' if one.intact else 'no'}"))
    yield say.row("coverage", say(f"coverage.{one.coverage}"))
    yield say.row("modification", say(f"modification.{one.modification}"))
    if one.problem:
        yield say.row("problem", one.problem, mood="quiet")


def _words(file: EvidenceFile, say: _Say, *, ocr: bool) -> Section:
    words = file.words
    if words is None:
        key = "scan_off" if file.wordless == "scan" and not ocr else file.wordless or "unknown"
        return Section(say("heading.words"), (say.row("wordless", say(f"wordless.{key}")),))
    rows = [_reading(name, getattr(words, name), words, say) for name in READINGS]
    if words.recipients:
        rows.append(say.row("recipients", "\n".join(words.recipients)))
    rows += [say.row("period", period_text(one, say.wording), say("snippet", snippet=one.snippet)) for one in words.periods]
    rows += [say.row(f"figure_{one.kind}", one.value, say("on_page", page=one.page, snippet=one.snippet)) for one in _beyond(words)]
    if words.draft:
        rows.insert(0, say.row("draft", say("draft"), mood="doubt"))
    return Section(say(f"heading.words_{words.source}"), tuple(rows))


def _beyond(words: DocumentWords) -> tuple[ReportFigure, ...]:
    """Return what a report says beyond the fields of page 1; its signer, where that page shows him, is among them already."""
    return tuple(one for one in words.figures if one.page > 1 or one.kind in ("total", "code"))


def _reading(name: str, reading: Reading | None, words: DocumentWords, say: _Say) -> Row:
    label = _LABELS.get(name, name)
    if reading is None:
        blank = (name == "number" and words.number_blank) or (name == "issued" and words.date_blank)
        return say.row(label, say("blank") if blank else say("unknown"), mood="doubt" if blank else "quiet")
    value = day_text(reading.value) if name == "issued" else reading.value
    snippet = say("snippet", snippet=reading.snippet) + " · " if reading.snippet != reading.value else ""
    return say.row(label, value, snippet + say(f"confidence.{reading.confidence}"))


def _is_report(shown: Shown) -> bool:
    return isinstance(shown.fact, EvidenceFile) and is_report_folder(shown.fact.folder)


def _owner(owner: Owner, say: _Say, *, report: bool) -> Iterator[Section]:
    rows = [say.row("unit", f"{owner.name} ({owner.unit})")]
    rows += [_item(one, say) for one in owner.items] or [say.row("item", say("report")) if report else say.row("item", say("no_item"), mood="doubt")]
    rows += [_line(one, say) for one in owner.lines]
    yield Section(say("heading.owner"), tuple(rows))


def _item(one: ItemBorneOut, say: _Say) -> Row:
    label = say("row.item_of", item=one.code)
    return Row(label, one.title or one.code, "" if one.evidence_class is None else class_text(one.evidence_class, say.wording))


def _line(line: CitedLine, say: _Say) -> Row:
    parts = [say(f"entry.{entry.column}", text=entry.text) + _marks(entry.codes) for entry in line.entries]
    mood: Mood = "doubt" if any(entry.codes for entry in line.entries) else ""
    return Row(say("row.line", row=line.row), "\n".join(parts) or say("no_entries"), mood=mood)


def _marks(codes: Sequence[str]) -> str:
    return f"  ← {', '.join(codes)}" if codes else ""
