"""Load an edition folder and a cycle file: read, build, put together, and lint; all complaints at once."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from parcli.core.cycle import Cycle
from parcli.core.edition import Block, BlockFile, BlockHeading, Edition, EditionFile
from parcli.core.findings import Finding, Severity, found
from parcli.core.limits import Limits
from parcli.definitions import lint, tree
from parcli.definitions.models import Model, build
from parcli.definitions.places import Places, item_lines

_AREAS = re.compile(rb"^areas:", re.MULTILINE)
_LOOKED_AT = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class LoadedEdition:
    """An edition, or None when it does not hold; every complaint; where items stand; the bytes that were read."""

    edition: Edition | None
    findings: tuple[Finding, ...]
    places: Places = field(default_factory=Places)
    sources: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether it may be worked with."""
        return self.edition is not None and all(one.severity < Severity.ERROR for one in self.findings)


@dataclass(frozen=True, slots=True)
class LoadedCycle:
    """A cycle with its edition, or None for what does not hold, and every complaint."""

    cycle: Cycle | None
    findings: tuple[Finding, ...]
    sources: Mapping[str, bytes] = field(default_factory=dict)


def load_edition(folder: Path, shown: str = "", limits: Limits | None = None) -> LoadedEdition:
    """Load ``edition.yaml`` and its block files from a folder; ``shown`` is the folder's name in complaints."""
    bounds = limits or Limits()
    sources: dict[str, bytes] = {}
    prefix = f"{shown.rstrip('/')}/" if shown else ""
    heading, findings, root = _file(folder, "edition.yaml", prefix, EditionFile, sources, bounds)
    if heading is None:
        return LoadedEdition(None, findings, sources=sources)
    blocks: list[Block] = []
    places = Places(f"{prefix}edition.yaml", root)
    complaints = list(findings)
    for name, block in heading.blocks.items():
        loaded, more, lines = _block(folder, name, block, prefix, sources, bounds, places)
        complaints += more
        places = places.with_block(name, f"{prefix}{block.file}", lines)
        if loaded is not None:
            blocks.append(loaded)
    edition = Edition(
        heading.edition, heading.title, heading.basis, heading.status, heading.version, heading.policies, tuple(blocks), heading.index_title
    )
    complaints += lint.edition(edition, places)
    whole = edition if len(blocks) == len(heading.blocks) else None
    complaints += _unlisted(folder, heading, places) if whole else ()
    return LoadedEdition(whole, tuple(complaints), places, sources)


def _unlisted(folder: Path, heading: EditionFile, places: Places) -> tuple[Finding, ...]:
    """Name the files that hold criteria and that no block names: what nobody reads is missed by nobody."""
    listed = {block.file for block in heading.blocks.values()}
    names = [path.name for path in sorted(folder.glob("*.yaml")) if path.name not in listed and path.is_file() and _holds_areas(path)]
    return tuple(found("DF226", file=places.edition_file, line=places.edition_line("blocks"), name=name) for name in names)


def _holds_areas(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _AREAS.search(file.read(_LOOKED_AT)) is not None
    except OSError:
        return False


def _block(
    folder: Path, name: str, heading: BlockHeading, prefix: str, sources: dict[str, bytes], limits: Limits, places: Places
) -> tuple[Block | None, tuple[Finding, ...], dict[str, tuple[int, ...]]]:
    plain = PurePosixPath(heading.file)
    if plain.is_absolute() or ".." in plain.parts or "\\" in heading.file or not (folder / plain).is_file():
        line = places.edition_line("blocks", name, "file")
        return None, (found("DF218", file=places.edition_file, line=line, name=heading.file),), {}
    content, findings, root = _file(folder, heading.file, prefix, BlockFile, sources, limits)
    if content is None:
        return None, findings, {}
    return Block(name, heading.title, content.areas, heading.classes, heading.scale), findings, item_lines(root)


def _file(
    folder: Path, name: str, prefix: str, model: type[Model], sources: dict[str, bytes], limits: Limits
) -> tuple[Model | None, tuple[Finding, ...], tree.Node | None]:
    file = f"{prefix}{name}"
    try:
        content = _content(folder / name, limits)
    except OSError as error:
        return None, (found("DF101", file=file, line=1, problem=error.strerror or ""),), None
    if isinstance(content, int):
        return None, (found("DF102", file=file, size=content, limit=limits.yaml_bytes, line=1),), None
    sources[name] = content
    root, findings = tree.read(content, file, limits)
    if root is None:
        return None, findings, None
    built, complaints = build(model, root, file)
    return built, complaints, root


def _content(path: Path, limits: Limits) -> bytes | int:
    """Return a file's bytes, or their number where they are too many to be read. Raises OSError, also for what is no file."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    size = path.stat().st_size
    return size if size > limits.yaml_bytes else path.read_bytes()


def load_cycle(path: Path, edition: LoadedEdition, shown: str = "cycle.yaml") -> LoadedCycle:
    """Load a cycle file and hold it against its edition."""
    sources: dict[str, bytes] = {}
    cycle, findings, root = _file(path.parent, path.name, "", Cycle, sources, Limits())
    renamed = tuple(_under(one, shown) for one in findings)
    if cycle is None or root is None:
        return LoadedCycle(None, renamed, sources)
    complaints = lint.cycle(cycle, edition.edition, Places(shown, root))
    return LoadedCycle(cycle, (*renamed, *complaints), sources)


def _under(one: Finding, file: str) -> Finding:
    return Finding(one.code, one.unit, file, one.sheet, one.cell, one.item, one.values)
