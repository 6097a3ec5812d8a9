"""The one list of codes: how much each finding weighs, and which causes make it an echo. A retired code is never used again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class Severity(IntEnum):
    """How much a finding weighs. Words for people: Lưu ý, Cần làm rõ, Phải sửa, Chưa thể thẩm định."""

    NOTE = 1
    WARNING = 2
    ERROR = 3
    BLOCK = 4

    @property
    def word(self) -> str:
        """The key in files."""
        return self.name.lower()


Scope = Literal["cell", "item", "unit"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of a code: its weight, and the causes that silence it within the scope."""

    severity: Severity
    silenced_by: tuple[str, ...] = ()
    scope: Scope = "item"


_N, _W, _E, _B = Severity.NOTE, Severity.WARNING, Severity.ERROR, Severity.BLOCK
# An item that could not be read says so once; what would follow from its blank says nothing more.
_UNREAD = (
    "SC102",
    "SC103",
    "SC104",
    "SC105",
    "SC106",
    "SC107",
    "SC108",
    "SC110",
    "SC111",
    "SC112",
    "SC113",
    "SC114",
    "WB311",
    "WB312",
    "WB140",
    "WB144",
)
_NOT_THIS_WORKBOOK = ("WB141", "WB201", "WB202", "WB203", "WB204", "WB206", "IN205")

