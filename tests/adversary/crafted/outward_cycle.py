"""A small cycle in which everything that others write is hostile, and every command run over it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from io import BytesIO
from itertools import cycle as endless
from pathlib import Path

import pikepdf
from adversary.crafted import case as crafted
from adversary.crafted.hostile_texts import MARK, NAMES, SHORT, TEXTS
from cli.announcing import accept, decide
from cli.appraising import enter, rows
from cli.conftest import in_this_process
from cli.returns import Cycle
from evidence.signatures import pki as signing
from openpyxl import load_workbook
from workbook import kit

from parcli.cli.opened import open_cycle
from parcli.demo.paper import Paper, text_pdf
from parcli.workbook import writer
from parcli.workbook.entries import Entries

UNITS = ("don-vi-1", "don-vi-2", "don-vi-3")
_TOKEN = re.compile(r"@@(\d+)@@")


@dataclass
class Planter:
    """Hands out the texts in turn, so that each place gets them all, and keeps what stands where."""

    texts: Iterator[str] = field(default_factory=lambda: endless(TEXTS))

    def next(self) -> str:
        return next(self.texts)


@dataclass(frozen=True)
class Said:
    """What a command printed."""

    command: str
    code: int
    text: str


@dataclass(frozen=True)
class Hostile:
    """The cycle, what lay in it before any command wrote, and what the commands printed."""

    folder: Path
    said: tuple[Said, ...]

    def written(self) -> list[Path]:
        """Return every file that a command wrote."""
        own = ("workbooks", "results", "published", "written")
        return sorted(path for path in self.folder.rglob("*") if path.is_file() and path.relative_to(self.folder).parts[0] in own)


def make(folder: Path) -> Hostile:
    """Make the cycle and run every command that writes or prints."""
    work = _Work(Cycle(folder))
    work.definitions()
    work.run("generate-template", "--bundle")
    work.returns()
    work.run("intake", "--via", TEXTS[0], "--ref", f"<script>window.zq=1</script>{MARK}", "--received", "2023-11-28")
    work.survey()
    accept(work.cycle, UNITS[0])
    work.waivers()
    work.run("status", "--remind", "--today", "2023-12-05")
    work.run("validate", "--annotate", "--fail-on", "never", "-v")
    work.run("validate", UNITS[0], "--fail-on", "never", "-v")
    work.run("appraise", "open", "--round", "1")
    work.keep("appraisal-1", "round-1/*.xlsx")
    work.appraise()
    work.run("appraise", "status")
    work.run("appraise", "notify", "--all", "--by", "15/12/2023")
    work.run("appraise", "open", "--round", "2")
    work.keep("appraisal-2", "round-2/*.xlsx")
    work.council()
    work.run("aggregate", "--provisional", "-v")
    work.run("rank", "-v")
    work.run("explain", "--all", "-o", str(folder / "written" / "giai-thich.xlsx"))
    for item in ("I.1.1", "I.2.7", "II.3"):
        work.run("explain", UNITS[0], item)
    work.run("report", "--all")
    work.run("appraise", "notify", "--all", "--final", "-o", str(folder / "written" / "phieu"))
    work.run("verify")
    work.run("publish", "2023", "--provisional-too", "--note", TEXTS[0])
    work.run("verify", "2023")
    work.run("setup", "export", "-o", str(folder / "written" / "danh-sach.xlsx"))
    work.run("survey", "template", "--csv")
    for path in sorted((folder / "submissions").rglob("*.pdf"))[::9]:
        work.run("evidence", "show", str(path))
    return Hostile(folder, tuple(work.said))


class _Work:
    """Does what analysts, units, appraisers and the Council do, each with the texts at hand."""

    def __init__(self, cycle: Cycle) -> None:
        self.cycle, self.plant, self.said = cycle, Planter(), []

    def run(self, *arguments: str) -> None:
        done = in_this_process((*arguments, "--cycle", str(self.cycle.folder), "--lang", "vi"), None)
        self.said.append(Said(" ".join(arguments[:2]), done.returncode, done.stdout + done.stderr))

    def keep(self, name: str, files: str = "**/*.xlsx") -> None:
        """Keep workbooks as they were made, before anybody fills them in."""
        for path in sorted((self.cycle.folder / "appraisal").glob(files)):
            kept = self.cycle.folder / "written" / name / path.name
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(path.read_bytes())

    def definitions(self) -> None:
        shelf = self.cycle.folder / "criteria" / "thu-nghiem"
        shelf.mkdir(parents=True)
        (shelf / "edition.yaml").write_text(kit.EDITION, "utf-8")
        (shelf / "so.yaml").write_text(kit.BLOCK, "utf-8")
        units = [
            {"id": unit, "block": "so", "name": name, "aliases": [f"{alias} {unit}"], "contact": contact}
            for unit, name, alias, contact in zip(UNITS, NAMES, NAMES[3:], NAMES[6:], strict=False)
        ]
        head = kit.CYCLE[: kit.CYCLE.index("units:")]
        (self.cycle.folder / "cycle.yaml").write_text(f"{head}units: {json.dumps(units)}\n", "utf-8")
        (self.cycle.folder / "trust").mkdir()
        (self.cycle.folder / "trust" / "goc.pem").write_bytes(signing.pki().root.pem)
        self.cycle.inbox.mkdir()

    def returns(self) -> None:
        """Let each unit return its workbook and its papers, the third in a zip."""
        opened = open_cycle(self.cycle.folder)
        layouts, whose = opened.layouts()
        for unit in UNITS:
            whole = opened.cycle.unit(unit)
            assert whole is not None
            papers = dict(self.papers(unit))
            content = _with_texts(writer.filled(layouts[whose[unit]], opened.look, whole, self.entries(tuple(papers)), ""))
            files = {f"{unit}.xlsx": content, **{f"evidence/{name}": paper for name, paper in papers.items()}}
            if unit == UNITS[2]:
                self.cycle.put(f"{unit}.zip", kit.zipped({f"{unit}/{name}".replace("\udcff", "x"): body for name, body in files.items()}))
            else:
                for name, body in files.items():
                    self.cycle.put(f"{unit}/{name}", body)

    def entries(self, papers: tuple[str, ...]) -> Entries:
        """Fill in a workbook: in each free text a token that is replaced by a hostile text once the workbook is made."""
        cells: dict[str, dict[str, object]] = {key: {"input": entry} for key, entry in crafted.ANSWERS.items()}
        for item in (row.key for row in crafted.bench().layout.items):
            cells.setdefault(item, {}).update({"explanation": self.token(), "room": self.token()})
        cells["I.2.1"]["applies"] = "Không thuộc chức năng, nhiệm vụ"
        columns = ("kind", "number", "issuer", "subject", "part")
        lines = [{"item": "I.1.1", "name": name.replace("\udcff", "%FF"), **{column: self.token() for column in columns}} for name in papers]
        lines += [{"item": self.token(), "name": self.token(), **{column: self.token() for column in columns}} for _ in range(len(TEXTS) // 2)]
        return Entries(cells, tuple(lines), tuple((self.token(), self.token()) for _ in TEXTS))  # type: ignore[arg-type]

    def token(self) -> str:
        return f"@@{TEXTS.index(self.plant.next())}@@"

    def papers(self, unit: str) -> Iterator[tuple[str, bytes]]:
        """Yield papers with hostile names, metadata, attachments, words and signers."""
        for place, text in enumerate(SHORT):
            name = _as_file_name(text, place)
            if place % len(UNITS) == UNITS.index(unit) and name:
                yield name, self.paper(unit, text)

    def paper(self, unit: str, text: str) -> bytes:
        shown = "".join(sign for sign in text[:60] if sign.isprintable())
        body = Paper(f"05/{shown}", date(2023, 3, 5), "UBND THÀNH PHỐ HÀ NỘI", f"SỞ {shown}", "BÁO CÁO", shown, (f"Nội dung {shown}",), shown)
        out = BytesIO()
        with pikepdf.open(BytesIO(text_pdf(body))) as pdf:
            for key in ("/Title", "/Author", "/Producer", "/Creator"):
                pdf.docinfo[key] = _encodable(text)
            pdf.attachments[_encodable(text)] = b"MZ" + unit.encode()
            pdf.save(out)
        who = signing.issue(signing.named(_encodable(text), _encodable(text)), signing.pki().middle)
        return signing.sign(out.getvalue(), who)

    def survey(self) -> None:
        folder = self.cycle.folder / "survey"
        folder.mkdir()
        lines = "".join(f'"{_encodable(text).replace(chr(34), chr(34) * 2)}";II.2;86,5\n' for text in SHORT if "\r" not in text)
        for place, text in enumerate(SHORT[::8]):
            (folder / _as_file_name(text, place, "csv")).write_text(f"unit;item;value\n{lines}", "utf-8")
        (folder / "diem.csv").write_text("unit;item;value\n" + "".join(f"{unit};II.2;80\n" for unit in UNITS), "utf-8")
        options = "".join(f"{unit};III.1;Hài lòng;3\n{unit};III.1;Không;1\n" for unit in UNITS)
        (folder / "phieu.csv").write_text(f"unit;item;option;count\n{options}{UNITS[2]};III.1;{TEXTS[11]};2\n", "utf-8")

    def waivers(self) -> None:
        place = self.cycle.folder / "waivers.yaml"
        book = self.cycle.folder / "submissions" / UNITS[0] / f"{UNITS[0]}.xlsx"
        digest = hashlib.sha256(book.read_bytes()).hexdigest()
        who = [
            {"code": "EV303", "unit": UNITS[0], "item": "I.1.2", "who": name, "why": NAMES[-1 - number], "date": "2023-12-01", "sha256": digest}
            for number, name in enumerate(NAMES[:2])
        ]
        place.write_text(f"waivers: {json.dumps(who)}\n", "utf-8")

    def appraise(self) -> None:
        for path in sorted((self.cycle.folder / "appraisal" / "round-1").glob("*.xlsx")):
            self.fill(path, {key: {"Điểm thẩm định": 0.25, "Lý do": self.token(), "Yêu cầu giải trình": self.token()} for key in rows(path)})

    def fill(self, path: Path, given: Mapping[tuple[str, str], Mapping[str, object]]) -> None:
        enter(path, given)
        path.write_bytes(_with_texts(path.read_bytes()))

    def council(self) -> None:
        self.run("appraise", "council")
        self.keep("council", "council.xlsx")
        decide(self.cycle)
        place = self.cycle.folder / "appraisal" / "council.xlsx"
        book = load_workbook(place)
        sheet = book["Hội đồng"]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in ("Thống nhất", "BB 03/BB-HĐTĐ"):
                    cell.value = self.token()
        book.save(place)
        place.write_bytes(_with_texts(place.read_bytes()))


def _with_texts(content: bytes) -> bytes:
    """Return a workbook with hostile texts in the place of tokens, as a sheet keeps them: control characters as ``_x001B_``."""
    parts = kit.parts(content)
    return kit.zipped(
        {
            name: _TOKEN.sub(lambda found: _in_xml(TEXTS[int(found[1])]), body.decode()).encode() if name.endswith(".xml") else body
            for name, body in parts.items()
        }
    )


def _in_xml(text: str) -> str:
    shown = "".join(f"_x{ord(sign):04X}_" if (ord(sign) < 32 and sign not in "\t\n") or 0xD800 <= ord(sign) < 0xE000 else sign for sign in text)
    return escape(shown, quote=False)


def _encodable(text: str) -> str:
    return "".join(sign for sign in text if not 0xD800 <= ord(sign) < 0xE000 and sign not in "\0\x1b\x07\x0b").strip()


def _as_file_name(text: str, place: int, suffix: str = "pdf") -> str:
    """Return a text as the name of a file, as far as a disk takes it."""
    name = text.replace("/", "∕").replace("\\", "∖").replace("\0", "")
    name = (
        name.encode("utf-8", "surrogateescape")[:120].decode("utf-8", "ignore")
        if not any(0xD800 <= ord(sign) < 0xE000 for sign in name)
        else "lone\udcff"
    )
    return f"{name}{place}.{suffix}"
