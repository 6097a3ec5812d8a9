"""Real signatures, honest and forged, and what each is worth: the cases S01 to S12 of attacks known for PDF, and more."""

from __future__ import annotations

import pickle
import re
import socket
import subprocess
import sys
import time
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from evidence.signatures import pki as made
from evidence.signatures.pki import OTHER_TEXT, SIGNED, VIETNAM, lay_over, next_number, paper, pki, sign, stamp_document, stamper, stream, update

from parcli.core.limits import Limits
from parcli.core.signature import LINE_ENDING_BYTES, Reason, SignatureFacts, Verdict, reasons_of, verdict, verdict_of
from parcli.evidence.pdf import pdf_facts
from parcli.evidence.signatures import check
from parcli.evidence.trust import Trust

LIMITS = Limits()
HIDDEN = b"/Contents 6 0 R"


@pytest.fixture(scope="module")
def world() -> made.Pki:
    return pki()


@pytest.fixture(scope="module")
def good(world) -> bytes:
    return sign(paper(), world.leader)


def tail_of(content: bytes) -> int:
    return len(content) - content.rfind(b"%%EOF") - 5


def judged(content: bytes, trust: Trust | None = None, limits: Limits = LIMITS) -> tuple[Verdict, tuple[Reason, ...], tuple[SignatureFacts, ...]]:
    facts, unchecked = check(content, pki().trust if trust is None else trust, limits)
    return verdict_of(tail_of(content), facts, unchecked), reasons_of(tail_of(content), facts, unchecked), facts


def page_of(content: bytes) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        return pdf.pages[0].obj.unparse(resolved=True)


def catalogue_of(content: bytes) -> tuple[int, bytes]:
    with pikepdf.open(BytesIO(content)) as pdf:
        return pdf.Root.objgen[0], pdf.Root.unparse(resolved=True)


def test_s01_a_good_signature_is_valid_and_says_who_and_when(good):
    said, why, (one,) = judged(good)
    assert (said, why) == ("valid", ())
    assert one == SignatureFacts(
        field="ChuKy1",
        signer="Nguyễn Văn Mẫu",
        organisation="Sở Nội vụ",
        issuer="Chứng thực cơ quan thử nghiệm",
        intact=True,
        coverage="whole_file",
        modification="none",
        chain="trusted",
        key_use=True,
        claimed="2023-11-15T09:30:00+07:00",
        valid_from="2021-01-01",
        valid_to="2024-12-31",
        units=("Ban Giám đốc",),
    )


def test_s01_holds_for_pades_where_the_time_stands_in_the_dictionary(world):
    said, _, (one,) = judged(sign(paper(), world.leader, pades=True))
    assert said == "valid"
    assert one.claimed == "2023-11-15T09:30:00+07:00"


def judged_whole(content: bytes) -> tuple[Verdict, tuple[Reason, ...]]:
    """Judge with the tail that the facts of the file state, as the checks do."""
    tail = pdf_facts(content, LIMITS).tail
    facts, unchecked = check(content, pki().trust, LIMITS)
    return verdict_of(tail, facts, unchecked), reasons_of(tail, facts, unchecked)


@pytest.mark.parametrize("ending", [b"\n", b"\r", b"\r\n", b"\n\n", b"\r\n\r\n", b"\n" * LINE_ENDING_BYTES])
def test_a_few_line_endings_after_the_end_are_no_fault(good, ending):
    assert judged_whole(good + ending) == ("valid", ())


@pytest.mark.parametrize("ending", [b"\n" * (LINE_ENDING_BYTES + 1), b" ", b"\n\0", b"\n%\n"])
def test_more_than_that_or_anything_else_after_the_end_is_not_whole(good, ending):
    assert judged_whole(good + ending) == ("invalid", ("not_whole",))


def test_s02_replaced_content_is_a_change(good):
    said, why, (one,) = judged(update(good, {4: stream(OTHER_TEXT)}))
    assert (said, why) == ("invalid", ("changed",))
    assert one.intact is True


@pytest.mark.parametrize("subtype", [b"Square", b"FreeText", b"Stamp"])
def test_s03_something_laid_over_is_told_from_a_change(good, subtype):
    said, why, (one,) = judged(lay_over(good, subtype))
    assert (said, why) == ("undetermined", ("annotated",))
    assert one.modification == "annotations"


def test_s03_with_a_change_beside_it_is_a_change(good):
    assert judged(update(lay_over(good), {5: b"<</Type/Font/Subtype/Type1/BaseFont/Symbol>>"}))[1] == ("changed",)


