"""EV: the smallest register and folder that cause each code, and the honest ones that cause none."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import build
import pytest
from checks.given import PATH, UNIT, Formula, cell, moment

from parcli.checks import evidence
from parcli.core.edition import Area, Block, Kind, Policies
from parcli.core.evidence import EvidenceFile, EvidenceFolder, PdfFacts, RefusedEntry
from parcli.core.findings import Finding, Severity, without_echoes
from parcli.core.returned import RegisterLine
from parcli.core.scoring import Dossier, score
from parcli.core.submission import Answer, SelfAssessment
from parcli.messages import words

FOLDER, REGISTER, SCORING = f"submissions/{UNIT}/evidence", "Tài liệu kiểm chứng", "Tự chấm điểm"
RULE = {"type": "choice", "levels": [{"label": "Có", "points": "1"}, {"label": "Không", "points": "0"}]}
COLUMNS = ("item", "name", "kind", "number", "issued", "issuer", "subject", "part")


def asking(code: str, required: int, assessed_by: str = "self") -> dict[str, Any]:
    evidence_asked = {"required": str(required), "documents": ["Kế hoạch", "Báo cáo"]}
    return {"code": code, "title": "Tiêu chí", "maximum": "1", "assessed_by": assessed_by, "rule": RULE, "evidence": evidence_asked}


AREA = Area.model_validate(
    {"code": "I", "title": "Điều hành", "maximum": "4", "items": [asking("I.1", 1), asking("I.2", 2), asking("I.3", 0), asking("I.7", 1, "council")]}
)
BLOCK = Block("so", "Khối Sở", (AREA,), (), None)


def pdf(path: str = "a.pdf", *, sha: str = "", examined: bool = True, real: Any = "pdf", **facts: Any) -> EvidenceFile:
    """Return a file; one that is called a PDF and is one, unless something else is said."""
    opened = {"opens": True, "pages": 1, "protection": "none", "content": "text", "repaired": False, "detail": ""}
    known = PdfFacts(**{**opened, **facts}) if examined and real == "pdf" else None
    folder = path.partition("/")[0] if "/" in path else None
    return EvidenceFile(path, path, 10, sha or f"sha {path}", real, folder, known, examined, "" if examined else "hết giờ")


def folder(*files: EvidenceFile, refused: tuple[RefusedEntry, ...] = (), present: bool = True) -> EvidenceFolder:
    return EvidenceFolder(present, files, refused)


def line(row: int, item: Any, name: Any, **more: Any) -> RegisterLine:
    entered = {"item": item, "name": name, **more}
    return RegisterLine(row, {column: cell(entered.get(column), f"{'ABCDEFGH'[place]}{row}", REGISTER) for place, column in enumerate(COLUMNS)})


def case(
    lines: tuple[RegisterLine, ...] = (), files: EvidenceFolder | None = None, levels: Mapping[str, str] | None = None,
    *, why: Mapping[str, str] | None = None, claims: Mapping[str, Kind] | None = None, unit: str = UNIT,
) -> evidence.Case:  # fmt: skip
    """Return a unit's evidence. By default it claims no points; ``levels`` says for which items it does."""
    chosen = {code: (levels or {}).get(code, "Không") for code in ("I.1", "I.2", "I.3")}
    records = {
        code: SelfAssessment(
            code,
            f"J{place}",
            {"level": Answer("H9", chosen.get(code, ""), chosen.get(code))},
            (claims or {}).get(code),
            explanation=(why or {}).get(code, ""),
        )
        for place, code in enumerate(("I.1", "I.2", "I.3", "I.7"), start=8)
    }
    # The council's item asks for evidence whatever the unit says; where it is not the point, it is explained.
    records["I.7"] = replace(records["I.7"], answers={}, explanation=(why or {}).get("I.7", "Báo cáo"))
    items = score(BLOCK, Policies.model_validate({"not_applicable": {"nothing_arose": "full_marks"}}), build.YEAR, Dossier(unit, records)).items
    listed = files or folder()
    whole = evidence.Case(unit, PATH, FOLDER.replace(UNIT, unit), lines, listed, items[:3], records)
    return replace(whole, links=evidence.linked(whole))


def judged(*arguments: Any, **more: Any) -> tuple[Finding, ...]:
    return without_echoes(evidence.judge(case(*arguments, **more)))


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [one.code for one in found]


