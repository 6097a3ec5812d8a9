"""What a definition file says is what the edition holds, whatever the editor that wrote it."""

from __future__ import annotations

import shutil
import unicodedata
from fractions import Fraction
from pathlib import Path

import pytest

from parcli.core.edition import Edition
from parcli.definitions.load import LoadedCycle, LoadedEdition, load_cycle, load_edition
from parcli.definitions.peek import edition_named

GOOD = Path(__file__).parent / "good"
CHOICE = "{type: choice, levels: [{label: Có, points: 1}, {label: Không, points: 0}]}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def edition(folder: Path) -> Edition:
    loaded = load_edition(folder)
    assert loaded.findings == ()
    assert loaded.edition is not None
    return loaded.edition


def titled(folder: Path, title: str) -> str | None:
    change(folder / "so.yaml", "title: Kế hoạch CCHC", f"title: {title}")
    return edition(folder).blocks[0].items(2023)[0].criterion.title


def test_the_good_folder_becomes_an_edition() -> None:
    whole = edition(GOOD)
    assert (whole.id, whole.version, whole.major, whole.status) == ("thu", "1.0", "1", "illustrative")
    (block,) = whole.blocks
    assert (block.id, block.title, block.scale) == ("so", "Khối Sở", Fraction(3))
    assert [(item.code, item.maximum) for item in block.items(2023)] == [("I.1", Fraction(1)), ("I.2", Fraction(2))]
    assert (block.class_of(Fraction(80)), block.class_of(Fraction(0))) == ("Tốt", "Khá")


@pytest.mark.parametrize("code", ["1.10", '"1.10"', "'1.10'"])
def test_a_code_keeps_its_last_nought(code: str, folder: Path) -> None:
    change(folder / "so.yaml", "code: I.2", f"code: {code}")
    change(folder / "so.yaml", "code: I.1", "code: 1.1")
    assert [item.code for item in edition(folder).blocks[0].items(2023)] == ["1.1", "1.10"]


@pytest.mark.parametrize("word", ["no", "yes", "on", "2023-11-30", "12:30", "1_000", "0x1F", "1e3", "010"])
def test_a_word_stays_the_word_that_was_written(word: str, folder: Path) -> None:
    assert titled(folder, word) == word


@pytest.mark.parametrize("number", ["0.50", '"0.50"', "0.5", "00.5"])
def test_numbers_are_exact(number: str, folder: Path) -> None:
    change(folder / "so.yaml", "floor: 0.8", f"floor: {number}")
    rule = edition(folder).blocks[0].items(2023)[1].rule
    assert rule.model_dump()["floor"] == "0.5"


def test_decomposed_text_is_composed(folder: Path) -> None:
    assert titled(folder, unicodedata.normalize("NFD", "Kế hoạch năm")) == unicodedata.normalize("NFC", "Kế hoạch năm")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_byte_order_mark_and_line_ends_do_not_matter(mark: bytes, end: bytes, folder: Path) -> None:
    for name in ("edition.yaml", "so.yaml", "cycle.yaml"):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(mark + content.replace(b"\n", end))
    assert edition(folder) == edition(GOOD)
    loaded = load_cycle(folder / "cycle.yaml", load_edition(folder))
    assert (loaded.cycle, loaded.findings) == (load_cycle(GOOD / "cycle.yaml", load_edition(GOOD)).cycle, ())


def test_lines_are_counted_alike_with_either_line_end(folder: Path) -> None:
    bad = (Path(__file__).parent / "bad" / "block-floor-in-percent.yaml").read_bytes()
    found = []
    for end in (b"\n", b"\r\n"):
        (folder / "so.yaml").write_bytes(bad.replace(b"\n", end))
        found.append(load_edition(folder).findings)
    assert found[0] == found[1]


def test_texts_of_several_lines_keep_their_lines(folder: Path) -> None:
    change(folder / "so.yaml", "title: Kế hoạch CCHC", "title: Kế hoạch\n        guidance: |-\n          - Một:   0,5\n          - Hai")
    assert edition(folder).blocks[0].items(2023)[0].criterion.guidance == "- Một: 0,5\n- Hai"


def test_quotes_with_the_neutral_tag_are_taken(folder: Path) -> None:
    assert titled(folder, "! Kế hoạch") == "Kế hoạch"


def test_an_area_may_hold_items_at_any_depth(folder: Path) -> None:
    leaf = f"{{code: A.1.1.1, title: Lá, maximum: 1, rule: {CHOICE}}}"
    middle = f"{{code: A.1, maximum: 1, criteria: [{{code: A.1.1, maximum: 1, items: [{leaf}]}}]}}"
    (folder / "so.yaml").write_text(f"areas:\n  - {{code: A, maximum: 1, criteria: [{middle}]}}\n", "utf-8")
    (item,) = edition(folder).blocks[0].items(2023)
    assert [node.code for node in item.path] == ["A", "A.1", "A.1.1"]


def two_blocks(folder: Path) -> LoadedEdition:
    change(folder / "edition.yaml", "blocks:\n", "blocks:\n  huyen: {title: Khối huyện, file: huyen.yaml}\n")
    return load_edition(folder, "thu")


