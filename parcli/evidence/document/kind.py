"""The type of document: the standing names of Nghị định 30/2020, Điều 7, and of legal and Party documents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from parcli.evidence.document.letters import LINES_KEPT, capital, composed, plain, spaced_out, squeezed

LETTER = "CÔNG VĂN"
_KINDS = (
    "NGHỊ QUYẾT", "QUYẾT ĐỊNH", "CHỈ THỊ", "QUY CHẾ", "QUY ĐỊNH", "THÔNG CÁO", "THÔNG BÁO", "HƯỚNG DẪN", "CHƯƠNG TRÌNH", "KẾ HOẠCH", "PHƯƠNG ÁN",
    "ĐỀ ÁN", "DỰ ÁN", "BÁO CÁO", "BIÊN BẢN", "TỜ TRÌNH", "HỢP ĐỒNG", "CÔNG ĐIỆN", "BẢN GHI NHỚ", "BẢN THỎA THUẬN", "GIẤY ỦY QUYỀN", "GIẤY MỜI",
    "GIẤY GIỚI THIỆU", "GIẤY NGHỈ PHÉP", "PHIẾU GỬI", "PHIẾU CHUYỂN", "PHIẾU BÁO", "THƯ CÔNG", "LUẬT", "PHÁP LỆNH", "LỆNH", "NGHỊ ĐỊNH",
    "THÔNG TƯ LIÊN TỊCH", "THÔNG TƯ", "KẾT LUẬN", "QUY TRÌNH", "GIẤY XÁC NHẬN", "GIẤY CHỨNG NHẬN", "CÔNG BỐ", "ĐỀ CƯƠNG", "LỊCH CÔNG TÁC",
)  # fmt: skip
_BY_LETTERS = sorted(((squeezed(kind), kind) for kind in _KINDS), key=lambda pair: -len(pair[0]))
# A line that goes on like this is the middle of a name: "SỞ / KẾ HOẠCH VÀ ĐẦU TƯ".
_NO_REST = ("va ", "dau tu", "phat trien")


@dataclass(frozen=True, slots=True)
class Title:
    """A line that begins with a type: the type in standard spelling, and what follows it on the line."""

    kind: str
    rest: str


@lru_cache(maxsize=LINES_KEPT)
def title_in(text: str) -> Title | None:
    """Return the type with which a line in capitals begins, None when it begins with none."""
    text = composed(text)
    if not capital(text):
        return None
    letters = plain(text)
    places = [place for place, letter in enumerate(letters) if letter.isalnum()]
    whole = "".join(letters[place] for place in places)
    for wanted, kind in _BY_LETTERS:
        if not whole.startswith(wanted):
            continue
        end = places[len(wanted) - 1] + 1
        if not spaced_out(text) and letters[end : end + 1].isalnum():
            continue
        rest = text[end:].strip(" :.-")
        return None if plain(rest).startswith(_NO_REST) else Title(kind, rest)
    return None


def opens_letter(text: str) -> bool:
    """Whether the line names those to whom the paper is addressed: "Kính gửi"."""
    return squeezed(text).startswith("kinhgui")
