"""Whether a certificate leads to a root of trust/ (RFC 5280, 6.1), at a given time and without the network."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from datetime import datetime
from typing import Any, TypeVar

from asn1crypto import x509
from pyhanko_certvalidator import ValidationContext, find_valid_path
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    NotYetValidError,
    PathBuildingError,
    ValidationError,
)

from parcli.core.signature import Chain
from parcli.evidence.signatures.notes import note_of

_T = TypeVar("_T")


def context_at(roots: Sequence[x509.Certificate], others: Sequence[x509.Certificate], moment: datetime) -> ValidationContext:
    """Return the conditions of a judgement at `moment`: these roots alone, nothing fetched, revocation left open.

    `others` are the certificates that came with the signature: they may stand between, but nothing is trusted for them.
    """
    return ValidationContext(trust_roots=list(roots), other_certs=list(others), moment=moment, allow_fetching=False)


def chain_of(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    moment: datetime,
) -> tuple[Chain, str]:
    """Return whether the certificate leads to one of `roots` at `moment`, and a note where that could not be settled."""
    context = context_at(roots, others, moment)
    try:
        at_once(find_valid_path(certificate, context.path_builder.async_build_paths_lazy(certificate), context))
    except (ExpiredError, NotYetValidError):
        return "out_of_validity", ""
    except DisallowedAlgorithmError as error:
        return "unknown", note_of(error)
    except (PathBuildingError, ValidationError):
        return "untrusted", ""
    return "trusted", ""


def at_once(work: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine that has nothing to wait for. One that wants to wait, for a network say, is refused.

    There is no event loop, so that nothing within could reach out even if it tried.
    """
    try:
        work.send(None)
    except StopIteration as end:
        value: _T = end.value
        return value
    work.close()
    message = "wants to wait for something outside"
    raise RuntimeError(message)
