"""EV22: one finding for a signed file, by the gravest reason; questions of signer and time only where it holds."""

from __future__ import annotations

from typing import Any

import pytest
from checks.evidence.given import (
    A_FILE,
    CLAIM,
    GOOD,
    SCORING,
    B,
    Cause,
    E,
    N,
    W,
    asking,
    block,
    case,
    codes,
    cycle,
    folder,
    having,
    holds,
    judged,
    line,
    pdf,
    report,
    signed,
)  # fmt: skip
from checks.given import PATH

from parcli.checks import evidence
from parcli.core.sufficiency import Means
from parcli.messages import words

ONE = (line(6, "I.1", "a.pdf"),)
ASKS_SIGNED = block(asking("I.1", 1, evidence_more={"signed": "digital"}))


def with_file(file: Any, **more: Any) -> evidence.Case:
    return case(ONE, folder(file), CLAIM, **more)


CAUSES: dict[str, Cause] = {
    "EV220": (
        with_file(signed()),
        N,
        A_FILE,
        None,
        None,
        "I.1",
        {"signers": "Nguyễn Văn Mẫu (Sở Nội vụ), 15/11/2023 09:30", "time": "term:time_claimed"},
    ),
    "EV221": (with_file(signed(having(modification="other"))), B, A_FILE, None, None, "I.1", {}),
    "EV222": (with_file(signed(having(modification="annotations"))), E, A_FILE, None, None, "I.1", {}),
    "EV223": (with_file(signed(having(intact=False))), E, A_FILE, None, None, "I.1", {"reason": "term:signature_broken"}),
    "EV224": (with_file(signed(having(chain="unknown", problem="timeout"))), W, A_FILE, None, None, "I.1", {"detail": "timeout"}),
    "EV225": (with_file(signed(having(chain="out_of_validity"))), W, A_FILE, None, None, "I.1", {"validity": "01/01/2022 – 01/01/2027"}),
    "EV226": (with_file(signed(having(chain="untrusted"))), W, A_FILE, None, None, "I.1", {}),
    "EV230": (case(ONE, folder(pdf()), CLAIM, of=ASKS_SIGNED), E, PATH, SCORING, "J8", "I.1", {"found": "a.pdf"}),
    "EV231": (case(ONE, folder(pdf()), CLAIM, of=ASKS_SIGNED, why={"I.1": "Chỉ có bản giấy"}), W, PATH, SCORING, "J8", "I.1", {"found": "a.pdf"}),
}


@pytest.mark.parametrize("code", CAUSES)
def test_the_smallest_cause_of_each_code(code: str) -> None:
    holds(code, CAUSES[code])


def worth(*signatures: Any, **more: Any) -> list[str]:
    return codes(judged(ONE, folder(signed(*signatures, **more)), CLAIM))


def test_the_gravest_reason_alone_is_told() -> None:
    assert worth(having(modification="other", chain="untrusted", key_use=False)) == ["EV221"]
    assert worth(having(intact=False, modification="other")) == ["EV223"]
    assert worth(having(chain="untrusted"), having(modification="other")) == ["EV221"]


def test_leader_then_office_stamp_is_valid() -> None:
    leader = having(coverage="whole_revision", modification="form_filling")
    assert worth(leader, having(signer="SỞ NỘI VỤ")) == ["EV220"]


def test_loose_bytes_behind_the_end_are_an_error_and_data_of_validation_a_question() -> None:
    assert worth(tail=300) == ["EV223"]
    assert worth(having(coverage="whole_revision", modification="form_filling")) == ["EV224"]
    assert worth(tail=2) == ["EV220"]


def test_signatures_left_unread_are_a_question() -> None:
    (one,) = judged(ONE, folder(signed(unchecked="31 signatures")), CLAIM)
    assert (one.code, dict(one.values)["detail"]) == ("EV224", "31 signatures")


def test_without_roots_the_files_are_silent_and_the_cycle_is_told_once() -> None:
    given = with_file(signed(having(chain="no_roots")))
    assert evidence.judge(given) == ()
    (one,) = evidence.about_means((given, given), Means())
    assert (one.code, one.severity, one.unit, dict(one.values)["count"]) == ("EV227", W, None, "2")
    assert evidence.about_means((given,), Means(roots=1)) == ()
    assert evidence.about_means((with_file(pdf()),), Means()) == ()


def test_what_else_is_wrong_is_told_without_roots_too() -> None:
    assert worth(having(chain="no_roots", key_use=False)) == ["EV224"]


def test_a_certificate_that_cannot_be_a_root_is_told_for_each_file() -> None:
    found = evidence.about_means((), Means(refused_roots=(("a.pem", "not a certificate"), ("b.crt", "a link"))))
    assert [(one.code, one.file) for one in found] == [("EV217", "trust/a.pem"), ("EV217", "trust/b.crt")]


def test_the_time_of_a_stamp_is_called_one() -> None:
    (one,) = judged(ONE, folder(signed(having(stamped="2023-11-15T10:00:00+07:00"))), CLAIM)
    assert (dict(one.values)["time"], "10:00" in dict(one.values)["signers"]) == ("term:time_stamped", True)


# EV228: whose organisation signed.


def strangers(organisation: str, **more: Any) -> list[str]:
    found = judged(ONE, folder(signed(having(organisation=organisation, **more), said=report())), CLAIM)
    return [code for code in codes(found) if code != "EV220"]


