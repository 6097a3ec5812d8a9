"""The verdict on signatures, by tables of facts."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from parcli.core.fact import changed
from parcli.core.signature import (
    LINE_ENDING_BYTES,
    Chain,
    Coverage,
    Modification,
    Reason,
    SignatureFacts,
    reasons,
    reasons_of,
    verdict,
    verdict_of,
)

GOOD = SignatureFacts("ChuKy1", intact=True, coverage="whole_file", modification="none", chain="trusted", key_use=True)
FIRST = changed(GOOD, coverage="whole_revision", modification="form_filling")
STAMP = changed(GOOD, kind="time_stamp")


@pytest.mark.parametrize(
    ("facts", "said", "why"),
    [
        ({}, "valid", ()),
        ({"coverage": "whole_revision", "modification": "form_filling"}, "valid", ()),
        ({"intact": False}, "invalid", ("broken",)),
        ({"intact": False, "problem": "x", "chain": "unknown"}, "invalid", ("broken",)),
        ({"modification": "other", "coverage": "whole_revision"}, "invalid", ("changed",)),
        ({"coverage": "part", "modification": "unknown"}, "invalid", ("not_whole",)),
        ({"modification": "annotations", "coverage": "whole_revision"}, "undetermined", ("annotated",)),
        ({"intact": None}, "undetermined", ("unverified",)),
        ({"coverage": "unknown", "modification": "unknown"}, "undetermined", ("unverified",)),
        ({"modification": "unknown"}, "undetermined", ("unverified",)),
        ({"chain": "unknown"}, "undetermined", ("unverified",)),
        ({"key_use": None}, "undetermined", ("unverified",)),
        ({"problem": "ValueError"}, "undetermined", ("unverified",)),
        ({"chain": "untrusted"}, "undetermined", ("untrusted",)),
        ({"chain": "no_roots"}, "undetermined", ("no_roots",)),
        ({"chain": "out_of_validity"}, "undetermined", ("out_of_validity",)),
        ({"key_use": False}, "undetermined", ("key_use",)),
        ({"chain": "untrusted", "key_use": False, "modification": "other"}, "invalid", ("changed", "untrusted", "key_use")),
    ],
)
def test_what_one_signature_is_worth(facts, said, why):
    one = changed(GOOD, **facts)
    assert (verdict(one), reasons(one)) == (said, why)


@pytest.mark.parametrize(
    ("tail", "signatures", "unchecked", "said", "why"),
    [
        (0, (GOOD,), "", "valid", ()),
        (2, (GOOD,), "", "valid", ()),
        (LINE_ENDING_BYTES, (GOOD,), "", "valid", ()),
        (LINE_ENDING_BYTES + 1, (GOOD,), "", "undetermined", ("added",)),
        (40, (GOOD,), "", "undetermined", ("added",)),
        (0, (FIRST, GOOD), "", "valid", ()),
        (0, (FIRST, STAMP), "", "valid", ()),
        (0, (FIRST,), "", "undetermined", ("added",)),
        (40, (FIRST,), "", "invalid", ("not_whole",)),
        (0, (changed(FIRST, modification="none"),), "", "invalid", ("not_whole",)),
        (0, (changed(GOOD, intact=False), GOOD), "", "invalid", ("broken",)),
        (0, (changed(FIRST, chain="untrusted"), GOOD), "", "undetermined", ("untrusted",)),
        (0, (changed(FIRST, modification="other"), changed(GOOD, chain="no_roots")), "", "invalid", ("changed", "no_roots")),
        (0, (STAMP,), "", "undetermined", ("unsigned",)),
        (0, (), "", "undetermined", ("unsigned",)),
        (0, (), "a reason", "undetermined", ("unchecked",)),
        (0, (GOOD,), "a reason", "undetermined", ("unchecked",)),
    ],
)
def test_what_the_signatures_of_a_file_are_worth(tail, signatures, unchecked, said, why):
    assert (verdict_of(tail, signatures, unchecked), reasons_of(tail, signatures, unchecked)) == (said, why)


def test_only_one_set_of_facts_makes_a_file_valid():
    """Of all facts that a single signature can have, one combination alone is accepted."""
    accepted = [
        (intact, coverage, modification, chain, key_use, problem)
        for intact, coverage, modification, chain, key_use, problem in product(
            (True, False, None), get_args(Coverage), get_args(Modification), get_args(Chain), (True, False, None), ("", "x")
        )
        if verdict_of(0, (SignatureFacts("a", "", "", "", intact, coverage, modification, chain, key_use, problem=problem),)) == "valid"
    ]
    assert set(accepted) == {(True, "whole_file", each, "trusted", True, "") for each in ("none", "form_filling")}


def test_every_reason_can_be_given_and_is_given_once():
    given = {
        reason
        for intact, coverage, modification, chain, key_use, unchecked in product(
            (True, False, None), get_args(Coverage), get_args(Modification), get_args(Chain), (True, False), ("", "x")
        )
        for reason in reasons_of(
            0, (changed(GOOD, intact=intact, coverage=coverage, modification=modification, chain=chain, key_use=key_use),), unchecked
        )
    }
    assert given | {"unsigned"} == set(get_args(Reason))
    many = reasons_of(0, (changed(FIRST, chain="untrusted"),) * 3)
    assert len(many) == len(set(many))
