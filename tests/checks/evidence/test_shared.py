"""EV25 and EV208: documents in several places; a superior's are named as such, the rest are questions."""

from __future__ import annotations

import itertools
from random import Random
from typing import Any

import pytest
from checks.evidence.given import A_FILE, E, N, W, case, codes, cycle, folder, line, pdf, reading, report
from checks.given import UNIT

from parcli.checks import evidence
from parcli.checks.evidence.alike import clusters
from parcli.core.evidence import EvidenceFile
from parcli.core.fact import changed
from parcli.core.findings import Finding
from parcli.core.fingerprint import SIZE, WIDTH, likeness
from parcli.core.sufficiency import Holder
from parcli.messages import words

OTHER = "so-y-te"
B_FILE = f"submissions/{OTHER}/evidence/b.pdf"


def two(first: EvidenceFile, second: EvidenceFile, **row: Any) -> tuple[evidence.Case, evidence.Case]:
    """Return two units that hold one file each, cited for I.1 with these words of the register."""
    return (
        case((line(6, "I.1", first.path, **row),), folder(first)),
        case((line(6, "I.1", second.path, **row),), folder(second), unit=OTHER),
    )


def told(*cases: evidence.Case) -> list[tuple[str, str | None, str | None]]:
    return [(one.code, one.unit, one.file) for one in evidence.across(tuple(cases))[0]]


def worded(found: tuple[Finding, ...]) -> bool:
    return all(words(language).finding(one).message for one in found for language in ("vi", "en"))


def test_the_same_bytes_in_two_units_are_told_to_both() -> None:
    found, (shared,) = evidence.across(two(pdf(sha="s"), pdf("b.pdf", sha="s")))
    assert [(one.code, one.severity, one.unit, one.file) for one in found] == [("EV208", W, UNIT, A_FILE), ("EV208", W, OTHER, B_FILE)]
    assert [dict(one.values) for one in found] == [
        {"others": name, "count": "1", "issuer": "", "whose": "term:paper_of_unknown"} for name in ("Sở Y tế", "Sở Nội vụ")
    ]
    assert worded(found)
    assert (shared.kind, shared.what, shared.superior, shared.alike) == ("same_bytes", "a.pdf", "", 100)
    assert shared.holders == (Holder(UNIT, ("I.1",), A_FILE), Holder(OTHER, ("I.1",), B_FILE))


def test_the_same_bytes_within_one_unit_are_not_told_across() -> None:
    assert told(case((), folder(pdf(sha="s"), pdf("b.pdf", sha="s"))), case(unit=OTHER)) == []


def test_empty_files_and_no_files_are_nothing() -> None:
    empty = changed(pdf(sha="0"), size=0)
    assert evidence.across(two(empty, changed(empty, path="b.pdf"))) == ((), ())
    assert evidence.across(()) == ((), ())


def test_many_holders_are_counted_and_a_few_named() -> None:
    cases = tuple(case((), folder(pdf(sha="s")), unit=f"xa-{n:03}") for n in range(120))
    found, _ = evidence.across(cases)
    assert len(found) == 120
    assert dict(found[0].values)["count"] == "119"
    assert dict(found[0].values)["others"].endswith("; … (+114)")


# A superior's documents.


@pytest.mark.parametrize("issuer", ["ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", "UBND tỉnh Khánh Hòa", "CHÍNH PHỦ", "BỘ NỘI VỤ", "Thành uỷ Hà Nội"])
def test_a_superiors_document_is_named_as_such(issuer: str) -> None:
    said = report(issuer=reading(issuer), superior=None)
    found, (shared,) = evidence.across(two(pdf(sha="s", said=said), pdf("b.pdf", sha="s", said=said)))
    assert [(one.code, one.severity, one.unit) for one in found] == [("EV250", N, UNIT), ("EV250", N, OTHER)]
    assert (dict(found[0].values), shared.superior) == ({"superior": issuer, "count": "2"}, issuer)
    assert worded(found)


@pytest.mark.parametrize("issuer", ["SỞ NỘI VỤ", "SỞ Y TẾ", "Bộ phận Một cửa", "CÔNG TY MẪU", "PHÒNG NỘI VỤ", "Ban Thi đua - Khen thưởng"])
def test_a_units_own_document_and_an_unknown_bodys_are_not(issuer: str) -> None:
    said = report(issuer=reading(issuer), superior=None)
    assert codes(evidence.across(two(pdf(sha="s", said=said), pdf("b.pdf", sha="s", said=said)))[0]) == ["EV208", "EV208"]


