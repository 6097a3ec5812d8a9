"""What is under way and too large for memory lies in a folder of its own: no room there is said as such, and nothing is left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="no bound on the size of files there")]
_RUN = """
import resource, signal, sys
from parcli.cli.run import run
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(run(sys.argv[2:]))
"""


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("largest", [300, 9_000, 60_000])
def test_no_room_for_the_city_book_leaves_the_results_and_nothing_else(cycle: Path, tmp_path: Path, largest: int) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": os.pathsep.join(sys.path)}

    def aggregate(most: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", _RUN, str(most), "aggregate", "--provisional", "-q", "--lang", "en", "--cycle", str(cycle)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert aggregate(100_000_000).returncode == 0
    before = tree(cycle)
    done = aggregate(largest)
    assert done.returncode == 4, done.stderr
    assert done.stderr.startswith(f"The results could not be written: {scratch}: EFBIG.")
    assert len(done.stderr.splitlines()) == 1
    assert tree(cycle) == before
    assert list(scratch.iterdir()) == []
