"""A day of receipt that was written down wrong is put right, with what it was and why, and nothing else changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from cli import returns
from cli.returns import UNITS, Cycle

pytestmark = pytest.mark.slow

A, B = UNITS[:2]
LATE, RIGHT = "2023-12-04", "2023-11-28"


@pytest.fixture
def desk(tmp_path: Path, parcli) -> Cycle:
    """Two units whose returns were written down a week late."""
    made = returns.make(tmp_path / "cycle")
    for unit in (A, B):
        made.put(f"{unit}/b.xlsx", made.workbook(unit))
    assert parcli("intake", "--received", LATE, "--via", "email", cwd=made.folder).returncode == 0
    return made


def receipts(desk: Cycle) -> dict[str, list[dict[str, object]]]:
    units: dict[str, list[dict[str, object]]] = json.loads((desk.folder / "submissions/received.json").read_text("utf-8"))["units"]
    return units


def states(desk: Cycle, parcli) -> dict[str, str]:
    said = json.loads(parcli("status", "--json", cwd=desk.folder).stdout)
    return {one["unit"]: one["state"] for one in said["units"] if one["unit"] in (A, B)}


def test_the_day_is_put_right_and_what_it_was_stays(desk: Cycle, parcli) -> None:
    assert states(desk, parcli) == {A: "returned_late", B: "returned_late"}
    before, sent = receipts(desk), returns.tree(desk.folder / "submissions" / A)
    done = parcli("intake", "--was", "04/12/2023", "--received", "28/11/2023", "--reason", "Văn thư ghi nhầm", "--unit", A, cwd=desk.folder)
    assert (done.returncode, done.stdout.count("04/12/2023 → 28/11/2023")) == (0, 1)
    after = receipts(desk)
    assert after[B] == before[B]
    (one,) = after[A]
    (noted,) = one.pop("corrected")  # type: ignore[misc]
    assert (noted["was"], noted["reason"]) == (LATE, "Văn thư ghi nhầm")
    assert one == {**before[A][0], "received": RIGHT, "late": False}
    assert returns.tree(desk.folder / "submissions" / A) == sent
    assert states(desk, parcli) == {A: "returned", B: "returned_late"}
    assert "--reason Văn thư ghi nhầm" in (desk.folder / "log.jsonl").read_text("utf-8")
    kept = receipts(desk)
    assert parcli("intake", "--received", "2023-12-05", cwd=desk.folder).returncode == 0
    assert receipts(desk) == kept


def test_one_run_with_a_wrong_day_is_put_right_at_once(desk: Cycle, parcli) -> None:
    call = ("intake", "--was", LATE, "--received", "2023-12-01", "--reason", "x", "--json")
    before = receipts(desk)
    tried = json.loads(parcli(*call, "--dry-run", cwd=desk.folder).stdout)
    assert (tried["written"], receipts(desk)) == ([], before)
    done = json.loads(parcli(*call, cwd=desk.folder).stdout)
    assert [(one["unit"], one["was"], one["received"]) for one in done["corrected"]] == [(A, LATE, "2023-12-01"), (B, LATE, "2023-12-01")]
    assert done["corrected"] == tried["corrected"]
    again = json.loads(parcli("intake", "--was", "2023-12-01", "--received", RIGHT, "--reason", "y", "--json", cwd=desk.folder).stdout)
    assert len(again["corrected"]) == 2
    assert [one["was"] for one in receipts(desk)[B][0]["corrected"]] == [LATE, "2023-12-01"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--was", "2023-11-02", "--received", RIGHT, "--reason", "x"), "04/12/2023"),
        (("--was", LATE, "--received", RIGHT), "--reason"),
        (("--was", LATE, "--reason", "x"), "--received"),
        (("--reason", "x", "--received", RIGHT), "--was"),
        (("--was", LATE, "--received", RIGHT, "--reason", "x", "--via", "email"), "--unit"),
        (("inbox", "--was", LATE, "--received", RIGHT, "--reason", "x"), "--unit"),
        (("--was", "hôm qua", "--received", RIGHT, "--reason", "x"), "hôm qua"),
        (("--was", LATE, "--received", RIGHT, "--reason", "x", "--unit", "nobody"), "nobody"),
    ],
)
def test_what_is_not_clear_changes_nothing(desk: Cycle, parcli, asked: tuple[str, ...], said: str) -> None:
    before = returns.tree(desk.folder)
    refused = parcli("intake", *asked, cwd=desk.folder)
    assert (refused.returncode, said in refused.stderr) == (2, True), refused.stderr
    assert returns.tree(desk.folder) == before


def test_an_extension_granted_afterwards_counts(desk: Cycle, parcli) -> None:
    place = desk.folder / "cycle.yaml"
    cycle = yaml.safe_load(place.read_text("utf-8"))
    next(unit for unit in cycle["units"] if unit["id"] == A)["extended_to"] = "2023-12-08"
    place.write_text(yaml.safe_dump(cycle, allow_unicode=True, sort_keys=False), "utf-8")
    assert states(desk, parcli) == {A: "returned", B: "returned_late"}
