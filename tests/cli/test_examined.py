"""Evidence through ``parcli validate``, whole: signed papers, secret ones, scans, and what a second run does not read again."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from evidence import papers
from evidence.signatures import pki

UNIT = "so-noi-vu"
NAME = "178-KH-SNV Kế hoạch kiểm soát TTHC năm 2023 (III.1).pdf"
SCAN = "08-KH-SNV Kế hoạch CCHC năm 2023 của cơ quan (I.1).pdf"


@pytest.fixture
def evidence(cycle: Path) -> Path:
    return cycle / "submissions" / UNIT / "evidence"


@pytest.fixture
def validated(parcli, cycle: Path):
    """Run ``validate`` for the whole cycle; return what was found of the unit and what stands in evidence.json."""

    def run(*options: str) -> tuple[dict[str, list[dict]], dict]:
        parcli("validate", "--cycle", str(cycle), "-q", *options)
        results = cycle / "results" / "validate"
        unit = next(one for one in json.loads((results / "findings.json").read_text("utf-8"))["units"] if one["unit"] == UNIT)
        by_code: dict[str, list[dict]] = {}
        for one in unit["findings"]:
            by_code.setdefault(one["code"], []).append(one)
        return by_code, json.loads((results / "evidence.json").read_text("utf-8"))

    return run


def drawn(name: str) -> bytes:
    return papers.render(next(one for one in papers.PAPERS if one.name == name))


def about(found: list[dict], name: str) -> list[dict]:
    return [one for one in found if one["file"] and one["file"].endswith(name)]


@pytest.fixture
def signed() -> bytes:
    """A paper that the leader and then the office signed."""
    world = pki.pki()
    return pki.sign(pki.sign(pki.paper(), world.leader), world.office, field="ChuKy2")


@pytest.mark.slow
def test_a_signature_that_leads_to_a_root_is_noted_and_one_changed_after_signing_blocks(
    validated, evidence: Path, cycle: Path, signed: bytes
) -> None:
    (cycle / "trust").mkdir(exist_ok=True)
    (cycle / "trust" / "goc.pem").write_bytes(pki.pki().root.pem)
    (evidence / NAME).write_bytes(signed)
    found, document = validated()
    assert "Nguyễn Văn Mẫu" in about(found["EV220"], NAME)[0]["message"]
    assert document["means"]["roots"] == 1
    (evidence / NAME).write_bytes(changed(signed))
    found, _ = validated()
    assert about(found["EV221"], NAME)[0]["severity"] == "block"
    assert "EV220" not in found


def changed(content: bytes) -> bytes:
    """Return a signed paper whose page was given other words after signing, as an update of the file."""
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        number = pdf.pages[0].obj["/Contents"].objgen[0]
    text = b"BT /F1 12 Tf 72 700 Td (2000 diem) Tj ET"
    return pki.update(content, {number: b"<</Length %d>>stream\n%s\nendstream" % (len(text), text)})


@pytest.mark.slow
def test_without_roots_it_is_said_once_for_the_cycle(validated, evidence: Path, cycle: Path, signed: bytes) -> None:
    for name in (NAME, SCAN):
        (evidence / name).write_bytes(signed)
    found, document = validated()
    assert not {"EV220", "EV226"} & set(found)
    loose = json.loads((cycle / "results" / "validate" / "findings.json").read_text("utf-8"))["findings"]
    assert [one["code"] for one in loose if one["code"] == "EV227"] == ["EV227"]
    assert document["means"]["roots"] == 0


@pytest.mark.slow
def test_a_secret_document_blocks_even_where_no_workbook_came(validated, evidence: Path, cycle: Path) -> None:
    (evidence / NAME).write_bytes(drawn("secret-toi-mat-spaced"))
    for workbook in (cycle / "submissions" / UNIT).glob("*.xlsx"):
        workbook.unlink()
    found, _ = validated()
    assert about(found["EV214"], NAME)[0]["severity"] == "block"
    everything = "".join(path.read_text("utf-8") for path in (cycle / "results" / "validate").rglob("*.*") if path.suffix in (".json", ".html"))
    assert "04/KH-UBND" not in everything


@pytest.mark.slow
def test_of_a_secret_document_the_cache_keeps_nothing_but_the_mark(validated, evidence: Path, own_cache: Path) -> None:
    (evidence / NAME).write_bytes(drawn("secret-toi-mat-spaced"))
    os.utime(evidence / NAME, (1_600_000_000, 1_600_000_000))
    validated()
    kept = [path.read_bytes() for path in own_cache.rglob("facts.bin")]
    holding = [content for content in kept if "TỐI MẬT".encode() in content]
    assert holding
    assert not any(b"04/KH-UBND" in content for content in holding)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None and not os.environ.get("CI"), reason="tesseract is not installed: scans were not read")
def test_the_words_of_scans_are_read_once_and_then_known(validated, evidence: Path, cycle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in cycle.glob("submissions/*/evidence/**/*.*"):
        if other.name not in (NAME, SCAN):
            other.unlink()
    for unit in ("so-tu-phap", "ba-dinh"):
        shutil.rmtree(cycle / "submissions" / unit)
    (evidence / SCAN).write_bytes(papers.scan(drawn("drawn-plain")))
    never, _ = validated("--ocr", "never")
    assert "EV241" not in never
    found, document = validated("--ocr", "auto")
    assert document["means"]["ocr"] == "used"
    expected = next(one for one in papers.PAPERS if one.name == "drawn-plain").expect
    assert expected.number in found["EV241"][0]["message"]
    # Another program of that name would be another engine; the same one with nothing behind it must not be asked again.
    from parcli.evidence import scans

    def asked_again(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(scans, "read", asked_again)
    again, _ = validated("--ocr", "auto")
    assert again == found
