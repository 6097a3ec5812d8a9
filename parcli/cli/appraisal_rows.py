"""The rows of appraisal workbooks: what a round opens of a unit, and what an appraiser is shown of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parcli.appraisal import layout
from parcli.appraisal.content import Link, Row, Table, Value
from parcli.cli.gather import Return
from parcli.cli.lying import SUBMISSIONS
from parcli.core import points
from parcli.core.appraisal import Appraisal, OpenedRow, Opinion, Present, least, most, second_round, settle, step
from parcli.core.edition import Policies
from parcli.core.returns import Between
from parcli.core.scoring import ItemResult
from parcli.core.scoring.outcome import Stage
from parcli.messages import Words
from parcli.report import appraisal_words
from parcli.report.outward import plain_text

_LINKS = ("link_1", "link_2", "link_3")


@dataclass(frozen=True, slots=True)
class Matter:
    """A unit with all that its rows are made of: its return, how it stands, what was opened and said of it, what it supplemented."""

    now: Return
    present: Present
    appraisal: Appraisal
    between: Between | None = None
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def unit(self) -> str:
        """The unit's id."""
        return self.present.unit.id

    def said(self, item: str) -> tuple[Opinion, ...]:
        """Return what the first round said of an item."""
        return tuple(one for one in self.appraisal.of(self.unit, item) if one.stage == "round_1")


def matter(now: Return, present: Present, appraisal: Appraisal, between: Between | None = None) -> Matter:
    """Return a unit's matter; the files of each item stand with those first that are new."""
    files: dict[str, tuple[str, ...]] = {}
    for one in now.standing:
        fresh = appraisal_words.new_files(between, one.files)
        files[one.item] = (*fresh, *(path for path in one.files if path not in fresh))
    own = Appraisal(appraisal.opened, tuple(one for one in appraisal.opinions if one.unit == now.unit.id))
    return Matter(now, present, own, between, files)


def wanted(one: Matter, stage: Stage) -> tuple[ItemResult, ...]:
    """Return the items of a unit that a round opens and that no workbook of that round asks for yet."""
    items = one.present.appraised() if stage == "round_1" else second_round(one.present, one.appraisal.opinions)
    return tuple(each for each in items if not one.appraisal.is_open(stage, one.unit, each.code))


def row(one: Matter, each: ItemResult, stage: Stage, policies: Policies, wording: Words) -> Row:
    """Return the row of a unit's item."""
    record = one.present.records.get(each.code)
    cells: dict[str, Value | Link] = {
        "unit": one.unit,
        "unit_name": one.present.unit.name,
        "item": each.code,
        "title": each.item.criterion.title or "",
        "maximum": each.item.maximum,
        "facts": appraisal_words.facts(each, record, wording),
        "explanation": appraisal_words.explanation(record),
        "evidence": _evidence(one, each.code, wording),
    }
    if each.computed is not None:
        cells["self"] = each.computed
    for number, (column, path) in enumerate(zip(_LINKS, one.evidence.get(each.code, ()), strict=False), start=1):
        cells[column] = Link(layout.standing_words()["link"].format(number=number), f"{SUBMISSIONS}/{one.unit}/evidence/{path}")
    if stage == "round_2":
        cells |= _since(one, each.code, wording)
    own = "" if each.computed is None else points.plain(each.computed)
    opened = OpenedRow(one.unit, each.code, points.plain(each.item.maximum), one.present.entered(each.code), own)
    return Row(opened, cells, most(each, policies), step(each), least(each, policies), claimed=one.present.claimed(each.code))


def _evidence(one: Matter, item: str, wording: Words) -> str:
    standing = next((each for each in one.now.standing if each.item == item), None)
    return appraisal_words.evidence(standing, [each for each in one.now.findings if each.item == item], wording)


def _since(one: Matter, item: str, wording: Words) -> dict[str, Value | Link]:
    stages = settle(one.appraisal, one.unit).get(item)
    cells: dict[str, Value | Link] = {
        "asked": appraisal_words.said_before(one.said(item), wording, estimated=one.present.estimated(item)),
        "changes": appraisal_words.changes(item, one.between, one.evidence.get(item, ()), wording),
    }
    return cells if stages is None or stages.appraised_1 is None else {**cells, "former": stages.appraised_1}


def files_table(rows: Sequence[Row], matters: Mapping[str, Matter], *, new: bool = False) -> Table:
    """Return the sheet that lists every evidence file of the rows, each with its link; with ``new`` it says which came since the first round."""
    words = layout.standing_words()["files"]
    columns = len(words["headings"]) - (0 if new else 1)
    lines: list[tuple[Value | Link, ...]] = []
    for each in rows:
        unit, item = each.key
        one = matters[unit]
        paths = one.evidence.get(item, ())
        fresh = appraisal_words.new_files(one.between, paths)
        for path in paths:
            link = Link(plain_text(path), f"{SUBMISSIONS}/{unit}/evidence/{path}")
            lines.append((one.present.unit.name, item, link, words["new"] if path in fresh else "")[:columns])
    return Table(words["sheet"], words["title"], tuple(words["headings"][:columns]), tuple(map(float, words["widths"][:columns])), tuple(lines))
