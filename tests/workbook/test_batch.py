"""Many files are read in workers; one that is bad, large or hangs its reader never stops the others."""

from __future__ import annotations

import pytest
from workbook import kit

from parcli.core.limits import Limits
from parcli.workbook.batch import Job, read_all

HANG = "Tệp này làm trình đọc treo"


@pytest.fixture
def inbox(tmp_path, small):
    """Good files among hostile ones, in an order that is not that of their names or speeds."""
    files = {
        "d-good.xlsx": small.filled(small.clerks(1)),
        "c-pdf.xlsx": b"%PDF-1.7",
        "b-good.xlsx": small.filled(small.clerks(2)),
        "z-bomb.xlsx": kit.zipped(kit.parts(small.filled(small.clerks(1))) | {"xl/media/x.bin": b"\0" * 4_000_000}),
        "e-empty.xlsx": b"",
        "a-good.xlsx": small.filled(small.clerks(3)),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "y-link.xlsx").symlink_to(tmp_path / "d-good.xlsx")
    return [Job(tmp_path / name, f"submissions/{name}", "so") for name in [*files, "y-link.xlsx", "x-absent.xlsx"]]


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_the_answers_stand_in_the_order_of_the_files(inbox, small, workers):
    seen = []
    back = read_all(inbox, {"so": small.layout}, Limits(), workers, lambda: seen.append(1))
    assert [one.path for one in back] == [job.path for job in inbox]
    assert [[problem.code for problem in one.problems] for one in back] == [[], ["WB103"], [], ["WB107"], ["WB103"], [], ["WB105"], ["WB105"]]
    assert [one.readable for one in back] == [True, False, True, False, False, True, False, False]
    assert len(seen) == len(inbox)
    for one, seed in ((back[0], 1), (back[2], 2), (back[5], 3)):
        assert kit.plain(small.judged(one)[0]) == kit.plain(small.judged(small.filled(small.clerks(seed)))[0])


@pytest.mark.slow
def test_one_worker_and_two_read_the_same(inbox, small):
    layouts = {"so": small.layout}
    assert read_all(inbox, layouts, Limits(), 1) == read_all(inbox, layouts, Limits(), 2)


def _slow(small, rows=17_000):
    """A workbook that is within all other limits but takes a library seconds."""
    body = "".join(
        f'<row r="{row}"><c r="A{row}" t="str"><f>SUM(1,{row})</f><v>1</v></c>'
        + "".join(f'<c r="{c}{row}"><v>{row}</v></c>' for c in "BCDEFGHIJ")
        + "</row>"
        for row in range(1, rows)
    )
    members = kit.parts(small.filled(small.clerks(1)))
    name = kit.SHEET_FILE["Hướng dẫn"]
    xml = members[name].decode()
    start, end = xml.index("<sheetData>"), xml.index("</sheetData>")
    members[name] = (xml[:start] + "<sheetData>" + body + xml[end:]).encode()
    return kit.zipped(members)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_that_is_killed_costs_only_its_file(inbox, small, workers, tmp_path):
    (tmp_path / "slow.xlsx").write_bytes(_slow(small, 250_000))
    # So many rows take the quickest machine far longer than its patience, which still is ample for a good file on a slow one.
    wide = dict.fromkeys(("workbook_bytes", "unzipped_bytes", "xml_part_bytes", "sheet_rows", "cells", "worker_memory"), 2**34)
    patient = Limits(workbook_cpu_seconds=4, clock_factor=1, **wide)
    jobs = [inbox[0], Job(tmp_path / "slow.xlsx", "submissions/slow.xlsx", "so"), inbox[2], inbox[5]]
    back = read_all(jobs, {"so": small.layout}, patient, workers)
    assert [one.path for one in back] == [job.path for job in jobs]
    assert [one.readable for one in back] == [True, False, True, True]
    assert [(problem.code, dict(problem.values)["reason"]) for problem in back[1].problems] == [("WB105", "term:over_limits")]
    assert back[1].sha256, "the hash says which content was not examined"


@pytest.mark.slow
def test_want_of_memory_is_a_finding_about_that_file(inbox, small, tmp_path):
    (tmp_path / "large.xlsx").write_bytes(_slow(small))
    jobs = [Job(tmp_path / "large.xlsx", "submissions/large.xlsx", "so"), inbox[0]]
    back = read_all(jobs, {"so": small.layout}, Limits(worker_memory=300 * 1024 * 1024), 1)
    assert back[1].readable or back[1].problems
    assert back[0].path == "submissions/large.xlsx"
    assert back[0].problems or back[0].readable
