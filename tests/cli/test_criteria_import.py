"""``parcli criteria import``: from an annex file to a block file that ``criteria check`` reads, never over another."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from definitions.annex import kit, test_layouts, test_refusals

from parcli.cli.run import run
from parcli.definitions.load import load_edition


@pytest.fixture
def annex(tmp_path: Path) -> Path:
    path = tmp_path / "phu-luc-1.docx"
    path.write_bytes(kit.word(*test_layouts.HEAD, test_layouts.PORTRAIT))
    return path


def imported(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = run(["criteria", "import", *map(str, arguments), "--lang", "vi"])
    heard = capsys.readouterr()
    return code, heard.out, heard.err


def test_a_new_edition_is_begun_beside_the_others(cycle: Path, annex: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = imported(capsys, annex, "--edition", "hanoi-2026", "--block", "so", "--cycle", cycle)
    assert code == 0, err
    assert "2 nội dung, 5 tiêu chí, trong đó 3 đã có đủ cách tính, 0 có cách tính nhưng còn nội dung cần đọc, 2 chưa có cách tính" in out
    assert "[IM207]" in err
    assert "Bảng 1, dòng 9" in err
    assert "[DF222]" not in err
    loaded = load_edition(cycle / "criteria" / "hanoi-2026")
    assert loaded.edition is not None
    assert (loaded.edition.status, loaded.edition.version) == ("transcribed", "1.0")
    assert loaded.edition.basis == "Quyết định 12/QĐ-UBND ngày 05/3/2024"
    assert loaded.edition.title == "PHỤ LỤC 1 BẢNG TIÊU CHÍ XÁC ĐỊNH CHỈ SỐ CCHC KHỐI SỞ"
    assert {one.code for one in loaded.findings} == {"DF222", "DF225"}
    text = (cycle / "criteria" / "hanoi-2026" / "so.yaml").read_text("utf-8")
    assert text.startswith("# Dựng từ tệp «phu-luc-1.docx»")


def test_a_file_that_is_there_stays_without_force(cycle: Path, annex: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = cycle / "criteria" / "hanoi-2023" / "so.yaml"
    before = place.read_bytes()
    code, _, err = imported(capsys, annex, "--edition", "hanoi-2023", "--block", "so", "--cycle", cycle)
    assert (code, place.read_bytes()) == (2, before)
    assert "--force" in err
    heading = (cycle / "criteria" / "hanoi-2023" / "edition.yaml").read_bytes()
    code, _, _ = imported(capsys, annex, "--edition", "hanoi-2023", "--block", "so", "--cycle", cycle, "--force")
    assert code == 0
    assert place.read_bytes() != before
    assert (cycle / "criteria" / "hanoi-2023" / "edition.yaml").read_bytes() == heading


def test_an_edition_without_the_block_is_told_which_lines_to_add(cycle: Path, annex: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heading = cycle / "criteria" / "hanoi-2023" / "edition.yaml"
    before = heading.read_bytes()
    code, out, err = imported(capsys, annex, "--edition", "hanoi-2023", "--block", "xa", "--cycle", cycle)
    assert code == 0
    assert heading.read_bytes() == before
    assert f"vào mục blocks của «{heading}»:\n  xa: {{title: Khối xa (cần điền tên gọi), file: xa.yaml}}\n" in out
    assert err.rstrip().splitlines()[-1].startswith("Bộ tiêu chí chưa có khối này")
    assert (cycle / "criteria" / "hanoi-2023" / "xa.yaml").is_file()


def test_a_dry_run_writes_nothing(cycle: Path, annex: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(cycle.rglob("*"))
    code, out, _ = imported(capsys, annex, "--edition", "hanoi-2026", "--block", "so", "--cycle", cycle, "--dry-run")
    assert code == 0
    assert "5 tiêu chí" in out
    assert sorted(cycle.rglob("*")) == before


def test_a_file_of_its_own_needs_no_cycle(tmp_path: Path, annex: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "new" / "so.yaml"
    code, out, _ = imported(capsys, annex, "--edition", "x", "--block", "so", "--output", target, "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["format"], told["written"]) == ("parcli/criteria-import@1", [str(target)])
    assert {"IM207", "IM202"} <= {one["code"] for one in told["problems"]}
    assert "DF222" not in {one["code"] for one in told["problems"]}
    assert sorted(path.name for path in target.parent.iterdir()) == ["so.yaml"]
    assert imported(capsys, annex, "--edition", "x", "--block", "so", "--output", target)[0] == 2


def test_an_annex_that_names_no_decision_asks_for_it(cycle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bang.xlsx"
    path.write_bytes(kit.excel(a=test_refusals.TABLE))
    code, _, err = imported(capsys, path, "--edition", "thu", "--block", "so", "--cycle", cycle)
    assert code == 0
    assert "[IM218]" in err
    assert load_edition(cycle / "criteria" / "thu").holds


@pytest.mark.parametrize("name", ["pdf", "scan", "two-annexes", "password"])
def test_a_refused_annex_writes_nothing_and_says_why(name: str, cycle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, expected, said = test_refusals.BAD[name]
    path = tmp_path / "phu-luc.docx"
    path.write_bytes(content)
    code, _, err = imported(capsys, path, "--edition", "thu", "--block", "so", "--cycle", cycle)
    assert code == 2
    assert f"[{expected}]" in err
    assert said[0] in err
    assert not (cycle / "criteria" / "thu").exists()


def test_the_annex_of_a_number_is_taken(cycle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "quyet-dinh.docx"
    path.write_bytes(test_layouts.decision())
    code, out, _ = imported(capsys, path, "--edition", "thu", "--block", "xa", "--cycle", cycle, "--annex", "2")
    assert code == 0
    assert "1 nội dung, 1 tiêu chí" in out


def test_a_sum_that_differs_is_listed_and_the_draft_still_written(cycle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(kit.word([["TT", "Tiêu chí", "Điểm", "Cách chấm"], ["I", "Chung", "5", ""], ["1", "Một", "2", "Có: 2; không: 0"]]))
    code, out, err = imported(capsys, path, "--edition", "thu", "--block", "so", "--cycle", cycle)
    assert code == 0
    assert "1 chỗ tổng điểm không khớp" in out
    assert "[IM201]" in err
    assert "[DF202]" in err


@pytest.mark.parametrize(("option", "value"), [("--edition", "../x"), ("--block", "khối")])
def test_names_that_cannot_be_codes(option: str, value: str, annex: Path, cycle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = {"--edition": "thu", "--block": "so"} | {option: value}
    code, _, err = imported(capsys, annex, *(part for pair in names.items() for part in pair), "--cycle", cycle)
    assert code == 2
    assert f"«{value}»" in err


def test_an_annex_that_is_not_there(cycle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = imported(capsys, tmp_path / "khong.docx", "--edition", "thu", "--block", "so", "--cycle", cycle)
    assert code == 2
    assert "khong.docx" in err


@pytest.mark.parametrize("block", ["edition", "Edition", "cases", "schema", "cycle-2026", "crosswalk-hanoi-2023"])
def test_a_block_never_takes_the_place_of_the_editions_own_files(block: str, cycle: Path, annex: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = cycle / "criteria" / "hanoi-2023"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, _, err = imported(capsys, annex, "--edition", "hanoi-2023", "--block", block, "--cycle", cycle, "--force")
    assert (code, {path.name: path.read_bytes() for path in folder.iterdir()}) == (2, before)
    assert f"«{block}.yaml»" in err
    code, _, _ = imported(capsys, annex, "--edition", "moi", "--block", block, "--cycle", cycle)
    assert (code, (cycle / "criteria" / "moi").exists()) == (2, False)


def test_a_block_never_takes_the_file_of_another_block(cycle: Path, annex: Path, capsys: pytest.CaptureFixture[str]) -> None:
    heading = cycle / "criteria" / "hanoi-2023" / "edition.yaml"
    heading.write_text(heading.read_text("utf-8").replace("file: so.yaml", "file: xa.yaml"), "utf-8")
    (heading.parent / "so.yaml").rename(heading.parent / "xa.yaml")
    code, _, err = imported(capsys, annex, "--edition", "hanoi-2023", "--block", "xa", "--cycle", cycle, "--force")
    assert code == 2
    assert "«xa.yaml» đã chứa khối «so»" in err


@pytest.mark.parametrize(
    ("option", "value"), [("--edition", "con"), ("--block", "NUL"), ("--block", "lpt1.x"), ("--edition", "a" * 61), ("--block", "a" * 300)]
)
def test_names_that_no_file_may_have_everywhere(option: str, value: str, annex: Path, cycle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = {"--edition": "hanoi-2026", "--block": "so"} | {option: value}
    code, _, err = imported(capsys, annex, *(part for pair in options.items() for part in pair), "--cycle", cycle)
    assert code == 2
    assert option in err


@pytest.mark.parametrize(("edition", "said"), [("HANOI-2023", "chữ hoa"), ("Schema", "«Schema»")])
def test_an_edition_that_some_systems_take_for_another_folder(
    edition: str, said: str, annex: Path, cycle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = imported(capsys, annex, "--edition", edition, "--block", "so", "--cycle", cycle)
    assert (code, (cycle / "criteria" / edition).exists()) == (2, False)
    assert said in err


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("place", ["folder", "dangling", "a" * 300 + ".yaml", "", "edition.yaml"])
def test_a_place_that_cannot_be_written(
    place: str, force: bool, annex: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "dangling").symlink_to("nowhere")
    before = sorted(tmp_path.rglob("*"))
    code, _, err = imported(capsys, annex, "--edition", "x", "--block", "so", "-o", place, *(["--force"] if force else []))
    assert (code, sorted(tmp_path.rglob("*"))) == (2, before)
    assert "Lỗi của chính parcli" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
def test_what_is_no_file_is_not_read(cycle: Path, annex: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe")
    for named in (tmp_path / "pipe", tmp_path, "/dev/zero"):
        code, _, err = imported(capsys, named, "--edition", "x", "--block", "so", "-o", tmp_path / "x.yaml")
        assert code == 2
        assert "không phải tệp thường" in err
    folder = cycle / "criteria" / "hanoi-2023"
    (folder / "folder.yaml").mkdir()
    (folder / "link.yaml").symlink_to("nowhere")
    os.mkfifo(folder / "pipe.yaml")
    code, _, err = imported(capsys, annex, "--edition", "hanoi-2023", "--block", "so", "--cycle", cycle, "--force")
    assert code == 0, err
    for block in ("folder", "link", "pipe"):
        code, _, _ = imported(capsys, annex, "--edition", "hanoi-2023", "--block", block, "--cycle", cycle, "--force")
        assert code == 2
    assert run(["criteria", "check", str(folder), "--lang", "vi"]) in (0, 1)
