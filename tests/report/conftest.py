"""A small city: one block with two areas, a bonus and a penalty, and the words to report it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from parcli.core.cycle import Cycle
from parcli.core.edition import Block, BlockFile, Class, Edition, Kind, Policies
from parcli.core.findings import Finding
from parcli.core.scoring import Dossier, Stages, UnitResult, score
from parcli.core.submission import Answer, SelfAssessment
from parcli.messages import Worded, words

AREAS = [
    {"code": "I", "title": "Chỉ đạo, điều hành", "maximum": "6", "items": [
        {"code": "I.1", "title": "Kế hoạch CCHC", "maximum": "4", "rule": {"type": "points"}},
        {"code": "I.2", "title": "Báo cáo CCHC", "maximum": "1", "rule": {"type": "points"}},
        {"code": "I.10", "title": "Hội đồng đánh giá", "maximum": "1", "assessed_by": "council", "rule": {"type": "points"}},
    ]},
    {"code": "II", "title": "Cải cách thể chế", "maximum": "4", "items": [
        {"code": "II.1", "title": "Rà soát văn bản", "maximum": "1", "rule": {"type": "points"}},
        {"code": "II.2", "title": "Điều tra XHH", "maximum": "3", "assessed_by": "survey", "rule": {"type": "external", "scale": ["0", "100"]}},
    ]},
    {"code": "B", "title": "Điểm thưởng", "kind": "bonus", "maximum": "1", "items": [
        {"code": "B.1", "title": "Sáng kiến", "maximum": "3", "rule": {"type": "points"}}]},
    {"code": "P", "title": "Điểm trừ", "kind": "penalty", "maximum": "1", "items": [
        {"code": "P.1", "title": "Gửi hồ sơ muộn", "maximum": "1", "rule": {"type": "points"}}]},
]  # fmt: skip
CLASSES = (Class(name="Tốt", **{"from": Fraction(80)}), Class(name="Khá", **{"from": Fraction(0)}))
SELF_SCORED = ("I.1", "I.2", "II.1", "B.1", "P.1")
UNITS = ("so-noi-vu", "so-tu-phap", "so-y-te")


@dataclass(frozen=True)
class Spoken:
    """The standing sentences of parcli, and findings in words of their own that carry a note of the unit."""

    language: str = "vi"

    def text(self, key: str, **values: object) -> str:
        return words(self.language).text(key, **values)

    def finding(self, one: Finding) -> Worded:
        note = dict(one.values).get("note", "")
        return Worded("Ô chưa nhập", f"Ô {one.cell} chưa nhập số liệu. {note}", "Nhập số liệu vào ô.", "Kế hoạch 243/KH-UBND")


@dataclass(frozen=True)
class City:
    """What the tests need to make results: an edition of one block, a cycle, and a way to score."""

    edition: Edition
    cycle: Cycle
    block: Block
    wording: Spoken = field(default_factory=Spoken)

    def result(
        self,
        unit: str = "so-noi-vu",
        points: Mapping[str, Fraction] | None = None,
        *,
        claims: Mapping[str, Kind] | None = None,
        survey: Fraction | None = Fraction(80),
        council: Fraction | None = Fraction(1),
        provisional: bool = False,
        excluded_for: str | None = None,
        raw: str = "0,5",
    ) -> UnitResult:
        figures = points or {}
        records = {
            code: SelfAssessment(code, "H9", {"points": Answer("H10", raw, figures.get(code, Fraction(1, 2)))}, claim=(claims or {}).get(code))
            for code in SELF_SCORED
        }
        stages = {code: Stages(appraised_1=figures.get(code, Fraction(1, 2))) for code in SELF_SCORED if code not in (claims or {})}
        stages |= {code: Stages(ruling="accepted", ruled_at="round_1") for code in claims or {}}
        stages["I.10"] = Stages(council=council)
        dossier = Dossier(unit, records, excluded_for=excluded_for, stages=stages, survey={} if survey is None else {"II.2": {"value": survey}})
        return score(self.block, self.edition.policies, self.cycle.year, dossier, provisional=provisional)

    def missing(self, unit: str) -> UnitResult:
        return score(self.block, self.edition.policies, self.cycle.year, Dossier(unit))

    def every(self, *, provisional: bool = False) -> list[UnitResult]:
        """One of each kind: final, rescaled, waiting for its survey, without a workbook, excluded."""
        return [
            self.result("so-noi-vu", {"I.1": Fraction(4), "B.1": Fraction(3)}, provisional=provisional),
            self.result("so-tu-phap", {"I.1": Fraction(31, 10)}, claims={"I.2": Kind.NOT_ASSIGNED}, provisional=provisional),
            self.result("so-y-te", survey=None, provisional=provisional),
            self.missing("so-du-lich"),
            self.result("so-ngoai-vu", excluded_for="Sắp xếp lại"),
        ]


def _city(policies: Mapping[str, object] | None = None, status: str = "illustrative") -> City:
    block = Block("so", "Khối Sở", BlockFile.model_validate({"areas": AREAS}).areas, CLASSES, None)
    chosen = Policies.model_validate({"not_applicable": {"nothing_arose": "full_marks", "not_assigned": "rescale"}, **(policies or {})})
    edition = Edition("thu-nghiem", "Chỉ số CCHC", "Quyết định 1/QĐ-UBND", status, "1.0", chosen, (block,))  # type: ignore[arg-type]
    names = {"so-noi-vu": "Sở Nội vụ", "so-tu-phap": "Sở Tư pháp", "so-y-te": "Sở Y tế", "so-du-lich": "Sở Du lịch", "so-ngoai-vu": "Sở Ngoại vụ"}
    cycle = Cycle.model_validate({
        "cycle": "thu-nghiem/2023", "edition": "thu-nghiem", "year": 2023, "deadline": date(2023, 11, 30),
        "window": {"from": date(2023, 1, 1), "to": date(2023, 11, 30)},
        "units": [{"id": unit, "block": "so", "name": name} for unit, name in names.items()],
    })  # fmt: skip
    return City(edition, cycle, block)


@pytest.fixture
def city() -> City:
    return _city()


@pytest.fixture
def city_with() -> Callable[..., City]:
    return _city


@pytest.fixture
def templates() -> dict[str, str]:
    folder = Path(__file__).parents[2] / "templates" / "html"
    return {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir())}
