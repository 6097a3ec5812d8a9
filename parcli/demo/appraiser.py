"""A synthetic support team and Council: what careful appraisers might say of what they see. Seeded, so repeatable."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from parcli.core.item import Item
from parcli.core.rules import JudgedPoints

_AGREED, _QUESTIONED, _ACCEPTED, _HELPED = 0.86, 0.94, 0.8, 0.7
"""Of the items that a unit scored, the share agreed to; up to the next they are questioned, the rest are lowered. Of claims, the
share accepted. Of questions, the share that a supplement answers."""
_LOWERED = (Fraction(1, 2), Fraction(3, 4))
_JUDGED = (Fraction(1, 2), Fraction(3, 4), Fraction(1))
_CENT = Fraction(1, 100)

ACCEPT, REJECT = "Chấp nhận", "Không chấp nhận"
_REASONS = {
    "lowered": "Tài liệu kiểm chứng mới thể hiện được một phần kết quả kê khai.",
    "questioned": "Tài liệu kiểm chứng chưa đủ thông tin để xác nhận số liệu kê khai.",
    "unknown": "Đơn vị chưa kê khai được số liệu dùng để tính điểm.",
    "rejected": "Nhiệm vụ có phát sinh theo báo cáo của cơ quan chủ trì lĩnh vực.",
    "judged": "Đánh giá theo hồ sơ và báo cáo của đơn vị.",
    "helped": "Đã xem tài liệu, giải trình bổ sung; số liệu được xác nhận một phần.",
    "kept": "Đơn vị chưa bổ sung được tài liệu; giữ kết quả thẩm định lần 1.",
    "council": "Hội đồng đánh giá theo báo cáo giải trình và kết quả thực hiện trong năm.",
    "settled": "Hội đồng thống nhất mức điểm sau khi nghe hai ý kiến thẩm định.",
}
_REQUEST = "Đề nghị bổ sung văn bản có số liệu cả năm và giải trình cách tính."


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in a line before it is filled in: whose item it is, the unit's own points, whether it claims not to apply.

    ``first`` are the points of round 1 and ``asked`` whether it had a question; ``helped`` says that the unit sent a supplement.
    """

    unit: str
    item: Item
    own: Fraction | None
    claimed: bool = False
    first: Fraction | None = None
    asked: bool = False
    helped: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What is entered in a line; None and "" stay blank."""

    points: Fraction | None = None
    ruling: str = ""
    reason: str = ""
    request: str = ""


def first_round(seen: Seen, seed: int) -> Said:
    """Return what round 1 says: it agrees with most, lowers some, questions some, and answers claims."""
    chance = _chance(seed, "1", seen)
    if seen.claimed:
        return Said(ruling=ACCEPT) if chance.random() < _ACCEPTED else Said(Fraction(), REJECT, _REASONS["rejected"])
    if not seen.item.self_scored:
        return Said(_part(seen.item, seen.item.maximum, chance.choice(_JUDGED)), reason=_REASONS["judged"])
    if seen.own is None:
        return Said(Fraction(), reason=_REASONS["unknown"])
    drawn = chance.random()
    if drawn < _AGREED or seen.own == 0 or seen.item.area.kind == "penalty":
        return Said(seen.own)
    lowered = _part(seen.item, seen.own, chance.choice(_LOWERED))
    if drawn < _QUESTIONED:
        return Said(lowered, reason=_REASONS["questioned"], request=_REQUEST)
    return Said(lowered, reason=_REASONS["lowered"])


def second_round(seen: Seen, seed: int) -> Said:
    """Return what round 2 says: a supplement often helps, estimates are confirmed, without news round 1 stands."""
    if seen.claimed and seen.first is None:
        return Said(ruling=ACCEPT)
    if not seen.asked or seen.own is None or seen.first is None:
        return Said(seen.first if seen.first is not None else Fraction())
    if seen.helped and _chance(seed, "2", seen).random() < _HELPED:
        return Said(seen.own, reason=_REASONS["helped"])
    return Said(seen.first, reason=_REASONS["kept"])


def council(item: Item, unit: str, seed: int) -> Said:
    """Return what the Council says of an item that it alone scores."""
    chance = _chance(seed, "council", Seen(unit, item, None))
    return Said(_part(item, item.maximum, chance.choice(_JUDGED)), reason=_REASONS["council"])


def lowered(seen: Seen) -> Said:
    """Return what a more careful appraiser says of an item that another agreed to."""
    return Said(_part(seen.item, seen.own or Fraction(), _LOWERED[1]), reason=_REASONS["lowered"])


def settled(seen: Seen) -> Said:
    """Return what the Council says where two appraisers differ: here it follows the more careful one."""
    return replace(lowered(seen), reason=_REASONS["settled"])


def _part(item: Item, whole: Fraction, share: Fraction) -> Fraction:
    """Return a share of points, down to a step that the item allows."""
    step = item.rule.step if isinstance(item.rule, JudgedPoints) and item.rule.step else _CENT
    return whole * share // step * step


def _chance(seed: int, stage: str, seen: Seen) -> Random:
    return Random(f"{seed}:{stage}:{seen.unit}:{seen.item.code}")  # noqa: S311 - a rehearsal, no secret
