"""A result set is the complete old or the complete new one: after every fault, at every step, by every way to die."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parcli.results.sets import CannotWrite, NotEmpty, add_files, mend, write_new_folder, write_set

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
OLD = {"findings.json": b"old", "annotated/a.xlsx": b"old" * 9, "only-old.txt": b""}
NEW = {"findings.json": b"new", "annotated/a.xlsx": b"new" * 9, "annotated/b/c.xlsx": b"new"}
linux = pytest.mark.skipif(sys.platform != "linux", reason="kills, limits and mounts as Linux has them")

WRITER = """
import signal, sys
from itertools import count
from pathlib import Path
from parcli.results import sets

if sys.argv[2] == "renames":
    sets._swapped = lambda one, other: False  # as on a system without the exchange
if sys.argv[3] == "handled":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
for number in count(1):
    mark = str(number).encode()
    sets.write_set(Path(sys.argv[1]), {f"{mark.decode()}/{place}.txt": mark * 5000 for place in range(6)} | {"mark": mark})
    if number == 2:
        print("writing", flush=True)
"""

# The script dies, or meets a fault, at its nth call of the system: at each in turn, until one run comes through.
STEPS = """
import errno, os, signal, sys
from itertools import count
from pathlib import Path
from parcli.results import sets

fault, way, function = sys.argv[2:5]
if way == "renames":
    sets._swapped = lambda one, other: False
STEPS_OF = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.listdir", "os.scandir", "shutil.rmtree", "ctypes.dlsym"}

def hook(event, arguments, left=[0]):
    if event not in STEPS_OF or not armed or (event == "open" and arguments[0] == "/dev/null"):
        return
    left[0] += 1
    if left[0] != at:
        return
    if fault == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if fault == "interrupt":
        raise KeyboardInterrupt
    raise OSError(errno.ENOSPC, "full")

def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

made = function == "write_new_folder"
OLD, NEW = ({"a/b/x": word, "a/y": word * 99, word.decode(): b""} for word in (b"old", b"new"))
OLD = {} if made else OLD
armed, seen, statuses = False, set(), set()
for at in count(1):
    parent = Path(sys.argv[1]) / str(at)
    target = parent / "set"
    parent.mkdir(parents=True)
    if not made:
        sets.write_set(target, OLD)
    armed = False
    child = os.fork()
    if child == 0:
        armed = True
        sys.addaudithook(hook)
        try:
            getattr(sets, function)(target, NEW)
        except BaseException as error:
            armed = False
            os._exit({sets.CannotWrite: 4, KeyboardInterrupt: 5}[type(error)])
        armed = False
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    statuses.add(status)
    left_before = sorted(os.listdir(parent))
    sets.mend(parent)
    assert os.listdir(parent) == ["set"] or made and not os.listdir(parent), (at, os.listdir(parent))
    now = tree(target)
    if function == "add_files":
        assert now.keys() <= OLD.keys() | NEW.keys() and now.keys() >= OLD.keys()
        assert all(content in (OLD.get(name), NEW.get(name)) for name, content in now.items())
    else:
        assert now in (OLD, NEW), (at, now)
    if status == 4 and function == "write_set":
        assert now == OLD, at
    if fault != "kill":
        assert left_before == os.listdir(parent), (at, left_before)
    seen.add("new" if now == NEW else "old")
    if status == 0 and at > 40:
        break
print(sorted(seen), sorted(statuses))
"""

# A signal comes at the nth line that is executed, where the gaps are: at each in turn, until one run comes through.
LINES = """
import contextlib, ctypes, os, signal, sys
from itertools import count
from pathlib import Path
from parcli.results import sets, signals

if sys.argv[2] == "renames":
    sets._swapped = lambda one, other: False
places = {module.__file__ for module in (contextlib, sets, signals)}
number = getattr(signal, sys.argv[3])
OLD, NEW = ({"a/x": word, "y": b""} for word in (b"old", b"new"))
left = [0]

