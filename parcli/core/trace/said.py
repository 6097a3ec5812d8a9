"""What others said of an item: two rounds of appraisal, the unit's supplement between them, the Council."""

from __future__ import annotations

from collections.abc import Iterator

from parcli.core.appraisal import Minutes, Opinion, Stage
from parcli.core.scoring import ItemResult
from parcli.core.trace.values import Known, Line, Place, Told
from parcli.core.trace.working import input_labels


def stage_lines(known: Known, one: ItemResult, stage: Stage) -> Iterator[Line]:
    """Tell what the files of a stage say of an item, file by file."""
    said = [each for each in known.appraisal.of(known.unit.id, one.code) if each.stage == stage]
    for opinion in said:
        yield from _opinion(known, opinion)
    if not said and known.appraisal.is_open(stage, known.unit.id, one.code):
        yield Line(stage, "explain.said.unanswered")
    dispute = {"round_1": "disputed_1", "round_2": "disputed_2", "council": "disputed_council"}[stage]
    if dispute in one.stages.waiting:
        yield Line(stage, "explain.said.disputed", {"count": len(said)})
    if stage == "council" and said:
        yield from (_minutes(known, each) for each in known.appraisal.minutes if each.path in {opinion.path for opinion in said})


def _opinion(known: Known, one: Opinion) -> Iterator[Line]:
    place = known.at(one.path, one.sheet, one.cell)
    decision: dict[str, Told] = {"decision": one.decision or "–"}
    if one.refused:
        yield Line(one.stage, "explain.said.refused", place=place, reason=one.reason)
    if one.ruling is not None:
        yield Line(one.stage, f"explain.said.{one.ruling}", place=place, reason=one.reason)
    if one.points is not None:
        key = "explain.said.decided" if one.stage == "council" else "explain.said.points"
        yield Line(one.stage, key, {"points": one.points, **decision}, place, one.points, one.reason)
    if one.points is None and one.ruling is None and not one.refused and not one.request:
        yield Line(one.stage, "explain.said.nothing", place=place, reason=one.reason)
    if one.request:
        yield Line(one.stage, "explain.said.request", place=place, reason=one.request)


def _minutes(known: Known, one: Minutes) -> Line:
    values: dict[str, Told] = {
        "number": one.number or "–",
        "held": one.held or "–",
        "members": "–" if one.members is None else one.members,
        "present": "–" if one.present is None else one.present,
        "written": "–" if one.written is None else one.written,
    }
    return Line("council", f"explain.minutes.{'valid' if one.valid else 'invalid'}", values, known.at(one.path))


def supplement_lines(known: Known, one: ItemResult) -> Iterator[Line]:
    """Tell what changed in the unit's return since the one before it."""
    if known.second is None:
        return
    origin, between = known.second.origin, known.second.between
    if origin is None or between is None:
        yield Line("supplement", f"explain.supplement.{known.second.state}")
        return
    lines = [*_entries(known, one), *_papers(known, one)]
    former = Place(origin.path, origin.sha256)
    if not lines:
        yield Line("supplement", "explain.supplement.none", {"received": origin.received or "–"}, former)
        return
    yield Line("supplement", "explain.supplement.former", {"received": origin.received or "–"}, former)
    yield from lines


def _entries(known: Known, one: ItemResult) -> Iterator[Line]:
    between = known.second.between if known.second else None
    if between is None:
        return
    labels = input_labels(one.item)
    for change in between.values:
        if change.item == one.code:
            label = change.label or labels.get(change.name, change.name)
            told = {"label": label, "former": change.former or "–", "present": change.present or "–"}
            yield Line("supplement", f"explain.supplement.{change.column}", told, known.cell(change.cell))
    for moved in between.points:
        if moved.item == one.code and moved.former is not None and moved.present is not None:
            values: dict[str, Told] = {"former": moved.former, "present": moved.present}
            yield Line("supplement", "explain.supplement.points", values, known.cell(moved.cell), moved.present)


def _papers(known: Known, one: ItemResult) -> Iterator[Line]:
    between = known.second.between if known.second else None
    if between is None:
        return
    for line in between.register:
        if line.item == one.code:
            yield Line("supplement", f"explain.supplement.line_{line.kind}", {"name": line.name})
    own = {path for each in known.evidence if each.item == one.code for path in each.files}
    for file in between.evidence:
        if file.path in own or file.path.partition("/")[0] == one.code:
            place = Place(f"{known.folder}/{file.path}", file.present)
            yield Line("supplement", f"explain.supplement.file_{file.kind}", {"path": file.path}, place)