def test_s03_then_a_second_signature_stays_for_a_person_to_look_at(good, world):
    said, why, facts = judged(sign(lay_over(good), world.office, field="ChuKy2"))
    assert (said, why) == ("undetermined", ("annotated",))
    assert [one.modification for one in facts] == ["annotations", "none"]


def _other_page(content: bytes) -> bytes:
    return update(content, {3: page_of(content).replace(b"/Contents 4 0 R", HIDDEN)})


def _other_font(content: bytes) -> bytes:
    return update(content, {5: b"<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>"})


def _other_pages(content: bytes) -> bytes:
    number, body = catalogue_of(content)
    tree = {8: b"<</Type/Pages/Count 1/Kids[9 0 R]>>", 9: b"<</Type/Page/Parent 8 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 6 0 R>>"}
    added = {next_number(content) + key - 8: value for key, value in tree.items()}
    first = min(added)
    moved = {key: value.replace(b"[9 0", b"[%d 0" % (first + 1)).replace(b"Parent 8", b"Parent %d" % first) for key, value in added.items()}
    return update(content, {number: body.replace(b"/Pages 2 0 R", b"/Pages %d 0 R" % first), **moved})


def _action(content: bytes) -> bytes:
    number, body = catalogue_of(content)
    return update(lay_over(content), {number: body[:-2] + b"/OpenAction<</S/JavaScript/JS(x)>>>>"})


def _smaller_page(content: bytes) -> bytes:
    return update(content, {3: page_of(content).replace(b"[ 0 0 595 842 ]", b"[ 0 0 595 400 ]")})


@pytest.mark.parametrize("attack", [_other_page, _other_font, _other_pages, _action, _smaller_page], ids=lambda attack: attack.__name__)
def test_s04_what_was_prepared_and_shown_later_is_a_change(good, attack):
    attacked = attack(good)
    assert attacked != good
    assert judged(attacked)[:2] == ("invalid", ("changed",))


def test_s04_a_cover_that_is_lifted_is_a_change(world):
    cover = b"<</Type/Annot/Subtype/Square/Rect[60 690 400 720]/IC[1 1 1]/F 4>>"
    covered = sign(paper(0, b"", b"/Annots[8 0 R]", cover), world.leader)
    assert judged(covered)[0] == "valid"
    assert judged(update(covered, {}, freed=(8,)))[:2] == ("invalid", ("changed",))
    assert judged(update(covered, {8: cover.replace(b"690 400 720", b"690 61 691")}))[:2] == ("invalid", ("changed",))


def test_s04_a_form_field_filled_in_before_the_office_signs_is_seen(world):
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(Diem)/V(1)/F 4/Rect[60 650 200 670]/AP<</N 9 0 R>>>>"
    shown = stream(b"BT (1) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 140 20]")
    first = sign(paper(0, b"/AcroForm<</Fields[8 0 R]>>", b"/Annots[8 0 R]", field, shown), world.leader)
    filled = update(first, {8: field.replace(b"/V(1)", b"/V(9)"), 9: shown.replace(b"(1)", b"(9)")})
    said, why, facts = judged(sign(filled, world.office, field="ChuKy2"))
    assert said == "undetermined"
    assert "annotated" in why
    assert facts[0].modification == "annotations"


def test_s05_bytes_after_the_end_leave_the_file_not_whole(good):
    end = good[good.rfind(b"startxref") :]
    body = b"4 0 obj\n%s\nendobj\n" % stream(OTHER_TEXT)
    assert judged(good + b"% more")[:2] == ("invalid", ("not_whole",))
    for more in (body, body + end, b"\n\n" + end, body + b"trailer<</Size 9/Root 1 0 R>>\n" + end):
        assert judged(good + more)[0] == "invalid"


def test_s05_a_file_that_ends_with_no_signature_is_not_valid_even_if_nothing_shows(good):
    number, body = catalogue_of(good)
    said, why, _ = judged(update(good, {number: body}))
    assert (said, why) == ("undetermined", ("added",))


def _range_of(content: bytes) -> re.Match[bytes]:
    found = re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]", content)
    assert found
    return found


def _with_range(content: bytes, numbers: bytes) -> bytes:
    found = _range_of(content)
    text = b"/ByteRange [" + numbers
    return content[: found.start()] + text.ljust(found.end() - found.start() - 1) + b"]" + content[found.end() :]


