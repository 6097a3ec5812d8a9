"""A small edition with one of everything that an annex can show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from parcli.core.edition import Block, BlockFile, Edition, Policies
from parcli.messages import words
from parcli.report import annex_words
from parcli.report.annex import Circular, Phrases, circular

TEMPLATES = Path(__file__).parents[2] / "templates"
LEVELS = [{"label": "Đầy đủ", "share": "1"}, {"label": "Một phần", "share": "0.75"}, {"label": "Không", "share": "0"}]
BOTH = {"nothing_arose": "full_marks", "not_assigned": "never"}
SO: list[dict[str, Any]] = [
    {"code": "I", "title": "Chỉ đạo, điều hành", "maximum": "6", "criteria": [
        {"code": "I.1", "number": "1", "title": "Kế hoạch CCHC", "maximum": "3.25", "items": [
            {"code": "I.1.1", "number": "1.1", "title": "Chất lượng kế hoạch", "maximum": "1", "rule": {"type": "choice", "levels": LEVELS},
             "evidence": {"required": "1", "documents": ["Kế hoạch CCHC năm", "Quyết định phê duyệt"]}, "guidance": "Tính theo văn bản cuối cùng."},
            {"code": "I.1.2", "number": "1.2", "title": "Mức độ hoàn thành", "maximum": "1.25", "not_applicable": BOTH,
             "rule": {"type": "ratio", "part": "Số nhiệm vụ đã hoàn thành", "whole": "Tổng số nhiệm vụ", "floor": "0.8"}},
            {"code": "I.1.3", "number": "1.3", "title": "Khắc phục tồn tại", "maximum": "1", "not_applicable": "never", "rule": {
                "type": "conditional", "ask": "Có tồn tại phải khắc phục hay không",
                "cases": [{"answer": "Có", "rule": {"type": "choice", "levels": LEVELS}}, {"answer": "Không có", "points": "1"}]}},
        ]},
        {"code": "I.2", "number": "2", "title": "Báo cáo CCHC", "maximum": "0.75",
         "rule": {"type": "deadline", "label": "Ngày gửi báo cáo", "due": "12-05", "on_time": "0.75", "late": [{"within_days": "3", "points": "0.25"}]},
         "guidance": "- Tính theo ngày gửi trên hệ thống.\n- Gửi lại thì tính ngày gửi đầu tiên."},
        {"code": "I.3", "number": "3", "title": "Nội dung chưa có cách tính", "maximum": "1", "review": ["Thực hiện tốt: 1 điểm\nCòn lại: do Hội đồng xem xét"]},
        {"code": "I.4", "number": "4", "title": "Hiệu quả tham mưu", "maximum": "1", "assessed_by": "council", "rule": {"type": "points", "step": "0.25"},
         "review": ["Hỏi lại về bước điểm."]},
    ]},
    {"code": "II", "title": "Tác động của CCHC", "maximum": "4", "items": [
        {"code": "II.1", "title": "Mức độ hài lòng", "maximum": "4", "assessed_by": "survey", "rule": {
            "type": "external", "options": [{"label": "Hài lòng", "weight": "1"}, {"label": "Không hài lòng", "weight": "0"}]}}]},
    {"code": "B", "title": "Sáng kiến", "kind": "bonus", "maximum": "1", "items": [
        {"code": "B.1", "title": "Số sáng kiến được công nhận", "maximum": "2", "rule": {"type": "count", "label": "Số sáng kiến", "each": "0.5"}}]},
    {"code": "P", "title": "Điểm trừ", "kind": "penalty", "maximum": "1", "items": [
        {"code": "P.1", "title": "Gửi hồ sơ muộn", "maximum": "1", "rule": {"type": "deduction", "label": "Số lần gửi muộn", "each": "0.5"}}]},
]  # fmt: skip
XA: list[dict[str, Any]] = [
    {"code": "A", "title": "Thực hiện nhiệm vụ", "maximum": "10", "rule": {"type": "checklist", "mode": "sum", "ticks": [
        {"label": "Có kế hoạch", "points": "4"}, {"label": "Có báo cáo", "points": "6"}]}},
]  # fmt: skip


def phrases() -> Phrases:
    """Return the words of annexes as they travel with parcli."""
    return annex_words.load(TEMPLATES, words("vi"))


def edition(blocks: Mapping[str, list[dict[str, Any]]] | None = None, **more: Any) -> Edition:
    """Return the small edition, or one of other blocks."""
    chosen = blocks or {"so": SO, "xa": XA}
    titles = {"so": "Khối Sở", "xa": "Khối xã"}
    built = tuple(Block(name, titles.get(name, name), BlockFile.model_validate({"areas": areas}).areas, (), None) for name, areas in chosen.items())
    policies = Policies.model_validate({"not_applicable": {"nothing_arose": "full_marks", "not_assigned": "rescale"}})
    given: dict[str, Any] = {
        "id": "thu",
        "title": "Chỉ số CCHC thử",
        "basis": "Quyết định 1/QĐ-UBND",
        "status": "illustrative",
        "version": "1.0",
        **more,
    }
    return Edition(**given, policies=policies, blocks=built)


def shown(of: Edition | None = None, block: str | None = None) -> Circular:
    """Describe an edition of 2023."""
    return circular(of or edition(), 2023, phrases(), block)
