"""Whose certificate it is, for what its key may be used, and when the signer says to have signed."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from asn1crypto import x509
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from parcli.core.fact import changed
from parcli.core.signature import SignatureFacts
from parcli.evidence.signatures.notes import plain

VIETNAM = timezone(timedelta(hours=7))
"""Vietnamese law reckons by this offset the whole year, and Decree 30/2020 prints it in the mark of a signature."""

_SIGNING = frozenset({"digital_signature", "non_repudiation"})
_OTHER_PURPOSES = frozenset({"server_auth", "code_signing", "time_stamping", "ocsp_signing"})
_UNITS = 5


def described(facts: SignatureFacts, certificate: x509.Certificate) -> SignatureFacts:
    """Return the facts with what the certificate says: common name, organisation (else its unit), authority, days.

    Names are in NFC without control characters, at most 300 characters each.
    """
    units = _names(certificate.subject, "organizational_unit_name")[:_UNITS]
    issuer = _names(certificate.issuer, "common_name") or _names(certificate.issuer, "organization_name")
    organisation = _names(certificate.subject, "organization_name") or units
    return changed(
        facts,
        signer="".join(_names(certificate.subject, "common_name")[:1]),
        organisation="".join(organisation[:1]),
        issuer="".join(issuer[:1]),
        units=units,
        valid_from=iso(certificate.not_valid_before)[:10],
        valid_to=iso(certificate.not_valid_after)[:10],
    )


def _names(name: x509.Name, kind: str) -> tuple[str, ...]:
    parts = (part for together in name.chosen for part in together)
    found = (plain(str(part["value"].native)) for part in parts if part["type"].native == kind)
    return tuple(filter(None, found))


def may_sign(certificate: x509.Certificate) -> bool:
    """Say whether the key may sign documents (RFC 5280, 4.2.1.3 and 4.2.1.12).

    Either bit will do, digitalSignature or nonRepudiation (contentCommitment); without the extension the key is not
    restricted. A certificate whose only purposes are other ones, a web server's for instance, is not for documents.
    """
    usage, purposes = certificate.key_usage_value, certificate.extended_key_usage_value
    if usage is not None and not _SIGNING.intersection(usage.native):
        return False
    return purposes is None or not _OTHER_PURPOSES.issuperset(purposes.native)


def claimed_time(one: EmbeddedPdfSignature) -> datetime | None:
    """Return when the signer says to have signed: the signed attribute signingTime (RFC 5652, 11.3), else the entry /M.

    /M is free text in the file's signed part; without an offset it is taken as Vietnamese time. None when neither
    is there or can be read.
    """
    try:
        moment = one.self_reported_timestamp
    except (ValueError, TypeError, AttributeError, OverflowError):
        return None
    if not isinstance(moment, datetime):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def iso(moment: datetime) -> str:
    """Return a time as ISO 8601 to the second, in Vietnamese time."""
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")