ONE = (line(6, "I.1", "a.pdf"),)
CLAIM = {"I.1": "Có"}
B, E, W, N = Severity.BLOCK, Severity.ERROR, Severity.WARNING, Severity.NOTE
A_FILE = f"{FOLDER}/a.pdf"
# Code: the evidence that causes it; then severity, file, sheet, cell, item, and words of the values.
Cause = tuple[evidence.Case, Severity, str, str | None, str | None, str | None, dict[str, str]]
CAUSES: dict[str, Cause] = {
    "EV101": (case(ONE, folder(present=False), CLAIM), W, FOLDER, None, None, None, {"count": "1"}),
    "EV102": (case(ONE, folder(), CLAIM), E, PATH, REGISTER, "B6", "I.1", {"name": "a.pdf"}),
    "EV103": (case((), folder(pdf())), N, A_FILE, None, None, None, {"folder": "—"}),
    "EV104": (case((line(6, "I.1", "../a.pdf"),)), E, PATH, REGISTER, "B6", "I.1", {"name": "../a.pdf"}),
    "EV105": (
        case((line(6, "I.1", "a.pdf"), line(7, "I.1", "x/a.pdf"), line(8, "I.1", "y/a.pdf")), folder(pdf("x/a.pdf"), pdf("y/a.pdf"))),
        E,
        PATH,
        REGISTER,
        "B6",
        "I.1",
        {"candidates": "x/a.pdf; y/a.pdf"},
    ),
    "EV106": (case((), folder(refused=(RefusedEntry("b.pdf", "link", ""),))), E, f"{FOLDER}/b.pdf", None, None, None, {"reason": "link"}),
    "EV107": (case((line(6, "I.9", "I.1/a.pdf"),), folder(pdf("I.1/a.pdf"))), E, PATH, REGISTER, "A6", None, {"found": "I.9"}),
    "EV108": (case((line(6, "I.1", None, subject="Kế hoạch"),)), E, PATH, REGISTER, "B6", "I.1", {}),
    "EV109": (case((line(6, "I.1", "a.pdf", issued="30/2/2023"),), folder(pdf())), W, PATH, REGISTER, "E6", "I.1", {"found": "30/2/2023"}),
    "EV111": (case((line(6, "I.1", "a.pdf", subject=Formula("=A1")),), folder(pdf())), W, PATH, REGISTER, "G6", None, {"found": "=A1"}),
    "EV201": (case(ONE, folder(pdf(opens=False, pages=None, detail="PdfError")), CLAIM), E, A_FILE, None, None, "I.1", {"detail": "PdfError"}),
    "EV202": (case(ONE, folder(pdf(opens=False, pages=None, protection="password")), CLAIM), E, A_FILE, None, None, "I.1", {"items": "I.1"}),
    "EV203": (case(ONE, folder(pdf(protection="permissions")), CLAIM), N, A_FILE, None, None, "I.1", {"items": "I.1"}),
    "EV204": (case(ONE, folder(pdf(repaired=True, detail="xref")), CLAIM), W, A_FILE, None, None, "I.1", {"detail": "xref"}),
    "EV205": (case((line(6, "I.1", "a.jpg"),), folder(pdf("a.jpg", real="jpeg")), CLAIM), W, PATH, SCORING, "J8", "I.1", {"found": "a.jpg"}),
    "EV206": (case(ONE, folder(pdf(real="jpeg")), CLAIM), E, A_FILE, None, None, "I.1", {"found": "jpeg"}),
    "EV207": (
        case((*ONE, line(7, "I.2", "b.pdf")), folder(pdf(sha="s"), pdf("b.pdf", sha="s"))),
        N,
        A_FILE,
        None,
        None,
        None,
        {"others": "b.pdf"},
    ),
    "EV209": (case(ONE, folder(pdf(examined=False)), CLAIM), B, A_FILE, None, None, "I.1", {"detail": "hết giờ"}),
    "EV210": (case(ONE, folder(pdf(content="scan")), CLAIM), N, FOLDER, None, None, None, {"count": "1", "of": "1"}),
    "EV301": (case((), folder(), CLAIM), E, PATH, SCORING, "J8", "I.1", {"documents": "Kế hoạch; Báo cáo", "points": "1"}),
    "EV302": (case((), folder(), CLAIM, why={"I.1": "Văn bản mật"}), W, PATH, SCORING, "J8", "I.1", {"documents": "Kế hoạch"}),
    "EV303": (case((line(6, "I.2", "a.pdf"),), folder(pdf()), {"I.2": "Có"}), W, PATH, SCORING, "J9", "I.2", {"found": "1", "required": "2"}),
}


def test_honest_evidence_causes_nothing() -> None:
    assert judged(ONE, folder(pdf()), CLAIM) == ()
    assert judged((), folder(present=False)) == ()
    assert judged((), folder()) == ()


@pytest.mark.parametrize("code", CAUSES)
def test_the_smallest_cause_of_each_code(code: str) -> None:
    given, severity, file, sheet, place, item, values = CAUSES[code]
    (one,) = without_echoes(evidence.judge(given))
    assert (one.code, one.severity, one.unit) == (code, severity, UNIT)
    assert (one.file, one.sheet, one.cell, one.item) == (file, sheet, place, item)
    assert all(word in dict(one.values)[name] for name, word in values.items())
    assert words("vi").finding(one).message


