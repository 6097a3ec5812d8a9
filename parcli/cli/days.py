"""Days that a person names in an option."""

from __future__ import annotations

import re
from datetime import date

from parcli.cli.exits import Exit, Stop

_AS_IN_A_LETTER = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")


def given(option: str, text: str) -> date:
    """Return a day, written as in a letter (28/11/2023) or as in a file (2023-11-28). Raises Stop for anything else."""
    written = _AS_IN_A_LETTER.fullmatch(text.strip())
    try:
        return date.fromisoformat(text.strip()) if written is None else date(*(int(part) for part in reversed(written.groups())))
    except ValueError:
        raise Stop(Exit.WRONG_USE, "cli.no_day", option=option, found=text) from None
