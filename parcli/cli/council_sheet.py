"""What stands in the Council's workbook: the matters put before it, with everything that was said of them so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from parcli.appraisal import layout, writer
from parcli.appraisal.content import Content, Free, Link, Row, Table, Value
from parcli.appraisal.free_rows import WIDE
from parcli.cli import appraisal_rows
from parcli.cli.appraisal_books import facts_of
from parcli.cli.appraisal_rows import Matter
from parcli.cli.commands.generate import banner_of
from parcli.cli.opened import Opened
from parcli.cli.results import file_words
from parcli.core import points
from parcli.core.appraisal import Appraisal, Open, Present, Stage, settle
from parcli.core.appraisal.agenda import AgendaItem
from parcli.core.scoring import ItemResult, Stages
from parcli.report.outward import clipped

_FREE_ROWS = 30
_SPARE, _SPARE_COLUMNS = 100, 5
"""Rows and columns of the hidden sheet that are left for headings, lists and gaps."""
_UPWARD = 1
"""``appraisal/council.xlsx`` lies one folder beneath the cycle folder."""


def content(opened: Opened, brought: Sequence[AgendaItem], matters: Sequence[Matter], said: Appraisal, number: int) -> Content:
    """Return the workbook with these items; ``matters`` are all units that it may decide on, ``number`` is that of the sheet, from 1."""
    words, by_unit = layout.standing_words()["council"], {one.unit: one for one in matters}
    rows = tuple(_row(opened, each, by_unit[each.present.unit.id]) for each in brought)
    made_from = {each.present.unit.id: each.present.sha256 for each in brought}
    edition, cycle = opened.edition, opened.cycle
    identity = writer.identity(
        "council", (cycle.cycle, edition.id, edition.version), f"council:{number}", tuple(row.opened for row in rows), made_from
    )
    exceed = words["exceed"]["allowed" if edition.policies.appraisal_may_exceed_self else "refused"]
    files = appraisal_rows.files_table(rows, by_unit)
    return Content(
        form=layout.form("council"),
        identity=identity,
        facts={**facts_of(opened), "exceed": exceed},
        subject=words["subject"] if number == 1 else words["subject_again"].format(number=number),
        banner=banner_of(opened),
        rows=rows,
        made_from=made_from,
        tables=(*((files,) if files.rows else ()), _exclusions(opened)),
        upward=_UPWARD,
        free=_free(opened, [one.present for one in matters], said),
    )


def _row(opened: Opened, brought: AgendaItem, matter: Matter) -> Row:
    """Return the row of an appraisal workbook with what both rounds said and why it is put before the Council."""
    plain = appraisal_rows.row(matter, brought.one, "council", opened.edition.policies, file_words(opened))
    why, unit, item = layout.standing_words()["council"]["disputes"], matter.unit, brought.one.code
    more: dict[str, Value | Link] = {
        "former": _figures(matter.appraisal, unit, item, "round_1"),
        "former_reason": _reasons(matter.appraisal, unit, item, "round_1"),
        "second": _figures(matter.appraisal, unit, item, "round_2"),
        "second_reason": _reasons(matter.appraisal, unit, item, "round_2"),
        "dispute": "\n".join(why[each] for each in brought.why),
    }
    return replace(plain, cells={**plain.cells, **more})


def _figures(said: Appraisal, unit: str, item: str, stage: Stage) -> Value:
    """Return the figure of a round: a number where there is one, each with its file where there are several."""
    given = [(one.path.rpartition("/")[2], one.points) for one in said.of(unit, item) if one.stage == stage and one.points is not None]
    if len({figure for _, figure in given}) < 2:  # noqa: PLR2004 - two that differ
        return given[0][1] if given else ""
    return "\n".join(f"{points.vietnamese(figure)} ({file})" for file, figure in given)


def _reasons(said: Appraisal, unit: str, item: str, stage: Stage) -> str:
    """Return the reasons and requests of a round, each once."""
    own = [one for one in said.of(unit, item) if one.stage == stage]
    return clipped("\n".join(dict.fromkeys(text for one in own for text in (one.reason, one.request) if text)))


def _free(opened: Opened, units: Sequence[Present], said: Appraisal) -> Free:
    """Return the free rows. What they look up is left out where the workbook would be larger than parcli reads again."""
    limits, known = opened.cycle.limits, _known(units, said)
    band = max(1, limits.sheet_rows - _SPARE)
    bands = max(0, limits.sheet_columns - _SPARE_COLUMNS) // WIDE
    fits = len(known) <= band * bands and len(known) * WIDE <= limits.cells // 2
    ids, codes = (tuple(dict.fromkeys(key[place] for key in known)) for place in (0, 1))
    return Free(_FREE_ROWS, ids, codes, known if fits else {}, band)


def _known(units: Sequence[Present], said: Appraisal) -> Mapping[Open, tuple[Value, ...]]:
    """Return what free rows can look up: every item that is not a survey's of every unit."""
    known: dict[Open, tuple[Value, ...]] = {}
    for present in units:
        settled = settle(said, present.unit.id)
        for code, one in present.items.items():
            if one.item.criterion.assessed_by != "survey" and code not in present.exempt:
                known[present.unit.id, code] = _shown(present, one, settled.get(code, Stages()))
    return known


def _shown(present: Present, one: ItemResult, stages: Stages) -> tuple[Value, ...]:
    figures = (one.item.maximum, one.computed, stages.appraised_1, stages.appraised_2)
    return (present.unit.name, one.item.criterion.title or "", *(_blank_if_none(figure) for figure in figures))


def _blank_if_none(figure: Fraction | None) -> Value:
    return "" if figure is None else figure


def _exclusions(opened: Opened) -> Table:
    said = layout.standing_words()["council"]["exclusions"]
    rows: list[tuple[Value | Link, ...]] = []
    for each in opened.cycle.exclusions:
        unit = opened.cycle.unit(each.unit)
        rows.append((unit.name if unit is not None else each.unit, said[each.state], each.reason, each.decision))
    blank: tuple[Value | Link, ...] = (said["none"], "", "", "")
    return Table(said["sheet"], said["title"], tuple(said["headings"]), tuple(float(width) for width in said["widths"]), tuple(rows) or (blank,))