def test_a_body_that_documents_name_above_themselves_is_superior() -> None:
    said = report(issuer=reading("TỔNG CỤC MẪU"), superior=None)
    pair = two(pdf(sha="s", said=said), pdf("b.pdf", sha="s", said=said))
    assert codes(evidence.across(pair)[0]) == ["EV208", "EV208"]
    third = case((), folder(pdf("c.pdf", said=report(superior=reading("Tổng cục Mẫu")))), unit="so-tu-phap")
    assert codes(evidence.across((*pair, third))[0]) == ["EV250", "EV250"]


def test_where_the_file_says_nothing_the_registers_must_agree() -> None:
    assert codes(evidence.across(two(pdf(sha="s"), pdf("b.pdf", sha="s"), issuer="Bộ Nội vụ"))[0]) == ["EV250", "EV250"]
    first, second = (
        case((line(6, "I.1", "a.pdf", issuer="Bộ Nội vụ"),), folder(pdf(sha="s"))),
        case((line(6, "I.1", "b.pdf", issuer="Sở Y tế"),), folder(pdf("b.pdf", sha="s")), unit=OTHER),
    )
    assert codes(evidence.across((first, second))[0]) == ["EV208", "EV208"]


def test_a_unit_stands_above_nobody_though_it_runs_the_cycle() -> None:
    said = report(issuer=reading("SỞ Y TẾ"), superior=None)
    run = cycle(authority="Sở Y tế")
    cases = [case((), folder(pdf(sha="s", said=said)), unit=unit, in_cycle=run) for unit in (UNIT, OTHER)]
    found, (shared,) = evidence.across(tuple(cases))
    assert [(one.code, dict(one.values)["issuer"], dict(one.values)["whose"]) for one in found] == [
        ("EV208", "Sở Y tế", "term:paper_of_unit"), ("EV208", "Sở Y tế", "term:paper_own"),
    ]  # fmt: skip
    assert (shared.superior, worded(found)) == ("", True)


def test_an_authority_that_is_no_unit_stands_above() -> None:
    said, run = report(issuer=reading("SỞ CÔNG THƯƠNG"), superior=None), cycle(authority="Sở Công Thương")
    cases = [case((), folder(pdf(sha="s", said=said)), unit=unit, in_cycle=run) for unit in (UNIT, OTHER)]
    assert codes(evidence.across(tuple(cases))[0]) == ["EV250", "EV250"]


def test_the_words_of_the_authoritys_own_reports_are_compared_where_it_is_a_unit() -> None:
    one, other = (report(number=reading(number), fingerprint=packed(print_)) for number, print_ in (("1/BC", PAGE), ("2/BC", NEAR)))
    assert {code for code, _, _ in told(*two(pdf(said=one), pdf("b.pdf", said=other)))} == {"EV252"}


# The same number under other bytes.

OWN = report(issuer=reading("SỞ TƯ PHÁP"))


def test_the_same_number_under_other_bytes_in_two_units_is_a_question() -> None:
    found, (shared,) = evidence.across(two(pdf(said=OWN), pdf("b.pdf", said=OWN)))
    assert [(one.code, one.severity, one.unit) for one in found] == [("EV251", W, UNIT), ("EV251", W, OTHER)]
    assert dict(found[0].values) == {"number": "05/BC-SNV (SỞ TƯ PHÁP)", "others": "Sở Y tế", "count": "1"}
    assert (shared.kind, shared.what, worded(found)) == ("same_number", "05/BC-SNV (SỞ TƯ PHÁP)", True)


def test_a_paper_stands_in_one_entry_with_one_holder_for_the_same_bytes_of_a_unit() -> None:
    first = case((line(6, "I.1", "a.pdf"), line(7, "I.2", "c.pdf")), folder(pdf(sha="s", said=OWN), pdf("c.pdf", sha="s", said=OWN)))
    second = case((), folder(pdf("b.pdf", sha="s", said=OWN), pdf("d.pdf", said=OWN)), unit=OTHER)
    _, shared = evidence.across((first, second))
    assert [one.kind for one in shared] == ["same_number"]
    assert [(one.unit, one.items, one.path.rpartition("/")[2]) for one in shared[0].holders] == [
        (UNIT, ("I.1", "I.2"), "a.pdf"), (OTHER, (), "b.pdf"), (OTHER, (), "d.pdf"),
    ]  # fmt: skip


