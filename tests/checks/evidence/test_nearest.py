"""Which file may be meant by a name that no file has."""

from __future__ import annotations

import pytest

from parcli.core.document import DocumentWords, Reading
from parcli.core.evidence import EvidenceFile
from parcli.messages import words

from .given import case, folder, judged, line, pdf

NONE = "term:none_near"


def numbered(path: str, number: str, **more: str) -> EvidenceFile:
    return pdf(path, said=DocumentWords("text", number=Reading(number, number, "high"), **more))


def meant(name: str, *files: EvidenceFile, number: str | None = None) -> str:
    (one,) = (each for each in judged((line(6, "I.1", name, number=number),), folder(*files)) if each.code == "EV102")
    return dict(one.values)["nearest"]


@pytest.mark.parametrize(
    "name",
    ["Bao cao ket qua CCHC 2023.pdf", "BÁO CÁO KẾT QUẢ CCHC 2023.PDF", "Báo cáo kết quả CCHC năm 2023", "Báo-cáo-kết-quả-CCHC-2023.docx"],
)
def test_a_name_of_much_the_same_letters_is_suggested(name: str) -> None:
    assert meant(name, pdf("I.1/Báo cáo kết quả CCHC 2023 (1).pdf"), pdf("Kế hoạch kiểm tra.pdf")) == "I.1/Báo cáo kết quả CCHC 2023 (1).pdf"


def test_a_file_that_bears_the_number_comes_first() -> None:
    files = numbered("scan0001.pdf", "12/BC-SNV"), pdf("bao cao so 12.pdf")
    assert meant("báo cáo số 12 a.pdf", *files, number="12/BC-SNV") == "scan0001.pdf; bao cao so 12.pdf"


@pytest.mark.parametrize("number", ["12", "13/BC-SNV", None])
def test_a_figure_alone_or_another_number_suggests_nothing(number: str | None) -> None:
    assert meant("a.pdf", numbered("scan0001.pdf", "12/BC-SNV"), number=number) == NONE


def test_a_secret_document_is_never_suggested_by_its_number() -> None:
    assert meant("a.pdf", numbered("scan0001.pdf", "12/BC-SNV", secrecy="MẬT"), number="12/BC-SNV") == NONE


def test_a_file_that_another_line_cites_is_not_suggested() -> None:
    lines = line(6, "I.1", "Kế hoạch 1.pdf"), line(7, "I.2", "Kế hoạch 2.pdf")
    (one,) = (each for each in judged(lines, folder(pdf("Kế hoạch 2.pdf"))) if each.code == "EV102")
    assert dict(one.values)["nearest"] == NONE
    assert "gần giống: không có." in words("vi").finding(one).message


def test_where_nearly_all_are_missing_only_the_first_are_compared_by_letters() -> None:
    lines = tuple(line(6 + place, "I.1", f"Văn bản thứ {place:03}.pdf") for place in range(40))
    told = [each for each in judged(lines, folder(pdf("Văn bản thứ.pdf"))) if each.code == "EV102"]
    assert [dict(each.values)["nearest"] for each in told] == ["Văn bản thứ.pdf"] * 30 + [NONE] * 10


def test_no_file_bears_out_an_item_for_being_near() -> None:
    assert not case((line(6, "I.1", "Ke hoach.pdf"),), folder(pdf("Kế hoạch.pdf"))).links.get("I.1")
