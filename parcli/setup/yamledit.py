"""Changes written into a YAML file's text: only the characters of what changed are replaced, everything else stays as it is.

The parser tells where each value begins and ends; the text in between is never made anew. So comments, order, quotes,
alignment and line ends survive by construction. The caller has checked the file (no anchors, no tags, no equal keys) and
checks the outcome by loading it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml

from parcli.core.register import LISTS, MODELS, Line, Plain, Step
from parcli.setup import yamltext
from parcli.setup.splice import CannotEdit, Edited, Work, end_of, start_of


def edit(text: str, lists: Mapping[str, Sequence[Step]]) -> Edited:
    """Return the text with the steps of each list carried out. Raises CannotEdit."""
    if all(step.kind == "same" for steps in lists.values() for step in steps):
        return Edited(text)
    root = yaml.compose(text, Loader=yaml.CSafeLoader) if text.strip() else None
    work = Work(text)
    for name in LISTS:
        if name in lists and any(step.kind != "same" for step in lists[name]):
            _list(work, root, name, lists[name])
    return work.result()


def _list(work: Work, root: yaml.Node | None, name: str, steps: Sequence[Step]) -> None:
    """Carry out the steps of one list of the file."""
    kept = [step for step in steps if step.kind != "removed"]
    if root is not None and not isinstance(root, yaml.MappingNode):
        raise CannotEdit(name)
    found = next(((key, content) for key, content in (root.value if root else ()) if key.value == name), None)
    if found is None:
        _new_list(work, root, name, [step.after for step in kept])
    elif not isinstance(found[1], yaml.SequenceNode) or not found[1].value:
        _first_entries(work, *found, [step.after for step in kept])
    elif found[1].flow_style:
        _flow_list(work, found[1], steps)
    elif not kept:
        _no_entries(work, *found)
    else:
        _block_list(work, name, found[1], steps)


def _new_list(work: Work, root: yaml.MappingNode | None, name: str, lines: Sequence[Line]) -> None:
    if root is not None and root.flow_style:
        entries = ", ".join(yamltext.flow_entry(line) for line in lines)
        work.put(end_of(work.text, root) - 1, end_of(work.text, root) - 1, f", {name}: [{entries}]")
        return
    end = len(work.text)
    before = "" if not work.text or work.text.endswith("\n") else work.newline
    work.put(end, end, before + f"{name}:{work.newline}" + _entries(work, lines, "  "))


def _entries(work: Work, lines: Sequence[Line], indent: str) -> str:
    return "".join(f"{indent}- {yamltext.flow_entry(line)}{work.newline}" for line in lines)


def _first_entries(work: Work, key: yaml.Node, content: yaml.Node, lines: Sequence[Line]) -> None:
    """Put entries where the list was blank or ``[]``; a comment behind it keeps its line."""
    start, end = start_of(content), end_of(work.text, content)
    if not _alone(work, end):
        if end == start:
            raise CannotEdit(str(key.value))
        work.put(start, end, "[" + ", ".join(yamltext.flow_entry(line) for line in lines) + "]")
        return
    if end > start:
        work.put(start - 1 if work.text[start - 1] == " " else start, end, "")
    following = work.next_line(end)
    before = "" if work.text[following - 1 : following] == "\n" else work.newline
    indent = " " * (int(key.start_mark.column) + 2)
    work.put(following, following, before + _entries(work, lines, indent))


def _alone(work: Work, end: int) -> bool:
    rest = work.text[end : work.line_end(end)].strip()
    return not rest or rest.startswith("#")


def _no_entries(work: Work, key: yaml.Node, content: yaml.SequenceNode) -> None:
    """Leave an empty list where all entries are removed."""
    for place in range(len(content.value)):
        start, end = _own_lines(work, content, place)
        work.remove(start, end, [content.value[place]])
    colon = work.text.index(":", end_of(work.text, key)) + 1
    work.put(colon, colon, " []")


def _flow_list(work: Work, content: yaml.SequenceNode, steps: Sequence[Step]) -> None:
    """Change a list between brackets: it is put together anew from the texts of its entries."""
    parts = []
    for step in steps:
        if step.old is None:
            parts.append(yamltext.flow_entry(step.after))
        elif step.kind != "removed":
            parts.append(_changed(work, content.value[step.old], step))
    start, end = start_of(content), end_of(work.text, content)
    wide = "\n" in work.text[start:end]
    between = "," + work.newline + " " * int(content.value[0].start_mark.column) if wide else ", "
    work.remove(start, end, content.value, "[" + between.join(parts) + "]")


def _changed(work: Work, node: yaml.Node, step: Step) -> str:
    """Return the text of an entry with its changes made."""
    start, end = start_of(node), end_of(work.text, node)
    part = Work(work.text)
    if step.kind == "changed":
        _entry(part, node, step)
    return part.result().text[start : end + len(part.result().text) - len(work.text)]


def _block_list(work: Work, name: str, content: yaml.SequenceNode, steps: Sequence[Step]) -> None:
    first, _ = _own_lines(work, content, 0)
    place, anchor = first, 0
    for step in steps:
        if step.old is None:
            _insert(work, name, content, anchor, place, step.after)
            continue
        anchor = step.old
        start, place = _own_lines(work, content, step.old)
        if step.kind == "removed":
            work.remove(start, place, [content.value[step.old]])
        elif step.kind == "changed":
            _entry(work, content.value[step.old], step)


def _own_lines(work: Work, content: yaml.SequenceNode, place: int) -> tuple[int, int]:
    """Return from where to where the lines of an entry go, its dash and the comment behind its end among them."""
    node = content.value[place]
    start = work.line_start(start_of(node))
    while not work.text[start : start_of(node) + 1].lstrip().startswith("-"):
        if start == 0:
            raise CannotEdit(str(place))
        start = work.line_start(start - 1)
    return start, work.next_line(end_of(work.text, node))


def _insert(work: Work, name: str, content: yaml.SequenceNode, anchor: int, place: int, line: Line) -> None:
    """Write a new entry at ``place`` in the manner of the entry at ``anchor``."""
    model = content.value[anchor]
    start, _ = _own_lines(work, content, anchor)
    dash = work.text[start : work.text.index("-", start)]
    if not isinstance(model, yaml.MappingNode):
        raise CannotEdit(name)
    indent = int(model.start_mark.column)
    entry = yamltext.flow_entry(line) if model.flow_style else yamltext.block_entry(line, indent, work.newline)
    gap = " " * max(indent - len(dash) - 1, 1)
    before = "" if place == 0 or work.text[place - 1] == "\n" else work.newline
    work.put(place, place, f"{before}{dash}-{gap}{entry}{'' if before else work.newline}")


def _entry(work: Work, node: yaml.Node, step: Step) -> None:
    """Change the values of one entry."""
    if not isinstance(node, yaml.MappingNode):
        raise CannotEdit(str(step.old))
    present: dict[str, int] = {key.value: place for place, (key, _) in enumerate(node.value)}
    dropped = [name for name, (_, new) in step.changes.items() if new is None]
    if any(present.get(name) == 0 for name in dropped):
        _rewrite(work, node, step.after)
        return
    order = next(tuple(model.model_fields) for model in MODELS.values() if {*step.before, *step.after} <= {*model.model_fields})
    for name, (_, new) in step.changes.items():
        if name in present and new is not None:
            _replace(work, node, present[name], new)
        elif name in present:
            _drop(work, node, present[name])
        elif new is not None:
            _add(work, node, _after(order, name, present), name, new)


def _after(order: Sequence[str], name: str, present: Mapping[str, int]) -> int:
    """Return the place of the pair behind which a new key stands: the last of those that usually precede it."""
    usual = [present[key] for key in order[: order.index(name)] if key in present]
    return max(usual, default=max(present.values()))


def _replace(work: Work, node: yaml.MappingNode, place: int, new: Plain) -> None:
    key, content = node.value[place]
    start, end = start_of(content), end_of(work.text, content)
    if start == end:
        colon = work.text.index(":", end_of(work.text, key)) + 1
        work.put(colon, colon, " " + yamltext.value(new, flow=bool(node.flow_style)))
    elif isinstance(content, yaml.SequenceNode) and not content.flow_style and isinstance(new, tuple):
        text = yamltext.block_list(new, int(content.start_mark.column), work.newline)
        work.remove(start, end, [content], text)
    else:
        style = content.style if isinstance(content, yaml.ScalarNode) and content.style in ("'", '"') else None
        work.remove(start, end, [content], yamltext.value(new, style, flow=bool(node.flow_style)))


def _drop(work: Work, node: yaml.MappingNode, place: int) -> None:
    """Remove a key with its value."""
    key, content = node.value[place]
    start, end = start_of(key), max(end_of(work.text, content), work.text.index(":", end_of(work.text, key)) + 1)
    if node.flow_style:
        previous = node.value[place - 1]
        comma = work.text.index(",", max(end_of(work.text, previous[1]), end_of(work.text, previous[0])))
        work.remove(comma, end, [*previous, key, content])
    else:
        work.remove(work.line_start(start), work.next_line(end), [key, content])


def _rewrite(work: Work, node: yaml.MappingNode, line: Line) -> None:
    """Write an entry anew: its first key goes, and with it the place where the others begin."""
    indent = int(node.start_mark.column)
    text = yamltext.flow_entry(line) if node.flow_style else yamltext.block_entry(line, indent, work.newline)
    work.remove(start_of(node), end_of(work.text, node), [node], text)


def _add(work: Work, node: yaml.MappingNode, after: int, name: str, new: Plain) -> None:
    key, content = node.value[after]
    end = max(end_of(work.text, content), work.text.index(":", end_of(work.text, key)) + 1)
    text = f"{name}: {yamltext.value(new, flow=bool(node.flow_style))}"
    if node.flow_style:
        work.put(end, end, f", {text}")
        return
    place = work.next_line(end)
    before = "" if work.text[place - 1] == "\n" else work.newline
    work.put(place, place, f"{before}{' ' * int(node.start_mark.column)}{text}{'' if before else work.newline}")
