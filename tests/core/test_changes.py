"""Two editions side by side: each kind of change once, its weight, and what the version numbers say of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import build
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parcli.core.changes import Change, Diff, diff
from parcli.core.crosswalk import Crosswalk
from parcli.core.edition import Area, Criterion, Edition, EvidenceAsked, NotApplicable, Period, Source
from parcli.core.fields import MonthDay
from parcli.core.rules import Choice

TABLE = """
    | mã    | tên                                   | điểm | cách tính | …                     |
    | I     | Công tác chỉ đạo, điều hành           |      |           |                       |
    | I.1   | Kế hoạch cải cách hành chính          |      |           |                       |
    | I.1.1 | Thời hạn ban hành kế hoạch năm 2023   | 0.5  | choice    | Kịp thời=0.5; Không=0 |
    | I.1.2 | Mức độ hoàn thành nhiệm vụ            | 1.5  | ratio     | floor=0.8             |
    | I.2   | Công tác tuyên truyền                 |      |           |                       |
    | I.2.1 | Số hội nghị đã tổ chức trong năm      | 1    | count     | each=0.5              |
    | II    | Cải cách thể chế                      |      |           |                       |
    | II.1  | Số văn bản bị thu hồi do sai sót      | 2    | deduction | each=0.25             |
    | II.2  | Điểm sáng tạo do Hội đồng xác định    | 1    | points    |                       |
