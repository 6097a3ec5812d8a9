"""Many agencies by their names: which of them a name means is found without comparing it with each.

A country has thousands of units, and every document names one. The answers are those of `same_agency`: two names mean the
same agency only where, province or city at the end left out, some reading of the one has the words of one of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from parcli.core.agencies import initials, same_agency, stems
from parcli.core.agency_words import Words


class Directory:
    """Agencies, each by its name, aliases and former names, which all mean one."""

    def __init__(self, agencies: Iterable[Sequence[str]]) -> None:
        """Index the names by what must be equal where two mean the same, and the first of each by its letters."""
        self._agencies = tuple(agencies)
        self._by_stem: dict[Words, list[int]] = defaultdict(list)
        self._by_letters: dict[str, list[int]] = defaultdict(list)
        for number, names in enumerate(self._agencies):
            for stem in {stem for name in names for stem in stems(name)}:
                self._by_stem[stem].append(number)
            if names:
                self._by_letters[initials(names[0])].append(number)

    def named(self, name: str) -> tuple[int, ...]:
        """Return which agencies a name means for certain, by their numbers, in their order."""
        near = {number for stem in stems(name) for number in self._by_stem.get(stem, ())}
        return tuple(number for number in sorted(near) if any(same_agency(known, name) for known in self._agencies[number]))

    def going_by(self, name: str) -> tuple[Sequence[str], ...]:
        """Return the names of each agency that a name means for certain, or that signs with these letters, in their order."""
        numbers = {*self.named(name), *self._by_letters.get(name.upper(), ())}
        return tuple(self._agencies[number] for number in sorted(numbers))
