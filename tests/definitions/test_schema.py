"""The JSON Schemas: every key explained, the shipped files accepted, typos refused, what is shipped up to date."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from parcli.definitions import schema
from parcli.messages import keys

HERE = Path(__file__).parent
CRITERIA = HERE.parents[1] / "criteria"
SHIPPED = sorted(CRITERIA.glob("*/*.yaml"))


class Plain(yaml.SafeLoader):
    """YAML 1.2 as editors read it: ``no`` and days are texts, numbers are numbers."""


Plain.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"null|~|", ["n", "~", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+0123456789.")),
):
    Plain.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


def read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=Plain)


@lru_cache
def validator(name: str) -> Draft202012Validator:
    made = schema.schema(name, keys())
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def faults(name: str, content: Any) -> list[str]:
    return [each.json_path + ": " + each.message for each in validator(name).iter_errors(content)]


def kind(path: Path) -> str:
    if path.stem in ("edition", "cases", "waivers"):
        return path.stem
    first = path.stem.partition("-")[0]
    return first if first in ("cycle", "crosswalk") else "block"


def test_every_key_of_every_model_is_explained_and_nothing_else() -> None:
    assert schema.keys() == set(keys())
    assert all(text.strip() == text != "" for text in keys().values())


@pytest.mark.parametrize("name", schema.FILES)
def test_what_is_shipped_is_up_to_date(name: str) -> None:
    shipped = CRITERIA / "schema" / schema.file_name(name)
    assert shipped.read_text("utf-8") == schema.text(name, keys()), "stale: run parcli criteria schema --output criteria/schema"


def test_nothing_else_is_shipped_beside_the_schemas() -> None:
    assert {path.name for path in (CRITERIA / "schema").iterdir()} == {schema.file_name(name) for name in schema.FILES}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_shipped_file_is_accepted_and_leads_to_its_schema(path: Path) -> None:
    assert faults(kind(path), read(path)) == []
    assert path.read_text("utf-8").partition("\n")[0] == f"# yaml-language-server: $schema=../schema/{kind(path)}.schema.json"


@pytest.mark.parametrize("name", ["edition", "so", "cycle"])
def test_a_good_file_is_accepted(name: str) -> None:
    assert faults("block" if name == "so" else name, read(HERE / "good" / f"{name}.yaml")) == []


@pytest.mark.parametrize(
    "name",
    [
        "block-bad-code", "block-bad-window", "block-blank-title", "block-code-with-dot-at-end", "block-decimal-comma", "block-due-days-not-whole",
        "block-floor-in-percent", "block-impossible-day", "block-label-with-star", "block-list-expected", "block-long-label",
        "block-many-faults", "block-mapping-expected", "block-negative-points", "block-no-is-a-word", "block-no-maximum", "block-one-level",
        "block-rule-without-type", "block-text-expected", "block-unknown-assessor", "block-unknown-key", "block-unknown-key-like-none",
        "block-unknown-rule", "block-zero-maximum", "cycle-name", "cycle-no-units", "cycle-unknown-key", "cycle-vietnamese-date",
        "cycle-year-not-whole", "cycle-year-out-of-range", "cycle-year-with-underscore", "edition-bad-block-name", "edition-unknown-key",
        "edition-unknown-status",
    ],
)  # fmt: skip
def test_what_a_schema_can_know_is_refused(name: str) -> None:
    assert faults(name.partition("-")[0], read(HERE / "bad" / f"{name}.yaml")) != []


def test_scalars_may_be_quoted_or_not() -> None:
    item = {"code": 1.1, "title": 2025, "maximum": "0.5", "rule": {"type": "count", "label": True, "each": 0.1}}
    assert faults("block", {"areas": [{"code": 1, "title": "a", "maximum": 0.5, "items": [item]}]}) == []
    assert faults("block", {"areas": [{"code": 1, "title": "a", "maximum": 0.5, "items": [item | {"rule": None}]}]}) == []


@pytest.mark.parametrize("key", ["label", "levels", "part"])
def test_a_rule_takes_the_keys_of_its_own_type_only(key: str) -> None:
    rule = {"type": "points", key: "x"}
    (only,) = faults("block", {"areas": [{"code": "I", "title": "a", "maximum": 1, "items": [{"code": "I.1", "maximum": 1, "rule": rule}]}]})
    assert f"'{key}' was unexpected" in only


def test_a_rule_inside_a_case_is_held_to_its_type_too() -> None:
    cases = [{"answer": "Có", "rule": {"type": "ratio", "part": "a"}}, {"answer": "Không", "points": 0}]
    item = {"code": "I.1", "maximum": 1, "rule": {"type": "conditional", "ask": "?", "cases": cases}}
    assert "'whole' is a required property" in faults("block", {"areas": [{"code": "I", "maximum": 1, "items": [item]}]})[0]


def test_cases_and_crosswalks() -> None:
    good = [{"item": "I.1", "inputs": {"part": 8, "whole": None, "date": "2023-01-01"}, "points": None}]
    assert faults("cases", good) == []
    assert faults("cases", [{"item": "I.1", "point": 1}]) != []
    pair = {"block": "so", "from": "I.1", "to": "I.2", "comparable": "no", "note": "khác"}
    assert faults("crosswalk", {"from": "a", "to": "b", "blocks": {"so": "so"}, "items": [pair]}) == []
    assert faults("crosswalk", {"from": "a", "to": "b", "blocks": {"so": "so"}, "items": [pair | {"comparable": "maybe"}]}) != []


def test_every_closed_set_and_every_property_carries_words() -> None:
    def walk(node: Any) -> None:
        if isinstance(node, dict):
            for name, content in node.get("properties", {}).items():
                assert content.get("description") or set(content) == {"const"}, name
            if "enum" in node:
                assert len(node["enum"]) == len(node["enumDescriptions"])
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    for name in schema.FILES:
        walk(json.loads(schema.text(name, keys())))
