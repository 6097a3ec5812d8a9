"""EV2: what lies in a file besides its words, and files on which all work stops."""

from __future__ import annotations

from typing import Any

import pytest
from checks.evidence.given import A_FILE, CLAIM, FOLDER, B, Cause, N, W, case, codes, folder, holds, judged, line, pdf, report, signed

from parcli.checks import evidence
from parcli.core.document import DocumentWords
from parcli.core.fact import changed
from parcli.core.limits import MIB

ONE = (line(6, "I.1", "a.pdf"),)
CAUSES: dict[str, Cause] = {
    "EV211": (case(ONE, folder(pdf(attachments=("x.exe",))), CLAIM), W, A_FILE, None, None, "I.1", {"attachments": "x.exe", "actions": "—"}),
    "EV212": (
        case(ONE, folder(changed(pdf(), wordless="unreadable")), CLAIM), W.__class__.NOTE, A_FILE, None, None, "I.1",
        {"reason": "term:wordless_unreadable"},
    ),
    "EV214": (case(ONE, folder(pdf(said=DocumentWords("text", secrecy="MẬT"))), CLAIM), B, A_FILE, None, None, "I.1", {}),
    "EV215": (case(ONE, folder(pdf(size=31 * MIB)), CLAIM), N, A_FILE, None, None, "I.1", {"size": "31", "limit": "30"}),
    "EV232": (
        case((line(6, "I.1", "a.signed.pdf"),), folder(pdf("a.signed.pdf")), CLAIM), N, f"{FOLDER}/a.signed.pdf", None, None, "I.1", {},
    ),
    "EV253": (case(ONE, folder(pdf(content="text")), CLAIM), N, FOLDER, None, None, None, {"count": "1", "of": "1"}),
}  # fmt: skip


@pytest.mark.parametrize("code", CAUSES)
def test_the_smallest_cause_of_each_code(code: str) -> None:
    holds(code, CAUSES[code])


@pytest.mark.parametrize(
    "innocent",
    [
        pdf(), pdf(size=30 * MIB), changed(pdf(content="mixed"), wordless=""), pdf(said=report()), pdf(producer="x", fields=3, version="1.7"),
    ],
)  # fmt: skip
def test_the_innocent_neighbours_say_nothing(innocent: Any) -> None:
    assert judged(ONE, folder(innocent), CLAIM) == ()


def test_scripts_and_launch_actions_are_told_like_attachments() -> None:
    (one,) = judged(ONE, folder(pdf(actions=("JavaScript", "Launch"))), CLAIM)
    assert (one.code, dict(one.values)["actions"]) == ("EV211", "JavaScript; Launch")


def test_a_hundred_attachments_are_cut_visibly() -> None:
    (one,) = judged(ONE, folder(pdf(attachments=tuple(f"{n}.pdf" for n in range(100)))), CLAIM)
    assert dict(one.values)["attachments"].endswith("9.pdf; … (+90)")


def test_of_a_secret_file_nothing_else_is_said_and_nothing_is_quoted() -> None:
    secret = pdf(said=DocumentWords("text", secrecy="TỐI MẬT", number_blank=True), attachments=("x",), size=31 * MIB, content="text")
    (one,) = judged((line(6, "I.1", "a.pdf", number="1/QĐ"),), folder(secret), CLAIM)
    assert (one.code, one.values) == ("EV214", (("items", "I.1"),))
    assert evidence.across((case(ONE, folder(secret)), case(ONE, folder(secret), unit="so-y-te"))) == ((), ())


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("bc.signed.pdf", True), ("BC_SIGNED.PDF", True), ("bc (đã ký).pdf", True), ("bc_da_ky.pdf", True), ("bc-kyso.pdf", True),
        ("bc ký số.pdf", True), ("bản tin kỳ số 2.pdf", False), ("unsigned.pdf", False), ("designed.pdf", False), ("da kỳ.pdf", False),
        ("ký sổ.pdf", False),
    ],
)  # fmt: skip
def test_a_name_that_says_signed_proves_nothing(name: str, says: bool) -> None:
    assert codes(judged((line(6, "I.1", name),), folder(pdf(name)), CLAIM)) == (["EV232"] if says else [])


def test_a_signed_file_may_be_called_so() -> None:
    assert codes(judged((line(6, "I.1", "a.signed.pdf"),), folder(signed(path="a.signed.pdf")), CLAIM)) == ["EV220"]


def test_text_without_a_signature_is_told_once_for_a_unit() -> None:
    files = folder(*(pdf(f"I.1/{n}.pdf", content="text") for n in range(3)), pdf("I.1/quét.pdf", content="scan"), signed(path="I.1/ký.pdf"))
    found = {one.code: dict(one.values) for one in judged((), files)}
    assert set(found) == {"EV253", "EV210", "EV220"}
    assert (found["EV253"]["count"], found["EV253"]["of"]) == ("3", "5")
