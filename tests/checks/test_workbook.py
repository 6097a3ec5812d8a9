"""WB: the smallest return that causes each code, and the honest one that causes none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import build
import pytest
from checks.given import PATH, SENT, SHEET, UNIT, Formula, returned, said, taken
from checks.given import cell as given_cell

from parcli.checks import workbook
from parcli.core.findings import Finding, Severity, without_echoes
from parcli.core.returned import IDENTITY_KEY, Change, Difference, Doubt, Identity, Problem
from parcli.messages import words

EDITION = build.edition("""
    | mã  | điểm | cách tính | …         |
    | I.1 | 1    | ratio     | floor=0.8 |
""")
DONE = {"I.1/part": 9, "I.1/whole": 10}


def problem(code: str, **values: str) -> dict[str, Any]:
    return {"problems": (Problem(code, tuple(sorted(values.items()))),), "readable": False, "rows": {}, "identities": {}}


def whose(**other: str) -> dict[str, Any]:
    return {"identities": {"cell": replace(SENT, **other).text()}}


def change(kind: Any, key: str = "I.1", cell: str = "J8", expected: str = "", found: str = "") -> dict[str, Any]:
    return {"changes": (Change(kind, key, "self", SHEET, cell, expected, found),)}


def differs(aspect: Any, count: int = 2) -> dict[str, Any]:
    return {"differences": (Difference(aspect, SHEET, "C3", count, "gốc", "khác"),)}


def codes(computed: str, shown: str) -> dict[str, Any]:
    return {"check_code": computed, "shown_check_code": shown}


def doubt(cell: str, key: str = "", first: str = "5", second: str = "6") -> dict[str, Any]:
    return {"doubts": (Doubt(SHEET, cell, key, first, second),)}


def linked(formula: str = "='[1]Sheet1'!A1") -> dict[str, Any]:
    return {"I.1/part": {"input": given_cell(Formula(formula))}}


# Code: what is unlike an honest return; then severity, sheet, cell, item, and words of the values.
E, W, N, B = Severity.ERROR, Severity.WARNING, Severity.NOTE, Severity.BLOCK
Cause = tuple[dict[str, Any], Severity, str | None, str | None, str | None, dict[str, str]]
SEEN = {"found": "khác", "expected": "gốc", "count": "2"}
CAUSES: dict[str, Cause] = {
    "WB341": (differs("added"), N, SHEET, "C3", None, {"found": "khác"}),
    "WB342": (differs("look"), N, SHEET, "C3", None, SEEN),
    "WB343": (differs("layout"), N, SHEET, "C3", None, SEEN),
    "WB344": (differs("sheets"), N, SHEET, "C3", None, SEEN),
    "WB345": (differs("lists"), N, SHEET, "C3", None, SEEN),
    "WB346": (differs("colouring"), N, SHEET, "C3", None, SEEN),
    "WB347": (differs("protection"), N, SHEET, "C3", None, {"count": "2"}),
    "WB348": (differs("settings"), N, SHEET, "C3", None, SEEN),
    "WB349": (differs("stored"), N, SHEET, "C3", None, SEEN),
    "WB350": (differs("notes"), N, SHEET, "C3", None, {"found": "khác"}),
    "WB352": (differs("moved"), N, SHEET, "C3", None, {}),
    "WB351": (differs("identity"), N, SHEET, "C3", None, {"found": "khác"}),
    "WB103": (problem("WB103", found=".xls"), B, None, None, None, {"found": ".xls"}),
    "WB104": (problem("WB104"), B, None, None, None, {}),
    "WB105": (problem("WB105", reason="BadZipFile"), B, None, None, None, {"reason": "BadZipFile"}),
    "WB106": (problem("WB106"), B, None, None, None, {}),
    "WB107": (problem("WB107", found="9", limit="8", what="cells"), B, None, None, None, {"limit": "8"}),
    "WB108": ({"problems": (Problem("WB108", (("found", "vbaproject.bin"),)),)}, W, None, None, None, {"found": "vba"}),
    "WB140": (doubt(cell="H9", key="I.1/part"), E, SHEET, "H9", "I.1", {"first": "5", "second": "6"}),
    "WB141": (doubt(cell="A1", key=IDENTITY_KEY), B, SHEET, "A1", None, {"what": "term:form_identity", "first": "5"}),
    "WB142": (problem("WB142", reason="PanicException"), B, None, None, None, {"reason": "Panic"}),
    "WB143": (problem("WB143", part="sheet2.xml", cell="A1"), B, None, "A1", None, {"part": "sheet2.xml"}),
    "WB144": ({"rows": linked()}, B, SHEET, "H9", "I.1", {"found": "[1]"}),
    "WB145": (change("hidden_sheet", key="", cell=""), W, SHEET, None, None, {"what": "term:hidden_sheet", "name": SHEET}),
    "WB146": (change("sheet_added", key="", cell=""), W, SHEET, None, None, {"what": "term:sheet_added", "name": SHEET}),
    "WB147": (change("validation", key="", cell="", expected="2", found="H9, H10"), W, SHEET, None, None, {"count": "2", "cells": "H9, H10"}),
    "WB148": (change("standing", key="", cell="", expected="1", found="A1"), W, SHEET, None, None, {"count": "1", "cells": "A1"}),
    "WB149": (problem("WB149", part="sheet2.xml", cell="XFD9", limit="500000"), B, None, "XFD9", None, {"limit": "500000"}),
    "WB201": ({"identities": {}}, B, None, None, None, {}),
    "WB202": ({"identities": {"cell": SENT.text(), "name": replace(SENT, unit="so-y-te").text()}}, B, None, None, None, {"found": "so-y-te"}),
    "WB203": (whose(cycle="thu/2022"), B, None, None, None, {"found": "thu/2022", "expected": "thu/2023"}),
    "WB204": (whose(unit="so-y-te"), B, None, None, None, {"found": "so-y-te", "expected": UNIT}),
    "WB205": (whose(version="1.1"), N, None, None, None, {"found": "1.1", "expected": "1.0"}),
    "WB206": (whose(block="huyen"), B, None, None, None, {"found": "huyen", "expected": "so"}),
    "WB301": ({"missing_sheets": (SHEET,), "rows": {}, "shown": {}}, B, SHEET, None, None, {"name": SHEET}),
    "WB302": ({"missing_columns": ("Điểm tự chấm",), "rows": {}, "shown": {}}, B, None, None, None, {"name": "Điểm tự chấm"}),
    "WB303": ({"missing_keys": ("I.1", "I.1/part")}, B, None, None, None, {"keys": "I.1, I.1/part", "count": "2"}),
    "WB304": ({"repeated_keys": (("I.1/part", "A20"),)}, B, SHEET, "A20", "I.1", {"key": "I.1/part"}),
    "WB305": ({"unknown_keys": (("I.1b", "A20"),)}, W, SHEET, "A20", None, {"key": "I.1b"}),
    "WB307": (change("maximum", cell="D8", expected="1", found="2"), B, SHEET, "D8", "I.1", {"expected": "1", "found": "2"}),
    "WB308": (change("overwritten", found="1"), E, SHEET, "J8", "I.1", {"found": "1"}),
    "WB309": (change("formula", expected="=A", found="=B"), E, SHEET, "J8", "I.1", {"expected": "=A", "found": "=B"}),
    "WB312": (change("merged", key="I.1/part", cell="H9"), E, SHEET, "H9", "I.1", {}),
    "WB313": (change("hidden_row", key="I.1/part", cell="H9"), W, SHEET, "H9", "I.1", {}),
    "WB314": (change("text", cell="C8", expected="Kế hoạch", found="Kế"), E, SHEET, "C8", "I.1", {"expected": "Kế hoạch", "found": "Kế"}),
    "WB320": (codes("0000-1000-0210", "0000-1000-0311"), W, "Báo cáo", None, None, {"found": "0311", "expected": "0210"}),
    "SC301": (change("given_points", found="2"), E, SHEET, "J8", "I.1", {"found": "2"}),
}
# Those that arise where the entries are read.
OF_ENTRIES: dict[str, tuple[dict[str, Any], Severity, str, str]] = {
    "WB310": ({**DONE, "I.1@shown": 1}, W, "J8", "I.1"),
    "WB311": ({**DONE, "I.1/part": Formula("=9")}, E, "H9", "I.1"),
}


def judged(**more: Any) -> tuple[Finding, ...]:
    return without_echoes(workbook.judge(SENT, returned(EDITION, DONE, **more)))


def test_an_honest_return_causes_nothing() -> None:
    assert judged() == ()
    assert judged(identities={"property": SENT.text()}) == ()
    assert taken(EDITION, {**DONE, "I.1@shown": 0.9})[1] == ()


@pytest.mark.parametrize(("computed", "shown"), [("0000-1000-0210", "0000-1000-0210"), ("0000-1000-0210", ""), ("", "0000-1000-0210"), ("", "")])
def test_a_check_code_that_is_the_same_or_not_stored_causes_nothing(computed: str, shown: str) -> None:
    assert judged(**codes(computed, shown)) == ()


@pytest.mark.parametrize(
    ("formula", "tells"), [("=[1]A!B1", True), ("='[tệp khác.xlsx]A'!B1", True), ("=cmd|'/c x'!A0", True), ('="[1] và |"', False), ("=A1+1", False)]
)
def test_only_a_formula_that_leads_to_another_file_blocks(formula: str, tells: bool) -> None:
    assert ("WB144" in {one.code for one in judged(rows=linked(formula))}) is tells


def test_another_version_was_made_with_other_words() -> None:
    assert [one.code for one in judged(**whose(version="1.1"), **change("standing", key="", cell=""))] == ["WB205"]


def test_a_sheet_that_one_reader_does_not_find_and_an_identity_in_doubt_say_nothing_of_the_content() -> None:
    assert [one.code for one in judged(**doubt(cell="", first="", second=SHEET), **change("overwritten"))] == ["WB141"]
    assert [one.code for one in judged(**doubt(cell="A1", key=IDENTITY_KEY), missing_keys=("I.1",))] == ["WB141"]


@pytest.mark.parametrize("code", CAUSES)
def test_the_smallest_cause_of_each_code(code: str) -> None:
    more, severity, sheet, cell, item, values = CAUSES[code]
    (one,) = judged(**more)
    assert (one.code, one.severity, one.unit, one.file) == (code, severity, UNIT, PATH)
    assert (one.sheet, one.cell, one.item) == (sheet, cell, item)
    assert all(word in dict(one.values)[name] for name, word in values.items())
    assert words("vi").finding(one).message


@pytest.mark.parametrize("code", OF_ENTRIES)
def test_the_smallest_entry_that_causes_each_code(code: str) -> None:
    entered, severity, cell, item = OF_ENTRIES[code]
    _, (one,) = taken(EDITION, entered)
    assert (one.code, one.severity, one.unit, one.file, one.sheet, one.cell, one.item) == (code, severity, UNIT, PATH, SHEET, cell, item)
    assert words("vi").finding(one).message


@pytest.mark.parametrize(
    ("identities", "code"),
    [
        ({"cell": SENT.text(), "name": SENT.text(), "property": SENT.text()}, None),
        ({"name": f'"{SENT.text()}"'}, None),
        ({"cell": "thứ khác"}, "WB202"),
        ({"cell": SENT.text(), "name": "parcli-workbook-1;a;b"}, "WB202"),
        ({"cell": SENT.text().replace("workbook-1", "workbook-2")}, "WB202"),
        ({"cell": SENT.text(), "name": SENT.text() + " "}, None),
    ],
)
def test_one_place_is_enough_and_none_may_contradict(identities: dict[str, str], code: str | None) -> None:
    assert [one.code for one in judged(identities=identities)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"edition": "khac"}, "WB203"), ({"version": "2.0"}, "WB203"), ({"cycle": "thu/2022", "unit": "so-y-te"}, "WB203"),
        ({"block": "huyen", "unit": "ba-dinh"}, "WB206"), ({"digest": "d2"}, "WB205"), ({"version": "1.10"}, "WB205"),
    ],
)  # fmt: skip
def test_the_first_difference_of_identity_is_named(other: dict[str, str], code: str) -> None:
    assert [one.code for one in judged(**whose(**other))] == [code]


@pytest.mark.parametrize("code", ["WB201", "WB202", "WB203", "WB204", "WB206"])
def test_the_content_of_another_workbook_says_nothing(code: str) -> None:
    more = {**CAUSES[code][0], "missing_keys": ("I.1",), "changes": change("maximum")["changes"], "unknown_keys": (("X", "A9"),)}
    assert [one.code for one in judged(**more)] == [code]


def test_a_file_that_did_not_open_is_not_asked_whose_it_is() -> None:
    assert [one.code for one in judged(**{**problem("WB105", reason="x"), "missing_keys": ("I.1",)})] == ["WB105"]


def test_an_older_version_is_still_read() -> None:
    assert [one.code for one in judged(**{**whose(version="1.1"), **change("overwritten")})] == ["WB205", "WB308"]


def test_a_lost_sheet_is_not_told_again_row_by_row() -> None:
    assert [one.code for one in judged(missing_sheets=(SHEET,), missing_keys=("I.1",))] == ["WB301"]
    assert [one.code for one in judged(missing_columns=("Mã",), missing_keys=("I.1",))] == ["WB302"]


def test_many_lost_rows_are_cut_visibly() -> None:
    (one,) = judged(missing_keys=tuple(f"I.{n}" for n in range(20)))
    assert dict(one.values)["keys"].endswith("I.11, … (+8)")
    assert dict(one.values)["count"] == "20"


def test_a_changed_heading_belongs_to_no_item() -> None:
    (one,) = judged(**change("text", key="@title", cell="A1"))
    assert (one.code, one.item, one.cell) == ("WB314", None, "A1")


def test_each_change_is_told_with_its_cell() -> None:
    both = (*change("maximum", cell="D8")["changes"], *change("maximum", cell="D12", key="I.2")["changes"])
    assert said(judged(changes=both)) == ["WB307 D8 I.1", "WB307 D12 I.2"]


def test_an_identity_reads_back_as_it_was_written() -> None:
    assert Identity.parse(SENT.text()) == SENT
    assert Identity.parse(f' "{SENT.text()}" ') == SENT


@pytest.mark.parametrize(
    ("shown", "tells"),
    [
        (0.9, False), (0.9000000001, False), (0.91, True), (1, True), (0, True), (None, False), ("", False),
        ("0,9", True), ("#N/A", True), (True, True),
    ],
)  # fmt: skip
def test_the_sheets_points_are_compared_and_a_formula_without_value_is_not(shown: Any, *, tells: bool) -> None:
    _, findings = taken(EDITION, {**DONE, "I.1@shown": shown})
    assert said(findings) == (["WB310 J8 I.1"] if tells else [])


def test_points_shown_where_none_can_be_computed_are_told() -> None:
    _, (one,) = taken(EDITION, {"I.1/part": 9, "I.1/whole": 10, "I.1@shown": 5})
    assert dict(one.values) == {"expected": "0,9", "found": "5"}
