"""A small cycle with everything that changes a total: all ten rules, claims and exemptions, two rounds, a Council, a survey.

What appraisal and Council say stands in sheets written by hand, headed as design section 7 has it, and is given to parcli
as values: so the second reading is one of files, and no reader of parcli has a part in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from cli import returns
from openpyxl import Workbook
from workbook import kit

from parcli.cli import gather, results
from parcli.cli.appraisals import Heard
from parcli.cli.examining import Wish
from parcli.cli.opened import Opened
from parcli.cli.screen import open_screen
from parcli.core import scoring
from parcli.core.appraisal import Appraisal, Opinion
from parcli.core.edition import Kind
from parcli.core.scoring import Ruling, Stage
from parcli.results import sets
from parcli.workbook.entries import Entries

F = Fraction
UNITS = ("so-a", "so-b", "so-c", "so-d", "so-e", "so-f", "so-g", "so-h")
CLAIMS = {
    "so-b": {"I.1.1": Kind.NOTHING_AROSE, "I.2.1": Kind.NOT_ASSIGNED},
    "so-c": {"I.1.2": Kind.NOT_ASSIGNED},
    "so-d": {"I.2.7": Kind.NOTHING_AROSE},
}
EXEMPTIONS = (
    ("so-e", "II.1", "not_assigned"),
    ("so-e", "II.2", "nothing_arose"),
    ("so-f", "B.1", "not_assigned"),
    ("so-f", "I.2.2", "nothing_arose"),
)
HEADINGS: Mapping[Stage, tuple[str, ...]] = {
    "round_1": ("Đơn vị", "Tên đơn vị", "Mã", "Điểm thẩm định", "Không áp dụng", "Lý do", "Yêu cầu giải trình"),
    "round_2": ("Mã", "Đơn vị", "Lý do", "Điểm thẩm định", "Không áp dụng", "Yêu cầu giải trình", "Tên đơn vị"),
    "council": ("Đơn vị", "Mã", "Điểm", "Không áp dụng", "Lý do", "Quyết định"),
}
PLACES: Mapping[Stage, str] = {"round_1": "appraisal/round-1", "round_2": "appraisal/round-2", "council": "appraisal"}
RULINGS: Mapping[Ruling, str] = {"accepted": "Chấp nhận", "rejected": "Không chấp nhận"}


def cycle_text() -> str:
    head = kit.CYCLE[: kit.CYCLE.index("units:")]
    units = "".join(f"  - {{id: {unit}, block: so, name: Đơn vị {unit[-1].upper()}}}\n" for unit in UNITS)
    exempt = "".join(f"  - {{unit: {unit}, item: {item}, kind: {kind}, reason: Quyết định của đợt}}\n" for unit, item, kind in EXEMPTIONS)
    excluded = "  - {unit: so-g, state: decided, reason: Sắp xếp lại, decision: Quyết định 2/QĐ-UBND}\n"
    return f"{head}units:\n{units}exemptions:\n{exempt}exclusions:\n{excluded}"


def make(folder: Path, policies: str = "", seed: int = 1) -> Path:
    """Make the cycle with its scores.json; ``policies`` are lines of YAML in the place of those of the test edition."""
    edition = kit.EDITION.replace("  not_applicable: {nothing_arose: reduce_maximum, not_assigned: rescale}\n", policies) if policies else kit.EDITION
    made = returns.make(folder, edition, cycle_text())
    for place, unit in enumerate(UNITS[:-1]):
        target = folder / "submissions" / unit / f"Tự chấm {unit}.xlsx"
        target.parent.mkdir(parents=True)
        target.write_bytes(made.workbook(unit, entries=_entries(made, unit, seed + place)))
    (folder / "survey").mkdir()
    (folder / "survey" / "ket-qua.csv").write_text(_survey(seed), "utf-8-sig")
    write_scores(made.opened, opinions(made.opened, seed))
    return folder


def _entries(made: returns.Cycle, unit: str, seed: int) -> Entries:
    """A clerk's answers, with the claims that this test wants and no others."""
    opened = made.opened
    whole = opened.cycle.unit(unit)
    assert whole is not None
    filled = kit.Bench(opened.edition, opened.cycle, opened.block(whole), whole, opened.look, {}).clerks(seed)
    cells = {key: {name: entry for name, entry in row.items() if name != "applies"} for key, row in filled.cells.items()}
    claims = {code: {"applies": kind.label, "explanation": "Không có việc phát sinh"} for code, kind in CLAIMS.get(unit, {}).items()}
    kept = {key: row for key, row in cells.items() if key.partition("/")[0] not in claims}
    return replace(filled, cells={**kept, **claims})


