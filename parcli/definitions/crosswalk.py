"""The crosswalk file: read, held against both editions, and written as a suggestion for a person to decide."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from parcli.core.crosswalk import Crosswalk, Pair
from parcli.core.edition import Block, Edition
from parcli.core.findings import Finding, Severity, found
from parcli.core.limits import Limits
from parcli.definitions import tree
from parcli.definitions.models import build
from parcli.definitions.places import Places

Level = Literal["areas", "items"]
_LEVELS: tuple[Level, ...] = ("areas", "items")


@dataclass(frozen=True, slots=True)
class LoadedCrosswalk:
    """A crosswalk, or None when it does not hold, and every complaint."""

    crosswalk: Crosswalk | None
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether it may be worked with; pairs that nobody has decided yet are only warned of."""
        return self.crosswalk is not None and all(one.severity < Severity.ERROR for one in self.findings)


def file_name(old: str) -> str:
    """Return the name under which the crosswalk from a former edition lies in the new edition's folder."""
    return f"crosswalk-{old}.yaml"


def load(path: Path, old: Edition, new: Edition, shown: str = "") -> LoadedCrosswalk:
    """Load a crosswalk file and hold it against the two editions; ``shown`` is its name in complaints."""
    name = shown or path.name
    try:
        content = path.read_bytes()
    except OSError as error:
        return LoadedCrosswalk(None, (found("DF101", file=name, line=1, problem=error.strerror or ""),))
    root, findings = tree.read(content, name, Limits())
    if root is None:
        return LoadedCrosswalk(None, findings)
    crosswalk, complaints = build(Crosswalk, root, name)
    if crosswalk is None:
        return LoadedCrosswalk(None, complaints)
    return LoadedCrosswalk(crosswalk, (*complaints, *check(crosswalk, old, new, Places(name, root))))


def check(crosswalk: Crosswalk, old: Edition, new: Edition, places: Places) -> tuple[Finding, ...]:
    """Return the complaints about a crosswalk between two editions."""
    return (*_editions(crosswalk, old, new, places), *_blocks(crosswalk, old, new, places), *_pairs(crosswalk, old, new, places))


def _editions(crosswalk: Crosswalk, old: Edition, new: Edition, places: Places) -> Iterator[Finding]:
    for key, said, expected in (("from", crosswalk.start, old.id), ("to", crosswalk.to, new.id)):
        if said != expected:
            yield found("DF230", file=places.edition_file, line=places.edition_line(key), key=key, found=said, expected=expected)


def _blocks(crosswalk: Crosswalk, old: Edition, new: Edition, places: Places) -> Iterator[Finding]:
    seen: set[str] = set()
    for before, after in crosswalk.blocks.items():
        where = {"file": places.edition_file, "line": places.edition_line("blocks", before)}
        for edition, block in ((old, before), (new, after)):
            if edition.block(block) is None:
                known = ", ".join(each.id for each in edition.blocks)
                yield found("DF231", **where, name=block, edition=edition.id, known=known)  # type: ignore[arg-type]
        if after in seen:
            yield found("DF233", **where, name=after)  # type: ignore[arg-type]
        seen.add(after)


def _pairs(crosswalk: Crosswalk, old: Edition, new: Edition, places: Places) -> Iterator[Finding]:
    for level in _LEVELS:
        pairs: Sequence[Pair] = getattr(crosswalk, level)
        seen: set[tuple[str, str, str]] = set()
        for place, pair in enumerate(pairs):
            line = places.edition_line(level, place)
            yield from _pair(crosswalk, pair, level, old, new, places.edition_file, line)
            for side, code in (("from", pair.start), ("to", pair.to)):
                if (pair.block, side, code) in seen:
                    yield found("DF233", file=places.edition_file, line=line, name=code)
                seen.add((pair.block, side, code))
            if pair.comparable == "ask":
                yield found("DF234", file=places.edition_file, line=line, item=pair.to, old=pair.start)


def _pair(crosswalk: Crosswalk, pair: Pair, level: Level, old: Edition, new: Edition, file: str, line: int) -> Iterator[Finding]:
    former = crosswalk.former_block(pair.block)
    if former is None:
        yield found("DF231", file=file, line=line, name=pair.block, edition=new.id, known=", ".join(crosswalk.blocks.values()))
        return
    for edition, block, code in ((old, old.block(former), pair.start), (new, new.block(pair.block), pair.to)):
        if block is not None and code not in _codes(block, level):
            yield found("DF232", file=file, line=line, item=code, block=block.id, edition=edition.id)


def _codes(block: Block, level: Level) -> frozenset[str]:
    return frozenset(
        area.code if level == "areas" else leaf.code for area in block.areas for leaf in ((area,) if level == "areas" else area.leaves())
    )


def written(crosswalk: Crosswalk, header: Sequence[str], notes: Mapping[tuple[Level, str, str], str]) -> str:
    """Return a crosswalk as the text of its file; ``header`` and ``notes`` (by level, block and new code) become comments."""
    lines = [*(f"# {line}" for line in header), f"from: {_scalar(crosswalk.start)}", f"to: {_scalar(crosswalk.to)}", "blocks:"]
    lines += [f"  {_scalar(old)}: {_scalar(new)}" for old, new in crosswalk.blocks.items()]
    for level in _LEVELS:
        pairs: Sequence[Pair] = getattr(crosswalk, level)
        lines += [f"{level}:"] if pairs else []
        for pair in pairs:
            note = f", note: {_quoted(pair.note)}" if pair.note else ""
            said = notes.get((level, pair.block, pair.to))
            comment = f"   # {' '.join(said.split())}" if said else ""
            about = f"block: {_scalar(pair.block)}, from: {_scalar(pair.start)}, to: {_scalar(pair.to)}, comparable: {pair.comparable}"
            lines.append(f"  - {{{about}{note}}}{comment}")
    return "\n".join(lines) + "\n"


def _scalar(code: str) -> str:
    """Write a code plainly where no reader could take it for a number or a word of YAML."""
    plain = code[:1].isalpha() and code.casefold() not in ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
    return code if plain else f'"{code}"'


def _quoted(text: str) -> str:
    """Write a text in double quotes, as JSON does; YAML reads it the same."""
    return json.dumps(text, ensure_ascii=False)
