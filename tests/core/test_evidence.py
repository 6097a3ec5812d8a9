"""How a cited name finds its file, and the default limits."""

from __future__ import annotations

import pickle
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from parcli.core.evidence import EvidenceFile, EvidenceFolder, RefusedEntry
from parcli.core.limits import Limits

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyếộữỹảẵABCĐƠƯỆ0123456789 -_.()"
_names = st.text(_LETTERS, min_size=1, max_size=12).map(str.strip).filter(lambda name: name.strip(". "))


def file(path: str) -> EvidenceFile:
    return EvidenceFile(path, path, 1, "00", "pdf", None, examined=True, detail="")


def folder(*paths: str, refused: tuple[RefusedEntry, ...] = ()) -> EvidenceFolder:
    return EvidenceFolder(present=True, files=tuple(map(file, sorted(paths))), refused=refused)


KEPT = folder("I.1.2/Báo cáo.pdf", "I.1.3/KH-01.pdf", "I.1.4/KH-01.pdf", "QĐ 12.pdf", "evidence/lạ.pdf")


@pytest.mark.parametrize(
    ("cited", "path"),
    [
        ("I.1.2/Báo cáo.pdf", "I.1.2/Báo cáo.pdf"),
        ("I.1.2\\Báo cáo.pdf", "I.1.2/Báo cáo.pdf"),
        ("  Báo cáo.pdf\u200b ", "I.1.2/Báo cáo.pdf"),
        ("BÁO CÁO.PDF", "I.1.2/Báo cáo.pdf"),
        (normalize("NFD", "Báo cáo.pdf"), "I.1.2/Báo cáo.pdf"),
        ("evidence/I.1.3/KH-01.pdf", "I.1.3/KH-01.pdf"),
        ("Evidence\\i.1.3\\kh-01.pdf", "I.1.3/KH-01.pdf"),
        ("./QĐ 12.pdf", "QĐ 12.pdf"),
        ("evidence/lạ.pdf", "evidence/lạ.pdf"),
        ("evidence/evidence/lạ.pdf", "evidence/lạ.pdf"),
    ],
)
def test_a_cited_name_finds_its_file(cited: str, path: str) -> None:
    match = KEPT.find(cited)
    assert match.state == "found"
    assert match.file is not None
    assert match.file.path == path


def test_a_name_that_stands_twice_is_ambiguous() -> None:
    match = KEPT.find("KH-01.pdf")
    assert (match.state, match.file) == ("ambiguous", None)
    assert [candidate.path for candidate in match.files] == ["I.1.3/KH-01.pdf", "I.1.4/KH-01.pdf"]


def test_a_whole_path_wins_over_a_bare_name() -> None:
    match = folder("KH.pdf", "I.1/KH.pdf").find("kh.pdf")
    assert match.file is not None
    assert match.file.path == "KH.pdf"


@pytest.mark.parametrize("cited", ["", "   ", "KH-02.pdf", "I.1.2/KH-01.pdf", "I.1.2", "evidence", "."])
def test_a_name_that_is_not_there_is_missing(cited: str) -> None:
    assert KEPT.find(cited).state == "missing"


@pytest.mark.parametrize(
    "cited",
    ["/etc/passwd", "C:\\KH.pdf", "c:KH-01.pdf", "\\\\server\\x.pdf", "//server/x.pdf", "../KH-01.pdf", "I/..\\..\\x",
     " /x", "evidence/../QĐ 12.pdf", "x/.. /y"],
)  # fmt: skip
def test_a_path_that_leaves_the_folder_is_outside(cited: str) -> None:
    assert KEPT.find(cited).state == "outside"


def test_a_refused_entry_is_missing_but_named() -> None:
    link = RefusedEntry("I.1/KH.pdf", "link", "")
    match = folder(refused=(link,)).find("kh.pdf")
    assert (match.state, match.refused) == ("missing", (link,))


@given(st.lists(_names, min_size=1, max_size=3), st.sampled_from(["NFC", "NFD"]), st.booleans(), st.booleans())
def test_every_spelling_of_a_path_finds_the_same_file(parts: list[str], form: str, upper: bool, slashes: bool) -> None:
    kept = folder("/".join(parts))
    cited = normalize(form, "/".join(parts))  # type: ignore[arg-type]
    cited = cited.upper() if upper else cited.lower()
    cited = cited.replace("/", "\\") if slashes else cited
    for spelling in (cited, f" {cited} ", f"evidence/{cited}"):
        assert kept.find(spelling).file == kept.files[0]


@given(st.text(max_size=40))
def test_no_text_makes_a_search_fail(cited: str) -> None:
    assert KEPT.find(cited).state in {"found", "missing", "ambiguous", "outside"}


def test_a_folder_survives_the_way_between_processes() -> None:
    again = pickle.loads(pickle.dumps(KEPT))
    assert again == KEPT
    assert again.find("QĐ 12.pdf").state == "found"


def test_limits_take_text_as_definitions_give_it() -> None:
    limits = Limits.model_validate({"pdf_pages": "5000"})
    assert (limits.pdf_pages, limits.worker_memory) == (5000, 1 << 30)


@pytest.mark.parametrize("wrong", [{"pdf_pagess": "1"}, {"pdf_pages": "0"}, {"pdf_pages": "-1"}, {"pdf_pages": "many"}])
def test_limits_refuse_what_they_do_not_know(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Limits.model_validate(wrong)


def test_every_limit_says_what_it_limits() -> None:
    assert all(field.description for field in Limits.model_fields.values())
