"""The count of files in JSON and in words, and the way back."""

from __future__ import annotations

from collections.abc import Mapping

from parcli.core.accounting import FATES, WHYS, Accounts
from parcli.report.wording import Wording

KEY = "files"


def accounts_line(one: Accounts) -> dict[str, int]:
    """Return the counts as they stand in JSON documents: what was found, the three fates, and why files are uncited."""
    return {"found": one.found, **{fate: one.fates[fate] for fate in FATES}, **{why: one.uncited_because[why] for why in WHYS}}


def accounts_from(document: Mapping[str, object]) -> Accounts | None:
    """Return the counts of a document; None where it has none. Raises ValueError where they are no counts or do not add up."""
    line = document.get(KEY)
    if line is None:
        return None
    message = f"scores.json: '{KEY}' should hold counts that add up"
    if not isinstance(line, dict) or any(type(line.get(name)) is not int or line[name] < 0 for name in ("found", *FATES, *WHYS)):
        raise ValueError(message)
    one = Accounts({fate: line[fate] for fate in FATES}, {why: line[why] for why in WHYS})
    if one.found != line["found"] or sum(one.uncited_because.values()) != one.fates["uncited"]:
        raise ValueError(message)
    return one


def accounts_text(one: Accounts, wording: Wording, *, public: bool = False) -> str:
    """Return the sentence that says how many files were not examined; for everybody without what the office alone can follow up."""
    counts = accounts_line(one)
    if not one.unexamined:
        return wording.text("accounts.all", **counts)
    return wording.text("accounts.public" if public else "accounts.office", unexamined=one.unexamined, **counts)
