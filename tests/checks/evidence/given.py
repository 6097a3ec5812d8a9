"""The smallest evidence: files, register lines and one unit's case, from what a test names; the rest is honest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import build
from checks.given import PATH, UNIT, cell

from parcli.checks import evidence
from parcli.core.cycle import Cycle
from parcli.core.document import DocumentWords, Reading
from parcli.core.edition import Area, Block, Kind, Policies
from parcli.core.evidence import EvidenceFile, EvidenceFolder, PdfFacts, RefusedEntry
from parcli.core.fact import changed
from parcli.core.findings import Finding, Severity, without_echoes
from parcli.core.returned import RegisterLine
from parcli.core.scoring import Dossier, score
from parcli.core.signature import SignatureFacts
from parcli.core.submission import Answer, SelfAssessment
from parcli.messages import words

FOLDER, REGISTER, SCORING = f"submissions/{UNIT}/evidence", "Tài liệu kiểm chứng", "Tự chấm điểm"
RULE = {"type": "choice", "levels": [{"label": "Có", "points": "1"}, {"label": "Không", "points": "0"}]}
COLUMNS = ("item", "name", "kind", "number", "issued", "issuer", "subject", "part")
CLAIM = {"I.1": "Có"}


def cycle(**more: Any) -> Cycle:
    """Return the cycle of three units under the city's Department of Home Affairs."""
    units = [
        {"id": UNIT, "block": "so", "name": "Sở Nội vụ", "successor_of": ["Ban Thi đua - Khen thưởng"]},
        {"id": "so-y-te", "block": "so", "name": "Sở Y tế"},
        {"id": "so-tu-phap", "block": "so", "name": "Sở Tư pháp"},
    ]
    window = {"from": "2023-01-01", "to": "2023-11-30", "estimate_to": "2023-12-31"}
    whole = {"cycle": "thu/2023", "edition": "thu", "year": str(build.YEAR), "window": window, "deadline": "2023-11-30", "units": units}
    return Cycle.model_validate({**whole, **more})


