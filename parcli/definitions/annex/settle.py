"""From what was printed to what holds: maxima, areas of bonus and penalty, letters that are items or only lines, sums."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from parcli.core.findings import Finding, found
from parcli.core.points import plain
from parcli.definitions.annex import assessor, figures, kinds
from parcli.definitions.annex.node import Node
from parcli.definitions.annex.outline import Outline, Total


def settle(outline: Outline, file: str, *, added: bool) -> tuple[tuple[Node, ...], tuple[Finding, ...], tuple[str, ...]]:
    """Return the areas that can be written, what does not add up or had to be left out, and the words of what was left out."""
    settler = _Settler(file, added=added)
    for area in outline.areas:
        for node in list(area.walk()):
            settler.letters(node)
    areas = [each for area in outline.areas for each in settler.kinds(area)]
    kept = [area for area in areas if settler.keep(area, area.kind)]
    for area in kept:
        settler.sums(area, is_area=True)
    settler.totals(outline.totals, kept)
    return tuple(kept), tuple(settler.findings), tuple(settler.left)


class _Settler:
    def __init__(self, file: str, *, added: bool) -> None:
        self.file = file
        self.added = added
        self.findings: list[Finding] = []
        self.left: list[str] = []

    def complain(self, code: str, node: Node, **values: str) -> None:
        shown = node.printed or node.key or node.title
        self.findings.append(found(code, file=self.file, place=node.place, **{"item": shown, **values}))

    def letters(self, node: Node) -> None:
        """Children a), b) … are items when their points make up the parent's; else they are lines of its way of scoring."""
        letters = [child for child in node.children if child.style == ("L",)]
        if not letters or len(letters) != len(node.children) or any(child.children for child in letters):
            return
        values = [figures.points(child.shown) for child in letters]
        own = self.printed(node)
        total = sum((value for value in values if value is not None), Fraction())
        told = len(values) > 1 or bool(letters[0].lines)
        if told and all(value is not None and value for value in values) and own in (None, total):
            return
        node.children = []
        for child in letters:
            said = f"{child.printed}) {child.title}".rstrip()
            node.lines.append(f"{said.rstrip(' :')}: {child.shown}" if child.shown else said)
            node.unclear = node.unclear or child.unclear or bool(child.shown and figures.points(child.shown) is None)
            node.lines += child.lines
            node.evidence += [each for each in child.evidence if each not in node.evidence]
            node.labels += child.labels
            node.notes += child.notes
            node.asides += [aside for aside in child.asides if aside not in node.asides]

    def printed(self, node: Node) -> Fraction | None:
        """Read the maximum: its column, the survey's column, the end of the title."""
        own, survey = figures.points(node.shown), figures.points(node.survey)
        if own is not None and survey is not None and self.added:
            return own + survey
        if own is not None:
            return own
        return survey if survey is not None else figures.in_title(node.title)[1]

    def kinds(self, area: Node) -> list[Node]:
        """Say which areas stand outside the scale; an area of both bonus and penalty becomes two."""
        whole = kinds.of(area.title)
        parts = [kinds.of(child.title) for child in area.children]
        if whole == "both" and parts and all(part in ("bonus", "penalty") for part in parts):
            for child, part in zip(area.children, parts, strict=True):
                child.kind = part
                child.parts, child.style = (*area.parts, child.parts[-1]), (*area.style, child.style[-1])
                self.complain("IM213", child, kind=f"term:kind_{part}", title=child.title)
            return area.children
        if whole == "both":
            self.complain("IM209", area, text=area.title)
        elif whole != "points":
            area.kind = whole
            self.complain("IM213", area, kind=f"term:kind_{whole}", title=area.title)
        return [area]

    def keep(self, node: Node, kind: str) -> bool:
        """Fill in the maximum; say no where there is none, or nothing to be written beneath."""
        value = self.printed(node)
        if not figures.points(node.shown) and not figures.points(node.survey):
            node.title = figures.in_title(node.title)[0]
        node.maximum = abs(value) if value is not None and kind == "penalty" else value
        group = bool(node.children)
        node.children = [child for child in node.children if self.keep(child, kind)]
        total = sum((child.maximum or Fraction() for child in node.children), Fraction())
        if node.maximum is not None and node.maximum <= 0:
            node.maximum = None
        if group and node.children and node.maximum is None:
            node.maximum = total
            self.complain("IM206", node, sum=plain(total))
        if node.maximum is None or (group and not node.children) or not (node.children or node.title):
            self.complain("IM205", node, found=node.shown or node.survey, text=_short(node.title, node.lines))
            self.left += _words(node)
            return False
        if node.children and (node.lines or node.evidence or node.notes):
            node.comments += [*node.lines, *node.evidence, *node.notes]
            self.aside(node)
        if node.children:
            unread = [shown for shown in (node.shown, node.survey) if shown and figures.points(shown) is None and not assessor.marked(shown)]
            node.comments += [*map(": ".join, node.asides), *unread]
        return True

    def aside(self, node: Node) -> None:
        """Lines under a group say something of all its items; where they only say who scores, nothing is lost."""
        unsaid = [line for line in (*node.lines, *node.notes, *node.evidence) if not assessor.of_line(line)]
        if unsaid:
            self.complain("IM209", node, text=_short("", unsaid))

    def sums(self, node: Node, *, is_area: bool) -> None:
        total = sum((child.maximum or Fraction() for child in node.children), Fraction())
        own = node.maximum or Fraction()
        wrong = total < own if is_area and node.kind != "points" else total != own
        if node.children and wrong:
            self.complain("IM201", node, sum=plain(total), maximum=plain(own))
        for child in node.children:
            self.sums(child, is_area=False)

    def totals(self, totals: Iterable[Total], areas: list[Node]) -> None:
        """Compare the rows that sum up with the areas above them."""
        scale = sum((area.maximum or Fraction() for area in areas if area.kind == "points"), Fraction())
        bonus = sum((area.maximum or Fraction() for area in areas if area.kind == "bonus"), Fraction())
        for total in totals:
            value = figures.points(total.shown)
            own = total.area.maximum if total.area is not None else None
            if value is not None and value not in (scale, scale + bonus, own):
                self.findings.append(found("IM211", file=self.file, place=total.place, found=plain(value), sum=plain(scale)))


def _words(node: Node) -> list[str]:
    """Return all that the annex says of an item that is not written."""
    head = " ".join(part for part in (node.printed, node.title, node.shown and f"| {node.shown}") if part)
    return [part for part in (head, *node.lines, *node.evidence, *node.notes, *map(": ".join, node.asides)) if part]


def _short(title: str, lines: list[str]) -> str:
    text = "; ".join(part for part in (title, *lines) if part)
    return text if len(text) <= 200 else text[:199] + "…"  # noqa: PLR2004 - enough to find it
