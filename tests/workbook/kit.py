"""What the workbook tests need: editions with their layouts, and a way to write, read and judge a workbook."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from parcli import shipped
from parcli.checks import entries as entry_checks
from parcli.checks import workbook as workbook_checks
from parcli.core import expr
from parcli.core.cycle import Cycle, Unit
from parcli.core.edition import Block, Edition, Kind
from parcli.core.findings import CATALOGUE, Finding, Severity, without_echoes
from parcli.core.limits import Limits
from parcli.core.returned import Returned
from parcli.core.submission import SelfAssessment
from parcli.definitions.load import load_cycle, load_edition
from parcli.demo import clerk
from parcli.workbook import layout as layouts
from parcli.workbook import look as looks
from parcli.workbook import names, reader, writer
from parcli.workbook.entries import Entries
from parcli.workbook.layout import Layout
from parcli.workbook.look import Look

BANNER = "Bộ tiêu chí minh họa – không phải phụ lục đã ban hành"
SHEET_FILE = {name: f"xl/worksheets/sheet{place}.xml" for place, name in enumerate(names.SHEETS, start=1)}

EDITION = """
edition: thu-nghiem
title: Chỉ số thử nghiệm
basis: Quyết định 1/QĐ-UBND
status: illustrative
version: "1.0"
policies:
  not_applicable: {nothing_arose: reduce_maximum, not_assigned: rescale}
blocks:
  so: {title: Khối Sở, file: so.yaml}
"""
BLOCK = """
areas:
  - code: I
    title: Mười cách tính điểm
    maximum: 14
    criteria:
      - code: I.1
        title: Nhóm thứ nhất
        maximum: 7
        items:
          - {code: I.1.1, title: Một trong các mức, maximum: 1, rule: {type: choice, levels: [{label: 'Kịp thời, đủ', points: 1}, {label: Chậm «muộn», share: 0.5}, {label: Không, points: 0}]}, evidence: {required: 1, documents: [Kế hoạch]}}
          - {code: I.1.2, title: Tỷ lệ, maximum: 2, rule: {type: ratio, part: Số đã làm, whole: Tổng số, floor: 0.5, full_at: 0.95}, evidence: {required: 2}}
          - {code: I.1.3, title: Khoảng của một số, maximum: 1, rule: {type: tiers, of: number, label: Số lượt, bands: [{from: 1, points: 0.25}, {above: 10, points: 0.5}, {from: 20.5, points: 1}]}}
          - {code: I.1.10, title: Khoảng của tỷ lệ, maximum: 1, rule: {type: tiers, of: ratio, part: Số đạt, whole: Số được giao, bands: [{from: 0.5, points: 0.5}, {from: 0.8, points: 1}]}}
          - {code: I.1.5, title: Mức tăng, maximum: 2, rule: {type: tiers, of: change, now: Năm nay, before: Năm trước, bands: [{above: 0, points: 1}, {from: 2.5, points: 2}]}}
      - code: I.2
        title: Nhóm thứ hai
        maximum: 7
        items:
          - {code: I.2.1, title: Đếm, maximum: 1, rule: {type: count, label: Số sáng kiến, each: 0.3}}
          - {code: I.2.2, title: Thời hạn, maximum: 1, rule: {type: deadline, label: Ngày gửi, due: 11-30, on_time: 1, late: [{within_days: 5, points: 0.5}], otherwise: 0}}
          - {code: I.2.3, title: Thời hạn kể từ, maximum: 1, rule: {type: deadline, label: Ngày ban hành, due: {days: 30, after: Ngày nhận}, on_time: 1, late: [{within_days: 15, points: 0.5}]}}
          - {code: I.2.4, title: Danh mục cộng, maximum: 1, rule: {type: checklist, mode: sum, ticks: [{label: Một, points: 0.4}, {label: Hai, points: 0.6}]}}
          - {code: I.2.5, title: Danh mục đủ, maximum: 1, rule: {type: checklist, mode: all, ticks: [{label: Một}, {label: Hai}]}}
          - {code: I.2.6, title: Trừ dần, maximum: 1, rule: {type: deduction, label: Số lần nhắc nhở, each: 0.35, floor: 0.1}}
          - code: I.2.7
            title: Tùy trường hợp
            maximum: 1
            rule:
              type: conditional
              ask: Có phát sinh không
              cases:
                - {answer: Không phát sinh, points: 1}
                - {answer: Có phát sinh, rule: {type: ratio, part: Số xử lý, whole: Số phát sinh}}
                - {answer: Đang xem xét, maximum: 0.5, rule: {type: choice, levels: [{label: Đúng hạn, share: 1}, {label: Quá hạn, points: 0}]}}
  - code: II
    title: Người khác chấm
    maximum: 6
    items:
      - {code: II.1, title: Điểm được xác định, maximum: 2, rule: {type: points, step: 0.25}}
      - {code: II.2, title: Điều tra, maximum: 2, assessed_by: survey, rule: {type: external, scale: [0, 100]}}
      - {code: II.3, title: Hội đồng, maximum: 2, assessed_by: council, rule: {type: points}}
  - code: III
    title: Chỉ có điều tra
    maximum: 3
    items:
      - {code: III.1, title: Mức hài lòng, maximum: 3, assessed_by: survey, rule: {type: external, options: [{label: Hài lòng, weight: 1}, {label: Không, weight: 0}]}}
  - {code: B, title: Điểm thưởng, kind: bonus, maximum: 1, items: [{code: B.1, title: Sáng kiến, maximum: 2, not_applicable: never, rule: {type: points}}]}
  - {code: P, title: Điểm trừ, kind: penalty, maximum: 1, items: [{code: P.1, title: Vi phạm, maximum: 3, not_applicable: never, rule: {type: deduction, label: Số vi phạm, each: 0.5}}]}