"""
OLD = build.edition(TABLE)
Mutation = Callable[[Criterion], Criterion]


def altered(node: Criterion, code: str, change: Mutation) -> Criterion:
    """Return a tree in which one node is another."""
    if node.code == code:
        return change(node)
    children = tuple(altered(child, code, change) for child in node.children)
    return node.model_copy(update={"items": children} if node.items else {"criteria": children})


def with_node(code: str, change: Mutation, edition: Edition = OLD) -> Edition:
    areas = tuple(altered(area, code, change) for area in edition.blocks[0].areas)
    return replace(edition, blocks=(replace(edition.blocks[0], areas=areas),))


def updated(place: str, /, **values: Any) -> Edition:
    return with_node(place, lambda node: node.model_copy(update=values))


def with_rule(code: str, **values: Any) -> Edition:
    return with_node(code, lambda node: node.model_copy(update={"rule": node.rule and node.rule.model_copy(update=values)}))


def with_table(old: str, new: str) -> Edition:
    assert old in TABLE
    return build.edition(TABLE.replace(old, new))


def said(outcome: Diff) -> list[tuple[str, str, str, str]]:
    return [(one.kind, one.level, one.former, one.code) for one in outcome.changes]


def only(new: Edition) -> Change:
    (one,) = diff(OLD, new).changes
    return one


@pytest.mark.parametrize(
    ("kind", "weight", "values", "path"),
    [
        ("title", "minor", {"title": "Thời hạn ban hành kế hoạch năm 2025"}, ""),
        ("number", "minor", {"number": "1.1"}, ""),
        ("guidance", "minor", {"guidance": "Ghi rõ ngày"}, ""),
        ("evidence", "minor", {"evidence": EvidenceAsked(required=1, documents=("Kế hoạch",))}, "documents[1]"),
        ("source", "minor", {"source": Source(document="QĐ", status="official")}, "document"),
        ("review", "minor", {"review": ("Xem lại",)}, "[1]"),
        ("assessed_by", "major", {"assessed_by": "council"}, ""),
        ("window", "major", {"window": Period(**{"from": MonthDay(month=1, day=1), "to": MonthDay(month=6, day=30)})}, "to"),
        ("not_applicable", "major", {"not_applicable": NotApplicable(nothing_arose="rescale")}, "nothing_arose"),
        ("maximum", "major", {"maximum": Fraction(3, 4)}, ""),
    ],
)
def test_a_key_of_an_item(kind: str, weight: str, values: dict[str, Any], path: str) -> None:
    one = only(updated("I.1.1", **values))
    assert (one.kind, one.weight, one.level, one.block, one.area, one.code) == (kind, weight, "item", "so", "I", "I.1.1")
    assert path in [part.path for part in one.parts]


def test_values_are_told_as_they_would_be_written() -> None:
    new = updated("I.1.1", window=Period(**{"from": MonthDay(month=1, day=1), "to": MonthDay(month=6, day=30)}))
    assert [(part.path, part.old, part.new) for part in only(new).parts] == [("from", None, "01-01"), ("to", None, "06-30")]
    assert [(part.old, part.new) for part in only(updated("I.1.1", maximum=Fraction(3, 4))).parts] == [("0.5", "0.75")]


@pytest.mark.parametrize(
    ("code", "values", "kind", "path"),
    [
        ("I.1.2", {"floor": Fraction(7, 10)}, "rule", "floor"),
        ("I.1.2", {"floor": None}, "rule", "floor"),
        ("I.1.2", {"part": "Số đạt yêu cầu"}, "wording", "part"),
        ("I.1.2", {"part": "Kinh phí đã giải ngân"}, "rule", "part"),
        ("I.2.1", {"each": Fraction(1, 4)}, "rule", "each"),
        ("I.2.1", {"label": "Số sáng kiến cấp cơ sở"}, "wording", "label"),
        ("II.1", {"floor": Fraction(1, 2)}, "rule", "floor"),
        ("II.2", {"step": Fraction(1, 4)}, "rule", "step"),
        ("II.1", {"up_to": Fraction(1)}, "wording", "up_to"),
    ],
)
def test_a_rule_that_scores_otherwise_is_told_from_one_in_other_words(code: str, values: dict[str, Any], kind: str, path: str) -> None:
    one = only(with_rule(code, **values))
    assert (one.kind, one.code, [part.path for part in one.parts]) == (kind, code, [path])
    assert one.weight == ("major" if kind == "rule" else "minor")


def test_another_type_of_rule_is_another_rule() -> None:
    one = only(with_table("| 1    | points    |                       |", "| 1    | count     | each=0.5              |"))
    assert (one.kind, one.parts[0].path, one.parts[0].old, one.parts[0].new) == ("rule", "type", "points", "count")


@pytest.mark.parametrize(("label", "kind"), [("Đúng hạn", "rule"), ("KỊP THỜI", "wording")])
def test_a_label_that_is_chosen_counts_as_an_input_and_ignores_case(label: str, kind: str) -> None:
    rule = Choice.model_validate({"type": "choice", "levels": [{"label": label, "points": "0.5"}, {"label": "Không", "points": "0"}]})
    assert only(with_rule("I.1.1", levels=rule.levels)).kind == kind


def test_added_and_removed() -> None:
    new = with_table("| II.2  | Điểm sáng tạo do Hội đồng xác định    |", "| II.9  | Tỷ lệ hồ sơ trực tuyến toàn trình     |")
    assert said(diff(OLD, new)) == [("added", "item", "", "II.9"), ("removed", "item", "II.2", "II.2")]
    assert said(diff(new, OLD)) == [("added", "item", "", "II.2"), ("removed", "item", "II.9", "II.9")]
    assert [part.new for part in diff(OLD, new).changes[0].parts] == ["Tỷ lệ hồ sơ trực tuyến toàn trình", "1"]


def test_another_code_with_the_same_content() -> None:
    outcome = diff(OLD, with_table("| II.2  |", "| II.7  |"))
    assert said(outcome) == [("recoded", "item", "II.2", "II.7")]
    assert [(one.by, one.comparable) for one in outcome.matches if one.new == "II.7"] == [("title", "yes")]


def test_items_that_moved_up_one_number_are_not_taken_for_their_neighbours() -> None:
    fresh = "    | I.1.1 | Chất lượng nội dung kế hoạch | 0.5  | choice    | Tốt=0.5; Không=0 |\n"
    table = TABLE.replace("I.1.2", "I.1.3").replace("I.1.1", "I.1.2").replace("    | I.1.2 |", fresh + "    | I.1.2 |", 1)
    outcome = diff(OLD, build.edition(table))
    recoded = {(one.former, one.code) for one in outcome.changes if one.kind == "recoded"}
    assert recoded == {("I.1.1", "I.1.2"), ("I.1.2", "I.1.3")}
    assert [one.code for one in outcome.changes if one.kind == "added"] == ["I.1.1"]


def test_an_item_under_another_parent_has_moved() -> None:
    area, other = OLD.blocks[0].areas
    group, second = area.items
    item = second.items[0]
    areas = (
        area.model_copy(update={"items": (group.model_copy(update={"items": (*group.items, item)}), second.model_copy(update={"items": ()}))}),
        other,
    )
    new = replace(OLD, blocks=(replace(OLD.blocks[0], areas=areas),))
    moved = [one for one in diff(OLD, new).changes if one.kind == "moved"]
    assert [(one.code, one.parts[0].old, one.parts[0].new) for one in moved] == [("I.2.1", "I.2", "I.1")]


def test_another_order_is_told_once() -> None:
    new = with_node("II", lambda node: node.model_copy(update={"items": tuple(reversed(node.items))}))
    one = only(new)
    assert (one.kind, one.level, one.code, one.weight, one.parts[0].new) == ("order", "area", "II", "minor", "II.2, II.1")


def test_groups_and_areas_change_too() -> None:
    assert said(diff(OLD, updated("I.2", title="Công tác thông tin, tuyên truyền"))) == [("title", "group", "I.2", "I.2")]
    assert said(diff(OLD, updated("I", maximum=Fraction(4)))) == [("maximum", "area", "I", "I")]
    one = only(updated("II", kind="bonus"))
    assert (one.kind, one.level, one.weight) == ("kind", "area", "major")


@pytest.mark.parametrize(
    ("values", "kind", "weight"),
    [
        ({"title": "Bộ mới"}, "edition_title", "minor"),
        ({"index_title": "Chỉ số khác"}, "index_title", "minor"),
        ({"basis": "Quyết định 2/QĐ-UBND"}, "basis", "minor"),
        ({"status": "official"}, "status", "minor"),
        ({"version": "1.1"}, "version", "minor"),
        ({"id": "khac"}, "edition", "minor"),
    ],
)
def test_the_head_of_an_edition(values: dict[str, str], kind: str, weight: str) -> None:
    one = only(replace(OLD, **values))
    assert (one.kind, one.level, one.weight) == (kind, "edition", weight)


def test_policies_classes_scale_and_blocks() -> None:
    def policies(**more: Any) -> Edition:
        return replace(OLD, policies=type(OLD.policies).model_validate(more))

    assert [(one.kind, one.weight, one.parts[0].path) for one in diff(OLD, policies(ties="dense")).changes] == [("policies", "major", "ties")]
    assert [(one.kind, one.weight) for one in diff(OLD, policies(rounding={"print": "3"})).changes] == [("print", "minor")]
    printed = policies(rank_on="printed")
    three = replace(printed, policies=printed.policies.model_copy(update={"rounding": policies(rounding={"print": "3"}).policies.rounding}))
    assert [(one.kind, one.weight) for one in diff(printed, three).changes] == [("policies", "major")]
    assert only(build.edition(TABLE, classes={"Tốt": "90"})).kind == "classes"
    assert only(build.edition(TABLE, scale="6")).kind == "scale"
    more = replace(OLD, blocks=(*OLD.blocks, replace(OLD.blocks[0], id="xa", title="Khối xã")))
    assert said(diff(OLD, more)) == [("added", "block", "", "")]
    assert said(diff(more, OLD)) == [("removed", "block", "", "")]
    turned = replace(more, blocks=tuple(reversed(more.blocks)))
    assert said(diff(more, turned)) == [("order", "edition", "", "")]
    assert diff(more, turned, block="so").changes == ()


def test_the_same_code_with_wholly_another_title_is_a_question() -> None:
    outcome = diff(OLD, updated("II.2", title="Tỷ lệ hồ sơ trực tuyến toàn trình"))
    assert said(outcome) == [("added", "item", "", "II.2"), ("removed", "item", "II.2", "II.2")]
    (asked,) = outcome.questions
    assert (asked.old, asked.new, asked.by, asked.comparable, asked.why) == ("II.2", "II.2", "code", "ask", "other_title")
    assert "II.2" not in {one.new for one in outcome.matches}


def test_a_title_that_is_nearly_alike_elsewhere_is_a_question() -> None:
    new = with_table("| II.2  | Điểm sáng tạo do Hội đồng xác định    |", "| II.9  | Điểm sáng tạo do Hội đồng quyết nghị  |")
    (asked,) = diff(OLD, new).questions
    assert (asked.old, asked.new, asked.by, asked.why, asked.similarity) == ("II.2", "II.9", "title", "alike", Fraction(3, 4))


@pytest.mark.parametrize(
    ("new", "code", "verdict"),
    [
        (updated("I.1.1", title="Thời hạn ban hành kế hoạch năm 2025"), "I.1.1", ("yes", "")),
        (updated("I.1.1", title="Thời hạn trình và ban hành chương trình"), "I.1.1", ("ask", "title")),
        (with_rule("I.1.2", floor=None), "I.1.2", ("no", "rule")),
        (with_rule("I.1.2", part="Số nhiệm vụ đúng hạn"), "I.1.2", ("ask", "wording")),
        (updated("I.1.2", assessed_by="council"), "I.1.2", ("no", "assessed_by")),
        (updated("I.1.2", maximum=Fraction(3)), "I.1.2", ("yes", "")),
        (updated("I.2.1", maximum=Fraction(2)), "I.2.1", ("no", "rule")),
        (with_table("1    | count     | each=0.5", "2    | count     | each=1  "), "I.2.1", ("yes", "")),
        (with_table("0.5  | choice    | Kịp thời=0.5; Không=0 ", "1    | choice    | Kịp thời=1; Không=0"), "I.1.1", ("yes", "")),
        (with_table("| II.2  |", "| II.7  |"), "II", ("yes", "")),
        (with_rule("I.1.2", floor=None), "I", ("ask", "composition")),
        (updated("II", kind="bonus"), "II", ("no", "kind")),
    ],
)
def test_whether_two_years_compare(new: Edition, code: str, verdict: tuple[str, str]) -> None:
    (one,) = (each for each in diff(OLD, new).matches if each.new == code and each.level != "group")
    assert (one.comparable, one.why) == verdict


@pytest.mark.parametrize(
    ("version", "new", "verdict"),
    [
        ("1.0", OLD, ("none", "fits")),
        ("1.0", updated("I.1.1", number="1"), ("minor", "unchanged")),
        ("1.1", updated("I.1.1", number="1"), ("minor", "fits")),
        ("2.0", updated("I.1.1", number="1"), ("minor", "fits")),
        ("0.9", updated("I.1.1", number="1"), ("minor", "back")),
        ("1.9", updated("I.1.1", maximum=Fraction(3)), ("major", "too_small")),
        ("1.0", updated("I.1.1", maximum=Fraction(3)), ("major", "too_small")),
        ("2.0", updated("I.1.1", maximum=Fraction(3)), ("major", "fits")),
        ("1.10", replace(updated("I.1.1", number="1")), ("minor", "fits")),
    ],
)
def test_the_version_numbers_own_up_to_the_changes(version: str, new: Edition, verdict: tuple[str, str]) -> None:
    found = diff(OLD, replace(new, version=version)).verdict
    assert (found.weight, found.versions) == verdict


def test_versions_of_two_editions_are_not_compared() -> None:
    assert diff(OLD, replace(OLD, id="khac")).verdict.versions == "other_edition"
    assert diff(OLD, replace(OLD, id="khac")).verdict.weight == "none"


def crosswalk(**more: Any) -> Crosswalk:
    return Crosswalk.model_validate({"from": "thu", "to": "thu", "blocks": {"so": "so"}, **more})


def test_what_a_person_decided_goes_before_any_guess() -> None:
    new = updated("II.2", title="Tỷ lệ hồ sơ trực tuyến toàn trình")
    outcome = diff(OLD, new, crosswalk(items=[{"block": "so", "from": "II.2", "to": "II.2", "comparable": "no", "note": "Việc khác"}]))
    assert said(outcome) == [("title", "item", "II.2", "II.2")]
    (one,) = (each for each in outcome.matches if each.new == "II.2")
    assert (one.by, one.comparable, one.why, one.note) == ("crosswalk", "no", "decided", "Việc khác")
    assert outcome.questions == ()


def test_a_crosswalk_joins_blocks_of_different_ids() -> None:
    renamed = replace(OLD, blocks=(replace(OLD.blocks[0], id="xa"),))
    assert {one.kind for one in diff(OLD, renamed).changes} == {"added", "removed"}
    joined = diff(OLD, renamed, crosswalk(blocks={"so": "xa"}))
    assert said(joined) == [("recoded", "block", "", "")]
    assert {one.comparable for one in joined.matches} == {"yes"}


CODES = ("I", "I.1", "I.1.1", "I.1.2", "I.2", "I.2.1", "II", "II.1", "II.2")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "title": st.text("abcđêô ", min_size=1, max_size=30),
    "number": st.text("0123456789.", min_size=1, max_size=5),
    "maximum": st.fractions(Fraction(1, 4), 9, max_denominator=4),
    "guidance": st.text("abc", min_size=1, max_size=9),
    "assessed_by": st.sampled_from(["appraisal", "council", "survey"]),
    "review": st.tuples(st.text("abc", min_size=1, max_size=9)),
    "code": st.text("ABCD", min_size=3, max_size=5),
}


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CODES), st.sampled_from(sorted(VALUES)), st.data())
def test_any_single_change_of_any_node_is_told(code: str, key: str, data: st.DataObject) -> None:
    value = data.draw(VALUES[key])
    new = updated(code, **{key: value})
    outcome, back = diff(OLD, new), diff(new, OLD)
    assert bool(outcome.changes) == (new != OLD)
    assert all(code in (one.code, one.former) or key in ("code", "title") for one in outcome.changes)
    assert {(one.old, one.new, one.similarity) for one in outcome.matches} == {(one.new, one.old, one.similarity) for one in back.matches}
    assert {(one.old, one.new) for one in outcome.questions} == {(one.new, one.old) for one in back.questions}


TITLES = st.lists(st.sampled_from(["kế hoạch", "báo cáo", "kiểm tra", "hồ sơ", "đúng hạn", "năm 2023", "cấp xã"]), min_size=1, max_size=6).map(
    " ".join
)


def flat(titles: list[str]) -> Edition:
    items = [{"code": f"I.{n}", "title": title, "maximum": "1", "rule": {"type": "points"}} for n, title in enumerate(titles, start=1)]
    area = Area.model_validate({"code": "I", "title": "Một", "maximum": str(len(titles)), "items": items})
    return replace(OLD, blocks=(replace(OLD.blocks[0], areas=(area,)),))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(TITLES, min_size=1, max_size=8), st.lists(TITLES, min_size=1, max_size=8))
def test_read_from_the_other_side_the_same_pairs_come_out(before: list[str], after: list[str]) -> None:
    there, back = diff(flat(before), flat(after)), diff(flat(after), flat(before))
    assert {(one.old, one.new, one.by, one.comparable) for one in there.matches} == {
        (one.new, one.old, one.by, one.comparable) for one in back.matches
    }
    assert {(one.old, one.new) for one in there.questions} == {(one.new, one.old) for one in back.questions}
    taken = [one.old for one in (*there.matches, *there.questions) if one.level == "item"]
    assert len(taken) == len(set(taken))


@settings(max_examples=50, deadline=None)
@given(st.lists(TITLES, min_size=1, max_size=8))
def test_an_edition_does_not_differ_from_itself(titles: list[str]) -> None:
    outcome = diff(flat(titles), flat(titles))
    assert (outcome.changes, outcome.questions, outcome.verdict.weight) == ((), (), "none")
    assert {(one.old == one.new, one.comparable) for one in outcome.matches} == {(True, "yes")}


def test_two_hundred_items_take_less_than_a_second() -> None:
    some = ["Tỷ lệ hồ sơ thủ tục hành chính được giải quyết đúng hạn", "Mức độ hoàn thành kế hoạch kiểm tra công tác cải cách hành chính"]
    names = ["hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "nghìn"]
    titles = [f"{some[n % 2]} của {names[n % 10]} {names[n // 10 % 10]} {names[n // 100]}" for n in range(200)]
    old, new = flat(titles), flat(titles[100:] + titles[:100])
    begun = time.process_time()
    outcome = diff(old, new)
    assert time.process_time() - begun < 1
    assert len(outcome.matches) == 201
