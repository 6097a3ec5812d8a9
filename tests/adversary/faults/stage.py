"""The small whole cycle on which faults are played: three units that returned, appraised and surveyed, ranked as final."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from cli import returns
from cli.appraising import agreed, enter
from workbook import kit

from parcli.workbook.entries import Entries

from .warm import Ended, Fault, Warm

UNITS = ("so-a", "so-b", "so-c")
_OWN = ("log.jsonl", ".parcli.lock")
_BLOCK = """
areas:
  - code: I
    title: Chỉ đạo, điều hành
    maximum: 5
    items:
      - {code: I.1, title: Mức hoàn thành kế hoạch, maximum: 2, rule: {type: ratio, part: Số đã làm, whole: Tổng số}}
      - {code: I.2, title: Kiểm tra, maximum: 1, rule: {type: choice, levels: [{label: Có, points: 1}, {label: Không, points: 0}]}, evidence: {required: 1}}
      - {code: I.3, title: Mức hài lòng, maximum: 2, assessed_by: survey, rule: {type: external, scale: [0, 100]}}
"""
_CYCLE = (
    kit.CYCLE[: kit.CYCLE.index("units:")] + "units:\n" + "".join(f"  - {{id: {unit}, block: so, name: Sở {unit[-1].upper()}}}\n" for unit in UNITS)
)

Tree = dict[str, bytes]


def environment(folder: Path) -> dict[str, str]:
    """Return the surroundings of a run: a cache of its own, and no OCR."""
    return {**os.environ, "XDG_CACHE_HOME": str(folder), "PARCLI_OCR": "never", "PARCLI_LANG": "en"}


def tree(folder: Path) -> Tree:
    """Return every file under a folder with its bytes, but for the log and the lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files if path.name not in _OWN}


@dataclass(frozen=True)
class Play:
    """A command, the cycle before it and after it, its exit code, and how long and through how many steps and lines it runs.

    ``whole`` names the folder that it exchanges as one; "" where it adds files, each of which is the old or the new one.
    ``again`` is the exit code of the command where it has nothing left to do.
    """

    name: str
    arguments: tuple[str, ...]
    start: Path
    before: Tree
    after: Tree
    whole: str
    status: int
    again: int
    seconds: float
    steps: int
    writes: int
    lines: int


@dataclass(frozen=True)
class Stage:
    """Where plays are prepared."""

    folder: Path
    warm: Warm

    def run(self, cycle: Path, arguments: Sequence[str], fault: Fault | None = None, at_once: int = 1) -> tuple[Ended, ...]:
        """Run a command on a cycle."""
        return self.warm.run([*arguments, "-q", "--cycle", str(cycle)], cycle.with_name(f"{cycle.name}.said"), fault, at_once)

    def calm(self, cycle: Path, arguments: Sequence[str], *, status: int = 0) -> Ended:
        """Run a command that must end as it should."""
        (done,) = self.run(cycle, arguments)
        assert done.status == status, (arguments, done)
        return done

    def copy(self, cycle: Path, name: str) -> Path:
        """Return a copy of a cycle."""
        return Path(shutil.copytree(cycle, self.folder / name))


def plays(stage: Stage) -> tuple[Play, Play]:
    """Make the cycle; return the plays of ``aggregate`` and ``rank``, on inputs that changed since their last run."""
    final = stage.folder / "final"
    _make(stage, final)
    start = stage.copy(final, "aggregate")
    survey(start, 40)
    aggregate = prepared(stage, "aggregate", ("aggregate",), start, whole="results/aggregate")
    ranked = stage.copy(start, "rank")
    stage.calm(ranked, ("aggregate",))
    return aggregate, prepared(stage, "rank", ("rank",), ranked, whole="results/rank")


def more_plays(stage: Stage) -> tuple[Play, ...]:
    """Return the plays of commands that add files: new workbooks, a new round, a mailbox, an announced set."""
    final = stage.folder / "final"
    published = stage.copy(final, "publish")
    bare = stage.copy(final, "generate")
    for name in ("workbooks", "versions"):
        shutil.rmtree(bare / name)
    unopened = stage.copy(final, "appraise")
    shutil.rmtree(unopened / "appraisal")
    mail = stage.copy(final, "intake")
    for unit in UNITS:
        book = (mail / "submissions" / unit / f"{unit}.xlsx").read_bytes()
        shutil.rmtree(mail / "submissions" / unit)
        letter = mail / "inbox" / unit
        (letter / "evidence" / "I.2").mkdir(parents=True)
        (letter / f"{unit}.xlsx").write_bytes(book)
        (letter / "evidence" / "I.2" / "so.txt").write_text(f"Số liệu của {unit}", "utf-8")
    return (
        prepared(stage, "generate-template", ("generate-template", "--bundle"), bare),
        prepared(stage, "appraise open", ("appraise", "open", "--round", "1"), unopened),
        prepared(stage, "intake", ("intake", "--received", "2023-11-20"), mail),
        prepared(stage, "publish", ("publish", "cong-bo-1", "--archive"), published, again=2),
    )


def prepared(stage: Stage, name: str, arguments: tuple[str, ...], start: Path, whole: str = "", again: int | None = None) -> Play:
    """Run a command undisturbed, twice on copies: what it makes is what every other run is held against."""
    ends: list[Ended] = []
    after: Tree = {}
    for place, fault in enumerate((Fault(), Fault(line=-1))):
        copy = stage.copy(start, f"{start.name}-calm-{place}")
        ends += stage.run(copy, arguments, fault)
        after = tree(copy)
        shutil.rmtree(copy)
    plain, traced = ends
    before = tree(start)
    assert plain.status == traced.status, ends
    assert after != before
    usual = plain.status if again is None else again
    return Play(name, arguments, start, before, after, whole, plain.status, usual, plain.seconds, traced.steps, traced.writes, traced.lines)


def survey(cycle: Path, first: int) -> None:
    """Let the survey say so many points of the first unit, a few more of each other."""
    lines = "".join(f"{unit};I.3;{first + 7 * place}\n" for place, unit in enumerate(UNITS))
    (cycle / "survey").mkdir(exist_ok=True)
    (cycle / "survey" / "diem.csv").write_text(f"unit;item;value\n{lines}", "utf-8")


def _make(stage: Stage, folder: Path) -> None:
    made = returns.make(folder, cycle=_CYCLE)
    (folder / "criteria" / "thu-nghiem" / "so.yaml").write_text(_BLOCK, "utf-8")
    stage.calm(folder, ("generate-template",))
    for place, unit in enumerate(UNITS):
        home = folder / "submissions" / unit
        (home / "evidence" / "I.2").mkdir(parents=True)
        (home / f"{unit}.xlsx").write_bytes(made.workbook(unit, entries=_entries(7 + place)))
        (home / "evidence" / "I.2" / "Kế hoạch.txt").write_text(f"Kế hoạch của {unit}", "utf-8")
    survey(folder, 80)
    stage.calm(folder, ("appraise", "open", "--round", "1"))
    for path in sorted((folder / "appraisal" / "round-1").glob("*.xlsx")):
        enter(path, agreed(path))
    stage.calm(folder, ("validate", "--fail-on", "never"))
    stage.calm(folder, ("aggregate",))
    stage.calm(folder, ("rank",))


def _entries(part: int) -> Entries:
    cells: dict[str, dict[str, Any]] = {
        "I.1/part": {"input": Fraction(part)}, "I.1/whole": {"input": Fraction(10)}, "I.2/level": {"input": "Có"},
    }  # fmt: skip
    return replace(Entries(cells))
