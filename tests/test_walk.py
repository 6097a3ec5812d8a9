"""The walk for a new analyst is walked: every command runs, every file is written, everything said is said."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent / "docs" / "vi" / "bo-chi-so-dau-tien.md"
STEP = re.compile(r"<!-- walk: (\w+) ?(\S*) -->(?:\s*\n```\w*\n(.*?)```)?", re.DOTALL)


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """A shell in which ``parcli`` is the one under test."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "parcli"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m parcli "$@"\n', "utf-8")
    program.chmod(0o755)
    return os.environ | {"PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(PAGE.parents[2]), "PARCLI_LANG": "vi"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the page's commands are those of a Unix shell")
def test_the_walk_leads_where_it_says(tmp_path: Path, shell: dict[str, str]) -> None:
    place, said, steps = tmp_path, "", STEP.findall(PAGE.read_text("utf-8"))
    assert [kind for kind, _, _ in steps].count("file") == 4
    for kind, about, text in steps:
        if kind == "run":
            command = f"{text}pwd > '{tmp_path}/where'\n" if not about else text
            done = subprocess.run(["bash", "-ec", command], cwd=place, env=shell, capture_output=True, text=True, check=False)
            said = done.stdout + done.stderr
            assert done.returncode == int(about or 0), said
            place = Path((tmp_path / "where").read_text("utf-8").strip())
        elif kind == "file":
            (place / about).write_text(text, "utf-8")
        elif kind == "edit":
            old, new = text.split("=>\n")
            whole = (place / about).read_text("utf-8")
            assert whole.count(old) == 1, old
            (place / about).write_text(whole.replace(old, new), "utf-8")
        elif kind == "says":
            assert text.strip() in said, said
        else:
            assert kind == "exists"
            assert (place / about).is_file()