def test_a_fault_in_one_block_does_not_hide_another(folder: Path) -> None:
    shutil.copy(Path(__file__).parent / "bad" / "block-sum.yaml", folder / "huyen.yaml")
    change(folder / "so.yaml", "maximum: 2", "maximum: hai")
    loaded = two_blocks(folder)
    assert [(one.code, one.file) for one in loaded.findings] == [("DF113", "thu/so.yaml"), ("DF202", "thu/huyen.yaml")]
    assert loaded.edition is None
    assert not loaded.holds


def test_an_edition_whose_sums_fail_is_there_but_does_not_hold(folder: Path) -> None:
    change(folder / "so.yaml", "    maximum: 3\n", "    maximum: 4\n")
    loaded = load_edition(folder)
    assert loaded.edition is not None
    assert not loaded.holds


def test_warnings_alone_let_a_cycle_hold(folder: Path) -> None:
    change(folder / "cycle.yaml", "plan: Kế hoạch 1/KH-UBND", "plan: ~")
    loaded = load_cycle(folder / "cycle.yaml", load_edition(folder))
    assert ([one.code for one in loaded.findings], loaded.cycle is not None) == (["DF217"], True)


def test_the_bytes_that_were_read_are_kept(folder: Path) -> None:
    assert load_edition(folder).sources == {name: (folder / name).read_bytes() for name in ("edition.yaml", "so.yaml")}


def test_complaints_are_named_by_the_folder_that_is_shown(folder: Path) -> None:
    change(folder / "so.yaml", "code: I.1", "code: I_1")
    assert [load_edition(folder, shown).findings[0].file for shown in ("", "criteria/thu", "criteria/thu/")] == [
        "so.yaml", "criteria/thu/so.yaml", "criteria/thu/so.yaml",
    ]  # fmt: skip


def test_the_same_file_gives_the_same_complaints(folder: Path) -> None:
    shutil.copy(Path(__file__).parent / "bad" / "block-many-faults.yaml", folder / "so.yaml")
    assert load_edition(folder).findings == load_edition(folder).findings


def cycle(folder: Path) -> LoadedCycle:
    return load_cycle(folder / "cycle.yaml", load_edition(folder))


def test_a_cycle_is_checked_even_without_its_edition(folder: Path) -> None:
    (folder / "edition.yaml").unlink()
    change(folder / "cycle.yaml", "opens: 2023-11-10", "opens: 2023-12-10")
    assert [one.code for one in cycle(folder).findings] == ["DF219"]


@pytest.mark.parametrize("name", ["so-noi-vu", "SNV", "snv", "SỞ  NỘI VỤ", unicodedata.normalize("NFD", " Sở Nội vụ ")])
def test_a_unit_goes_by_id_name_and_alias(name: str) -> None:
    loaded = cycle(GOOD).cycle
    assert loaded is not None
    unit = loaded.named(name)
    assert unit is not None
    assert unit.id == "so-noi-vu"


def test_only_a_decided_exclusion_counts(folder: Path) -> None:
    with (folder / "cycle.yaml").open("a", encoding="utf-8") as file:
        file.write("exclusions:\n")
        file.write("  - {unit: so-noi-vu, state: proposed, reason: Mới lập}\n")
        file.write("  - {unit: so-tu-phap, state: decided, reason: Mới lập, decision: Quyết định 9/QĐ-UBND}\n")
    loaded = cycle(folder).cycle
    assert loaded is not None
    assert loaded.excluded("so-noi-vu") is None
    assert loaded.excluded("so-tu-phap") is not None


def test_an_extension_moves_a_units_day(folder: Path) -> None:
    change(folder / "cycle.yaml", "name: Sở Tư pháp}", "name: Sở Tư pháp, extended_to: 2023-12-05}")
    loaded = cycle(folder).cycle
    assert loaded is not None
    assert [f"{loaded.due(unit):%d/%m}" for unit in loaded.units] == ["30/11", "05/12"]


def test_a_cycle_may_set_limits(folder: Path) -> None:
    with (folder / "cycle.yaml").open("a", encoding="utf-8") as file:
        file.write("limits: {evidence_files: 9}\n")
    loaded = cycle(folder).cycle
    assert loaded is not None
    assert loaded.limits.evidence_files == 9


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("edition: thu\nunits: hỏng", "thu"), ("edition: 1.10", "1.10"), ("edition: ../x", None), ("edition: [thu]", None),
        ("units: []", None), ("- edition: thu", None), ("edition: 'thu", None), ("", None),
    ],
)  # fmt: skip
def test_a_first_look_finds_the_edition_that_a_cycle_names(content: str, named: str | None, tmp_path: Path) -> None:
    path = tmp_path / "cycle.yaml"
    path.write_text(content, "utf-8")
    assert edition_named(path) == named


def test_a_first_look_at_nothing_finds_nothing(tmp_path: Path) -> None:
    assert edition_named(tmp_path / "cycle.yaml") is None
