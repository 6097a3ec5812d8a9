"""Sentences that a workbook says by itself: what is still missing, how a day was understood, how this PC reads numbers and days."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from parcli.core import expr, words
from parcli.core.check_code import LAST_DAY
from parcli.workbook import names
from parcli.workbook.entries import Entry

_PLACE = re.compile(r"\{(\w+)\}")
_FIRST_DAY = 61
"""1 March 1900; before it sheets disagree about the day."""
POINT = 'MID(1/2&"",2,1)'
"""The sign that parts decimals on this PC."""
DAY = 'IFERROR(DAY(DATEVALUE("05/11/2023")),0)'
"""5 where this PC reads the day first, 11 where it reads the month first, 0 where it reads no such day."""
Said = tuple[str, str]
"""A formula and the text that it shows now."""


def spoken(sentence: str, parts: Mapping[str, str]) -> str:
    """Return a sentence with formulas in its places as one formula."""
    pieces = _PLACE.split(sentence)
    said = [parts[piece] if place % 2 else expr.quoted(piece) for place, piece in enumerate(pieces) if place % 2 or piece]
    return "&".join(said)


def missing(says: Mapping[str, str], counts: Mapping[str, tuple[str, int]]) -> Said:
    """Say how many items lack what, or that nothing is missing; ``counts`` gives by name the cell and its count now."""
    cells = {name: cell for name, (cell, _) in counts.items()}
    numbers = {name: count for name, (_, count) in counts.items()}
    formula = f"IF({'+'.join(cells.values())}=0,{expr.quoted(says['complete'])},{spoken(says['missing'], cells)})"
    return formula, says["missing"].format(**numbers) if any(numbers.values()) else says["complete"]


def day(cell: str, choices: Sequence[str], entry: Entry | None, says: Mapping[str, str]) -> Said:
    """Echo what was typed as a day in words (Decree 30/2020/NĐ-CP, Phụ lục I, II.4: 0 before days under 10 and months 1 and 2)."""
    unread = expr.quoted(says["no_day"])
    parts = {
        "day": f'RIGHT("0"&DAY({cell}),2)',
        "month": f'IF(MONTH({cell})<3,"0","")&MONTH({cell})',
        "year": f"YEAR({cell})",
    }
    read = f"IF(AND({cell}>={_FIRST_DAY},{cell}<{LAST_DAY + 1}),{spoken(says['day'], parts)},{unread})"
    words_for_it = ",".join([f'TRIM({cell})=""', *(expr.label_test(cell, choice) for choice in choices)])
    return f'IFERROR(IF(ISNUMBER({cell}),{read},IF(OR({words_for_it}),"",{unread})),{unread})', _day_now(choices, entry, says)


def _day_now(choices: Sequence[str], entry: Entry | None, says: Mapping[str, str]) -> str:
    if isinstance(entry, Fraction):
        entry = expr.day_of(entry) if _FIRST_DAY <= entry < LAST_DAY + 1 else says["no_day"]
    if isinstance(entry, date):
        month = f"0{entry.month}" if entry.month < 3 else str(entry.month)  # noqa: PLR2004 - January and February, says the decree
        return says["day"].format(day=f"{entry.day:02d}", month=month, year=entry.year)
    known = ("", *(words.key(choice) for choice in choices))
    return "" if words.key(entry or "") in known else says["no_day"]


ABOUT_PC = ("{comma}", "{day_first}")
"""The lines of the guide that say how the PC reads numbers and days on which they are seen; ``habits`` words them in this order."""


def habits(says: Mapping[str, Any]) -> tuple[Said, Said]:
    """Say how this PC reads decimals and days, with a warning where it is not the Vietnamese way."""
    decimals = f'IF({POINT}=",",{expr.quoted(says["comma"])},{spoken(says["no_comma"], {"sign": POINT})})'
    days = f"IF({DAY}=5,{expr.quoted(says['day_first'])},IF({DAY}=11,{expr.quoted(says['month_first'])},{expr.quoted(says['no_order'])}))"
    return (decimals, says["comma"]), (days, says["day_first"])


OTHER_DECIMALS, OTHER_DAYS = f'NOT({POINT}=",")', f"NOT({DAY}=5)"
"""Whether this PC is unlike a Vietnamese one."""


def hint(says: Mapping[str, str], usual: str) -> Said:
    """Say the usual hint, or the warning where this PC reads numbers or days in another way."""
    return f"IF(OR({OTHER_DECIMALS},{OTHER_DAYS}),{expr.quoted(says['other_habits'])},{expr.quoted(usual)})", usual


def count_cells() -> dict[str, str]:
    """Return the cells of the review sheet that count what is missing."""
    return {name: f"'{names.REVIEW}'!{cell}" for name, cell in names.COUNT_CELLS.items()}
