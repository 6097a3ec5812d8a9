"""EV247: the period of the data that a report states, against the window of the item or the cycle."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from checks.evidence.given import A_FILE, CLAIM, Cause, W, asking, block, case, cycle, folder, holds, judged, line, pdf, reading, report

from parcli.core.document import StatedPeriod

ONE = (line(6, "I.1", "a.pdf"),)


def period(start: str | None, end: str, *, estimated: bool = False, snippet: str = "") -> StatedPeriod:
    text = snippet or f"từ ngày {start or '…'} đến ngày {end}"
    return StatedPeriod(date.fromisoformat(start) if start else None, date.fromisoformat(end), estimated, text)


def why(*periods: StatedPeriod, kind: str = "BÁO CÁO", issued: str = "2023-12-05", **more: Any) -> list[str]:
    said = report(periods=periods, kind=reading(kind), issued=reading(issued))
    found = judged(ONE, folder(pdf(said=said)), CLAIM, **more)
    assert {one.code for one in found} <= {"EV247"}
    return [dict(one.values)["why"].removeprefix("term:period_") for one in found]


LATE = period("2023-01-01", "2023-12-15")
CAUSES: dict[str, Cause] = {
    "EV247": (
        case(ONE, folder(pdf(said=report(periods=(LATE,)))), CLAIM), W, A_FILE, None, None, "I.1",
        {"period": "01/01/2023 – 15/12/2023", "to": "30/11/2023", "last": "31/12/2023", "why": "term:period_estimate"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", CAUSES)
def test_the_smallest_cause_of_each_code(code: str) -> None:
    holds(code, CAUSES[code])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2023-01-01", "2023-11-30", []), ("2023-01-01", "2023-10-31", []), ("2022-12-15", "2023-11-30", []), (None, "2023-11-30", []),
        ("2022-01-01", "2022-12-31", ["outside"]), (None, "2022-12-31", ["outside"]), ("2024-01-01", "2024-03-31", ["outside"]),
        ("2023-01-01", "2023-12-31", ["estimate"]), (None, "2023-12-31", ["estimate"]), ("2023-07-01", "2024-03-31", ["beyond"]),
        ("2021-01-01", "2025-12-31", []), (None, "2025-12-31", []),
    ],
)  # fmt: skip
def test_days_against_the_window_of_the_cycle(start: str | None, end: str, expected: list[str]) -> None:
    assert why(period(start, end)) == expected


def test_what_is_called_an_estimate_is_one() -> None:
    assert why(period("2023-01-01", "2023-12-31", estimated=True)) == []


def test_an_estimate_beyond_the_last_day_is_asked_about() -> None:
    without = {"window": {"from": "2023-01-01", "to": "2023-11-30"}}
    assert why(period("2023-01-01", "2023-12-31", estimated=True), in_cycle=cycle(**without)) == ["beyond"]


def test_the_name_of_a_year_or_a_half_is_no_day_counted_up_to() -> None:
    assert why(period("2023-01-01", "2023-12-31", snippet="Kết quả CCHC năm 2023")) == []
    assert why(period("2023-07-01", "2023-12-31", snippet="nhiệm vụ 6 tháng cuối năm 2023")) == []
    assert why(period("2022-01-01", "2022-12-31", snippet="Kết quả CCHC năm 2022")) == ["outside"]


def test_data_later_than_the_document_are_a_question_unless_called_an_estimate() -> None:
    assert why(period("2023-01-01", "2023-11-30"), issued="2023-11-15") == ["after_issue"]
    assert why(period("2023-01-01", "2023-11-30", estimated=True), issued="2023-11-15") == []
    assert why(period(None, "2023-11-30"), issued="2023-11-15") == []
    assert why(period("2023-01-01", "2023-11-15"), issued="2023-11-15") == []


def test_a_report_that_compares_with_the_year_before_is_fine() -> None:
    assert why(period("2022-01-01", "2022-12-31"), period("2023-01-01", "2023-11-30")) == []


def test_a_report_written_after_its_period_had_nothing_to_estimate() -> None:
    assert why(period("2023-01-01", "2023-12-15"), issued="2023-12-20") == []


@pytest.mark.parametrize("kind", ["KẾ HOẠCH", "QUYẾT ĐỊNH", "CÔNG VĂN", "CHƯƠNG TRÌNH"])
def test_only_reports_state_data(kind: str) -> None:
    assert why(period("2022-01-01", "2022-12-31"), kind=kind) == []


def test_the_window_of_the_item_goes_before_that_of_the_cycle() -> None:
    own = block(asking("I.1", 1, window={"from": "01-01", "to": "12-15"}))
    assert why(period("2023-01-01", "2023-12-15"), of=own, issued="2023-12-16") == []
    assert why(period("2023-01-01", "2023-12-20"), of=own) == ["beyond"]


def test_items_with_one_window_are_told_together() -> None:
    lines = (*ONE, line(7, "I.2", "a.pdf"), line(8, "I.2", "b.pdf"))
    files = folder(pdf(said=report(periods=(LATE,))), pdf("b.pdf"))
    (one,) = judged(lines, files, {"I.1": "Có", "I.2": "Có"})
    assert (one.item, dict(one.values)["items"]) == ("I.1", "I.1, I.2")


def test_an_item_without_points_is_not_asked() -> None:
    assert judged(ONE, folder(pdf(said=report(periods=(LATE,))))) == ()
