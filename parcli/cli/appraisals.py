"""What appraisal and Council have said so far, read from the folder ``appraisal/`` and judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parcli.cli.gather import Return
from parcli.cli.opened import Opened
from parcli.core.appraisal import Appraisal
from parcli.core.findings import Finding

APPRAISAL = "appraisal"


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said of the units' items, and what there is to say about the files that say it."""

    appraisal: Appraisal
    findings: tuple[Finding, ...]


def hear(opened: Opened, returns: Sequence[Return]) -> Heard:  # noqa: ARG001
    """Read every appraisal workbook and council sheet of the cycle and judge them line by line."""
    return Heard(Appraisal(), ())


def files(opened: Opened) -> tuple[str, ...]:  # noqa: ARG001
    """Return the paths of the files that ``hear`` reads, in the order of their names."""
    return ()
