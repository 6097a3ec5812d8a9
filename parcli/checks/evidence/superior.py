"""Whether a document comes from a body above the units, whose papers all of them may rightly use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parcli.checks.evidence.case import Case
from parcli.checks.evidence.units import directory_of
from parcli.checks.evidence.words import issuer_of, sure, words_of
from parcli.core import words
from parcli.core.agencies import same_agency
from parcli.core.agency_directory import Directory
from parcli.core.cycle import Cycle
from parcli.core.evidence import EvidenceFile

# Bodies of the province and above, by the beginning of their names. "Bộ phận Một cửa" is an office within a unit.
_HIGH = re.compile(
    r"(chính phủ|thủ tướng|văn phòng chính phủ|thanh tra chính phủ|quốc hội|(ủy|uỷ) ban thường vụ quốc hội|trung ương|ban chấp hành trung ương"
    r"|bộ (?!phận)|(thành|tỉnh) (ủy|uỷ)|((ủy|uỷ) ban nhân dân|ubnd|hội đồng nhân dân|hđnd) *(thành phố|tỉnh|tp)\b)"
)


class Superiors:
    """The bodies above the units of a cycle: the authority, those that the documents themselves name, the known high ones."""

    def __init__(self, cycle: Cycle, cases: Iterable[Case]) -> None:
        """Collect what the documents of all units name as the body above their issuer."""
        self._cycle = cycle
        self._units = directory_of(cycle.units)
        named = (sure(said.superior) for case in cases for file in case.folder.files if (said := words_of(file)) is not None)
        self._above = Directory((name,) for name in dict.fromkeys(one.value for one in named if one is not None))
        self._known: dict[str, bool] = {}

    def of(self, holders: Iterable[tuple[Case, EvidenceFile]]) -> str:
        """Return the body above the units that issued a document which stands in these places; "" where none is known."""
        issuer = _issuer(tuple(holders))
        return issuer if issuer and self.above(issuer) else ""

    def unit(self, holders: Iterable[tuple[Case, EvidenceFile]]) -> str:
        """Return the unit of the cycle, by its id, that issued a document which stands in these places; "" where none is known to have."""
        issuer = _issuer(tuple(holders))
        meant = self._units.named(issuer) if issuer else ()
        return self._cycle.units[meant[0]].id if meant else ""

    def above(self, name: str) -> bool:
        """Whether an agency stands above the units. One that is itself a unit never does, though it may run the cycle."""
        key = words.key(name)
        if key not in self._known:
            self._known[key] = self._judge(name, key)
        return self._known[key]

    def _judge(self, name: str, key: str) -> bool:
        if self._units.named(name):
            return False
        return same_agency(name, self._cycle.authority) is True or _HIGH.match(key) is not None or bool(self._above.named(name))


def _issuer(holders: tuple[tuple[Case, EvidenceFile], ...]) -> str:
    """Return who issued a document: by its own words, else where all lines of all registers agree."""
    for _, file in holders:
        read = issuer_of(words_of(file))
        if read is not None:
            return read.value
    stated = {words.key(line.row.issuer): line.row.issuer for case, file in holders for line in case.citing(file) if line.row.issuer}
    return next(iter(stated.values())) if len(stated) == 1 else ""
