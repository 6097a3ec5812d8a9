"""What is known of the digital signatures in a file, and the one judgement that follows from it, in three values.

The facts are gathered by `parcli.evidence`, offline and against the roots that the office supplied. The three values
are those of ETSI EN 319 102-1, 5.1.2: passed, failed and indeterminate. Whether a certificate was revoked is not known
offline; no judgement rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from parcli.core.fact import Fact

Coverage = Literal["whole_file", "whole_revision", "part", "unknown"]
Modification = Literal["none", "form_filling", "annotations", "other", "unknown"]
Chain = Literal["trusted", "untrusted", "no_roots", "out_of_validity", "unknown"]
Verdict = Literal["valid", "invalid", "undetermined"]
SignatureKind = Literal["signature", "time_stamp"]
Reason = Literal[
    "broken", "changed", "not_whole", "annotated", "added", "unverified",
    "no_roots", "untrusted", "out_of_validity", "key_use", "unchecked", "unsigned",
]  # fmt: skip
"""Why a signature, or the file, is not valid:

- broken: the signed bytes were changed, or the signature does not fit the certificate;
- changed: what the pages show, or what the file is made of, was replaced after signing;
- not_whole: bytes are there that no signature covers and no known kind of addition explains;
- annotated: something was laid over the pages after signing, the rest is as it was (office stamps do this too);
- added: after the last signature a form was filled in or validation data was added, or bytes follow the end mark;
- unverified: the signature could not be examined in full;
- no_roots, untrusted: `trust/` holds no root, or none that the certificate leads to;
- out_of_validity: the certificate was not valid at the time of signing;
- key_use: the certificate is not one for signing documents;
- unchecked: some or all signatures were left unread;
- unsigned: no signature of a person or an office is there, though the file was called signed.
"""

_FAILED: frozenset[Reason] = frozenset({"broken", "changed", "not_whole"})
LINE_ENDING_BYTES = 4
"""Bytes of line endings (CR and LF only) behind a signed file that are no fault: a transfer or an editor adds one or two."""


class SignatureFacts(Fact, frozen=True):
    """One signature, in the order of signing.

    `signer` is the certificate's common name, `organisation` its organisation, `issuer` the authority's common name.
    `intact` says that the signed bytes are unchanged and the signature fits the certificate. `coverage` is what the
    signed range spans; `modification` what was added to the file after it. `chain` says whether the certificate leads
    to a root of `trust/` at the time of signing; `key_use` whether the key may sign. `claimed` is the signer's own
    time, `stamped` that of a time stamp, both ISO 8601 with the offset, "" when absent. `valid_from` and `valid_to` are
    the certificate's days, ISO. `problem` is a technical note: with one, the signature could not be examined in full.
    `units` are the certificate's organisational units. `kind` tells a time stamp over the document, made by an
    authority, from the signature of a person or an office. All times and days are Vietnamese, +07:00.
    """

    field: str
    signer: str = ""
    organisation: str = ""
    issuer: str = ""
    intact: bool | None = None
    coverage: Coverage = "unknown"
    modification: Modification = "unknown"
    chain: Chain = "unknown"
    key_use: bool | None = None
    claimed: str = ""
    stamped: str = ""
    valid_from: str = ""
    valid_to: str = ""
    problem: str = ""
    units: tuple[str, ...] = ()
    kind: SignatureKind = "signature"


def reasons(one: SignatureFacts) -> tuple[Reason, ...]:
    """Return why one signature is not valid by itself, the gravest first; () for a valid one.

    What comes after it in the file counts as far as it changes the document; whether the file ends with a signature is
    a matter of the file (`reasons_of`).
    """
    return tuple(dict.fromkeys(_reasons(one)))


def reasons_of(tail: int, signatures: Sequence[SignatureFacts], unchecked: str = "") -> tuple[Reason, ...]:
    """Return why the signatures of a file are not valid together, the gravest first; () when they are.

    `tail` is the number of bytes after the last end-of-file mark, where a few line endings are no fault. `signatures`
    are in the order of signing. `unchecked` is the note of `PdfFacts`: with one the file cannot be valid.
    """
    found = {reason for one in signatures for reason in _reasons(one)}
    if signatures:
        found.update(_ending(tail, signatures[-1]))
    if unchecked:
        found.add("unchecked")
    elif all(one.kind == "time_stamp" for one in signatures):
        found.add("unsigned")
    return tuple(reason for reason in _ORDER if reason in found)


def verdict(one: SignatureFacts) -> Verdict:
    """Return what one signature is worth, whatever stands behind it. The file's own verdict is `verdict_of`."""
    return _verdict(reasons(one))


def verdict_of(tail: int, signatures: Sequence[SignatureFacts], unchecked: str = "") -> Verdict:
    """Return what the signatures of a file are worth together; the arguments are those of `reasons_of`.

    Valid only if all are valid, the last covers the whole file and no unexplained bytes follow it.
    """
    return _verdict(reasons_of(tail, signatures, unchecked))


_ORDER: tuple[Reason, ...] = (
    "broken", "changed", "not_whole", "annotated", "added", "unverified",
    "no_roots", "untrusted", "out_of_validity", "key_use", "unchecked", "unsigned",
)  # fmt: skip


def _verdict(found: tuple[Reason, ...]) -> Verdict:
    if _FAILED.intersection(found):
        return "invalid"
    return "undetermined" if found else "valid"


def _reasons(one: SignatureFacts) -> Iterator[Reason]:
    if one.intact is False:
        yield "broken"
    if one.modification == "other":
        yield "changed"
    if one.coverage == "part":
        yield "not_whole"
    if one.modification == "annotations":
        yield "annotated"
    if _unverified(one):
        yield "unverified"
    if one.chain in ("no_roots", "untrusted", "out_of_validity"):
        yield one.chain
    if one.key_use is False:
        yield "key_use"


def _unverified(one: SignatureFacts) -> bool:
    """Say whether something is missing that a verdict needs. A broken signature needs nothing more."""
    if one.intact is False:
        return False
    unknown = "unknown" in (one.coverage, one.chain) or (one.modification == "unknown" and one.coverage != "part")
    return bool(one.problem) or one.intact is None or one.key_use is None or unknown


def _ending(tail: int, last: SignatureFacts) -> Iterator[Reason]:
    if last.coverage == "whole_file":
        if tail > LINE_ENDING_BYTES:
            yield "added"
    elif last.coverage == "whole_revision" and (last.modification == "none" or tail > LINE_ENDING_BYTES):
        yield "not_whole"
    elif last.coverage == "whole_revision" and last.modification == "form_filling":
        yield "added"