@pytest.mark.parametrize("numbers", [b"0 0 0 0", b"", b"0 9", b"-1 5 7 9", b"0 99999999 99999999 9", b"0 1 2 3 4 5", b"(a)"])
def test_s06_a_forged_range_is_never_valid(good, numbers):
    said, why, _ = judged(_with_range(good, numbers))
    assert said != "valid"
    assert {"broken", "not_whole", "unverified"}.intersection(why)


def test_s06_wrapping_the_signature_in_another_hole_is_never_valid(good):
    _, first, second, length = map(int, _range_of(good).groups())
    more = b"\n4 0 obj\n%s\nendobj\n" % stream(OTHER_TEXT)
    wrapped = good[:second] + more + good[second:]
    assert judged(_with_range(wrapped, b"0 %d %d %d" % (first, second + len(more), length)))[0] != "valid"
    assert judged(wrapped)[0] != "valid"


def test_s06_anything_else_in_the_hole_leaves_it_not_whole(good):
    """The padding behind the signature is not signed: an entry of the dictionary hides in it, and no digest changes."""
    _, _, second, _ = map(int, _range_of(good).groups())
    hidden = b"> /Reason (Dong y) /Location <"
    filled = good[: second - 201] + hidden + good[second - 201 + len(hidden) :]
    said, why, (one,) = judged(filled)
    assert (said, why) == ("invalid", ("not_whole",))
    assert one.intact is True


