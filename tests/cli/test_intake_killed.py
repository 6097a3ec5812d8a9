"""A run that is killed at any moment loses nothing: the next one ends where an undisturbed one would have ended."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli import returns
from cli.returns import UNITS
from desk.archives import zipped

pytestmark = pytest.mark.slow


def test_killed_at_any_moment_and_run_again(tmp_path: Path) -> None:
    start = returns.make(tmp_path / "start")
    first = {
        f"{unit}.zip": zipped({"b.xlsx": start.workbook(unit, 1), **{f"evidence/{n}.pdf": unit.encode() * n for n in range(40)}})
        for unit in UNITS[:6]
    }
    second = {f"{unit} bổ sung.zip": zipped({"b.xlsx": start.workbook(unit, 2), "evidence/3.pdf": b"new"}) for unit in UNITS[:3]}
    for name, content in first.items():
        start.put(name, content)
    command = [sys.executable, "-m", "parcli", "intake", "-q", "--received", "2023-11-20", "--cycle"]
    subprocess.run([*command, str(start.folder)], check=True, capture_output=True)
    for name, content in second.items():
        start.put(name, content)
    calm = tmp_path / "calm"
    shutil.copytree(start.folder, calm)
    begun = time.monotonic()
    subprocess.run([*command, str(calm)], check=True, capture_output=True)
    usual = time.monotonic() - begun
    wanted = returns.tree(calm / "submissions")
    held = {sha256 for name, sha256 in returns.tree(start.folder).items() if not name.endswith(("received.json", "log.jsonl"))}
    chance = random.Random(5)
    killed = 0
    for number in range(12):
        folder = tmp_path / str(number)
        shutil.copytree(start.folder, folder)
        running = subprocess.Popen([*command, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.4, 1.0) * usual)
        running.kill()
        killed += running.wait() == -9
        lost = held - set(returns.tree(folder).values())
        assert not lost
        subprocess.run([*command, str(folder)], check=True, capture_output=True)
        assert returns.tree(folder / "submissions") == wanted
        assert not (folder / ".parcli-intake").exists()
    assert killed
