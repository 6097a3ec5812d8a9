"""AC: the smallest sheet of the Council that causes each code; and that its figures count with valid minutes only."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import build
import pytest
from checks.given import Fault, Formula, cell, moment
from hypothesis import given
from hypothesis import strategies as st

from parcli.checks.appraisal import Desk, judge
from parcli.core.appraisal import Appraisal, AppraisalSheet, Opening, Present, SheetIdentity, SheetLine, settle
from parcli.core.edition import Kind
from parcli.core.findings import Finding
from parcli.core.scoring import Dossier, score

TABLE = """
    | mã   | tên         | điểm | loại    | ai chấm   | không áp dụng                | cách tính | …                     |
    | I.1  | Kế hoạch    | 2    |         | self      |                              | ratio     |                       |
    | I.2  | Báo cáo     | 1    |         | self      | {nothing_arose: rescale}     | choice    | Kịp thời=1; Không=0   |
    | I.7  | Được miễn   | 1    |         | self      | {not_assigned: rescale}      | choice    | Kịp thời=1; Không=0   |
    | I.8  | Hiệu quả    | 2    |         | council   |                              | points    | step=0.5              |
    | I.9  | Hài lòng    | 3    |         | survey    |                              | external  |                       |
    | II.1 | Bị nhắc nhở | 2    | penalty | self      |                              | deduction | each=0.5              |
"""
EDITION = build.edition(TABLE)
UNIT = "so-noi-vu"
CYCLE = build.cycle(EDITION, UNIT)
RECORDS = build.records(EDITION, {"I.1/part": 8, "I.1/whole": 10, "I.2": Kind.NOTHING_AROSE, "II.1/count": 2})
SHEET, MINUTES = "Hội đồng", "Biên bản"
LETTERS = {"unit": "A", "item": "C", "points": "Q", "ruling": "R", "reason": "S", "decision": "T"}
FIELDS = {"number": "B5", "held": "B6", "members": "B7", "present": "B8", "written": "B9"}
HELD: dict[str, Any] = {"number": "03/BB-HĐ", "held": moment("2024-01-15"), "members": 10, "present": 5, "written": 1}
WHY = {"reason": "Hoàn thành phần lớn", "decision": "Biên bản 03"}


def desk(edition: Any = EDITION) -> Desk:
    exempt = {"I.7": Kind.NOT_ASSIGNED}
    result = score(edition.blocks[0], edition.policies, build.YEAR, Dossier(UNIT, RECORDS, exempt=exempt))
    unit = CYCLE.unit(UNIT)
    assert unit is not None
    standing = Present(unit, "ab" * 32, {one.code: one for one in result.items}, RECORDS, frozenset(exempt))
    return Desk(CYCLE, edition, {UNIT: standing}, {"accepted": "Chấp nhận", "rejected": "Không chấp nhận"})


def line(row: int, item: str = "I.8", unit: str = UNIT, **entered: Any) -> SheetLine:
    texts = {"unit": unit, "item": item, **dict.fromkeys(("points", "ruling", "reason", "decision")), **entered}
    return SheetLine(row, {name: cell(raw, f"{LETTERS[name]}{row}", SHEET) for name, raw in texts.items()})


def sheet(*lines: SheetLine, path: str = "appraisal/council.xlsx", minutes: dict[str, Any] | None = None, **more: Any) -> AppraisalSheet:
    opening = Opening()
    text = SheetIdentity("council", CYCLE.cycle, EDITION.id, EDITION.version, "council:1", opening.digest()).text()
    said = {**HELD, **(minutes or {})}
    fields = {name: cell(said[name], address, MINUTES) for name, address in FIELDS.items()}
    whole: dict[str, Any] = {
        "readable": True, "identities": {"cell": text, "name": text}, "opening": opening, "sheet": SHEET, "lines": lines, "fields": fields,
    }  # fmt: skip
    return AppraisalSheet(path, "cd" * 32, 9000, **{**whole, **more})


def judged(*sheets: AppraisalSheet, edition: Any = EDITION) -> tuple[Appraisal, list[Finding]]:
    """Return what the sheets say; that an estimate or a question waits is another test's matter."""
    appraisal, findings = judge(sheets, desk(edition))
    return appraisal, list(findings)


def stages(appraisal: Appraisal, item: str = "I.8") -> tuple[Fraction | None, tuple[str, ...]]:
    settled = settle(appraisal, UNIT).get(item)
    return (None, ()) if settled is None else (settled.council, settled.waiting)


