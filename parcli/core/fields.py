"""The kinds of text that definition files hold: exact numbers, codes, labels, days. Every scalar arrives as text."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from parcli.core import points, words

CODE = re.compile(r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*", re.ASCII)
LABEL_LENGTH = 200
# Names that Windows keeps for devices, whatever follows a dot.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))})
_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DIGITS = re.compile(r"\d{1,12}", re.ASCII)
_LARGEST_SHARE = 10


class Definition(BaseModel):
    """A part of a definition: frozen, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def shown(raw: Any) -> str:
    """Return a value as it stood in the file; a list or a mapping is named as such."""
    if raw is None:
        return "—"
    return "term:list" if isinstance(raw, list) else "term:mapping" if isinstance(raw, dict) else str(raw)


def fault(code: str, **values: str) -> PydanticCustomError:
    """Return the error of a definition under its finding code; the words come from the message catalogue."""
    return PydanticCustomError(code, "{code}", {"code": code, **values})


def _whole(raw: Any) -> Any:
    """Let only digits through: Python itself would take 2_023 and 2023.0."""
    if isinstance(raw, str) and not _DIGITS.fullmatch(raw.strip()):
        raise fault("DF111", expected="term:whole", found=raw)
    return raw


def _exact(raw: Any) -> Fraction:
    if isinstance(raw, Fraction):
        return raw
    if isinstance(raw, int):
        return Fraction(raw)
    if not isinstance(raw, str):
        raise fault("DF113", found=shown(raw))
    try:
        return points.from_definition(raw)
    except ValueError:
        raise fault("DF113", found=raw) from None


def _points(value: Fraction) -> Fraction:
    if value < 0:
        raise fault("DF117", found=points.plain(value), expected="≥ 0")
    return value


def _positive(value: Fraction) -> Fraction:
    if value <= 0:
        raise fault("DF117", found=points.plain(value), expected="> 0")
    return value


def _fraction(value: Fraction) -> Fraction:
    if not 0 <= value <= 1:
        raise fault("DF118", found=points.plain(value), suggestion=points.plain(value / 100))
    return value


def _threshold(value: Fraction) -> Fraction:
    if value > _LARGEST_SHARE:
        raise fault("DF118", found=points.plain(value), suggestion=points.plain(value / 100))
    return value


def _text(raw: Any) -> str:
    if not isinstance(raw, str):
        raise fault("DF111", expected="term:text", found=shown(raw))
    tidy = words.tidy(raw)
    if not tidy:
        raise fault("DF112", key="")
    return tidy


def _paragraphs(raw: Any) -> str:
    """Keep the line breaks of a text: a clause of an annex is often a list."""
    if not isinstance(raw, str):
        raise fault("DF111", expected="term:text", found=shown(raw))
    return "\n".join(words.tidy(line) for line in raw.strip().splitlines())


def _caption(text: str) -> str:
    if len(text) > LABEL_LENGTH:
        raise fault("DF120", found=text[:60] + "…", limit=str(LABEL_LENGTH))
    return text


def _label(text: str) -> str:
    if any(sign in text for sign in "*?~"):
        raise fault("DF121", found=text)
    return text


def plain_code(text: str) -> bool:
    """Whether a text may be a code: plain signs, and a name that a file may have on every system."""
    return CODE.fullmatch(text) is not None and text.partition(".")[0].casefold() not in _DEVICES


def _code(text: str) -> str:
    if not plain_code(text):
        raise fault("DF116", found=text)
    return text


def _day(raw: Any) -> date:
    if isinstance(raw, date):
        return raw
    if not isinstance(raw, str) or not _ISO.fullmatch(raw.strip()):
        raise fault("DF115", found=shown(raw), expected="2023-11-30")
    try:
        return date.fromisoformat(raw.strip())
    except ValueError:
        raise fault("DF115", found=raw, expected="2023-11-30") from None


class MonthDay(Definition):
    """A day of the cycle's year."""

    month: int
    day: int

    def of(self, year: int) -> date:
        """Return this day in a year; 29 February is 28 in a year without it."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, self.month, self.day - 1)


def _month_day(raw: Any) -> MonthDay:
    if isinstance(raw, MonthDay):
        return raw
    matched = _MONTH_DAY.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if matched is None:
        raise fault("DF115", found=shown(raw), expected="11-30")
    month, day = int(matched[1]), int(matched[2])
    try:
        date(2024, month, day)
    except ValueError:
        raise fault("DF115", found=shown(raw), expected="11-30") from None
    return MonthDay(month=month, day=day)


# What editors are told of a scalar: YAML may read it as a number or a truth value, the loader takes it as text.
_SCALAR = ["string", "number", "boolean"]
_DECIMAL = {"type": ["number", "string"], "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$"}
_as_text = PlainSerializer(points.plain, return_type=str)
Whole = Annotated[int, BeforeValidator(_whole)]
Exact = Annotated[Fraction, PlainValidator(_exact), _as_text, WithJsonSchema(_DECIMAL)]
Points = Annotated[Fraction, PlainValidator(_exact), AfterValidator(_points), _as_text, WithJsonSchema({**_DECIMAL, "minimum": 0})]
Positive = Annotated[Fraction, PlainValidator(_exact), AfterValidator(_positive), _as_text, WithJsonSchema({**_DECIMAL, "exclusiveMinimum": 0})]
Share = Annotated[Fraction, PlainValidator(_exact), AfterValidator(_fraction), _as_text, WithJsonSchema({**_DECIMAL, "minimum": 0, "maximum": 1})]
Threshold = Annotated[
    Fraction,
    PlainValidator(_exact),
    AfterValidator(_positive),
    AfterValidator(_threshold),
    _as_text,
    WithJsonSchema({**_DECIMAL, "exclusiveMinimum": 0, "maximum": _LARGEST_SHARE}),
]
Text = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": _SCALAR, "minLength": 1})]
Paragraphs = Annotated[str, BeforeValidator(_paragraphs), WithJsonSchema({"type": _SCALAR})]
# A caption stands beside a cell; a label is chosen in one and compared, where sheets take * ? ~ for wildcards.
Caption = Annotated[
    str, BeforeValidator(_text), AfterValidator(_caption), WithJsonSchema({"type": _SCALAR, "minLength": 1, "maxLength": LABEL_LENGTH})
]
Label = Annotated[
    str,
    BeforeValidator(_text),
    AfterValidator(_caption),
    AfterValidator(_label),
    WithJsonSchema({"type": _SCALAR, "minLength": 1, "maxLength": LABEL_LENGTH, "pattern": r"^[^*?~]*$"}),
]
Code = Annotated[str, BeforeValidator(_text), AfterValidator(_code), WithJsonSchema({"type": ["string", "number"], "pattern": f"^{CODE.pattern}$"})]
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})]
DayOfYear = Annotated[
    MonthDay, PlainValidator(_month_day), WithJsonSchema({"type": "string", "pattern": "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"})
]


def no_repeats(labels: tuple[str, ...]) -> None:
    """Refuse a list in which two labels count as the same."""
    seen: set[str] = set()
    for label in labels:
        if words.key(label) in seen:
            raise fault("DF212", found=label)
        seen.add(words.key(label))
