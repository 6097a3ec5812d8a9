"""What an item's evidence amounts to, and which items need an explanation; and what the examination itself lacked."""

from __future__ import annotations

from typing import Any

import pytest
from checks.evidence.given import CLAIM, N, case, folder, having, line, pdf, reading, report, signed

from parcli.checks import evidence
from parcli.core.document import DocumentWords
from parcli.core.evidence import EvidenceFile
from parcli.core.fact import changed
from parcli.core.sufficiency import EvidenceClass, ItemEvidence, Means
from parcli.messages import words

OFFICIAL, REFERENCE, UNREADABLE, NONE = EvidenceClass
DRAFT = pdf(said=report(number=None, number_blank=True))
BROKEN = pdf(opens=False, pages=None)


def standing(*files: EvidenceFile, levels: Any = None, why: Any = None, item: str = "I.1") -> ItemEvidence:
    named = [changed(one, path=f"{place}.{one.path.rpartition('.')[2]}") for place, one in enumerate(files)]
    lines = tuple(line(6 + place, item, one.path) for place, one in enumerate(named))
    given = case(lines, folder(*named), {item: "Có"} if levels is None else levels, why=why)
    return next(one for one in evidence.standing(given) if one.item == item)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (pdf(), OFFICIAL), (pdf(content="scan"), OFFICIAL), (pdf(content="text"), OFFICIAL), (pdf(content="unknown"), OFFICIAL),
        (pdf(said=report()), OFFICIAL), (signed(), OFFICIAL), (signed(having(chain="no_roots")), OFFICIAL),
        (signed(having(chain="untrusted")), OFFICIAL), (signed(unchecked="limit"), OFFICIAL), (pdf(protection="permissions"), OFFICIAL),
        (signed(having(modification="other")), REFERENCE), (signed(having(intact=False)), REFERENCE), (DRAFT, REFERENCE),
        (pdf("a.jpg", real="jpeg"), REFERENCE), (pdf("a.docx", real="docx"), REFERENCE),
        (BROKEN, UNREADABLE), (pdf(protection="password", opens=False), UNREADABLE), (pdf(examined=False), UNREADABLE),
        (pdf(real="jpeg"), UNREADABLE), (pdf("a.txt", real="empty"), UNREADABLE), (pdf(said=DocumentWords("text", secrecy="MẬT")), UNREADABLE),
    ],
)  # fmt: skip
def test_what_one_file_makes_of_an_item(file: EvidenceFile, expected: EvidenceClass) -> None:
    one = standing(file)
    assert one.evidence_class is expected
    assert one.needs_explanation is (expected is not OFFICIAL)


def test_the_best_file_counts() -> None:
    assert standing(DRAFT, pdf(), BROKEN).evidence_class is OFFICIAL
    assert standing(BROKEN, pdf("a.jpg", real="jpeg")).evidence_class is REFERENCE


def test_no_file_is_none_and_only_what_asks_or_has_is_listed() -> None:
    found = {one.item: one for one in evidence.standing(case((), folder(), CLAIM))}
    assert set(found) == {"I.1", "I.2"}
    assert found["I.1"] == ItemEvidence("I.1", NONE, (), 1, needs_explanation=True, explained=False)
    assert found["I.2"].needs_explanation is False


def test_fewer_documents_than_asked_for_need_a_word() -> None:
    assert standing(pdf(), item="I.2").needs_explanation
    assert not standing(pdf(), pdf("b.pdf"), item="I.2").needs_explanation


@pytest.mark.parametrize("other", [DRAFT, signed(having(modification="other")), pdf("a.jpg", real="jpeg"), pdf("a.docx", real="docx"), BROKEN])
def test_only_official_documents_count_towards_the_number_asked_for(other: EvidenceFile) -> None:
    one = standing(pdf(), other, item="I.2")
    assert (one.evidence_class, one.asked, one.needs_explanation) == (OFFICIAL, 2, True)


def test_an_explanation_is_told_and_zero_points_need_none() -> None:
    assert standing(DRAFT, why={"I.1": "Chưa ban hành"}).explained
    assert not standing(DRAFT, levels={}).needs_explanation


def test_the_councils_item_needs_a_word_whatever_the_unit_claims() -> None:
    (one,) = [one for one in evidence.standing(case(with_council=True)) if one.item == "I.7"]
    assert one.needs_explanation


def test_scans_without_ocr_are_told_once_for_the_cycle() -> None:
    scan = changed(pdf("I.1/quét.pdf", content="scan"), wordless="scan")
    read = pdf("I.1/đọc.pdf", content="scan", said=report(number=reading("1/BC")))
    cases = (case((), folder(scan, read)), case((), folder(scan), unit="so-y-te"))
    (one,) = evidence.about_means(cases, Means(ocr="missing"))
    assert (one.code, one.severity, one.unit, one.values) == ("EV213", N, None, (("count", "2"),))
    assert "2" in words("vi").finding(one).message
    assert evidence.about_means(cases, Means(ocr="never")) == evidence.about_means(cases, Means(ocr="used")) == ()
    assert evidence.about_means((case((), folder(read)),), Means(ocr="missing")) == ()