def test_a_signer_of_another_organisation_is_asked_about() -> None:
    found = judged(ONE, folder(signed(having(organisation="Sở Công Thương"), said=report())), CLAIM)
    (one,) = [each for each in found if each.code == "EV228"]
    assert (one.severity, one.item, dict(one.values)["issuer"], dict(one.values)["organisation"]) == (W, "I.1", "SỞ NỘI VỤ", "Sở Công Thương")


@pytest.mark.parametrize("organisation", ["SỞ NỘI VỤ", "UBND thành phố Hà Nội", "Ban Thi đua - Khen thưởng", "Văn phòng Sở Nội vụ", "Bộ Nội vụ", ""])
def test_issuer_body_above_predecessor_and_unknown_are_not_asked_about(organisation: str) -> None:
    assert strangers(organisation) == []


def test_an_office_named_as_a_unit_of_the_organisation_is_not_asked_about() -> None:
    assert strangers("Thành phố Mẫu", units=("Sở Nội vụ",)) == []


def test_without_a_known_issuer_nobody_is_asked_whose_signer_it_is() -> None:
    assert worth(having(organisation="Sở Công Thương")) == ["EV220"]
    lines = (line(6, "I.1", "a.pdf", issuer="Sở Công Thương"),)
    assert codes(judged(lines, folder(signed(having(organisation="Sở Công Thương"))), CLAIM)) == ["EV220"]
    assert "EV228" in codes(judged((line(6, "I.1", "a.pdf", issuer="Sở Y tế"),), folder(signed(having(organisation="Sở Công Thương"))), CLAIM))


def test_a_signature_that_does_not_hold_says_nothing_of_its_signer() -> None:
    found = judged(
        ONE, folder(signed(having(organisation="Sở Công Thương", modification="other", claimed="2020-01-01T00:00:00+07:00"), said=report()))
    )
    assert codes(found) == ["EV221"]


# EV229: when it was signed.


@pytest.mark.parametrize(
    ("claimed", "way"),
    [
        ("2023-11-15T09:00:00+07:00", None), ("2023-11-14T23:00:00+07:00", None), ("2023-12-16T09:00:00+07:00", None), ("", None),
        ("2023-11-13T09:00:00+07:00", "term:signed_before"), ("2023-12-17T09:00:00+07:00", "term:signed_after"),
    ],
)  # fmt: skip
def test_signing_far_from_the_date_of_issue_is_asked_about(claimed: str, way: str | None) -> None:
    found = judged(ONE, folder(signed(having(claimed=claimed), said=report())), CLAIM)
    ways = [dict(one.values)["way"] for one in found if one.code == "EV229"]
    assert ways == ([way] if way else [])


def test_when_and_who_are_told_apart_and_nobody_is_accused() -> None:
    (one,) = [each for each in judged(ONE, folder(signed(having(claimed="2023-11-01T09:30:00+07:00"), said=report())), CLAIM) if each.code == "EV229"]
    said = words("vi").finding(one).message
    assert "thời điểm ký (tự ghi theo máy của người ký): 01/11/2023 09:30, người ký: Nguyễn Văn Mẫu (Sở Nội vụ)." in said
    (changed,) = judged(ONE, folder(signed(having(modification="other"))), CLAIM)
    text = words("vi").finding(changed).message
    assert text.startswith("Nội dung đang thấy khác với lúc ký;")
    assert text.endswith("Chữ ký trên tệp: Nguyễn Văn Mẫu (Sở Nội vụ), 15/11/2023 09:30.")


def test_the_last_of_two_signatures_comes_with_the_date() -> None:
    leader = having(coverage="whole_revision", modification="form_filling", claimed="2023-11-08T09:00:00+07:00")
    assert codes(judged(ONE, folder(signed(leader, GOOD, said=report())), CLAIM)) == ["EV220"]


def test_the_registers_date_serves_where_the_file_has_none() -> None:
    given = (line(6, "I.1", "a.pdf", issued="01/03/2023"),)
    (one,) = [each for each in judged(given, folder(signed()), CLAIM) if each.code == "EV229"]
    assert dict(one.values)["source"] == "term:day_in_register"


# EV230, EV231: a digital signature is asked for.


def test_one_signed_file_is_enough_whatever_its_own_finding_says() -> None:
    lines = (*ONE, line(7, "I.1", "b.pdf"))
    assert codes(judged(lines, folder(signed(), pdf("b.pdf")), CLAIM, of=ASKS_SIGNED)) == ["EV220"]
    assert codes(judged(ONE, folder(signed(having(chain="no_roots"))), CLAIM, of=ASKS_SIGNED)) == []
    assert codes(judged(ONE, folder(signed(having(modification="other"))), CLAIM, of=ASKS_SIGNED)) == ["EV221"]


def test_no_evidence_at_all_is_told_once() -> None:
    assert codes(judged((), folder(), CLAIM, of=ASKS_SIGNED)) == ["EV301"]
    assert codes(judged((line(6, "I.1", "a.jpg"),), folder(pdf("a.jpg", real="jpeg")), CLAIM, of=ASKS_SIGNED)) == ["EV304"]


def test_a_cycle_that_does_not_know_the_unit_still_judges() -> None:
    others = [{"id": "so-khac", "block": "so", "name": "Sở Khác"}]
    assert codes(judged(ONE, folder(signed(said=report())), CLAIM, in_cycle=cycle(units=others))) == ["EV220"]
