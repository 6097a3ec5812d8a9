"""Who makes which paper: LibreOffice, Chromium, parcli's own rehearsal, or a page drawn here."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from datetime import date
from pathlib import Path

from evidence.papers import Absent, Paper, drawn, web, word

from parcli.demo import paper as rehearsal

_OFFICE = ("table", "tabs", "column")
_WAIT = 300


def render(paper: Paper) -> bytes:
    """Return one paper as PDF."""
    made = render_all((paper,))
    if not made:
        raise Absent(paper.by)
    return made[paper.name]


def render_all(papers: tuple[Paper, ...]) -> dict[str, bytes]:
    """Return name to PDF, in the order of `papers`."""
    made = {paper.name: drawn.render(paper) for paper in papers if paper.by == "drawn"}
    made |= {paper.name: rehearsal.text_pdf(_rehearsed(paper)) for paper in papers if paper.by == "own"}
    made |= _by_office([paper for paper in papers if paper.by in _OFFICE])
    made |= _by_browser([paper for paper in papers if paper.by == "html"])
    return {paper.name: made[paper.name] for paper in papers if paper.name in made}


def _rehearsed(paper: Paper) -> rehearsal.Paper:
    place = paper.date.partition(",")[0]
    number = paper.number.removeprefix("Số: ")
    issued = date.fromisoformat(paper.expect.issued or "2023-01-01")
    subject = paper.letter or paper.subject
    return rehearsal.Paper(number, issued, paper.superior, paper.issuer, paper.title, subject, paper.paragraphs, paper.capacity, place)


def _by_office(papers: list[Paper]) -> dict[str, bytes]:
    office = shutil.which("soffice")
    if office is None or not papers:
        return {}
    with tempfile.TemporaryDirectory(prefix="parcli-papers-") as name:
        folder = Path(name)
        sources = [folder / f"{paper.name}.docx" for paper in papers]
        for paper, source in zip(papers, sources, strict=True):
            source.write_bytes(word.docx(paper))
        order = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf", "--outdir", name]
        subprocess.run([*order, *map(str, sources)], capture_output=True, timeout=_WAIT, check=False)
        return {source.stem: source.with_suffix(".pdf").read_bytes() for source in sources if source.with_suffix(".pdf").is_file()}


def _by_browser(papers: list[Paper]) -> dict[str, bytes]:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None or not papers:
        return {}
    # One page printed for all of them and taken apart again: the browser needs seconds to start.
    with tempfile.TemporaryDirectory(prefix="parcli-papers-") as name:
        folder = Path(name)
        (folder / "all.html").write_text(web.html(papers), "utf-8")
        order = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer"]
        order += [f"--print-to-pdf={folder / 'all.pdf'}", (folder / "all.html").as_uri()]
        subprocess.run(order, capture_output=True, timeout=_WAIT, check=False)
        whole = folder / "all.pdf"
        return _apart(whole.read_bytes(), papers) if whole.is_file() else {}


def _apart(whole: bytes, papers: list[Paper]) -> dict[str, bytes]:
    from io import BytesIO

    import pikepdf

    made = {}
    with pikepdf.open(BytesIO(whole)) as book:
        if len(book.pages) != len(papers):
            message = f"{len(book.pages)} pages were printed for {len(papers)} papers"
            raise AssertionError(message)
        for page, paper in zip(book.pages, papers, strict=True):
            with pikepdf.new() as single:
                single.pages.append(page)
                out = BytesIO()
                single.save(out)
            made[paper.name] = out.getvalue()
    return made


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, none for an empty one."""
    return [line for line in re.split("\n", text) if line]