def test_no_unit_is_told_a_path_of_another() -> None:
    same, cases = worded_like(PAGE, "1/BC"), []
    for files in ((pdf(sha="s", said=same), pdf("e.pdf", sha="t")), (pdf("b.pdf", sha="u", said=same), pdf("f.pdf", sha="t"))):
        cases.append(case((), folder(*files), unit=(UNIT, OTHER)[len(cases)]))
    cases.append(case((), folder(pdf("c.pdf", said=worded_like(NEAR, "2/BC"))), unit="so-tu-phap"))
    found, _ = evidence.across(tuple(cases))
    assert {one.code for one in found} == {"EV208", "EV251", "EV252"}
    assert not [one for one in found if "submissions" in repr(one.values) or ".pdf" in repr(one.values)]


def test_two_versions_within_a_unit_are_noted_once() -> None:
    found, shared = evidence.across((case((), folder(pdf(said=OWN), pdf("b.pdf", said=OWN))), case(unit=OTHER)))
    assert [(one.code, one.severity, one.file, dict(one.values)["others"]) for one in found] == [("EV254", N, A_FILE, "b.pdf")]
    assert (shared, worded(found)) == ((), True)


@pytest.mark.parametrize(
    "changed",
    [{"number": reading("06/BC-STP")}, {"issuer": reading("SỞ Y TẾ")}, {"issued": reading("2023-11-16")}, {"number": None}, {"number_blank": True}],
)
def test_another_number_issuer_or_day_is_another_document(changed: dict[str, Any]) -> None:
    assert told(*two(pdf(said=OWN), pdf("b.pdf", said=report(**{"issuer": reading("SỞ TƯ PHÁP"), **changed})))) == []


def test_doubtful_readings_make_no_pair() -> None:
    doubtful = report(issuer=reading("SỞ TƯ PHÁP"), number=reading("05/BC-SNV", confidence="low"))
    assert told(*two(pdf(said=doubtful), pdf("b.pdf", said=doubtful))) == []


def test_scans_of_a_superiors_document_are_shared_without_a_question() -> None:
    said = report(issuer=reading("BỘ NỘI VỤ"))
    found, (shared,) = evidence.across(two(pdf(said=said), pdf("b.pdf", said=said)))
    assert (found, shared.superior) == ((), "BỘ NỘI VỤ")


# Nearly the same words.


def sketch(seed: int, like: tuple[int, ...] = (), changed: int = SIZE) -> tuple[int, ...]:
    """Return a fingerprint; with ``like`` one that differs from it in some hashes, none of them below the others."""
    chance = Random(seed)
    fresh = [chance.randrange(10**12, 10**13) if like else chance.randrange(10**12) for _ in range(changed)]
    return tuple(sorted((*like[: SIZE - changed], *fresh)))


PAGE = sketch(1)
NEAR, FAR = sketch(2, PAGE, 2), sketch(3, PAGE, 20)


def packed(print_: tuple[int, ...]) -> bytes:
    return b"".join(one.to_bytes(WIDTH, "big") for one in print_)


def worded_like(print_: tuple[int, ...], number: str, **more: Any) -> Any:
    return report(number=reading(number), issuer=reading("SỞ TƯ PHÁP"), fingerprint=packed(print_), **more)


def test_nearly_the_words_of_another_units_document_are_a_question() -> None:
    found, (shared,) = evidence.across(two(pdf(said=worded_like(PAGE, "1/BC")), pdf("b.pdf", said=worded_like(NEAR, "2/BC"))))
    assert [(one.code, one.severity, one.unit) for one in found] == [("EV252", W, UNIT), ("EV252", W, OTHER)]
    assert dict(found[0].values) == {"alike": str(likeness(PAGE, NEAR)), "others": "Sở Y tế", "count": "1"}
    assert (shared.kind, shared.alike, worded(found)) == ("near_text", likeness(PAGE, NEAR), True)
    assert 90 <= likeness(PAGE, NEAR) < 100