def _survey(seed: int) -> str:
    chance = Random(seed)
    return "Đơn vị;Mã;Giá trị\n" + "".join(f"{unit};II.2;{chance.randint(40, 99)},{chance.randint(1, 9)}\n" for unit in UNITS)


def _counts(seed: int) -> str:
    chance = Random(seed)
    return "unit,item,option,count\n" + "".join(
        f"{unit},III.1,{option},{chance.randint(3, 90)}\n" for unit in UNITS for option in ("Hài lòng", "Không")
    )


def opinions(opened: Opened, seed: int) -> list[Opinion]:
    """What two rounds and the Council say of every item that the units returned, written into their sheets too."""
    (opened.folder / "survey" / "so-phieu.csv").write_text(_counts(seed), "utf-8")
    chance, said = Random(seed), []
    for one in gathered(opened).returns:
        exempt = opened.exempt(one.unit)
        for item in opened.block(one.unit).items(opened.cycle.year):
            if item.criterion.assessed_by != "survey" and item.code not in exempt and one.records is not None:
                record = one.records.get(item.code)
                claim = record.claim if record is not None and not record.claim_refused else None
                own = scoring.own_points(item, record, opened.edition.policies) if record is not None and item.self_scored and claim is None else None
                said += _said(chance, one.unit.id, item, own, claim)
    for stage in PLACES:
        _sheets(opened, stage, [each for each in said if each.stage == stage])
    return said


def _said(chance: Random, unit: str, item: Any, own: Fraction | None, claim: Kind | None) -> Iterator[Opinion]:
    def opinion(stage: Stage, points: Fraction | None = None, ruling: Ruling | None = None) -> Opinion:
        return Opinion(stage, unit, item.code, f"{PLACES[stage]}/a.xlsx", "Thẩm định", "D9", points, ruling, reason="Theo tài liệu kiểm chứng")

    most = item.maximum if own is None else own
    part = Fraction(chance.choice((100, 100, 75, 50, 33)), 100)
    if item.criterion.assessed_by == "council":
        yield opinion("council", Fraction(chance.randint(0, 200), 100))
        return
    if claim is not None:
        yield opinion("round_1", *((None, "accepted") if unit != "so-c" else (most * part, "rejected")))
        if unit == "so-d":
            yield opinion("council", Fraction(1, 4), "rejected")
        return
    yield opinion("round_1", Fraction(int(most * part * 100), 100))
    if chance.random() < 0.3:
        yield opinion("round_2", Fraction(int(most * 100), 100))
    if chance.random() < 0.1:
        yield opinion("council", Fraction(int(most * 50), 100))


def _sheets(opened: Opened, stage: Stage, said: list[Opinion]) -> None:
    """Write a file for each half of what was said; the second names units by their names."""
    for half, name in enumerate(("a", "b")):
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(("Phiếu thẩm định",))
        sheet.append(HEADINGS[stage])
        for one in said[half::2]:
            unit = opened.cycle.unit(one.unit)
            assert unit is not None
            points = None if one.points is None else float(one.points)
            cells = {
                "Đơn vị": unit.name if half else unit.id, "Tên đơn vị": unit.name, "Mã": one.item, "Điểm thẩm định": points, "Điểm": points,
                "Không áp dụng": RULINGS[one.ruling] if one.ruling else None, "Lý do": one.reason,
            }  # fmt: skip
            sheet.append([cells.get(heading) for heading in HEADINGS[stage]])
        place = opened.folder / PLACES[stage] / f"{name}.xlsx"
        place.parent.mkdir(parents=True, exist_ok=True)
        book.save(place)


def gathered(opened: Opened) -> gather.Gathered:
    return gather.gather(opened, opened.cycle.units, open_screen("vi", quiet=True, verbose=False), 1, Wish(ocr="never", cache=False))


def write_scores(opened: Opened, said: list[Opinion]) -> None:
    """Score on what was said and put the result set in place, as ``aggregate`` does."""
    heard = Heard(Appraisal(opinions=tuple(said)), ())
    scored = results.score_all(opened, gathered(opened).returns, heard, provisional=False)
    sets.write_set(opened.folder / "results" / "aggregate", results.scores_set(opened, scored))
