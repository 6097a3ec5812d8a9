"""``parcli criteria diff`` and ``parcli criteria schema`` as people run them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.slow

CRITERIA = Path(__file__).parents[2] / "criteria"


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """The edition of Hanoi 2023 after a correction: one title, one rule, one maximum of a class."""
    folder = Path(shutil.copytree(CRITERIA / "hanoi-2023", tmp_path / "moi"))
    text = (folder / "so.yaml").read_text("utf-8")
    text = text.replace("Chất lượng nội dung Kế hoạch CCHC năm", "Nội dung Kế hoạch CCHC năm", 1).replace("points: 0.25}]", "points: 0.2}]", 1)
    (folder / "so.yaml").write_text(text, "utf-8")
    return folder


def test_an_edition_does_not_differ_from_itself(parcli) -> None:
    outcome = parcli("criteria", "diff", "hanoi-2023", "hanoi-2023", "--lang", "vi")
    assert outcome.returncode == 0, outcome.stderr
    assert "Không có thay đổi." in outcome.stdout
    assert "Mức thay đổi: không có." in outcome.stdout


def test_the_changes_are_told_old_and_new_with_the_verdict(parcli, new: Path) -> None:
    outcome = parcli("criteria", "diff", "hanoi-2023", str(new), "--lang", "vi")
    assert outcome.returncode == 0, outcome.stderr
    told = outcome.stdout
    assert "2 thay đổi: Đổi cách tính 1 · Đổi tên 1" in told
    assert "Mức thay đổi: lớn." in told
    assert "Số chính chưa đổi: biểu đã gửi vẫn được nhận" in told
    row = next(line for line in told.splitlines() if "late[1].points" in line)
    assert row.split()[0] == "I.1.1"
    assert row.split()[-2:] == ["0.25", "0.2"]
    assert "Khối so" in told
    assert "Khối huyen" not in told


def test_english_and_one_block(parcli, new: Path) -> None:
    assert "Weight: none." in parcli("criteria", "diff", "hanoi-2023", str(new), "--block", "huyen", "--lang", "en").stdout
    wrong = parcli("criteria", "diff", "hanoi-2023", str(new), "--block", "xa", "--lang", "en")
    assert wrong.returncode == 2
    assert "so, huyen" in wrong.stderr


def test_json_has_everything_with_decimals_as_texts(parcli, new: Path) -> None:
    document = json.loads(parcli("criteria", "diff", "hanoi-2023", str(new), "--json").stdout)
    assert document["format"] == "parcli/criteria-diff@1"
    assert document["verdict"] == {"weight": "major", "versions": "too_small"}
    assert document["counts"] == {"rule": 1, "title": 1}
    (rule,) = (one for one in document["changes"] if one["kind"] == "rule")
    assert rule["parts"] == [{"path": "late[1].points", "old": "0.25", "new": "0.2"}]
    assert rule["weight"] == "major"
    assert all(one["similarity"] is None or isinstance(one["similarity"], str) for one in document["matches"])
    assert (document["crosswalk"], document["written"], document["problems"]) == (False, [], [])


def test_two_editions_without_a_common_block_say_nothing_silly(parcli, tmp_path: Path) -> None:
    outcome = parcli("criteria", "diff", "hanoi-2023", "khanhhoa-qd11", "--lang", "vi")
    assert outcome.returncode == 0
    assert "Thêm 1 · Bỏ 2" in outcome.stdout
    assert "Đề xuất đối chiếu" not in outcome.stdout
    wish = parcli("criteria", "diff", "hanoi-2023", "khanhhoa-qd11", "--crosswalk", str(tmp_path / "x.yaml"), "--lang", "vi")
    assert wish.returncode == 2
    assert "không có khối nào cùng mã" in wish.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_suggested_crosswalk_is_written_once_decided_and_used(parcli, new: Path) -> None:
    file = new / "crosswalk-hanoi-2023.yaml"
    made = parcli("criteria", "diff", "hanoi-2023", str(new), "--crosswalk", str(file), "--lang", "vi")
    assert made.returncode == 0, made.stderr
    assert "còn 1 cặp cần quyết định" in made.stderr
    written = yaml.safe_load(file.read_text("utf-8").replace("comparable: no", 'comparable: "no"'))
    assert written["blocks"] == {"so": "so", "huyen": "huyen"}
    assert {"block": "so", "from": "I.1.1", "to": "I.1.1", "comparable": "no"} in written["items"]
    before = file.read_bytes()
    refused = parcli("criteria", "diff", "hanoi-2023", str(new), "--crosswalk", str(file), "--lang", "vi")
    assert refused.returncode == 2
    assert file.read_bytes() == before
    again = parcli("criteria", "diff", "hanoi-2023", str(new), "--lang", "vi")
    assert "DF234" in again.stderr
    assert "Đã dùng bảng đối chiếu" in again.stderr
    # A person decides; what was decided is kept when the suggestion is written anew.
    decided = before.decode().replace("to: I, comparable: ask", 'to: I, comparable: no, note: "Cách tính I.1.1 đã đổi"', 1)
    file.write_text(decided, "utf-8")
    told = parcli("criteria", "diff", "hanoi-2023", str(new), "--crosswalk", str(file), "--force", "--lang", "vi")
    assert "Cách tính I.1.1 đã đổi" in told.stdout
    assert 'comparable: no, note: "Cách tính I.1.1 đã đổi"' in file.read_text("utf-8")
    assert "DF234" not in told.stderr


def test_a_crosswalk_that_does_not_hold_stops_the_comparison(parcli, new: Path) -> None:
    (new / "crosswalk-hanoi-2023.yaml").write_text("from: hanoi-2023\nto: hanoi-2023\nblocks: {so: quan}\n", "utf-8")
    outcome = parcli("criteria", "diff", "hanoi-2023", str(new), "--lang", "vi")
    assert outcome.returncode == 2
    assert "DF231" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_an_edition_that_does_not_hold_or_is_not_there(parcli, new: Path, tmp_path: Path) -> None:
    (new / "so.yaml").write_text("areas: []\n", "utf-8")
    assert parcli("criteria", "diff", "hanoi-2023", str(new)).returncode == 2
    assert parcli("criteria", "diff", "hanoi-2023", str(tmp_path / "none")).returncode == 2


@pytest.mark.parametrize("name", ["edition", "block", "cycle", "cases", "crosswalk", "waivers"])
def test_a_schema_is_printed(parcli, name: str) -> None:
    outcome = parcli("criteria", "schema", name)
    assert outcome.returncode == 0
    assert json.loads(outcome.stdout)["$schema"].endswith("/draft/2020-12/schema")


def test_all_schemas_are_written_as_they_are_shipped(parcli, tmp_path: Path) -> None:
    assert parcli("criteria", "schema", "--output", str(tmp_path / "schema")).returncode == 0
    made = {path.name: path.read_bytes() for path in (tmp_path / "schema").iterdir()}
    assert made == {path.name: path.read_bytes() for path in (CRITERIA / "schema").iterdir()}


@pytest.mark.parametrize("arguments", [(), ("formula",)])
def test_a_schema_that_is_none_is_refused_with_the_known_names(parcli, arguments: tuple[str, ...]) -> None:
    outcome = parcli("criteria", "schema", *arguments, "--lang", "vi")
    assert outcome.returncode == 2
    assert "edition, block, cycle" in outcome.stderr


def test_a_new_cycle_leads_its_editor_to_the_schemas(parcli, tmp_path: Path) -> None:
    folder = tmp_path / "dot"
    assert parcli("init", str(folder), "--edition", "hanoi-2023").returncode == 0
    for file in ("cycle.yaml", "criteria/hanoi-2023/edition.yaml", "criteria/hanoi-2023/so.yaml", "criteria/hanoi-2023/cases.yaml"):
        first = (folder / file).read_text("utf-8").partition("\n")[0]
        assert first.startswith("# yaml-language-server: $schema=")
        assert ((folder / file).parent / first.partition("=")[2]).resolve().is_relative_to(folder / "criteria" / "schema")
        assert ((folder / file).parent / first.partition("=")[2]).is_file()
