"""evidence.json and the JSON of one file: every fact once, unknown as null, nothing of a document that is marked as secret."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from report import evidence_samples as samples

from parcli.core.evidence import EvidenceFolder, RefusedEntry
from parcli.core.fact import changed
from parcli.messages import words
from parcli.report.evidence_document import UnitEvidence, evidence_document
from parcli.report.evidence_shown import Shown, shown_document

SECRETS = ("05/BC-SNV", "2023-10-05", "BÁO CÁO", "Kết quả", "Nguyễn Văn Mẫu", "Bộ gõ Mẫu")


def document(*units: UnitEvidence) -> dict:
    return json.loads(evidence_document("mau/2023", units or (samples.UNIT,), samples.SHARED, samples.MEANS))


def file_of(path: str) -> dict:
    [unit] = document()["units"]
    return next(file for file in unit["files"] if file["path"].endswith(path))


def test_a_signed_report_says_what_it_is() -> None:
    told = file_of("bao-cao.pdf")
    assert told["path"] == samples.PLACE
    assert (told["sha256"], told["bytes"], told["type"], told["pages"], told["content"]) == ("ab" * 32, 1_234_567, "pdf", 34, "mixed")
    assert (told["number"], told["issued"], told["issuer"], told["kind"]) == ("05/BC-SNV", "2023-10-05", "SỞ NỘI VỤ", "BÁO CÁO")
    assert (told["signed"], told["draft"], told["words_from"], told["superior"]) == ("valid", False, "text", None)
    assert [one["signer"] for one in told["signatures"]] == ["Nguyễn Văn Mẫu", "Sở Nội vụ Mẫu"]


@pytest.mark.parametrize(("path", "reason"), [("ban-chup.pdf", "scan"), ("anh.jpg", "not_pdf"), ("hong.pdf", "unreadable")])
def test_a_file_without_words_says_why_and_guesses_nothing(path: str, reason: str) -> None:
    told = file_of(path)
    assert told["no_words"] == reason
    assert [told[name] for name in ("number", "issued", "issuer", "kind", "subject", "draft", "signed", "words_from")] == [None] * 8


def test_a_draft_is_named_as_one() -> None:
    told = file_of("du-thao.pdf")
    assert (told["draft"], told["number"], told["signed"]) == (True, None, None)


@pytest.mark.parametrize(
    ("change", "verdict"),
    [({}, "valid"), ({"intact": False}, "invalid"), ({"chain": "no_roots"}, "undetermined"), ({"modification": "other"}, "invalid")],
)
def test_the_verdict_of_a_file_is_that_of_its_signatures(change: dict, verdict: str) -> None:
    pdf = changed(samples.PDF, signatures=(samples.LEADER, changed(samples.OFFICE, **change)))
    unit = replace(samples.UNIT, folder=EvidenceFolder(True, (changed(samples.REPORT, pdf=pdf),), ()))
    assert document(unit)["units"][0]["files"][0]["signed"] == verdict


def test_signatures_left_unread_are_not_enough_to_go_by() -> None:
    pdf = changed(samples.PDF, signatures=(), unchecked="too many fields")
    unit = replace(samples.UNIT, folder=EvidenceFolder(True, (changed(samples.REPORT, pdf=pdf),), ()))
    assert document(unit)["units"][0]["files"][0]["signed"] == "undetermined"


def test_a_secret_document_leaves_its_place_and_its_mark() -> None:
    assert file_of("khac.pdf") == {
        "path": "submissions/so-noi-vu/evidence/khac.pdf", "sha256": "ab" * 32, "bytes": 1_234_567, "type": "pdf", "secrecy": "TỐI MẬT",
    }  # fmt: skip
    alone = json.loads(shown_document(Shown("khac.pdf", samples.SECRET), words("vi")))
    assert alone == {"format": "parcli/evidence-show@1", "path": "khac.pdf", "secrecy": "TỐI MẬT", "owner": None}


def test_items_refusals_shared_documents_and_means_are_told() -> None:
    told = document()
    [unit] = told["units"]
    assert unit["refused"] == [{"path": "submissions/so-noi-vu/evidence/lien-ket.pdf", "reason": "link"}]
    assert unit["items"][1] == {
        "item": "I.2", "class": "reference", "asked": 2, "needs_explanation": True, "explained": True,
        "files": ["submissions/so-noi-vu/evidence/du-thao.pdf", "submissions/so-noi-vu/evidence/anh.jpg"],
    }  # fmt: skip
    assert [one["kind"] for one in told["shared"]] == ["same_bytes", "same_number", "near_text", "same_bytes"]
    assert told["shared"][0]["holders"][0] == {"unit": "so-noi-vu", "items": ["I.1"], "path": samples.PLACE}
    assert told["means"] == {"roots": 2, "refused_roots": [{"file": "hong.crt", "why": "not a certificate"}], "ocr": "used"}
    assert told["summary"] == {
        "files": 7, "classes": {"official": 1, "reference": 1, "unreadable": 0, "none": 1}, "needs_explanation": 2, "unexplained": 1,
    }  # fmt: skip


def test_same_values_same_bytes_and_unseen_signs_stand_as_escapes() -> None:
    pdf = changed(samples.PDF, signatures=(changed(samples.OFFICE, signer=samples.HOSTILE),))
    unit = replace(samples.UNIT, folder=EvidenceFolder(True, (changed(samples.REPORT, pdf=pdf),), ()))
    first = evidence_document("mau/2023", [unit], samples.SHARED, samples.MEANS).decode()
    assert first.encode() == evidence_document("mau/2023", [unit], samples.SHARED, samples.MEANS)
    assert "\x1b" not in first
    assert "\u202e" not in first
    assert json.loads(first)["units"][0]["files"][0]["signatures"][0]["signer"] == samples.HOSTILE


def test_one_file_in_full_carries_snippets_reasons_and_the_register() -> None:
    told = json.loads(shown_document(samples.SHOWN, words("vi")))
    assert told["format"] == "parcli/evidence-show@1"
    assert told["words"]["number"] == {"value": "05/BC-SNV", "snippet": "Số: 05/BC-SNV", "confidence": "high"}
    assert told["words"]["capacity"] is None
    assert told["words"]["periods"] == [{"start": "2023-01-01", "end": "2023-11-30", "estimated": True, "snippet": "ước tính đến 30/11/2023"}]
    assert [(one["verdict"], one["reasons"]) for one in told["signatures"]] == [("valid", []), ("valid", [])]
    assert told["owner"]["items"] == [{"item": "I.1", "title": "Kế hoạch CCHC", "class": "official"}]
    assert told["owner"]["register"][0]["entries"][0] == {"column": "number", "text": "06/BC-SNV", "codes": ["EV109"]}
    assert [one["code"] for one in told["owner"]["findings"]] == ["EV109"]


def test_of_a_secret_file_its_unit_and_items_are_told_and_no_text_of_the_register() -> None:
    told = json.loads(shown_document(Shown("khac.pdf", samples.SECRET, samples.OWNER), words("vi")))
    owner = {"unit": "so-noi-vu", "name": "Sở Nội vụ", "items": [{"item": "I.1", "title": "Kế hoạch CCHC", "class": "official"}]}
    assert told == {"format": "parcli/evidence-show@1", "path": "khac.pdf", "secrecy": "TỐI MẬT", "owner": owner}


def test_what_was_refused_or_lies_outside_a_cycle_says_so() -> None:
    refused = json.loads(shown_document(Shown("x.pdf", RefusedEntry("x.pdf", "special", "a pipe")), words("vi")))
    assert refused == {"format": "parcli/evidence-show@1", "path": "x.pdf", "refused": {"reason": "special", "detail": "a pipe"}, "owner": None}
    alone = json.loads(shown_document(Shown("anh.jpg", samples.PICTURE), words("vi")))
    assert (alone["type"], alone["pdf"], alone["words"], alone["no_words"], alone["owner"]) == ("jpeg", None, None, "not_pdf", None)
