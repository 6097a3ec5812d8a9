"""One run holds a cycle; nothing but a living process can hold it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from parcli.results.lock import NAME, Held, hold
from parcli.results.sets import CannotWrite

ROOT = Path(__file__).parents[2]
HOLDER = """
import os, sys, time
from pathlib import Path
from parcli.results.lock import hold
with hold(Path(sys.argv[1])):
    if sys.argv[2:] and os.fork() == 0:
        print(os.getpid(), flush=True)
        time.sleep(60)
    if not sys.argv[2:]:
        print("held", flush=True)
    time.sleep(60)
"""


@contextmanager
def holder(cycle: Path, *with_child: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", HOLDER, str(cycle), *with_child]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def test_the_second_of_two_processes_is_told_at_once(tmp_path: Path) -> None:
    with holder(tmp_path), pytest.raises(Held) as fault, hold(tmp_path):
        pass
    assert fault.value.path == tmp_path
    with hold(tmp_path):
        pass


def test_kill_9_frees_the_cycle(tmp_path: Path) -> None:
    for _ in range(3):
        with holder(tmp_path) as (process, said):
            assert said == "held"
            process.kill()
            process.wait()
            with hold(tmp_path):
                pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked only where a system can")
def test_a_forked_worker_that_outlives_its_parent_does_not_hold_the_cycle(tmp_path: Path) -> None:
    with holder(tmp_path, "child") as (process, child):
        try:
            process.kill()
            process.wait()
            os.kill(int(child), 0)
            with hold(tmp_path):
                pass
        finally:
            os.kill(int(child), 9)


def test_one_process_cannot_hold_a_cycle_twice(tmp_path: Path) -> None:
    with hold(tmp_path):
        with pytest.raises(Held), hold(tmp_path):
            pass
        with pytest.raises(Held), hold(tmp_path):
            pass


def test_a_failing_run_lets_go_and_leaves_an_empty_lock_file(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold(tmp_path):
        _ = 1 // 0
    with pytest.raises(FileNotFoundError, match="mine"), hold(tmp_path):
        raise FileNotFoundError(2, "mine")
    assert (tmp_path / NAME).read_bytes() == b""


def test_where_no_lock_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "taken" / NAME).mkdir(parents=True)
    for cycle, reason in (("absent", "ENOTDIR"), ("file", "ENOTDIR"), ("taken", "EISDIR")):
        with pytest.raises(CannotWrite) as fault, hold(tmp_path / cycle):
            pass
        assert (fault.value.path, fault.value.reason) == (tmp_path / cycle / NAME, reason)
    assert sorted(os.listdir(tmp_path)) == ["file", "taken"]


def test_a_read_only_disk(tmp_path: Path) -> None:
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k,ro", "none", str(tmp_path)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        with pytest.raises(CannotWrite) as fault, hold(tmp_path):
            pass
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
    assert fault.value.reason == "EROFS"
