"""Time stamps (RFC 3161): what an authority attests about the time, if a chain of trust backs the authority itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from asn1crypto import cms, tsp, x509
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, message_imprint_checker, validate_tst_signed_data
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from parcli.core.signature import Chain
from parcli.evidence.signatures.chain import at_once, chain_of, context_at

_MOST = 3
_PURPOSE = "time_stamping"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp: its time, whether it is whole and fits what it stamps, its authority's chain and key."""

    time: datetime
    intact: bool
    chain: Chain
    key_use: bool


def signature_stamp(signer: cms.SignerInfo, roots: Sequence[x509.Certificate]) -> datetime | None:
    """Return the earliest time that a verified time stamp over the signature attests (ETSI EN 319 122-1, 5.3), else None.

    A stamp that does not fit, or whose authority is not trusted, attests nothing. At most three are looked at.
    """
    tokens = islice(extract_tst_data_iter(signer, signed=False), _MOST)
    stamps = (_stamp(token, message_imprint_checker(signer), roots) for token in tokens)
    return min((stamp.time for stamp in stamps if stamp.intact and stamp.key_use and stamp.chain == "trusted"), default=None)


def document_stamp(one: EmbeddedPdfSignature, roots: Sequence[x509.Certificate]) -> Stamp:
    """Return the time stamp over a whole document (ISO 32000-2, 12.8.5)."""
    return _stamp(one.signed_data, one.compute_digest, roots)


def _stamp(token: cms.SignedData, imprint: Callable[[str], bytes], roots: Sequence[x509.Certificate]) -> Stamp:
    """Examine one token at its own time. Raises for a token that is none."""
    about = token["encap_content_info"]["content"].parsed
    if not isinstance(about, tsp.TSTInfo):
        message = "not a time stamp"
        raise TypeError(message)
    moment: datetime = about["gen_time"].native
    facts = at_once(validate_tst_signed_data(token, context_at(roots, (), moment), imprint))
    certificates = extract_certificate_info(token)
    chain: Chain
    chain, _ = chain_of(certificates.signer_cert, certificates.other_certs, roots, moment) if roots else ("no_roots", "")
    purposes = certificates.signer_cert.extended_key_usage_value
    key_use = purposes is not None and _PURPOSE in purposes.native
    if chain == "trusted" and key_use and facts["trust_problem_indic"] is not None:
        # The chain is sound, the stamp is not: an algorithm that proves nothing, for instance.
        chain = "unknown"
    return Stamp(moment, facts["intact"] and facts["valid"], chain, key_use)
