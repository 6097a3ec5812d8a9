"""Surveys: a result on a scale, or the mean of weighted answers, as ``external``."""

from __future__ import annotations

import re
from fractions import Fraction

from parcli.definitions.annex.rules.asked import Probe, Question, Reading
from parcli.definitions.annex.rules.phrases import NUMBER, number, written

_OWN_SCALE = re.compile(
    rf"kết quả(?: điều tra xã hội học| khảo sát)? trên thang(?: điểm)?\s+(?:từ )?(?P<low>{NUMBER})\s*(?:–|-|đến)\s*(?P<high>{NUMBER})"
    rf"\s*(?:,? (?:được )?(?:quy đổi|tính) (?:ra|thành)?\s*(?:tối đa )?(?P<most>{NUMBER})\s*(?:điểm|đ))?\.?",
    re.IGNORECASE,
)
_BY_SURVEY = re.compile(
    rf"(?:điểm )?tính theo kết quả (?:điều tra xã hội học|khảo sát)[\s,(]+(?:trên )?thang(?: điểm)?\s+(?:từ )?(?P<low>{NUMBER})\s*(?:–|-|đến)\s*(?P<high>{NUMBER})\)?\.?",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"(?:điểm\s*=\s*)?(?:tỷ lệ|chỉ số|mức độ) hài lòng(?P<of>[^\d×x*/=]*?)\s*\(?%\)?\s*(?:×|x|\*)\s*(?:(?P<name>điểm tối đa)|(?P<most>\d+(?:[.,]\d+)?)(?: điểm)?)(?:\s*/\s*100\s*%?)?\.?",
    re.IGNORECASE,
)
_WEIGHED = re.compile(rf"bình quân các câu trả lời \((?P<options>.+)\)\s*[×x]\s*(?P<most>{NUMBER})(?: điểm)?\.?", re.IGNORECASE)
_OPTION = re.compile(rf"(?P<label>.*\S)\s+(?P<weight>{NUMBER})\s*%")


def read(question: Question) -> Reading | None:
    """Read a scale or weighted answers; "by the survey" alone names neither."""
    if len(question.lines) != 1 or question.labels:
        return None
    text = question.texts()[0]
    if match := _OWN_SCALE.fullmatch(text) or _BY_SURVEY.fullmatch(text):
        return _scale(question, match["low"], match["high"], match.groupdict().get("most"))
    if match := _PERCENT.fullmatch(text):
        return _scale(question, "0", "100", match["most"])
    match = _WEIGHED.fullmatch(text)
    return _weighed(question, match["options"], match["most"]) if match else None


def _scale(question: Question, low: str, high: str, most: str | None) -> Reading | None:
    least, top = number(low), number(high)
    if least is None or top is None or (most and number(most) != question.maximum):
        return None
    probes = (Probe({"value": least}, Fraction()), Probe({"value": top}, question.maximum))
    return Reading({"type": "external", "scale": [written(least) or "", written(top) or ""]}, probes)


def _weighed(question: Question, listed: str, most: str) -> Reading | None:
    rows, weights = [], []
    for part in listed.split(";"):
        match = _OPTION.fullmatch(part.strip())
        weight = number(match["weight"]) if match else None
        if match is None or weight is None:
            return None
        rows.append({"label": match["label"], "weight": written(weight / 100) or ""})
        weights.append(weight / 100)
    if number(most) != question.maximum:
        return None
    names = [f"option-{place}" for place in range(1, len(rows) + 1)]
    probes = tuple(
        Probe({other: Fraction(1 if other == name else 0) for other in names}, weight * question.maximum)
        for name, weight in zip(names, weights, strict=True)
    )
    return Reading({"type": "external", "options": rows}, probes)
