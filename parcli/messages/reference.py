"""The pages of docs/ that are made, not written: every finding with its words, every rule with what it becomes.

``python -m parcli.messages.reference`` writes them anew; a test fails while they are stale.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import yaml
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from parcli.core import expr, fields, points
from parcli.core.findings import CATALOGUE
from parcli.core.rules import RULES, AnyRule, InputCell, InputKind, Rule, Stake
from parcli.messages import Language, words

DOCS = Path(__file__).parents[2] / "docs"
_MADE = "<!-- Tệp này do `python -m parcli.messages.reference` viết. This file is made: edit the words or the rules, not this page. -->"

_HEADINGS: dict[Language, dict[str, str]] = {
    "vi": {
        "page": "Nội dung cần rà soát",
        "about": "Mỗi nội dung có một mã không đổi. Chữ trong ngoặc nhọn được thay bằng giá trị tìm thấy. "
        "Các nội dung là câu hỏi để rà soát, không phải kết luận về đơn vị. "
        "Căn cứ dẫn công văn năm 2023 của Sở Nội vụ Hà Nội là nguồn tham khảo; nơi khác áp dụng hướng dẫn của đợt mình (bases.guide trong cycle.yaml).",
        "remedy": "Cách xử lý", "basis": "Căn cứ",
        "DF1": "DF1 – Tệp bộ tiêu chí, đợt đánh giá: cách viết", "DF2": "DF2 – Bộ tiêu chí, đợt đánh giá: xét toàn bộ",
        "DF3": "DF3 – Ca kiểm tra của cán bộ phân tích",
        "IM1": "IM1 – Tệp phụ lục đưa vào", "IM2": "IM2 – Nội dung phụ lục cần xem lại", "ST1": "ST1 – Danh sách đơn vị bằng Excel", "WB1": "WB1 – Tệp gửi về, trước khi xem nội dung", "WB2": "WB2 – Biểu của ai",
        "WB3": "WB3 – Phần không được thay đổi", "SC1": "SC1 – Giá trị đã nhập", "SC2": "SC2 – Tiêu chí có áp dụng không",
        "SC3": "SC3 – Ai chấm", "EV1": "EV1 – Thư mục và danh mục tài liệu kiểm chứng", "EV2": "EV2 – Các tệp tài liệu kiểm chứng",
        "EV22": "EV22 – Chữ ký số", "EV24": "EV24 – Thông tin đọc trên văn bản", "EV25": "EV25 – Tài liệu có ở nhiều nơi",
        "VF1": "VF1 – Kết quả có còn đúng không",
        "WV1": "WV1 – Trường hợp được chấp thuận (waivers.yaml)",
        "EV3": "EV3 – Tài liệu mà tiêu chí yêu cầu", "RS1": "RS1 – Số liệu từ bên ngoài",
        "AP1": "AP1 – Phiếu thẩm định", "AC1": "AC1 – Phiếu của Hội đồng thẩm định", "RS2": "RS2 – Kết quả",
        "IN1": "IN1 – Hồ sơ gửi về", "IN2": "IN2 – Các phần biểu",
    },
    "en": {
        "page": "Matters to review",
        "about": "Each matter has a code that never changes. Words in braces are replaced by what was found. "
        "They are questions to review, not judgements on a unit. "
        "Bases that name the letter of 2023 of Hanoi's Department of Home Affairs are a reference; elsewhere the cycle's own guidance applies (bases.guide in cycle.yaml).",
        "remedy": "What to do", "basis": "Basis",
        "DF1": "DF1 – A definition file as text", "DF2": "DF2 – A definition as a whole", "DF3": "DF3 – The analysts' own cases",
        "IM1": "IM1 – The annex file", "IM2": "IM2 – What to look at in an annex", "ST1": "ST1 – The register in Excel",
        "WB1": "WB1 – A returned file before its content", "WB2": "WB2 – Whose workbook it is", "WB3": "WB3 – What must not have been changed",
        "SC1": "SC1 – What was entered", "SC2": "SC2 – Whether the item applies", "SC3": "SC3 – Who scores",
        "EV1": "EV1 – The folder and the register", "EV2": "EV2 – The files", "EV22": "EV22 – Digital signatures",
        "EV24": "EV24 – The document's own words", "EV25": "EV25 – Documents in several places", "EV3": "EV3 – What an item asks for",
        "VF1": "VF1 – Whether a result still holds", "WV1": "WV1 – Waivers (waivers.yaml)",
        "RS1": "RS1 – Figures from outside", "AP1": "AP1 – Appraisal workbooks", "AC1": "AC1 – The Council's sheet", "RS2": "RS2 – Results", "IN1": "IN1 – What comes back", "IN2": "IN2 – Part-workbooks",
    },
}  # fmt: skip


def findings_page(language: Language) -> str:
    """Return every code of the catalogue with its weight and words, by family."""
    spoken, headings = words(language), _HEADINGS[language]
    lines = [f"# {headings['page']}", "", headings["about"]]
    family = ""
    for code, entry in CATALOGUE.items():
        its_family = code[:4] if code[:4] in headings else code[:3]
        if its_family != family:
            family = its_family
            lines += ["", f"## {headings[family]}"]
        text = {part: _escaped(content) for part, content in spoken.findings[code].items()}
        lines += ["", f"### {code} – {text['title']}", "", f"**{spoken.text(f'severity.{entry.severity.word}')}.** {text['message']}", ""]
        lines += [f"- {headings[part]}: {text[part]}" for part in ("remedy", "basis")]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return re.sub(r"([*<~|])", r"\\\1", text)


# One example for each rule, with inputs to try it on. Labels are made up.
_EXAMPLES: dict[str, tuple[str, dict[str, str]]] = {
    "choice": (
        "type: choice\nlevels:\n- {label: Thực hiện đầy đủ, points: 2}\n- {label: Thực hiện một phần, share: 0.5}\n- {label: Chưa thực hiện, points: 0}\n",
        {"level": "Thực hiện một phần"},
    ),
    "ratio": ("type: ratio\npart: Số nhiệm vụ đã hoàn thành\nwhole: Tổng số nhiệm vụ trong kế hoạch\nfloor: 0.8\n", {"part": "9", "whole": "10"}),
    "tiers": (
        """type: tiers
