"""The draft of a block: the tree of an annex with the rules that could be read, as plain mappings, and all that a person must look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from parcli.core import words
from parcli.core.edition import Area, Block, Criterion, Edition, Policies
from parcli.core.findings import Finding, found
from parcli.core.points import plain
from parcli.definitions import lint
from parcli.definitions.annex import assessor, cells, codes, outline, remarks, rows, scorers, settle, titles
from parcli.definitions.annex.grid import Annex
from parcli.definitions.annex.node import Node
from parcli.definitions.annex.rules import Asked, Proposal
from parcli.definitions.places import Places

Propose = Callable[[Asked], Proposal]
Tree = Mapping[str, Any]
_WEIGHTY = re.compile(r"điểm|phát sinh|trường hợp|không thuộc", re.IGNORECASE)
MOST_OUTSIDE = 40
"""So many paragraphs around the table are kept and named; of more, only how many there are."""
_TREATMENT = "not_applicable."
_SETTLED = ("labels", "levels", "below", "due", "ticks")


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a draft says in words of its own, in the language of the cycle."""

    no_method: str
    two_assessors: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A block as it would be written: its areas as plain mappings, remarks by code, and what is to be looked at.

    ``outside`` are paragraphs of the annex around its table. Remarks are comments: the annex's own words on how an item is
    scored, texts of columns that have no place in a definition, lines under a group; under "" those of the whole block.
    """

    areas: tuple[Tree, ...]
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    outside: tuple[str, ...] = ()

    def items(self) -> tuple[Tree, ...]:
        """The items, in their order."""
        return tuple(leaf for area in self.areas for leaf in _leaves(area))


def _leaves(node: Tree) -> Iterable[Tree]:
    children = node.get("criteria") or node.get("items")
    if not children:
        yield node
    for child in children or ():
        yield from _leaves(child)


def make(annex: Annex, file: str, source: str, propose: Propose, said: Sentences) -> Draft:
    """Draft the definition of an annex; ``source`` names the document on every item."""
    table, left_out = rows.read(annex, file)
    tree = outline.build(table, file)
    areas, unsettled, left = settle.settle(tree, file, added=table.added)
    if any(one.code == "IM224" for one in left_out):
        # A whole column that cannot be read is one matter, not one for each row.
        unsettled = tuple(one for one in unsettled if one.code != "IM205")
    named = codes.assign(areas, file)
    scored = scorers.name(areas, file)
    writer = _Writer(file, {"document": source, "status": annex.status}, propose, said)
    written = tuple(writer.area(area) for area in areas)
    findings = (*_outside(annex.outside, file), *left_out, *tree.findings, *unsettled, *named, *scored, *writer.findings, *writer.put_in())
    comments = {node.code: tuple(node.comments) for area in areas for node in area.walk() if node.comments}
    if tree.footnotes or left:
        comments[""] = tuple(map(words.tidy, (*tree.footnotes, *left)))
    return Draft(written, comments, findings if areas else (*findings, found("IM110", file=file)), annex.outside[:MOST_OUTSIDE])


def _outside(texts: tuple[str, ...], file: str) -> tuple[Finding, ...]:
    named = tuple(found("IM221", file=file, text=_short(text)) for text in texts[:MOST_OUTSIDE])
    more = len(texts) - MOST_OUTSIDE
    return (*named, found("IM222", file=file, count=more, limit=MOST_OUTSIDE)) if more > 0 else named


class _Writer:
    def __init__(self, file: str, source: Mapping[str, str], propose: Propose, said: Sentences) -> None:
        self.file = file
        self.source = source
        self.propose = propose
        self.said = said
        self.findings: list[Finding] = []
        self.settled: dict[str, list[str]] = {}

    def complain(self, code: str, node: Node, text: str = "") -> None:
        self.findings.append(found(code, file=self.file, place=node.place, item=node.code, title=node.title, text=_short(text)))

    def put_in(self) -> tuple[Finding, ...]:
        """Say what the rules hold that no line of the annex says, with the items where it is so."""
        return tuple(found("IM220", file=self.file, what=what, items=", ".join(items)) for what, items in self.settled.items())

    def settle(self, node: Node, proposal: Proposal) -> None:
        for key, value in proposal.said.items():
            if not key.startswith(_TREATMENT) and proposal.rule is not None:
                what = f"term:said_{key}" if key in _SETTLED else f"{key}: {value}"
                self.settled.setdefault(what, []).append(node.code)

    def area(self, node: Node) -> Tree:
        written = self.node(node, node.kind)
        if node.kind == "points":
            return written
        head: dict[str, Any] = {key: written[key] for key in ("code", "number", "title") if key in written}
        return {**head, "kind": node.kind, **{key: value for key, value in written.items() if key not in head}}

    def node(self, node: Node, kind: str) -> dict[str, Any]:
        head: dict[str, Any] = {"code": node.code}
        if node.printed and node.printed != node.code:
            head["number"] = words.tidy(node.printed)
        if node.title:
            head["title"] = words.tidy(node.title)
        head["maximum"] = plain(node.maximum or Fraction())
        if not node.children:
            return head | self.item(node, kind)
        name = "criteria" if any(child.children for child in node.children) else "items"
        return head | {name: [self.node(child, kind) for child in node.children]}

    def item(self, node: Node, kind: str) -> dict[str, Any]:
        body: dict[str, Any] = {} if node.assessor == "self" else {"assessed_by": node.assessor}
        sorted_lines = remarks.sort(node.lines)
        lines = _asked(sorted_lines.lines)
        documented, guiding = remarks.split_guidance(node.evidence)
        proposal = self.proposal(node, kind, lines) if not sorted_lines.review else Proposal(None)
        proposal = replace(proposal, unread=(*proposal.unread, *sorted_lines.review))
        if proposal.rule is not None:
            body["rule"] = _plain_tree(proposal.rule)
        self.settle(node, proposal)
        documents = cells.documents("\n".join(documented))
        if documents:
            body["evidence"] = {"required": "1", "documents": list(documents)}
        treatments: Any = {key.removeprefix(_TREATMENT): value for key, value in proposal.said.items() if key.startswith(_TREATMENT)}
        treatments = sorted_lines.not_applicable or (treatments if proposal.rule is not None else None)
        if treatments:
            body["not_applicable"] = treatments
        guidance = "\n".join(words.tidy(line) for line in (*guiding, *(note for note in node.notes if not assessor.of_note(note))))
        if guidance:
            body["guidance"] = guidance
        review = self.review(node, proposal, lines)
        if review:
            body["review"] = review
        node.comments += _beside(node, review, proposed=proposal.rule is not None)
        body["source"] = {"document": self.source["document"], "clause": node.code, "status": self.source["status"]}
        return body

    def proposal(self, node: Node, kind: str, lines: tuple[str, ...]) -> Proposal:
        """Ask for a rule, with the notes beside the lines where that does not spoil it; a rule that does not fit is none."""
        notes = _notes(node)
        judged = node.assessor in ("council", "appraisal")
        if node.unclear:
            return Proposal(None, tuple(note for note in notes if _WEIGHTY.search(note)))
        if judged and not lines and not node.labels:
            self.complain("IM217", node)
            return Proposal({"type": "points"}, tuple(note for note in notes if _WEIGHTY.search(note)))
        penalty = kind == "penalty"
        asked = Asked(node.title, lines, node.maximum or Fraction(), tuple(node.labels), node.assessor == "survey", penalty)
        proposal = self.propose(asked)
        if notes:
            proposal = _with_notes(proposal, self.propose(replace(asked, lines=(*lines, *notes))), notes)
        if proposal.rule is not None and not fits(node, kind, proposal.rule):
            self.complain("IM208", node, "; ".join(lines))
            return Proposal(None, (*lines, *(note for note in notes if _WEIGHTY.search(note))))
        return proposal

    def unsaid(self, node: Node) -> str:
        return node.title if titles.tells_scoring(node.title) else self.said.no_method

    def review(self, node: Node, proposal: Proposal, lines: tuple[str, ...]) -> list[str]:
        texts = list(proposal.unread)
        survey = scorers.divided(node)
        if proposal.rule is None:
            # Every line stays to be read: a rule that says only some of them is none.
            texts = list(dict.fromkeys(map(cells.bare, (*lines, *texts)))) or ([] if survey else [self.unsaid(node)])
            if not any(one.code == "IM208" and one.item == node.code for one in self.findings):
                self.complain("IM207", node, "; ".join(texts))
        elif texts:
            self.complain("IM215", node, "; ".join(texts))
        if survey:
            texts.append(self.said.two_assessors)
        return [plainly for text in texts if (plainly := words.tidy(cells.bare(text)))]


def _notes(node: Node) -> tuple[str, ...]:
    """Return what stands beside the way of scoring and may change it; a cell that only repeats points does not."""
    notes = tuple(note for note in node.notes if not assessor.of_note(note))
    return (*notes, *(": ".join(aside) for aside in node.asides if _WEIGHTY.search(aside[1])))


def _beside(node: Node, review: list[str], *, proposed: bool) -> list[str]:
    """Return the comments on an item: its scoring lines, where the review does not repeat them all, and unused columns."""
    plainly = [words.tidy(cells.bare(line)) for line in node.lines]
    lines = node.lines if proposed or any(line not in review for line in plainly) else []
    return [*lines, *(": ".join(part for part in aside if part) for aside in node.asides)]


def _asked(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines of scoring without those that only say who scores; bullets stay, they tell what stands under what."""
    return tuple(text for line in lines if (text := assessor.without(line) if assessor.of_line(line) else line))


