"""The receipts of a cycle, read from ``submissions/received.json``; ``intake`` writes them."""

from __future__ import annotations

from parcli.cli.lying import SUBMISSIONS
from parcli.cli.opened import Opened
from parcli.core.receipts import Ledger, parse

LEDGER = "received.json"
_MOST_BYTES = 64 * 1024 * 1024
"""Some hundred thousand receipts: no file that intake wrote."""


def read(opened: Opened) -> Ledger | None:
    """Return the receipts, none where no file is there; None where the file is not what intake writes or cannot be read."""
    place = opened.folder / SUBMISSIONS / LEDGER
    if not place.exists() and not place.is_symlink():
        return Ledger()
    try:
        if place.is_symlink() or place.stat().st_size > _MOST_BYTES:
            return None
        return parse(place.read_text("utf-8"))
    except (OSError, ValueError):
        return None
