"""Units that returned a second time: which workbook came before, and what the results say of the change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from cli.test_midcycle import correct, folder
from workbook import kit

from parcli.cli import former, ledger
from parcli.cli.opened import open_cycle
from parcli.cli.run import run
from parcli.core.receipts import Ledger
from parcli.workbook import names

pytestmark = pytest.mark.slow

__all__ = ["folder"]
UNIT = "ba-dinh"
WRONG, MENDED = {"H17": 1}, {"H17": 120}


def edit(content: bytes, cells: Mapping[str, object]) -> bytes:
    def change(book: Any) -> None:
        for address, value in cells.items():
            book[names.SCORING][address] = value

    return kit.edited(content, change)


class Desk:
    """A unit's folder as intake leaves it: the present workbook, former ones in versions/, receipts."""

    def __init__(self, cycle: Path, unit: str = UNIT) -> None:
        self.cycle, self.unit = cycle, unit
        self.place = cycle / "submissions" / unit
        (self.workbook,) = self.place.glob("*.xlsx")
        self.first = self.workbook.read_bytes()
        self.receipts: list[dict[str, Any]] = []

    def replaced(self, content: bytes) -> None:
        """Put another workbook in the place of the present one, which is kept."""
        former = self.workbook.read_bytes()
        kept = self.place / "versions" / digest(former)[:8] / self.workbook.name
        kept.parent.mkdir(parents=True)
        kept.write_bytes(former)
        self.workbook.write_bytes(content)

    def received(self, workbook: bytes | None, evidence: Mapping[str, bytes] | None = None, day: str = "2023-11-20") -> None:
        listed = [{"path": path, "sha256": digest(content), "bytes": len(content)} for path, content in (evidence or {}).items()]
        about = None if workbook is None else {"name": self.workbook.name, "sha256": digest(workbook), "bytes": len(workbook)}
        self.receipts.append({
            "received": day, "via": "văn bản", "ref": f"{len(self.receipts) + 1}/UBND", "kind": "official", "source": "a.zip", "sha256": "",
            "workbook": about, "evidence": listed, "late": False,
        })  # fmt: skip
        document = {"format": "parcli/received@1", "units": {self.unit: self.receipts}}
        (self.cycle / "submissions" / "received.json").write_text(json.dumps(document, ensure_ascii=False), "utf-8")

    def evidence(self) -> dict[str, bytes]:
        top = self.place / "evidence"
        return {path.relative_to(top).as_posix(): path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def desk(cycle: Path) -> Desk:
    return Desk(cycle)


def changes(cycle: Path, unit: str = UNIT) -> dict[str, Any]:
    run(["validate", "--cycle", str(cycle), "-q"])
    document = json.loads((cycle / "results/validate/changes.json").read_text("utf-8"))
    assert document["format"] == "parcli/changes@1"
    (one,) = [each for each in document["units"] if each["unit"] == unit] or [{}]
    return dict(one)


def test_without_former_returns_there_is_nothing_to_say(parcli, cycle: Path) -> None:
    assert parcli("validate", "--cycle", str(cycle), "-q").returncode == 1
    document = json.loads((cycle / "results/validate/changes.json").read_text("utf-8"))
    assert document["units"] == []
    assert "So với lần gửi trước" not in (cycle / "results/validate/kiem-tra.html").read_text("utf-8")


def test_receipts_say_which_workbook_came_before(desk: Desk) -> None:
    second, third = edit(desk.first, WRONG), edit(desk.first, MENDED)
    files = desk.evidence()
    later = dict(list(files.items())[:1])
    desk.replaced(second)
    desk.replaced(third)
    for content, evidence in (
        (desk.first, {}),
        (second, {path: each for path, each in files.items() if path not in later}),
        (None, later),
        (third, {}),
    ):
        desk.received(content, evidence)
    one = changes(desk.cycle)
    assert one["state"] == "compared"
    assert one["former"]["ref"] == "2/UBND"
    assert one["former"]["sha256"] == digest(second)
    assert one["former"]["path"] == f"submissions/{UNIT}/versions/{digest(second)[:8]}/{desk.workbook.name}"
    assert [(each["item"], each["former"], each["present"], each["cell"]) for each in one["values"]] == [("I.1.3", "1", "120", "H17")]
    assert [(each["item"], each["former"], each["present"], each["gain"]) for each in one["points"]["items"]] == [("I.1.3", "0", "1", "1")]
    assert (one["points"]["gain"], one["points"]["gain_of_items"]) == ("1", "1")
    assert one["evidence"]["known"]
    assert [(each["kind"], each["path"]) for each in one["evidence"]["files"]] == [("added", path) for path in later]


def test_points_that_rose_unasked_are_told_on_page_screen_and_in_findings(parcli, desk: Desk) -> None:
    second = edit(desk.first, WRONG)
    desk.workbook.write_bytes(second)
    desk.replaced(edit(desk.first, MENDED))
    parcli("validate", "--cycle", str(desk.cycle), "-q")
    document = json.loads((desk.cycle / "results/validate/findings.json").read_text("utf-8"))
    (unit,) = [each for each in document["units"] if each["unit"] == UNIT]
    assert [(each["code"], each["item"]) for each in unit["findings"] if each["code"].startswith("WB33")] == [("WB330", "I.1.3")]
    page = (desk.cycle / "results/validate/kiem-tra.html").read_text("utf-8")
    assert "Thay đổi giữa hai lần gửi" in page
    assert page.count("So với lần gửi trước") == 1
    said = parcli("validate", UNIT, "--cycle", str(desk.cycle), "--lang", "vi").stdout
    assert f"So với bảng tính gửi trước: {desk.workbook.name}." in said
    assert "0 → 1" not in said
    assert "1 (+1)" in said


def test_a_fault_that_was_mended_and_one_that_is_new(desk: Desk) -> None:
    # The example's workbook has a part above its whole in H17 (SC117).
    desk.replaced(edit(desk.first, {"H17": 50, "H18": 100, "D16": 9}))
    one = changes(desk.cycle)["findings"]
    assert [(each["code"], each["item"], each["cell"]) for each in one["mended"]] == [("SC117", "I.1.3", "H17")]
    assert [(each["code"], each["item"], each["cell"]) for each in one["new"]] == [("WB307", "I.1.3", "D16")]
    assert one["open"] == []


def test_one_former_version_without_receipts_is_taken_and_evidence_is_not_known(desk: Desk) -> None:
    desk.replaced(edit(desk.first, MENDED))
    first, *_ = desk.evidence()
    old = desk.place / "versions" / "0a1b2c3d" / "evidence" / first
    old.parent.mkdir(parents=True)
    old.write_bytes(b"%PDF-1.4 former")
    one = changes(desk.cycle)
    assert (one["state"], one["former"]["received"]) == ("compared", "")
    assert one["evidence"] == {
        "known": False, "files": [{"kind": "replaced", "path": first, "former": "0a1b2c3d", "present": digest(desk.evidence()[first])}],
    }  # fmt: skip


def test_two_former_versions_without_receipts_are_left_unknown(parcli, desk: Desk) -> None:
    desk.replaced(edit(desk.first, WRONG))
    desk.replaced(edit(desk.first, MENDED))
    (desk.cycle / "submissions" / "received.json").write_text("{", "utf-8")
    assert "Không đọc được sổ nhận hồ sơ" in parcli("validate", "--cycle", str(desk.cycle), "--lang", "vi", "-q").stderr
    assert changes(desk.cycle) == {"unit": UNIT, "block": "huyen", "state": "unknown", "former": None}


@pytest.mark.parametrize(
    "written",
    [
        "",
        "{",
        "[]",
        '{"format": "parcli/received@1"}',
        '{"format":"parcli/received@1","units":{"ba-dinh":[7]}}',
        '{"format":"other","units":{}}',
        "[" * 99_999,
    ],
)
def test_receipts_that_intake_did_not_write_tell_nothing(cycle: Path, written: str) -> None:
    (cycle / "submissions" / "received.json").write_text(written, "utf-8")
    assert ledger.read(open_cycle(cycle)) is None


def came_before(desk: Desk) -> former.Former | None:
    opened = open_cycle(desk.cycle)
    unit = opened.cycle.unit(UNIT)
    assert unit is not None
    return former.former(opened, unit, digest(desk.workbook.read_bytes()), (), (ledger.read(opened) or Ledger()).of(UNIT))


def test_the_first_return_has_none_before_it(desk: Desk) -> None:
    assert came_before(desk) is None
    desk.received(desk.first)
    assert came_before(desk) is None


def test_a_version_that_the_receipts_name_and_nobody_kept_is_unknown(desk: Desk) -> None:
    desk.received(edit(desk.first, WRONG))
    desk.received(desk.first)
    assert came_before(desk) == former.Former(None, None)


def test_a_workbook_put_there_by_hand_goes_before_nothing_that_is_known(desk: Desk) -> None:
    second = edit(desk.first, WRONG)
    desk.received(desk.first)
    desk.received(second)
    desk.replaced(second)
    desk.replaced(edit(desk.first, MENDED))
    assert came_before(desk) == former.Former(None, None)


def test_a_return_that_went_back_to_an_earlier_workbook_follows_the_last_one(desk: Desk) -> None:
    second = edit(desk.first, WRONG)
    desk.replaced(second)
    for content in (desk.first, second, desk.first):
        desk.received(content)
    desk.replaced(desk.first)
    found = came_before(desk)
    assert found is not None
    assert found.origin is not None
    assert found.origin.sha256 == digest(second)


def test_the_same_file_again_is_said_and_asked_about(parcli, desk: Desk) -> None:
    desk.received(desk.first, desk.evidence())
    desk.received(desk.first, day="2023-12-01")
    one = changes(desk.cycle)
    assert (one["state"], one["unchanged"], one["values"], one["points"]["items"]) == ("same_file", True, [], [])
    assert [each["code"] for each in one["findings"]["open"]] == ["SC117"]
    said = parcli("validate", UNIT, "--cycle", str(desk.cycle), "--lang", "vi").stdout
    assert "giống hệt bảng tính gửi trước (nhận ngày 20/11/2023, văn bản, 1/UBND)" in said
    assert "WB331" in said


def test_re_saved_without_a_change_it_is_unchanged(desk: Desk) -> None:
    saved = edit(desk.first, {})
    desk.received(desk.first, desk.evidence())
    desk.received(saved)
    desk.replaced(saved)
    one = changes(desk.cycle)
    assert (one["state"], one["unchanged"]) == ("compared", True)


def kept_as(place: Path, content: bytes) -> None:
    place.write_bytes(content)
    place.parent.rename(place.parent.with_name(digest(content)[:8]))


def test_a_kept_workbook_that_was_changed_is_not_believed(desk: Desk) -> None:
    desk.replaced(edit(desk.first, MENDED))
    (kept,) = (desk.place / "versions").rglob("*.xlsx")
    kept.write_bytes(edit(desk.first, WRONG))
    assert changes(desk.cycle)["state"] == "unknown"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda place: kept_as(place, b"PK\x03\x04 broken"),
        lambda place: (place.unlink(), place.symlink_to("/etc/passwd")),
    ],
)
def test_a_former_version_that_cannot_be_read_is_said_and_stops_nothing(desk: Desk, spoil: Callable[[Path], object]) -> None:
    desk.replaced(edit(desk.first, MENDED))
    (kept,) = (desk.place / "versions").rglob("*.xlsx")
    spoil(kept)
    one = changes(desk.cycle)
    assert one["state"] == "unreadable"
    assert "findings" not in one


