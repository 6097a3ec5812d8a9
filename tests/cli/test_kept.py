"""No figure and no byte of a result differs with or without the cache, and nobody announces what only a cache says."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from parcli import keeping
from parcli.cli import sent
from parcli.cli.opened import open_cycle
from parcli.workbook import batch, kept

pytestmark = pytest.mark.slow
Run = Callable[..., Any]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test alone, with nothing in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/parcli/workbooks"


@pytest.fixture
def read_anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The workbooks that are given to workers to be read."""
    asked: list[str] = []
    whole = batch.batch

    def counting(task: Any, chunks: Any, *rest: Any) -> Any:
        asked.extend(job.path for _, job in chunks)
        return whole(task, chunks, *rest)

    monkeypatch.setattr(batch, "batch", counting)
    return asked


def results(cycle: Path, parcli: Run, *options: str) -> dict[str, bytes]:
    """Run both commands and return every file that they made."""
    for command in (("validate",), ("aggregate", "--provisional")):
        assert parcli(*command, *options, "--cycle", str(cycle), "-q").returncode in (0, 1)
    return {path.relative_to(cycle).as_posix(): path.read_bytes() for path in sorted((cycle / "results").rglob("*")) if path.is_file()}


def test_results_are_the_same_bytes_with_and_without_the_cache(cycle: Path, parcli: Run, own: Path, read_anew: list[str]) -> None:
    none = results(cycle, parcli, "--no-cache")
    assert not own.exists()
    count = len(read_anew)
    first = results(cycle, parcli)
    entries = list(own.rglob("*.bin"))
    assert entries
    assert len(read_anew) < 2 * count, "what validate read aggregate need not read"
    read_anew.clear()
    again = results(cycle, parcli)
    assert [path for path in read_anew if path.endswith(".xlsx")] == []
    for path in entries:
        path.write_bytes(path.read_bytes()[::-1])
    damaged = results(cycle, parcli)
    assert none == first == again == damaged


@pytest.mark.usefixtures("own")
def test_verify_reads_anew_what_a_sealed_entry_says(cycle: Path, parcli: Run) -> None:
    """Whoever has the key can seal a false reading; verify still tells, for it reads the workbook itself."""
    honest = results(cycle, parcli)
    opened = open_cycle(cycle)
    shelf = sent.shelf(opened)
    unit = opened.cycle.units[0]
    whole = kept.shelf(shelf.layouts, opened.cycle.limits)
    assert whole is not None
    place = cycle / "submissions" / unit.id / f"{unit.id}.xlsx"
    read = batch.read_all(
        [batch.Job(place, f"submissions/{unit.id}/{place.name}", *first(shelf.names[unit.id]))], shelf.layouts, opened.cycle.limits
    )[0]
    whole.keep(
        replace(read, rows={key: {name: replace(cell, raw=None) for name, cell in row.items()} for key, row in read.rows.items()}),
        shelf.names[unit.id],
    )
    assert results(cycle, parcli) != honest, "the forged reading was taken"
    said = parcli("verify", "--json", "--cycle", str(cycle))
    assert said.returncode == 1
    assert {"VF114"} <= {each["code"] for each in json.loads(said.stdout)["findings"]}
    assert keeping.secret() == whole.key


def first(names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return names[0], names[1:]