@pytest.mark.parametrize(
    "cited",
    [
        "Báo cáo.pdf", unicodedata.normalize("NFD", "Báo cáo.pdf"), "BÁO CÁO.PDF", " Báo cáo.pdf ", "\u200bBáo cáo.pdf", "I.1/Báo cáo.pdf",
        "I.1\\Báo cáo.pdf", "evidence/I.1/Báo cáo.pdf", "./I.1/Báo cáo.pdf", "Báo cáo.pdf\u00a0",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_finds_its_file_however_it_is_typed(cited: str, form: Any) -> None:
    file = replace(pdf("I.1/Báo cáo.pdf"), name_on_disk=unicodedata.normalize(form, "I.1/Báo cáo.pdf"))
    assert judged((line(6, "I.1", cited),), folder(file), CLAIM) == ()


@pytest.mark.parametrize("cited", ["/etc/passwd", "C:\\a.pdf", "\\\\may\\a.pdf", "x/../../a.pdf", "..", "c:a.pdf"])
def test_a_name_that_leaves_the_folder_is_refused(cited: str) -> None:
    assert codes(judged((line(6, "I.1", cited),), folder())) == ["EV104"]


def test_a_file_in_the_folder_of_its_item_needs_no_register() -> None:
    assert judged((), folder(pdf("I.1/a.pdf")), CLAIM) == ()
    assert judged((), folder(pdf("i.1/sâu/a.pdf")), CLAIM) == ()


def test_a_file_in_the_folder_of_no_item_is_noted() -> None:
    (one,) = judged((), folder(pdf("I.9/a.pdf")))
    assert (one.code, dict(one.values)["folder"]) == ("EV103", "I.9")


@pytest.mark.parametrize("code", ["I.1", "i.1", " I.1 ", "\u200bI.1"])
def test_a_code_in_the_register_ignores_case_and_blanks(code: str) -> None:
    assert judged((line(6, code, "a.pdf"),), folder(pdf()), CLAIM) == ()


@pytest.mark.parametrize("content", ["scan", "mixed", "empty", "unknown", "text"])
def test_a_scan_is_never_an_error(content: str) -> None:
    found = judged(ONE, folder(pdf(content=content)), CLAIM)
    assert codes(found) == (["EV210"] if content == "scan" else [])
    assert all(one.severity is Severity.NOTE for one in found)


def test_scans_are_told_once_for_a_unit() -> None:
    (one,) = judged((), folder(*(pdf(f"I.1/{n}.pdf", content="scan") for n in range(5)), pdf("I.1/chữ.pdf")))
    assert (one.code, dict(one.values)["count"], dict(one.values)["of"]) == ("EV210", "5", "6")


@pytest.mark.parametrize("level", ["Không", ""])
def test_no_points_need_no_evidence(level: str) -> None:
    assert judged((), folder(), {"I.1": level}) == ()


def test_an_item_that_asks_for_none_needs_none() -> None:
    assert judged((), folder(), {"I.3": "Có"}) == ()


def test_full_marks_for_nothing_that_arose_need_no_evidence() -> None:
    assert judged((), folder(), CLAIM, claims={"I.1": Kind.NOTHING_AROSE}) == ()


def test_two_of_two_are_enough_and_one_with_an_explanation_too() -> None:
    lines, claim = (line(6, "I.2", "a.pdf"), line(7, "I.2", "b.pdf")), {"I.2": "Có"}
    assert judged(lines, folder(pdf(), pdf("b.pdf")), claim) == ()
    assert judged(lines[:1], folder(pdf()), claim, why={"I.2": "Một văn bản đã đủ"}) == ()


def test_the_same_file_cited_twice_is_one_file() -> None:
    assert codes(judged((line(6, "I.2", "a.pdf"), line(7, "I.2", "A.PDF")), folder(pdf()), {"I.2": "Có"})) == ["EV303"]


def test_pictures_and_tables_support_a_document() -> None:
    lines = (*ONE, line(7, "I.1", "a.jpg"), line(8, "I.1", "b.xlsx"))
    assert judged(lines, folder(pdf(), pdf("a.jpg", real="jpeg"), pdf("b.xlsx", real="xlsx")), CLAIM) == ()


@pytest.mark.parametrize(
    ("name", "real"), [("a.jpg", "jpeg"), ("a.png", "png"), ("a.docx", "docx"), ("a.xlsx", "xlsx"), ("a.doc", "ole"), ("a.html", "html")]
)
def test_what_only_supports_is_asked_about(name: str, real: str) -> None:
    assert codes(judged((line(6, "I.1", name),), folder(pdf(name, real=real)), CLAIM)) == ["EV205"]


@pytest.mark.parametrize("broken", [pdf(opens=False, pages=None), pdf(real="html"), pdf(examined=False), pdf(opens=False, protection="password")])
def test_a_broken_file_is_the_cause_and_missing_evidence_its_echo(broken: EvidenceFile) -> None:
    assert len(judged(ONE, folder(broken), CLAIM)) == 1


def test_an_absent_file_is_the_cause_and_missing_evidence_its_echo() -> None:
    assert codes(judged(ONE, folder(pdf("I.2/b.pdf")), CLAIM)) == ["EV102"]


def test_a_refused_file_is_the_cause_and_not_called_missing() -> None:
    assert codes(judged(ONE, folder(refused=(RefusedEntry("a.pdf", "link", ""),)), CLAIM)) == ["EV106"]


def test_a_broken_file_beside_enough_good_ones_is_told_alone() -> None:
    assert codes(judged((*ONE, line(7, "I.1", "b.pdf")), folder(pdf(), pdf("b.pdf", opens=False)), CLAIM)) == ["EV201"]


def test_an_absent_folder_is_told_once_for_all_its_lines() -> None:
    lines = tuple(line(row, "I.1", f"{row}.pdf") for row in range(6, 26))
    (one,) = judged(lines, folder(present=False), CLAIM)
    assert (one.code, dict(one.values)["count"]) == ("EV101", "20")


def test_an_item_without_a_line_is_told_beside_an_absent_folder() -> None:
    found = judged(ONE, folder(present=False), {"I.1": "Có", "I.2": "Có"})
    assert {(one.code, one.item) for one in found} == {("EV101", None), ("EV301", "I.2")}


def test_the_councils_item_asks_for_evidence_or_a_word() -> None:
    whole = case(why={"I.7": ""})
    items = score(BLOCK, Policies(), build.YEAR, Dossier(UNIT, whole.records)).items
    found = without_echoes(evidence.judge(replace(whole, items=items)))
    assert [(one.code, one.item) for one in found] == [("EV301", "I.7")]


@pytest.mark.parametrize(
    ("issued", "day"),
    [
        (moment("2022-12-20"), date(2022, 12, 20)), ("20/12/2022", date(2022, 12, 20)), (" 2022-12-20 ", date(2022, 12, 20)),
        (None, None), ("", None), ("tháng 12", None), (44915, None),
    ],
)  # fmt: skip
def test_the_day_of_a_document_is_read_or_unknown(issued: Any, day: date | None) -> None:
    (row,) = evidence.register_rows(case((line(6, "i.1", " a.pdf ", issued=issued, number="12/KH-UBND"),)))
    assert (row.item, row.name, row.issued, row.number, row.cell) == ("I.1", "a.pdf", day, "12/KH-UBND", "A6")


def test_a_plan_of_the_december_before_is_no_fault() -> None:
    assert judged((line(6, "I.1", "a.pdf", issued=moment("2022-12-20")),), folder(pdf()), CLAIM) == ()


def test_files_that_are_equal_only_in_being_empty_are_not_called_the_same() -> None:
    empty = [replace(pdf(f"I.1/{n}.txt", sha="0", real="empty"), size=0) for n in range(2)]
    assert "EV207" not in codes(judged((), folder(*empty)))


def test_the_same_bytes_in_two_units_are_told_to_both() -> None:
    first, second = case(ONE, folder(pdf(sha="s"))), case(ONE, folder(pdf("b.pdf", sha="s")), unit="so-y-te")
    found = evidence.across((first, second))
    assert [(one.code, one.severity, one.unit, one.file) for one in found] == [
        ("EV208", W, UNIT, A_FILE),
        ("EV208", W, "so-y-te", "submissions/so-y-te/evidence/b.pdf"),
    ]
    assert [dict(one.values)["others"] for one in found] == ["submissions/so-y-te/evidence/b.pdf", A_FILE]
    assert all(words("vi").finding(one).message for one in found)


def test_the_same_bytes_within_one_unit_are_not_told_across() -> None:
    assert evidence.across((case((), folder(pdf(sha="s"), pdf("b.pdf", sha="s"))), case(unit="so-y-te"))) == ()


def test_every_file_of_a_folder_is_accounted_for() -> None:
    found = judged(ONE, folder(pdf(), pdf("b.pdf"), pdf("I.2/c.pdf"), refused=(RefusedEntry("d.pdf", "too_large", ""),)), CLAIM)
    assert [(one.code, one.file) for one in found] == [("EV103", f"{FOLDER}/b.pdf"), ("EV106", f"{FOLDER}/d.pdf")]
