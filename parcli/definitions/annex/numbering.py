"""The numbers that Word writes by itself: which text stands before a paragraph of an automatic list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BULLET = "-"
_LEVELS = 9
_LONGEST = 3999
_LONGEST_TEXT = 100
"""Characters of a number before a paragraph; of a longer one, only its beginning is read."""
_MOST_STYLES = 20
"""Styles that one style may be based on, one on another; Word allows fewer."""
_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def roman(number: int) -> str:
    """Write a number in small Roman numerals."""
    text = ""
    for value, signs in _ROMAN:
        text += signs * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[(number - 1) % 26] * ((number - 1) // 26 + 1)


_FORMS: dict[str, Callable[[int], str]] = {
    "upperRoman": lambda number: roman(number).upper(),
    "lowerRoman": roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "decimalZero": lambda number: f"{number:02}",
}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted. Paragraphs are to be shown in their order."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str | None, int | None, str | None]] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def before(self, paragraph: Any) -> str:
        """Count a paragraph and return its number as Word shows it, ``-`` for a bullet, nothing where there is none."""
        name, depth = self._list_of(paragraph)
        abstract = self.lists.get(name or "")
        if name is None or abstract is None or abstract not in self.levels:
            return ""
        levels, counts = self.levels[abstract], self.counts.setdefault(abstract, {})
        if name not in self.begun:
            self.begun.add(name)
            for at, start in self.overrides.get(name, {}).items():
                counts[at] = start - 1
        level = levels.get(depth, _Level())
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth and _restarts(levels.get(at, _Level()), depth, at)]:
            del counts[deeper]
        return BULLET if level.form == "bullet" else _shown(level, levels, counts)

    def _list_of(self, paragraph: Any) -> tuple[str | None, int]:
        properties = paragraph.find(f"{W}pPr")
        name, depth = _own(properties)
        if name is None:
            style = _value(properties, "pStyle")
            seen: set[str] = set()
            while style in self.styles and style not in seen and len(seen) < _MOST_STYLES:
                seen.add(style)
                inherited, its_depth, base = self.styles[style]
                name = inherited
                depth = its_depth if depth is None else depth
                if name is not None:
                    break
                style = base or ""
        return (None if name in (None, "0") else name), min(max(depth or 0, 0), _LEVELS - 1)


def _restarts(level: _Level, depth: int, at: int) -> bool:
    return level.restart != 0 and depth < (level.restart if level.restart is not None else at)


def _shown(level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    def part(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        its = levels.get(at, _Level())
        number = counts.get(at, its.start)
        form = None if level.legal else _FORMS.get(its.form)
        return form(number) if form and 0 < number <= _LONGEST else "" if its.form == "none" and not level.legal else str(number)

    return "" if level.form == "none" and not level.text else _PLACEHOLDER.sub(part, level.text).strip()[:_LONGEST_TEXT]


def _own(properties: Any) -> tuple[str | None, int | None]:
    listed = properties.find(f"{W}numPr") if properties is not None else None
    if listed is None:
        return None, None
    return _value(listed, "numId") or None, _whole(_value(listed, "ilvl"))


def _value(parent: Any, name: str) -> str:
    child = parent.find(f"{W}{name}") if parent is not None else None
    return (child.get(f"{W}val") or "") if child is not None else ""


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text, re.ASCII) else None


def read(numbering: Any, styles: Any) -> Numbering:
    """Read the lists and the styles that carry them; both are the roots of their parts, or None."""
    known = Numbering()
    for abstract in numbering.findall(f"{W}abstractNum") if numbering is not None else ():
        levels = {_whole(level.get(f"{W}ilvl")) or 0: _level(level) for level in abstract.findall(f"{W}lvl")}
        known.levels[abstract.get(f"{W}abstractNumId") or ""] = levels
    for each in numbering.findall(f"{W}num") if numbering is not None else ():
        name = each.get(f"{W}numId") or ""
        known.lists[name] = _value(each, "abstractNumId")
        starts = ((_whole(one.get(f"{W}ilvl")), _whole(_value(one, "startOverride"))) for one in each.findall(f"{W}lvlOverride"))
        known.overrides[name] = {at: start for at, start in starts if at is not None and start is not None}
    for style in styles.findall(f"{W}style") if styles is not None else ():
        name, depth = _own(style.find(f"{W}pPr"))
        known.styles[style.get(f"{W}styleId") or ""] = (name, depth, _value(style, "basedOn") or None)
    return known


def _level(level: Any) -> _Level:
    start = _whole(_value(level, "start"))
    restart = _whole(_value(level, "lvlRestart"))
    legal = level.find(f"{W}isLgl") is not None
    return _Level(_value(level, "numFmt") or "decimal", _value(level, "lvlText")[:_LONGEST_TEXT], 1 if start is None else start, legal, restart)
