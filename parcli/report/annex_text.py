"""An edition for circulation as text: Markdown, and one page that asks for nothing from anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from parcli.report.annex import COLUMNS, Annex, Circular, Line
from parcli.report.markup import rendered
from parcli.report.outward import clipped
from parcli.report.wording import Wording

TEMPLATE = "bo-tieu-chi.html.j2"
_MARKUP = re.compile(r"([\\`*_\[\]<>|~#&$])|(?<=http)(:)(?=//)|(?<=https)(:)(?=//)|(?<=www)(\.)", re.IGNORECASE)
_BLANKS = re.compile(r"^ +")
_STRONG = ("area", "group", "total")


def page(shown: Circular, wording: Wording, templates: Mapping[str, str]) -> str:
    """Return the page; ``templates`` maps ``base.html.j2`` and ``bo-tieu-chi.html.j2`` to their texts."""
    return rendered(templates, TEMPLATE, wording, {"title": shown.title, "shown": shown, "banners": shown.banners})


def markdown(shown: Circular, wording: Wording) -> str:
    """Return the edition as Markdown, a table for each block; no text of a definition can become markup or a link."""
    about = wording.text("show.edition", edition=shown.edition, version=shown.version, year=shown.year)
    heading = [f"# {_text(shown.title)}", *(f"> **{_text(banner)}**" for banner in shown.banners), _text(about)]
    return "\n\n".join([*heading, *(part for annex in shown.annexes for part in _annex(annex, shown))]) + "\n"


def _annex(annex: Annex, shown: Circular) -> list[str]:
    heads = [_text(shown.headings[column]) for column in COLUMNS]
    rule = ["---:" if column == "maximum" else "---" for column in COLUMNS]
    table = [_row(heads), _row(rule), *(_row(_cells(line)) for line in annex.lines)]
    return [
        f"## {_text(annex.heading)}. {_text(annex.title)}",
        f"*{_text(shown.attached)}*",
        "\n".join(table),
        *(_text(note) for note in annex.notes),
    ]


def _cells(line: Line) -> list[str]:
    texts = line.texts()
    strong = line.kind in _STRONG
    return [_strong(texts[column], apply=strong and column in ("key", "title", "maximum")) for column in COLUMNS]


def _strong(lines: tuple[str, ...], *, apply: bool) -> str:
    joined = "<br>".join(_text(line) for line in lines)
    return f"**{joined}**" if apply and joined else joined


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    """Return a text that stands on one line as it is: marks lose their meaning, blanks in front and line breaks stay visible."""
    lines = clipped(text).replace("\t", " ").split("\n")
    return "<br>".join(_BLANKS.sub(lambda blanks: "&nbsp;" * len(blanks[0]), _MARKUP.sub(_escaped, line)).rstrip() for line in lines)


def _escaped(sign: re.Match[str]) -> str:
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(sign[0], f"\\{sign[0]}")
