"""What an import of the register changes, in words for the screen and as a list for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from parcli.cli.screen import Screen
from parcli.core.findings import Finding
from parcli.core.register import LISTS, Plain, Step, known
from parcli.setup.layout import Layout
from parcli.setup.values import outward, shown

_SIGNS = {"added": "+", "removed": "−", "changed": "~"}
_LONGEST = 160


def say(screen: Screen, layout: Layout, steps: Mapping[str, Sequence[Step]], lost: Sequence[str], *, written: Sequence[str], dry_run: bool) -> None:
    """Print the changes of each list, then the comments that are lost, then what was written."""
    changed = False
    for name in LISTS:
        counts = {kind: sum(1 for step in steps[name] if step.kind == kind) for kind in ("added", "removed", "changed", "same")}
        if any(counts[kind] for kind in _SIGNS):
            changed = True
            screen.result(screen.words.text("cli.setup_list", sheet=layout.sheets[name].name, **counts))
            for line in (line for step in steps[name] if step.kind != "same" for line in _lines(layout, name, step)):
                screen.result(line)
    if not changed:
        screen.say("cli.setup_unchanged")
        return
    if lost:
        screen.result(screen.words.text("cli.setup_comments_lost", count=len(lost)))
        for comment in lost:
            screen.result(f"  {_one_line(comment)}")
    screen.say("cli.setup_dry_run" if dry_run else "cli.setup_imported", files=", ".join(written))


def _lines(layout: Layout, name: str, step: Step) -> list[str]:
    head = f"  {_SIGNS[step.kind]} {_one_line(_known(name, step))}"
    if step.kind != "changed":
        return [head]
    return [
        f"{head}: {_heading(layout, name, key)}: «{_value(layout, name, key, old)}» → «{_value(layout, name, key, new)}»"
        for key, (old, new) in step.changes.items()
    ]


def _known(name: str, step: Step) -> str:
    line = step.before or step.after
    return f"{known(name, line)}: {line['name']}" if name == "units" and step.kind != "changed" else known(name, line)


def _heading(layout: Layout, name: str, key: str) -> str:
    return layout.sheets[name].column(key)[1].heading.partition(" (")[0]


def _value(layout: Layout, name: str, key: str, value: Plain | None) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return _one_line("; ".join(value))
    return _one_line(shown(outward(layout, layout.sheets[name].column(key)[1], value)))


def _one_line(text: str) -> str:
    """Return a text on one line, cut visibly where it is long; signs that cannot be seen show as escapes."""
    line = " ".join(text.split())
    seen = "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in line)
    return seen if len(seen) <= _LONGEST else seen[:_LONGEST] + "…"


def document(screen: Screen, written: Sequence[str], findings: Sequence[Finding]) -> dict[str, Any]:
    """Return what every run says as JSON; a problem tells its sheet and cell."""
    return {"format": "parcli/setup-import@1", "written": list(written), "problems": screen.problems(findings)}


def listed(layout: Layout, steps: Mapping[str, Sequence[Step]]) -> list[dict[str, Any]]:
    """Return the changes as a list for programs."""
    return [
        {
            "list": name, "sheet": layout.sheets[name].name, "kind": step.kind, "entry": known(name, step.before or step.after),
            "values": {key: {"old": old, "new": new} for key, (old, new) in _changes(step).items()},
        }
        for name in LISTS
        for step in steps[name]
        if step.kind != "same"
    ]  # fmt: skip


def _changes(step: Step) -> Mapping[str, tuple[Plain | None, Plain | None]]:
    if step.kind == "changed":
        return step.changes
    return {key: (step.before.get(key), step.after.get(key)) for key in (*step.before, *step.after)}
