"""The signed self-assessment report that comes back with the evidence: which file it is, and what it must agree with.

The letter of 2023, section 1, asks for it: signed by the head, with the total of the self-assessment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from parcli.core import check_code, points, words
from parcli.core.document import DocumentWords
from parcli.core.evidence import EvidenceFile, EvidenceFolder
from parcli.core.scoring import UnitResult

REPORT_FOLDER = "bao-cao"
"""The folder under evidence/ in which the report lies; no item's."""

_SPELT = re.compile(rf"{REPORT_FOLDER}|(?:{REPORT_FOLDER}-)?bao-cao-tu-(?:cham|danh-gia)(?:-.*)?")
_SEPARATORS = re.compile(r"[\s_.-]+")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_REPORT = "BÁO CÁO"
_ASSESSES, _SCORES = "tu danh gia", ("cham diem", "chi so")


@dataclass(frozen=True, slots=True)
class ReportDue:
    """What the report must agree with: the totals that it may state, in points, and the check code of the workbook.

    There are several totals because points outside the scale may be counted in or not; none where a part is unknown.
    `code` is "" where it is not known.
    """

    totals: tuple[Fraction, ...]
    code: str = ""


def due(result: UnitResult, code: str) -> ReportDue:
    """Return what the report of a unit must agree with."""
    if result.self_points is None:
        return ReportDue((), code)
    outside = [area for area in result.areas if area.kind != "points"]
    bonus = sum((area.self_points or Fraction() for area in outside if area.kind == "bonus"), Fraction())
    penalty = sum((area.self_points or Fraction() for area in outside if area.kind == "penalty"), Fraction())
    sums = (result.self_points + more - less for more, less in product((Fraction(), bonus), (Fraction(), penalty)))
    return ReportDue(tuple(dict.fromkeys(sums)), code)


def is_report_folder(name: str | None) -> bool:
    """Return whether a folder under evidence/ is that of the report, however a clerk spelt it: "Báo cáo", "bao-cao Báo cáo tự chấm điểm đã ký"."""
    return name is not None and _SPELT.fullmatch(_SEPARATORS.sub("-", words.unaccented(name))) is not None


def reports_on_itself(said: DocumentWords | None) -> bool:
    """Return whether a document's own words say that it is a report of self-assessment."""
    if said is None or said.secrecy or said.kind is None or said.kind.value != _REPORT or said.subject is None:
        return False
    subject = words.unaccented(said.subject.value)
    return _ASSESSES in subject and any(word in subject for word in _SCORES)


def report_files(folder: EvidenceFolder, year: int) -> tuple[EvidenceFile, ...]:
    """Return the files of the report: those in its folder; where it has none, those that call themselves the report of this year."""
    lying = tuple(file for file in folder.files if is_report_folder(file.folder))
    return lying or tuple(file for file in folder.files if reports_on_itself(file.words) and _of_year(file.words, year))


def _of_year(said: DocumentWords | None, year: int) -> bool:
    """Return whether no other year is named in a report's subject."""
    named = set() if said is None or said.subject is None else {int(each) for each in _YEAR.findall(said.subject.value)}
    return not named or year in named


def agrees(stated: str, allowed: tuple[Fraction, ...]) -> bool:
    """Return whether a total as printed is one of those allowed, at the decimals that were printed; so is what is no number."""
    value = points.from_figure_text(stated)
    if not isinstance(value, Fraction) or not allowed:
        return True
    places = len(stated.replace(",", ".").partition(".")[2])
    return any(points.rounded(each, places) == value for each in allowed)


def same_code(stated: str, code: str, *, by_eye: bool) -> bool:
    """Return whether a text begins with a check code: blanks and dashes apart, ``by_eye`` also letters that look like digits.

    So does a text that cannot be told to differ: ``by_eye`` one whose last digits do not bear out the others was misread.
    """
    read, wanted = _signs(stated, by_eye=by_eye), _signs(code, by_eye=by_eye)
    if not wanted or not read or read.startswith(wanted):
        return True
    return by_eye and not check_code.sound(_grouped(read[: len(wanted)]))


def _grouped(digits: str) -> str:
    return "-".join(digits[start : start + _GROUP] for start in range(0, len(digits), _GROUP))


_GROUP = 4
_LOOK_ALIKE = str.maketrans("OQDILSBZG", "000115826")


def _signs(text: str, *, by_eye: bool) -> str:
    plain = "".join(sign for sign in words.unaccented(text).upper() if sign.isalnum())
    return plain.translate(_LOOK_ALIKE) if by_eye else plain