of: ratio
part: Số hồ sơ trả đúng hạn
whole: Tổng số hồ sơ đã giải quyết
bands:
- {from: 0.9, points: 1}
- {above: 0.95, points: 1.5}
- {from: 1, points: 2}
""",
        {"part": "96", "whole": "100"},
    ),
    "count": ("type: count\nlabel: Số sáng kiến được công nhận\neach: 0.5\n", {"count": "3"}),
    "deadline": (
        "type: deadline\nlabel: Ngày ban hành kế hoạch\ndue: 01-31\non_time: 2\nlate:\n- {within_days: 15, points: 1}\notherwise: 0\n",
        {"date": "10/02/2023"},
    ),
    "checklist": (
        "type: checklist\nmode: sum\nticks:\n- {label: Có phân công cụ thể, points: 1.5}\n- {label: Có bố trí kinh phí, points: 0.5}\n",
        {"tick-1": "Có", "tick-2": "Không"},
    ),
    "deduction": ("type: deduction\nlabel: Số hồ sơ quá hạn\neach: 0.25\nfloor: 0.5\n", {"count": "3"}),
    "conditional": (
        """type: conditional
ask: Trong năm có được thanh tra, kiểm tra không
cases:
- {answer: Không, points: 2}
- answer: Có
  rule: {type: ratio, part: Số kiến nghị đã xử lý, whole: Tổng số kiến nghị}
