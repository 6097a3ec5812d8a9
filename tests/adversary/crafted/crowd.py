"""One cycle in which every unit but a few returns something bad, the commands run over it, and what they said of each unit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from adversary.crafted import case as crafted
from adversary.crafted.case import Case, Dossier
from cli.conftest import in_this_process
from cli.returns import tree
from evidence.hostile import kit as paper
from workbook import kit

HONEST = ("lanh-1", "lanh-2", "lanh-3")
"""Units whose returns are as they should be, before, between and behind the others."""
COMMANDS = (("validate",), ("aggregate", "--provisional"), ("rank",))
RESULTS = ("results", "log.jsonl", ".parcli.lock")


@dataclass(frozen=True)
class Said:
    """What one command said, and with which exit code it ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Outcome:
    """What the commands made of the cycle, and the hashes of all that was put in, before and after."""

    folder: Path
    said: Mapping[str, Said]
    before: Mapping[str, str]
    after: Mapping[str, str]

    def document(self, name: str) -> dict[str, Any]:
        """Return a result file."""
        read: dict[str, Any] = json.loads((self.folder / "results" / name).read_text("utf-8"))
        return read

    @cached_property
    def findings(self) -> dict[str, dict[str, Any]]:
        """Return what ``validate`` says of each unit."""
        return {one["unit"]: one for one in self.document("validate/findings.json")["units"]}

    @cached_property
    def scores(self) -> dict[str, dict[str, Any]]:
        """Return each unit's points."""
        return {one["unit"]: one for one in self.document("aggregate/scores.json")["units"]}

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Return the rank of each unit that has one."""
        return {row["unit"]: row["rank"] for block in self.document("rank/ranking.json")["blocks"] for row in block["rows"]}

    @cached_property
    def unranked(self) -> dict[str, dict[str, Any]]:
        """Return the units without a rank, with their reasons."""
        return {one["unit"]: one for block in self.document("rank/ranking.json")["blocks"] for one in block["unranked"]}

    def item(self, unit: str, code: str) -> dict[str, Any]:
        """Return a unit's points of one item."""
        return next(one for one in self.scores[unit]["items"] if one["code"] == code)


def make(folder: Path, cases: Iterable[Case], trust: bytes | None = None) -> Path:
    """Make the cycle: the honest units and one unit for each case."""
    units = [*HONEST[:1], *(case.unit for case in cases), *HONEST[1:]]
    shelf = folder / "criteria" / "thu-nghiem"
    shelf.mkdir(parents=True)
    (shelf / "edition.yaml").write_text(kit.EDITION, "utf-8")
    (shelf / "so.yaml").write_text(kit.BLOCK, "utf-8")
    (folder / "cycle.yaml").write_text(crafted.cycle_text(units), "utf-8")
    if trust is not None:
        (folder / "trust").mkdir()
        (folder / "trust" / "goc.pem").write_bytes(trust)
    for unit in HONEST:
        returned(folder, unit)
    for case in cases:
        case.put(returned(folder, case.unit))
    return folder


def returned(folder: Path, unit: str) -> Dossier:
    """Let a unit return what is as it should be; no two units send the same paper."""
    place = folder / "submissions" / unit
    place.mkdir(parents=True)
    dossier = Dossier(place, crafted.named(unit))
    dossier.put(dossier.workbook())
    for name in crafted.PAPERS:
        dossier.paper(name, paper.document(trailer=b"/Info<</Title(%s %s)>>" % (unit.encode(), name.encode())))
    return dossier


def run(folder: Path) -> Outcome:
    """Run the commands as a user does, one after the other."""
    before = inputs(folder)
    said = {}
    for arguments in COMMANDS:
        done = in_this_process((*arguments, "--cycle", str(folder), "--jobs", "2", "--lang", "vi"), None)
        said[arguments[0]] = Said(done.returncode, done.stdout, done.stderr)
    return Outcome(folder, said, before, inputs(folder))


def inputs(folder: Path) -> dict[str, str]:
    """Return the hash of every file that is no result."""
    return {name: digest for name, digest in tree(folder).items() if name.partition("/")[0] not in RESULTS}