GOOD = line(7, points=1.5, **WHY)
# Code: the sheet that causes it, the cell and the item that are named, and words of the values.
CAUSES: dict[str, tuple[AppraisalSheet, str | None, str | None, dict[str, str]]] = {
    "AC101": (sheet(line(7, "IX.1", points=1, **WHY)), "C7", "IX.1", {"found": "IX.1"}),
    "AC102": (sheet(line(7, "I.9", points=1, **WHY)), "C7", "I.9", {}),
    "AC103": (sheet(line(7, "I.7", points=1, **WHY)), "C7", "I.7", {}),
    "AC104": (sheet(line(7, points=1.5, decision="Biên bản 03")), "S7", "I.8", {}),
    "AC105": (sheet(line(7, points=1.5, reason="Hoàn thành")), "T7", "I.8", {}),
    "AC106": (sheet(line(7, reason="Hoàn thành")), "Q7", "I.8", {}),
    "AC121": (sheet(GOOD, minutes={"number": " "}), "B5", None, {"field": "term:minutes_number"}),
    "AC122": (sheet(GOOD, minutes={"held": "hôm qua"}), "B6", None, {"field": "term:minutes_held", "found": "hôm qua"}),
    "AC123": (sheet(GOOD, minutes={"present": 10}), "B7", None, {"members": "10", "present": "10", "written": "1"}),
    "AC124": (sheet(GOOD, minutes={"written": 0}), "B8", None, {"members": "10", "present": "5", "written": "0"}),
}


@pytest.mark.parametrize("code", CAUSES)
def test_each_code_has_its_cause_and_names_the_place(code: str) -> None:
    made, address, item, values = CAUSES[code]
    appraisal, findings = judged(made)
    assert [(one.code, one.cell, one.item) for one in findings] == [(code, address, item)]
    (one,) = findings
    assert values.items() <= dict(one.values).items()
    assert one.file == "appraisal/council.xlsx"
    assert all(opinion.points is None for opinion in appraisal.opinions)


def test_a_figure_with_reason_decision_and_valid_minutes_counts() -> None:
    appraisal, findings = judged(sheet(GOOD))
    assert (findings, stages(appraisal)) == ([], (Fraction(3, 2), ()))
    (opinion,) = appraisal.opinions
    assert (opinion.stage, opinion.reason, opinion.decision, opinion.cell) == ("council", "Hoàn thành phần lớn", "Biên bản 03", "Q7")
    (minutes,) = appraisal.minutes
    assert (minutes.number, str(minutes.held), minutes.members, minutes.present, minutes.written, minutes.valid) == (
        "03/BB-HĐ", "2024-01-15", 10, 5, 1, True,
    )  # fmt: skip


@pytest.mark.parametrize("code", ["AC121", "AC122", "AC123", "AC124"])
def test_without_valid_minutes_every_figure_is_refused_and_waits(code: str) -> None:
    appraisal, _ = judged(CAUSES[code][0])
    assert stages(appraisal) == (None, ("refused_council",))
    assert not appraisal.minutes[0].valid


@pytest.mark.parametrize(
    ("minutes", "codes"),
    [
        ({"written": None, "present": 6}, []),
        ({"written": None, "present": 5}, ["AC121"]),
        ({"held": "15/01/2024", "members": "11", "present": "6", "written": None}, []),
        ({"number": 3}, []),
        ({"members": 0, "present": 0, "written": 0}, ["AC123"]),
        ({"members": None, "present": None, "written": None}, ["AC121", "AC121", "AC121"]),
        ({"present": 5.5}, ["AC122"]),
        ({"members": -10}, ["AC122"]),
        ({"present": Formula("=2+3")}, ["AC122"]),
        ({"number": Formula("=A1")}, ["AC122"]),
        ({"held": Fault("#REF!")}, ["AC122"]),
        ({"held": "31/02/2024"}, ["AC122"]),
        ({"held": 5}, ["AC122"]),
    ],
)
def test_minutes(minutes: dict[str, Any], codes: list[str]) -> None:
    appraisal, findings = judged(sheet(GOOD, minutes=minutes))
    assert [one.code for one in findings] == codes
    assert appraisal.minutes[0].valid == (not codes)
    assert stages(appraisal) == ((Fraction(3, 2), ()) if not codes else (None, ("refused_council",)))


def test_a_sheet_without_its_minutes_says_what_is_missing() -> None:
    appraisal, findings = judged(sheet(GOOD, fields={}))
    assert [(one.code, dict(one.values)["field"]) for one in findings] == [
        ("AC121", f"term:minutes_{name}") for name in ("number", "held", "members", "present", "written")
    ]  # fmt: skip
    assert stages(appraisal)[1] == ("refused_council",)


def test_a_sheet_that_decides_nothing_needs_no_minutes() -> None:
    blank = dict.fromkeys(HELD)
    for made in (sheet(line(7), minutes=blank), sheet(minutes=blank), sheet(line(7, "I.1"), minutes=blank)):
        assert (judged(made)[1], judged(made)[0].opinions) == ([], ())