""",
        {"answer": "Có", "case-2/part": "3", "case-2/whole": "4"},
    ),
    "points": ("type: points\nstep: 0.25\n", {"points": "1.75"}),
    "external": ("type: external\nscale: [0, 100]\n", {"value": "86.5"}),
}  # fmt: skip
_STAKE = Stake(Fraction(2), 2023)
_FIRST_ROW = 8
_KINDS: dict[InputKind, str] = {
    InputKind.NUMBER: "số không âm", InputKind.COUNT: "số nguyên không âm", InputKind.CHOICE: "chọn trong danh sách",
    InputKind.DATE: "ngày", InputKind.POINTS: "số điểm",
}  # fmt: skip
_TYPES: tuple[tuple[Any, str], ...] = (
    (fields.Exact, "số"), (fields.Points, "số ≥ 0"), (fields.Positive, "số > 0"), (fields.Share, "tỷ lệ từ 0 đến 1"),
    (fields.Threshold, "tỷ lệ > 0, nhiều nhất 10"), (fields.Label, f"nhãn, nhiều nhất {fields.LABEL_LENGTH} ký tự"),
    (fields.Day, "năm-tháng-ngày"), (fields.DayOfYear, "tháng-ngày"), (int, "số nguyên"), (AnyRule, "một cách tính điểm"),
)  # fmt: skip


def rules_page() -> str:
    """Return every rule: its fields, its cells, an example, how it is explained, and the formula that it becomes."""
    about = (
        f"Các ví dụ dưới đây dùng điểm tối đa {points.vietnamese(_STAKE.maximum)}, năm {_STAKE.year}; nhãn và điểm là minh họa. "
        f"Công thức là công thức của cột «Điểm tự chấm» khi các ô nhập đứng lần lượt từ ô H{_FIRST_ROW}, làm tròn 2 chữ số; "
        "một nhãn xuất hiện nhiều lần vì chữ tiếng Việt có nhiều cách mã hóa mà bảng tính coi là khác nhau. "
        "Mọi cách tính đều nhận thêm khóa `up_to`: mức cao nhất có thể đạt, khi thấp hơn điểm tối đa."
    )
    lines = ["# Cách tính điểm", "", about]
    for rule in RULES:
        lines += ["", *_rule(rule)]
    return "\n".join(lines) + "\n"


def _rule(rule: type[Rule]) -> Iterator[str]:
    name = get_args(rule.model_fields["type"].annotation)[0]
    text, inputs = _EXAMPLES[name]
    example: Rule = TypeAdapter(AnyRule).validate_python(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - texts only
    cells = example.cells(_STAKE)
    yield from (f"## `{name}` – {rule.summary}", "", "| Khóa | Giá trị | Mặc định |", "|---|---|---|", *_rows(rule, ""), "")
    yield from ("Ví dụ:", "", "```yaml", text.rstrip(), "```", "", "Trên biểu:", "")
    explained, penalty = example.explanation(_STAKE), example.explanation(replace(_STAKE, penalty=True))
    yield from (f"- {line.strip()}" if line == line.lstrip() else f"  - {line.strip()}" for line in explained)
    if penalty != explained:
        yield from ("", "Trong nội dung điểm trừ:", "", *(f"- {line}" for line in penalty))
    yield ""
    if cells:
        yield from ("| Ô nhập | Nhãn | Nhận |", "|---|---|---|", *(_cell(cell) for cell in cells), "")
    else:
        yield from ("Không có ô nhập: số liệu lấy từ thư mục `survey/`, nên biểu không có công thức.", "")
    given = {name: _value(text, cells, name) for name, text in inputs.items()}
    tree = expr.with_rounding(example.expression(_STAKE), 2)
    result = expr.evaluate(tree, given)
    shown = "chưa có điểm" if result is None else f"{points.vietnamese(result)} điểm"
    yield f"Với {', '.join(f'`{name}` = {text}' for name, text in inputs.items())}: {_way(expr.work(tree, given))}{shown}."
    if cells:
        address = {cell.name: f"H{_FIRST_ROW + place}" for place, cell in enumerate(cells)}
        yield from ("", "```text", f"={expr.to_excel(tree, address.__getitem__)}", "```")


def _way(steps: tuple[expr.Step, ...]) -> str:
    """Return the arithmetic that a way ends in, with the sign that leads to its result; nothing where the result is only stated."""
    last = steps[-1]
    return f"{expr.formula_text(last.formula, points.vietnamese)} = " if isinstance(last, expr.Computed) and len(last.formula) > 1 else ""


def _rows(model: type[fields.Definition], prefix: str) -> Iterator[str]:
    hints = get_type_hints(model, include_extras=True)
    for name, field in model.model_fields.items():
        if name == "up_to":
            continue
        key = f"{prefix}{field.alias or name}"
        yield f"| `{key}` | {_type(hints[name])} | {_default(field)} |"
        for inner in _inner(hints[name]):
            yield from _rows(inner, f"{key}[]." if "tuple" in str(hints[name]) else f"{key}.")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "bắt buộc"
    if field.default is None or field.default == ():
        return "–"
    return points.plain(field.default) if isinstance(field.default, Fraction) else str(field.default)


def _type(hint: Any) -> str:
    for known, name in _TYPES:
        if hint == known or (get_origin(known) is Annotated and get_args(hint)[: len(get_args(known))] == get_args(known)):
            return name
    if get_origin(hint) is Annotated:
        inner, *notes = get_args(hint)
        return _type(inner) + _limits(notes)
    if get_origin(hint) in (types.UnionType, Union):
        return " hoặc ".join(_type(part) for part in get_args(hint) if part is not types.NoneType)
    if get_origin(hint) is tuple:
        return "danh sách" if _inner(hint) else f"danh sách: {_type(get_args(hint)[0])}"
    if get_origin(hint) is Literal:
        return " hoặc ".join(f"`{value}`" for value in get_args(hint))
    return "các khóa bên dưới"


def _limits(notes: list[Any]) -> str:
    """Return the bounds that a field states on a number or on the length of a list."""
    bounds: dict[str, Any] = {}
    for note in notes:
        for part in note.metadata if isinstance(note, FieldInfo) else ():
            bounds |= {name: getattr(part, name) for name in ("ge", "le", "min_length", "max_length") if hasattr(part, name)}
    low, high = bounds.get("ge", bounds.get("min_length")), bounds.get("le", bounds.get("max_length"))
    if low is None and high is None:
        return ""
    unit = " mục" if {"min_length", "max_length"} & set(bounds) else ""
    span = f"nhiều nhất {high}" if low is None else f"{low}" if low == high else f"từ {low} đến {high}"
    return f", {span}{unit}"


def _inner(hint: Any) -> list[type[fields.Definition]]:
    """Return the definitions inside a type, other than rules, whose own sections describe them."""
    if isinstance(hint, type):
        return [hint] if issubclass(hint, fields.Definition) and not issubclass(hint, Rule | fields.MonthDay) else []
    return [one for part in get_args(hint) for one in _inner(part)]


def _cell(cell: InputCell) -> str:
    takes = _KINDS[cell.kind]
    if cell.positive:
        takes = "số lớn hơn 0"
    if cell.choices:
        takes += f": {' / '.join(cell.choices)}" if cell.kind is InputKind.CHOICE else f", hoặc «{cell.choices[0]}»"
    if cell.most is not None:
        takes += f" từ 0 đến {points.vietnamese(cell.most)}"
    if cell.step is not None:
        takes += f", bước {points.vietnamese(cell.step)}"
    return f"| `{cell.name}` | {cell.label} | {takes} |"


def _value(text: str, cells: tuple[InputCell, ...], name: str) -> Fraction | str | None:
    kind = next((cell.kind for cell in cells if cell.name == name), InputKind.NUMBER)
    if kind is InputKind.CHOICE:
        return text
    return expr.serial_of_text(text) if kind is InputKind.DATE else points.from_definition(text)


def pages() -> dict[str, str]:
    """Return the made pages by file name."""
    return {
        "findings.md": f"{_MADE}\n\n{findings_page('vi')}\n---\n\n{findings_page('en')}",
        "rules.md": f"{_MADE}\n\n{rules_page()}",
    }


def main() -> None:
    """Write the made pages."""
    for name, content in pages().items():
        (DOCS / name).write_text(content, "utf-8", newline="\n")
        print(DOCS / name)


if __name__ == "__main__":
    main()
