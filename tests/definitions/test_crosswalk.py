"""The crosswalk file: what it may say, what is refused with its line, what is written for a person to decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import build
import pytest

from parcli.core.crosswalk import Counterpart, Crosswalk, comparable
from parcli.core.edition import Edition
from parcli.core.findings import Finding, Severity
from parcli.definitions import crosswalk as files
from parcli.messages import words

OLD = build.edition("""
    | mã   | tên      | điểm | cách tính |
    | I.1  | Kế hoạch | 1    | points    |
    | I.2  | Báo cáo  | 1    | points    |
    | II.1 | Kiểm tra | 1    | points    |
""")
NEW = replace(OLD, id="moi", blocks=(*OLD.blocks, replace(OLD.blocks[0], id="xa", title="Khối xã")))
GOOD = """\
from: thu
to: moi
blocks: {so: so}
areas:
  - {block: so, from: I, to: I, comparable: yes}
items:
  - {block: so, from: I.1, to: I.2, comparable: yes}
  - {block: so, from: I.2, to: I.1, comparable: no, note: Thay đổi cách tính}
"""
# What is put in the place of what, and the complaints: code, line, a word of the message.
CAUSES: dict[str, list[tuple[str, str, int, str]]] = {
    "DF230": [("from: thu", "from: cu", 1, "cu"), ("to: moi", "to: hanoi-2030", 2, "hanoi-2030")],
    "DF231": [
        ("{so: so}", "{quan: so}", 3, "quan"),
        ("{so: so}", "{so: so, huyen: xa}", 3, "huyen"),
        ("block: so, from: I.1,", "block: xa, from: I.1,", 7, "xa"),
    ],
    "DF232": [("from: I.1,", "from: I.9,", 7, "I.9"), ("to: I.1,", "to: III,", 8, "III"), ("from: I, to: I,", "from: I.1, to: I,", 5, "I.1")],
    "DF233": [("from: I.2,", "from: I.1,", 8, "I.1"), ("to: I.1,", "to: I.2,", 8, "I.2")],
    "DF234": [("comparable: no,", "comparable: ask,", 8, "I.1")],
}


def load(path: Path, text: str, new: Edition = NEW) -> files.LoadedCrosswalk:
    path.write_text(text, "utf-8")
    return files.load(path, OLD, new, "moi/crosswalk-thu.yaml")


def line(one: Finding) -> int:
    return int(dict(one.values)["line"])


def causes() -> Iterator[tuple[str, str, str, int, str]]:
    yield from ((code, *cause) for code, found in CAUSES.items() for cause in found)


@pytest.mark.parametrize(("code", "old", "new", "place", "word"), list(causes()))
def test_a_bad_crosswalk_is_refused_with_its_line(code: str, old: str, new: str, place: int, word: str, tmp_path: Path) -> None:
    assert GOOD.count(old) == 1
    loaded = load(tmp_path / "x.yaml", GOOD.replace(old, new))
    one = next(each for each in loaded.findings if each.code == code)
    assert (line(one), one.file) == (place, "moi/crosswalk-thu.yaml")
    assert word in words("vi").finding(one).message
    assert loaded.holds == (code == "DF234")


def test_two_former_blocks_do_not_become_one(tmp_path: Path) -> None:
    more = replace(OLD, blocks=(*OLD.blocks, replace(OLD.blocks[0], id="huyen")))
    (tmp_path / "x.yaml").write_text(GOOD.replace("{so: so}", "{so: so, huyen: so}"), "utf-8")
    assert [one.code for one in files.load(tmp_path / "x.yaml", more, NEW).findings] == ["DF233"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("comparable: no", "comparable: maybe", "DF114"), ("note:", "nota:", "DF110"), ("to: moi\n", "", "DF112"), ("{so: so}", "{}", "DF117")],
)
def test_what_the_models_know_is_refused_too(old: str, new: str, code: str, tmp_path: Path) -> None:
    loaded = load(tmp_path / "x.yaml", GOOD.replace(old, new))
    assert loaded.crosswalk is None
    assert code in [one.code for one in loaded.findings]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[", b"from: &a thu\n"])
def test_a_file_that_is_none_is_a_finding(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(content)
    loaded = files.load(tmp_path / "x.yaml", OLD, NEW)
    assert (loaded.crosswalk, loaded.holds) == (None, False)
    assert loaded.findings != ()


def test_an_absent_file_is_a_finding(tmp_path: Path) -> None:
    assert [one.code for one in files.load(tmp_path / "none.yaml", OLD, NEW).findings] == ["DF101"]


def test_a_good_crosswalk_holds_without_a_word(tmp_path: Path) -> None:
    loaded = load(tmp_path / "x.yaml", GOOD)
    assert (loaded.findings, loaded.holds) == ((), True)


def test_what_nobody_decided_is_a_warning_and_does_not_compare(tmp_path: Path) -> None:
    loaded = load(tmp_path / "x.yaml", GOOD.replace("comparable: no,", "comparable: ask,"))
    assert loaded.crosswalk is not None
    assert [(one.code, one.severity) for one in loaded.findings] == [("DF234", Severity.WARNING)]
    assert comparable(loaded.crosswalk, NEW)["item", "so", "I.1"].reason == "undecided"


def test_every_area_and_item_of_the_new_edition_has_its_answer(tmp_path: Path) -> None:
    crosswalk = load(tmp_path / "x.yaml", GOOD).crosswalk
    assert crosswalk is not None
    found = comparable(crosswalk, NEW)
    assert len(found) == 2 * (2 + 3)
    assert found["item", "so", "I.2"] == Counterpart("item", "so", "I.2", "so", "I.1")
    assert found["item", "so", "I.1"] == Counterpart("item", "so", "I.1", "so", "I.2", "decided", "Thay đổi cách tính")
    assert (found["area", "so", "I"].comparable, found["area", "so", "I"].former) == (True, "I")
    # A code that both editions have counts only when the crosswalk says so.
    assert found["item", "so", "II.1"] == Counterpart("item", "so", "II.1", "so", reason="no_counterpart")
    assert {one.reason for (_, block, _), one in found.items() if block == "xa"} == {"no_block"}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    crosswalk = load(tmp_path / "x.yaml", GOOD).crosswalk
    assert crosswalk is not None
    noted = crosswalk.model_copy(update={"items": (*crosswalk.items[:1], crosswalk.items[1].model_copy(update={"note": 'Nói "khác": # hẳn'}))})
    text = files.written(noted, ["Một", "Hai"], {("items", "so", "I.2"): "vì sao"})
    assert text.startswith("# Một\n# Hai\nfrom: thu\n")
    assert "comparable: yes}   # vì sao\n" in text
    assert load(tmp_path / "y.yaml", text).crosswalk == noted


def test_codes_that_yaml_would_take_for_something_else_are_quoted(tmp_path: Path) -> None:
    pair = {"block": "so", "from": "1.10", "to": "no", "comparable": "ask"}
    crosswalk = Crosswalk.model_validate({"from": "2023", "to": "moi", "blocks": {"so": "so"}, "items": [pair]})
    text = files.written(crosswalk, [], {})
    assert 'from: "2023"' in text
    assert 'from: "1.10", to: "no"' in text
    (tmp_path / "x.yaml").write_text(text, "utf-8")
    assert files.load(tmp_path / "x.yaml", replace(OLD, id="2023"), NEW).crosswalk == crosswalk
