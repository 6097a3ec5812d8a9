"""Exit codes, and the one exception that ends a command with one of them."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parcli.core.findings import Finding


class Exit(IntEnum):
    """What the caller of a command learns (design section 4)."""

    FINE = 0
    FINDINGS = 1
    WRONG_USE = 2
    HELD = 3
    CANNOT_WRITE = 4
    INTERRUPTED = 5
    FAULT = 70


class Stop(Exception):
    """Ends a command: an exit code, a sentence (by key) with its values, and findings that explain it."""

    def __init__(self, code: Exit, key: str, findings: tuple[Finding, ...] = (), **values: object) -> None:
        super().__init__(key)
        self.code, self.key, self.findings, self.values = code, key, findings, values
