"""Whole folders through real workers: what is found, what is survived, what is stopped."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from parcli.core.evidence import EvidenceFolder
from parcli.core.limits import Limits
from parcli.demo.paper import Paper, locked_pdf, scan_pdf, text_pdf
from parcli.evidence.examine import Job, examine, only_hash, unexamined
from parcli.evidence.folder import FoundFile
from parcli.evidence.inspect import NO_PLAN, read_folders

LIMITS = Limits()
PAPER = Paper(
    "05/BC-SNV", date(2023, 1, 5), "UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ", "BÁO CÁO", "Kết quả", ("Nội dung.",),
    "GIÁM ĐỐC",
)  # fmt: skip
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")


def hog(repeats: int) -> bytes:
    """Return a PDF whose page tree names one page `repeats` times: small to send, wide to read."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[" + b"3 0 R " * repeats + b"]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
    )
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, item) for number, item in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


def sloth() -> bytes:
    """Return a PDF that qpdf reads for seconds: it looks at each of four million table places."""
    return hog(1) + b"startxref\n" * 4_000_000


def put(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return root


def many(root: Path, count: int) -> Path:
    text = text_pdf(PAPER)
    return put(root, {f"I.{n % 7}/{n}.pdf": text + b"%%%d\n" % n for n in range(count)})


def test_facts_of_a_folder(tmp_path: Path) -> None:
    text = text_pdf(PAPER)
    root = put(
        tmp_path / "evidence",
        {
            "I.1.2/bc.pdf": text,
            "scan.pdf": scan_pdf(PAPER, 1),
            "khoa.pdf": locked_pdf(PAPER),
            "anh.pdf": b"\xff\xd8\xff",
            "0.pdf": b"",
        },
    )
    found = read_folders({"so-noi-vu": root, "none": tmp_path / "absent"}, LIMITS)
    assert not found["none"].present
    files = {file.path: file for file in found["so-noi-vu"].files}
    first = files["I.1.2/bc.pdf"]
    assert (first.sha256, first.size, first.folder) == (hashlib.sha256(text).hexdigest(), len(text), "I.1.2")
    assert first.pdf is not None
    assert (first.pdf.content, first.pdf.pages, first.examined) == ("text", 1, True)
    kinds = {path: (file.real_type, file.pdf.content if file.pdf else None) for path, file in files.items()}
    assert kinds == {
        "0.pdf": ("empty", None),
        "I.1.2/bc.pdf": ("pdf", "text"),
        "anh.pdf": ("jpeg", None),
        "khoa.pdf": ("pdf", "unknown"),
        "scan.pdf": ("pdf", "scan"),
    }
    assert files["scan.pdf"].folder is None
    assert list(files) == sorted(files)


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    folders = {f"u{n}": many(tmp_path / f"u{n}", 30) for n in range(3)}
    told: list[tuple[int, int]] = []
    one = read_folders(folders, LIMITS, jobs=1, progress=lambda done, total: told.append((done, total)))
    assert one == read_folders(folders, LIMITS, jobs=2)
    assert list(one) == list(folders)
    assert sum(len(folder.files) for folder in one.values()) == 90
    assert told == sorted(told)
    size = sum(file.size for folder in one.values() for file in folder.files)
    assert told[-1] == (size, size)


def test_no_folders_need_no_workers() -> None:
    assert read_folders({}, LIMITS) == {}


def test_inputs_are_left_as_they_were(tmp_path: Path) -> None:
    root = many(tmp_path, 3)
    before = {place: place.read_bytes() for place in root.rglob("*.pdf")}
    read_folders({"u": root}, LIMITS)
    assert {place: place.read_bytes() for place in root.rglob("*") if place.is_file()} == before


def test_a_file_above_the_limit_is_hashed_but_not_opened(tmp_path: Path) -> None:
    content = text_pdf(PAPER)
    put(tmp_path, {"a.pdf": content})
    (file,) = read_folders({"u": tmp_path}, Limits(pdf_bytes=len(content) - 1))["u"].files
    assert (file.sha256, file.real_type) == (hashlib.sha256(content).hexdigest(), "pdf")
    assert (file.examined, file.pdf) == (False, None)
    assert file.detail == f"{len(content)} bytes, the limit is {len(content) - 1}"


def only_culprit(folder: EvidenceFolder, culprit: str) -> str:
    """Check that all files but one were examined, and return why that one was not."""
    files = {file.path: file for file in folder.files}
    assert [path for path, file in files.items() if not file.examined] == [culprit]
    assert files[culprit].sha256
    return files[culprit].detail


@pytest.mark.slow
@linux
def test_a_file_that_takes_too_long_is_stopped_and_only_that_one(tmp_path: Path) -> None:
    put(tmp_path, {"a.pdf": text_pdf(PAPER), "b.pdf": sloth(), "c.txt": b"x"})
    told: list[tuple[int, int]] = []
    found = read_folders({"u": tmp_path}, Limits(pdf_cpu_seconds=1), jobs=1, progress=lambda *at: told.append(at))
    assert only_culprit(found["u"], "b.pdf") == "needs more than 1 s of processor time"
    size = sum(file.size for file in found["u"].files)
    assert told[-1] == (size, size)


_READ_BY_ONE = """
import sys
from pathlib import Path
from parcli.core.limits import Limits
from parcli.evidence.inspect import read_folders
found = read_folders({"u": Path(sys.argv[1])}, Limits(worker_memory=20 << 20), jobs=1)["u"]
print(*(file.path for file in found.files if not file.examined))
"""


@pytest.mark.slow
@linux
def test_a_file_that_takes_too_much_memory_is_stopped_and_only_that_one(tmp_path: Path) -> None:
    """In a process of its own: what this one has freed would be memory that its workers need not ask for."""
    put(tmp_path, {"a.pdf": text_pdf(PAPER), "b.pdf": hog(6_000_000), "c.txt": b"x"})
    read = subprocess.run([sys.executable, "-c", _READ_BY_ONE, str(tmp_path)], capture_output=True, text=True, timeout=100, check=True)
    assert (read.stdout, read.stderr) == ("b.pdf\n", "")


@linux
def test_a_worker_ended_from_outside_loses_nothing(tmp_path: Path) -> None:
    root = many(tmp_path, 60)
    ended: list[int] = []

    def end_one(_done: int, _total: int) -> None:
        for child in multiprocessing.active_children()[: 1 - len(ended)]:
            ended.append(child.pid or 0)
            child.kill()

    found = read_folders({"u": root}, LIMITS, jobs=2, progress=end_one)
    assert ended
    assert len(found["u"].files) == 60


def test_an_interrupt_stops_the_workers_and_goes_on(tmp_path: Path) -> None:
    root = many(tmp_path, 60)

    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    before = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        read_folders({"u": root}, LIMITS, jobs=2, progress=interrupt)
    assert multiprocessing.active_children() == []
    assert time.monotonic() - before < 5


def job(root: Path, name: str) -> Job:
    return Job("u", os.fspath(root), FoundFile(name, name, 1))


@pytest.mark.skipif(sys.platform == "win32", reason="made with POSIX calls")
def test_what_was_put_in_a_files_place_since_the_walk_is_refused(tmp_path: Path) -> None:
    put(tmp_path, {"real.pdf": b"x"})
    (tmp_path / "link.pdf").symlink_to(tmp_path / "real.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    jobs = [job(tmp_path, name) for name in ("link.pdf", "pipe.pdf", "gone.pdf")]
    reasons = [(fact.path, getattr(fact, "reason", "")) for fact in examine(jobs, LIMITS, NO_PLAN)]
    assert reasons == [("link.pdf", "link"), ("pipe.pdf", "special"), ("gone.pdf", "unreadable")]


def test_what_cannot_be_examined_keeps_what_is_known(tmp_path: Path) -> None:
    put(tmp_path, {"a.pdf": b"%PDF-1.4"})
    (known,) = only_hash([job(tmp_path, "a.pdf")], LIMITS, NO_PLAN)
    fact = unexamined(job(tmp_path, "a.pdf"), known, "why")
    assert not getattr(fact, "examined", True)
    nothing = unexamined(job(tmp_path, "a.pdf"), None, "why")
    assert (getattr(nothing, "sha256", None), getattr(nothing, "detail", None)) == ("", "why")


@pytest.mark.slow
def test_workers_that_are_started_anew_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere than on Linux a worker is no copy of this process: all that it needs must be sent to it."""
    from parcli import workers
    from parcli.evidence import rounds

    root = many(tmp_path, 41)
    copied = read_folders({"u": root}, LIMITS, jobs=2)
    for module in (workers, rounds):
        monkeypatch.setattr(module, "FORKED", False)
    assert read_folders({"u": root}, LIMITS, jobs=2) == copied
