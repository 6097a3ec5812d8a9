"""The self-assessment report, fed by formulas, ready to print and sign; laid out after Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from parcli.core import expr, points
from parcli.workbook import names
from parcli.workbook.filling import Filling
from parcli.workbook.layout import Row
from parcli.workbook.names import on_scoring
from parcli.workbook.paint import PROTECTION, Brush, page
from parcli.workbook.report_page import COLUMNS, Letter
from parcli.workbook.report_sections import Sections


class Report(Letter):
    """The report with its annex."""

    def __init__(
        self,
        sheet: Worksheet,
        brush: Brush,
        filling: Filling,
        facts: Mapping[str, str],
    ) -> None:
        super().__init__(sheet, brush)
        self.filling, self.facts = filling, facts
        self.layout, self.entries, self.shown = filling.layout, filling.entries, filling.shown
        self.annex_heading = 1

    def write(self, banner: str, places: str, code: str) -> None:
        """Write the whole report; ``places`` is the range that says where explanations stand, ``code`` the check code now."""
        self.head(banner)
        self.results()
        Sections(self, self.filling, places).write()
        self.closing(code)
        self.signature()
        self.annex()
        self.sheet.protect("", PROTECTION)
        page(self.sheet, landscape=False, repeat=self.annex_heading, footer=self.facts["unit"])
        self.sheet.print_area(f"A1:{COLUMNS[-1]}{self.row - 1}")

    def head(self, banner: str) -> None:
        centred: dict[str, Any] = {"align": "center", "bold": True}
        self.span("C", "F", self.words["nation"], **centred)
        self.issuer()
        self.span("C", "F", self.words["motto"], **centred, underline=1)
        self.row += 1
        self.span("A", "B", self.words["number"], align="center")
        self.span("C", "F", self.words["place_date"], align="center", italic=True)
        self.row += 2
        if banner:
            self.span("A", "F", banner, bold=True, align="center", fill="banner_fill", ink="banner_text")
            self.row += 1
        for text in (self.words["title"], self.words["subject"].format(**self.facts)):
            self.span("A", "F", text, **centred, font_size=14)
            self.row += 1
        self.row += 1
        for text in (self.words["to"], self.words["bases"]):
            longest = {**self.facts, "unit": self.facts["longest_unit"]}
            self.span("A", "F", text.format(**self.facts), text.format(**longest), align="left")
            self.row += 1

    def issuer(self) -> None:
        """Write who reports beside the two lines of the State's name, under the body above it; go to the second line."""
        name, longest = self.facts["unit_upper"], self.facts["longest_unit"].upper()
        if not self.facts["above"]:
            self.tall("A", "B", name, longest, align="center", bold=True)
            return
        self.span("A", "B", self.facts["above"], align="center")
        self.row += 1
        self.span("A", "B", name, longest, align="center", bold=True)

    def results(self) -> None:
        self.heading(self.words["results"])
        self.table_head(self.words["area_headings"])
        for area in self.layout.areas:
            if self.own_maximum(area):
                self.result(area.number, area.title, self.own_maximum(area), area, bold=False)
        for total in self.layout.totals():
            self.result("", total.title, total.maximum or Fraction(), total, bold=True)

    def own_maximum(self, area: Row) -> Fraction:
        own = sum((row.maximum or Fraction() for row in self.layout.items if row.area == area.key and row.item and row.item.self_scored), Fraction())
        return min(own, area.maximum or own)  # bonus and penalty areas are capped

    def result(self, number: str, title: str, maximum: Fraction, row: Row, *, bold: bool) -> None:
        text = self.brush.format(grid=True, text_wrap=True, bold=bold)
        figure = self.brush.format(grid=True, align="center", num_format="0.00", bold=bold)
        value = self.shown.get(row.key, "")
        percent = 100 * value / maximum if isinstance(value, Fraction) and maximum else ""
        self.fit(title, bold=bold)
        self.brush.put(self.sheet, f"A{self.row}", number, self.brush.format(grid=True, align="center", bold=bold))
        self.brush.put(self.sheet, f"B{self.row}", title, text)
        self.brush.put(self.sheet, f"C{self.row}", maximum, figure)
        self.brush.compute(self.sheet, f"D{self.row}", on_scoring("self", row.row), figure, value)
        formula = f'IFERROR(ROUND(100*D{self.row}/C{self.row},2),"")'
        shown = points.rounded(percent, 2) if isinstance(percent, Fraction) else percent
        self.brush.compute(self.sheet, f"E{self.row}", formula, figure, shown)
        self.row += 1

    def closing(self, code: str) -> None:
        """Write the last sentence, and the check code that ties the signed paper to the workbook."""
        self.row += 1
        longest = {**self.facts, "unit": self.facts["longest_unit"]}
        self.span("A", "F", self.words["closing"].format(**self.facts), self.words["closing"].format(**longest))
        self.row += 1
        label = self.words["check_code"]
        formula = f"{expr.quoted(label)}&\" \"&'{names.LISTS}'!{names.CHECK_CODE_CELL}"
        self.say("A", "F", (formula, f"{label} {code}"), bold=True)
        self.row += 1
        self.span("A", "F", self.words["check_code_hint"], italic=True, font_size=11)
        self.row += 1

    def signature(self) -> None:
        self.row += 1
        self.span("A", "B", self.words["recipients"], bold=True, italic=True, font_size=12)
        self.span("D", "F", self.words["signer"], bold=True, align="center")
        self.row += 1
        self.span("A", "B", "\n".join(self.words["recipient_lines"]), font_size=11)
        self.span("D", "F", self.words["signer_hint"], italic=True, align="center")
        self.row += 6

    def annex(self) -> None:
        self.sheet.set_h_pagebreaks([self.row - 1])
        for text in (self.words["annex"], self.words["annex_title"]):
            self.span("A", "F", text, bold=True, align="center", font_size=14)
            self.row += 1
        self.annex_heading = self.row
        self.table_head(self.words["annex_headings"])
        for row in self.layout.rows:
            if row.kind in ("area", "group", "item"):
                self.line(row)

    def line(self, row: Row) -> None:
        bold = row.kind != "item"
        text = self.brush.format(grid=True, text_wrap=True, bold=bold)
        figure = self.brush.format(grid=True, align="center", num_format="0.00", bold=bold)
        self.fit(row.title, str(self.entries.at(row.key, "explanation") or ""), bold=bold)
        if self.brush.paints:
            self.brush.put(self.sheet, f"A{self.row}", row.number, self.brush.format(grid=True, align="center", bold=bold))
            self.brush.put(self.sheet, f"B{self.row}", row.title, text)
            self.brush.put(self.sheet, f"C{self.row}", row.maximum, figure)
        mine = on_scoring("self", row.row)
        self.brush.compute(self.sheet, f"D{self.row}", f'IF({mine}="","",{mine})', figure, self.shown.get(row.key, ""))
        if row.kind == "item":
            count = self.brush.format(grid=True, align="center")
            if row.counted:
                self.brush.compute(self.sheet, f"E{self.row}", on_scoring("count", row.row), count, Fraction(self.entries.listed(row.key)))
            else:
                self.brush.put(self.sheet, f"E{self.row}", None, count)
            why = on_scoring("explanation", row.row)
            value = str(self.entries.at(row.key, "explanation") or "")
            self.brush.compute(self.sheet, f"F{self.row}", f'IF(TRIM({why})="","",{why})', text, value)
        else:
            for column in "EF":
                self.brush.put(self.sheet, f"{column}{self.row}", None, text)
        self.row += 1
