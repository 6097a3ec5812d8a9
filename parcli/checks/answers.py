"""SC: the input cells of one item read to answers. What several units entered alike is read once and is the same value for all.

Nothing here hangs on whose workbook it is or what the unit explains: the findings are made out to the unit by the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from parcli.checks.values import Taken, number, take
from parcli.core import points, words
from parcli.core.findings import Finding, found
from parcli.core.item import Item
from parcli.core.returned import Cell, Returned
from parcli.core.rules import NOT_DONE, Conditional, Deadline, InputCell, Rule, Stake, Tiers
from parcli.core.submission import Answer

_NO_CELL = Cell("", "")


def answered(item: Item, one: Returned, unit: str, *, claimed: bool) -> tuple[Mapping[str, Answer], tuple[Finding, ...]]:
    """Return what stands in an item's input cells, and the findings about it. ``claimed``: the item is said not to apply."""
    standing = []
    for key in item.input_keys():
        row = one.rows.get(key, {})
        standing.append((_Seen(row.get("input", _NO_CELL)), _Seen(row["estimate"]) if "estimate" in row else None))
    answers, findings = _read(_Asked(item), claimed, tuple(standing))
    return answers, tuple(replace(each, unit=unit, file=one.path) for each in findings)


class _Seen:
    """A cell that is told apart as cells are read: 1, 1.0 and TRUE are three things, though Python takes them for equal."""

    __slots__ = ("_face", "cell")

    def __init__(self, cell: Cell) -> None:
        raw = cell.raw
        self.cell = cell
        self._face = (cell.sheet, cell.address, raw.__class__, repr(raw) if isinstance(raw, float) else raw, cell.formula, cell.error, cell.doubt)

    def __hash__(self) -> int:
        return hash(self._face)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Seen) and self._face == other._face


class _Asked:
    """An item, told apart by which object it is: an edition makes each item once."""

    __slots__ = ("item",)

    def __init__(self, item: Item) -> None:
        self.item = item

    def __hash__(self) -> int:
        return id(self.item)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.item is other.item


_Standing = tuple[tuple[_Seen, _Seen | None], ...]


@lru_cache(maxsize=16_384)  # some 70 items, with what a city enters for each of them
def _read(asked: _Asked, claimed: bool, standing: _Standing) -> tuple[Mapping[str, Answer], tuple[Finding, ...]]:  # noqa: FBT001 - a key of the cache
    reading = _Reading(asked.item, standing)
    return reading.answers(claimed=claimed), tuple(reading.findings)


