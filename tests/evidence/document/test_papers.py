"""Fifty papers of several makers: how many of their fields are read right, unknown and wrong."""

import pytest
from evidence import papers

from parcli.core.limits import Limits
from parcli.evidence.document import read
from parcli.evidence.text import first_page

HERE = tuple(paper for paper in papers.PAPERS if paper.by in {"own", "drawn"})
ELSEWHERE = tuple(paper for paper in papers.PAPERS if paper not in HERE)
SHARE = 95


def value(words, name):
    found = getattr(words, name)
    return found.value if hasattr(found, "value") else found


def judged(given):
    """Return (right, unknown, wrong) as lists of "paper: field": a field that is not printed is wrong only when it is given.

    A text layer that is no Vietnamese must say nothing false; what it does not say is not counted as unknown.
    """
    right, unknown, wrong = [], [], []
    made = papers.render_all(given)
    if missing := [paper.by for paper in given if paper.name not in made]:
        pytest.skip(f"not installed here: what makes {', '.join(sorted(set(missing)))}")
    for paper in given:
        words = read(first_page(made[paper.name], Limits()), "text", paper.pages)
        for name in papers.FIELDS:
            found, truth = value(words, name), getattr(paper.expect, name)
            if found == truth:
                right += [f"{paper.name}: {name}"] if truth else []
            elif found:
                wrong.append(f"{paper.name}: {name} {found!r} for {truth!r}")
            elif paper.legible:
                unknown.append(f"{paper.name}: {name}")
    return right, unknown, wrong


def shown(right, unknown, wrong):
    print(f"right {len(right)}, unknown {len(unknown)}, wrong {len(wrong)}", *unknown, *wrong, sep="\n  ")
    assert not wrong
    assert 100 * len(right) >= SHARE * (len(right) + len(unknown))


def test_there_are_forty_papers_from_several_kinds_of_issuer():
    issuers = {paper.issuer.split()[0] for paper in papers.PAPERS if paper.issuer}
    assert len(papers.PAPERS) >= 40
    assert len(issuers) >= 10
    assert len({paper.expect.kind for paper in papers.PAPERS}) >= 10


def test_papers_made_here():
    shown(*judged(HERE))


@pytest.mark.office
@pytest.mark.slow
def test_papers_made_by_an_office_program_and_a_browser():
    shown(*judged(ELSEWHERE))


def test_the_same_page_gives_the_same_words():
    paper = HERE[0]
    page = first_page(papers.render_all((paper,))[paper.name], Limits())
    assert read(page, "text", 1) == read(page, "text", 1)


def test_a_fingerprint_finds_the_same_text_under_another_number():
    from dataclasses import replace

    from parcli.core.fingerprint import hashes, likeness

    paper = next(paper for paper in HERE if paper.by == "own")
    made = papers.render_all((paper, replace(paper, name="again", number="Số: 99/BC-STC")))
    one, other = (read(first_page(content, Limits()), "text", 1) for content in made.values())
    assert one.number != other.number
    assert likeness(hashes(one.fingerprint), hashes(other.fingerprint)) == 100
