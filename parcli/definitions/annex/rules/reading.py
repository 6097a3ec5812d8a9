"""The readers side by side: a rule is proposed when just one of them understands all lines, and its promises hold."""

from __future__ import annotations

from dataclasses import replace

from parcli.definitions.annex.rules import bands, cases, change, choice, counts, deadlines, notes, ratios, surveys
from parcli.definitions.annex.rules.asked import Asked, Proposal, Question, Reading
from parcli.definitions.annex.rules.phrases import lines_of, tidied
from parcli.definitions.annex.rules.verify import holds

_MOST_LINES = 60
_LONGEST_LINE = 1000
_MOST_DEPTH = 3
_READERS = (
    bands.read, ratios.read, change.read, choice.read_levels, choice.read_ticks, choice.read_all_required,
    counts.read_count, counts.read_deduction, counts.read_judged, deadlines.read, surveys.read,
)  # fmt: skip


def propose(asked: Asked) -> Proposal:
    """Propose the rule that the lines say, or none; every line that no rule says is handed back."""
    lines = lines_of(asked.lines, asked.maximum)
    if not lines or len(lines) > _MOST_LINES or any(len(line) > _LONGEST_LINE for line in asked.lines) or asked.maximum <= 0:
        return Proposal(None, _raw(asked))
    given = tuple(tidied(label) for label in asked.labels)
    question = Question(tidied(asked.title), lines, asked.maximum, given, asked.penalty, asked.survey)
    for sorted_lines in notes.ways(lines, asked.maximum, labelled=bool(given)):
        if proposal := _proposed(replace(question, lines=sorted_lines.lines), sorted_lines):
            return proposal
    return Proposal(None, _raw(asked))


def _raw(asked: Asked) -> tuple[str, ...]:
    return tuple(line.strip() for line in asked.lines if line.strip())


def _proposed(question: Question, sorted_lines: notes.Sorted) -> Proposal | None:
    reading = understood(question) if question.lines else None
    if reading is None or (sorted_lines.notes and reading.said.get("levels")):
        return None
    return Proposal(reading.rule, (*sorted_lines.notes, *reading.unread), {**reading.said, **sorted_lines.said})


def understood(question: Question, depth: int = 0) -> Reading | None:
    """Return the one reading of a question that holds, None where there is none or more than one."""
    readers = (surveys.read,) if question.survey else _READERS
    readings = [reading for reader in readers if (reading := reader(question)) and holds(reading, question)]
    if (
        depth < _MOST_DEPTH
        and not question.survey
        and (nested := cases.read(question, lambda inner: understood(inner, depth + 1)))
        and holds(nested, question)
    ):
        readings.append(nested)
    rules = [reading.rule for reading in readings]
    return readings[0] if rules and all(rule == rules[0] for rule in rules) else None
