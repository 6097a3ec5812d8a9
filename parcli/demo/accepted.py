"""The exception that the office of a rehearsal accepts, as waivers.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

Accepted = tuple[str, str, str]
"""A finding that is accepted: its code, its unit, the SHA-256 of the input that it is about."""

_WHO = "Trưởng phòng CCHC (diễn tập)"
_WHY = "Điểm tối đa lấy theo bộ chỉ số, không lấy từ biểu; đã trao đổi với đơn vị (diễn tập)."


def waivers_text(accepted: Sequence[Accepted], day: date) -> str:
    """Return waivers.yaml."""
    lines = ["# Trường hợp được chấp thuận của buổi diễn tập.", "waivers:"]
    for code, unit, sha256 in accepted:
        lines += [
            f"  - code: {code}", f"    unit: {unit}", f"    who: {_WHO}", f"    why: {_WHY}", f"    date: {day:%Y-%m-%d}", f"    sha256: {sha256}",
        ]  # fmt: skip
    return "\n".join(lines) + "\n"
