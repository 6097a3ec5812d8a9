"""Documents that stand in several places: the same bytes, the same number under other bytes, nearly the same words.

Each is a question for a person. A document of a body above the units may rightly stand with all of them and is named as such.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from parcli.checks.evidence.alike import clusters
from parcli.checks.evidence.case import Case, Place
from parcli.checks.evidence.superior import Superiors
from parcli.checks.evidence.words import issuer_of, number_key, sure, words_of
from parcli.core import words
from parcli.core.document import DocumentWords
from parcli.core.evidence import EvidenceFile
from parcli.core.findings import Finding, found
from parcli.core.fingerprint import WIDTH, hashes, likeness
from parcli.core.sufficiency import Holder, SharedEvidence

LEAST_ALIKE = 90
"""From this share of like words on, in percent, two documents of different units are asked about."""
LEAST_WORDS, LEAST_GROUPS = 60, 50
"""A page of fewer words, or whose text below the heading has fewer word groups, is mostly the form itself and says nothing."""
_LISTED = 5


@dataclass(frozen=True, slots=True)
class Paper:
    """A file of one unit, with what its page 1 says."""

    case: Case
    file: EvidenceFile
    said: DocumentWords | None

    @property
    def unit(self) -> str:
        """The unit that sent it."""
        return self.case.unit

    @property
    def path(self) -> str:
        """Its path in the cycle folder."""
        return self.case.file(self.file.path)

    @property
    def name(self) -> str:
        """The name of its unit, as it may be told to other units: none of their paths is."""
        about = self.case.about_unit
        return self.unit if about is None else about.name

    def place(self) -> Place:
        """Return its place, for a finding."""
        return self.case.at(self.file)

    def identity(self) -> tuple[str, str, str] | None:
        """Return number, issuer and date in comparing form, None unless all three are known for certain."""
        if self.said is None or self.said.draft:
            return None
        number, issuer, issued = sure(self.said.number), issuer_of(self.said), sure(self.said.issued)
        if number is None or issuer is None or issued is None:
            return None
        return number_key(number.value), words.key(issuer.value), issued.value


def across(cases: tuple[Case, ...]) -> tuple[tuple[Finding, ...], tuple[SharedEvidence, ...]]:
    """Ask about documents in several units, and return them with their holders.

    Every finding belongs to a unit. Files with a mark of secrecy are left out.
    """
    papers = [Paper(case, file, words_of(file)) for case in cases for file in case.folder.files if not _secret(file)]
    if not papers:
        return (), ()
    superiors = Superiors(cases[0].cycle, cases)
    numbered = tuple(_same_number(papers, superiors))
    # A paper of which several versions go round stands in one entry: that of its number.
    folded = frozenset(holder.sha256 for group, _ in numbered for holder in group)
    # Reports of self-assessment are made from one form: their words must be alike.
    reports = {(case.unit, file.path) for case in cases for file in case.reports}
    others = [one for one in papers if (one.unit, one.file.path) not in reports]
    outcomes = [*_same_bytes(papers, superiors, folded), *(one for _, one in numbered), *_near_text(others, superiors)]
    return tuple(one for findings, _ in outcomes for one in findings), tuple(one for _, one in outcomes if one is not None)


_Kind = Literal["same_bytes", "same_number", "near_text"]
_Outcome = tuple[tuple[Finding, ...], SharedEvidence | None]


def _same_bytes(papers: Sequence[Paper], superiors: Superiors, folded: frozenset[str]) -> Iterator[_Outcome]:
    groups: dict[str, list[Paper]] = defaultdict(list)
    for one in papers:
        if one.file.sha256 and one.file.size:
            groups[one.file.sha256].append(one)
    for group in groups.values():
        units = _units(group)
        if len(units) < 2:  # noqa: PLR2004 - several
            continue
        superior = superiors.of((one.case, one.file) for one in group)
        if superior:
            told = tuple(found("EV250", **one.place(), superior=superior, count=len(units)) for one in group)
        else:
            told = tuple(_same_file(one, group, superiors) for one in group)
        yield told, None if group[0].file.sha256 in folded else _shared("same_bytes", group, superior, 100)


def _same_file(one: Paper, group: Sequence[Paper], superiors: Superiors) -> Finding:
    issuer = superiors.unit((each.case, each.file) for each in group)
    whose = "paper_own" if issuer == one.unit else "paper_of_unit" if issuer else "paper_of_unknown"
    about = one.case.cycle.unit(issuer)
    others = [each for each in group if each.unit != one.unit]
    issued_by = about.name if about else ""
    return found("EV208", **one.place(), others=_named(others), count=len(_units(others)), issuer=issued_by, whose=f"term:{whose}")


def _same_number(papers: Sequence[Paper], superiors: Superiors) -> Iterator[tuple[tuple[EvidenceFile, ...], _Outcome]]:
    """Yield each document that goes round in several versions: its files where units share it, and what is said of it."""
    groups: dict[tuple[str, str, str], list[Paper]] = defaultdict(list)
    for one in papers:
        identity = one.identity()
        if identity is not None and one.file.sha256:
            groups[identity].append(one)
    for group in groups.values():
        if len({one.file.sha256 for one in group}) < 2:  # noqa: PLR2004 - several
            continue
        superior = superiors.of((one.case, one.file) for one in group)
        if len(_units(group)) == 1:
            yield (), ((_versions(group),), None)
            continue
        told = () if superior else tuple(_same_paper(one, group) for one in group if _differing(one, group))
        shared = _shared("same_number", group, superior, min(_alike(group[0], one) for one in group))
        yield tuple(one.file for one in group), (told, shared)


def _versions(group: Sequence[Paper]) -> Finding:
    first = group[0]
    others = "; ".join(one.file.path for one in group if one.file.sha256 != first.file.sha256)
    return found("EV254", **first.place(), number=_name(group), others=others)


def _same_paper(one: Paper, group: Sequence[Paper]) -> Finding:
    differing = _differing(one, group)
    return found("EV251", **one.place(), number=_name(group), others=_named(differing), count=len(_units(differing)))


def _differing(one: Paper, group: Sequence[Paper]) -> list[Paper]:
    """Return the papers of other units that hold other bytes."""
    return [other for other in group if other.unit != one.unit and other.file.sha256 != one.file.sha256]


def _near_text(papers: Sequence[Paper], superiors: Superiors) -> Iterator[_Outcome]:
    long = [one for one in papers if one.said is not None and one.said.words >= LEAST_WORDS and len(one.said.fingerprint) >= LEAST_GROUPS * WIDTH]
    long = [one for one in long if not superiors.of(((one.case, one.file),))]
    sketches = [hashes(one.said.fingerprint) for one in long if one.said is not None]

    def other_papers(place: int, other: int) -> bool:
        return _different(long[place], long[other])

    for places, alike in clusters(sketches, LEAST_ALIKE, other_papers):
        group = [long[place] for place in places]
        told = tuple(
            found("EV252", **one.place(), alike=alike, others=_named(others), count=len(_units(others)))
            for one in group
            if (others := [other for other in group if _different(one, other)])
        )
        yield told, _shared("near_text", group, "", alike)


def _different(one: Paper, other: Paper) -> bool:
    """Whether two files of different units are different documents: other bytes, and not the same number of the same issuer."""
    same = one.identity() is not None and one.identity() == other.identity()
    return one.unit != other.unit and one.file.sha256 != other.file.sha256 and not same


def _shared(kind: _Kind, group: Sequence[Paper], superior: str, alike: int) -> SharedEvidence:
    return SharedEvidence(kind, _name(group), superior, alike, _holders(group, each_file=kind == "same_bytes"))


def _holders(group: Sequence[Paper], *, each_file: bool) -> tuple[Holder, ...]:
    """Return the places of a document: every file, or one for the same bytes of a unit, with the items of all of them."""
    places: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for one in group:
        places[one.unit, one.file.path if each_file else one.file.sha256].append(one)
    return tuple(
        Holder(papers[0].unit, tuple(dict.fromkeys(item for one in papers for item in one.case.items_of.get(one.file.path, ()))), papers[0].path)
        for papers in places.values()
    )


def _name(group: Sequence[Paper]) -> str:
    """Return what names a document: its number and issuer as printed, else the name of the first file."""
    for one in group:
        number = sure(one.said.number) if one.said is not None else None
        issuer = issuer_of(one.said)
        if number is not None:
            return number.value if issuer is None else f"{number.value} ({issuer.value})"
    return group[0].file.path.rpartition("/")[2]


def _alike(one: Paper, other: Paper) -> int:
    """Return the likeness of two papers' words in percent; 0 where it is not known."""
    if one.file.sha256 == other.file.sha256:
        return 100
    if one.said is None or other.said is None or not one.said.fingerprint or not other.said.fingerprint:
        return 0
    return likeness(hashes(one.said.fingerprint), hashes(other.said.fingerprint))


def _named(papers: Sequence[Paper]) -> str:
    """Return the names of units, a few of many: what is told to one unit holds no path of another."""
    units = list({one.unit: one.name for one in papers}.values())
    shown = "; ".join(units[:_LISTED])
    return f"{shown}; … (+{len(units) - _LISTED})" if len(units) > _LISTED else shown


def _units(group: Sequence[Paper]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.unit for one in group))


def _secret(file: EvidenceFile) -> bool:
    return file.words is not None and bool(file.words.secrecy)
