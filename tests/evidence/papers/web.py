"""Papers as pages for a browser to print: one sheet per paper."""

from __future__ import annotations

from html import escape

from evidence.papers import MOTTO, Paper

_STYLE = """
@page { size: A4; margin: 20mm 18mm 20mm 30mm }
body { font: 14pt 'Liberation Serif', serif; margin: 0 }
section { break-after: page } section:last-child { break-after: auto }
table { width: 100%; border-collapse: collapse } td { vertical-align: top; text-align: center; width: 50% }
p { margin: 4pt 0 } .body { text-align: justify; text-indent: 1cm } .c { text-align: center } .i { font-style: italic }
.small { font-size: 12pt } .left { text-align: left; font-size: 11pt } .own { white-space: pre-wrap }
"""


def html(papers: list[Paper]) -> str:
    """Return one document that prints a page for each paper."""
    sections = "".join(f"<section>{_bare(paper) if paper.bare else _sheet(paper)}</section>" for paper in papers)
    return f"<!doctype html><html lang='vi'><meta charset='utf-8'><style>{_STYLE}</style><body>{sections}</body></html>"


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def _bare(paper: Paper) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in paper.lines)


def _sheet(paper: Paper) -> str:
    left = f"<span class='small'>{_lines(paper.superior)}</span><br>" if paper.superior else ""
    left += f"<b class='small'>{_lines(paper.issuer)}</b><p class='own'>{_lines(paper.number)}</p>"
    left += f"<p class='small'>V/v {_lines(paper.letter)}</p>" if paper.letter else ""
    right = f"<b style='font-size:11.5pt;white-space:nowrap'>{paper.state}</b><br><b>{MOTTO}</b><p class='i own'>{_lines(paper.date)}</p>"
    spaced = f" style='letter-spacing:{paper.spacing}pt'" if paper.spacing else ""
    head = f"<table><tr><td>{left}</td><td>{right}</td></tr></table>"
    title = f"<p class='c'><b{spaced}>{_lines(paper.title)}</b></p>" if paper.title else ""
    title += f"<p class='c'><b>{_lines(paper.subject)}</b></p>" if paper.subject else ""
    title += f"<p class='c'>Kính gửi: {_lines(paper.to)}</p>" if paper.to else ""
    body = "".join(f"<p class='body'>{escape(text)}</p>" for text in paper.paragraphs)
    return head + title + body + _signature(paper)


def _signature(paper: Paper) -> str:
    names = "<b><i class='small'>Nơi nhận:</i></b><br>" + "<br>".join(paper.recipients)
    signed = f"<b>{_lines(paper.capacity)}</b><br><br><br><i>(Đã ký)</i><br><b>{escape(paper.signer)}</b>"
    return f"<table><tr><td class='left'>{names}</td><td>{signed}</td></tr></table>"
