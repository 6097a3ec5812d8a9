"""What is known of the digital signatures in a file, and the one judgement that follows from it, in three values.

The facts are gathered by `parcli.evidence`, offline and against the roots that the office supplied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Coverage = Literal["whole_file", "whole_revision", "part", "unknown"]
Modification = Literal["none", "form_filling", "annotations", "other", "unknown"]
Chain = Literal["trusted", "untrusted", "no_roots", "out_of_validity", "unknown"]
Verdict = Literal["valid", "invalid", "undetermined"]


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """One signature, in the order of signing.

    `signer` is the certificate's common name, `organisation` its organisation, `issuer` the authority's common name.
    `intact` says that the signed bytes are unchanged and the signature fits the certificate. `coverage` is what the
    signed range spans; `modification` what was added to the file after it. `chain` says whether the certificate leads
    to a root of `trust/` at the time of signing; `key_use` whether the key may sign. `claimed` is the signer's own
    time, `stamped` that of a time stamp, both ISO 8601 with the offset, "" when absent. `valid_from` and `valid_to` are
    the certificate's days, ISO. `problem` is a technical note: with one, the signature could not be examined in full.
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