@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 40))
def test_more_than_half_is_more_than_half(members: int, present: int, written: int) -> None:
    appraisal, findings = judged(sheet(GOOD, minutes={"members": members, "present": present, "written": written}))
    enough = Fraction(present + written, members) > Fraction(1, 2) and present + written <= members
    assert appraisal.minutes[0].valid == enough == (not findings)


def test_another_items_figure_may_be_changed() -> None:
    appraisal, findings = judged(sheet(line(30, "i.1", points=1, **WHY), line(31, "II.1", points=2, **WHY)))
    assert (findings, stages(appraisal, "I.1"), stages(appraisal, "II.1")) == ([], (1, ()), (2, ()))


@pytest.mark.parametrize(
    ("entered", "code"),
    [
        ({"points": 2.5}, "AP114"), ({"points": -1}, "AP113"), ({"points": "hai"}, "AP112"), ({"points": 1.2}, "AP116"),
        ({"item": "I.1", "points": 1.8}, "AP115"), ({"item": "I.1", "points": 1.555}, "AP117"), ({"item": "II.1", "points": 0.5}, "AP133"),
        ({"ruling": "Đồng ý"}, "AP121"), ({"ruling": "Chấp nhận"}, "AP122"), ({"item": "I.2", "points": 1, "ruling": "Chấp nhận"}, "AP119"),
        ({"item": "I.2", "ruling": "Không chấp nhận"}, "AP123"), ({"unit": "so-la", "points": 1}, "AP110"), ({"unit": None, "points": 1}, "AP110"),
    ],
)  # fmt: skip
def test_what_holds_for_both_rounds_holds_for_the_council(entered: dict[str, Any], code: str) -> None:
    appraisal, findings = judged(sheet(line(7, **{**WHY, **entered})))
    assert [one.code for one in findings] == [code]
    assert all(one.points is None for one in appraisal.opinions)


def test_points_above_the_units_own_are_taken_where_the_policy_allows() -> None:
    allowed = build.edition(TABLE, appraisal_may_exceed_self=True)
    appraisal, findings = judged(sheet(line(7, "I.1", points=1.8, **WHY)), edition=allowed)
    assert (findings, stages(appraisal, "I.1")) == ([], (Fraction(9, 5), ()))


@pytest.mark.parametrize(("answer", "ruling"), [("Chấp nhận", "accepted"), ("không chấp nhận", "rejected")])
def test_the_council_may_answer_a_claim(answer: str, ruling: str) -> None:
    points = {} if ruling == "accepted" else {"points": 1}
    appraisal, findings = judged(sheet(line(7, "I.2", ruling=answer, **points, **WHY)))
    settled = settle(appraisal, UNIT)["I.2"]
    assert (findings, settled.ruling, settled.ruled_at) == ([], ruling, "council")


def test_one_item_twice_in_a_sheet_is_refused_and_in_two_sheets_disputed() -> None:
    appraisal, findings = judged(sheet(GOOD, line(30, points=2, **WHY)))
    assert ([one.code for one in findings], stages(appraisal)) == (["AP120"], (None, ("refused_council",)))
    appraisal, findings = judged(sheet(GOOD), sheet(line(7, points=2, **WHY), path="appraisal/council-2.xlsx"))
    assert ([one.code for one in findings], stages(appraisal)) == (["AP125"], (None, ("disputed_council",)))
    assert len(appraisal.opinions) == 2
    appraisal, findings = judged(sheet(GOOD), sheet(line(7, points=1.5, **WHY), path="appraisal/council-2.xlsx"))
    assert (findings, stages(appraisal)) == ([], (Fraction(3, 2), ()))


def test_minutes_hold_for_their_own_sheet_only() -> None:
    second = sheet(line(7, "I.1", points=1, **WHY), path="appraisal/council-2.xlsx", minutes={"present": 1})
    appraisal, findings = judged(sheet(GOOD), second)
    assert [one.code for one in findings] == ["AC124"]
    assert stages(appraisal) == (Fraction(3, 2), ())
    assert stages(appraisal, "I.1") == (None, ("refused_council",))


def test_a_sheet_in_the_folder_of_a_round_is_not_taken() -> None:
    appraisal, findings = judged(sheet(GOOD, path="appraisal/round-1/council.xlsx"))
    assert ([one.code for one in findings], appraisal.opinions) == (["AP104"], ())


def test_a_column_without_which_nothing_can_be_decided_is_named() -> None:
    appraisal, findings = judged(sheet(GOOD, missing_columns=("Quyết định",)))
    assert ([one.code for one in findings], appraisal.opinions) == (["AP106"], ())


def test_cells_that_hold_errors_are_no_reasons() -> None:
    _, findings = judged(sheet(line(7, points=1.5, reason=Fault("#N/A"), decision="Biên bản 03")))
    assert [one.code for one in findings] == ["AC104"]
