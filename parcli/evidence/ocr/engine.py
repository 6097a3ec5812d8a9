"""Finds tesseract and runs it: pictures go in by its standard input, words and their places come out.

tesseract stands outside Python and need not be there. It gets one thread, little time and the memory of the worker
that started it, and it leaves no files.
"""

from __future__ import annotations

import contextlib
import math
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

LANGUAGE = "vie"
_LOOK_SECONDS = 10.0
_OLDEST = 4
"""The first tesseract whose models read lines as a whole; older ones read Vietnamese letter by letter and badly."""
_WINDOWS_FOLDERS = (("ProgramFiles", "Tesseract-OCR"), ("ProgramFiles(x86)", "Tesseract-OCR"), ("LOCALAPPDATA", "Programs/Tesseract-OCR"))


OcrReason = Literal["not_open", "no_page", "no_size", "too_large", "too_small", "not_drawn", "no_engine", "too_slow", "engine_failed"]
"""Why OCR read nothing: of the file, of its page 1, of the drawing, of tesseract."""


class OcrFailed(Exception):
    """A page that OCR could not read, and why."""

    def __init__(self, reason: OcrReason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Engine:
    """A tesseract that has the Vietnamese model: the absolute path of the program, and a text for its version and model.

    Two engines with the same `version` read a page in the same way.
    """

    program: str
    version: str


def find(wish: Literal["auto", "never", "always"]) -> Engine | None:
    """Return the tesseract of this computer; None where it is not wanted, not there, too old, or without Vietnamese.

    It is looked for on PATH, on Windows also in the folders of the usual installers. Never raises.
    """
    if wish == "never":
        return None
    return next((engine for engine in map(_engine, _programs()) if engine is not None), None)


def run(engine: Engine, picture: bytes, dpi: int, layout: int, seconds: float) -> str:
    """Return the words of `picture` (PGM) as tesseract's table of tab-separated values.

    `layout` is its page segmentation mode. Raises OcrFailed when it does not end well within `seconds`.
    """
    options = ("-l", LANGUAGE, "--oem", "1", "--psm", str(layout), "--dpi", str(dpi), "-c", "tessedit_create_tsv=1")
    try:
        process = _started([engine.program, "-", "-", *options], subprocess.DEVNULL)
    except (OSError, ValueError) as error:
        raise OcrFailed("no_engine") from error
    with process:
        try:
            _bound(process.pid, seconds)
            table, _ = process.communicate(picture, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise OcrFailed("too_slow") from error
        finally:
            process.kill()
    if process.returncode:
        raise OcrFailed("engine_failed")
    return table.decode("utf-8", "replace")


def _programs() -> list[str]:
    found = [shutil.which("tesseract")]
    if sys.platform == "win32":
        roots = ((os.environ.get(variable), folder) for variable, folder in _WINDOWS_FOLDERS)
        found += [str(Path(root, folder, "tesseract.exe")) for root, folder in roots if root]
    # A program in the current folder is no installed one: the folder may have come with the evidence.
    return [program for program in found if program is not None and Path(program).is_absolute() and Path(program).is_file()]


def _engine(program: str) -> Engine | None:
    languages = _said(program, "--list-langs")
    version = re.match(r"tesseract v?((\d+)\.\S*)", _said(program, "--version"))
    if version is None or int(version[2]) < _OLDEST or LANGUAGE not in languages.splitlines():
        return None
    return Engine(program, f"tesseract {version[1]} {_model(languages)}".rstrip())


def _said(program: str, option: str) -> str:
    """Return what the program answers to an option; nothing when it does not answer well."""
    try:
        process = _started([program, option], subprocess.STDOUT)
        with process:
            try:
                answer, _ = process.communicate(timeout=_LOOK_SECONDS)
            finally:
                process.kill()
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return answer.decode("utf-8", "replace").replace("\r\n", "\n") if process.returncode == 0 else ""


def _model(languages: str) -> str:
    """Tell the model by its size: the small, the usual and the large one read differently under the same version."""
    folder = re.search(r'"(.+)"', languages)
    if folder is None:
        return ""
    try:
        return f"{LANGUAGE} {Path(folder[1], f'{LANGUAGE}.traineddata').stat().st_size}"
    except OSError:
        return ""


def _started(command: list[str], errors: int) -> subprocess.Popen[bytes]:
    # More threads would make one page little faster and all pages together slower.
    surroundings = dict(os.environ, OMP_THREAD_LIMIT="1", LC_ALL="C")
    flags: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return subprocess.Popen(  # noqa: S603 - a program of this computer, no shell
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=surroundings, creationflags=flags
    )


def _bound(process: int, seconds: float) -> None:
    """Limit its processor time by the system, so that it ends soon even when the worker that waits for it is killed."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415 - not on every platform

    most = math.ceil(seconds) + 1
    with contextlib.suppress(OSError, ValueError):
        _, hard = resource.prlimit(process, resource.RLIMIT_CPU)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.prlimit(process, resource.RLIMIT_CPU, (most, most))
