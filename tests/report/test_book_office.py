"""tong-hop.xlsx calculated anew by an office suite equals scores.json in every figure."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import build
import pytest
from build import F
from report.books import Figure, figures, number_of_figures, opened, recalculated, table

from parcli.core import points
from parcli.core.cycle import Cycle
from parcli.core.edition import Edition, Kind
from parcli.core.scoring import Dossier, Stages, UnitResult, score
from parcli.messages import words
from parcli.report.book import city_book
from parcli.report.machine import scores_document

pytestmark = [pytest.mark.office, pytest.mark.slow, pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")]
ROSE, ASSIGNED = Kind.NOTHING_AROSE, Kind.NOT_ASSIGNED
# An item with the code of its area, an area of surveys alone, a survey in the bonus area, caps below the sums.
TABLE = """
    | mã   | điểm | loại    | ai chấm   | cách tính | …        |
    | I.1  | 30   |         |           | ratio     |          |
    | I.2  | 12   |         |           | points    |          |
    | I.10 | 10   |         | council   | points    |          |
    | II.1 | 6    |         |           | points    |          |
    | II.2 | 5    |         | appraisal | points    |          |
    | II.3 | 7    |         |           | ratio     |          |
    | III  | 10   |         |           | points    |          |
    | K.1  | 13   |         | survey    | external  |          |
    | K.2  | 7    |         | survey    | external  |          |
    | B    | 4    | bonus   |           |           |          |
    | B.1  | 5    |         |           | points    |          |
    | B.2  | 2    |         | survey    | external  |          |
    | P    | 3    | penalty |           |           |          |
    | P.1  | 5    |         |           | deduction | each=0.5 |