def test_links_in_the_place_of_versions_are_not_followed(desk: Desk, tmp_path: Path) -> None:
    elsewhere = tmp_path / "0a1b2c3d"
    elsewhere.mkdir()
    (elsewhere / "a.xlsx").write_bytes(desk.first)
    (desk.place / "versions").mkdir()
    (desk.place / "versions" / "0a1b2c3d").symlink_to(elsewhere)
    assert changes(desk.cycle) == {}


def test_a_former_return_made_under_earlier_definitions_is_read_by_them(folder: Path) -> None:
    place = folder / "submissions" / "so-noi-vu"
    (workbook,) = place.glob("*.xlsx")
    former = workbook.read_bytes()
    correct(folder)
    assert run(["generate-template", "--carry", str(workbook), "--cycle", str(folder), "-q"]) == 0
    kept = place / "versions" / digest(former)[:8] / workbook.name
    kept.parent.mkdir(parents=True)
    kept.write_bytes(former)
    workbook.write_bytes((folder / "workbooks" / "so" / "so-noi-vu.xlsx").read_bytes())
    one = changes(folder, "so-noi-vu")
    assert one["state"] == "compared"
    assert set(one["not_compared"]) == {"I.1.4", "I.2.1"}
    assert one["values"] == [], "a label that was reworded is the same answer"
    assert [each for each in one["points"]["items"] if each["gain"] is not None] == []


def test_nothing_that_came_in_is_changed(desk: Desk) -> None:
    desk.replaced(edit(desk.first, MENDED))
    before = {path: path.read_bytes() for path in (desk.cycle / "submissions").rglob("*") if path.is_file()}
    first, again = (
        run(["validate", "--annotate", "--cycle", str(desk.cycle), "-q"]) or desk.cycle / "results/validate/changes.json" for _ in range(2)
    )
    assert {path: path.read_bytes() for path in (desk.cycle / "submissions").rglob("*") if path.is_file()} == before
    assert first == again