CATALOGUE: dict[str, Entry] = {
    # DF1: a definition file as text and as YAML
    **{f"DF{number}": Entry(_E) for number in (*range(101, 109), *range(110, 124))},
    # DF2: a definition as a whole
    **{f"DF{number}": Entry(_E) for number in range(201, 217)},
    "DF217": Entry(_W),
    "DF218": Entry(_E),
    "DF219": Entry(_E),
    "DF220": Entry(_E),
    "DF221": Entry(_E),
    "DF222": Entry(_W),
    "DF224": Entry(_W),
    "DF225": Entry(_W),
    "DF226": Entry(_W),
    # DF23: the crosswalk between two editions, and units over time
    "DF230": Entry(_E),
    "DF231": Entry(_E),
    "DF232": Entry(_E),
    "DF233": Entry(_E),
    "DF234": Entry(_W),
    "DF235": Entry(_E),
    "DF236": Entry(_E),
    # DF24: waivers
    "DF240": Entry(_E),
    "DF241": Entry(_E),
    # DF242: who appraises
    "DF242": Entry(_E),
    # DF3: the analysts' own cases
    # DF25: a what-if file
    **dict.fromkeys([f"DF{number}" for number in range(250, 259)], Entry(_E)),
    "DF301": Entry(_E),
    "DF302": Entry(_E),
    "DF303": Entry(_W),
    # IM1: the annex file that a definition is to be drafted from
    **dict.fromkeys(("IM101", "IM102", "IM103", "IM104", "IM105", "IM106", "IM107", "IM108", "IM109", "IM110"), Entry(_E)),
    # IM2: what a person has to look at in the annex
    **{f"IM{number}": Entry(_N if number in (202, 206, 213, 217, 219, 220, 223) else _W) for number in range(201, 225)},
    # WB1: a returned file before its content
    "WB101": Entry(_W),
    **{f"WB{number}": Entry(_B) for number in range(102, 108)},
    **{f"WB{number}": Entry(_W) for number in range(108, 112)},
    # WB14: what two readers, or the file itself, leave in doubt
    "WB140": Entry(_E, ("WB141",), "unit"),
    **{f"WB{number}": Entry(_B) for number in range(141, 145)},
    # WB14: sheets, columns and lists that are not as they were sent
    **dict.fromkeys(("WB145", "WB146"), Entry(_W, _NOT_THIS_WORKBOOK, "unit")),
    # A workbook of another version was made with other words and lists.
    **dict.fromkeys(("WB147", "WB148"), Entry(_W, (*_NOT_THIS_WORKBOOK, "WB205"), "unit")),
    "WB149": Entry(_B),
    # WB2: whose workbook it is
    "WB201": Entry(_B),
    "WB202": Entry(_B),
    "WB203": Entry(_B),
    "WB204": Entry(_B),
    "WB205": Entry(_N),
    "WB206": Entry(_B),
    # WB3: what must not have been changed
    "WB301": Entry(_B, _NOT_THIS_WORKBOOK, "unit"),
    "WB302": Entry(_B, _NOT_THIS_WORKBOOK, "unit"),
    "WB303": Entry(_B, (*_NOT_THIS_WORKBOOK, "WB301", "WB302"), "unit"),
    "WB304": Entry(_B, _NOT_THIS_WORKBOOK, "unit"),
    "WB305": Entry(_W, _NOT_THIS_WORKBOOK, "unit"),
    "WB307": Entry(_B, _NOT_THIS_WORKBOOK, "unit"),
    "WB308": Entry(_E),
    "WB309": Entry(_E),
    "WB310": Entry(_W, (*_UNREAD, "SC109", "SC101", "SC115", "SC116", "SC202", "WB308", "WB309"), "item"),
    "WB311": Entry(_E),
    "WB312": Entry(_E),
    "WB313": Entry(_W),
    "WB314": Entry(_E, _NOT_THIS_WORKBOOK, "unit"),
    "WB315": Entry(_E),
    "WB316": Entry(_N),
    "WB317": Entry(_N),
    "WB318": Entry(_N),
    "WB319": Entry(_W),
    # WB32: what the workbook says of itself
    "WB320": Entry(_W, (*_NOT_THIS_WORKBOOK, "WB301", "WB302", "WB303", "WB304", "WB140"), "unit"),
    # WB33: a second return against the first
    "WB330": Entry(_N),
    "WB331": Entry(_W),
    # WB34, WB35: what differs from the original outside the entries
    **{f"WB{number}": Entry(_N) for number in range(341, 353)},
    # SC1: what was entered
    "SC101": Entry(_E, ("SC201", "SC202", "SC203"), "item"),
    "SC102": Entry(_E),
    "SC103": Entry(_E),
    "SC104": Entry(_E),
    "SC105": Entry(_E),
    "SC106": Entry(_E),
    "SC107": Entry(_E),
    "SC108": Entry(_E),
    "SC109": Entry(_N),
    "SC110": Entry(_E),
    "SC111": Entry(_E),
    "SC112": Entry(_E),
    "SC113": Entry(_E),
    "SC114": Entry(_E),
    "SC115": Entry(_N),
    "SC116": Entry(_E),
    "SC117": Entry(_W),
    "SC118": Entry(_W, ("WB140",), "cell"),
    "SC119": Entry(_W),
    "SC120": Entry(_N),
    # SC2: whether the item applies
    "SC201": Entry(_E),
    "SC202": Entry(_E),
    "SC203": Entry(_E, ("WB140",), "cell"),
    "SC204": Entry(_N),
    "SC205": Entry(_W, ("WB140",), "cell"),
    # SC3: who scores
    "SC301": Entry(_E),
    "SC302": Entry(_W),
    # EV1: the folder and the register
    "EV101": Entry(_W),
    "EV102": Entry(_E, ("EV101",), "unit"),
    "EV103": Entry(_N),
    "EV104": Entry(_E),
    "EV105": Entry(_E),
    "EV106": Entry(_E),
    "EV107": Entry(_E, ("EV111", "WB140"), "cell"),
    "EV108": Entry(_E, ("EV111", "WB140"), "cell"),
    "EV109": Entry(_W, ("EV111", "WB140"), "cell"),
    "EV111": Entry(_W),
    # EV2: the files
    "EV201": Entry(_E),
    "EV202": Entry(_E),
    "EV203": Entry(_N),
    "EV204": Entry(_W),
    "EV205": Entry(_W),
    "EV206": Entry(_E),
    "EV207": Entry(_N),
    "EV208": Entry(_W),
    "EV209": Entry(_B),
    "EV210": Entry(_N),
    "EV211": Entry(_W),
    "EV212": Entry(_N),
    "EV213": Entry(_N),
    "EV214": Entry(_B),
    "EV215": Entry(_N),
    "EV217": Entry(_W),
    # EV22: digital signatures
    "EV220": Entry(_N),
    "EV221": Entry(_B),
    "EV222": Entry(_E),
    "EV223": Entry(_E),
    "EV224": Entry(_W),
    "EV225": Entry(_W),
    "EV226": Entry(_W),
    "EV227": Entry(_W),
    "EV228": Entry(_W),
    "EV229": Entry(_W),
    "EV230": Entry(_E),
    "EV231": Entry(_W),
    "EV232": Entry(_N),
    # EV24: the document's own words
    "EV240": Entry(_W),
    "EV241": Entry(_W),
    "EV242": Entry(_W),
    "EV243": Entry(_W),
    "EV244": Entry(_W),
    "EV246": Entry(_W),
    "EV247": Entry(_W),
    # EV25: documents in several places
    "EV250": Entry(_N),
    "EV251": Entry(_W),
    "EV252": Entry(_W),
    "EV253": Entry(_N),
    "EV254": Entry(_N),
    # EV3: what an item asks for
    "EV301": Entry(_E, ("SC101", "SC202"), "item"),
    "EV302": Entry(_W, ("EV301",), "item"),
    "EV303": Entry(_W),
    "EV304": Entry(_E, ("SC101", "SC202"), "item"),
    # EV31: the signed report
    "EV310": Entry(_W),
    "EV311": Entry(_W),
    "EV312": Entry(_W),
    "EV313": Entry(_W),
    "EV315": Entry(_W),
    "EV316": Entry(_W, ("EV315",), "unit"),
    "EV317": Entry(_W),
    "EV318": Entry(_W),
    # AP1: appraisal workbooks of both rounds: files, lines, and what all of them together show
    **{f"AP{number}": Entry(_W if number in (107, 109, *range(123, 128), *range(129, 133), 135) else _E) for number in range(101, 136)},
    # AP14: units that a round cannot open yet, or not at all
    "AP141": Entry(_W),
    "AP142": Entry(_W),
    "AP143": Entry(_N),
    "AP144": Entry(_N),
    # AC1: the Council's sheet, line by line, and its minutes
    "AC101": Entry(_E),
    "AC102": Entry(_E),
    "AC103": Entry(_E),
    "AC104": Entry(_E),
    "AC105": Entry(_E),
    "AC106": Entry(_W),
    "AC121": Entry(_E),
    "AC122": Entry(_E),
    "AC123": Entry(_E),
    "AC124": Entry(_E),
    # RS1: figures from outside
    **dict.fromkeys(("RS101", "RS102", "RS103", "RS104", "RS105", "RS106", "RS107", "RS108", "RS109"), Entry(_E)),
    "RS110": Entry(_W),
    "RS111": Entry(_E, ("RS105", "RS107", "RS112"), "item"),
    "RS112": Entry(_E),
    # RS12: what a table of figures leaves open
    **dict.fromkeys(("RS120", "RS121", "RS122", "RS123", "RS124", "RS125"), Entry(_E)),
    **dict.fromkeys(("RS126", "RS127", "RS128"), Entry(_N)),
    "RS129": Entry(_W),
    "RS130": Entry(_E),
    **dict.fromkeys(("RS131", "RS132"), Entry(_W)),
    "RS133": Entry(_E),
    "RS134": Entry(_N),
    # RS15: the year before
    **{f"RS{number}": Entry(_N if number == 158 else _W) for number in range(150, 160)},  # noqa: PLR2004 - units that ended are no fault
    # RS2: results
    "RS201": Entry(_E),
    # WV1: waivers
    **dict.fromkeys(("WV101", "WV102", "WV103", "WV104"), Entry(_W)),
    "WV105": Entry(_E),
    "WV106": Entry(_W),
    # VF1: whether a result still holds
    **dict.fromkeys([f"VF{number}" for number in range(101, 119)], Entry(_E)),
    # ST1: the register that comes back from Excel
    **{f"ST{number}": Entry(_E) for number in range(101, 118)},
    "ST118": Entry(_W),
    "ST119": Entry(_W),
    # IN1: what comes back to the return desk
    "IN101": Entry(_N),
    "IN102": Entry(_E),
    "IN103": Entry(_E),
    "IN104": Entry(_E),
    "IN105": Entry(_W),
    "IN106": Entry(_E),
    "IN107": Entry(_E),
    "IN108": Entry(_E),
    "IN111": Entry(_E),
    "IN112": Entry(_E),
    "IN113": Entry(_E),
    "IN114": Entry(_E),
    "IN115": Entry(_E),
    "IN116": Entry(_E),
    "IN117": Entry(_W),
    "IN118": Entry(_W),
    "IN119": Entry(_W),
    "IN120": Entry(_W),
    "IN121": Entry(_N),
    "IN122": Entry(_N),
    "IN123": Entry(_N),
    "IN124": Entry(_W),
    "IN125": Entry(_W),
    "IN126": Entry(_W),
    # IN2: part-workbooks
    "IN201": Entry(_W),
    "IN202": Entry(_W),
    "IN203": Entry(_W),
    "IN204": Entry(_W),
    "IN205": Entry(_B),
}
