"""Labels that exclude each other: the same thing with another period, grade, number or "not"."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

from parcli.core import words

# Words in which alternatives of one thing differ; a difference in anything else may be another thing.
_NAMED = (
    "trong ở vào quý tháng năm tuần ngày kỳ đợt đầu cuối giữa trước sau sớm từ đến i ii iii iv một hai ba bốn sáu chín nửa lần thứ "
    "xuất sắc tốt khá giỏi trung bình yếu kém đầy đủ thiếu phần cơ bản toàn bộ tất cả lớn nhỏ đa số chủ hết mọi mức loại hạng cấp độ cao thấp nhiều ít hơn "
    "đúng chậm kịp thời muộn trễ quá hạn tiến không chưa có nhưng còn được bị đã rất nhất nhì khuyến khích giải thường xuyên hiệu quả "
    "tỉnh huyện xã quốc gia ương sở thành phố vàng bạc đồng a b c d e theo quy định yêu cầu phạm vi đơn vị ngành địa phương trì phối hợp tham"
)
_DEGREES = frozenset(_NAMED.split())
_WORD = re.compile(r"[^\W_]+")


def exclusive(labels: tuple[str, ...]) -> bool:
    """Whether two of the labels may be degrees of one thing rather than two things."""
    split = [tuple(_WORD.findall(words.key(label))) for label in labels]
    return any(_extends(a, b) or _extends(b, a) or _differ_in_degree(a, b) for a, b in combinations(split, 2))


def _extends(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether one label holds the words of the other in their order."""
    rest = iter(long)
    return all(word in rest for word in short)


def _differ_in_degree(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    first, second = Counter(a), Counter(b)
    apart = [*(first - second), *(second - first)]
    return all(word in _DEGREES or word.isdigit() for word in apart)
