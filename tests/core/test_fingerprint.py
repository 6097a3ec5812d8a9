import random

import pytest

from parcli.core.fingerprint import SIZE, WIDTH, hashes, likeness


def sketch(groups):
    return tuple(sorted(groups)[:SIZE])


def test_the_same_is_a_hundred_and_nothing_in_common_is_nought():
    assert likeness((1, 2, 3), (1, 2, 3)) == 100
    assert likeness((1, 2, 3), (4, 5, 6)) == 0


def test_a_page_without_a_fingerprint_is_like_none():
    assert likeness((), ()) == 0
    assert likeness((), (1,)) == 0


def test_a_fingerprint_is_its_hashes_one_after_the_other():
    numbers = (0, 258, 2**64 - 1)
    assert hashes(b"".join(number.to_bytes(WIDTH, "big") for number in numbers)) == numbers
    assert hashes(b"") == ()


def test_a_share_is_rounded_down():
    assert likeness((1, 2), (1, 3)) == 33


def test_it_does_not_matter_which_comes_first():
    assert likeness((1, 2, 9), (2, 3)) == likeness((2, 3), (1, 2, 9))


@pytest.mark.parametrize("common", [0.2, 0.5, 0.9])
def test_long_pages_are_estimated_within_fifteen_percent(common):
    chance = random.Random(7)
    groups = [chance.getrandbits(64) for _ in range(2000)]
    shared = int(2000 * common)
    a, b = set(groups[: 1000 + shared // 2]), set(groups[1000 - shared // 2 :])
    truth = 100 * len(a & b) / len(a | b)
    assert abs(likeness(sketch(a), sketch(b)) - truth) < 15
