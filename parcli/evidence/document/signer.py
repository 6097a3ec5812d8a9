"""Who signed, and in what capacity (Nghị định 30/2020, Phụ lục I, II.7): the block at the right under the text.

A name is believed only under a line of capacity in capitals. Two blocks side by side are two signers: then none is named,
except the chair of a meeting beside its secretary.
"""

from __future__ import annotations

import re

from parcli.core.document import Reading, TextSource
from parcli.evidence.document.letters import capital, plain, squeezed, worded
from parcli.evidence.document.lines import Line, Sheet
from parcli.evidence.document.readings import reading

_CAPACITY = re.compile(
    r"(t ?/ ?m|tm|k ?/ ?t|kt|t ?/ ?l|tl|tuq|t ?/ ?uq|q)[. ] ?\w|(pho |quyen )?(tong )?(giam doc|chu tich|truong (phong|ban|doan|khoa|tram|dai)|bi thu"
    r"|chanh (van phong|thanh tra|an)|bo truong|thu truong|cuc truong|chi cuc truong|vu truong|vien truong|hieu truong|to truong|chu toa|chu tri|thu ky"
    r"|thu tuong|hoi truong|doi truong|thu truong|uy vien)"
)
_CHAIR = ("chutoa", "chutri", "chutich")
_NOISE = re.compile(r"\W*(da ky|ky ten|da ky so|ky, ?(ghi ro )?ho ten|ky ten, ?dong dau|da duyet|ky)\W*$|\W*\(.*\)\W*$")
_TITLES = re.compile(
    r"((GS|PGS|TS|ThS|BS|CN|KS|LS|DS|Ths|BSCK[I]*|CK[I]+|Thạc sĩ|Tiến sĩ|Đại tá|Thượng tá|Trung tá|Thiếu tướng)[.,]?\s*)+(?=[A-ZĐÀ-Ỵ])"
)
_WORD = r"[A-ZĐÀ-Ỵ][a-zđà-ỵ']*"
_NAME = re.compile(rf"{_WORD}(?: {_WORD}){{1,5}}")
_NAME_IN_CAPITALS = re.compile(r"[A-ZĐÀ-Ỵ]+(?: [A-ZĐÀ-Ỵ]+){1,4}")
_RECIPIENTS = "noinhan"
_REACH = 190.0
_ABOVE = 30.0
_LEFT_BEGINS = 0.42


def signer_in(lines: tuple[Line, ...], sheet: Sheet, source: TextSource) -> tuple[Reading | None, Reading | None]:
    """Return (capacity, name) of the signer among the lines under the heading, None where page 1 does not show them.

    The capacity's lines are joined by one blank. A name that OCR read is given only where every letter is certain enough.
    """
    block = _block(lines, sheet)
    if not block:
        return None, None
    capacity: list[Line] = []
    for number, line in enumerate(block):
        if _NOISE.match(plain(line.text)) or not worded(line.text):
            continue
        if not (capital(line.text) and (_CAPACITY.match(plain(line.text)) or (capacity and _follows(capacity, block, number)))):
            break
        capacity.append(line)
    if not capacity:
        return None, None
    held = reading(" ".join(line.text.rstrip(" ,") for line in capacity), " / ".join(line.text for line in capacity), tuple(capacity), source)
    return held, _name(block[block.index(capacity[-1]) + 1 :], capacity[-1], sheet, source)


def _block(lines: tuple[Line, ...], sheet: Sheet) -> list[Line]:
    """Return the lines of the signature from its first capacity on."""
    told = next((line for line in lines if squeezed(line.text).startswith(_RECIPIENTS)), None)
    if not sheet.placed:
        start = lines.index(told) if told is not None else len(lines)
        near = [line for line in lines[max(start - 6, 0) :] if not line.text.startswith("-") and line is not told]
        return _from_capacity(near)
    middle = sheet.middle
    right = [line for line in lines if line.left > _LEFT_BEGINS * sheet.width and line.middle > middle]
    if told is not None:
        right = [line for line in right if line.bottom > told.top - _ABOVE]
    block = _from_capacity(right)
    return [] if block and _beside(block[0], lines, sheet) else block


def _from_capacity(lines: list[Line]) -> list[Line]:
    for number, line in enumerate(lines):
        if capital(line.text) and _CAPACITY.match(plain(line.text)):
            return lines[number:]
    return []


def _beside(first: Line, lines: tuple[Line, ...], sheet: Sheet) -> bool:
    """Whether another capacity stands level with this one at the left, and this one does not lead."""
    middle = sheet.middle
    level = [line for line in lines if line.middle < middle and line.top < first.bottom and line.bottom > first.top]
    others = any(capital(line.text) and worded(line.text) for line in level)
    return others and not squeezed(first.text).startswith(_CHAIR[:2])


def _follows(capacity: list[Line], block: list[Line], number: int) -> bool:
    """Whether a line in capitals without a word of office still belongs to the capacity: not when it is the name itself."""
    line = block[number]
    later = any(_NAME.fullmatch(_untitled(one.text)) for one in block[number + 1 :])
    return later and line.top - capacity[-1].bottom < line.height * 1.2


def _name(lines: list[Line], under: Line, sheet: Sheet, source: TextSource) -> Reading | None:
    for line in lines:
        if sheet.placed and line.top - under.bottom > _REACH:
            return None
        if not worded(line.text) or _NOISE.match(plain(line.text)):
            continue
        text = _untitled(line.text)
        in_capitals = bool(_NAME_IN_CAPITALS.fullmatch(text)) and not _CAPACITY.match(plain(text))
        if not (_NAME.fullmatch(text) or in_capitals):
            return None
        doubts = (not sheet.placed) + in_capitals + (text != line.text)
        return reading(text, line.text, (line,), source, doubts=doubts)
    return None


def _untitled(text: str) -> str:
    return _TITLES.sub("", text).strip(" .*")
