"""A draft made in a process of its own is the same draft; what ends that process is a finding about the file."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from definitions.annex import kit, test_layouts, test_refusals

from parcli.core.limits import Limits
from parcli.definitions.annex import apart

JOB = apart.Job(kit.word(*test_layouts.HEAD, test_layouts.PORTRAIT), "phu-luc.docx", None, kit.SAID, Limits())


def test_the_draft_is_the_same_and_comes_without_the_lines() -> None:
    here, there = apart.drafted(JOB), apart.make(JOB)
    assert there == here
    assert there.draft is not None
    assert there.annex is not None
    assert len(there.draft.items()) == 5
    assert (there.annex.title.startswith("PHỤ LỤC 1"), there.annex.lines) == (True, ())


def test_what_goes_between_the_processes_can_be_sent() -> None:
    assert pickle.loads(pickle.dumps(JOB)) == JOB
    made = apart.drafted(JOB)
    assert pickle.loads(pickle.dumps(made)) == made


@pytest.mark.slow
def test_a_refused_file_is_told_as_before() -> None:
    for content, code, _ in test_refusals.BAD.values():
        answer = apart.make(replace(JOB, content=content))
        assert (answer.annex, answer.draft, [one.code for one in answer.findings]) == (None, None, [code])


@pytest.mark.slow
def test_time_without_end_is_a_finding() -> None:
    rows = [
        ["TT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm"],
        ["I", "Chung", "1990", ""],
        *([str(n), f"Tên {n}", "1", "Có: 1; không: 0"] for n in range(1, 1990)),
    ]
    answer = apart.make(replace(JOB, content=kit.excel(a=rows), limits=Limits(workbook_cpu_seconds=1)))
    assert [one.code for one in answer.findings] == ["IM104"]
    assert dict(answer.findings[0].values) == {"what": "term:work", "found": "> 1 s / > 1024 MiB", "limit": "1 s / 1024 MiB"}


def test_no_more_items_than_an_edition_may_have() -> None:
    rows = [*test_refusals.TABLE, *([str(n), f"Tên {n}", "1", "Có: 1; không: 0"] for n in range(2, 8))]
    job = replace(JOB, content=kit.excel(a=rows))
    assert apart.make(replace(job, limits=Limits(criteria=7))).draft is not None
    for most in (6, 2):
        answer = apart.make(replace(job, limits=Limits(criteria=most)))
        assert [(one.code, dict(one.values)["limit"]) for one in answer.findings] == [("IM104", str(most))]


def test_the_source_of_an_item_is_short() -> None:
    made = apart.drafted(replace(JOB, name="Bộ tiêu chí " * 30, content=test_refusals.GOOD)).draft
    assert made is not None
    assert made.items()[0]["source"]["document"] == "Bộ tiêu chí " * 6 + "Bộ tiêu…"
