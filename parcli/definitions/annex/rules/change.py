"""Year on year: more than last year, as ``tiers`` of a change."""

from __future__ import annotations

import re
from fractions import Fraction

from parcli.definitions.annex.rules import labels
from parcli.definitions.annex.rules.asked import Probe, Question, Reading
from parcli.definitions.annex.rules.phrases import scored, written

_MORE = re.compile(
    r"(?:có |mức |đạt |tỷ lệ |kết quả |điểm số |chỉ số )?tăng(?: lên)? so với (?:cùng kỳ )?(?P<before>năm (?:liền )?trước(?: liền kề)?)",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"(?:không tăng|bằng hoặc giảm|giảm hoặc bằng|không tăng hoặc giảm)(?: (?:hơn|so với) (?:cùng kỳ )?năm (?:liền )?trước(?: liền kề)?)?",
    re.IGNORECASE,
)
_OF_TITLE = re.compile(r"(?P<what>.*?)\s*(?:\btăng|\bso với)\b.*", re.IGNORECASE)


def read(question: Question) -> Reading | None:
    """Read "more than last year: … points", with or without "no more: 0"."""
    more, none = [], 0
    for text in question.texts():
        one = scored(text, question.maximum)
        if one is None or one.off:
            return None
        if match := _MORE.fullmatch(one.label):
            more.append((match["before"], one.points))
        elif _NO_MORE.fullmatch(one.label) and one.points == 0:
            none += 1
        else:
            return None
    if len(more) != 1 or none > 1 or len(question.labels) not in (0, 2):
        return None
    before, worth = more[0]
    now, then = question.labels or _derived(question.title, before)
    rule = {"type": "tiers", "of": "change", "now": now, "before": then, "bands": [{"above": "0", "points": written(worth) or ""}]}
    return Reading(rule, _probes(worth), said={} if question.labels else labels.DERIVED)


def _derived(title: str, before: str) -> tuple[str, str]:
    match = _OF_TITLE.fullmatch(title)
    what = (match["what"] if match else "") or title
    return labels.shortened(f"{what} – năm đánh giá"), labels.shortened(f"{what} – {before}")


def _probes(worth: Fraction) -> tuple[Probe, ...]:
    year = {"before": Fraction(5)}
    return (
        Probe({**year, "now": Fraction(5)}, Fraction()),
        Probe({**year, "now": Fraction(501, 100)}, worth),
        Probe({**year, "now": Fraction(4)}, Fraction()),
    )
