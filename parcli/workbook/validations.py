"""What may be entered in a cell of the scoring sheet, and the hint that stands beside it while the cell is chosen."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from xlsxwriter.worksheet import Worksheet

from parcli.core import points
from parcli.core.cycle import Cycle
from parcli.core.rules import InputCell, InputKind
from parcli.workbook.layout import Row
from parcli.workbook.lists import Lists, applies_choices
from parcli.workbook.names import at
from parcli.workbook.paint import heard

_LONGEST_HINT = 255


def add(sheet: Worksheet, row: Row, lists: Lists, words: dict[str, Any], cycle: Cycle) -> None:
    """Add the validations and hints of a row's entries."""
    if "applies" in row.entries:
        _add(sheet, row, "applies", {"validate": "list", "source": f"={lists.name(applies_choices(row))}", **prompt(words["applies"])})
    if "explanation" in row.entries:
        _add(sheet, row, "explanation", {"validate": "any", **prompt(words["explanation"])})
    if row.cell is not None:
        _add(sheet, row, "input", {**_rule(row.cell, at("input", row.row), lists), **_texts(row.cell, words, cycle)})
    if "estimate" in row.entries:
        texts = prompt(words["estimate"], to_day=f"{cycle.window.to:%d/%m}")
        _add(sheet, row, "estimate", {"validate": "decimal", "criteria": ">=", "value": 0, **texts})


def _add(sheet: Worksheet, row: Row, column: str, rule: dict[str, Any]) -> None:
    heard(sheet.data_validation(at(column, row.row), rule), f"{row.key} {column}")


def _rule(cell: InputCell, address: str, lists: Lists) -> dict[str, Any]:
    if cell.kind is InputKind.CHOICE:
        return {"validate": "list", "source": f"={lists.name(cell.choices)}"}
    if cell.kind is InputKind.DATE:
        words = "".join(f',TRIM({address})="{choice}"' for choice in cell.choices)
        return {"validate": "custom", "value": f"=OR(ISNUMBER({address}){words})"}
    if cell.kind is InputKind.COUNT:
        return {"validate": "integer", "criteria": ">=", "value": 0}
    if cell.kind is InputKind.POINTS:
        most = points.spreadsheet(cell.most) if cell.most is not None else 0
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": most}
    return {"validate": "decimal", "criteria": ">" if cell.positive else ">=", "value": 0}


def _texts(cell: InputCell, words: dict[str, Any], cycle: Cycle) -> dict[str, str]:
    kind = cell.kind.value
    if cell.kind is InputKind.DATE and not cell.choices:
        kind = "start"
    if cell.kind is InputKind.NUMBER and cell.positive:
        kind = "positive"
    if cell.kind is InputKind.POINTS and cell.step is not None:
        kind = "steps"
    most, step = (points.vietnamese(value) if value is not None else "" for value in (cell.most, cell.step))
    return prompt(words[kind], label=cell.label, maximum=most, step=step, year=str(cycle.year))


def prompt(words: Mapping[str, str], **values: str) -> dict[str, str]:
    """Return the input and error texts of a validation in the form of the library; a label that is too long is visibly cut."""
    forms = {"title": "input_title", "text": "input_message", "error_title": "error_title", "error": "error_message"}
    return {forms[name]: _fitted(text, values) for name, text in words.items()}


def _fitted(text: str, values: Mapping[str, str]) -> str:
    filled = text.format(**values)
    over = len(filled) - _LONGEST_HINT
    if over <= 0 or "label" not in {name for _, name, _, _ in string.Formatter().parse(text)}:
        return filled
    label = values["label"]
    return text.format(**{**values, "label": label[: len(label) - over - 1].rstrip() + "…"})
