"""What was said of an item at each stage, in words: figures, reasons, answers to claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from parcli.core.appraisal import Appraisal, Opinion
from parcli.core.edition import Policies
from parcli.core.points import vietnamese
from parcli.core.scoring import ItemResult, Stage
from parcli.core.submission import SelfAssessment
from parcli.report.wording import Wording

_FROM_MARCH = 3
NOTHING = "–"


class StageWords:
    """A unit's items stage by stage, as a reader sees them."""

    def __init__(self, said: Appraisal, unit: str, records: Mapping[str, SelfAssessment], policies: Policies, wording: Wording) -> None:
        self._said, self._unit, self._records, self._wording = said, unit, records, wording
        self._places = policies.rounding.print

    def opinions(self, item: str, stage: Stage) -> tuple[Opinion, ...]:
        """Return what was said of an item at a stage."""
        return tuple(one for one in self._said.of(self._unit, item) if one.stage == stage)

    def own(self, one: ItemResult) -> str:
        """Return an item's own points, or why it has none."""
        if one.computed is not None:
            return vietnamese(one.computed, self._places)
        record = self._records.get(one.code)
        if one.why is not None or (record is not None and record.claim is not None):
            return self._wording.text("letter.left_out")
        return self._wording.text("letter.unknown") if one.item.self_scored else NOTHING

    def at(self, one: ItemResult, stage: Stage) -> str:
        """Return the figure that a stage gave to an item, its answer to a claim, or why there is neither."""
        opinions = self.opinions(one.code, stage)
        answers = {(each.points, each.ruling) for each in opinions if each.points is not None or each.ruling is not None}
        if any(each.refused for each in opinions) or len(answers) > 1:
            return self._wording.text("notice.unsettled")
        points, ruling = next(iter(answers), (None, None))
        parts = [vietnamese(points, self._places)] if points is not None else []
        parts += [self._wording.text(f"notice.ruling.{ruling}")] if ruling is not None else []
        return "; ".join(parts) or NOTHING

    def reasons(self, item: str, stage: Stage) -> str:
        """Return the reasons given at a stage, each once, one to a line."""
        return in_lines(one.reason for one in self.opinions(item, stage))

    def requests(self, item: str, stage: Stage) -> str:
        """Return what the unit is asked to explain or supplement, each once, one to a line."""
        return in_lines(one.request for one in self.opinions(item, stage))


def in_lines(texts: Iterable[str]) -> str:
    """Return texts one to a line, each once, blank ones left out."""
    return "\n".join(dict.fromkeys(text for text in texts if text))


def day_in_letter(day: date) -> str:
    """Return a day as a letter has it: days under 10 and the months 1 and 2 with a 0 before (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4)."""
    month = f"{day.month:02}" if day.month < _FROM_MARCH else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"
