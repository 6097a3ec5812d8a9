"""The log: each run one line, whatever its words hold and whatever befell the run before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.results.log import NAME, append, entry
from parcli.results.sets import CannotWrite

ROOT = Path(__file__).parents[2]
WHEN = datetime(2023, 12, 5, 8, 30, 1, 999, tzinfo=timezone(timedelta(hours=7)))


def test_an_entry_says_who_ran_what_and_when() -> None:
    line = entry(WHEN, "Nguyễn Văn A", "validate", ("so-noi-vu", "--annotate"), 1, "0.1.0")
    assert line == (
        '{"when": "2023-12-05T08:30:01+07:00", "who": "Nguyễn Văn A", "command": "validate", '
        '"arguments": ["so-noi-vu", "--annotate"], "outcome": 1, "version": "0.1.0"}'
    )


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        entry(WHEN.replace(tzinfo=None), "", "", (), 0, "")


@given(st.text(st.characters()), st.lists(st.text(st.characters())))
def test_any_words_make_one_line_that_reads_back(who: str, arguments: list[str]) -> None:
    line = entry(WHEN, who, "rank", tuple(arguments), 0, "1")
    assert line.splitlines() == [line]
    read = json.loads(line.encode())
    assert (read["who"], read["arguments"]) == (who, arguments)


def test_a_name_of_a_file_that_is_no_utf_8() -> None:
    line = entry(WHEN, "x", "intake", ("s\udce1.zip",), 0, "1")
    assert json.loads(line.encode())["arguments"] == ["s\udce1.zip"]


def test_lines_are_added_at_the_end(tmp_path: Path) -> None:
    for number in range(3):
        append(tmp_path, str(number))
    assert (tmp_path / NAME).read_bytes() == b"0\n1\n2\n"


def test_a_torn_last_line_does_not_spoil_the_next(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b'{"a": 1}\n{"b"')
    append(tmp_path, "{}")
    assert (tmp_path / NAME).read_bytes() == b'{"a": 1}\n{"b"\n{}\n'


def test_runs_at_the_same_time_do_not_mix_their_lines(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom parcli.results.log import append\n"
        "for number in range(60): append(Path(sys.argv[1]), sys.argv[2] * 3000)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    runs = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path), mark], env=environment) for mark in "abc"]
    assert [run.wait(timeout=10) for run in runs] == [0, 0, 0]
    lines = (tmp_path / NAME).read_text().splitlines()
    assert sorted(lines) == [mark * 3000 for mark in "abc" for _ in range(60)]


def test_a_line_that_does_not_fit_is_taken_back(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no limit on the size of a file there")
    script = (
        "import resource, sys\nfrom pathlib import Path\nfrom parcli.results.log import append\n"
        "from parcli.results.sets import CannotWrite\nresource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "append(Path(sys.argv[1]), 'first')\n"
        "try: append(Path(sys.argv[1]), 'x' * 9000)\n"
        "except CannotWrite as fault: print(fault.path.name, fault.reason)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"{NAME} EFBIG\n"
    assert (tmp_path / NAME).read_bytes() == b"first\n"


def test_a_log_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    for cycle, reason in ((tmp_path, "EISDIR"), (tmp_path / "absent", "ENOENT")):
        with pytest.raises(CannotWrite) as fault:
            append(cycle, entry(datetime.now(UTC), "", "", (), 0, ""))
        assert (fault.value.path, fault.value.reason) == (cycle / NAME, reason)
