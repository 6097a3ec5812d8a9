"""Whatever others wrote stays what it is, a text that can be seen, in every file and on every line that parcli writes."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys

import pytest
from adversary.crafted import outward_cycle, outward_walk
from adversary.crafted.hostile_texts import MARK, TEXTS
from playwright.sync_api import sync_playwright

pytestmark = pytest.mark.slow

PLACED = ("results/validate/findings.json", "results/validate/kiem-tra.html", "results/aggregate/scores.json", "written/appraisal-1/don-vi-1.xlsx")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile") / "cycle"
    folder.mkdir()
    return outward_cycle.make(folder)


def test_no_command_ends_in_a_fault_of_its_own(hostile):
    assert {one.command: one.code for one in hostile.said if one.code not in (0, 1)} == {}


def test_every_text_came_through_somewhere(hostile):
    """Nothing is proved about a text that never went out."""
    written = b"".join(path.read_bytes() for path in hostile.written() if path.suffix in (".json", ".html", ".csv")).decode()
    assert [place for place in range(len(TEXTS)) if f"{MARK}{place:02d}" not in written and place != len(TEXTS) - 1] == []
    assert f"{MARK}99AAA" in written
    assert all((hostile.folder / name).exists() for name in PLACED)


def test_every_written_file_keeps_them_as_texts(hostile):
    wrong = {}
    for path in hostile.written():
        annotated = "annotated" in path.parts
        found = outward_walk.workbook(path.read_bytes(), own=False) if annotated else outward_walk.texts(path)
        if complaints := list(dict.fromkeys(found)):
            wrong[path.relative_to(hostile.folder).as_posix()] = complaints[:5]
    assert wrong == {}


def test_every_printed_line_keeps_them_as_texts(hostile):
    wrong = {
        one.command: complaints for one in hostile.said if (complaints := [*outward_walk.unseen(one.text), *outward_walk.kept(_unwrapped(one.text))])
    }
    assert wrong == {}


def _unwrapped(text: str) -> str:
    """Return what a table printed without the blanks and edges by which it was broken into lines."""
    return re.sub(r"\s*\n[\s│|]*", "", text)


def test_a_page_in_a_browser_runs_nothing_and_asks_for_nothing(hostile):
    program = shutil.which("chromium")
    if program is None and not os.environ.get("CI"):
        pytest.skip("chromium is not installed: the proof was not made")
    pages = [path for path in hostile.written() if path.suffix == ".html" and "published" not in path.parts]
    assert len(pages) >= 3
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for path in pages:
            page = browser.new_page()
            page.on("request", lambda request: asked.append(request.url))
            page.on("dialog", lambda dialog: asked.append(dialog.message))
            page.goto(path.as_uri())
            assert page.evaluate("window.zq") is None, path.name
            assert MARK in page.content()
        browser.close()
    assert sorted(asked) == sorted(path.as_uri() for path in pages)


def test_a_terminal_is_given_colours_and_nothing_else(hostile):
    """On a real terminal, where colours are shown: no link, no moved cursor, no title, no markup of others."""
    screen, theirs = pty.openpty()
    command = [sys.executable, "-m", "parcli", "validate", "don-vi-1", "--fail-on", "never", "-v", "-q", "--cycle", str(hostile.folder)]
    process = subprocess.Popen(command, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm-256color"})
    os.close(theirs)
    shown = bytearray()
    try:
        while piece := os.read(screen, 1 << 16):
            shown += piece
    except OSError:
        pass  # so Linux says that the other end was closed
    os.close(screen)
    assert process.wait() == 0
    text = shown.decode()
    assert "\x1b[" in text, "colours are shown, or nothing is proved"
    assert list(outward_walk.unseen(re.sub(r"\x1b\[[0-9;]*m", "", text).replace("\r\n", "\n"))) == []
    assert MARK in text
