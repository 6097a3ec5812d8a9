"""Nơi nhận: the list at the left under the text (Nghị định 30/2020, Phụ lục I, II.9)."""

from __future__ import annotations

import re

from parcli.evidence.document.letters import capital, dashed, foreign, squeezed, worded
from parcli.evidence.document.lines import Line, Sheet

_LABEL = "noinhan"
_MOST = 30
_WIDE_GAP = 1.6
_LAST = "luu"
# A recognised dash may come out as a tilde, and two columns of the list as one line.
_MARKS = ("-", "+", "•", "~")
_NEXT = re.compile(r";\s*(?=[-+•~])")


def recipients_in(lines: tuple[Line, ...], sheet: Sheet) -> tuple[str, ...]:
    """Return one text for each recipient, without its dash and closing sign; () where page 1 does not list them."""
    start = next((number for number, line in enumerate(lines) if squeezed(line.text) == _LABEL), None)
    if start is None:
        return ()
    label, middle = lines[start], sheet.middle
    entries: list[str] = []
    last = label
    for line in lines[start + 1 :]:
        if sheet.placed and (line.middle > middle or line.top < label.top or line.left > label.left + label.height * 6):
            continue
        if not worded(line.text) or (entries and sheet.placed and line.top - last.bottom > _WIDE_GAP * label.height) or len(entries) >= _MOST:
            break
        text = dashed(line.text)
        if text.startswith(_MARKS) or not entries:
            entries.append(text)
        elif capital(text) or not sheet.placed or squeezed(entries[-1]).startswith(_LAST):
            break
        else:
            entries[-1] += " " + text
        last = line
    cleaned = (part.strip(" -+•~;.,") for entry in entries for part in _NEXT.split(entry))
    return tuple(entry for entry in cleaned if entry and not foreign(entry))
