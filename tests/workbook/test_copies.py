"""Annotated copies from many files: one that cannot be made costs only itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from workbook import kept
from workbook.test_annotate import some_findings

from parcli.core.limits import Limits
from parcli.messages import words
from parcli.workbook.copies import Copy, make_all
from parcli.workbook.mend_sheet import About


def wanted(bench, place: Path, unit: str, content: bytes) -> Copy:
    return Copy(place, hashlib.sha256(content).hexdigest(), some_findings(bench), About(unit, f"Đơn vị {unit}", 2023))


@pytest.mark.parametrize("workers", [1, 2])
def test_each_file_is_annotated_by_itself(small, tmp_path, workers):
    content = small.filled(small.clerks(1))
    for name in ("a", "changed", "broken"):
        (tmp_path / f"{name}.xlsx").write_bytes(content if name != "broken" else b"no workbook")
    jobs = [
        wanted(small, tmp_path / "gone.xlsx", "gone", content), wanted(small, tmp_path / "a.xlsx", "a", content),
        wanted(small, tmp_path / "changed.xlsx", "changed", content + b"x"), wanted(small, tmp_path / "broken.xlsx", "broken", b"no workbook"),
    ]  # fmt: skip
    heard: list[int] = []
    made = make_all(jobs, words("vi"), small.look, Limits(), workers, lambda: heard.append(1))
    assert list(made) == ["gone", "a", "changed", "broken"]
    assert [unit for unit, content in made.items() if content is not None] == ["a"]
    assert kept.differences(content, made["a"]) == []
    assert len(heard) == len(jobs)


def test_nothing_wanted_is_nothing_made(small):
    assert make_all([], words("vi"), small.look, Limits()) == {}
