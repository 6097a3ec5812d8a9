"""The only test helper: small editions, records and cycles, written as tables and mappings in the test itself.

    | mã    | tên                | điểm | cách tính | …                     |
    | I.1.1 | Ban hành kế hoạch  | 0.5  | choice    | Kịp thời=0.5; Không=0 |
    | I.1.2 | Mức độ hoàn thành  | 1.5  | ratio     | floor=0.8             |

A row without a rule is an area or a group. What no row names is put in: the area of an item, the sum of a group,
the labels of inputs. More columns where they are needed: ``loại`` (bonus, penalty), ``ai chấm``, ``không áp dụng``.
The last column may be YAML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import yaml

from parcli.core.cycle import Cycle
from parcli.core.edition import Block, BlockFile, Class, Edition, Kind, Policies
from parcli.core.submission import Answer, SelfAssessment

F = Fraction
YEAR = 2023
_LABELS: dict[str, dict[str, Any]] = {
    "ratio": {"part": "Số đạt", "whole": "Tổng số"},
    "tiers": {"of": "number", "label": "Số lượt"},
    "count": {"label": "Số sáng kiến"},
    "deadline": {"label": "Ngày gửi"},
    "deduction": {"label": "Số lần nhắc nhở"},
    "external": {"scale": ["0", "100"]},
}
_OTHER_COLUMNS = {"loại": "kind", "ai chấm": "assessed_by", "không áp dụng": "not_applicable"}


def edition(table: str, *, scale: str | None = None, classes: Mapping[str, str] | None = None, **policies: Any) -> Edition:
    """Return an edition of one block, ``so``."""
    stated = None if scale is None else Fraction(scale)
    names = tuple(Class.model_validate({"name": name, "from": start}) for name, start in (classes or {}).items())
    block = Block("so", "Khối Sở", areas(table), names, stated)
    return Edition("thu", "Chỉ số CCHC", "Quyết định 1/QĐ-UBND", "illustrative", "1.0", Policies.model_validate(policies), (block,))


def areas(table: str) -> Any:
    """Return the areas of a table."""
    nodes: dict[str, dict[str, Any]] = {}
    for row in _rows(table):
        node = _node(row)
        parent = _parent(node["code"], nodes)
        nodes[node["code"]] = node
        if parent is not None:
            parent.setdefault("items", []).append(node)
            if kind := node.pop("kind", None):
                nodes[node["code"].partition(".")[0]]["kind"] = kind
    tops = [node for code, node in nodes.items() if "." not in code]
    for node in tops:
        _fill_maximum(node)
    return BlockFile.model_validate({"areas": tops}).areas


def _rows(table: str) -> Iterator[dict[str, str]]:
    lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.splitlines() if line.strip()]
    for line in lines[1:]:
        yield dict(zip(lines[0], line, strict=True))


def _node(row: Mapping[str, str]) -> dict[str, Any]:
    node: dict[str, Any] = {"code": row["mã"], "title": row.get("tên") or f"Tiêu chí {row['mã']}"}
    if row.get("điểm"):
        node["maximum"] = row["điểm"]
    for column, name in _OTHER_COLUMNS.items():
        if row.get(column):
            node[name] = yaml.load(row[column], yaml.BaseLoader)
    if row.get("cách tính"):
        node["rule"] = rule(row["cách tính"], row.get("…", ""))
    return node


def rule(kind: str, settings: str = "") -> dict[str, Any]:
    """Return a rule as a definition file has it: ``choice``, ``Kịp thời=0.5; Không=0``."""
    if settings.startswith("{"):
        return {"type": kind, **yaml.load(settings, yaml.BaseLoader)}
    given = dict(part.strip().split("=", 1) for part in settings.split(";") if part.strip())
    if kind == "choice":
        return {"type": kind, "levels": [{"label": label, "points": points} for label, points in given.items()]}
    return {"type": kind, **_LABELS.get(kind, {}), **given}


def _parent(code: str, nodes: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    above = code.rpartition(".")[0]
    while above and above not in nodes:
        if "." not in above:
            nodes[above] = {"code": above, "title": f"Lĩnh vực {above}"}
        else:
            above = above.rpartition(".")[0]
    return nodes.get(above)


def _fill_maximum(node: dict[str, Any]) -> Fraction:
    beneath = sum((_fill_maximum(child) for child in node.get("items", ())), Fraction())
    node.setdefault("maximum", beneath)
    return Fraction(node["maximum"])


def value(entry: Any) -> Any:
    """Return an entry as a value: whole numbers and fractions are numbers, texts are texts."""
    return Fraction(entry) if isinstance(entry, int) else entry


def records(of: Edition, entries: Mapping[str, Any]) -> dict[str, SelfAssessment]:
    """Return a unit's records: ``I.1/part`` enters a value, ``I.1`` claims that the item does not apply.

    None is a blank cell. A claim is a Kind; ``"refused"`` is one that cannot stand.
    """
    found = {}
    for item in of.blocks[0].items(YEAR):
        own = {key.partition("/")[2]: entry for key, entry in entries.items() if key.startswith(f"{item.code}/")}
        answers = {name: Answer("H9", str(entry), value(entry), blank=entry is None) for name, entry in own.items()}
        claim = entries.get(item.code)
        kind = claim if isinstance(claim, Kind) else None
        found[item.code] = SelfAssessment(item.code, "J8", answers, kind, claim_refused=claim == "refused")
    return found


def cycle(of: Edition, *units: str, **more: Any) -> Cycle:
    """Return a cycle of an edition's first block with these units."""
    return Cycle.model_validate({
        "cycle": f"{of.id}/{YEAR}", "edition": of.id, "year": YEAR, "deadline": date(YEAR, 11, 30),
        "window": {"from": date(YEAR, 1, 1), "to": date(YEAR, 11, 30)},
        "units": [{"id": unit, "block": of.blocks[0].id, "name": f"Đơn vị {unit}"} for unit in units or ("so-noi-vu",)],
        **more,
    })  # fmt: skip
