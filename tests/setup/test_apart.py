"""The register read in a process of its own is the same register; what ends that process is a finding about the file."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from setup import desk, test_refusals

from parcli.core.limits import Limits
from parcli.setup import apart


def read(content: bytes, limits: Limits = desk.LIMITS) -> Any:
    return apart.read(content, "thiet-lap.xlsx", desk.LAYOUT, limits)


def test_the_register_is_the_same() -> None:
    assert read(desk.book()) == desk.read(desk.book())
    assert pickle.loads(pickle.dumps(desk.LAYOUT)) == desk.LAYOUT


@pytest.mark.parametrize("code", ["ST101", "ST104", "ST109", "ST117"])
def test_complaints_are_the_same(code: str) -> None:
    content = test_refusals.content_of(test_refusals.CAUSES[code][0])
    assert read(content) == desk.read(content)


@pytest.mark.slow
def test_time_without_end_is_a_finding() -> None:
    def change(opened: Any) -> None:
        for row in range(7, 4000):
            opened["Đơn vị"].cell(row, 1, f"u-{row}")
            opened["Đơn vị"].cell(row, 3, f"khối lạ {row}")
            opened["Không áp dụng"].cell(row, 1, f"đơn vị lạ {row}")

    register, findings = read(desk.changed(change), Limits(workbook_cpu_seconds=1))
    assert register is None
    assert [(one.code, dict(one.values)["limit"]) for one in findings] == [("ST104", "1 s / 1024 MiB")]
