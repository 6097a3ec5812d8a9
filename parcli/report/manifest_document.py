"""manifest.json and the seal of an announced set, written and read back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parcli.core.manifest import FileMark, Manifest, Settings
from parcli.report.outward import escaped_in_json

MANIFEST, MANIFEST_FORMAT = "manifest.json", "parcli/manifest@1"
SEAL, SEAL_FORMAT = "niem-phong.json", "parcli/seal@1"
_SHA256 = re.compile(r"(?:[0-9a-f]{64})?", re.ASCII)
_MOST_BYTES = 2**53


@dataclass(frozen=True, slots=True)
class Seal:
    """An announced set: its name and number in the order of announcing, its files, and the inputs that it rests on.

    ``previous`` is the set announced before it: name and SHA-256 of its seal, both "" for the first. ``archive`` says
    whether the inputs themselves lie in the set.
    """

    name: str
    sequence: int
    cycle: str
    version: str
    state: str
    note: str
    archive: bool
    inputs: tuple[FileMark, ...]
    files: tuple[FileMark, ...]
    previous: str = ""
    previous_sha256: str = ""


def manifest_document(one: Manifest) -> str:
    """Return manifest.json. It names no time: the same inputs and version give the same text."""
    return _written(
        {
            "format": MANIFEST_FORMAT,
            "set": one.name,
            "options": list(one.options),
            "version": one.version,
            "edition": dict(one.edition),
            "policies": dict(one.policies),
            "limits": dict(one.limits),
            "means": dict(one.means),
            "waivers": [dict(each) for each in one.waivers],
            "waivers_on": one.waivers_on or None,
            "inputs": _marks(one.inputs),
            "outputs": _marks(one.outputs),
        }
    )


def seal_document(one: Seal) -> str:
    """Return niem-phong.json."""
    return _written(
        {
            "format": SEAL_FORMAT,
            "name": one.name,
            "sequence": one.sequence,
            "cycle": one.cycle,
            "version": one.version,
            "state": one.state,
            "note": one.note,
            "previous": {"name": one.previous, "sha256": one.previous_sha256} if one.previous else None,
            "archive": one.archive,
            "inputs": _marks(one.inputs),
            "files": _marks(one.files),
        }
    )


def read_manifest(text: str) -> Manifest:
    """Read manifest.json back. Raises ValueError for what is none."""
    document = _of_format(text, MANIFEST_FORMAT)
    return Manifest(
        name=_text(document, "set"),
        options=tuple(str(each) for each in _list(document, "options")),
        version=_text(document, "version"),
        edition=_settings(document.get("edition")),
        policies=_settings(document.get("policies")),
        limits=_settings(document.get("limits")),
        means=_settings(document.get("means")),
        waivers=tuple(_settings(each) for each in _list(document, "waivers")),
        waivers_on=_perhaps(document.get("waivers_on")),
        inputs=_files(document, "inputs"),
        outputs=_files(document, "outputs"),
    )


def read_seal(text: str) -> Seal:
    """Read niem-phong.json back. Raises ValueError for what is none."""
    document = _of_format(text, SEAL_FORMAT)
    previous = _settings(document.get("previous") or {})
    return Seal(
        name=_text(document, "name"),
        sequence=_whole(document.get("sequence")),
        cycle=_text(document, "cycle"),
        version=_text(document, "version"),
        state=_text(document, "state"),
        note=_text(document, "note"),
        archive=document.get("archive") is True,
        inputs=_files(document, "inputs"),
        files=_files(document, "files"),
        previous=previous.get("name") or "",
        previous_sha256=previous.get("sha256") or "",
    )


def _written(document: Mapping[str, object]) -> str:
    return escaped_in_json(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _marks(files: Sequence[FileMark]) -> list[dict[str, object]]:
    return [{"path": each.path, "sha256": each.sha256, "bytes": each.size} for each in sorted(files, key=lambda each: each.path)]


def _of_format(text: str, wanted: str) -> Mapping[str, object]:
    try:
        document = json.loads(text)
    except RecursionError:
        raise ValueError(wanted) from None
    if not isinstance(document, dict) or document.get("format") != wanted:
        raise ValueError(wanted)
    return document


def _text(document: Mapping[str, object], key: str) -> str:
    value = document.get(key)
    if not isinstance(value, str):
        raise ValueError(key)  # noqa: TRY004 - a file that does not hold is a value that does not
    return value


def _perhaps(value: object) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: object) -> int:
    if isinstance(value, int) and 0 <= value <= _MOST_BYTES:
        return value
    raise ValueError(str(value))


def _list(document: Mapping[str, object], key: str) -> list[object]:
    value = document.get(key)
    if not isinstance(value, list):
        raise ValueError(key)  # noqa: TRY004 - see above
    return value


def _settings(value: object) -> Settings:
    if not isinstance(value, dict) or not all(each is None or isinstance(each, str) for each in value.values()):
        raise ValueError(str(value)[:80])
    return {str(name): each for name, each in value.items()}


def _files(document: Mapping[str, object], key: str) -> tuple[FileMark, ...]:
    return tuple(_file(each, key) for each in _list(document, key))


def _file(entry: object, key: str) -> FileMark:
    if not isinstance(entry, dict):
        raise ValueError(key)  # noqa: TRY004 - see above
    sha256 = _text(entry, "sha256")
    if not _SHA256.fullmatch(sha256):
        raise ValueError(sha256[:80])
    return FileMark(_text(entry, "path"), sha256, _whole(entry.get("bytes")))
