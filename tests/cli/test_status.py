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


def cells(shown: str) -> list[str]:
    """Return the cells of the table, each as one line however narrow the columns are."""
    rows: list[list[str]] = []
    for line in shown.splitlines():
        if not line.startswith(("│", "|")):
            rows.append([])
            continue
        parts = [part.strip() for part in line.strip("│|").split("│" if "│" in line else "|")]
        if not rows or not rows[-1] or parts[0].startswith("Đơn"):
            rows.append(parts)
        else:
            rows[-1] = [f"{old} {new}".strip() for old, new in zip(rows[-1], parts, strict=True)]
    return [cell for row in rows for cell in row]


@pytest.mark.slow
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
    assert [after[unit]["state"] for unit in UNITS[:5]] == ["returned", "trial_late", "returned", "awaited", "returned_late"]
    assert [after[unit]["returned"] for unit in (A, B, C)] == [True, False, True]
    one = after[A]
    assert (one["versions"], one["evidence"], one["evidence_bytes"], one["over_mail"], one["extended"]) == (2, 1, 2048, True, False)
    assert [(each["received"], each["via"], each["ref"], each["kind"], each["late"]) for each in one["receipts"]] == [
        ("2023-11-20", "email", "12/BC", "official", False), ("2023-12-02", "", "", "official", True),
    ]  # fmt: skip
    assert after[D]["extended"]
    shown = parcli("status", "--today", "05/12/2023", "--lang", "vi", cwd=desk.folder)
    assert "02/12/2023 (lần đầu 20/11/2023)" in cells(shown.stdout)
    assert "31/12/2023 (gia hạn)" in shown.stdout
    assert "Mới gửi thử, quá hạn" in cells(shown.stdout)
    assert [after[unit]["late"] for unit in UNITS[:5]] == [False, True, False, False, False]
    assert "Đơn vị 01" in shown.stderr.partition("vượt dung lượng")[2]
    reminders = parcli("status", "--remind", "--today", "2023-12-05", cwd=desk.folder).stdout
    assert "Đơn vị 02" in reminders
    assert "Đơn vị 01" not in reminders
    assert reminders.startswith("Đến 05/12/2023, Sở Nội vụ mới nhận được một bản gửi thử (nhận ngày 21/11/2023), chưa nhận được hồ sơ chính thức")
    (of_nothing,) = [each for each in reminders.splitlines() if "Đơn vị 06" in each]
    assert of_nothing.startswith("Đến 05/12/2023, Sở Nội vụ chưa nhận được hồ sơ tự đánh giá")


def test_evidence_alone_is_no_return_and_the_reminder_says_what_came(desk: Cycle, parcli) -> None:
    (desk.folder / "submissions" / A / "evidence").mkdir(parents=True)
    (desk.folder / "submissions" / A / "evidence" / "a.pdf").write_bytes(b"a")
    assert (units(desk, parcli, "2023-11-29")[A]["state"], units(desk, parcli, "2023-12-05")[A]["state"]) == ("evidence_alone", "evidence_alone_late")
    first = parcli("status", "--remind", "--today", "2023-12-05", cwd=desk.folder).stdout.partition("\n")[0]
    assert first.startswith("Đến 05/12/2023, Sở Nội vụ mới nhận được tài liệu kiểm chứng, chưa nhận được hồ sơ chính thức")
    assert "của Đơn vị 01 (thời hạn: 30/11/2023)" in first


@pytest.mark.slow
def test_a_form_that_came_back_blank_is_no_return(desk: Cycle, parcli) -> None:
    assert parcli("generate-template", "-q", cwd=desk.folder).returncode == 0
    desk.put("b.xlsx", (desk.folder / "workbooks/so" / f"{A}.xlsx").read_bytes())
    assert parcli("intake", "--received", "2023-11-20", "-q", cwd=desk.folder).returncode == 0
    before, after = units(desk, parcli, "2023-11-29")[A], units(desk, parcli, "2023-12-05")[A]
    assert (before["state"], before["returned"], before["late"]) == ("blank", False, False)
    assert (after["state"], after["returned"], after["late"]) == ("blank_late", False, True)
    assert "bảng tính chưa điền nội dung nào (nhận ngày 20/11/2023)" in parcli("status", "--remind", "--today", "2023-12-05", cwd=desk.folder).stdout
    assert "Mới gửi biểu trống, quá hạn" in cells(parcli("status", "--today", "2023-12-05", "--lang", "vi", cwd=desk.folder).stdout)
    later = desk.put("c.xlsx", desk.workbook(A))
    parcli("intake", str(later), "--received", "2023-12-02", "-q", cwd=desk.folder)
    assert units(desk, parcli, "2023-12-05")[A]["state"] == "returned_late"


def test_a_form_with_former_answers_that_came_back_unchanged_is_a_return(desk: Cycle, parcli) -> None:
    form = desk.folder / "workbooks/so" / f"{A}.xlsx"
    form.parent.mkdir(parents=True)
    form.write_bytes(desk.workbook(A))
    desk.put("b.xlsx", form.read_bytes())
    parcli("intake", "--received", "2023-11-20", "-q", cwd=desk.folder)
    assert units(desk, parcli, "2023-12-05")[A]["state"] == "returned"
