"""A synthetic clerk: answers that an honest unit might give, and the documents that bear them out. Seeded, so repeatable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from parcli.core.cycle import Cycle, Unit
from parcli.core.edition import Block, Kind, Policies
from parcli.core.item import Item
from parcli.core.rules import (
    NO,
    NOT_DONE,
    YES,
    Checklist,
    Choice,
    Conditional,
    Count,
    DaysAfter,
    Deadline,
    Deduction,
    JudgedPoints,
    Ratio,
    Rule,
    Stake,
    Tiers,
)
from parcli.demo.paper import Paper

Entry = Fraction | date | str
_CLAIMED = 0.04
_ESTIMATED = 0.12
_SCANNED = 0.35
_DOCUMENTS_PER_AREA = 4
_SUPPLEMENT = "Báo cáo giải trình, bổ sung tài liệu kiểm chứng"
_AFTER_DEADLINE = 18
"""Days after the deadline on which a supplement is issued."""
_ABBREVIATIONS = {
    "Kế hoạch": "KH", "Báo cáo": "BC", "Quyết định": "QĐ", "Tờ trình": "TTr", "Thông báo": "TB", "Quy chế": "QC",
    "Biên bản": "BB", "Chương trình": "CTr", "Phương án": "PA", "Đề án": "ĐA", "Hướng dẫn": "HD", "Danh mục": "BC", "Bảng": "BC",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """A document of evidence: its file name, what it says, and whether it is a scan."""

    name: str
    paper: Paper
    scanned: bool
    seed: int


@dataclass(slots=True)
class Dossier:
    """What a unit sends: cells by key and column, register lines, documents, difficulties."""

    cells: dict[str, dict[str, Entry]] = field(default_factory=dict)
    register: list[dict[str, Entry]] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    difficulties: list[tuple[str, str]] = field(default_factory=list)

    def put(self, key: str, column: str, value: Entry) -> None:
        """Enter a value."""
        self.cells.setdefault(key, {})[column] = value


def fill(unit: Unit, block: Block, policies: Policies, cycle: Cycle, seed: int) -> Dossier:
    """Fill in a unit's return as an honest clerk would."""
    return _Clerk(unit, block, policies, cycle, Random(f"{seed}:{unit.id}")).work()  # noqa: S311 - a rehearsal, no secret


def supplement(dossier: Dossier, unit: Unit, block: Block, policies: Policies, cycle: Cycle, asked: Sequence[str], seed: int) -> None:
    """Explain the items that were asked about, and add a report that bears them out."""
    own = _Clerk(unit, block, policies, cycle, Random(f"{seed}:{unit.id}:supplement"))  # noqa: S311 - a rehearsal, no secret
    made = own.document((_SUPPLEMENT,), "BS", 0)
    issued = cycle.deadline + timedelta(days=_AFTER_DEADLINE)
    document = replace(made, paper=replace(made.paper, issued=issued), scanned=False)
    dossier.documents.append(document)
    for item in block.items(cycle.year):
        if item.code in asked:
            dossier.put(item.code, "explanation", f"Số liệu cả năm và cách tính nêu tại {document.paper.number} kèm theo.")
            own.dossier.register = dossier.register
            own.registered(item, document)


