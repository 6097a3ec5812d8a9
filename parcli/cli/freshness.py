"""Whether a result set is older than what it rests on, as far as a quick look tells; ``verify`` looks closely."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from parcli.cli import results
from parcli.cli.opened import Opened
from parcli.cli.writing import RESULTS
from parcli.core.manifest import FileMark, Manifest
from parcli.report.manifest_document import MANIFEST, read_manifest
from parcli.results import hashes

_EVIDENCE = "/evidence/"


def is_stale(opened: Opened, name: str) -> bool:
    """Whether an input of a set is gone, differs or came later; True for a set whose manifest cannot be read.

    Evidence is compared by size alone: to hash all of it takes minutes.
    """
    manifest = _recorded(opened.folder / RESULTS / name / MANIFEST)
    if manifest is None or any(_differs(opened.folder, mark) for mark in manifest.inputs):
        return True
    known = {mark.path for mark in manifest.inputs}
    return name != "rank" and any(path not in known for path in _present(opened, name))


def _recorded(place: Path) -> Manifest | None:
    try:
        return read_manifest(place.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _differs(cycle: Path, mark: FileMark) -> bool:
    if not mark.sha256:
        return False  # it could not be read then; what it is now, a run will say
    place = hashes.place_of(cycle, mark.path)
    if place is None or place.stat().st_size != mark.size:
        return True
    return _EVIDENCE not in mark.path and hashes.mark_of(place)[0] != mark.sha256


def _present(opened: Opened, name: str) -> Iterator[str]:
    """What a set made now would rest on besides evidence; the findings on returns look at no appraisal."""
    return (path for path in results.present_inputs(opened) if name == "aggregate" or not path.startswith("appraisal/"))
