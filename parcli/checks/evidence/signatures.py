"""Digital signatures: what each signed file's are worth, who signed for whom, and when.

The judgement is that of `parcli.core.signature`; here its gravest reason becomes the one finding of a file. A signature
that does not hold says nothing of signer and time, so these are asked about only where it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from parcli.checks.evidence.case import Case
from parcli.checks.evidence.window import day_of_issue
from parcli.checks.evidence.words import issuer_of, sure, words_of
from parcli.core.agencies import may_belong
from parcli.core.evidence import EvidenceFile, PdfFacts
from parcli.core.findings import Finding, found
from parcli.core.signature import Reason, SignatureFacts, reasons, reasons_of, verdict_of

_CODES: dict[Reason, str] = {
    "broken": "EV223", "changed": "EV221", "not_whole": "EV223", "annotated": "EV222", "added": "EV223", "unverified": "EV224",
    "untrusted": "EV226", "out_of_validity": "EV225", "key_use": "EV224", "unchecked": "EV224", "unsigned": "EV224",
}  # fmt: skip
_LINE_ENDING = 2
# A leader may sign the day before the registry puts the date; a month later is no longer the same act.
_BEFORE, _AFTER = timedelta(days=1), timedelta(days=31)


def signatures(case: Case) -> Iterator[Finding]:
    """Say what the signatures of each signed file are worth, and ask about signer and time where they hold."""
    for file in case.folder.files:
        pdf = file.pdf
        if pdf is None or not pdf.signed or (file.words is not None and file.words.secrecy):
            continue
        yield from _worth(case, file, pdf)
        if verdict_of(pdf.tail, pdf.signatures, pdf.unchecked) != "invalid":
            yield from _organisation(case, file, pdf)
            yield from _time(case, file, pdf)


def _worth(case: Case, file: EvidenceFile, pdf: PdfFacts) -> Iterator[Finding]:
    against = reasons_of(pdf.tail, pdf.signatures, pdf.unchecked)
    if not against:
        time = _time_kind(pdf.signatures)
        yield found("EV220", **case.at(file), signers=_signers(pdf.signatures), time=f"term:{time}", items=case.named_items(file))
        return
    # Without a single root of trust nothing can be tied to one: said once for the cycle.
    first = next((reason for reason in against if reason != "no_roots"), None)
    if first is not None:
        concerned = [one for one in pdf.signatures if first in reasons(one)] or list(pdf.signatures)
        note = "; ".join(dict.fromkeys(part for part in (pdf.unchecked, *(one.problem for one in concerned)) if part))
        validity = "; ".join(dict.fromkeys(f"{_day(one.valid_from)} – {_day(one.valid_to)}" for one in concerned if one.valid_from and one.valid_to))
        values = {
            "signers": _signers(concerned), "reason": f"term:signature_{first}", "detail": note or "—", "validity": validity or "—",
            "items": case.named_items(file),
        }  # fmt: skip
        # Data of validation may follow a signature by right; loose bytes after the end mark may not.
        code = "EV224" if first == "added" and pdf.tail <= _LINE_ENDING else _CODES[first]
        yield found(code, **case.at(file), **values)


def _organisation(case: Case, file: EvidenceFile, pdf: PdfFacts) -> Iterator[Finding]:
    """Ask when a signer's organisation is neither the document's issuer nor the unit nor one that it succeeded."""
    issuers = tuple(_issuers(case, file))
    if not issuers:
        return
    known = (*issuers, *_unit_names(case))
    strangers = [one for one in _persons(pdf.signatures) if one.organisation and _another(one, known)]
    if strangers:
        organisations = "; ".join(dict.fromkeys(one.organisation for one in strangers))
        yield found(
            "EV228", **case.at(file), signers=_signers(strangers), organisation=organisations, issuer=issuers[0], items=case.named_items(file)
        )


def _another(one: SignatureFacts, known: Iterable[str]) -> bool:
    """Whether a signer belongs to none of the agencies known; what cannot be told counts as belonging."""
    its = tuple(name for name in (one.organisation, *one.units, one.signer) if name)
    return not any(may_belong(name, agency) for name in its for agency in known)


def _issuers(case: Case, file: EvidenceFile) -> Iterator[str]:
    """Yield who issued the document, by its own words and by the register, then the body above."""
    said = words_of(file)
    read, above = issuer_of(said), sure(said.superior) if said is not None else None
    stated = (one.row.issuer for one in case.citing(file) if one.row.issuer)
    named = (read.value if read is not None else "", *stated, above.value if read is not None and above is not None else "")
    yield from dict.fromkeys(name for name in named if name)


def _unit_names(case: Case) -> tuple[str, ...]:
    unit = case.about_unit
    return () if unit is None else (unit.name, *unit.aliases, *unit.successor_of)


def _time(case: Case, file: EvidenceFile, pdf: PdfFacts) -> Iterator[Finding]:
    """Ask when the signing and the date on the document are far apart."""
    issued, source = day_of_issue(case, file)
    moments = [moment for one in _persons(pdf.signatures) if (moment := one.stamped or one.claimed)]
    if issued is None or not moments:
        return
    days = sorted(date.fromisoformat(moment[:10]) for moment in moments)
    if days[-1] < issued - _BEFORE or days[0] > issued + _AFTER:
        way = "signed_before" if days[-1] < issued else "signed_after"
        persons = _persons(pdf.signatures)
        values = {
            "signers": "; ".join(dict.fromkeys(map(_who, persons))), "moments": "; ".join(map(_moment, moments)), "time": f"term:{_time_kind(persons)}",
            "issued": f"{issued:%d/%m/%Y}", "source": f"term:{source}", "way": f"term:{way}", "items": case.named_items(file),
        }  # fmt: skip
        yield found("EV229", **case.at(file), **values)


def _persons(signatures: Iterable[SignatureFacts]) -> tuple[SignatureFacts, ...]:
    """Return the signatures of persons and offices: not the time stamps of an authority."""
    return tuple(one for one in signatures if one.kind == "signature")


def _signers(signatures: Iterable[SignatureFacts]) -> str:
    return "; ".join(map(_signer, signatures)) or "—"


def _signer(one: SignatureFacts) -> str:
    moment = one.stamped or one.claimed
    return f"{_who(one)}, {_moment(moment)}" if moment else _who(one)


def _who(one: SignatureFacts) -> str:
    who = one.signer or one.field
    return f"{who} ({one.organisation})" if one.organisation and one.organisation != one.signer else who


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text):%d/%m/%Y %H:%M}"


def _time_kind(signatures: Iterable[SignatureFacts]) -> str:
    """Return how far the times of signing can be relied upon: all from time stamps, all claimed by the signers, or both."""
    kinds = {bool(one.stamped) for one in _persons(signatures)}
    return "time_mixed" if len(kinds) > 1 else "time_stamped" if True in kinds else "time_claimed"


def _day(text: str) -> str:
    return f"{date.fromisoformat(text[:10]):%d/%m/%Y}"
