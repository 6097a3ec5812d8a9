"""JSON Schema (draft 2020-12) of the definition files, made from the models, so that editors complete and explain.

An editor sees numbers and truth values where the loader sees text, so a text may be any scalar. What only the whole can tell
(sums, reach of rules, names that lead somewhere) stays with ``parcli criteria check``.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from parcli.core.crosswalk import Crosswalk
from parcli.core.cycle import Cycle
from parcli.core.edition import BlockFile, EditionFile
from parcli.core.rules import RULES
from parcli.core.trial import WhatIf
from parcli.core.waivers import WaiversFile
from parcli.definitions import cases

FILES: dict[str, type[BaseModel]] = {
    "edition": EditionFile,
    "block": BlockFile,
    "cycle": Cycle,
    "cases": cases.Case,
    "crosswalk": Crosswalk,
    "waivers": WaiversFile,
    "what-if": WhatIf,
}
"""The model of each file; a file of cases is a list of its model."""
_LISTS = ("cases",)
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_NAMES: dict[type[BaseModel], str] = {cases.Case: "TestCase"}
_BOUNDS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
_ANY_SCALAR = {"type": ["string", "number", "boolean", "null"]}


def file_name(name: str) -> str:
    """Return the name under which a schema is shipped."""
    return f"{name}.schema.json"


def text(name: str, descriptions: Mapping[str, str]) -> str:
    """Return the schema of a file as it is shipped. Raises KeyError for a name that is not in FILES."""
    return json.dumps(schema(name, descriptions), ensure_ascii=False, indent=1) + "\n"


def schema(name: str, descriptions: Mapping[str, str]) -> dict[str, Any]:
    """Return the schema of a file; ``descriptions`` holds the words for every key (see ``keys``)."""
    root = FILES[name]
    models = {model.__name__: model for model in _models(root)}
    raw = root.model_json_schema(by_alias=True)
    parts = {part: _object(content, models[part], descriptions) for part, content in raw.pop("$defs", {}).items()}
    whole = _object(raw, root, descriptions)
    if name in _LISTS:
        parts[_NAMES[root]] = whole
        whole = {"type": "array", "items": {"$ref": f"#/$defs/{_NAMES[root]}"}}
    head = {"$schema": _DRAFT, "title": descriptions[f"file.{name}"]}
    return {**head, **whole, **({"$defs": dict(sorted(parts.items()))} if parts else {})}


def keys() -> frozenset[str]:
    """Return the name of everything that needs words: ``file.<name>``, ``Model.key`` and ``Model.key.word`` for each word of a closed set."""
    models = {model for root in FILES.values() for model in _models(root)}
    named = {key for model in models for name, key in _keys(model) for key in (key, *(f"{key}.{word}" for word in _words_of(model, name)))}
    return frozenset({*named, "Rule.type", *(f"file.{name}" for name in FILES)})


def _models(root: type[BaseModel]) -> tuple[type[BaseModel], ...]:
    """Return a model and every model inside it."""
    found: dict[type[BaseModel], None] = {}
    waiting: list[Any] = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            if one not in found:
                found[one] = None
                waiting += [field.annotation for field in one.model_fields.values()]
        else:
            waiting += get_args(one)
    # A day of the year is a text in the file.
    return tuple(model for model in found if model.__name__ != "MonthDay")


def _keys(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Yield each field of a model and the name of its description, which belongs to the class that says the field first."""
    for name, field in model.model_fields.items():
        owner = next(one for one in reversed(model.__mro__) if name in inspect.get_annotations(one))
        yield name, f"{_NAMES.get(owner, owner.__name__)}.{field.alias or name}"


def _words_of(model: type[BaseModel], name: str) -> tuple[str, ...]:
    """Return the words of a closed set; a single word, such as the type of a rule, needs none of its own."""
    words = tuple(one for one in _literals(model.model_fields[name].annotation) if isinstance(one, str))
    return words if len(words) > 1 else ()


def _literals(annotation: Any) -> Iterator[Any]:
    for one in get_args(annotation):
        if isinstance(one, str | int):
            yield one
        elif not (isinstance(one, type) and issubclass(one, BaseModel)):
            yield from _literals(one)


def _object(raw: dict[str, Any], model: type[BaseModel], descriptions: Mapping[str, str]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for name, key in _keys(model):
        alias = model.model_fields[name].alias or name
        properties[alias] = _property(raw["properties"][alias], key, descriptions)
    made = {"type": "object", "additionalProperties": False, "properties": properties}
    if raw.get("required"):
        made["required"] = raw["required"]
    return made


def _property(raw: dict[str, Any], key: str, descriptions: Mapping[str, str]) -> dict[str, Any]:
    default = raw.get("default")
    made = _value({name: content for name, content in raw.items() if name not in ("default", "description")}, key, descriptions)
    made = {"description": descriptions[key], **made}
    if default is not None and not isinstance(default, dict | list):
        made["default"] = default
    return made


def _value(raw: dict[str, Any], key: str, descriptions: Mapping[str, str]) -> dict[str, Any]:
    """Return what a value may be: a text is any scalar, a whole number may be written in quotes, a rule goes by its type."""
    if raw.get("discriminator"):
        return _rule(raw["discriminator"]["mapping"], descriptions)
    made = {_BOUNDS.get(name, name): content for name, content in raw.items() if name != "title"}
    for name in ("anyOf", "oneOf"):
        if name in made:
            made |= _one_of([_value(each, key, descriptions) for each in made.pop(name)])
    for name in ("items", "additionalProperties"):
        if isinstance(made.get(name), dict):
            made[name] = _ANY_SCALAR if key == "TestCase.inputs" else _value(made[name], key, descriptions)
    if "enum" in made:
        made["enumDescriptions"] = [descriptions[f"{key}.{word}"] for word in made["enum"]]
    elif made.get("type") == "string" and "const" not in made and "format" not in made and not made.get("pattern", "").startswith("^(0"):
        made["type"] = ["string", "number", "boolean"]
    elif made.get("type") == "integer":
        made |= {"type": ["integer", "string"], "pattern": "^ *[0-9]{1,12} *$"}
    if "patternProperties" in made:
        # As two keywords, so that a name that does not fit is refused.
        ((pattern, content),) = made.pop("patternProperties").items()
        made |= {"propertyNames": {"pattern": pattern}, "additionalProperties": content}
    return made


def _one_of(choices: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a choice of shapes; what may only be left blank besides keeps its own, for clearer words in editors."""
    blank = {"type": "null"}
    own = [each for each in choices if each != blank]
    if len(own) == 1 and len(choices) > 1 and "type" in own[0] and "enum" not in own[0]:
        types = own[0]["type"]
        return {**own[0], "type": [*(types if isinstance(types, list) else [types]), "null"]}
    return {"anyOf": choices}


def _rule(mapping: Mapping[str, str], descriptions: Mapping[str, str]) -> dict[str, Any]:
    """Return a choice among rules by their type, so that an editor offers the keys of the one that was chosen."""
    order = [next(kind for kind, place in mapping.items() if place.endswith(f"/{model.__name__}")) for model in RULES]
    said = [descriptions[f"{model.__name__}.type"] for model in RULES]
    chosen = [
        {"if": {"type": "object", "properties": {"type": {"const": kind}}, "required": ["type"]}, "then": {"$ref": mapping[kind]}} for kind in order
    ]
    kinds = {"description": descriptions["Rule.type"], "enum": order, "enumDescriptions": said}
    return {"type": "object", "properties": {"type": kinds}, "required": ["type"], "allOf": chosen}
