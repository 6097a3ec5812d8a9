"""The guide that is handed out with a workbook, as one page for the screen and for A4 paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcli.report.markup import rendered
from parcli.report.wording import Wording

GUIDE_TEMPLATE = "huong-dan.html.j2"


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide in words: title, whose it is, of which edition, banners, and sections of a heading with its lines.

    ``mark`` stands in the page unseen, so that the return desk knows the page when it comes back.
    """

    title: str
    unit_line: str
    edition_line: str
    banners: tuple[str, ...]
    sections: Sequence[tuple[str, tuple[str, ...]]]
    mark: str


def guide_page(guide: Guide, wording: Wording, templates: Mapping[str, str]) -> str:
    """Return the page; ``templates`` maps ``base.html.j2`` and ``huong-dan.html.j2`` to their texts."""
    return rendered(templates, GUIDE_TEMPLATE, wording, {
        "title": guide.title,
        "unit_line": guide.unit_line,
        "edition_line": guide.edition_line,
        "banners": guide.banners,
        "sections": guide.sections,
        "mark": guide.mark,
    })  # fmt: skip
