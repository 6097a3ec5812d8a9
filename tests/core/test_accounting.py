"""Whatever lies there has one fate, and the counts add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcli.core.accounting import FATES, WHYS, Lying, Told, account
from parcli.report.accounts_words import accounts_from, accounts_line

PLACES = ("submissions/a", "submissions/a/evidence", "submissions/a/evidence/I.1", "submissions/a/versions/1", "submissions/x", "survey", "appraisal")
NAMES = ("b.xlsx", "Kế hoạch.pdf", ".DS_Store", "~$b.xlsx", "thumbs.db", "p")
paths = st.builds("{}/{}".format, st.sampled_from(PLACES), st.sampled_from(NAMES))
heaps = st.lists(st.builds(Lying, paths, st.booleans()), max_size=30)
some = st.frozensets(st.one_of(paths, st.sampled_from(PLACES)), max_size=8)
told = st.builds(Told, some, some, some, st.just(("submissions",)), st.just(frozenset({"submissions/a/versions"})))


@given(heaps, told)
def test_in_is_used_and_refused_and_uncited(lying: list[Lying], said: Told) -> None:
    one = account(lying, said)
    assert one.found == len(lying) == sum(one.fates[fate] for fate in FATES)
    assert sum(one.uncited_because[why] for why in WHYS) == one.fates["uncited"]
    assert len(one.refused) == one.fates["refused"]
    assert one.unexamined == one.found - one.fates["used"]
    assert accounts_from({"files": accounts_line(one)}) == one


@given(heaps, told)
def test_what_is_no_file_is_never_used_and_nobody_takes_what_was_not_read(lying: list[Lying], said: Told) -> None:
    used = account(lying, said).fates["used"]
    assert used <= sum(1 for one in lying if one.plain and one.path in said.used)


@pytest.mark.parametrize(
    ("path", "fate", "why"),
    [
        ("submissions/a/b.xlsx", "used", "other"),
        ("submissions/a/c.xlsx", "refused", "other"),
        ("submissions/x/ke-hoach.pdf", "refused", "other"),
        ("submissions/a/evidence/deep/x/y.pdf", "refused", "other"),
        ("submissions/a/evidence/loose.pdf", "uncited", "other"),
        ("submissions/a/versions/0011aabb/b.xlsx", "uncited", "kept"),
        ("submissions/a/.DS_Store", "uncited", "passed_over"),
        ("submissions/a/~$b.xlsx", "uncited", "passed_over"),
        ("appraisal/ghi chú.docx", "uncited", "other"),
    ],
)
def test_each_fate(path: str, fate: str, why: str) -> None:
    said = Told(
        frozenset({"submissions/a/b.xlsx"}), frozenset({"submissions/a/evidence/deep"}), frozenset({"submissions/a/evidence/loose.pdf"}),
        ("submissions",), frozenset({"submissions/a/versions"}),
    )  # fmt: skip
    one = account([Lying(path)], said)
    assert [each for each in FATES if one.fates[each]] == [fate]
    assert [each for each in WHYS if one.uncited_because[each]] == ([why] if fate == "uncited" else [])


@pytest.mark.parametrize("change", [{"found": 9}, {"used": -1}, {"refused": "1"}, {"kept": 5}, {"used": True}])
def test_counts_that_do_not_add_up_are_refused(change: dict[str, object]) -> None:
    line = accounts_line(account([Lying("submissions/a/b.xlsx"), Lying("survey/x")], Told(frozenset(), frozenset(), frozenset())))
    assert accounts_from({"files": line}) is not None
    assert accounts_from({}) is None
    with pytest.raises(ValueError, match="add up"):
        accounts_from({"files": {**line, **change}})
