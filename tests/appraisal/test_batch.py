"""Files that cannot be read are named with the reason, and the others are read all the same."""

from __future__ import annotations

from pathlib import Path

from appraisal.test_round_trip import ENTERED, cells, content

from parcli.appraisal import batch, writer
from parcli.core.limits import Limits


def test_each_file_is_read_or_named(tmp_path: Path) -> None:
    good = tmp_path / "a.xlsx"
    good.write_bytes(writer.write(content(), ENTERED))
    (tmp_path / "b.xlsx").write_bytes(b"khong phai bang tinh")
    (tmp_path / "c.xlsx").symlink_to(good)
    (tmp_path / "d.xlsx").mkdir()
    (tmp_path / "e.xlsx").write_bytes(b"PK" + bytes(400_000))
    jobs = [batch.Job(tmp_path / f"{name}.xlsx", f"appraisal/round-1/{name}.xlsx") for name in "abcdef"]
    read = batch.read_all(jobs, Limits(workbook_bytes=300_000))
    assert [one.path for one in read] == [job.path for job in jobs]
    assert [[problem.code for problem in one.problems] for one in read] == [[], ["WB103"], ["WB105"], ["WB105"], ["WB107"], ["WB105"]]
    assert [one.readable for one in read] == [True, *[False] * 5]
    assert cells(read[0])["so-y-te", "I.10"][0] == 1.25
    assert dict(read[2].problems[0].values)["reason"] == "term:link"
