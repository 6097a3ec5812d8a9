"""Whether the signed bytes are unchanged and the signature fits the certificate, and by which algorithms."""

from __future__ import annotations

from asn1crypto import algos
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.utils import DEFAULT_ALGORITHM_USAGE_POLICY as POLICY

_DETACHED = "data"


def intact(one: EmbeddedPdfSignature) -> bool:
    """Say whether the digest of the signed range is the one that was signed, and by the certificate's key (RFC 5652, 5.6).

    Both are needed: after one flipped bit the signature still fits its own attributes. Raises for a structure that
    is no detached signature, and for a certificate other than the one that the signature names.
    """
    content = one.signed_data["encap_content_info"]
    if content["content_type"].native != _DETACHED or content["content"].native is not None:
        message = "the signature brings its own content"
        raise SignatureValidationError(message)
    return all(validate_sig_integrity(one.signer_info, one.signer_cert, _DETACHED, one.compute_digest()))


def weakness(one: EmbeddedPdfSignature) -> str:
    """Return which algorithm is too weak to prove anything (MD5, SHA-1, short keys), "" when none is."""
    digest = one.signer_info["digest_algorithm"]
    signing = one.signer_info["signature_algorithm"]
    if not POLICY.digest_algorithm_allowed(digest, moment=None):
        return f"weak digest {digest['algorithm'].native}"
    if not POLICY.signature_algorithm_allowed(signing, moment=None, public_key=one.signer_cert.public_key):
        return f"weak signature {signing['algorithm'].native}"
    same = algos.DigestAlgorithm({"algorithm": one.md_algorithm})
    if not POLICY.digest_combination_allowed(signing, same, moment=None):
        return "digest and signature disagree"
    return ""