def trace(frame, event, argument):
    if frame.f_code.co_filename not in places:
        return None
    left[0] -= 1
    if left[0] == 0:
        signal.raise_signal(number)
    return trace

statuses = []
for at in count(1):
    target = Path(sys.argv[1]) / str(at) / "set"
    sets.write_set(target, OLD)
    child = os.fork()
    if child == 0:
        signal.signal(number, signal.default_int_handler)
        left[0] = at
        sys.settrace(trace)
        try:
            sets.write_set(target, NEW)
            status = 0
        except KeyboardInterrupt:
            status = 5
        finally:
            sys.settrace(None)
        os._exit(5 if left[0] == 0 and status == 0 else status)
    statuses.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    assert os.listdir(target.parent) == ["set"], (at, os.listdir(target.parent))
    assert (target / "a/x").read_bytes() in (b"old", b"new"), at
    if statuses[-1] == 0:
        break
print(len(statuses), sorted(set(statuses)))
"""


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(script: str, *arguments: object, **more: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)  # type: ignore[call-overload, no-any-return]


@contextmanager
def writer(target: Path, way: str, signals: str = "default") -> Iterator[subprocess.Popen[str]]:
    process = run(WRITER, target, way, signals)
    assert process.stdout
    assert process.stdout.readline() == "writing\n"
    try:
        yield process
    except BaseException:
        process.kill()
        raise
    finally:
        process.communicate(timeout=60)


def assert_whole(target: Path) -> int:
    """Assert that the set is of one writing only, and return its number."""
    found = tree(target)
    mark = found.pop("mark")
    assert found == {f"{mark.decode()}/{place}.txt": mark * 5000 for place in range(6)}
    return int(mark)


def test_new_content_takes_the_place_of_the_old(tmp_path: Path) -> None:
    target = tmp_path / "results" / "validate"
    for files in (OLD, NEW, NEW, {}):
        write_set(target, files)
        assert tree(target) == files
        assert os.listdir(target.parent) == ["validate"]
    assert mend(target.parent) == ()


@linux
@pytest.mark.parametrize("way", ["exchange", "renames"])
@pytest.mark.parametrize("fault", ["kill", "interrupt", "fault"])
def test_a_fault_at_each_step_leaves_one_whole_set(tmp_path: Path, fault: str, way: str) -> None:
    out, error = run(STEPS, tmp_path, fault, way, "write_set").communicate(timeout=60)
    assert error == ""
    assert out.startswith("['new', 'old']")


@linux
def test_a_fault_at_each_step_leaves_whole_files_when_adding(tmp_path: Path) -> None:
    for fault in ("kill", "interrupt", "fault"):
        out, error = run(STEPS, tmp_path / fault, fault, "exchange", "add_files").communicate(timeout=60)
        assert error == ""
        assert out


@linux
@pytest.mark.parametrize("fault", ["kill", "interrupt", "fault"])
def test_a_fault_at_each_step_leaves_a_whole_new_folder_or_none(tmp_path: Path, fault: str) -> None:
    out, error = run(STEPS, tmp_path, fault, "exchange", "write_new_folder").communicate(timeout=60)
    assert error == ""
    assert out.startswith("['new', 'old']")


@pytest.mark.parametrize("present", [False, True])
def test_of_several_that_make_one_new_folder_one_wins(tmp_path: Path, present: bool) -> None:
    target = tmp_path / "new"
    if present:
        target.mkdir()
    script = (
        "import sys\nfrom pathlib import Path\nfrom parcli.results.sets import CannotWrite, NotEmpty, write_new_folder\n"
        "mark = sys.argv[2]\n"
        "try: write_new_folder(Path(sys.argv[1]), {f'a/{n}': mark.encode() for n in range(20)} | {mark: b''})\n"
        "except (CannotWrite, NotEmpty): sys.exit(1)\n"
    )
    makers = {mark: run(script, target, mark) for mark in "xyz"}
    for maker in makers.values():
        maker.communicate(timeout=60)
    (winner,) = (mark for mark, maker in makers.items() if maker.returncode == 0)
    assert tree(target) == {f"a/{n}": winner.encode() for n in range(20)} | {winner: b""}
    assert os.listdir(tmp_path) == ["new"]


@linux
def test_kill_9_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(1)
    for attempt in range(30):
        way = ("exchange", "renames")[attempt % 2]
        target = tmp_path / str(attempt) / "set"
        with writer(target, way) as process:
            time.sleep(chance.random() * 0.02)
            process.kill()
        mend(target.parent)
        assert assert_whole(target) >= 2
        assert os.listdir(target.parent) == ["set"]


@linux
@pytest.mark.parametrize(("name", "way"), [("SIGINT", "exchange"), ("SIGTERM", "renames")])
def test_a_request_to_end_at_any_line_leaves_no_litter(tmp_path: Path, name: str, way: str) -> None:
    out, error = run(LINES, tmp_path, way, name).communicate(timeout=120)
    assert error == ""
    lines, statuses = out.split(maxsplit=1)
    assert int(lines) > 300
    assert statuses == "[0, 5]\n"


@linux
@pytest.mark.parametrize(("number", "signals"), [(signal.SIGINT, "default"), (signal.SIGTERM, "handled")])
def test_an_interrupt_leaves_no_litter(tmp_path: Path, number: signal.Signals, signals: str) -> None:
    chance = random.Random(2)
    for attempt in range(8):
        target = tmp_path / str(attempt) / "set"
        with writer(target, ("exchange", "renames")[attempt % 2], signals) as process:
            time.sleep(chance.random() * 0.02)
            process.send_signal(number)
        assert process.returncode != 0
        assert os.listdir(target.parent) == ["set"]
        assert assert_whole(target) >= 2


@linux
def test_a_reader_never_meets_a_mixture(tmp_path: Path) -> None:
    target = tmp_path / "set"
    whole = 0
    with writer(target, "exchange") as process:
        for _ in range(300):
            here = os.open(target, os.O_RDONLY)
            names = os.listdir(here)
            still = os.fstat(here).st_ino == target.stat().st_ino  # else it is the former set by now, being removed
            os.close(here)
            assert not still or (len(names) == 2 and "mark" in names)
            whole += still
        process.kill()
    assert whole


def test_mend_removes_a_new_set_that_was_being_built(tmp_path: Path) -> None:
    write_set(tmp_path / "rank", OLD)
    write_set(tmp_path / ".parcli-new-rank", {"half": b"ha"})
    write_set(tmp_path / ".parcli-new-first", {"half": b"ha"})
    assert mend(tmp_path) == ("removed .parcli-new-first", "removed .parcli-new-rank")
    assert tree(tmp_path) == {f"rank/{name}": content for name, content in OLD.items()}


def test_mend_finishes_the_second_rename(tmp_path: Path) -> None:
    write_set(tmp_path / ".parcli-old-rank", OLD)
    write_set(tmp_path / ".parcli-new-rank", NEW)
    assert mend(tmp_path) == ("finished rank", "removed .parcli-old-rank")
    assert os.listdir(tmp_path) == ["rank"]
    assert tree(tmp_path / "rank") == NEW


def test_mend_removes_the_former_set_after_the_exchange(tmp_path: Path) -> None:
    for litter in (".parcli-old-rank", ".parcli-new-rank"):
        write_set(tmp_path / "rank", NEW)
        write_set(tmp_path / litter, OLD)
        assert mend(tmp_path) == (f"removed {litter}",)
        assert tree(tmp_path / "rank") == NEW
        assert os.listdir(tmp_path) == ["rank"]


def test_mend_restores_a_set_that_was_only_set_aside(tmp_path: Path) -> None:
    write_set(tmp_path / ".parcli-old-rank", OLD)
    assert mend(tmp_path) == ("restored rank",)
    assert tree(tmp_path / "rank") == OLD


def test_mend_removes_half_removed_litter_and_nothing_else(tmp_path: Path) -> None:
    mine = {".parcli.lock": b"", "notes.txt": b"mine", ".parcli-new": b"mine"}
    for name, content in mine.items():
        (tmp_path / name).write_bytes(content)
    write_set(tmp_path / ".parcli-gone-77-0", {"a": b""})
    (tmp_path / ".parcli-new-file").write_bytes(b"")
    outside = tmp_path / "outside"
    write_set(outside, OLD)
    (tmp_path / ".parcli-new-link").symlink_to(outside)
    removed = {"removed .parcli-gone-77-0", "removed .parcli-new-file", "removed .parcli-new-link"}
    assert set(mend(tmp_path)) == removed
    assert tree(outside) == OLD
    assert mine.items() <= tree(tmp_path).items()
    assert mend(tmp_path) == mend(tmp_path / "absent") == ()


def test_writing_mends_first(tmp_path: Path) -> None:
    write_set(tmp_path / ".parcli-old-rank", OLD)
    write_set(tmp_path / ".parcli-new-rank", NEW)
    with pytest.raises(ZeroDivisionError):
        write_set(tmp_path / "rank", Broken())
    assert tree(tmp_path / "rank") == NEW
    assert os.listdir(tmp_path) == ["rank"]


class Broken(dict[str, bytes]):
    """Content that fails while it is being written."""

    def __init__(self) -> None:
        super().__init__(a=b"", b=b"")

    def __getitem__(self, name: str) -> bytes:
        return b"x" if name == "a" else bytes(1 // 0)


@linux
def test_a_file_larger_than_allowed_keeps_the_old_set(tmp_path: Path) -> None:
    script = (
        "import resource, sys\nfrom pathlib import Path\nfrom parcli.results.sets import CannotWrite, write_set\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n"
        "try: write_set(Path(sys.argv[1]), {'a': b'', 'b': bytes(20000)})\n"
        "except CannotWrite as fault: print(fault.path.name, fault.reason)\n"
    )
    write_set(tmp_path / "rank", OLD)
    assert run(script, tmp_path / "rank").communicate(timeout=60) == ("rank EFBIG\n", "")
    assert tree(tmp_path / "rank") == OLD
    assert os.listdir(tmp_path) == ["rank"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 256 KiB, where one can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_keeps_the_old_set(small_disk: Path) -> None:
    target = small_disk / "rank"
    write_set(target, OLD)
    with pytest.raises(CannotWrite) as fault:
        write_set(target, {"a": b"a", "b": bytes(300_000)})
    assert (fault.value.path, fault.value.reason) == (target, "ENOSPC")
    with pytest.raises(CannotWrite):
        add_files(target, {"findings.json": b"x", "other": bytes(300_000)})
    assert tree(target) == OLD
    assert os.listdir(small_disk) == ["rank"]
    write_set(target, NEW)
    assert tree(target) == NEW


def test_a_read_only_disk_keeps_the_old_set(small_disk: Path) -> None:
    write_set(small_disk / "rank", OLD)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    writes: tuple[Callable[[Path, Mapping[str, bytes]], None], ...] = (write_set, add_files, write_new_folder)
    for write, name in zip(writes, ("rank", "rank", "made"), strict=True):
        with pytest.raises(CannotWrite) as fault:
            write(small_disk / name, NEW)
        assert fault.value.reason == "EROFS"
    assert tree(small_disk) == {f"rank/{name}": content for name, content in OLD.items()}


def test_a_disk_of_its_own_can_become_a_new_folder(small_disk: Path) -> None:
    write_new_folder(small_disk, NEW)
    assert tree(small_disk) == NEW


def test_a_file_or_link_in_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    write_set(tmp_path / "set", OLD)
    (tmp_path / "link").symlink_to(tmp_path / "set")
    for target in (tmp_path / "file", tmp_path / "file" / "set", tmp_path / "link"):
        for write in (write_set, add_files):
            with pytest.raises(CannotWrite):
                write(target, NEW)
    assert (tmp_path / "file").read_bytes() == b"mine"
    assert tree(tmp_path / "set") == OLD
    assert sorted(os.listdir(tmp_path)) == ["file", "link", "set"]


@pytest.mark.parametrize("name", ["", "/etc/x", "../x", "a/../x", "a//b", "a/", "./a", "C:x", "a\\b", "a\0"])
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    for write in (write_set, add_files, write_new_folder):
        with pytest.raises(ValueError, match=r"^"):
            write(tmp_path / "set", {name: b""})
    with pytest.raises(ValueError, match="a/b"):
        write_set(tmp_path / "set", {"a": b"", "a/b": b""})
    assert os.listdir(tmp_path) == []


def test_modes_follow_the_umask(tmp_path: Path) -> None:
    for umask, folder, file in ((0o002, 0o775, 0o664), (0o077, 0o700, 0o600)):
        before = os.umask(umask)
        try:
            write_set(tmp_path / "set", NEW)
        finally:
            os.umask(before)
        assert (tmp_path / "set" / "annotated").stat().st_mode & 0o777 == folder
        assert (tmp_path / "set" / "findings.json").stat().st_mode & 0o777 == file


def test_a_new_folder_must_be_absent_or_empty(tmp_path: Path) -> None:
    write_new_folder(tmp_path / "a" / "b", NEW)
    assert tree(tmp_path / "a" / "b") == NEW
    assert os.listdir(tmp_path / "a") == ["b"]
    for target in (tmp_path / "a" / "b", tmp_path / "a" / "b" / "findings.json"):
        with pytest.raises(NotEmpty):
            write_new_folder(target, OLD)
    assert tree(tmp_path / "a" / "b") == NEW


def test_an_empty_folder_stays_the_same_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_set(tmp_path / ".parcli-new-x.1", {"left": b"by a killed run"})
    write_new_folder(Path(), NEW)
    assert mend(tmp_path) == ("removed .parcli-new-x.1",)
    assert tree(Path()) == NEW
    assert Path.cwd().stat().st_ino == tmp_path.stat().st_ino


def test_a_new_folder_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "absent"):
        with pytest.raises(ZeroDivisionError):
            write_new_folder(tmp_path / name, Broken())
        with pytest.raises(CannotWrite):
            write_new_folder(tmp_path / name, {"a": b"", "n" * 300: b""})
    assert os.listdir(tmp_path) == ["empty"]
    assert os.listdir(tmp_path / "empty") == []


def test_added_files_leave_the_others(tmp_path: Path) -> None:
    target = tmp_path / "workbooks"
    add_files(target, OLD)
    add_files(target, NEW)
    assert tree(target) == OLD | NEW
    assert os.listdir(tmp_path) == ["workbooks"]


def test_a_folder_in_the_place_of_an_added_file_is_named(tmp_path: Path) -> None:
    write_set(tmp_path / "set", {"a/b": b"mine"})
    with pytest.raises(CannotWrite) as fault:
        add_files(tmp_path / "set", {"a": b""})
    assert fault.value.path == tmp_path / "set" / "a"
    assert tree(tmp_path) == {"set/a/b": b"mine"}


NAMES = st.lists(st.text("aăÂ ế́.-_1～", min_size=1, max_size=8).filter(lambda part: part not in {".", ".."}), min_size=1, max_size=3)
FILES = st.dictionaries(NAMES.map("/".join), st.binary(max_size=40), max_size=6)


def apart(files: dict[str, bytes]) -> bool:
    return not any(other.startswith(f"{name}/") for name in files for other in files)


@given(old=FILES.filter(apart), new=FILES.filter(apart))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_what_was_written_is_read_back(old: dict[str, bytes], new: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / "set"
        write_set(target, old)
        write_set(target, new)
        assert tree(target) == new
        assert os.listdir(place) == ["set"]
