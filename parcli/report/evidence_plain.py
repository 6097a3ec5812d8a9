"""An evidence file as plain values for JSON: in short for the whole cycle, in full for one file.

Of a document that is marked as a state secret nothing stands there but where it lies and that it is marked.
"""

from __future__ import annotations

from msgspec.structs import asdict

from parcli.core.document import DocumentWords, Reading
from parcli.core.evidence import EvidenceFile, PdfFacts
from parcli.core.signature import Reason, SignatureFacts, Verdict, reasons, reasons_of, verdict, verdict_of

Json = dict[str, object]
READINGS = ("number", "issued", "issuer", "superior", "kind", "subject", "capacity", "signer")
"""The fields of page 1 that are read one by one, in the order of the form of Decree 30/2020."""
_BRIEF = READINGS[:6]


def secrecy(file: EvidenceFile) -> str:
    """Return the mark of state secrecy on page 1, "" without one."""
    return file.words.secrecy if file.words is not None else ""


def file_verdict(pdf: PdfFacts | None) -> Verdict | None:
    """Return what the signatures of a file are worth together; None for a file without a signature."""
    if pdf is None or not (pdf.signed or pdf.signatures):
        return None
    return verdict_of(pdf.tail, pdf.signatures, pdf.unchecked)


def file_reasons(pdf: PdfFacts) -> tuple[Reason, ...]:
    """Return why the signatures of a file are not valid together, the gravest first; () where they are or there is none."""
    return reasons_of(pdf.tail, pdf.signatures, pdf.unchecked) if file_verdict(pdf) is not None else ()


def brief(file: EvidenceFile, path: str) -> Json:
    """Return what evidence.json says of a file; ``path`` is its place in the cycle folder."""
    known: Json = {"path": path, "sha256": file.sha256, "bytes": file.size, "type": file.real_type}
    if secrecy(file):
        return {**known, "secrecy": secrecy(file)}
    words, pdf = file.words, file.pdf
    return {
        **known,
        "examined": file.examined,
        "opens": pdf.opens if pdf else None,
        "pages": pdf.pages if pdf else None,
        "content": pdf.content if pdf else None,
        "protection": pdf.protection if pdf else None,
        "signed": file_verdict(pdf),
        "signatures": [_signature_brief(one) for one in pdf.signatures] if pdf else [],
        "words_from": words.source if words else None,
        "no_words": file.wordless,
        **{name: _value(getattr(words, name) if words else None) for name in _BRIEF},
        "draft": words.draft if words else None,
    }


def full(file: EvidenceFile) -> Json:
    """Return everything that is known of a file."""
    if secrecy(file):
        return {"secrecy": secrecy(file)}
    return {
        "bytes": file.size,
        "sha256": file.sha256,
        "type": file.real_type,
        "examined": file.examined,
        "detail": file.detail,
        "pdf": _pdf(file.pdf) if file.pdf else None,
        "signed": file_verdict(file.pdf),
        "reasons": list(file_reasons(file.pdf)) if file.pdf else [],
        "signatures": [{"verdict": verdict(one), "reasons": list(reasons(one)), **asdict(one)} for one in file.pdf.signatures] if file.pdf else [],
        "unchecked": file.pdf.unchecked if file.pdf else "",
        "words": _words(file.words) if file.words else None,
        "no_words": file.wordless,
    }


def _signature_brief(one: SignatureFacts) -> Json:
    known = ("kind", "signer", "organisation", "claimed", "stamped")
    return {"verdict": verdict(one), **{name: getattr(one, name) for name in known}}


def _value(reading: Reading | None) -> str | None:
    return None if reading is None else reading.value


def _pdf(pdf: PdfFacts) -> Json:
    return {name: value for name, value in asdict(pdf).items() if name not in ("signed", "signatures", "unchecked")}


def _words(words: DocumentWords) -> Json:
    readings = ((name, getattr(words, name)) for name in READINGS)
    return {
        "source": words.source,
        **{name: None if one is None else asdict(one) for name, one in readings},
        "recipients": list(words.recipients),
        "periods": [
            {"start": each.start and each.start.isoformat(), "end": each.end.isoformat(), "estimated": each.estimated, "snippet": each.snippet}
            for each in words.periods
        ],
        "number_blank": words.number_blank,
        "date_blank": words.date_blank,
        "draft": words.draft,
        "figures": [asdict(one) for one in words.figures],
    }
