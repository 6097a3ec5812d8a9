"""A tree into a model: each complaint of the model gets the line it is about, and words that help."""

from __future__ import annotations

import difflib
from typing import Any, TypeVar

from pydantic import ValidationError

from parcli.core.fields import Definition
from parcli.core.findings import CATALOGUE, Finding, found
from parcli.definitions.tree import Node

Model = TypeVar("Model", bound=Definition)

_RANGE = ("greater_than_equal", "less_than_equal", "greater_than", "less_than")
_LENGTH = ("too_short", "too_long", "string_too_long", "string_too_short")
_SHAPES = {
    "model_type": "mapping", "model_attributes_type": "mapping", "dict_type": "mapping", "tuple_type": "list", "list_type": "list",
    "string_type": "text", "int_type": "whole", "int_parsing": "whole", "bool_parsing": "truth",
    "bool_type": "truth", "int_from_float": "whole",
}  # fmt: skip


def build(model: type[Model], node: Node, file: str) -> tuple[Model | None, tuple[Finding, ...]]:
    """Make the model of a tree; without one, say all that is wrong with it."""
    try:
        return model.model_validate(node.plain()), ()
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=True)
        complaints = [_finding(each, node, file, model) for each in errors if not _echo(each, node)]
        return None, tuple(dict.fromkeys(complaints))


def _echo(error: Any, node: Node) -> bool:
    """Whether a list counts as too short only because what stands in it is refused, and said so."""
    value = node.at(tuple(error["loc"]))[0].value
    return error["type"] == "too_short" and isinstance(value, list | dict) and len(value) >= error["ctx"]["min_length"]


def _finding(error: Any, node: Node, file: str, model: type[Definition]) -> Finding:
    path = tuple(error["loc"])
    target, line = node.at(path)
    kind, context = error["type"], error.get("ctx", {})
    name = str(path[-1]) if kind in ("extra_forbidden", "missing") else node.named(path)
    if kind in CATALOGUE:
        values = {key: value for key, value in context.items() if key != "code" and not (key == "key" and not value)}
        return found(kind, file=file, line=line, **{"key": name, **values})
    if kind == "extra_forbidden":
        return found("DF110", file=file, line=line, key=name, suggestion=_nearest(name, model))
    if kind == "missing":
        return found("DF112", file=file, line=line, key=name)
    if kind == "union_tag_not_found":
        return found("DF112", file=file, line=line, key=_discriminator(context))
    if kind in ("union_tag_invalid", "literal_error"):
        if kind == "union_tag_invalid":
            name = _discriminator(context)
            target, line = node.at((*path, name))
        expected = str(context.get("expected_tags") or context.get("expected")).replace("'", "")
        return found("DF114", file=file, line=line, key=name, found=_shown(target.value), expected=expected.replace(" or ", ", "))
    if kind in _RANGE + _LENGTH:
        bound = next((f"{key} {value}" for key, value in context.items() if key in ("ge", "le", "gt", "lt", "min_length", "max_length")), "")
        return found("DF117", file=file, line=line, key=name, found=_shown(target.value), expected=_bound(bound))
    if kind == "string_pattern_mismatch":
        return found("DF119", file=file, line=line, key=name, found=_shown(target.value), expected=context.get("pattern", ""))
    return found("DF111", file=file, line=line, key=name, found=_shown(target.value), expected=f"term:{_SHAPES.get(kind, kind)}")


def _discriminator(context: Any) -> str:
    return str(context.get("discriminator", "type")).strip("'")


def _bound(bound: str) -> str:
    for key, sign in (("ge", "≥"), ("le", "≤"), ("gt", ">"), ("lt", "<"), ("min_length", "≥"), ("max_length", "≤")):
        if bound.startswith(f"{key} "):
            return f"{sign} {bound.removeprefix(key).strip()}"
    return bound


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value if len(value) <= 60 else value[:60] + "…"  # noqa: PLR2004 - enough to recognise a text
    return "—" if value is None else "term:list" if isinstance(value, list) else "term:mapping"


def _nearest(name: str, model: type[Definition]) -> str:
    """Suggest the known key that is spelt most like an unknown one."""
    close = difflib.get_close_matches(name, _known_keys(model), n=1, cutoff=0.6)
    return close[0] if close else ""


def _known_keys(model: type[Definition]) -> tuple[str, ...]:
    """Return the keys of a model and of every model inside it."""
    schema = model.model_json_schema(by_alias=True)
    parts = [schema, *schema.get("$defs", {}).values()]
    return tuple(dict.fromkeys(key for part in parts for key in part.get("properties", {})))
