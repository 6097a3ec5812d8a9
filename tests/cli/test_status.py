"""What ``status`` tells of receipts: day, channel, number, versions, trials, extensions, and evidence too large for one letter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli import returns
from cli.returns import UNITS, Cycle
from desk.archives import zipped

A, B, C, D = UNITS[:4]


@pytest.fixture
def desk(tmp_path: Path) -> Cycle:
    text = returns.CYCLE.replace("name: Đơn vị 04}", "name: Đơn vị 04, extended_to: 2023-12-31}") + "limits: {mail_bytes: 1000}\n"
    return returns.make(tmp_path / "cycle", cycle=text)


def units(desk: Cycle, parcli: Any, today: str) -> dict[str, dict[str, Any]]:
    document = json.loads(parcli("status", "--today", today, "--json", cwd=desk.folder).stdout)
    return {one["unit"]: one for one in document["units"]}


def test_status_tells_what_came_when_and_how(desk: Cycle, parcli) -> None:
    desk.put("a.zip", zipped({"b.xlsx": desk.workbook(A, 1), "evidence/x.bin": bytes(range(256)) * 8}))
    parcli("intake", "--received", "2023-11-20", "--via", "email", "--ref", "12/BC", cwd=desk.folder)
    desk.put("a2.zip", zipped({"b.xlsx": desk.workbook(A, 2)}))
    parcli("intake", str(desk.inbox / "a2.zip"), "--received", "2023-12-02", cwd=desk.folder)
    parcli("intake", str(desk.put("thu/b.xlsx", desk.workbook(B))), "--trial", "--received", "2023-11-21", cwd=desk.folder)
    (desk.folder / "submissions" / C).mkdir()
    (desk.folder / "submissions" / C / "b.xlsx").write_bytes(desk.workbook(C))
    parcli("intake", str(desk.put("e.xlsx", desk.workbook(UNITS[4]))), "--received", "2023-12-04", cwd=desk.folder)
    before, after = units(desk, parcli, "2023-11-29"), units(desk, parcli, "2023-12-05")
    assert [before[unit]["state"] for unit in UNITS[:5]] == ["returned", "trial", "returned", "awaited", "returned_late"]
    assert [after[unit]["state"] for unit in UNITS[:5]] == ["returned", "late", "returned", "awaited", "returned_late"]
    assert [after[unit]["returned"] for unit in (A, B, C)] == [True, False, True]
    one = after[A]
    assert (one["versions"], one["evidence"], one["evidence_bytes"], one["over_mail"], one["extended"]) == (2, 1, 2048, True, False)
    assert [(each["received"], each["via"], each["ref"], each["kind"], each["late"]) for each in one["receipts"]] == [
        ("2023-11-20", "email", "12/BC", "official", False), ("2023-12-02", "", "", "official", True),
    ]  # fmt: skip
    assert after[D]["extended"]
    shown = parcli("status", "--today", "2023-12-05", "--lang", "vi", cwd=desk.folder)
    assert "02/12/2023" in shown.stdout
    assert "31/12/2023 (gia hạn)" in shown.stdout
    assert "Mới gửi thử" not in shown.stdout
    assert "Đơn vị 01" in shown.stderr.partition("vượt dung lượng")[2]
    reminders = parcli("status", "--remind", "--today", "2023-12-05", cwd=desk.folder).stdout
    assert "Đơn vị 02" in reminders
    assert "Đơn vị 01" not in reminders