def asking(code: str, required: int, assessed_by: str = "self", evidence_more: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    asked = {"required": str(required), "documents": ["Kế hoạch", "Báo cáo"], **(evidence_more or {})}
    return {"code": code, "title": "Tiêu chí", "maximum": "1", "assessed_by": assessed_by, "rule": RULE, "evidence": asked, **more}


def block(*items: dict[str, Any]) -> Block:
    """Return a block of these items; by default one that asks for 1, 2, 0 documents, and the council's."""
    own = items or (asking("I.1", 1), asking("I.2", 2), asking("I.3", 0), asking("I.7", 1, "council"))
    return Block("so", "Khối Sở", (Area.model_validate({"code": "I", "title": "Điều hành", "maximum": str(len(own)), "items": list(own)}),), (), None)


def pdf(path: str = "a.pdf", *, sha: str = "", examined: bool = True, real: Any = "pdf", size: int = 10, said: DocumentWords | None = None, **facts: Any) -> EvidenceFile:  # fmt: skip
    """Return a file; one that is called a PDF and is one, with a scanned and a typed page, unless something else is said."""
    opened = {"opens": True, "pages": 2, "protection": "none", "content": "mixed", "repaired": False, "detail": ""}
    known = PdfFacts(**{**opened, **facts}) if examined and real == "pdf" else None
    return EvidenceFile(path, path, size, sha or f"sha {path}", real, known, examined, "" if examined else "hết giờ", said)


def folder(*files: EvidenceFile, refused: tuple[RefusedEntry, ...] = (), present: bool = True) -> EvidenceFolder:
    return EvidenceFolder(present, files, refused)


def line(row: int, item: Any, name: Any, **more: Any) -> RegisterLine:
    entered = {"item": item, "name": name, **more}
    return RegisterLine(row, {column: cell(entered.get(column), f"{'ABCDEFGH'[place]}{row}", REGISTER) for place, column in enumerate(COLUMNS)})


def case(
    lines: tuple[RegisterLine, ...] = (), files: EvidenceFolder | None = None, levels: Mapping[str, str] | None = None,
    *, why: Mapping[str, str] | None = None, claims: Mapping[str, Kind] | None = None, unit: str = UNIT, of: Block | None = None,
    with_council: bool = False, in_cycle: Cycle | None = None,
) -> evidence.Case:  # fmt: skip
    """Return a unit's evidence. By default it claims no points; ``levels`` says for which items it does."""
    whole = of or block()
    records: dict[str, SelfAssessment] = {}
    for place, item in enumerate(whole.items(build.YEAR), start=8):
        level = (levels or {}).get(item.code, "Không") if item.self_scored else None
        answers = {} if level is None else {"level": Answer("H9", level, level)}
        records[item.code] = SelfAssessment(
            item.code, f"J{place}", answers, (claims or {}).get(item.code), explanation=(why or {}).get(item.code, "")
        )
    settings = Policies.model_validate({"not_applicable": {"nothing_arose": "full_marks"}})
    items = score(whole, settings, build.YEAR, Dossier(unit, records)).items
    kept = tuple(one for one in items if with_council or one.item.self_scored)
    return evidence.Case(unit, PATH.replace(UNIT, unit), FOLDER.replace(UNIT, unit), lines, files or folder(), kept, records, in_cycle or cycle())


def judged(*arguments: Any, **more: Any) -> tuple[Finding, ...]:
    return without_echoes(evidence.judge(case(*arguments, **more)))


def codes(found: Iterable[Finding]) -> list[str]:
    return [one.code for one in found]


def reading(value: str, snippet: str = "", confidence: Any = "high") -> Reading:
    return Reading(value, snippet or value, confidence)


def report(**more: Any) -> DocumentWords:
    """Return the words of an honest report of the Department of Home Affairs, with what a test puts in their place."""
    fields: dict[str, Any] = {
        "number": reading("05/BC-SNV", "Số: 05/BC-SNV"), "issued": reading("2023-11-15", "Hà Nội, ngày 15 tháng 11 năm 2023"),
        "issuer": reading("SỞ NỘI VỤ"), "superior": reading("UBND THÀNH PHỐ HÀ NỘI"), "kind": reading("BÁO CÁO"),
        "subject": reading("Kết quả công tác cải cách hành chính năm 2023"), "words": 200,
    }  # fmt: skip
    return DocumentWords("text", **{**fields, **more})


ROW = {"number": "05/BC-SNV", "issued": "15/11/2023", "issuer": "Sở Nội vụ"}
GOOD = SignatureFacts(
    "Chữ ký 1", signer="Nguyễn Văn Mẫu", organisation="Sở Nội vụ", issuer="CA Mẫu", intact=True, coverage="whole_file", modification="none",
    chain="trusted", key_use=True, claimed="2023-11-15T09:30:00+07:00", valid_from="2022-01-01T00:00:00+07:00", valid_to="2027-01-01T00:00:00+07:00",
)  # fmt: skip


def signed(*signatures: SignatureFacts, path: str = "a.pdf", said: DocumentWords | None = None, **facts: Any) -> EvidenceFile:
    """Return a PDF of text with these signatures, one good one by default."""
    return pdf(path, said=said, content="text", signed=True, signatures=signatures or (GOOD,), **facts)


def having(**changes: Any) -> SignatureFacts:
    """Return the good signature with some facts changed."""
    return changed(GOOD, **changes)


# The evidence that causes a code; then severity, file, sheet, cell, item, and words of its values.
Cause = tuple[evidence.Case, Severity, str, str | None, str | None, str | None, dict[str, str]]
A_FILE = f"{FOLDER}/a.pdf"
B, E, W, N = Severity.BLOCK, Severity.ERROR, Severity.WARNING, Severity.NOTE


def holds(code: str, cause: Cause) -> None:
    """Assert that a cause gives its code alone, at its place, with its values, and in words."""
    given, severity, file, sheet, place, item, values = cause
    (one,) = without_echoes(evidence.judge(given))
    assert (one.code, one.severity, one.unit) == (code, severity, UNIT)
    assert (one.file, one.sheet, one.cell, one.item) == (file, sheet, place, item)
    assert {name: dict(one.values)[name] for name in values} == {
        name: dict(one.values)[name] for name, word in values.items() if word in dict(one.values)[name]
    }
    worded = words("vi").finding(one), words("en").finding(one)
    assert all(text.message and text.remedy and text.basis for text in worded)
