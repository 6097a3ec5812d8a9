"""The check code in a workbook: which cells it covers, their figures by formula, and the same from values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from parcli.core import check_code
from parcli.core.check_code import Held, Letters, Sort
from parcli.core.rules import InputKind
from parcli.workbook import names
from parcli.workbook.entries import Entries
from parcli.workbook.layout import Layout, Row
from parcli.workbook.lists import FIRST_ROW, Lists, applies_choices
from parcli.workbook.names import on_scoring
from parcli.workbook.paint import Brush, shown_text

_SORTS: Mapping[InputKind, Sort] = {InputKind.CHOICE: "choice", InputKind.DATE: "day"}
COLUMNS = 2
"""The columns that are written beside the lists."""
_DIFFICULTIES_COLUMNS = ("difficulty", "proposal")
_CELL = "\0"


@dataclass(frozen=True, slots=True)
class Covered:
    """One cell of the scoring sheet that the code covers; ``counted`` marks a row's count of documents."""

    row: Row
    column: str
    sort: Sort = "text"
    choices: tuple[str, ...] = ()
    counted: bool = False


class Source(Protocol):
    """Where the values of covered cells come from: answers that are being written, or a workbook that came back."""

    def held(self, key: str, column: str) -> Held:
        """Return what a cell of the scoring sheet holds."""

    def register(self, column: str) -> Sequence[Held]:
        """Return a column of the register."""

    def difficulties(self, column: str) -> Sequence[Held]:
        """Return a column of the difficulties: ``difficulty`` or ``proposal``."""


def covered(layout: Layout) -> Iterator[Covered]:
    """Yield the covered cells of the scoring sheet in their order."""
    for row in layout.rows:
        for column in row.entries:
            yield _covered(row, column)
        if row.counted:
            yield Covered(row, "count", counted=True)


def _covered(row: Row, column: str) -> Covered:
    if column == "applies":
        return Covered(row, column, "choice", applies_choices(row))
    if column == "input" and row.cell is not None:
        sort = _SORTS.get(row.cell.kind, "number")
        return Covered(row, column, sort, row.cell.choices if sort == "choice" else ())
    return Covered(row, column, "number" if column == "estimate" else "text")


def figures(layout: Layout, source: Source, letters: Letters = "units") -> list[int]:
    """Return the figures of all covered cells: those of the scoring sheet, the columns of the register and of the difficulties."""
    codes = [check_code.tidy(each) if isinstance(each, str) else "" for each in source.register("item")]
    found = [
        check_code.whole(codes.count(one.row.key))
        if one.counted
        else check_code.figure(source.held(one.row.key, one.column), one.sort, one.choices, letters)
        for one in covered(layout)
    ]
    for column in names.REGISTER_COLUMNS:
        found += check_code.of_column(source.register(column), letters)
    for column in _DIFFICULTIES_COLUMNS:
        found += check_code.of_column(source.difficulties(column), letters)
    return found


@dataclass(frozen=True, slots=True)
class Written:
    """The source that is about to be written."""

    entries: Entries

    def held(self, key: str, column: str) -> Held:
        """Return what is entered in a cell."""
        return _as_written(self.entries.at(key, column))

    def register(self, column: str) -> Sequence[Held]:
        """Return a column of the register as far as the sheet counts its lines."""
        return [_as_written(line.get(column)) for line in self.entries.register[: names.REGISTER_ROWS]]

    def difficulties(self, column: str) -> Sequence[Held]:
        """Return a column of the difficulties."""
        place = _DIFFICULTIES_COLUMNS.index(column)
        return [_as_written(line[place]) for line in self.entries.difficulties[: names.DIFFICULTIES_ROWS]]


def code_of(layout: Layout, entries: Entries) -> str:
    """Return the check code of a workbook with these entries."""
    return check_code.code(figures(layout, Written(entries)))


def _as_written(entry: Held) -> Held:
    return (shown_text(entry) or None) if isinstance(entry, str) else entry


def write(sheet: Worksheet, brush: Brush, layout: Layout, values: Sequence[int], code: str, lists: Lists, column: int) -> None:
    """Write kinds and numbers of the covered cells beside the lists, from a column (counted from 0) on, and the code over them.

    ``values`` are the figures of the cells.
    """
    plain = brush.format()
    letters = [xl_col_to_name(column + place) for place in range(COLUMNS)]
    for place, (formulas, value) in enumerate(zip(_formulas(layout, lists), values, strict=True)):
        at = FIRST_ROW + place
        kind, number = check_code.parts(value)
        if formulas[0]:
            brush.compute(sheet, f"{letters[0]}{at}", formulas[0], plain, Fraction(kind))
        else:
            brush.put(sheet, f"{letters[0]}{at}", Fraction(kind), plain)
        brush.compute(sheet, f"{letters[1]}{at}", formulas[1], plain, Fraction(number))
    last = FIRST_ROW + len(values) - 1
    spans = [f"${letter}${FIRST_ROW}:${letter}${last}" for letter in letters]
    _write_code(sheet, brush, spans, code)


