"""Areas that stand outside the scale, by the words of their titles."""

from __future__ import annotations

import re

from parcli.core import words

_BONUS = re.compile(r"điểm (thưởng|cộng)\b|\bđiểm cộng\b|^thưởng\b")
_PENALTY = re.compile(r"điểm (trừ|phạt)\b|,\s*(điểm )?(trừ|phạt)\b|và (trừ|phạt)\b|^trừ điểm\b")
_LONGEST = 100


def of(title: str) -> str:
    """Return what an area is: ``points``, ``bonus``, ``penalty``, or ``both``."""
    plainly = words.key(title)
    if len(plainly) > _LONGEST:
        return "points"
    bonus, penalty = bool(_BONUS.search(plainly)), bool(_PENALTY.search(plainly))
    return "both" if bonus and penalty else "bonus" if bonus else "penalty" if penalty else "points"
