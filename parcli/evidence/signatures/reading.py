"""Reads the signatures of a PDF with pyHanko and gathers the facts of each.

pyHanko raises many kinds of errors on odd files, some of them not its own. All of them end here, as a `problem`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import BytesIO
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject, DictionaryObject, EncryptedObjAccess, TextStringObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from parcli.core.fact import changed
from parcli.core.limits import Limits
from parcli.core.signature import SignatureFacts
from parcli.evidence.signatures.chain import chain_of
from parcli.evidence.signatures.extent import coverage_of, modification_of, signed_end
from parcli.evidence.signatures.integrity import intact, weakness
from parcli.evidence.signatures.notes import note_of, plain
from parcli.evidence.signatures.stamps import document_stamp, signature_stamp
from parcli.evidence.signatures.subject import claimed_time, described, iso, may_sign
from parcli.evidence.signatures.traces import signature_ranges
from parcli.evidence.trust import Trust

# What they warn of is in the facts; nothing is to be printed by a library.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

_FORMS = frozenset({"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/ETSI.RFC3161"})
_CERTIFICATES = 30
"""Certificates in one signature; a chain has three to five, and many cross-signed ones take long to order."""

_Step = Callable[[SignatureFacts], SignatureFacts]


def read(content: bytes, trust: Trust, limits: Limits) -> tuple[tuple[SignatureFacts, ...], str]:
    """Return the facts of the signatures in `content`, in the order of signing, and why some or all were left unread."""
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        if reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED:
            return (), "needs a password"
        found, failed = _collected(reader)
        unreached = _unreached(content, reader)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the signatures were not read
        return (), note_of(error)
    roots = tuple(x509.Certificate.load(root) for root in trust.roots)
    facts = [_examined(content, one, roots) for one in found[: limits.signatures]]
    facts += failed[: limits.signatures - len(facts)]
    total = len(found) + len(failed)
    too_many = f"{total} signatures, the limit is {limits.signatures}" if total > limits.signatures else ""
    return tuple(facts), too_many or unreached


def _unreached(content: bytes, reader: PdfFileReader) -> str:
    """Say that a signature stands in the bytes to which no field leads: a later state of the file may have dropped it."""
    written = signature_ranges(content)
    if written is None:
        return "too many byte ranges to look at"
    reached = {_numbers(value.get_object()) for _, value, _ in enumerate_sig_fields(reader, filled_status=True)}
    return "a signature in the file is reached by no field" if written - reached else ""


def _numbers(signature: Any) -> tuple[int, ...]:
    """Return the range of the signature that is a field's value, () where the value is none or can be none."""
    if not isinstance(signature, DictionaryObject) or not {"/ByteRange", "/Contents"} <= signature.keys():
        return ()
    # Neither entry is encrypted in a closed file (ISO 32000-1, 7.6.1).
    stated, contents = (signature.raw_get(key, decrypt=EncryptedObjAccess.RAW) for key in ("/ByteRange", "/Contents"))
    if not isinstance(stated, ArrayObject) or not isinstance(contents, TextStringObject | ByteStringObject):
        return ()
    return tuple(each for each in stated if isinstance(each, int))


def _collected(reader: PdfFileReader) -> tuple[list[EmbeddedPdfSignature], list[SignatureFacts]]:
    """Return the signatures in the order of signing, and those that cannot even be opened."""
    found: list[tuple[int, int, EmbeddedPdfSignature]] = []
    failed: list[SignatureFacts] = []
    for name, value, field in enumerate_sig_fields(reader, filled_status=True):
        try:
            form = str(value.get_object().get("/SubFilter", ""))
            if form not in _FORMS:
                failed.append(SignatureFacts(plain(str(name)), problem=plain(f"signature of the form {form or 'unknown'}")))
                continue
            one = EmbeddedPdfSignature(reader, field, name)
            found.append((one.signed_revision, signed_end(one), one))
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one odd signature does not hide the others
            failed.append(SignatureFacts(plain(str(name)), problem=note_of(error)))
    found.sort(key=lambda each: each[:2])
    return [one for _, _, one in found], failed


def _examined(content: bytes, one: EmbeddedPdfSignature, roots: tuple[x509.Certificate, ...]) -> SignatureFacts:
    """Gather the facts step by step: after a failure those that are known stay, with the problem."""
    facts = SignatureFacts(plain(str(one.field_name)))
    steps = _stamp_steps(content, one, roots) if one.sig_object_type == "/DocTimeStamp" else _signature_steps(content, one, roots)
    for step in steps:
        try:
            facts = step(facts)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - a failure within is never a success
            facts = changed(facts, problem=facts.problem or note_of(error))
    return facts


def _signature_steps(content: bytes, one: EmbeddedPdfSignature, roots: tuple[x509.Certificate, ...]) -> tuple[_Step, ...]:
    return (
        lambda facts: described(facts, one.signer_cert),
        lambda facts: _claimed(facts, one),
        lambda facts: changed(facts, key_use=may_sign(one.signer_cert)),
        lambda facts: changed(facts, intact=intact(one)),
        lambda facts: _placed(facts, content, one),
        lambda facts: changed(facts, problem=facts.problem or weakness(one)),
        lambda facts: _chained(facts, one, roots),
    )


def _stamp_steps(content: bytes, one: EmbeddedPdfSignature, roots: tuple[x509.Certificate, ...]) -> tuple[_Step, ...]:
    return (
        lambda facts: changed(facts, kind="time_stamp"),
        lambda facts: described(facts, one.signer_cert),
        lambda facts: _placed(facts, content, one),
        lambda facts: _stamped(facts, one, roots),
    )


def _claimed(facts: SignatureFacts, one: EmbeddedPdfSignature) -> SignatureFacts:
    moment = claimed_time(one)
    return changed(facts, claimed=iso(moment)) if moment else facts


def _placed(facts: SignatureFacts, content: bytes, one: EmbeddedPdfSignature) -> SignatureFacts:
    coverage = coverage_of(content, one)
    facts = changed(facts, coverage=coverage)
    return changed(facts, modification=modification_of(content, one, coverage))


def _chained(facts: SignatureFacts, one: EmbeddedPdfSignature, roots: tuple[x509.Certificate, ...]) -> SignatureFacts:
    """Judge the certificate at the time of the stamp if that is verified, else at the claimed time; never now."""
    if len(one.other_embedded_certs) > _CERTIFICATES:
        return changed(facts, problem=facts.problem or f"more than {_CERTIFICATES} certificates")
    if not roots:
        return changed(facts, chain="no_roots")
    stamp = signature_stamp(one.signer_info, roots)
    moment = stamp or claimed_time(one)
    if moment is None:
        return changed(facts, problem=facts.problem or "no time of signing")
    chain, note = chain_of(one.signer_cert, one.other_embedded_certs, roots, moment)
    return changed(facts, stamped=iso(stamp) if stamp else "", chain=chain, problem=facts.problem or note)


def _stamped(facts: SignatureFacts, one: EmbeddedPdfSignature, roots: tuple[x509.Certificate, ...]) -> SignatureFacts:
    stamp = document_stamp(one, roots)
    return changed(
        facts,
        intact=stamp.intact,
        chain=stamp.chain,
        key_use=stamp.key_use,
        stamped=iso(stamp.time) if stamp.intact and stamp.chain == "trusted" and stamp.key_use else "",
    )