def _with_notes(without: Proposal, noted: Proposal, notes: tuple[str, ...]) -> Proposal:
    if without.rule is not None and (noted.rule is None or dict(noted.rule) != dict(without.rule)):
        unread = tuple(note for note in notes if _WEIGHTY.search(note))
        return Proposal(without.rule, (*without.unread, *unread), without.said)
    return Proposal(noted.rule, tuple(text for text in noted.unread if text not in notes or _WEIGHTY.search(text)), noted.said)


def fits(node: Node, kind: str, rule: Mapping[str, object]) -> bool:
    """Whether a rule holds for an item as ``criteria check`` would see it."""
    leaf = {"code": "x", "title": "x", "maximum": node.maximum, "rule": _plain_tree(rule), "assessed_by": node.assessor}
    try:
        area = Area.model_validate({"code": "a", "kind": kind, "maximum": node.maximum, "items": [Criterion.model_validate(leaf)]})
    except ValidationError:
        return False
    whole = Edition("x", "x", "x", "transcribed", "1.0", Policies(), (Block("x", "x", (area,), (), node.maximum),))
    return not any(one.code in ("DF204", "DF205", "DF207", "DF221") for one in lint.edition(whole, Places()))


def _plain_tree(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain_tree(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_tree(one) for one in value]
    return words.tidy(str(value))


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:199] + "…"  # noqa: PLR2004 - enough to find it
