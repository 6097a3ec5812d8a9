"""Fifty official papers in the shapes in which they come, as PDF with text and as scans, and what a reader should find.

The table is papers.yaml. `render` makes one paper, `render_all` many with one start of LibreOffice. Papers whose program
is not installed are left out by `render_all`; `render` raises `Absent`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from evidence.papers.scans import scan

__all__ = ["FIELDS", "PAPERS", "SHARED_BODIES", "Absent", "Expected", "Paper", "render", "render_all", "scan", "truths"]

FIELDS = ("number", "issued", "issuer", "kind", "subject", "signer", "draft", "secrecy")
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
# A text layer that is no Vietnamese names nothing; the picture of such a page still does.
ILLEGIBLE = ("lookalike", "tcvn3")

SHARED_BODIES = {
    "report": (
        (
            "Thực hiện Quyết định số 4190/QĐ-UBND ngày 22/8/2023 của Ủy ban nhân dân Thành phố và Kế hoạch số 243/KH-UBND ngày 05 tháng 10 năm 2023, "
            "cơ quan báo cáo kết quả thực hiện như sau:"
        ),
        "1. Công tác chỉ đạo, điều hành được triển khai kịp thời; các phòng, đơn vị đã ban hành văn bản hướng dẫn và kiểm tra việc thực hiện.",
        "2. Tỷ lệ hồ sơ giải quyết đúng hạn đạt 98,5%; không có hồ sơ quá hạn không có văn bản xin lỗi.",
        "Đề nghị các cơ quan, đơn vị tiếp tục phối hợp, bảo đảm tiến độ và chất lượng./.",
    ),
    "decision": (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
        "Theo đề nghị tại Tờ trình số 311/TTr-SNV ngày 10 tháng 8 năm 2023.",
        "QUYẾT ĐỊNH:",
        "Điều 1. Ban hành kèm theo Quyết định này các nội dung có liên quan.",
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký. Các cơ quan, đơn vị chịu trách nhiệm thi hành./.",
    ),
}


class Absent(Exception):
    """The program that makes this paper is not installed."""


@dataclass(frozen=True)
class Expected:
    """What a reader should find. None: the paper does not say it."""

    number: str | None = None
    issued: str | None = None
    superior: str | None = None
    issuer: str | None = None
    kind: str | None = None
    subject: str | None = None
    signer: str | None = None
    draft: bool = False
    secrecy: str = ""


@dataclass(frozen=True)
class Paper:
    """What is printed, line feeds included. See papers.yaml for `by` and `layer`."""

    name: str
    by: str
    expect: Expected
    layer: str = ""
    superior: str = ""
    issuer: str = ""
    star: bool = False
    state: str = STATE
    number: str = ""
    date: str = ""
    letter: str = ""
    title: str = ""
    subject: str = ""
    authority: str = ""
    to: str = ""
    body: str = "report"
    capacity: str = ""
    signer: str = ""
    secretary: bool = False
    pages: int = 1
    stamp: str = ""
    seal: str = ""
    arrival: str = ""
    mark: str = ""
    copy: str = ""
    spacing: int = 0
    landscape: bool = False
    bare: bool = False
    grid: bool = False
    lines: tuple[str, ...] = field(default=())

    @property
    def legible(self) -> bool:
        """Whether the text layer says what the eye sees."""
        return self.layer not in ILLEGIBLE

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body, long enough for the number of pages."""
        body = SHARED_BODIES[self.body]
        return body[:1] + body[1:-1] * 14 + body[-1:] if self.pages > 1 else body

    @property
    def recipients(self) -> tuple[str, ...]:
        first = "- Như trên;" if self.to or self.letter else "- Lãnh đạo cơ quan;"
        return (first, "- Các phòng, đơn vị liên quan;", "- Lưu: VT.")


def render(paper: Paper) -> bytes:
    """Return the paper as PDF. Raises Absent without LibreOffice or Chromium where it needs them."""
    from evidence.papers import makers

    return makers.render(paper)


def render_all(papers: Iterable[Paper] | None = None) -> dict[str, bytes]:
    """Return name to PDF for all papers whose program is installed; LibreOffice is started once."""
    from evidence.papers import makers

    return makers.render_all(PAPERS if papers is None else tuple(papers))


def truths(paper: Paper, *, scanned: bool = False) -> dict[str, Any]:
    """Return the value of each of FIELDS that page 1 gives away; None, False or "" where it does not.

    `scanned`: the paper was made a picture, so that its text layer no longer matters.
    """
    if not scanned and not paper.legible:
        return {name: getattr(Expected(), name) for name in FIELDS}
    return {name: getattr(paper.expect, name) for name in FIELDS}


def _line(text: str) -> str:
    return " ".join(text.split())


def _printed(entry: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {name: _line(entry.get(name, "")) or None for name in ("superior", "issuer")}
    said["kind"] = "CÔNG VĂN" if entry.get("letter") else _line(entry.get("title", "")) or None
    said["subject"] = _line(entry.get("letter") or entry.get("subject", "")) or None
    said["signer"] = entry.get("signer") if entry.get("pages", 1) == 1 else None
    return said


def _paper(entry: dict[str, Any]) -> Paper:
    entry = {key: value.replace("\\n", "\n") if isinstance(value, str) else value for key, value in entry.items()}
    expect = {**_printed(entry), **entry.pop("expect")}
    if expect.get("issued"):
        expect["issued"] = str(expect["issued"])
    if entry.get("lines"):
        entry["lines"] = tuple(entry["lines"])
    return Paper(**entry, expect=Expected(**expect))


@cache
def _table() -> tuple[Paper, ...]:
    entries = yaml.safe_load(Path(__file__).with_name("papers.yaml").read_text("utf-8"))
    return tuple(_paper(entry) for entry in entries)


PAPERS = _table()
