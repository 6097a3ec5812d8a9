"""Load waivers.yaml of a cycle: accepted findings, held against the units and items they name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from parcli.core.cycle import Cycle
from parcli.core.edition import Edition
from parcli.core.findings import Finding, found
from parcli.core.limits import Limits
from parcli.core.waivers import FILE, WaiversFile
from parcli.definitions import tree
from parcli.definitions.models import build
from parcli.definitions.places import Places


@dataclass(frozen=True, slots=True)
class LoadedWaivers:
    """The waivers of a cycle, or None where the file does not hold; every complaint; its bytes, None where there is no file."""

    waivers: WaiversFile | None
    findings: tuple[Finding, ...] = ()
    content: bytes | None = None


def load_waivers(path: Path, cycle: Cycle | None, edition: Edition | None, shown: str = FILE) -> LoadedWaivers:
    """Load a file of waivers; a cycle without one has none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return LoadedWaivers(WaiversFile())
    except OSError as error:
        return LoadedWaivers(None, (found("DF101", file=shown, line=1, problem=error.strerror or ""),))
    return read_waivers(content, cycle, edition, shown)


def read_waivers(content: bytes, cycle: Cycle | None, edition: Edition | None, shown: str = FILE) -> LoadedWaivers:
    """Read the content of a file of waivers."""
    root, findings = tree.read(content, shown, Limits())
    if root is None:
        return LoadedWaivers(None, findings, content)
    waivers, complaints = build(WaiversFile, root, shown)
    if waivers is not None and cycle is not None:
        complaints = (*complaints, *lint(waivers, cycle, edition, Places(shown, root)))
    return LoadedWaivers(waivers, complaints, content)


def lint(waivers: WaiversFile, cycle: Cycle, edition: Edition | None, places: Places) -> Iterator[Finding]:
    """Give the complaints about names that lead nowhere and days in the wrong order; items only where the edition is known."""
    for place, each in enumerate(waivers.waivers):
        line = places.edition_line("waivers", place)
        unit = cycle.unit(each.unit)
        if unit is None:
            yield found("DF213", file=places.edition_file, line=line, name=each.unit)
        if each.until is not None and each.until < each.date:
            yield found("DF219", file=places.edition_file, line=line, first=each.date, second=each.until)
        block = edition.block(unit.block) if edition is not None and unit is not None else None
        if each.item is not None and block is not None and each.item not in {item.code for item in block.items(cycle.year)}:
            yield found("DF213", file=places.edition_file, line=line, name=each.item)
