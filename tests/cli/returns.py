"""A small cycle of twelve units and the workbooks that were sent to them, for the tests of the return desk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from workbook import kit

from parcli.cli.commands.generate import banner_of
from parcli.cli.opened import Opened, open_cycle
from parcli.workbook import writer
from parcli.workbook.entries import Entries

UNITS = tuple(f"don-vi-{number:02}" for number in range(1, 13))
CYCLE = kit.CYCLE[: kit.CYCLE.index("units:")] + "units:\n" + "".join(f"  - {{id: {unit}, block: so, name: Đơn vị {unit[-2:]}}}\n" for unit in UNITS)


@dataclass(frozen=True)
class Cycle:
    """The cycle folder, and workbooks as its units would return them."""

    folder: Path

    @cached_property
    def opened(self) -> Opened:
        return open_cycle(self.folder)

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    def workbook(self, unit: str, seed: int = 1, entries: Entries | None = None) -> bytes:
        """Return a unit's workbook with a clerk's answers; another seed, other answers."""
        layouts, whose = self.opened.layouts()
        whole = self.opened.cycle.unit(unit)
        assert whole is not None
        filled = entries or kit.Bench(
            self.opened.edition, self.opened.cycle, self.opened.block(whole), whole, self.opened.look, {}
        ).clerks(seed)  # fmt: skip
        return writer.filled(layouts[whose[unit]], self.opened.look, whole, filled, banner_of(self.opened))

    def put(self, name: str, content: bytes) -> Path:
        """Let something come in."""
        place = self.inbox / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        return place

    def submitted(self) -> dict[str, str]:
        """Return everything under submissions/ with the hash of its bytes."""
        return tree(self.folder / "submissions")


def make(folder: Path, edition: str = kit.EDITION, cycle: str = CYCLE) -> Cycle:
    shelf = folder / "criteria" / "thu-nghiem"
    shelf.mkdir(parents=True)
    (shelf / "edition.yaml").write_text(edition, "utf-8")
    (shelf / "so.yaml").write_text(kit.BLOCK, "utf-8")
    (folder / "cycle.yaml").write_text(cycle, "utf-8")
    (folder / "inbox").mkdir()
    return Cycle(folder)


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def fates(document: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Return of each file the place, the unit, where it went, and why."""
    return {
        one["file"].removeprefix("inbox/"): (one["place"], one["unit"], (one["target"] or "").removeprefix("submissions/"), *one["codes"])
        for one in document["files"]
    }
