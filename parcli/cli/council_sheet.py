"""What stands in the Council's workbook: the matters put before it, with everything that was said of them so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from parcli.appraisal import layout, writer
from parcli.appraisal.content import Content, Free, Link, Row, Table, Value
from parcli.cli.appraisals import Heard
from parcli.cli.commands.generate import banner_of
from parcli.cli.gather import SUBMISSIONS, Return
from parcli.cli.opened import Opened
from parcli.cli.results import file_words
from parcli.core import points
from parcli.core.appraisal import Appraisal, Open, OpenedRow, Present, Stage, least, most, settle, step
from parcli.core.appraisal.agenda import Matter
from parcli.core.scoring import ItemResult, Stages
from parcli.report.evidence_words import class_text

_LINKS = ("link_1", "link_2", "link_3")
_FREE_ROWS = 30
_UPWARD = 1
"""``appraisal/council.xlsx`` lies one folder beneath the cycle folder."""


def content(opened: Opened, matters: Sequence[Matter], units: Sequence[Present], returns: Sequence[Return], heard: Heard, number: int) -> Content:
    """Return the workbook with these matters; ``number`` is that of the sheet, from 1."""
    said, by_unit = layout.standing_words()["council"], {one.unit.id: one for one in returns}
    rows = tuple(_row(opened, matter, by_unit[matter.present.unit.id], heard.appraisal) for matter in matters)
    made_from = {matter.present.unit.id: matter.present.sha256 for matter in matters}
    edition, cycle = opened.edition, opened.cycle
    subject = said["subject"] if number == 1 else said["subject_again"].format(number=number)
    identity = writer.identity(
        "council", (cycle.cycle, edition.id, edition.version), f"council-{number}", tuple(row.opened for row in rows), made_from
    )
    return Content(
        form=layout.form("council"),
        identity=identity,
        facts=_facts(opened),
        subject=subject,
        banner=banner_of(opened),
        rows=rows,
        made_from=made_from,
        tables=(_exclusions(opened),),
        upward=_UPWARD,
        free=Free(_FREE_ROWS, _known(units, heard.appraisal)),
    )


def _facts(opened: Opened) -> dict[str, str]:
    edition, cycle = opened.edition, opened.cycle
    exceed = layout.standing_words()["council"]["exceed"]
    return {
        "index": edition.index_title.upper(), "year": str(cycle.year), "cycle": cycle.cycle, "edition": edition.id, "version": edition.version,
        "authority": cycle.authority, "exceed": exceed["allowed" if edition.policies.appraisal_may_exceed_self else "refused"],
    }  # fmt: skip


def _row(opened: Opened, matter: Matter, one: Return, said: Appraisal) -> Row:
    item, unit = matter.one, matter.present.unit
    record, policies = matter.present.records.get(item.code), opened.edition.policies
    why = layout.standing_words()["council"]["disputes"]
    standing = next((each for each in one.standing if each.item == item.code), None)
    cells: dict[str, Value | Link] = {
        "unit": unit.id,
        "unit_name": unit.name,
        "item": item.code,
        "title": item.item.criterion.title or "",
        "maximum": item.item.maximum,
        "self": "" if item.computed is None else item.computed,
        "former": _figures(said, unit.id, item.code, "round_1"),
        "former_reason": _reasons(said, unit.id, item.code, "round_1"),
        "second": _figures(said, unit.id, item.code, "round_2"),
        "second_reason": _reasons(said, unit.id, item.code, "round_2"),
        "dispute": "\n".join(why[each] for each in matter.why),
        "explanation": record.explanation if record is not None else "",
        "evidence": class_text(standing.evidence_class, file_words(opened)) if standing is not None else "",
    }
    cells |= _links(unit.id, standing.files if standing is not None else ())
    row = OpenedRow(unit.id, item.code, points.plain(item.item.maximum), matter.present.entered(item.code))
    return Row(row, cells, most(item, policies), step(item), least(item, policies), claimed=matter.present.claimed(item.code))


def _links(unit: str, files: Sequence[str]) -> dict[str, Value | Link]:
    """Return links to the first files of an item."""
    words = layout.standing_words()["link"]
    paths = [f"{SUBMISSIONS}/{unit}/evidence/{file}" for file in files]
    return {name: Link(words.format(number=number), path) for number, (name, path) in enumerate(zip(_LINKS, paths, strict=False), start=1)}


def _figures(said: Appraisal, unit: str, item: str, stage: Stage) -> Value:
    """Return the figure of a round: a number where there is one, each with its file where there are several."""
    given = [(one.path.rpartition("/")[2], one.points) for one in said.of(unit, item) if one.stage == stage and one.points is not None]
    if len({figure for _, figure in given}) < 2:  # noqa: PLR2004 - two that differ
        return given[0][1] if given else ""
    return "\n".join(f"{points.vietnamese(figure)} ({file})" for file, figure in given)


def _reasons(said: Appraisal, unit: str, item: str, stage: Stage) -> str:
    """Return the reasons and requests of a round, each once."""
    own = [one for one in said.of(unit, item) if one.stage == stage]
    return "\n".join(dict.fromkeys(text for one in own for text in (one.reason, one.request) if text))


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
