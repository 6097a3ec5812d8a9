"""What a title says of a ratio: its part and its whole where they part without doubt, and whether more of it is better."""

from __future__ import annotations

import re

_HEAD = re.compile(r"(?:tỷ lệ|tỉ lệ)\s+(?:(?:phần trăm|\(?%\)?)\s+)?(?:giữa\s+)?(?P<rest>\S.*)", re.IGNORECASE)
_RATE = re.compile(r"\b(?:tỷ|tỉ) lệ\b|\b(?:chỉ số|hài lòng|tiết kiệm)\b", re.IGNORECASE)
_GROWTH = re.compile(
    r"\btăng\b(?! cường)|(?<!cắt )\bgiảm\b(?! nghèo)|\bso với (?:cùng kỳ|kỳ trước|(?:cùng kỳ )?(?:các )?năm)\b|\btốc độ\b|\bvượt\b(?! quá)",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(?:quá hạn|trễ|chậm|muộn|chưa|không(?! gian| dùng tiền mặt)|trái|sai|vi phạm|(?<!bảo )tồn|nợ|thiếu|(?<!trang )(?<!thiết )(?<!chuẩn )bị|lỗi|hủy|huỷ|từ chối|trả lại|kỷ luật|thất thoát|mất|còn"
    r"|(?<!thiết )(?<!chủ )(?<!trọng )yếu|kém|nghèo|tai nạn|thất nghiệp)\b",
    re.IGNORECASE,
)
# Only things that can be counted or summed: after a verb ("giải ngân vốn được giao") the words before the predicate are no whole.
_THING = re.compile(
    r"(?:(?:số|tổng số)(?: lượng)? )?(?P<thing>(?:hồ sơ|thủ tục|tthc|nhiệm vụ|văn bản|báo cáo|cán bộ|công chức|viên chức|người|cơ quan|đơn vị|ubnd|hđnd"
    r"|uỷ ban|ủy ban|cấp xã|cấp huyện|xã|phường|thị trấn|thôn|tổ|khu dân cư|phòng(?! (?:cháy|chống|ngừa))|ban|sở|cá nhân|doanh nghiệp|hợp tác xã|công dân"
    r"|hộ|phản ánh|kiến nghị|đơn|dịch vụ công|kế hoạch|chỉ tiêu|bộ phận|sản phẩm|dự án|công trình|trường|cơ sở|học sinh|trẻ em|vấn đề|vụ|ý kiến|quyết định"
    r"|nghị quyết|cuộc|hội nghị|lớp|sáng kiến|mô hình|đề tài|trạm|vốn|kinh phí)\b.*)",
    re.IGNORECASE,
)
_MARK = r"(?:được|đã|(?<!trang )(?<!thiết )(?<!chuẩn )bị|có|chưa|không)"
_VERB = (
    r"(?:hoàn thành|đạt|đúng|thực hiện|giải quyết|xử lý|tiếp nhận|thanh toán|cập nhật|trễ hạn|quá hạn|trước hạn|chậm|muộn|trái|sai|vi phạm|tồn đọng"
    r"|sử dụng|nộp|tham gia|thiếu|còn)"
)
_INSIDE = r"(?<!thẩm quyền )(?<!kết quả )(?<!bộ phận )(?<!trung tâm )"
_QUALIFIED = (
    r"(?P<kind>\s+(?:(?:đã )?được giao(?: nhiệm vụ)?|(?:đã |được |đã được )?tiếp nhận|được phân công|phải giải quyết|đến hạn)(?: trong năm)?)?"
)
_PARTED = re.compile(
    rf"(?P<whole>\S.*?{_QUALIFIED})\s+(?P<done>(?:{_MARK}\s+)+\S+|{_INSIDE}{_VERB})(?!\w)(?P<more>.*)",
    re.IGNORECASE,
)
# After "được giao" or "tiếp nhận" a manner ("đúng hạn") may belong to the giving or receiving itself.
_DONE = re.compile(r"(?:được|đã|bị|chưa|không (?:được|hoàn thành)|hoàn thành|thực hiện|giải quyết|xử lý|thanh toán|cập nhật)\b", re.IGNORECASE)
_OPEN = re.compile(rf"(?:\b(?:và|hoặc|của|để|{_MARK})|,)$", re.IGNORECASE)
_AGAIN = re.compile(rf"\b{_MARK}\b|\s/\s|/|\bso với\b|\btrên (?:tổng|số)\b", re.IGNORECASE)
_STROKE = re.compile(r"\s*/\s*(?=tổng\b)|\s+(?:trên|so với)\s+(?=tổng\b)", re.IGNORECASE)
_OVER = re.compile(r"\s/\s|\bso với\b|\btrên (?:tổng|số)\b", re.IGNORECASE)


def grows(text: str) -> bool:
    """Whether a text speaks of more or less than before, which is no share of a whole."""
    return _GROWTH.search(text) is not None


def is_bad(text: str) -> bool:
    """Whether a text names what should be rare, or may do so: late files, mistakes, anything with a "not"."""
    return _BAD.search(text) is not None


def names_rate(title: str) -> bool:
    """Whether a title speaks of a rate or an index anywhere, so that no part and whole can be worded around it."""
    return _RATE.search(title) is not None


def sides(title: str) -> tuple[str, str] | None:
    """Return the part and the whole of which a title gives the rate; None where the two are not parted without doubt."""
    head = _HEAD.fullmatch(title)
    if head is None or grows(title):
        return None
    rest = head["rest"]
    strokes = _STROKE.split(rest)
    if len(strokes) > 1:
        return _two(strokes)
    thing = _THING.fullmatch(rest)
    if thing is None or _OVER.search(rest):
        return None
    parted = _PARTED.fullmatch(thing["thing"])
    if parted is None or _AGAIN.search(parted["more"]) or _OPEN.search(parted["whole"]):
        return None
    if parted["kind"] and not _DONE.match(parted["done"]):
        return None
    return thing["thing"], parted["whole"]


def _two(sides: list[str]) -> tuple[str, str] | None:
    """Return what stands before and after the one stroke."""
    if len(sides) != 2 or not sides[0] or _OVER.search(sides[0]) or _OVER.search(sides[1]):  # noqa: PLR2004 - part and whole
        return None
    return re.sub(r"^số (?:lượng )?", "", sides[0], flags=re.IGNORECASE), sides[1]
