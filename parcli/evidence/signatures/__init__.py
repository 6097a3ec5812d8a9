"""The digital signatures of a PDF: who signed what, whether it holds, and what was added afterwards.

Offline always: no certificate, revocation list or answer about revocation is fetched, for that would tell an outsider
what is being examined and give other results tomorrow. Whether a certificate was revoked therefore stays unknown.
The clock is not read either: certificates are judged at the time of signing.
"""

from __future__ import annotations

from parcli.core.limits import Limits
from parcli.core.signature import SignatureFacts
from parcli.evidence.trust import Trust


def check(content: bytes, trust: Trust, limits: Limits) -> tuple[tuple[SignatureFacts, ...], str]:
    """Return the facts of each signature in the PDF whose bytes are `content`, and why some or all were left unread.

    Signatures stand in the order of signing, at most `limits.signatures` of them. The note is "" when all were read;
    a file without signatures gives nothing and "". A signature that cannot be examined carries a `problem`, for a
    failure is never a success. Only MemoryError and what ends the program goes on to the caller.
    """
    # pyHanko takes most of a second to import, and most files bear no signature.
    from parcli.evidence.signatures.guard import unfit  # noqa: PLC0415

    reason = unfit(content, limits)
    if reason:
        return (), reason
    from parcli.evidence.signatures.reading import read  # noqa: PLC0415

    return read(content, trust, limits)