"""
ENTRIES: dict[str, Any] = {
    "I.1/part": 2, "I.1/whole": 3, "I.2/points": F("7.125"), "II.1/points": F("5.005"), "II.3/part": 1, "II.3/whole": 7, "III/points": F("9.5"),
    "B.1/points": 1, "P.1/count": 1,
}  # fmt: skip
GIVEN: dict[str, Any] = {
    "I.1": Stages(appraised_1=F(58, 3)), "I.2": Stages(appraised_1=F("7.125"), appraised_2=F("6.335")), "I.10": Stages(council=F("8.335")),
    "II.1": Stages(appraised_1=F("5.005")), "II.2": Stages(appraised_1=F(5, 3)), "II.3": Stages(appraised_1=F(6, 7), council=F(5, 7)),
    "III": Stages(appraised_1=F("9.5")), "B.1": Stages(appraised_1=F(1)), "P.1": Stages(appraised_1=F("0.5")),
}  # fmt: skip
SURVEY: dict[str, Any] = {"K.1": {"value": F(250, 3)}, "K.2": {"value": F("71.43")}, "B.2": {"value": F(10)}}
ACCEPTED = Stages(ruling="accepted", ruled_at="round_1")
NOISE = F(1, 10**12)
ALL_OF_IT = {code: Stages(appraised_1=F(most)) for code, most in {"I.1": 30, "I.2": 12, "II.1": 6, "II.2": 5, "II.3": 7, "III": 10}.items()}
UNITS: dict[str, dict[str, Any]] = {
    "thuong": {},
    "kad-1": {"entries": {"II.1": ROSE}, "stages": {"II.1": ACCEPTED}},
    "kad-2": {"entries": {"I.2": ASSIGNED, "II.1": ROSE}, "stages": {"I.2": ACCEPTED, "II.1": ACCEPTED}},
    "tu-choi": {"entries": {"I.2": ASSIGNED}, "stages": {"I.2": Stages(appraised_1=F(3), ruling="rejected", ruled_at="round_1")}},
    "coi-nhu-tu-choi": {"entries": {"I.2": ASSIGNED}},
    "chap-nhan-lan-2": {"entries": {"II.1": ROSE}, "stages": {"II.1": Stages(appraised_1=F(2), ruling="accepted", ruled_at="round_2")}},
    "cho-tra-loi": {"entries": {"I.2": ASSIGNED}, "stages": {"I.2": Stages()}},
    "mien": {"exempt": {"II.3": ROSE, "K.2": ASSIGNED}},
    "mien-hoi-dong": {"exempt": {"I.10": ROSE, "P.1": ASSIGNED, "B.2": ASSIGNED}},
    "thuong-vuot-tran": {
        "entries": {"B.1/points": 5, "P.1/count": 0}, "stages": {"B.1": Stages(appraised_1=F(5)), "P.1": Stages(appraised_1=F(0)), **ALL_OF_IT},
    },
    "duoi-khong": {
        "entries": {"P.1/count": 30}, "survey": {"K.1": {"value": F(0)}, "K.2": {"value": F(0)}, "B.2": {"value": F(0)}},
        "stages": {**{code: Stages(appraised_1=F(0)) for code in (*ALL_OF_IT, "B.1")}, "I.10": Stages(council=F(0)), "P.1": Stages(appraised_1=F(5))},
    },
    "cho-tham-dinh": {"stages": {code: Stages() for code in GIVEN}},
    "cho-hoi-dong": {"stages": {"I.10": Stages(), "II.2": Stages()}},
    "kad-cho-hoi-dong": {"entries": {"II.1": ROSE, "I.2": ASSIGNED}, "stages": {"II.1": ACCEPTED, "I.2": ACCEPTED, "I.10": Stages()}},
    "cho-dieu-tra": {"survey": {"K.1": {"value": F(40)}}},
    "khong-dieu-tra": {"survey": {}},
    "tranh-chap": {"stages": {"I.2": Stages(appraised_1=F(3), waiting=("disputed_2",))}},
    "thieu": {"entries": {"II.1/points": None}, "stages": {"II.1": Stages()}},
    "chan": {"blocked_by": ("WB301",)},
    "loai": {"excluded_for": "Sắp xếp lại"},
    "khong-nop": {"records": None, "stages": {code: Stages() for code in GIVEN}},
}  # fmt: skip
ROUNDINGS: dict[str, dict[str, int | None]] = {
    "tieu-chi": {"item": 2}, "khong": {"item": None}, "linh-vuc-tong": {"item": None, "area": 2, "total": 1}, "tat-ca": {"item": 3, "area": 1, "total": 2},
}  # fmt: skip
TREATMENTS = {
    "quy-doi": {"nothing_arose": "full_marks", "not_assigned": "rescale"},
    "giam-tru": {"nothing_arose": "reduce_maximum", "not_assigned": "rescale"},
    "khong-xep": {"nothing_arose": "rescale", "not_assigned": "unranked"},
}
CASES = {
    f"{rounding}-{treatment}{'-tam' if draft else ''}": (ROUNDINGS[rounding], TREATMENTS[treatment], draft)
    for rounding in ROUNDINGS for treatment in TREATMENTS for draft in (False, True)
}  # fmt: skip


def results(of: Edition, *, draft: bool) -> list[UnitResult]:
    found = []
    for unit, own in UNITS.items():
        known = {"records": build.records(of, {**ENTRIES, **own.get("entries", {})}), "survey": SURVEY, **own}
        known["stages"] = {**GIVEN, **own.get("stages", {})}
        known.pop("entries", None)
        found.append(score(of.blocks[0], of.policies, build.YEAR, Dossier(unit, **known), provisional=draft))
    return found


def made(case: str) -> tuple[str, bytes, Cycle]:
    """Return scores.json and tong-hop.xlsx of a case."""
    rounding, treatments, draft = CASES[case]
    of = build.edition(TABLE, scale="99", rounding=rounding, not_applicable=treatments)
    cycle = build.cycle(of, *UNITS, exemptions=[{"unit": "mien", "item": "II.3", "kind": "nothing_arose", "reason": "Quyết định của đợt"}])
    found, vi = results(of, draft=draft), words("vi")
    scores = scores_document(cycle.cycle, of.status, found, [], vi, provisional=draft).decode()
    return scores, city_book(of, cycle, found, [], vi, provisional=draft), cycle


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, Any, Cycle]]:
    cases = {case: made(case) for case in CASES}
    books = recalculated({case: book for case, (_, book, _) in cases.items()}, tmp_path_factory.mktemp("books"))
    return {case: (cases[case][0], opened(books[case]), cases[case][2]) for case in CASES}


def differs(one: Figure) -> bool:
    """Whether a figure is not what the file says, to its last digit; of a fraction also the two decimals that a double has beyond."""
    if one.said is None:
        return isinstance(one.shown, int | float)
    if not isinstance(one.shown, int | float):
        return True
    shown = points.from_double(float(one.shown))
    assert isinstance(shown, Fraction)
    return points.plain(shown) != one.said or (one.exact is not None and abs(shown - Fraction(one.exact)) > NOISE)


@pytest.mark.parametrize("case", CASES)
def test_every_figure_of_the_book_is_that_of_scores_json(every: Mapping[str, tuple[str, Any, Cycle]], case: str) -> None:
    scores, book, cycle = every[case]
    found = list(figures(scores, book, {unit.id: unit.name for unit in cycle.units}))
    wrong = [one for one in found if differs(one)]
    assert not wrong, "\n".join(map(str, wrong[:20]))
    compared = sum(one.said is not None for one in found)
    assert compared == number_of_figures(scores) > 1300


@pytest.mark.parametrize("case", CASES)
def test_the_sheets_by_items_and_by_areas_say_the_same(every: Mapping[str, tuple[str, Any, Cycle]], case: str) -> None:
    _, book, cycle = every[case]
    lines, items = table(book["Chi tiết"], "Khóa tra cứu"), table(book["so tiêu chí"], "Mã")
    for unit in cycle.units:
        own = {key.partition("|")[2]: line["Điểm đạt được"] for key, line in lines.items() if key.startswith(f"{unit.id}|")}
        for code, line in items.items():
            if code in own and f"{code}|" not in own:
                assert line[unit.name] == own[code], (unit.id, code)


def test_nothing_in_any_book_is_an_error(every: Mapping[str, tuple[str, Any, Cycle]]) -> None:
    for case, (_, book, _) in every.items():
        wrong = [
            (case, sheet.title, cell.coordinate, cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "e"
        ]
        assert wrong == []
