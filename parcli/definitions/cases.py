"""The analysts' own cases: inputs and the points they must give, in ``cases.yaml`` beside the edition."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import field_validator

from parcli.core import expr, points
from parcli.core.edition import Edition
from parcli.core.expr import Value
from parcli.core.fields import Code, Definition, Exact, Whole, fault, shown
from parcli.core.findings import Finding, found
from parcli.core.item import Item
from parcli.core.limits import Limits
from parcli.core.rules import External, InputKind
from parcli.definitions import tree
from parcli.definitions.models import build

_LEAST_CASES = 2
_CASE_BYTES = 4 * 1024 * 1024


class Case(Definition):
    """One case: an item, its inputs as text, and the points; None for unknown."""

    item: Code
    block: Code | None = None
    year: Whole | None = None
    inputs: dict[str, str] = {}  # noqa: RUF012 - pydantic copies it for each case
    points: Exact | None

    @field_validator("inputs", mode="before")
    @classmethod
    def _texts(cls, raw: Any) -> Any:
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            raise fault("DF111", expected="term:mapping", found=shown(raw))
        return {name: "" if value is None else value for name, value in raw.items()}


@dataclass(frozen=True, slots=True)
class CasesRun:
    """How many cases ran and held, and the complaints about the others."""

    run: int
    held: int
    findings: tuple[Finding, ...]


def run(path: Path, edition: Edition, year: int, shown: str = "cases.yaml") -> CasesRun:
    """Run every case of a file against an edition."""
    try:
        content = path.read_bytes()
    except OSError as error:
        return CasesRun(0, 0, (found("DF101", file=shown, line=1, problem=error.strerror or ""),))
    root, findings = tree.read(content, shown, Limits(yaml_bytes=_CASE_BYTES))
    if root is None:
        return CasesRun(0, 0, findings)
    if not isinstance(root.value, list):
        return CasesRun(0, 0, (found("DF111", file=shown, line=root.line, key="", found="term:mapping", expected="term:list"),))
    complaints: list[Finding] = []
    counted: Counter[tuple[str, str]] = Counter()
    held = ran = 0
    for node in root.value:
        case, more = build(Case, node, shown)
        complaints += more
        for item, block in _meant(case, edition, year) if case else []:
            counted[block, item.code] += 1
            wrong = _hold(case, item, edition.policies.rounding.item, shown, node.line) if case else ()
            complaints += wrong
            ran, held = ran + 1, held + (not wrong)
        if case and not _meant(case, edition, year):
            complaints.append(found("DF302", file=shown, line=node.line, item=case.item, name=case.item))
    complaints += _scarce(edition, counted, shown, year)
    return CasesRun(ran, held, tuple(complaints))


def _meant(case: Case, edition: Edition, year: int) -> list[tuple[Item, str]]:
    blocks = [block for block in edition.blocks if case.block in (None, block.id)]
    return [(item, block.id) for block in blocks for item in block.items(case.year or year) if item.code == case.item]


def _hold(case: Case, item: Item, places: int | None, file: str, line: int) -> tuple[Finding, ...]:
    kinds = _kinds(item)
    alien = [name for name in case.inputs if name not in kinds]
    if alien:
        return tuple(found("DF302", file=file, line=line, item=item.code, name=name) for name in alien)
    try:
        inputs = {name: _value(text, kinds[name]) for name, text in case.inputs.items()}
    except ValueError:
        return (found("DF113", file=file, line=line, key="inputs", found="; ".join(case.inputs.values())),)
    given = expr.evaluate(expr.with_rounding(item.rule.expression(item.stake), places), inputs)
    if given == case.points:
        return ()
    return (found("DF301", file=file, line=line, item=item.code, found=_worded(given), expected=_worded(case.points)),)


def _kinds(item: Item) -> dict[str, InputKind]:
    if isinstance(item.rule, External):
        options = {f"option-{place}": InputKind.COUNT for place in range(1, len(item.rule.options or ()) + 1)}
        return options or {"value": InputKind.NUMBER}
    return {cell.name: cell.kind for cell in item.rule.cells(item.stake)}


def _value(text: str, kind: InputKind) -> Value:
    if not text:
        return None
    if kind is InputKind.CHOICE:
        return text
    if kind is InputKind.DATE:
        return expr.serial_of_text(text) or text
    return points.from_definition(text)


def _worded(value: Fraction | None) -> str:
    return "null" if value is None else points.plain(value)


def _scarce(edition: Edition, counted: Counter[tuple[str, str]], file: str, year: int) -> list[Finding]:
    return [
        found("DF303", file=file, line=1, item=item.code, block=block.id, found=counted[block.id, item.code], expected=_LEAST_CASES)
        for block in edition.blocks
        for item in block.items(year)
        if counted[block.id, item.code] < _LEAST_CASES
    ]
