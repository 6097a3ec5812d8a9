"""Who scores each item: its own column, a remark in its title, a line of its way of scoring, or the group above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from parcli.core.findings import Finding, found
from parcli.definitions.annex import assessor, figures
from parcli.definitions.annex.node import Node


def name(areas: Iterable[Node], file: str) -> tuple[Finding, ...]:
    """Set who scores on every item; say where the annex names two, or only names one for the group."""
    return tuple(finding for area in areas for finding in _beneath(area, "", file))


def _beneath(node: Node, above: str, file: str) -> Iterator[Finding]:
    told = list(dict.fromkeys(_told(node)))
    if node.children:
        for child in node.children:
            yield from _beneath(child, told[0] if len(told) == 1 else above, file)
        return
    if len(told) > 1 or divided(node):
        yield found("IM214", file=file, place=node.place, item=node.code, title=node.title)
    if not told and above not in ("", "self"):
        yield found("IM219", file=file, place=node.place, item=node.code, who=f"term:{above}")
    node.assessor = told[0] if told else above or "self"


def _told(node: Node) -> Iterator[str]:
    says = [assessor.of_cell(node.assessor) if node.assessor else "", assessor.of_title(node.title)]
    survey = figures.points(node.survey)
    if assessor.marked(node.survey) or (survey and survey == node.maximum) or assessor.of_cell(node.shown) == "survey":
        says.append("survey")
    says += [assessor.of_note(note) for note in node.notes]
    says += [assessor.of_line(line) for line in node.lines]
    if not node.lines:
        says += [assessor.of_line(line) for line in node.evidence]
    return (each for each in says if each)


def divided(node: Node) -> bool:
    """Whether part of an item's points comes from a survey, which one item cannot say."""
    survey = figures.points(node.survey)
    return bool(survey and survey != node.maximum)
