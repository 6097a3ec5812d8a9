"""Only what changed is written: the rest of a cycle file stays as it is, sign by sign, and what comes out says what was meant."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as some

from parcli.core.limits import Limits
from parcli.core.register import MODELS, differences, plain_lists, resulting
from parcli.core.waivers import WaiversFile
from parcli.definitions import tree
from parcli.definitions.register import read_cycle
from parcli.setup.splice import CannotEdit
from parcli.setup.yamledit import edit
from parcli.setup.yamltext import scalar

SHIPPED = (Path(__file__).parents[2] / "criteria" / "hanoi-2023" / "cycle-2023.yaml").read_text("utf-8")
BLOCKS = """\
cycle: thu/2023   # đợt thử
units:
# hai đơn vị
-   id: a
    block: so
    name: |
      Đơn vị
      A
    # cách gọi khác
    aliases:
      - AA
      - "A, B"   # như trong bảng
    contact:

-   name: 'Đơn vị # B'
    id: b
    block: so
exemptions: []   # chưa có
exclusions: [{unit: a, state: proposed, reason: x}, {unit: b, state: proposed, reason: y}]
"""


def loaded(text: str, name: str):
    """Return a list as the file says it."""
    root, findings = tree.read(text.encode(), "cycle.yaml", Limits())
    assert findings == ()
    lines = root.plain().get(name) or []
    return [{key: tuple(value) if isinstance(value, list) else value.strip() for key, value in line.items() if value} for line in lines]


def edited(text: str, name: str, change):
    """Return the text after a change of one list, which must load as it was meant."""
    old = loaded(text, name)
    steps = differences(name, old, change([dict(line) for line in old]))
    outcome = edit(text, {name: steps})
    assert loaded(outcome.text, name) == [dict(line) for line in resulting(steps)]
    return outcome


def diff(old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def with_unit(lines, unit, **more):
    return [{**line, **more} if line["id"] == unit else line for line in lines]


def without(lines, name):
    return [line for line in lines if line["id"] != name]


def test_nothing_changed_is_nothing_touched() -> None:
    assert edited(SHIPPED, "units", lambda lines: lines).text is SHIPPED


def test_only_the_edited_lines_of_the_shipped_cycle_differ() -> None:
    def change(lines):
        lines = with_unit(lines, "so-noi-vu", contact="Phòng CCHC: 024", aliases=("SNV", "Sở NV"))
        lines = without(lines, "so-tu-phap")
        lines.insert(22, {"id": "00004", "block": "so", "name": "Đơn vị, mới", "valid_from": "2023-07-01"})
        return lines

    outcome = edited(SHIPPED, "units", change)
    assert diff(SHIPPED, outcome.text) == [
        "-  - {id: so-noi-vu, block: so, name: Sở Nội vụ, aliases: [SNV]}\n",
        "-  - {id: so-tu-phap, block: so, name: Sở Tư pháp, aliases: [STP]}\n",
        '+  - {id: so-noi-vu, block: so, name: Sở Nội vụ, aliases: [SNV, Sở NV], contact: "Phòng CCHC: 024"}\n',
        '+  - {id: 00004, block: so, name: "Đơn vị, mới", valid_from: 2023-07-01}\n',
    ]
    assert outcome.lost == ()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_file_keeps_its_line_ends(end: str) -> None:
    text = SHIPPED.replace("\n", end)
    outcome = edited(text, "units", lambda lines: [*without(lines, "so-noi-vu"), {"id": "x", "block": "so", "name": "X"}])
    assert outcome.text.count("\n") == outcome.text.count(end) == text.count(end)


def test_blocks_are_changed_in_their_own_manner() -> None:
    def change(lines):
        lines = with_unit(lines, "a", contact="Ông A", valid_to="2023-12-31", aliases=("AA", "C"))
        return [*with_unit(lines, "b", name="Đơn vị 'B'", aliases=("BB",)), {"id": "c", "block": "so", "name": "C", "aliases": ("no", "1.10")}]

    outcome = edited(BLOCKS, "units", change)
    assert diff(BLOCKS, outcome.text) == [
        '-      - "A, B"   # như trong bảng\n',
        "-    contact:\n",
        "+      - C   # như trong bảng\n",
        "+    valid_to: 2023-12-31\n",
        "+    contact: Ông A\n",
        "--   name: 'Đơn vị # B'\n",
        "+-   name: 'Đơn vị ''B'''\n",
        "+    aliases: [BB]\n",
        "+-   id: c\n",
        "+    block: so\n",
        "+    name: C\n",
        "+    aliases: [no, 1.10]\n",
    ]


def test_comments_at_removed_entries_are_told_and_others_stay() -> None:
    outcome = edited(BLOCKS, "units", lambda lines: without(lines, "a"))
    assert outcome.lost == ("# cách gọi khác", "# như trong bảng")
    assert "# hai đơn vị" in outcome.text
    assert "Đơn vị # B" not in "".join(edited(BLOCKS, "units", lambda lines: without(lines, "b")).lost)


def test_a_list_that_was_empty_gets_lines_of_its_own_and_back() -> None:
    entry = {"unit": "a", "item": "1.10", "kind": "not_assigned", "reason": "Không có: chức năng"}
    outcome = edited(BLOCKS, "exemptions", lambda _: [entry])
    line = '  - {unit: a, item: 1.10, kind: not_assigned, reason: "Không có: chức năng"}\n'
    assert diff(BLOCKS, outcome.text) == ["-exemptions: []   # chưa có\n", "+exemptions:   # chưa có\n", f"+{line}"]
    back = edited(outcome.text, "exemptions", lambda _: [])
    assert "exemptions: []   # chưa có\n" in back.text


def test_a_list_between_brackets_stays_one() -> None:
    outcome = edited(BLOCKS, "exclusions", lambda lines: [lines[1] | {"state": "decided"}, {"unit": "c", "state": "proposed", "reason": "z"}])
    assert outcome.text.endswith("exclusions: [{unit: b, state: decided, reason: y}, {unit: c, state: proposed, reason: z}]\n")


@pytest.mark.parametrize("text", ["", "a: 1", "a: 1\n", "# nothing\n", "{a: 1}\n"])
def test_a_list_that_was_not_there_is_added(text: str) -> None:
    steps = differences("waivers", [], [{"code": "EV204", "unit": "a", "who": "b", "why": "c", "date": "2023-12-01"}])
    outcome = edit(text, {"waivers": steps})
    assert loaded(outcome.text, "waivers") == [dict(line) for line in resulting(steps)]
    assert outcome.text.startswith(text.rstrip("}\n"))


def test_a_list_of_another_shape_is_not_edited() -> None:
    steps = differences("units", [], [{"id": "a", "block": "so", "name": "A"}])
    for text in ("- a\n", "{units: }\n"):
        with pytest.raises(CannotEdit):
            edit(text, {"units": steps})


@pytest.mark.parametrize("style", [None, "'", '"'])
@pytest.mark.parametrize("flow", [True, False])
@given(
    text=some.text(alphabet=some.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)
    | some.sampled_from(["~", "null", "- a", "a: b", "a #b", "---", "no"])
)
def test_every_text_reads_back(text: str, style: str | None, *, flow: bool) -> None:
    written = scalar(text, style, flow=flow)
    whole = f"{{k: {written}, l: m}}" if flow else f"k: {written}\nl: m"
    assert yaml.load(whole, yaml.BaseLoader) == {"k": text, "l": "m"}
    root, findings = tree.read(whole.encode(), "", Limits())
    assert findings == ()
    assert root.plain()["k"] is not None


TEXTS = some.text(alphabet="aĐộ ,:#'\"[]{}-|>&*!%@`=+\n\\~;x0.1", min_size=1, max_size=12).filter(str.strip).map(str.strip)
IDS = some.sampled_from(["a", "b", "c", "d", "00004", "1.10"])
UNITS = some.lists(
    some.fixed_dictionaries(
        {"id": IDS, "block": some.just("so"), "name": TEXTS},
        optional={"aliases": some.lists(TEXTS, min_size=1, max_size=3).map(tuple), "contact": TEXTS, "valid_to": some.just("2023-12-31")},
    ),
    max_size=5, unique_by=lambda line: line["id"],
)  # fmt: skip


def rendered(lines, style: str) -> str:
    content = [{key: list(value) if isinstance(value, tuple) else value for key, value in line.items()} for line in lines]
    flow = {"flow": True, "block": False, "mixed": None}[style]
    return yaml.safe_dump({"a": "1", "units": content, "z": "2"}, allow_unicode=True, default_flow_style=flow, sort_keys=False, width=60)


@pytest.mark.parametrize("style", ["flow", "block", "mixed"])
@given(old=UNITS, new=UNITS)
def test_any_list_becomes_any_other(style: str, old, new) -> None:
    text = rendered(old, style)
    # Whatever other program wrote it, the file says at first what was meant.
    stands = [
        {key: tuple(value) if isinstance(value, list) else value for key, value in line.items()} for line in yaml.load(text, yaml.BaseLoader)["units"]
    ]
    steps = differences("units", stands, new)
    outcome = edit(text, {"units": steps})
    after = yaml.load(outcome.text, yaml.BaseLoader)
    expected = [{key: list(value) if isinstance(value, tuple) else value for key, value in line.items()} for line in resulting(steps)]
    assert after == {"a": "1", "units": expected or ([] if stands or new else after["units"]), "z": "2"}


def test_the_shipped_cycle_loads_as_meant_after_an_edit() -> None:
    assert set(MODELS["units"].model_fields) >= {"id", "block", "name"}
    from parcli import shipped
    from parcli.definitions.load import load_edition

    edition = load_edition(shipped.folder("criteria") / "hanoi-2023").edition
    cycle, _ = read_cycle(SHIPPED.encode(), edition)
    lists = plain_lists(cycle, WaiversFile())
    new = [{**line, "contact": "x"} for line in lists["units"]]
    outcome = edit(SHIPPED, {"units": differences("units", lists["units"], new)})
    after, _ = read_cycle(outcome.text.encode(), edition)
    assert [unit.contact for unit in after.units] == ["x"] * len(lists["units"])
    assert outcome.text.count("#") == SHIPPED.count("#")
