"""V: what stands in the cells that a unit fills in."""

from __future__ import annotations

from collections.abc import Callable

from adversary.crafted.case import Case, Dossier, at, number, text

ITEM, KEY = "I.1.3", "I.1.3/value"
"""A number of visits: 12 earns 0.5; from 20.5 on it would earn 1, and below 1 nothing."""


def _cell(inside: str, key: str = KEY) -> Callable[[Dossier], None]:
    return lambda dossier: dossier.entered(**{at(key): inside})


def _as_date(said: str, looks: str) -> Callable[[Dossier], None]:
    """Return a number under the format of a date or a time, as a sheet makes of 1/2."""

    def put(dossier: Dossier) -> None:
        def change(book):  # type: ignore[no-untyped-def]
            from parcli.workbook import names

            cell = book[names.SCORING][at(KEY)]
            cell.value, cell.number_format = float(said), looks

        dossier.edited(change)

    return put


def _unknown(code: str, name: str, inside: str, *finds: str, key: str = KEY, item: str = ITEM) -> Case:
    """Return a case whose cell gives no value: the item's points are unknown, neither 0 nor those of a guess."""
    return Case(code, name, _cell(inside, key), finds, "incomplete", item=item)


def _taken(code: str, name: str, inside: str, points: str, *finds: str, why: str = "") -> Case:
    """Return a case whose cell gives a value; the item comes to these points."""
    return Case(code, name, _cell(inside), finds, item=ITEM, points=points, why=why)


_UNREADABLE = "the whole workbook is unreadable for its reader, so the unit is blocked"
_SAME = "what a sheet keeps of a figure is the figure that it shows; there is nothing to say"

CASES = (
    _taken("V01", "comma", text("0,5"), "0", "SC109"),
    _taken("V01", "point and space", text(" 20.5 \u00a0"), "1", "SC109"),
    _unknown("V01", "half as one sign", text("½"), "SC102"),
    _unknown("V01", "full width", text("１２"), "SC102"),
    _unknown("V01", "arabic", text("٣"), "SC102"),
    _unknown("V01", "underscore", text("1_0"), "SC102"),
    _unknown("V01", "exponent", text("1e2"), "SC102"),
    _unknown("V01", "nan as text", text("NaN"), "SC102"),
    _unknown("V01", "infinity as text", text("Infinity"), "SC102"),
    _unknown("V01", "thousand or one", text("1,000"), "SC103"),
    _unknown("V01", "both signs", text("1.000,5"), "SC102"),
    _unknown("V01", "sixteen digits", text("1234567890123456"), "SC102"),
    Case("V02", "day", _as_date("45000", "dd/mm/yyyy"), ("SC104",), "incomplete", item=ITEM),
    Case("V02", "time", _as_date("0.5", "hh:mm"), ("SC104",), "incomplete", item=ITEM),
    Case("V02", "small day", _as_date("12", "d/m"), ("SC104",), "incomplete", item=ITEM),
    _unknown("V03", "1e400", number("1e400"), "SC114"),
    _unknown("V03", "underscore", number("1_000"), "WB140"),
    Case("V03", "nan", _cell(number("nan")), ("WB105",), "blocked", why=_UNREADABLE),
    _unknown("V03", "1e300", number("1e300"), "SC114"),
    Case("V03", "five thousand digits", _cell(number("9" * 5000)), ("WB105",), "blocked", why=_UNREADABLE),
    _unknown("V04", "above the maximum", number("2.5"), "SC110", key="II.1/points", item="II.1"),
    _unknown("V04", "negative", number("-1"), "SC107"),
    _unknown("V04", "off the step", number("1.3"), "SC111", key="II.1/points", item="II.1"),
    _unknown("V04", "part of a count", number("1.5"), "SC108", key="I.2.1/count", item="I.2.1"),
    _unknown("V04", "whole of nothing", number("0"), "SC116", key="I.1.2/whole", item="I.1.2"),
    _unknown("V05", "true", '<c t="b"><v>1</v></c>', "SC106"),
    _unknown("V05", "division by nothing", '<c t="e"><v>#DIV/0!</v></c>', "SC105"),
    _unknown("V05", "blank", "<c/>", "SC101"),
    _unknown("V05", "spaces", text("   "), "SC101"),
    _unknown("V05", "other answer", text("Gần kịp thời"), "SC112", key="I.1.1/level", item="I.1.1"),
    _unknown("V05", "no day", text("31/02/2023"), "SC113", key="I.2.2/date", item="I.2.2"),
    _taken("V06", "seventeen digits", number("20.499999999999999"), "1", why=_SAME),
    _taken("V06", "noise above a bound", number("20.499999999999996"), "1", why=_SAME),
    _taken("V06", "below the bound", number("20.4999999999"), "0.5", why=_SAME),
    _taken("V06", "one", number("1"), "0.25", why=_SAME),
    _taken("V06", "zero is a figure", number("0"), "0", why=_SAME),
    Case("V07", "survey", lambda d: d.entered(**{at("II.2", "self"): number("2")}), ("SC301",)),
    Case("V07", "council", lambda d: d.entered(**{at("II.3", "self"): number("2")}), ("SC301",)),
    Case("V07", "survey by a formula", lambda d: d.entered(**{at("III.1", "self"): "<c><f>1+2</f><v>3</v></c>"}), ("SC301",)),
)  # fmt: skip
"""One or more for each code V but V08 and V09, which are about what goes out: test_outward.py."""
