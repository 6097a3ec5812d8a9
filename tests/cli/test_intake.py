"""The return desk: whatever comes in, each file ends in one place, nothing is lost, and a second run changes nothing."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cli import returns
from cli.returns import UNITS, Cycle, fates
from desk.archives import RAR, compound, raw, zipped
from openpyxl import load_workbook

from parcli.core import receipts
from parcli.results import journal, lock
from parcli.results.journal import Step
from parcli.results.sets import CannotWrite

pytestmark = pytest.mark.slow

A, B, C = UNITS[:3]
Intake = Callable[..., dict[str, Any]]


@pytest.fixture
def desk(tmp_path: Path) -> Cycle:
    return returns.make(tmp_path / "cycle")


@pytest.fixture
def intake(desk: Cycle, parcli) -> Intake:
    """Receive, and check on each run what holds for every run: the counts add up and the mailbox is as it was."""

    def run(*arguments: str | Path, code: int | None = None, received: str = "2023-11-20") -> dict[str, Any]:
        before = returns.tree(desk.inbox)
        outcome = parcli("intake", *map(str, arguments), "--received", received, "--json", cwd=desk.folder)
        assert outcome.returncode in ((0, 1) if code is None else (code,)), outcome.stderr
        document: dict[str, Any] = json.loads(outcome.stdout)
        counts = document["counts"]
        assert counts["found"] == len(document["files"]) == sum(counts[place] for place in ("used", "refused", "set_aside", "passed_over"))
        assert len({one["file"] for one in document["files"]}) == counts["found"]
        assert returns.tree(desk.inbox) == before
        assert not (desk.folder / journal.STAGING).exists()
        waiting = [one for one in document["files"] if one["place"] in ("refused", "set_aside") and not one["known"]]
        assert outcome.returncode == bool(waiting)
        assert all(one["codes"] for one in waiting)
        return document

    return run


def ledger(desk: Cycle) -> receipts.Ledger:
    read = receipts.parse((desk.folder / "submissions/received.json").read_text("utf-8"))
    assert read is not None
    return read


def test_a_zip_with_evidence_in_folders_lands_whole(desk: Cycle, intake: Intake) -> None:
    came = {
        "Hồ sơ/bieu tu cham.xlsx": desk.workbook(A),
        "Hồ sơ/evidence/I.1.2 Tỷ lệ/a.pdf": b"a",
        "Hồ sơ/evidence/chung.pdf": b"b",
        "Hồ sơ/Minh chứng/I.2.1/c.pdf": b"c",
        "Hồ sơ/Tài liệu khác/d.pdf": b"d",
        "Hồ sơ/I.1.10/e.pdf": b"e",
        "Hồ sơ/evidence/bao-cao Báo cáo đã ký/f.pdf": b"f",
        "Hồ sơ/evidence/Thumbs.db": b"x",
    }
    desk.put("thư 1.zip", zipped(came))
    document = intake("--via", "email", "--ref", "12/BC-DV")
    where = {
        f"{A}/{A}.xlsx",
        *(f"{A}/evidence/{name}" for name in ("I.1.2/a.pdf", "chung.pdf", "I.2.1/c.pdf", "Tài liệu khác/d.pdf", "I.1.10/e.pdf", "bao-cao/f.pdf")),
    }
    assert set(desk.submitted()) == {*where, "received.json"}
    assert document["counts"] == {"found": 8, "used": 7, "refused": 0, "set_aside": 0, "passed_over": 1, "known": 0}
    (one,) = ledger(desk).of(A)
    assert (one.received, one.via, one.ref, one.kind, one.source, one.late) == (
        date(2023, 11, 20),
        "email",
        "12/BC-DV",
        "official",
        "inbox/thư 1.zip",
        False,
    )
    assert one.sha256 == returns.tree(desk.inbox)["thư 1.zip"]
    assert one.workbook is not None
    assert one.workbook.name == f"{A}.xlsx"
    assert [each.name for each in one.evidence] == [
        "Tài liệu khác/d.pdf",
        "I.2.1/c.pdf",
        "I.1.10/e.pdf",
        "I.1.2/a.pdf",
        "bao-cao/f.pdf",
        "chung.pdf",
    ] or len(one.evidence) == 6


def test_a_second_run_changes_nothing(desk: Cycle, intake: Intake) -> None:
    desk.put("a.zip", zipped({"bieu.xlsx": desk.workbook(A), "evidence/I.1.1/a.pdf": b"a"}))
    desk.put("thư/b.xlsx", desk.workbook(B))
    intake(code=0)
    before = desk.submitted()
    document = intake("--via", "another", received="2023-12-24", code=0)
    assert document["written"] == []
    assert document["counts"]["known"] == document["counts"]["used"] == 3
    assert desk.submitted() == before


@pytest.mark.parametrize("lost", ["", "evidence/I.1.1/a.pdf", f"{A}.xlsx"])
def test_files_that_were_lost_are_put_back(desk: Cycle, intake: Intake, lost: str) -> None:
    desk.put("a.zip", zipped({"bieu.xlsx": desk.workbook(A), "evidence/I.1.1/a.pdf": b"a"}))
    intake(code=0)
    before = desk.submitted()
    place = desk.folder / "submissions" / A / lost
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    document = intake(received="2023-12-24", code=0)
    assert [one["code"] for one in document["problems"]] == ["IN126"]
    assert document["counts"]["known"] == (1 if lost else 0)
    assert desk.submitted() == before
    assert intake(code=0)["written"] == []


def test_nothing_is_put_back_over_what_a_person_laid_there_or_where_not_all_could_be_seen(desk: Cycle, intake: Intake) -> None:
    desk.put("a.zip", zipped({"bieu.xlsx": desk.workbook(A), "evidence/a.pdf": b"a", "evidence/I.1.1/b.pdf": b"b"}))
    intake(code=0)
    evidence = desk.folder / "submissions" / A / "evidence"
    (evidence / "a.pdf").unlink()
    (evidence / "a.pdf").symlink_to(evidence / "I.1.1")
    assert intake(code=0)["written"] == []
    (evidence / "a.pdf").unlink()
    cycle = desk.folder / "cycle.yaml"
    cycle.write_text(cycle.read_text("utf-8") + "\nlimits: {evidence_files: 1}\n", "utf-8")
    (evidence / "0.pdf").write_bytes(b"0")
    assert intake(code=0)["written"] == []


def test_units_are_told_by_the_identity_inside_never_by_the_name(desk: Cycle, intake: Intake) -> None:
    desk.put(f"{B}.xlsx", desk.workbook(A))
    desk.put(f"{A}/evidence/x.pdf", b"x")
    document = intake()
    assert fates(document) == {f"{B}.xlsx": ("used", A, f"{A}/{A}.xlsx"), f"{A}/evidence/x.pdf": ("set_aside", None, "", "IN117")}


def test_evidence_belongs_to_the_nearest_unit(desk: Cycle, intake: Intake) -> None:
    desk.put("thư/a/bieu.xlsx", desk.workbook(A))
    desk.put("thư/a/tài liệu/x.pdf", b"x")
    desk.put("thư/b.zip", zipped({"bieu.xlsx": desk.workbook(B), "y.pdf": b"y"}))
    desk.put("thư/z.pdf", b"z")
    document = intake()
    assert fates(document) == {
        "thư/a/bieu.xlsx": ("used", A, f"{A}/{A}.xlsx"),
        "thư/a/tài liệu/x.pdf": ("used", A, f"{A}/evidence/tài liệu/x.pdf"),
        "thư/b.zip/bieu.xlsx": ("used", B, f"{B}/{B}.xlsx"),
        "thư/b.zip/y.pdf": ("used", B, f"{B}/evidence/y.pdf"),
        "thư/z.pdf": ("set_aside", None, "", "IN118"),
    }
    assert [one.source for unit in (A, B) for one in ledger(desk).of(unit)] == ["inbox/thư/a", "inbox/thư/b.zip"]


def test_evidence_alone_is_received_for_the_unit_that_is_named(desk: Cycle, intake: Intake) -> None:
    place = desk.put("bổ sung.zip", zipped({"I.1.2/a.pdf": b"a", "b.pdf": b"b"}))
    assert intake(code=1)["counts"]["set_aside"] == 2
    intake(place, "--unit", "Đơn vị 01", code=0)
    assert set(desk.submitted()) == {f"{A}/evidence/I.1.2/a.pdf", f"{A}/evidence/b.pdf", "received.json"}
    (one,) = ledger(desk).of(A)
    assert one.workbook is None


def test_a_folder_named_alone_keeps_what_its_own_name_says(desk: Cycle, intake: Intake) -> None:
    desk.put("I.1.2 Tỷ lệ/a.pdf", b"a")
    desk.put("I.1.2 Tỷ lệ/sâu/b.pdf", b"b")
    intake(desk.inbox / "I.1.2 Tỷ lệ", "--unit", A, code=0)
    assert set(desk.submitted()) == {f"{A}/evidence/I.1.2/a.pdf", f"{A}/evidence/I.1.2/sâu/b.pdf", "received.json"}
    assert len(ledger(desk).of(A)) == 1


def test_an_identity_file_speaks_for_evidence(desk: Cycle, intake: Intake) -> None:
    text = desk.opened.layouts()[0]
    identity = next(iter(text.values())).identity(A).text()
    desk.put("x.zip", zipped({"nhan biet.txt": f"Đơn vị\r\n{identity}\r\n".encode(), "evidence/I.1.1/a.pdf": b"a"}))
    assert fates(intake(code=0))["x.zip/evidence/I.1.1/a.pdf"] == ("used", A, f"{A}/evidence/I.1.1/a.pdf")


def test_a_newer_workbook_replaces_and_keeps_the_former(desk: Cycle, intake: Intake) -> None:
    first, second = desk.workbook(A, 1), desk.workbook(A, 2)
    desk.put("1.zip", zipped({"b.xlsx": first, "evidence/a.pdf": b"old", "evidence/b.pdf": b"same"}))
    intake(code=0)
    before = desk.submitted()
    desk.put("2.zip", zipped({"b.xlsx": second, "evidence/a.pdf": b"new", "evidence/b.pdf": b"same", "evidence/c.pdf": b"c"}))
    document = intake(received="2023-12-02")
    codes = {code for one in document["files"] for code in one["codes"]}
    assert codes == {"IN121", "IN122"}
    after = desk.submitted()
    kept = {name: sha256 for name, sha256 in after.items() if "/versions/" in name}
    old = before[f"{A}/{A}.xlsx"]
    old_evidence = before[f"{A}/evidence/a.pdf"]
    assert kept == {f"{A}/versions/{old[:8]}/{A}.xlsx": old, f"{A}/versions/{old_evidence[:8]}/evidence/a.pdf": old_evidence}
    assert (desk.folder / "submissions" / A / "evidence/a.pdf").read_bytes() == b"new"
    one, two = ledger(desk).of(A)
    assert (one.late, two.late) == (False, True)
    assert [each.name for each in two.evidence] == ["a.pdf", "c.pdf"]
    assert "IN105" in {one["code"] for one in document["problems"]}
    assert intake()["written"] == []
    assert desk.submitted() == after


def test_two_workbooks_in_one_run_wait_for_a_person(desk: Cycle, intake: Intake) -> None:
    one, two = desk.put("cũ.xlsx", desk.workbook(A, 1)), desk.put("mới.xlsx", desk.workbook(A, 2))
    assert fates(intake(code=1)) == {"cũ.xlsx": ("set_aside", A, "", "IN102"), "mới.xlsx": ("set_aside", A, "", "IN102")}
    intake(two, code=0)
    current = desk.submitted()[f"{A}/{A}.xlsx"]
    document = intake(code=0)
    assert fates(document) == {"cũ.xlsx": ("set_aside", A, "", "IN123"), "mới.xlsx": ("used", A, "")}
    assert (document["counts"]["used"], document["counts"]["known"]) == (1, 1)
    assert desk.submitted()[f"{A}/{A}.xlsx"] == current
    intake(one, code=0)
    assert desk.submitted()[f"{A}/{A}.xlsx"] == returns.tree(desk.inbox)["cũ.xlsx"]
    assert len(ledger(desk).of(A)) == 2


def test_two_documents_of_one_name_in_one_run_wait_too(desk: Cycle, intake: Intake) -> None:
    desk.put("1.zip", zipped({"b.xlsx": desk.workbook(A), "evidence/Báo cáo.pdf": b"1"}))
    desk.put("2.zip", zipped({"b.xlsx": desk.workbook(A), f"evidence/{unicodedata.normalize('NFD', 'BÁO CÁO.pdf')}": b"2"}))
    desk.put("3.zip", zipped({"b.xlsx": desk.workbook(B), "evidence/x": b"1", "evidence/x/y.pdf": b"2"}))
    document = intake(code=1)
    assert [one["codes"] for one in document["files"] if "evidence" in one["file"]] == [["IN120"]] * 4


def test_last_years_form_and_an_unknown_unit_are_refused(desk: Cycle, intake: Intake, tmp_path: Path) -> None:
    former = returns.make(tmp_path / "former", cycle=returns.CYCLE.replace("thu-nghiem/2023", "thu-nghiem/2022"))
    strange = returns.make(tmp_path / "strange", cycle=returns.CYCLE.replace("don-vi-01", "don-vi-99"))
    desk.put("2022.zip", zipped({"b.xlsx": former.workbook(A), "evidence/a.pdf": b"a"}))
    desk.put("la.xlsx", strange.workbook("don-vi-99"))
    assert fates(intake(code=1)) == {
        "2022.zip/b.xlsx": ("refused", A, "", "IN103"),
        "2022.zip/evidence/a.pdf": ("set_aside", None, "", "IN117"),
        "la.xlsx": ("refused", "don-vi-99", "", "IN104"),
    }
    assert desk.submitted() == {}


def changed(content: bytes, change: Callable[[Any], object]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def without_identity(book: Any) -> None:
    book["Danh mục"]["A1"] = None
    del book.defined_names["parcli_identity"]
    del book.custom_doc_props["parcli_identity"]


def test_a_workbook_without_an_identity_or_with_two_is_refused(desk: Cycle, intake: Intake) -> None:
    whole = desk.workbook(A)

    def another(book: Any) -> None:
        book["Danh mục"]["A1"] = book["Danh mục"]["A1"].value.replace(A, B)

    desk.put("không.xlsx", changed(whole, without_identity))
    desk.put("hai.xlsx", changed(whole, another))
    desk.put("mất một nơi.xlsx", changed(whole, lambda book: book.custom_doc_props.__delitem__("parcli_identity")))
    assert fates(intake(code=1)) == {
        "không.xlsx": ("refused", None, "", "IN106"),
        "hai.xlsx": ("refused", None, "", "IN107"),
        "mất một nơi.xlsx": ("used", A, f"{A}/{A}.xlsx"),
    }


def test_other_forms_are_named_with_what_to_do(desk: Cycle, intake: Intake) -> None:
    desk.put("a.rar", RAR)
    desk.put("b.zip", RAR)
    desk.put("c.xls", compound("Workbook"))
    desk.put("d.xlsx", compound("EncryptedPackage", "EncryptionInfo"))
    desk.put("e.zip", raw([(b"bieu.xlsx", b"x")], flags=1))
    desk.put("f.xlsx", zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<!DOCTYPE a><a/>"}))
    document = intake(code=1)
    assert {name: fate[3] for name, fate in fates(document).items()} == {
        "a.rar": "IN108", "b.zip": "IN108", "c.xls": "WB103", "d.xlsx": "WB104", "e.zip": "IN111", "f.xlsx": "WB105",
    }  # fmt: skip
    assert all(one["remedy"] for one in document["problems"])


def test_a_damaged_workbook_beside_an_identity_file_is_told_and_never_taken_for_evidence(desk: Cycle, intake: Intake) -> None:
    identity = next(iter(desk.opened.layouts()[0].values())).identity(A).text()
    with zipfile.ZipFile(io.BytesIO(desk.workbook(A))) as book:
        parts = {name: book.read(name) for name in book.namelist() if name != "[Content_Types].xml"}
    came = {
        "parcli-don-vi.txt": identity.encode(),
        "a.xlsx": b"",
        "b.XLS": b"<html><table></table></html>",
        "c.xlsx": zipped(parts),
        "d.xlsx": zipped({"x.pdf": b"x"}),
        "e.xlsx": zipped(parts)[:-30],
        "evidence/f.xlsx": zipped({"x.pdf": b"x"}),
    }
    desk.put("a.zip", zipped(came))
    document = intake(code=1)
    assert {name.removeprefix("a.zip/"): (place, code) for name, (place, _, _, *code) in fates(document).items()} == {
        "parcli-don-vi.txt": ("used", []),
        "a.xlsx": ("refused", ["WB103"]),
        "b.XLS": ("refused", ["WB103"]),
        "c.xlsx": ("refused", ["WB105"]),
        "d.xlsx": ("refused", ["WB103"]),
        "e.xlsx": ("refused", ["WB105"]),
        "evidence/f.xlsx": ("used", []),
    }
    assert set(desk.submitted()) == {f"{A}/evidence/f.xlsx", "received.json"}


def test_tables_among_the_evidence_are_evidence(desk: Cycle, intake: Intake) -> None:
    table = {
        "evidence/I.1.2/số liệu.xls": compound("Workbook"),
        "evidence/bảng.xlsx": changed(desk.workbook(B), without_identity),
        "bieu.xlsx": desk.workbook(A),
    }
    desk.put("a.zip", zipped(table))
    assert {place for place, *_ in fates(intake(code=0)).values()} == {"used"}


def test_a_trial_is_kept_and_gives_way_to_the_official_return(desk: Cycle, intake: Intake) -> None:
    place = desk.put("thử.xlsx", desk.workbook(A, 1))
    intake("--trial", code=0)
    assert [one.kind for one in ledger(desk).of(A)] == ["trial"]
    assert intake(code=0)["written"] == []
    intake(place, code=0)
    assert [one.kind for one in ledger(desk).of(A)] == ["trial", "official"]
    trial = desk.put("thử lại.xlsx", desk.workbook(A, 3))
    before = desk.submitted()
    assert fates(intake(trial, "--trial", code=1)) == {"thử lại.xlsx": ("set_aside", A, "", "IN124")}
    assert desk.submitted() == before


def test_a_blank_workbook_never_replaces_a_filled_one(desk: Cycle, intake: Intake, parcli) -> None:
    assert parcli("generate-template", "-q", cwd=desk.folder).returncode == 0
    blank = {unit: (desk.folder / "workbooks/so" / f"{unit}.xlsx").read_bytes() for unit in (A, B, C)}
    desk.put("a.zip", zipped({"b.xlsx": desk.workbook(A), "trống.xlsx": blank[A], "evidence/x.pdf": b"x"}))
    desk.put("b.xlsx", blank[B])
    desk.put("c.xlsx", desk.workbook(C))
    assert fates(intake(code=0)) == {
        "a.zip/b.xlsx": ("used", A, f"{A}/{A}.xlsx"),
        "a.zip/trống.xlsx": ("set_aside", A, "", "IN125"),
        "a.zip/evidence/x.pdf": ("used", A, f"{A}/evidence/x.pdf"),
        "b.xlsx": ("used", B, f"{B}/{B}.xlsx", "IN125"),
        "c.xlsx": ("used", C, f"{C}/{C}.xlsx"),
    }
    desk.put("c bổ sung.zip", zipped({"b.xlsx": blank[C], "evidence/y.pdf": b"y"}))
    document = intake(code=0)
    assert fates(document)["c bổ sung.zip/b.xlsx"] == ("set_aside", C, "", "IN125")
    assert fates(document)["c bổ sung.zip/evidence/y.pdf"][0] == "used"
    desk.put("b điền.xlsx", desk.workbook(B))
    assert fates(intake(code=0))["b điền.xlsx"] == ("used", B, f"{B}/{B}.xlsx", "IN122")


def test_an_extension_counts(desk: Cycle, intake: Intake) -> None:
    text = (desk.folder / "cycle.yaml").read_text("utf-8")
    (desk.folder / "cycle.yaml").write_text(text.replace("name: Đơn vị 01}", "name: Đơn vị 01, extended_to: 2023-12-10}"), "utf-8")
    desk.put("a.xlsx", desk.workbook(A))
    desk.put("b.xlsx", desk.workbook(B))
    document = intake(received="2023-12-05")
    assert [(one["code"], one["unit"]) for one in document["problems"]] == [("IN105", B)]
    assert [ledger(desk).of(unit)[0].late for unit in (A, B)] == [False, True]


def test_what_lay_there_before_is_kept_when_something_newer_comes(desk: Cycle, intake: Intake) -> None:
    folder = desk.folder / "submissions" / A
    (folder / "evidence" / "Thư mục").mkdir(parents=True)
    (folder / "biểu cũ.xlsx").write_bytes(desk.workbook(A, 1))
    (folder / "evidence" / "Thư mục" / unicodedata.normalize("NFD", "Báo cáo.pdf")).write_bytes(b"1")
    before = desk.submitted()
    desk.put("a.zip", zipped({"b.xlsx": desk.workbook(A, 2), "evidence/thư mục/báo cáo.pdf": b"2"}))
    intake(code=0)
    after = desk.submitted()
    assert set(before.values()) < set(after.values())
    assert len([name for name in after if "/versions/" not in name]) == 3
    workbooks = [path for path in folder.iterdir() if path.suffix == ".xlsx"]
    assert [path.name for path in workbooks] == [f"{A}.xlsx"]


def test_an_adopted_workbook_gets_its_receipt_and_is_not_copied(desk: Cycle, intake: Intake) -> None:
    folder = desk.folder / "submissions" / A
    folder.mkdir(parents=True)
    (folder / "tên riêng.xlsx").write_bytes(desk.workbook(A))
    desk.put("a.xlsx", desk.workbook(A))
    intake(code=0)
    assert [path.name for path in folder.iterdir()] == ["tên riêng.xlsx"]
    (one,) = ledger(desk).of(A)
    assert one.workbook is not None
    assert one.workbook.name == "tên riêng.xlsx"


def test_a_dry_run_writes_nothing(desk: Cycle, intake: Intake) -> None:
    desk.put("a.zip", zipped({"b.xlsx": desk.workbook(A)}))
    before = returns.tree(desk.folder)
    document = intake("--dry-run")
    assert fates(document)["a.zip/b.xlsx"] == ("used", A, f"{A}/{A}.xlsx")
    assert document["written"] == []
    assert returns.tree(desk.folder) == before


def test_damaged_receipts_are_never_written_over(desk: Cycle, parcli) -> None:
    (desk.folder / "submissions").mkdir()
    (desk.folder / "submissions/received.json").write_text('{"format": "parcli/received@1", "units": {"a": [{}]}}', "utf-8")
    desk.put("a.xlsx", desk.workbook(A))
    before = returns.tree(desk.folder)
    assert parcli("intake", cwd=desk.folder).returncode == 2
    after = returns.tree(desk.folder)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("--unit", A),
        ("--received", "31/11/2023"),
        ("--received", "hôm qua"),
        ("no-such-file",),
        ("--unit", "no-such-unit", "inbox"),
        ("inbox", "--unit", A),
        (".",),
        ("workbooks",),
    ],
)
def test_wrong_use_is_told(desk: Cycle, parcli, arguments: tuple[str, ...]) -> None:
    (desk.folder / "workbooks").mkdir()
    assert parcli("intake", *arguments, cwd=desk.folder).returncode == 2


def test_a_day_may_be_written_as_in_a_letter(desk: Cycle, intake: Intake) -> None:
    desk.put("a.xlsx", desk.workbook(A))
    intake(received="5/12/2023", code=0)
    assert ledger(desk).of(A)[0].received == date(2023, 12, 5)


def test_what_is_no_day_is_told_with_an_example(desk: Cycle, parcli) -> None:
    assert "28/11/2023" in parcli("intake", "--received", "31/11/2023", "--lang", "en", cwd=desk.folder).stderr


def test_a_day_to_come_is_asked_about(desk: Cycle, parcli) -> None:
    desk.put("a.xlsx", desk.workbook(A))
    told = [parcli("intake", "--received", day, "--dry-run", "--lang", "en", cwd=desk.folder) for day in ("31/12/2999", "2023-11-20")]
    assert [one.returncode for one in told] == [0, 0]
    assert ["is --received right?" in one.stderr for one in told] == [True, False]


@pytest.mark.parametrize("option", ["--ref", "--via"])
@pytest.mark.skipif(sys.platform == "win32", reason="arguments are always text there")
def test_a_reference_in_another_encoding_is_told(desk: Cycle, parcli, option: str) -> None:
    desk.put("a.xlsx", desk.workbook(A))
    outcome = parcli("intake", option, os.fsdecode(b"S\xe1 1"), "--lang", "en", cwd=desk.folder)
    assert (outcome.returncode, option in outcome.stderr) == (2, True)
    assert desk.submitted() == {}


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_line_end_in_a_name_breaks_no_line_of_the_screen(desk: Cycle, parcli) -> None:
    desk.put("a\nb.pdf", b"x")
    outcome = parcli("intake", "--verbose", "--lang", "en", cwd=desk.folder)
    assert "a\\nb.pdf" in outcome.stderr
    assert "a\nb.pdf" not in outcome.stderr


def test_a_link_is_told_in_a_whole_sentence(desk: Cycle, intake: Intake) -> None:
    (desk.inbox / "liên kết").symlink_to(desk.folder)
    (problem,) = intake(code=1)["problems"]
    assert problem["message"].endswith("(lối tắt).")


@pytest.mark.parametrize("done", range(4))
def test_a_run_that_was_killed_is_finished_by_the_next(desk: Cycle, intake: Intake, parcli, done: int) -> None:
    """The journal stands, half of the moves are done: any command that writes does the rest first."""
    desk.put("a.zip", zipped({"b.xlsx": desk.workbook(A, 1), "evidence/a.pdf": b"1"}))
    intake(code=0)
    old = desk.submitted()[f"{A}/{A}.xlsx"]
    staging = journal.begin(desk.folder)
    for name, content in (("1", desk.workbook(A, 2)), ("2", b"2")):
        (staging / name).write_bytes(content)
    steps = [
        Step(f"submissions/{A}/{A}.xlsx", f"submissions/{A}/versions/{old[:8]}/{A}.xlsx", keep=True),
        Step(".parcli-intake/1", f"submissions/{A}/{A}.xlsx"),
        Step(".parcli-intake/2", f"submissions/{A}/evidence/b.pdf"),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "finish", bool)
        journal.commit(desk.folder, steps)
    for step in steps[:done]:
        journal._do(desk.folder / step.source, desk.folder / step.target, keep=step.keep)
    assert (staging / "journal.json").is_file()
    assert parcli("generate-template", "-q", cwd=desk.folder).returncode == 0
    assert not staging.exists()
    assert set(desk.submitted()) == {
        f"{A}/{A}.xlsx",
        f"{A}/evidence/a.pdf",
        f"{A}/evidence/b.pdf",
        f"{A}/versions/{old[:8]}/{A}.xlsx",
        "received.json",
    }
    assert desk.submitted()[f"{A}/versions/{old[:8]}/{A}.xlsx"] == old


def test_another_run_holds_the_cycle(desk: Cycle, parcli) -> None:
    desk.put("a.xlsx", desk.workbook(A))
    with lock.hold(desk.folder):
        assert parcli("intake", cwd=desk.folder).returncode == 3
        assert parcli("intake", "--dry-run", cwd=desk.folder).returncode == 0
    assert desk.submitted() == {}


def test_whatever_is_in_the_mailbox_ends_in_one_place(desk: Cycle, intake: Intake) -> None:
    """Random bytes behind every beginning that means something, under names that mean something else."""
    chance = random.Random(7)
    heads = [
        b"",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"PK\x07\x08PK\x03\x04",
        b"Rar!\x1a\x07",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"%PDF-1.7",
        b"<!doctype html>",
        b"parcli-workbook-1;",
    ]
    suffixes = [".xlsx", ".zip", ".pdf", ".xls", "", ".rar"]
    for number in range(90):
        desk.put(f"thư {number % 7}/{number}{chance.choice(suffixes)}", chance.choice(heads) + chance.randbytes(chance.randrange(400)))
    whole = desk.workbook(A)
    for number in range(10):
        damaged = bytearray(whole)
        for _ in range(20):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        desk.put(f"hỏng {number}.xlsx", bytes(damaged))
    (desk.inbox / "rỗng").mkdir()
    (desk.inbox / "liên kết").symlink_to(desk.folder)
    assert intake()["counts"]["found"] == 101


def test_a_journal_that_leads_out_is_refused(desk: Cycle) -> None:
    staging = journal.begin(desk.folder)
    (staging / "journal.json").write_text('{"format": "parcli/journal@1", "steps": [["cycle.yaml", "../weg", false]]}', "utf-8")
    with pytest.raises(CannotWrite):
        journal.finish(desk.folder)
    assert (desk.folder / "cycle.yaml").is_file()


def test_receipts_survive_writing_and_reading() -> None:
    kept = receipts.Kept("Báo cáo.pdf", "ab", 3)
    one = receipts.Receipt(date(2023, 11, 2), "email", "1/BC", "trial", "inbox/a.zip", "cd", kept, (kept,), late=True, parts=(kept,))
    whole = receipts.Ledger({"b": (one,), "a": (one, one)}, {"a": (("x", "y"),)})
    assert receipts.parse(receipts.text(whole)) == whole
    for damaged in ("", "[]", "{}", '{"format": "parcli/received@2", "units": {}}', '{"format": "parcli/received@1", "units": {"a": [1]}}'):
        assert receipts.parse(damaged) is None


def test_the_next_step_is_to_receive_what_lies_in_the_inbox(desk: Cycle, intake: Intake, parcli) -> None:
    def told() -> str:
        return parcli(cwd=desk.folder).stdout

    assert "parcli generate-template" in told()
    (desk.folder / "workbooks").mkdir()
    assert "inbox/" in told()
    desk.put("thư 1.zip", zipped({"a.xlsx": desk.workbook(A)}))
    assert "parcli intake (" in told()
    intake()
    assert "parcli validate" in told()
    assert "Còn 11 đơn vị quá hạn chưa gửi hồ sơ chính thức" in told()
    assert "parcli status --remind" in told()
    (desk.folder / "workbooks").rmdir()
    assert "parcli validate" in told()


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_where_the_disk_takes_no_more_nothing_is_put_in_place_and_the_next_run_does_it_all(desk: Cycle, parcli) -> None:
    import resource

    desk.put("hồ sơ/a.xlsx", desk.workbook(A))
    desk.put("hồ sơ/evidence/I.1.2/lon.pdf", b"%PDF-" + bytes(3_000_000))
    full = parcli("intake", cwd=desk.folder, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000)))
    assert full.returncode == 4, full.stderr
    assert list((desk.folder / "submissions").glob("*")) == []
    assert not (desk.folder / journal.STAGING).exists()
    assert parcli("intake", cwd=desk.folder).returncode == 0
    assert (desk.folder / "submissions" / A / "evidence/I.1.2/lon.pdf").stat().st_size == 3_000_005


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_an_archive_for_which_the_disk_has_no_room_is_not_called_unreadable(desk: Cycle, parcli) -> None:
    import resource

    desk.put("a.zip", zipped({"a.xlsx": desk.workbook(A), "evidence/lon.pdf": random.Random(1).randbytes(3_000_000)}))
    full = parcli("intake", cwd=desk.folder, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000)))
    assert (full.returncode, "không còn chỗ" in full.stderr) == (1, True), full.stderr
    assert list((desk.folder / "submissions").glob("*")) == []
    assert parcli("intake", cwd=desk.folder).returncode == 0
