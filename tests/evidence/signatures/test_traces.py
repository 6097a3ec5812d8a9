"""Signatures that an update has put out of reach: they stay in the bytes, and the file is not called valid without them."""

from __future__ import annotations

import re
import time
from io import BytesIO

import pikepdf
import pytest
from evidence.signatures.pki import OTHER_TEXT, next_number, paper, pki, sign, stream, update

from parcli.core.limits import Limits
from parcli.core.signature import reasons_of, verdict_of
from parcli.evidence.signatures import check
from parcli.evidence.signatures.traces import bears_signature, signature_ranges

LIMITS = Limits()
UNREACHED = "a signature in the file is reached by no field"


@pytest.fixture(scope="module")
def good() -> bytes:
    return sign(paper(), pki().leader)


def _replaced(content: bytes, one: pikepdf.Object, body: bytes) -> bytes:
    return update(content, {one.objgen[0]: body, 4: stream(OTHER_TEXT)})


def _without_form(content: bytes) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        del pdf.Root["/AcroForm"]
        return _replaced(content, pdf.Root, pdf.Root.unparse(resolved=True))


def _without_fields(content: bytes) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.Root["/AcroForm"] = pikepdf.Dictionary(Fields=[])
        return _replaced(content, pdf.Root, pdf.Root.unparse(resolved=True))


def _emptied(content: bytes, key: str) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        value = pdf.Root.AcroForm.Fields[0].V
        del value[key]
        return _replaced(content, value, value.unparse(resolved=True)[:-2] + key.encode() + b" null>>")


def _without_contents(content: bytes) -> bytes:
    return _emptied(content, "/Contents")


def _without_range(content: bytes) -> bytes:
    return _emptied(content, "/ByteRange")


def _without_value(content: bytes) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        field = pdf.Root.AcroForm.Fields[0]
        del field["/V"]
        return _replaced(content, field, field.unparse(resolved=True))


ATTACKS = pytest.mark.parametrize(
    "attack", [_without_form, _without_fields, _without_contents, _without_range, _without_value], ids=lambda attack: attack.__name__
)


@ATTACKS
def test_a_signature_put_out_of_reach_is_said_and_the_file_still_bears_it(good, attack):
    attacked = attack(good)
    facts, unchecked = check(attacked, pki().trust, LIMITS)
    assert bears_signature(attacked)
    assert unchecked == UNREACHED
    assert reasons_of(0, facts, unchecked)[-1] == "unchecked"


@ATTACKS
def test_another_office_that_signs_afterwards_does_not_make_the_file_valid(good, attack):
    attacked = sign(attack(good), pki().other_office, field="ChuKy2")
    facts, unchecked = check(attacked, pki().trust, LIMITS)
    assert "Trần Thị Thử" in [one.signer for one in facts]
    assert unchecked == UNREACHED
    assert verdict_of(0, facts, unchecked) == "undetermined"


def test_signatures_that_fields_reach_leave_nothing_unsaid(good):
    both = sign(good, pki().office, field="ChuKy2")
    assert len(signature_ranges(both) or ()) == 2
    facts, unchecked = check(both, pki().trust, LIMITS)
    assert (len(facts), unchecked, verdict_of(0, facts, unchecked)) == (2, "", "valid")


def test_a_signature_of_a_form_that_is_not_examined_is_reached_all_the_same(good):
    facts, unchecked = check(good.replace(b"/adbe.pkcs7.detached", b"/adbe.x509.rsa_sha1 "), pki().trust, LIMITS)
    assert (len(facts), unchecked) == (1, "")


def test_words_about_signatures_and_a_signed_file_within_a_file_are_no_trace(good):
    words = b"BT (/ByteRange [0 100 200 300] /Contents <00>) Tj ET"
    assert not bears_signature(paper(0, b"", b"", stream(words)))
    assert not bears_signature(paper(0, b"", b"", stream(good, b"/Type/EmbeddedFile")))
    assert not bears_signature(update(paper(), {next_number(paper()): b"<</Type/Sig/ByteRange[0 0 0 0]/Contents<00>>>"}))
    assert not bears_signature(paper())


@pytest.mark.parametrize("numbers", [b"[%s %s %s %s ]", b"[ %s\n%s\r%s\t%s]", b"\n[%s\0%s\f%s %s]", b"[%s %s %s %s]"])
def test_a_range_is_read_however_it_is_spaced(good, numbers):
    found = re.search(rb"/ByteRange( \[(\d+) (\d+) (\d+) (\d+)\s*\])", good)
    assert found
    spaced = (numbers % found.groups()[1:]).ljust(len(found[1]))
    assert len(spaced) == len(found[1])
    assert signature_ranges(good[: found.start(1)] + spaced + good[found.end(1) :]) == signature_ranges(good) != frozenset()


def test_too_many_keys_are_not_looked_at_one_by_one_and_leave_the_file_unread():
    crowded = paper(0, b"", b"", stream(b"/ByteRange [0 1 2 3]\n" * 2000))
    assert signature_ranges(crowded) is None
    assert bears_signature(crowded)
    assert check(sign(crowded, pki().leader), pki().trust, LIMITS)[1] == "too many byte ranges to look at"


def test_ten_megabytes_are_looked_through_in_milliseconds():
    content = paper(0, b"", b"", stream(bytes(range(256)) * 40_000))
    times = []
    for _ in range(5):
        began = time.process_time()
        assert not bears_signature(content)
        times.append(time.process_time() - began)
    assert min(times) < 0.02
