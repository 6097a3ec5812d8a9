"""The walk for the count misses nothing and follows nothing."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from cli.heaps import lying as counted
from cli.heaps import strew

from parcli.core.accounting import Lying
from parcli.desk.tally import lying


@pytest.mark.parametrize("seed", range(12))
def test_it_meets_everything_once(tmp_path: Path, seed: int) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"x")
    cycle = tmp_path / "cycle"
    for name in ("submissions", "survey"):
        (cycle / name).mkdir(parents=True)
        strew(cycle / name, 60, Random(seed), outside)
    found = lying(cycle, ("submissions", "survey", "absent"))
    assert len(found) == counted(cycle)
    assert not any("secret" in one.path for one in found)
    assert {one.path.partition("/")[0] for one in found} == {"submissions", "survey"}


def test_a_root_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "submissions").symlink_to(tmp_path)
    (tmp_path / "survey").write_bytes(b"")
    assert lying(tmp_path, ("submissions", "survey")) == (Lying("submissions", plain=False), Lying("survey", plain=False))
