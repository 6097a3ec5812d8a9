"""Same inputs, same bytes: the commands of a whole cycle, run under surroundings that differ, give the same tree."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from .stage import Tree, environment, tree
from .warm import ROOT

_NAME = "Đợt chấm điểm 2023 – bản số 2"
_JOBS = ("generate-template", "appraise", "validate", "report", "aggregate", "publish")
"""The commands that take --jobs; those but the first that examine evidence take --no-cache."""
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("generate-template", "--bundle"),
    ("appraise", "open", "--round", "1"),
    ("validate", "--annotate", "--fail-on", "never"),
    ("report", "--all"),
    ("aggregate", "--provisional"),
    ("rank",),
    ("publish", "lan-1", "--provisional-too", "--archive"),
)
Lay = Callable[[Path, Path, Random], object]


def _copied(start: Path, cycle: Path, chance: Random) -> None:  # noqa: ARG001 - others draw from it
    shutil.copytree(start, cycle)


def _backwards(start: Path, cycle: Path, chance: Random) -> None:  # noqa: ARG001
    _made(start, cycle, sorted(start.rglob("*"), reverse=True))


def _shuffled(start: Path, cycle: Path, chance: Random) -> None:
    """Make the files in a drawn order, each under another name first, so that folders list them in another order."""
    paths = sorted(start.rglob("*"))
    chance.shuffle(paths)
    _made(start, cycle, paths)
    files = [path for path in cycle.rglob("*") if path.is_file()]
    chance.shuffle(files)
    for path in files:
        path.rename(path.with_name(f"{chance.randrange(10**6)}.tmp")).rename(path)


def _made(start: Path, cycle: Path, paths: Sequence[Path]) -> None:
    for path in paths:
        place = cycle / path.relative_to(start)
        (place if path.is_dir() else place.parent).mkdir(parents=True, exist_ok=True)
        if path.is_file():
            place.write_bytes(path.read_bytes())


def _long_ago(start: Path, cycle: Path, chance: Random) -> None:
    shutil.copytree(start, cycle)
    for path in cycle.rglob("*"):
        os.utime(path, (chance.randrange(10**9),) * 2)


@dataclass(frozen=True)
class Variation:
    """What differs: words of the environment, how the cycle is laid down and named, from where and by whom the commands are run."""

    name: str
    words: dict[str, str] = field(default_factory=dict)
    lay: Lay = _copied
    folder: str = "cycle"
    where: str = "elsewhere"
    jobs: str = "2"
    umask: int = 0o022
    days: int = 0
    cache: str = "own"


_NFC, _NFD = (unicodedata.normalize(form, _NAME) for form in ("NFC", "NFD"))
VARIATIONS = (
    Variation("a path with Vietnamese letters and spaces, NFD; umask 077", folder=_NFD, umask=0o077),
    Variation("files made in another order, cache absent", lay=_shuffled, cache="none"),
    Variation("zone and clock, a year back; from within", {"TZ": "America/Los_Angeles"}, days=-400, where="inside"),
    Variation("C locale, no UTF-8 mode", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, jobs="1"),
    Variation("hashes of another seed, umask 077", {"PYTHONHASHSEED": "4242"}, umask=0o077),
    Variation("from within the cycle, cache warm", where="inside", cache="warm"),
    Variation("a path with Vietnamese letters and spaces, NFC", folder=_NFC),
    Variation("a relative path", where="above"),
    Variation("through a link", where="link"),
    Variation("the zone of Hà Nội", {"TZ": "Asia/Ho_Chi_Minh"}),
    Variation("a zone half an hour off", {"TZ": "Asia/Kolkata"}, days=1),
    Variation("clock a year ahead", days=400),
    Variation("English locale", {"LC_ALL": "en_US.UTF-8", "LANG": "en_US.UTF-8", "PARCLI_LANG": "en"}),
    Variation("Vietnamese locale", {"LC_ALL": "vi_VN.UTF-8", "LANG": "vi_VN.UTF-8", "PARCLI_LANG": "vi"}),
    Variation("umask 000", umask=0),
    Variation("files made backwards", lay=_backwards),
    Variation("files with other times", lay=_long_ago),
    Variation("one worker", jobs="1"),
    Variation("four workers", jobs="4"),
    Variation("hashes of seed 0", {"PYTHONHASHSEED": "0"}),
    Variation("another user", {"HOME": "/nonexistent", "USER": "ai-do", "LOGNAME": "ai-do", "USERNAME": "ai-do", "TERM": "dumb", "COLUMNS": "40"}),
    Variation("no cache", cache="none"),
    Variation("a cache that cannot be written", cache="shut"),
    Variation("optimised, no bytecode kept", {"PYTHONOPTIMIZE": "2", "PYTHONDONTWRITEBYTECODE": "1"}),
)
SHORT = 4
"""So many of them, the first, are the short form: each differs in several ways from what is usual."""


def differences(start: Path, folder: Path, chosen: Sequence[Variation], seed: int, lanes: int) -> tuple[str, ...]:
    """Run the commands on the cycle ``start`` as it is and under each variation; return what differs, in words."""
    reference = _after(Variation("reference"), start, folder / "reference", seed)
    with ThreadPoolExecutor(lanes) as pool:
        trees = pool.map(lambda place: _after(chosen[place], start, folder / f"v{place}", seed), range(len(chosen)))
        return tuple(told for one, made in zip(chosen, trees, strict=True) for told in _unlike(one, reference, made))


def _unlike(one: Variation, reference: Tree | str, made: Tree | str) -> list[str]:
    if isinstance(reference, str) or isinstance(made, str):
        return [f"{one.name}: {made if isinstance(made, str) else reference}"]
    names = sorted(name for name in reference.keys() | made.keys() if reference.get(name) != made.get(name))
    return [f"{one.name}: {len(names)} of {len(reference)} files differ: {', '.join(names[:4])}"] if names else []


def _after(one: Variation, start: Path, place: Path, seed: int) -> Tree | str:
    """Return the cycle after all commands, or what went wrong."""
    place.mkdir(parents=True)
    cycle = place / one.folder
    one.lay(start, cycle, Random(seed))
    said = [_run(one, place, cycle, place / "cache")]
    if one.cache == "warm":
        shutil.rmtree(cycle)
        one.lay(start, cycle, Random(seed + 1))
        said.append(_run(one, place, cycle, place / "cache"))
    made = tree(cycle)
    shutil.rmtree(place)
    wrong = next((each for each in said if each), None)
    return wrong or made


def _run(one: Variation, place: Path, cycle: Path, cache: Path) -> str:
    """Run the commands in one interpreter; return what went wrong, "" where nothing did."""
    cwd, named = {
        "elsewhere": (place, ["--cycle", str(cycle)]),
        "inside": (cycle, []),
        "above": (place, ["--cycle", one.folder]),
        "link": (place, ["--cycle", str(place / "link")]),
    }[one.where]
    if one.where == "link":
        (place / "link").symlink_to(cycle)
    if one.cache == "shut":
        cache.write_bytes(b"")  # a file where a folder should be
    commands = [[*command, *_options(one, command), "-q", *named] for command in COMMANDS]
    program = [sys.executable, str(Path(__file__).with_name("sequence.py")), json.dumps({"commands": commands, "umask": one.umask, "days": one.days})]
    surroundings = {**environment(cache), "PYTHONPATH": str(ROOT), **one.words}
    done = subprocess.run(program, cwd=cwd, env=surroundings, capture_output=True, check=False)
    codes = json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 and done.stdout else []
    return "" if codes == [0] * len(COMMANDS) else f"exit codes {codes}: {done.stderr.decode('utf-8', 'replace')[-300:]}"


def _options(one: Variation, command: tuple[str, ...]) -> list[str]:
    jobs = ["--jobs", one.jobs] if command[0] in _JOBS else []
    return [*jobs, "--no-cache"] if one.cache == "none" and command[0] in _JOBS[1:] else jobs