"""
CYCLE = """
cycle: thu-nghiem/2023
edition: thu-nghiem
year: 2023
window: {from: 2023-01-01, to: 2023-11-30, estimate_to: 2023-12-31}
deadline: 2023-11-30
units:
  - {id: so-noi-vu, block: so, name: Sở Nội vụ}
  - {id: so-tu-phap, block: so, name: Sở Tư pháp}
"""
CELL = re.compile(r"(<c [^>]*?)(?: t=\"(?:str|b|e|n)\")?>(<f>[^<]*</f>)<v>[^<]*</v>")


@dataclass(frozen=True)
class Bench:
    """One unit of an edition, and the whole way of its workbook."""

    edition: Edition
    cycle: Cycle
    block: Block
    unit: Unit
    look: Look
    exempt: Mapping[str, Kind]

    @cached_property
    def layout(self) -> Layout:
        return layouts.build(self.edition, self.cycle, self.block, self.exempt, self.look.words)

    def filled(self, entries: Entries) -> bytes:
        return writer.filled(self.layout, self.look, self.unit, entries, BANNER)

    def read(self, content: bytes) -> Returned:
        return reader.read(content, "a.xlsx", self.layout, Limits())

    def judged(self, content: bytes | Returned) -> tuple[dict[str, SelfAssessment], tuple[Finding, ...]]:
        one = content if isinstance(content, Returned) else self.read(content)
        desk = entry_checks.Desk(self.block, self.edition.policies, self.cycle.year, self.exempt)
        findings = workbook_checks.judge(self.layout.identity(self.unit.id), one)
        records, more = entry_checks.take_records(desk, one, self.unit.id)
        return records, without_echoes((*findings, *more))

    def without(self, **exempt: Kind) -> Bench:
        """Return the same bench with items that were exempted; ``I_1_1`` is I.1.1."""
        return replace(self, exempt={code.replace("_", "."): kind for code, kind in exempt.items()})

    def clerks(self, seed: int = 1) -> Entries:
        made = clerk.fill(self.unit, self.block, self.edition.policies, self.cycle, seed)
        return Entries(made.cells, tuple(made.register), tuple(made.difficulties))


def look() -> Look:
    return looks.load(shipped.folder("templates") / "workbook")


def bench(folder: Path, cycle_file: Path, unit: str) -> Bench:
    loaded = load_edition(folder)
    assert loaded.edition is not None, loaded.findings
    cycle = load_cycle(cycle_file, loaded).cycle
    assert cycle is not None
    whose = cycle.unit(unit)
    assert whose is not None
    block = loaded.edition.block(whose.block)
    assert block is not None
    exempt = {code: each.why for code, each in cycle.exempt(unit).items()}
    return Bench(loaded.edition, cycle, block, whose, look(), exempt)


def small(folder: Path) -> Bench:
    for name, text in {"edition.yaml": EDITION, "so.yaml": BLOCK, "cycle.yaml": CYCLE}.items():
        (folder / name).write_text(text, "utf-8")
    return bench(folder, folder / "cycle.yaml", "so-noi-vu")


def heavy(findings: tuple[Finding, ...], *but: str) -> list[Finding]:
    """Return the findings above a note."""
    return [one for one in findings if CATALOGUE[one.code].severity > Severity.NOTE and one.code not in but]


def codes(findings: tuple[Finding, ...]) -> set[str]:
    return {one.code for one in findings}


def plain(records: Mapping[str, SelfAssessment]) -> dict[str, Any]:
    """Return what records say, without the cells in which it stood."""
    return {
        code: (
            {name: (answer.value, answer.blank, answer.estimated) for name, answer in record.answers.items()},
            record.claim, record.claim_refused, record.explanation,
        )
        for code, record in records.items()
    }  # fmt: skip


def lines(one: Returned) -> list[dict[str, object]]:
    """Return the register's lines without their cells; days as days."""
    return [
        {name: cell.raw.date() if isinstance(cell.raw, datetime) else cell.raw for name, cell in line.cells.items() if not cell.blank}
        for line in one.register
    ]


def as_value(entry: Fraction | date | str | None) -> Fraction | str | None:
    return expr.serial(entry) if isinstance(entry, date) else entry


def edited(content: bytes, change: Callable[[Any], None]) -> bytes:
    """Return a workbook after a change by openpyxl, which forgets what formulas last showed."""
    book = load_workbook(io.BytesIO(content))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def forgetful(content: bytes) -> bytes:
    """Return a workbook without the values that its formulas last showed."""
    members = parts(content)
    for name in SHEET_FILE.values():
        members[name] = CELL.sub(r"\1>\2", members[name].decode()).encode()
    return zipped(members)


LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item>
</oor:items>
"""


def profile(folder: Path, locale: str) -> Path:
    """Make a profile for LibreOffice on a PC with these habits."""
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(LOCALE.format(locale=locale), "utf-8")
    return folder


OFFICE = shutil.which("soffice")


def converted(files: list[Path], kind: str, target: Path, profile: Path) -> list[Path]:
    """Let LibreOffice save files in another form, in one run."""
    target.mkdir(exist_ok=True)
    order = [str(OFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind, "--outdir", str(target)]
    subprocess.run([*order, *map(str, files)], check=True, capture_output=True, timeout=300)
    return [target / f"{file.stem}.{kind}" for file in files]