def _write_code(sheet: Worksheet, brush: Brush, spans: Sequence[str], code: str) -> None:
    plain, digits = brush.format(), code.replace("-", "")
    kind, number = spans
    split = check_code.SPLIT
    cells = zip(names.CHECK_RESIDUE_CELLS, check_code.STRIDES, check_code.PRIMES, (digits[:5], digits[5:10]), strict=True)
    for address, stride, prime, value in cells:
        # MOD of Excel 2007 fails where a number is 2^27 times its divisor: a number is taken apart before.
        residue = f"INT({number}/{split})*{split % prime}+MOD({number},{split})+{kind}*{check_code.KIND % prime}"
        weight = f"1+MOD((ROW({number})-{FIRST_ROW - 1})*{stride},{check_code.WEIGHTS})"
        brush.compute(sheet, address, f"MOD(SUMPRODUCT(MOD({residue},{prime}),{weight}),{prime})", plain, Fraction(int(value)))
    first, second = names.CHECK_RESIDUE_CELLS
    text = f'RIGHT("0000"&{first},5)&RIGHT("0000"&{second},5)&RIGHT("0"&MOD({first}*10^5+{second},{check_code.CHECK}),2)'
    brush.compute(sheet, names.CHECK_DIGITS_CELL, text, plain, digits)
    joined = '&"-"&'.join(f"MID({names.CHECK_DIGITS_CELL},{start},4)" for start in (1, 5, 9))
    brush.compute(sheet, names.CHECK_CODE_CELL, joined, plain, code)


def _formulas(layout: Layout, lists: Lists) -> Iterator[tuple[str, str]]:
    """Yield for each figure the formulas of its kind, "" where it is always a number, and of its number."""
    for one in covered(layout):
        address = on_scoring(one.column, one.row.row)
        if one.counted:
            yield _whole(f"INT({address})")
        else:
            kind, number = _of_sort(one.sort, lists.name(one.choices) if one.choices else "")
            yield kind.replace(_CELL, address), number.replace(_CELL, address)
    for span in _columns():
        yield _whole(f"SUMPRODUCT(--(LEN(TRIM({span}))>0))")
        yield _whole(f'SUMPRODUCT(ISTEXT({span})*LEN(TRIM(SUBSTITUTE({span},CHAR(13),""))))')
        yield _whole(f"ROUND(MIN(ABS(SUM({span})),{check_code.MOST_SUMMED})*100-1/{check_code.DOWN},0)")


def _columns() -> Iterator[str]:
    """Yield the columns of the register and of the difficulties."""
    free = (names.REGISTER, "ABCDEFGH", names.REGISTER_FIRST_ROW, names.REGISTER_ROWS)
    difficulties = (names.DIFFICULTIES, "BC", names.DIFFICULTIES_FIRST_ROW, names.DIFFICULTIES_ROWS)
    for sheet, letters, first, rows in (free, difficulties):
        yield from (f"'{sheet}'!${letter}${first}:${letter}${first + rows - 1}" for letter in letters)


def _whole(count: str) -> tuple[str, str]:
    return "", f"IFERROR({count},{check_code.UNCOUNTED})"


@lru_cache(maxsize=256)
def _of_sort(sort: Sort, choices: str) -> tuple[str, str]:
    """Return the formulas of kind and number of any cell of a sort, with a mark in the cell's place."""
    return _kind(_CELL, sort), _number(_CELL, sort, choices)


def _kind(cell: str, sort: Sort) -> str:
    other, number = check_code.OTHER, f"IF({cell}<0,{check_code.BELOW_ZERO},{check_code.NUMBER})"
    if sort == "day":
        number = f"IF({_is_day(cell)},{check_code.NUMBER},{other})"
    return f"IF(OR(ISERROR({cell}),ISLOGICAL({cell})),{other},IF(ISNUMBER({cell}),{number},{check_code.TEXT}))"


def _number(cell: str, sort: Sort, choices: str) -> str:
    """Return the formula of a figure's number; what it does for each kind of content is said in ``check_code.figure``."""
    text = f"TRIM({cell})" if sort != "text" else f'TRIM(SUBSTITUTE({cell},CHAR(13),""))'
    letters = f"LEN({text})"
    if sort == "choice":
        letters += f"+{check_code.LENGTHS}*SUMPRODUCT(EXACT({choices},{text})*(ROW({choices})-{FIRST_ROW - 1}))"
    elif sort != "text":
        letters += f"+{check_code.LENGTHS}*{_first_letters(text)}"
    number = f"IF({_is_day(cell)},INT({cell}),{check_code.FAULT})" if sort == "day" else _digits(f"ABS({cell})")
    logical = f"IF({cell},{check_code.TRUE},{check_code.FALSE})"
    return f'IFERROR(IF(ISLOGICAL({cell}),{logical},IF(ISNUMBER({cell}),{number},IF({text}="",0,{letters}))),{check_code.FAULT})'


def _is_day(cell: str) -> str:
    return f"AND({cell}>=0,{cell}<{check_code.LAST_DAY + 1})"


def _digits(size: str) -> str:
    """Return the digits of a number that count, as one whole number."""
    fewer = "".join(f"-({size}>=10^{exponent})" for exponent in check_code.EXPONENTS)
    return f"ROUND(MIN({size},{check_code.KIND - 1})*10^({check_code.DECIMALS}{fewer})-1/{check_code.DOWN},0)"


def _first_letters(text: str) -> str:
    most = len(check_code.LOOKED_AT)
    places, weights = ",".join(str(place + 1) for place in range(most)), ",".join(map(str, check_code.LOOKED_AT))
    # Every letter is found, at the latest in the text itself; behind its end stand blanks.
    return f'SUMPRODUCT(FIND(MID(LEFT({text},{most})&"{" " * most}",{{{places}}},1),"{check_code.SIGNS}"&LEFT({text},{most})),{{{weights}}})'
