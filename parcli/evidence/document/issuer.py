"""Cơ quan ban hành and the body above it (Nghị định 30/2020, Phụ lục I, II.2), from the lines above the number.

Print tells the two apart by weight, which is lost here. Each line that begins with the word for a kind of body begins a
body, unless the line before is plainly not finished.
"""

from __future__ import annotations

import re

from parcli.core.document import Reading, TextSource
from parcli.evidence.document.heading import Heading, labelled
from parcli.evidence.document.letters import capital, plain, squeezed, worded
from parcli.evidence.document.lines import Line
from parcli.evidence.document.readings import reading
from parcli.evidence.document.secrecy import MARKS

_HEADS = (
    "uy ban nhan dan", "ubnd", "hoi dong nhan dan", "hdnd", "uy ban", "so", "bo", "ban", "van phong", "trung tam", "chi cuc", "tong cuc", "cuc", "vu",
    "phong", "hoi dong", "dang uy", "dang bo", "chi bo", "tinh uy", "thanh uy", "quan uy", "huyen uy", "thi uy", "tinh doan", "thanh doan", "doan",
    "to cong tac", "to", "thanh tra", "vien", "truong", "benh vien", "chinh phu", "thu tuong", "chu tich", "cong ty", "tong cong ty", "tap doan",
    "cong an", "lien doan", "hoi", "toa an", "ngan hang", "kho bac", "quy", "thu vien", "bao tang", "nha hat", "mat tran", "dai", "hat", "tram", "doi",
    "quoc hoi", "hoc vien", "cong doan", "nha xuat ban", "tinh", "thanh pho", "quan", "huyen", "thi xa",
)  # fmt: skip
_HEAD = re.compile("(" + "|".join(sorted(_HEADS, key=len, reverse=True)) + r")(?= |$|\.)")
_PLACES = re.compile(r"(tinh|thanh pho|quan|huyen|thi xa|phuong|xa|thi tran|tp\.?|q\.)(?= |$)")
_UNFINISHED = re.compile(r"([,\-–]|\b(va|cua|cac|ve|cho|thuoc|du an|bao ve|cong tac|nhan dan|quan ly|phat trien))$")
_PEOPLES = re.compile(r"(uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|huyen |quan |thanh pho |tinh |thi xa )")
_COMPLETE = ("chinh phu", "quoc hoi", "van phong", "thanh tra chinh phu")
_ASIDE = re.compile(r"(du thao|hoa toc|thuong khan|khan|luu hanh noi bo|xem xong tra lai|ban sao|tai lieu hop)$")
_MANY = 8


def issuer_in(heading: Heading, source: TextSource) -> tuple[Reading | None, Reading | None]:
    """Return (issuing body, body above it), each None where it is not said or cannot be told apart."""
    lines = _above_number(heading)
    if not lines or len(lines) > _MANY or _another_at_right(heading):
        return None, None
    bodies = _bodies(lines)
    doubts = (not heading.columns) + (not all(_HEAD.match(plain(body[0].text)) for body in bodies))
    if len(bodies) == 1 and len(lines) > 1 and not _HEAD.match(plain(lines[0].text)):
        return None, None
    issuer = _named(bodies[-1], source, doubts + (len(bodies) > 2))  # noqa: PLR2004 - the decree knows two
    superior = _named(bodies[-2], source, doubts) if len(bodies) > 1 else None
    return issuer, superior


def _another_at_right(heading: Heading) -> bool:
    """Whether a body is named in the right column too: a paper of two bodies, or a name set across both columns."""
    return heading.columns and any(capital(line.text) and _HEAD.match(plain(line.text)) for line in heading.right)


def _above_number(heading: Heading) -> list[Line]:
    found: list[Line] = []
    for line in heading.left:
        if labelled(line.text):
            break
        if not worded(line.text) or _ASIDE.match(plain(line.text)) or squeezed(line.text) in MARKS:
            continue
        if capital(line.text) or (found and heading.columns and line.text[:1].isupper() and _HEAD.match(plain(line.text))):
            found.append(line)
        elif found and heading.columns:
            # Words between the names and the number that name no body: who issues it cannot be told.
            return []
        elif found:
            break
    return _from_first_head(found) if not heading.columns else found


def _from_first_head(lines: list[Line]) -> list[Line]:
    for number, line in enumerate(lines):
        if _HEAD.match(plain(line.text)):
            return lines[number:]
    return []


def _bodies(lines: list[Line]) -> list[list[Line]]:
    bodies: list[list[Line]] = []
    for line in lines:
        if bodies and not _begins(bodies[-1], plain(line.text)):
            bodies[-1].append(line)
        else:
            bodies.append([line])
    return bodies


def _begins(body: list[Line], text: str) -> bool:
    """Whether a line begins a new body below `body`."""
    before = " ".join(plain(line.text) for line in body)
    if not _HEAD.match(text) or _PLACES.match(text) or _UNFINISHED.search(before):
        return False
    bare = _HEAD.fullmatch(before)
    if bare and before not in _COMPLETE:
        return False
    if _PEOPLES.match(text) and not _PEOPLES.match(before):
        return False
    return not (before == "van phong" and _PEOPLES.match(text))


def _named(body: list[Line], source: TextSource, doubts: int) -> Reading | None:
    text = " ".join(line.text.strip(" *_-–—") for line in body)
    return reading(text, text, tuple(body), source, doubts=doubts)