class _Clerk:
    def __init__(self, unit: Unit, block: Block, policies: Policies, cycle: Cycle, chance: Random) -> None:
        self.unit, self.block, self.policies, self.cycle, self.chance = unit, block, policies, cycle, chance
        self.skill = 0.72 + 0.26 * chance.random()
        self.dossier = Dossier()

    def work(self) -> Dossier:
        exempt = self.cycle.exempt(self.unit.id)
        items = self.block.items(self.cycle.year)
        for item in items:
            if item.self_scored and item.code not in exempt:
                self.item(item)
            elif item.criterion.assessed_by == "council":
                self.dossier.put(
                    item.code, "explanation", "Cơ quan đã triển khai đầy đủ các nhiệm vụ được phân công; kết quả nêu tại báo cáo kèm theo."
                )
        self.evidence([item for item in items if item.criterion.evidence.required])
        if self.chance.random() < 0.5:  # noqa: PLR2004 - every other unit has something to say
            self.dossier.difficulties.append(
                ("Số liệu của một số nhiệm vụ phải tổng hợp thủ công từ nhiều phòng.", "Đề nghị hướng dẫn thống nhất biểu mẫu thống kê.")
            )
        return self.dossier

    def item(self, item: Item) -> None:
        claims = [kind for kind in Kind if item.criterion.treatment(kind, self.policies) != "never"]
        if claims and self.chance.random() < _CLAIMED:
            kind = self.chance.choice(claims)
            self.dossier.put(item.code, "applies", kind.label)
            self.dossier.put(item.code, "explanation", "Trong năm cơ quan không có nội dung này; chi tiết nêu tại báo cáo tự đánh giá.")
            return
        for name, value in self.answers(item.rule, item.stake).items():
            key = f"{item.code}/{name}"
            self.dossier.put(key, "input", value)
            estimable = isinstance(value, Fraction) and name.endswith(("part", "count")) and value > 1
            if estimable and isinstance(value, Fraction) and self.chance.random() < _ESTIMATED:
                self.dossier.put(key, "estimate", value - 1)

    def good(self) -> bool:
        return self.chance.random() < self.skill

    def answers(self, rule: Rule, stake: Stake) -> dict[str, Entry]:
        match rule:
            case Choice():
                return {"level": self.level([(level.worth(stake.maximum), level.label) for level in rule.levels])}
            case Ratio():
                return self.ratio(rule.full_at)
            case Tiers():
                return self.tiers(rule)
            case Count():
                most = int(stake.maximum / rule.each) + 1
                return {"count": Fraction(self.chance.randint(most // 2, most))}
            case Deduction():
                return {"count": Fraction(0 if self.good() else 1)}
            case Checklist():
                return {f"tick-{place}": YES if self.good() else NO for place in range(1, len(rule.ticks) + 1)}
            case Deadline():
                return self.deadline(rule, stake)
            case Conditional():
                return self.conditional(rule, stake)
            case JudgedPoints():
                steps = int(stake.maximum / (rule.step or Fraction(1, 4)))
                return {"points": self.chance.randint(steps // 2, steps) * (rule.step or Fraction(1, 4))}
        return {}

    def level(self, levels: Sequence[tuple[Fraction, str]]) -> str:
        ordered = sorted(levels, key=lambda level: -level[0])
        return ordered[0][1] if self.good() else ordered[1][1]

    def ratio(self, target: Fraction) -> dict[str, Entry]:
        whole = self.chance.randint(12, 160)
        share = min(1.0, self.skill + 0.3 * self.chance.random())
        return {"part": Fraction(min(whole, round(whole * share * min(1.0, float(target) + 0.1)))), "whole": Fraction(whole)}

    def tiers(self, rule: Tiers) -> dict[str, Entry]:
        if rule.of == "ratio":
            return self.ratio(min(Fraction(1), rule.bands[-1].bound or Fraction(1)))
        if rule.of == "number":
            band = rule.bands[-1] if self.good() else self.chance.choice(rule.bands)
            return {"value": band.bound + (1 if band.start is None else 0)}
        before = Fraction(self.chance.randint(300, 900), 10)
        step = max((abs(band.bound) for band in rule.bands), default=Fraction(0)) + Fraction(self.chance.randint(1, 40), 10)
        return {"now": before + (step if self.good() else 0), "before": before}

    def deadline(self, rule: Deadline, stake: Stake) -> dict[str, Entry]:
        if not self.good() and self.chance.random() < 0.2:  # noqa: PLR2004 - now and then a thing is not done at all
            return {"date": NOT_DONE}
        start = self.start(rule)
        begun = start.get("start")
        due = begun + timedelta(days=rule.due.days) if isinstance(begun, date) and isinstance(rule.due, DaysAfter) else rule.due_day(stake.year)
        shift = -self.chance.randint(0, 9) if self.good() or not rule.late else self.chance.randint(1, rule.late[-1].within_days)
        return {**start, "date": (due or self.cycle.deadline) + timedelta(days=shift)}

    def start(self, rule: Deadline) -> dict[str, Entry]:
        if not isinstance(rule.due, DaysAfter):
            return {}
        return {"start": date(self.cycle.year, 1, 5) + timedelta(days=self.chance.randint(0, 20))}

    def conditional(self, rule: Conditional, stake: Stake) -> dict[str, Entry]:
        place = 0 if self.good() else self.chance.randrange(len(rule.cases))
        case = rule.cases[place]
        inner = self.answers(case.rule, case.stake(stake)) if case.rule is not None else {}
        return {"answer": case.answer, **{f"case-{place + 1}/{name}": value for name, value in inner.items()}}

    def evidence(self, items: Sequence[Item]) -> None:
        """Register a few documents per area, each for several items, as units do with their reports and plans."""
        for area in self.block.areas:
            own = [item for item in items if item.area.code == area.code]
            shared = [self.document(own[place].criterion.evidence.documents, area.code, place) for place in range(min(_DOCUMENTS_PER_AREA, len(own)))]
            self.dossier.documents += shared
            for place, item in enumerate(own):
                for offset in range(min(item.criterion.evidence.required, len(shared))):
                    self.registered(item, shared[(place + offset) % len(shared)])

    def document(self, names: Sequence[str], area: str, place: int) -> Document:
        title = names[0] if names else "Báo cáo kết quả công tác cải cách hành chính"
        kind = next((word for word in _ABBREVIATIONS if title.startswith(word)), "Báo cáo")
        issued = date(self.cycle.year, 2, 1) + timedelta(days=self.chance.randint(0, 290))
        number = f"{self.chance.randint(1, 480):02d}/{_ABBREVIATIONS[kind]}-{abbreviated(self.unit.name)}"
        paper = Paper(
            number=number, issued=issued, superior="UBND THÀNH PHỐ HÀ NỘI", issuer=self.unit.name.upper(), kind=kind.upper(),
            subject=_capitalised(title.removeprefix(kind).strip()) or title,
            lines=(
                f"Căn cứ chương trình công tác năm {self.cycle.year}, {self.unit.name} tổng hợp kết quả thực hiện các nhiệm vụ thuộc lĩnh vực {area}.",
                "Kết quả cụ thể của từng nhiệm vụ được thống kê tại các biểu kèm theo.",
            ),
            signer_title="THỦ TRƯỞNG ĐƠN VỊ",
        )  # fmt: skip
        name = f"{number.replace('/', '-')} {title}"[:90].strip() + f" ({area}.{place + 1}).pdf"
        return Document(name.replace("/", "-"), paper, self.chance.random() < _SCANNED, self.chance.randrange(10**6))

    def registered(self, item: Item, document: Document) -> None:
        self.dossier.register.append({
            "item": item.code, "name": document.name, "kind": "Văn bản", "number": document.paper.number,
            "issued": document.paper.issued, "issuer": self.unit.name, "subject": document.paper.subject,
        })  # fmt: skip


def _capitalised(text: str) -> str:
    """Begin with a capital and leave abbreviations as they are."""
    return text[:1].upper() + text[1:]


def abbreviated(name: str) -> str:
    """Return the initials by which an agency signs: SNV for Sở Nội vụ."""
    if name.startswith("UBND"):
        return "UBND"
    return "".join(word[0].upper() for word in name.replace("-", " ").replace(",", " ").split() if word[0].isalpha())