@pytest.mark.parametrize(
    "other",
    [
        worded_like(FAR, "2/BC"), worded_like(NEAR, "2/BC", words=59), worded_like(NEAR[:49], "2/BC"), worded_like((), "2/BC"),
    ],
)  # fmt: skip
def test_less_alike_or_short_pages_say_nothing(other: Any) -> None:
    assert told(*two(pdf(said=worded_like(PAGE, "1/BC")), pdf("b.pdf", said=other))) == []


def test_one_cause_gives_one_question() -> None:
    same = worded_like(PAGE, "1/BC")
    assert {code for code, _, _ in told(*two(pdf(said=same), pdf("b.pdf", said=same)))} == {"EV251"}
    assert {code for code, _, _ in told(*two(pdf(sha="s", said=same), pdf("b.pdf", sha="s", said=same)))} == {"EV208"}


def test_a_superiors_words_are_no_question() -> None:
    first, second = worded_like(PAGE, "1/BC"), worded_like(NEAR, "2/BC")
    above = {"issuer": reading("BỘ NỘI VỤ")}
    assert told(*two(pdf(said=changed(first, **above)), pdf("b.pdf", said=changed(second, **above)))) == []


def test_within_a_unit_a_common_form_is_its_own() -> None:
    files = folder(pdf(said=worded_like(PAGE, "1/BC")), pdf("b.pdf", said=worded_like(NEAR, "2/BC")))
    assert told(case((), files), case(unit=OTHER)) == []


def test_no_pair_is_missed_by_looking_at_the_rarest_hashes_only() -> None:
    chance = Random(7)
    base = [sketch(seed) for seed in range(12)]
    pages = [
        tuple(sorted((*chance.sample(of, SIZE - (cut := chance.randrange(12))), *(chance.randrange(10**13) for _ in range(cut))))) for of in base * 5
    ]
    wanted = {(a, b) for a, b in itertools.combinations(range(len(pages)), 2) if likeness(pages[a], pages[b]) >= 90}
    together = {pair for group, _ in clusters(pages, 90, lambda _a, _b: True) for pair in itertools.combinations(group, 2)}
    assert wanted
    assert wanted <= together


def test_the_order_of_files_does_not_matter_to_the_groups() -> None:
    pages = [PAGE, NEAR, FAR, sketch(9), sketch(10, sketch(9), 3)]
    assert clusters(pages, 90, lambda _a, _b: True) == [((0, 1), likeness(PAGE, NEAR)), ((3, 4), likeness(pages[3], pages[4]))]


def test_eight_thousand_files_are_compared_quickly(record_property: Any) -> None:
    import time

    common = sketch(5)[:20]
    pages = [tuple(sorted((*common, *sketch(seed)[:44]))) for seed in range(8000)]
    start = time.process_time()
    groups = clusters(pages, 90, lambda _a, _b: True)
    record_property("seconds", time.process_time() - start)
    assert (groups, time.process_time() - start < 10) == ([], True)


def test_one_form_of_four_thousand_files_is_one_group() -> None:
    import time

    start = time.process_time()
    ((group, alike),) = clusters([PAGE] * 4000, 90, lambda _a, _b: True)
    assert (len(group), alike, time.process_time() - start < 10) == (4000, 100, True)


def test_severities_are_as_the_letter_weighs_them() -> None:
    assert E not in {one.severity for one in evidence.across(two(pdf(sha="s"), pdf("b.pdf", sha="s")))[0]}


def test_what_is_kept_of_a_judged_case_is_enough_to_compare() -> None:
    """Who issued a file is all that is still asked of the register, the last spelling of it as before."""
    issuers = ("UBND thành phố", "", "Sở Nội vụ", "ubnd thành phố", "UBND thành phố")
    lines = tuple(line(6 + row, "I.1", "a.pdf", issuer=issuer) for row, issuer in enumerate(issuers))
    cases = (case(lines, folder(pdf(sha="s"))), case((line(6, "I.1", "b.pdf"),), folder(pdf("b.pdf", sha="s")), unit=OTHER))
    slim = tuple(one.judged() for one in cases)
    assert evidence.across(slim) == evidence.across(cases)
    (kept,) = slim[0].cited_by.values()
    assert [one.row.issuer for one in kept] == ["Sở Nội vụ", "ubnd thành phố", "UBND thành phố"]