def test_s06_without_its_bytes_a_signature_is_never_valid(good):
    _, first, second, _ = map(int, _range_of(good).groups())
    for bytes_of in (b"0" * (second - first - 2), b" " * (second - first - 2), b"30" * ((second - first - 2) // 2)):
        assert judged(good[: first + 1] + bytes_of + good[second - 1 :])[0] != "valid"


def test_s07_a_certificate_that_had_ended_when_signing_is_out_of_validity(world):
    said, why, (one,) = judged(sign(paper(), world.expired))
    assert (said, why) == ("undetermined", ("out_of_validity",))
    assert one.valid_to == "2022-12-31"


def test_s07_so_is_one_that_had_not_begun(world):
    early = datetime(2020, 6, 1, tzinfo=VIETNAM)
    assert judged(sign(paper(), world.leader, early))[1] == ("out_of_validity",)


def test_a_trusted_stamp_decides_the_time_against_the_claim(world):
    """The signer claims 2023, when the certificate was valid; the stamp says 2025, when it was not."""
    stamped = datetime(2025, 3, 1, tzinfo=VIETNAM)
    said, why, (one,) = judged(sign(paper(), world.leader, stamp=stamper(world.authority_of_time, stamped)))
    assert (said, why) == ("undetermined", ("out_of_validity",))
    assert (one.claimed, one.stamped) == ("2023-11-15T09:30:00+07:00", "2025-03-01T00:00:00+07:00")


def test_a_trusted_stamp_shows_that_a_late_claim_is_no_matter(world):
    late = datetime(2025, 6, 1, tzinfo=VIETNAM)
    said, _, (one,) = judged(sign(paper(), world.leader, late, stamp=stamper(world.authority_of_time)))
    assert said == "valid"
    assert one.stamped == "2023-11-15T09:30:00+07:00"


def test_a_stamp_of_an_unknown_authority_attests_nothing(world):
    said, why, (one,) = judged(sign(paper(), world.expired, stamp=stamper(world.stranger_of_time, datetime(2021, 5, 1, tzinfo=VIETNAM))))
    assert (said, why) == ("undetermined", ("out_of_validity",))
    assert one.stamped == ""


def test_a_stamp_over_the_document_is_told_from_a_signature(good, world):
    said, _, facts = judged(stamp_document(good, world.authority_of_time))
    assert said == "valid"
    assert [one.kind for one in facts] == ["signature", "time_stamp"]
    assert facts[1].stamped
    assert judged(stamp_document(paper(), world.authority_of_time))[:2] == ("undetermined", ("unsigned",))
    assert judged(stamp_document(good, world.stranger_of_time))[:2] == ("undetermined", ("untrusted",))


def test_s08_an_unknown_authority_is_untrusted_and_no_roots_is_said(world):
    strange = sign(paper(), world.stranger)
    assert judged(strange)[:2] == ("undetermined", ("untrusted",))
    assert judged(strange, Trust())[:2] == ("undetermined", ("no_roots",))
    assert judged(strange, Trust((world.own_root.der,)))[0] == "valid"


def test_s08_a_self_signed_signer_is_untrusted():
    alone = made.issue(made.named("Nguyễn Văn Mẫu", "Sở Nội vụ"), None)
    assert judged(sign(paper(), alone))[:2] == ("undetermined", ("untrusted",))


def test_s08_a_root_that_the_file_brings_along_is_not_believed(world):
    """The stranger's own root stands in the signature and in the file's validation store; it is no root of trust/."""
    strange = sign(paper(0, b"/DSS<</Certs[8 0 R]>>", b"", stream(world.own_root.der)), world.stranger)
    assert world.own_root.der.hex().encode() in strange.lower()
    assert judged(strange)[:2] == ("undetermined", ("untrusted",))


def test_s08_an_authority_of_the_same_name_is_not_believed(world):
    twin = made.issue(world.root.certificate.subject, None, years=(2015, 2045), authority=True)
    forged = made.issue(made.named("Nguyễn Văn Mẫu", "Sở Nội vụ"), twin)
    assert judged(sign(paper(), forged))[:2] == ("undetermined", ("untrusted",))


def test_s08_an_officer_is_no_authority(world):
    issued = made.issue(made.named("Phạm Văn Giả Sử", "Sở Nội vụ"), world.leader)
    assert judged(sign(paper(), issued))[:2] == ("undetermined", ("untrusted",))


def test_s09_another_organisation_is_a_fact_for_the_checks(world):
    said, _, (one,) = judged(sign(paper(), world.other_office))
    assert said == "valid"
    assert (one.signer, one.organisation) == ("Trần Thị Thử", "Sở Xây dựng")


def test_s10_leader_then_office_is_how_it_is_done(good, world):
    said, why, facts = judged(sign(good, world.office, SIGNED + timedelta(hours=2), field="ChuKy2"))
    assert (said, why) == ("valid", ())
    assert [(one.signer, one.coverage, one.modification) for one in facts] == [
        ("Nguyễn Văn Mẫu", "whole_revision", "form_filling"),
        ("SỞ NỘI VỤ", "whole_file", "none"),
    ]


def test_s10_with_content_replaced_between_is_a_change(good, world):
    said, why, facts = judged(sign(update(good, {4: stream(OTHER_TEXT)}), world.office, field="ChuKy2"))
    assert (said, why) == ("invalid", ("changed",))
    assert [verdict(one) for one in facts] == ["invalid", "valid"]


def test_s10_a_signature_that_allowed_no_more_is_not_followed_by_another(world):
    locked = sign(paper(), world.leader, locked=True)
    assert judged(locked)[0] == "valid"
    said, why, _ = judged(sign(locked, world.office, field="ChuKy2"))
    assert said == "invalid"
    assert "changed" in why


def test_s11_an_unsigned_file_has_no_signatures():
    assert check(paper(), pki().trust, LIMITS) == ((), "")


def test_p20_a_name_or_an_empty_field_signs_nothing():
    field = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(ChuKy1)/F 4/Rect[0 0 0 0]>>"
    assert check(paper(0, b"/AcroForm<</Fields[8 0 R]/SigFlags 3>>", b"/Annots[8 0 R]", field), pki().trust, LIMITS) == ((), "")


def test_s12_a_claim_is_told_as_it_is_made(world):
    said, _, (one,) = judged(sign(paper(), world.leader, datetime(2022, 1, 4, 23, 30, tzinfo=VIETNAM)))
    assert said == "valid"
    assert one.claimed == "2022-01-04T23:30:00+07:00"
    assert one.stamped == ""


def test_a_flipped_bit_breaks_the_signature(good):
    place = good.index(b"05/BC-SNV")
    said, why, (one,) = judged(good[:place] + b"1" + good[place + 1 :])
    assert (said, why) == ("invalid", ("broken",))
    assert one.intact is False


def test_a_digest_that_can_be_forged_proves_nothing(world):
    said, why, (one,) = judged(sign(paper(), world.leader, md="sha1"))
    assert (said, why) == ("undetermined", ("unverified",))
    assert "sha1" in one.problem


def test_either_usage_of_the_key_will_do_but_no_other(world):
    assert judged(sign(paper(), world.only_digital))[0] == "valid"
    said, why, (one,) = judged(sign(paper(), world.web_server))
    assert (said, why, one.key_use) == ("undetermined", ("key_use",), False)


def test_an_intermediate_in_trust_is_enough(good, world):
    assert judged(good, Trust((world.middle.der,)))[0] == "valid"


def test_a_form_of_signature_that_is_not_examined_is_said(good):
    said, why, (one,) = judged(good.replace(b"/adbe.pkcs7.detached", b"/adbe.x509.rsa_sha1 "))
    assert (said, why) == ("undetermined", ("unverified",))
    assert "adbe.x509.rsa_sha1" in one.problem


def test_half_a_signed_file_is_never_valid(good):
    for part in range(1, 20):
        content = good[: len(good) * part // 20]
        facts, unchecked = check(content, pki().trust, LIMITS)
        assert not facts or verdict_of(tail_of(content), facts, unchecked) != "valid"


def test_any_damage_leaves_a_broken_or_unread_signature(good):
    """Each place in turn is overwritten; what stands behind the file's own bytes cannot stay valid."""
    spoilt = [judged(good[:at] + b"\xff" + good[at + 1 :])[0] for at in range(3, len(good) - 8, 997)]
    _, first, second, _ = map(int, _range_of(good).groups())
    outside = [at for at in range(3, len(good) - 8, 997) if not first < at < second]
    assert len(outside) > 3
    assert [said for at, said in zip(range(3, len(good) - 8, 997), spoilt, strict=True) if at in outside and said == "valid"] == []


def test_p12_a_form_that_multiplies_or_loops_is_left_unread():
    doubling = [b"<</T(a)/Kids[%d 0 R %d 0 R]>>" % (number + 1, number + 1) for number in range(8, 38)]
    form = b"/AcroForm<</Fields[8 0 R]>>"
    began = time.process_time()
    assert check(paper(0, form, b"", *doubling), pki().trust, LIMITS) == ((), "a form field is reached twice")
    assert check(paper(0, form, b"", b"<</T(a)/Kids[8 0 R]>>"), pki().trust, LIMITS) == ((), "a form field is reached twice")
    many = b"/AcroForm<</Fields[%s]>>" % (b"8 0 R " * 6000)
    assert check(paper(0, many, b"", b"<</T(a)>>"), pki().trust, LIMITS) == ((), "more than 5000 form fields")
    deep = [b"<</T(a)/Kids[%d 0 R]>>" % (number + 1) for number in range(8, 80)]
    assert check(paper(0, form, b"", *deep), pki().trust, LIMITS) == ((), "form fields more than 32 levels deep")
    assert time.process_time() - began < 1


def test_p13_a_long_tail_is_left_unread_at_once(good):
    content = good + b"%" * 30_000_000
    began = time.process_time()
    facts, unchecked = check(content, pki().trust, LIMITS)
    assert time.process_time() - began < 1
    assert facts == ()
    assert unchecked == "30000001 bytes after the end-of-file mark, the limit is 2048"
    assert verdict_of(tail_of(content), facts, unchecked) == "undetermined"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%%EOF", b"%PDF-1.7\n%%EOF\n", b"startxref " * 400 + b"%%EOF", b"[" * 200_000 + b"%%EOF"])
def test_what_is_hardly_a_pdf_is_left_unread_with_a_reason(content):
    facts, unchecked = check(content, pki().trust, LIMITS)
    assert facts == ()
    assert unchecked


def test_more_signatures_than_the_limit_are_counted_not_trusted(world):
    content = paper()
    for number in range(4):
        content = sign(content, world.leader, field=f"ChuKy{number}", visible=False)
    assert judged(content)[0] == "valid"
    facts, unchecked = check(content, world.trust, Limits(signatures=3))
    assert [one.field for one in facts] == ["ChuKy0", "ChuKy1", "ChuKy2"]
    assert unchecked == "4 signatures, the limit is 3"
    assert verdict_of(1, facts, unchecked) == "undetermined"
    assert verdict_of(1, facts) != "valid"


@pytest.mark.slow
def test_thirty_signatures_and_more_stay_within_the_time(world):
    content = paper()
    for number in range(32):
        content = sign(content, world.leader, field=f"ChuKy{number}", visible=False)
    began = time.process_time()
    facts, unchecked = check(content, world.trust, LIMITS)
    assert time.process_time() - began < LIMITS.signature_cpu_seconds / 2
    assert len(facts) == 30
    assert unchecked == "32 signatures, the limit is 30"


def hybrid(base: bytes) -> bytes:
    """Append an update with two cross-references: the table leaves to a stream what is packed away."""
    place = len(base)
    rows = bytes((0, 0, 0, 255)) * 8
    body = b"30 0 obj\n%s\nendobj\n" % stream(rows, b"/Type/XRef/W[1 2 1]/Index[100 8]/Size 108")
    table = b"xref\n30 1\n%010d 00000 n \n" % place
    previous = int(base[base.rfind(b"startxref") + 9 :].split()[0])
    root, _ = catalogue_of(base)
    end = b"trailer<</Size 108/Root %d 0 R/Prev %d/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n" % (root, previous, place, place + len(body))
    return base + body + table + end


def test_a_file_with_two_cross_references_as_word_writes_it_can_be_signed(good, world):
    assert judged(sign(hybrid(paper()), world.leader))[0] == "valid"
    said, why, _ = judged(sign(hybrid(good), world.office, field="ChuKy2"))
    assert said == "undetermined"
    assert "unverified" in why


def _closed(owner: str, user: str) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(paper())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner=owner, user=user))
    return out.getvalue()


def test_a_file_closed_with_permissions_only_is_read_and_one_with_a_password_is_not(world):
    signed = sign(_closed("x", ""), world.leader)
    assert judged(signed)[0] == "valid"
    assert judged(update(signed, {next_number(signed): b"(x)"}))[0] != "valid"
    facts, unchecked = check(_closed("x", "y"), world.trust, LIMITS)
    assert facts == ()
    assert unchecked


def test_p15_a_table_of_impossible_size_is_left_unread(world):
    content = sign(paper(), world.leader)
    large = re.sub(rb"/Size \d+", b"/Size 2147483648", content)
    assert judged(large)[0] != "valid"


def test_a_chain_of_many_certificates_is_not_followed(world):
    crowded = made.Identity(
        world.leader.key, world.leader.certificate, (*world.leader.above, *(made.issue(made.named(f"Thừa {n}"), None).certificate for n in range(31)))
    )
    said, why, (one,) = judged(sign(paper(), crowded))
    assert (said, why) == ("undetermined", ("unverified",))
    assert one.problem == "more than 30 certificates"


def test_names_lose_what_could_move_a_cursor(world):
    odd = made.issue(made.named("Nguye\u0302\u0303n \x1b[2JVăn\u202e Mẫu", "Sở  Nội\tvụ"), world.middle)
    (one,) = judged(sign(paper(), odd))[2]
    assert one.signer == "Nguyễn [2JVăn Mẫu"
    assert one.organisation == "Sở Nội vụ"


def test_without_an_organisation_its_unit_stands(world):
    only = made.issue(made.named("Nguyễn Văn Mẫu", "", "Phòng Nội vụ"), world.middle)
    (one,) = judged(sign(paper(), only))[2]
    assert (one.organisation, one.units) == ("Phòng Nội vụ", ("Phòng Nội vụ",))


def test_facts_are_the_same_in_two_runs_another_zone_and_can_be_sent(good, world, monkeypatch):
    first = check(good, world.trust, LIMITS)
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert check(good, world.trust, LIMITS) == first
    finally:
        monkeypatch.undo()
        time.tzset()
    assert pickle.loads(pickle.dumps(first)) == first


def test_the_clock_is_not_read(good, world):
    """The leader's certificate has ended by now; at the time of signing it was valid, today and next year."""
    assert datetime(2024, 12, 31, tzinfo=VIETNAM) < datetime.now(VIETNAM)
    assert judged(good)[0] == "valid"
    assert world.leader.certificate.not_valid_after_utc.year == 2024


def test_no_socket_is_opened(good, world, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError

    stamped = sign(paper(), world.leader, stamp=stamper(world.authority_of_time))
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert judged(good)[0] == "valid"
    assert judged(stamped)[0] == "valid"


def test_pyhanko_waits_until_a_signed_file_comes():
    code = "import sys, parcli.evidence.inspect, parcli.evidence.examine, parcli.evidence.signatures; print({'pyhanko', 'asn1crypto'} & set(sys.modules))"
    outcome = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == "set()"


@pytest.mark.slow
def test_fifty_megabytes_take_little_more_than_their_hash(world):
    content = sign(paper(50_000_000), world.leader)
    began = time.process_time()
    sha256(content).digest()
    hashed = time.process_time() - began
    began = time.process_time()
    assert judged(content)[0] == "valid"
    took = time.process_time() - began
    print(f"50 MB: hash {hashed * 1000:.0f} ms, signature {took * 1000:.0f} ms")
    assert took < hashed * 10 + 0.2