class _Reading:
    """Reads one item's input cells; complaints gather in ``findings``, without unit and file."""

    def __init__(self, item: Item, standing: _Standing) -> None:
        self.item, self.standing = item, standing
        self.findings: list[Finding] = []

    def say(self, code: str, stands: Cell, **values: object) -> None:
        self.findings.append(found(code, unit=None, file=None, sheet=stands.sheet, cell=stands.address, item=self.item.code, **values))

    def answers(self, *, claimed: bool) -> dict[str, Answer]:
        asked = self.item.cells()
        taken: dict[str, tuple[InputCell, Cell, Taken]] = {}
        for cell, (seen, _) in zip(asked, self.standing, strict=True):
            taken[cell.name] = (cell, seen.cell, take(cell, seen.cell))
        active = _active(self.item.rule, self.item.stake, {name: each[2].value for name, each in taken.items()})
        blanks: list[tuple[InputCell, Cell]] = []
        for name, (cell, stands, what) in taken.items():
            needed = name in active and not claimed
            if stands.blank and needed:
                blanks.append((cell, stands))
            if not stands.blank and not needed:
                self.say("SC205" if claimed else "SC118", stands, label=cell.label, found=stands.shown)
            elif what.code is not None:
                self.say(what.code, stands, **_expectation(cell, stands))
        if blanks:
            labels = "; ".join(f"{cell.label} ({stands.address})" for cell, stands in blanks)
            self.say("SC101", blanks[0][1], labels=labels, count=len(blanks), of=len(asked))
        self.over_whole({name: each for name, each in taken.items() if name in active and not claimed})
        estimates = {cell.name: estimate.cell for cell, (_, estimate) in zip(asked, self.standing, strict=True) if estimate is not None}
        return {name: self.answer(stands, estimates.get(name), what) for name, (_, stands, what) in taken.items()}

    def answer(self, stands: Cell, estimate: Cell | None, what: Taken) -> Answer:
        estimated = estimate is not None and not estimate.blank
        if estimate is not None and estimated:
            self.estimate(estimate, what)
        return Answer(stands.address, stands.formula or stands.text, what.value, stands.blank, estimated)

    def estimate(self, cell: Cell, total: Taken) -> None:
        """An estimate is a figure to be confirmed; the part already done cannot exceed the whole."""
        if cell.doubt:
            return
        done = Taken(None, "SC105") if cell.formula is not None or cell.error else number(cell)
        if not isinstance(done.value, Fraction) or done.value < 0:
            self.say("SC119", cell, found=cell.shown, total="")
        elif isinstance(total.value, Fraction) and done.value > total.value:
            self.say("SC119", cell, found=points.vietnamese(done.value), total=points.vietnamese(total.value))
        elif isinstance(total.value, Fraction):
            self.say("SC120", cell, found=points.vietnamese(done.value), total=points.vietnamese(total.value))

    def over_whole(self, taken: Mapping[str, tuple[InputCell, Cell, Taken]]) -> None:
        for name, (_, stands, what) in taken.items():
            if not name.endswith("part") or _rewards_excess(_rule_at(self.item.rule, name)):
                continue
            whole = taken.get(name.removesuffix("part") + "whole")
            if whole and isinstance(what.value, Fraction) and isinstance(whole[2].value, Fraction) and what.value > whole[2].value:
                self.say("SC117", stands, found=points.vietnamese(what.value), whole=points.vietnamese(whole[2].value), whole_cell=whole[1].address)


def short(text: str, most: int = 120) -> str:
    """Return the text, cut to ``most`` characters with a visible … where it was longer."""
    return text if len(text) <= most else text[:most] + "…"


def _expectation(asked: InputCell, cell: Cell) -> dict[str, str]:
    values = {"label": asked.label, "found": short(cell.shown)}
    values["choices"] = " / ".join(asked.choices)
    values["most"] = points.vietnamese(asked.most) if asked.most is not None else ""
    values["step"] = points.vietnamese(asked.step) if asked.step is not None else ""
    return values


def _active(rule: Rule, stake: Stake, values: Mapping[str, object], prefix: str = "") -> set[str]:
    """Return the names of the inputs that count: those of the case that was chosen, and what a deed not done leaves out."""
    if isinstance(rule, Conditional):
        active = {prefix + "answer"}
        chosen = values.get(prefix + "answer")
        for place, case in enumerate(rule.cases, start=1):
            if case.rule is not None and isinstance(chosen, str) and words.key(chosen) == words.key(case.answer):
                active |= _active(case.rule, case.stake(stake), values, f"{prefix}case-{place}/")
        return active
    names = {prefix + cell.name for cell in rule.cells(stake)}
    if isinstance(rule, Deadline) and values.get(prefix + "date") == NOT_DONE:
        names.discard(prefix + "start")
    return names


def _rule_at(rule: Rule, name: str) -> Rule:
    """Return the rule that reads an input: inside a conditional one, that of the case named by the prefix."""
    step, _, rest = name.partition("/")
    if not rest or not isinstance(rule, Conditional):
        return rule
    inner = rule.cases[int(step.removeprefix("case-")) - 1].rule
    return rule if inner is None else _rule_at(inner, rest)


def _rewards_excess(rule: Rule) -> bool:
    """Whether a rule has a band or a target above the whole, so that a part greater than the whole is expected."""
    return (isinstance(rule, Tiers) and rule.bands[-1].bound > 1) or getattr(rule, "full_at", Fraction(0)) > 1
