"""VF1: whether a result still holds: what was recorded when it was made, against what is there now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from parcli.core.findings import Finding, found
from parcli.core.manifest import FileMark, Manifest, Settings

_SHORT = 8
_NOTHING = "–"
_RECORD = "manifest.json"
_SETTINGS = {"edition": "VF103", "policies": "VF104", "limits": "VF105", "means": "VF106"}
_INPUTS = {"changed": "VF108", "missing": "VF109", "new": "VF110"}
_OUTPUTS = {"changed": "VF111", "missing": "VF112", "new": "VF113"}
_Both = tuple[str, Manifest, Manifest]


def compare(recorded: Mapping[str, Manifest], present: Mapping[str, Manifest]) -> tuple[Finding, ...]:
    """Compare the manifests of sets, by the sets' places in the cycle.

    The findings stand in the order of the causes: tool, criteria, policies, limits, means, waivers, inputs, outputs.
    What several sets share is told once.
    """
    both = [(place, recorded[place], present[place]) for place in recorded if place in present]
    every = [
        *(one for each in both for one in _version(*each)),
        *(one for part in _SETTINGS for each in both for one in _settings(part, *each)),
        *(one for each in both for one in _waivers(*each)),
        *(one for place, was, now in both for one in _inputs(place, was.inputs, now.inputs)),
        *(one for place, was, now in both for one in outputs(place, was.outputs, now.outputs)),
    ]
    return _shared(every)


def _version(place: str, was: Manifest, now: Manifest) -> Iterator[Finding]:
    if was.version != now.version:
        yield found("VF102", file=_RECORD, recorded=was.version, present=now.version, sets=place)


def _settings(part: str, place: str, was: Manifest, now: Manifest) -> Iterator[Finding]:
    before, after = _part(was, part), _part(now, part)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name) or (name in before) != (name in after):
            recorded, present = before.get(name) or _NOTHING, after.get(name) or _NOTHING
            yield found(_SETTINGS[part], file=_place(part, now), what=name, sets=place, recorded=recorded, present=present)


def _place(part: str, now: Manifest) -> str:
    """Return the file that says how a setting is now."""
    files = {"edition": "cycle.yaml", "policies": f"criteria/{now.edition.get('edition')}/edition.yaml", "limits": "cycle.yaml"}
    return files.get(part, _RECORD)


def _part(one: Manifest, part: str) -> Settings:
    return {"edition": one.edition, "policies": one.policies, "limits": one.limits, "means": one.means}[part]


def _waivers(place: str, was: Manifest, now: Manifest) -> Iterator[Finding]:
    before, after = ({tuple(sorted(each.items())): each for each in one.waivers} for one in (was, now))
    for key, each in before.items():
        if key not in after:
            yield found("VF107", file="waivers.yaml", what=_waiver(each), recorded=each.get("why") or _NOTHING, present=_NOTHING, sets=place)
    for key, each in after.items():
        if key not in before:
            yield found("VF107", file="waivers.yaml", what=_waiver(each), recorded=_NOTHING, present=each.get("why") or _NOTHING, sets=place)


def _waiver(one: Settings) -> str:
    return " ".join(one.get(name) or "" for name in ("code", "unit", "item")).strip()


def _inputs(place: str, was: Sequence[FileMark], now: Sequence[FileMark]) -> Iterator[Finding]:
    for kind, path, recorded, present in _files(was, now):
        yield found(_INPUTS[kind], file=path, recorded=recorded, present=present, sets=place)


def outputs(place: str, was: Sequence[FileMark], now: Sequence[FileMark]) -> Iterator[Finding]:
    """Compare the files of a set, whose paths are relative to its place, with those that were recorded."""
    for kind, path, recorded, present in _files(was, now):
        yield found(_OUTPUTS[kind], file=f"{place}/{path}", recorded=recorded, present=present, sets=place)


def archived(place: str, of: str, was: Sequence[FileMark], now: Sequence[FileMark]) -> Iterator[Finding]:
    """Compare the inputs that were laid by in an announced set with those that its seal lists."""
    for kind, path, recorded, present in _files(was, now):
        yield found(_INPUTS[kind], file=f"{place}/{path}", recorded=recorded, present=present, sets=of)


def _files(was: Sequence[FileMark], now: Sequence[FileMark]) -> Iterator[tuple[str, str, str, str]]:
    """Return what became of files: how, which, and both hashes in short."""
    before, after = ({each.path: each.sha256 for each in listed} for listed in (was, now))
    for path in sorted(before.keys() & after.keys()):
        if before[path] != after[path]:
            yield "changed", path, _short(before[path]), _short(after[path])
    for path in sorted(before.keys() - after.keys()):
        yield "missing", path, _short(before[path]), _NOTHING
    for path in sorted(after.keys() - before.keys()):
        yield "new", path, _NOTHING, _short(after[path])


def _short(sha256: str) -> str:
    return sha256[:_SHORT] or _NOTHING


def _shared(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return each finding once, with the places of all sets that it is about."""
    sets: dict[Finding, list[str]] = {}
    for one in findings:
        values = dict(one.values)
        sets.setdefault(_without_sets(one), []).append(values["sets"])
    return tuple(replace(one, values=tuple(sorted((*one.values, ("sets", ", ".join(dict.fromkeys(of))))))) for one, of in sets.items())


def _without_sets(one: Finding) -> Finding:
    return replace(one, values=tuple((name, value) for name, value in one.values if name != "sets"))
