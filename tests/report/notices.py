"""One unit after the first appraisal and at the end, on the small edition of ``letters``: what was said of it, and its documents."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from report.letters import POINTS, cycle, edition

from parcli.core.appraisal import Appraisal, Opinion, settle
from parcli.core.cycle import Cycle
from parcli.core.edition import Edition, Kind
from parcli.core.scoring import Dossier, score
from parcli.core.submission import Answer, SelfAssessment
from parcli.messages import words
from parcli.report.letter_document import TemplateFault, fill
from parcli.report.notice import FirstRound, Notice, notice, pending
from parcli.report.slip import Outcome, Slip, slip

TEMPLATES = Path(__file__).parents[2] / "templates/word"
UNIT = "so-noi-vu"
SELF_SCORED = ("I.1", "I.2", "II.1", "B.1")


def said(item: str, points: str | None = None, *, stage: Any = "round_1", path: str = "a.xlsx", **more: Any) -> Opinion:
    return Opinion(stage, UNIT, item, path, "Thẩm định", "J9", None if points is None else Fraction(points), **more)


ASKED = said("I.1", "2.5", reason="Thiếu tài liệu kiểm chứng của quý IV.", request="Bổ sung báo cáo quý IV.")
LOWERED = said("II.1", "0.5", reason="Rà soát chưa đủ văn bản.")
AGREED = (said("I.2", "1"), said("B.1", "0.5"))
ROUND_1 = (ASKED, LOWERED, *AGREED)


def records(points: dict[str, str], claims: dict[str, Kind], of: Edition) -> dict[str, SelfAssessment]:
    return {
        item.code: SelfAssessment(
            item.code,
            "J9",
            {"points": Answer("H9", points[item.code], Fraction(points[item.code]))} if item.code in points else {},
            claims.get(item.code),
            explanation="Đã giải trình.",
        )
        for item in of.blocks[0].items(2023)
        if item.criterion.assessed_by != "survey"
    }


def noticed(*opinions: Opinion, **more: Any) -> Notice:
    """Return the notice to a unit of which this was said in round 1."""
    one, whole, during = first_round(*opinions, **more)
    return notice(whole, during, one, words("vi"))


def still_open(*opinions: Opinion, **more: Any) -> tuple[str, ...]:
    return pending(first_round(*opinions, **more)[0])


def first_round(
    *opinions: Opinion, points: dict[str, str] | None = None, claims: dict[str, Kind] | None = None, estimates: tuple[str, ...] = (),
    via: str = "", due: date | None = None, of: Edition | None = None, during: Cycle | None = None,
) -> tuple[FirstRound, Edition, Cycle]:  # fmt: skip
    whole, round_ = of or edition(), during or cycle()
    own = records(POINTS if points is None else points, claims or {}, whole)
    opened = {"round_1": frozenset((UNIT, code) for code in SELF_SCORED)}
    appraisal = Appraisal(opened, tuple(opinions)).until("round_1")  # type: ignore[arg-type]
    result = score(whole.blocks[0], whole.policies, 2023, Dossier(UNIT, own, stages=settle(appraisal, UNIT)))
    unit = round_.unit(UNIT)
    assert unit is not None
    return FirstRound(unit, result, appraisal, own, estimates, via, due), whole, round_


def slipped(
    *opinions: Opinion, claims: dict[str, Kind] | None = None, survey: str | None = "2.4", excluded: str | None = None, of: Edition | None = None
) -> Slip:
    """Return the slip of a unit of which this was said at all stages."""
    whole, round_ = of or edition(), cycle()
    own, appraisal = records(POINTS, claims or {}, whole), Appraisal({}, tuple(opinions))
    figures = {} if survey is None else {"II.2": {"value": Fraction(survey)}}
    dossier = Dossier(UNIT, own, stages=settle(appraisal, UNIT), survey=figures, excluded_for=excluded)
    result = score(whole.blocks[0], whole.policies, 2023, dossier)
    unit = round_.unit(UNIT)
    assert unit is not None
    return slip(whole, round_, Outcome(unit, whole.blocks[0], result, appraisal, own), words("vi"))


def filled(shown: Notice | Slip) -> bytes | TemplateFault:
    """Return the document made of a notice or a slip."""
    name = "thong-bao.docx" if isinstance(shown, Notice) else "phieu-ket-qua.docx"
    return fill((TEMPLATES / name).read_bytes(), shown, "Thử")
