"""Every kind of file that parcli reads, with a valid one to damage, and what its real reader says of a damaged one.

A reader answers with one of these for each file: ``refused`` (it was not read, and a finding names it), ``told`` (read, with a
finding that the valid one does not cause), ``same`` (read, and it means what the valid one means), ``entered`` (something
that people enter was changed and is read as it stands), ``silent`` (a figure differs and nothing says so: a fault).
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any, Literal

from adversary.seeded import mutations, submissions
from adversary.seeded.mutations import Mutation
from adversary.seeded.parts import SCORING, zipped
from adversary.seeded.submissions import LIMITS, Meaning
from appraisal import test_free_rows as council
from appraisal.test_round_trip import ENTERED
from appraisal.test_round_trip import content as appraisal_content
from evidence.signatures import pki
from openpyxl import Workbook
from workbook import kit

from parcli.appraisal import batch as appraisal_batch
from parcli.appraisal import writer as appraisal_writer
from parcli.core.evidence import EvidenceFile
from parcli.definitions.load import load_cycle, load_edition
from parcli.demo import paper
from parcli.desk import mailbox, tables
from parcli.evidence.inspect import read_folders
from parcli.evidence.plan import Plan
from parcli.workbook import names

State = Literal["refused", "told", "same", "entered", "silent", "traceback", "hang", "memory", "lost"]
FAULTS: tuple[State, ...] = ("silent", "traceback", "hang", "memory", "lost")
_OF_ZIP = {**mutations.BYTES, **mutations.ZIPS, **{kind: mutations.in_xml(kind) for kind in mutations.XML}}
_OF_TEXT = {**mutations.BYTES, "line": mutations.line}


@dataclass(frozen=True)
class Case:
    """One damaged file: its number, how it was damaged, its content, and the entry cell that was changed, "" where none was."""

    number: int
    subject: str
    kind: str
    content: bytes
    entry: str = ""

    @property
    def label(self) -> str:
        return f"{self.number} ({self.subject}: {self.kind})"


@dataclass(frozen=True)
class Subject:
    """A kind of file: a valid one, the ways to damage it, how often it is drawn, and its reader for many files at once."""

    content: bytes
    kinds: Mapping[str, Mutation]
    weight: int
    read: Callable[[Sequence[Case], Path], list[State]]
    entries: tuple[str, ...] = ()


def all_of(folder: Path, seed: int, *, shipped: bool = True) -> dict[str, Subject]:
    """Return the subjects. ``shipped`` adds workbooks of editions of full size, which take longer to read."""
    benches = submissions.benches(folder / "editions", ("small", "xa-2026", "so-2023") if shipped else ("small",))
    weights = {"small": 60, "xa-2026": 8, "so-2023": 2}
    books = {f"workbook {name}": _workbook(bench, seed, weights[name], folder) for name, bench in benches.items()}
    return {**books, **_papers(folder), **_definitions(folder), **_tables(folder), **_appraisal(folder), **_mail(folder, benches["small"], seed)}


# Workbooks


def _workbook(bench: kit.Bench, seed: int, weight: int, folder: Path) -> Subject:
    content = bench.filled(bench.clerks(seed))
    (before,) = submissions.read_all(bench, [content], folder / "before")
    entries = tuple(names.at(column, row.row) for row in bench.layout.rows for column in row.entries)

    def read(cases: Sequence[Case], place: Path) -> list[State]:
        return [_of_workbook(after, before, case) for after, case in zip(_all(bench, cases, place), cases, strict=True)]

    return Subject(
        content, {**_OF_ZIP, **{f"{kind} of a part": mutations.in_xml(kind) for kind in ("value", "element", "attribute")}}, weight, read, entries
    )


def _all(bench: kit.Bench, cases: Sequence[Case], place: Path) -> list[Meaning | BaseException]:
    try:
        return list(submissions.read_all(bench, [case.content for case in cases], place))
    except Exception as error:  # noqa: BLE001 - whichever file it was is found by reading each alone
        return [_alone(bench, case, place) for case in cases] if len(cases) > 1 else [error]


def _alone(bench: kit.Bench, case: Case, place: Path) -> Meaning | BaseException:
    return _all(bench, [case], place)[0]


def _of_workbook(after: Meaning | BaseException, before: Meaning, case: Case) -> State:
    if isinstance(after, BaseException):
        return "traceback"
    if trouble := _trouble(after.one.problems):
        return trouble
    if not after.one.rows:
        return "refused" if after.findings else "silent"
    told = bool(after.told(before))
    if after.same(before):
        return "told" if told else "same"
    if told:
        return "told"
    return "entered" if case.entry and _only(after, before, case.entry) else "silent"


def _only(after: Meaning, before: Meaning, entry: str) -> bool:
    """Whether points differ for the item of one entry alone."""
    row = entry.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    moved = {code for code, points in after.points.items() if before.points.get(code) != points}
    of_entry = {key.partition("/")[0] for key, cells in after.one.rows.items() if any(cell.address.endswith(row) for cell in cells.values())}
    return moved <= of_entry


def _trouble(problems: Sequence[Any]) -> State | None:
    """Say whether a reader was lost: to time, to memory, or otherwise."""
    reasons = [dict(problem.values).get("reason", "") for problem in problems]
    if "TimeoutError" in reasons:
        return "hang"
    if "MemoryError" in reasons:
        return "memory"
    return "lost" if any(reason.startswith("worker ") or reason == "term:over_limits" for reason in reasons) else None


# Evidence


def _papers(folder: Path) -> dict[str, Subject]:
    said = paper.Paper(
        number="15/BC-SNV", issued=date(2023, 6, 1), superior="UBND THÀNH PHỐ", issuer="SỞ NỘI VỤ", kind="BÁO CÁO",
        subject="Kết quả cải cách hành chính", lines=("Đã hoàn thành 12 nhiệm vụ.",), signer_title="GIÁM ĐỐC",
    )  # fmt: skip
    world = pki.pki()
    listed = {"text": paper.text_pdf(said), "scan": paper.scan_pdf(said, 1), "signed": pki.sign(pki.paper(), world.leader)}
    plan = Plan(trust=world.trust)
    return {f"evidence {name}": _paper(content, 8 if name == "signed" else 4, plan, folder / name) for name, content in listed.items()}


def _paper(content: bytes, weight: int, plan: Plan, folder: Path) -> Subject:
    before = _facts([content], plan, folder)[0]

    def read(cases: Sequence[Case], place: Path) -> list[State]:
        try:
            return [_of_paper(after, before) for after in _facts([case.content for case in cases], plan, place)]
        except Exception:  # noqa: BLE001 - it is the fault that is looked for
            return ["traceback"] * len(cases)

    return Subject(content, mutations.BYTES, weight, read)


def _facts(contents: Sequence[bytes], plan: Plan, folder: Path) -> list[EvidenceFile]:
    folder.mkdir(parents=True, exist_ok=True)
    for place, content in enumerate(contents):
        (folder / f"{place:03}.pdf").write_bytes(content)
    found = read_folders({"so": folder}, LIMITS, plan, 2)["so"]
    for path in folder.iterdir():
        path.unlink()
    assert len(found.files) == len(contents), "a file is not accounted for"
    return list(found.files)


def _of_paper(after: EvidenceFile, before: EvidenceFile) -> State:
    if not after.examined:
        return "hang" if "TimeoutError" in after.detail else "memory" if "MemoryError" in after.detail else "refused"
    if after.pdf is None or not after.pdf.opens:
        return "refused"
    if _plain(after) == _plain(before):
        return "same"
    sound = after.pdf.signed and after.pdf.signatures and not after.pdf.repaired
    if before.pdf is not None and before.pdf.signed and sound and replace_words(after) == replace_words(before):
        return "silent" if after.words != before.words else "same"
    # The words of a document are its own; its hash says which content was examined.
    return "told" if after.pdf != before.pdf else "entered"


def replace_words(one: EvidenceFile) -> Any:
    """Return the signatures of a document as they were judged."""
    return one.pdf.signatures if one.pdf is not None else None


def _plain(one: EvidenceFile) -> tuple[Any, ...]:
    return one.real_type, one.pdf, one.words, one.wordless


# Definitions


def _definitions(folder: Path) -> dict[str, Subject]:
    texts = {"edition.yaml": kit.EDITION, "so.yaml": kit.BLOCK, "cycle.yaml": kit.CYCLE}
    return {f"definition {name}": _definition(name, texts, folder / "definitions") for name in texts}


def _definition(name: str, texts: Mapping[str, str], folder: Path) -> Subject:
    before = _loaded({each: text.encode() for each, text in texts.items()}, folder)

    def read(cases: Sequence[Case], place: Path) -> list[State]:
        return [_of_definition({**{each: text.encode() for each, text in texts.items()}, name: case.content}, place) for case in cases]

    def _of_definition(contents: Mapping[str, bytes], place: Path) -> State:
        begun = process_time()
        try:
            after = _loaded(contents, place)
        except Exception:  # noqa: BLE001 - it is the fault that is looked for
            return "traceback"
        if process_time() - begun > LIMITS.workbook_cpu_seconds:
            return "hang"
        if after[2] != before[2]:
            return "refused" if after[0] is None or after[1] is None else "told"
        return "same" if after == before else "entered"

    return Subject(texts[name].encode(), _OF_TEXT, 3, read)


def _loaded(contents: Mapping[str, bytes], folder: Path) -> tuple[Any, Any, tuple[Any, ...]]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    edition = load_edition(folder)
    cycle = load_cycle(folder / "cycle.yaml", edition)
    return edition.edition, cycle.cycle, (*edition.findings, *cycle.findings)


# Figures, appraisal, mail


def _tables(folder: Path) -> dict[str, Subject]:
    lines = [("Đơn vị", "Mã tiêu chí", "Giá trị"), *(("Sở Nội vụ", f"II.{place}", 50 + place) for place in range(1, 9))]
    csv = "\n".join(";".join(map(str, line)) for line in lines).encode("utf-8-sig")
    book = Workbook()
    for line in lines:
        book.active.append(line)
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    book.save(folder / "figures" / "a.xlsx")
    return {
        "figures csv": _table(csv, ".csv", _OF_TEXT, folder / "figures"),
        "figures xlsx": _table((folder / "figures" / "a.xlsx").read_bytes(), ".xlsx", _OF_ZIP, folder / "figures"),
    }


def _table(content: bytes, suffix: str, kinds: Mapping[str, Mutation], folder: Path) -> Subject:
    def of(contents: Sequence[bytes], place: Path) -> list[Any]:
        place.mkdir(parents=True, exist_ok=True)
        paths = [place / f"{number}{suffix}" for number in range(len(contents))]
        for path, each in zip(paths, contents, strict=True):
            path.write_bytes(each)
        return list(tables.read_files([(path, f"survey/{path.name}") for path in paths], LIMITS))

    before = of([content], folder)[0]

    def read(cases: Sequence[Case], place: Path) -> list[State]:
        return [
            _of_table([each for each in found if each.path == f"survey/{number}{suffix}"])
            for found in [of([case.content for case in cases], place)]
            for number in range(len(cases))
        ]

    def _of_table(found: Sequence[Any]) -> State:
        if not found:
            return "silent"
        problems = [problem for each in found for problem in each.problems]
        if trouble := _trouble(problems):
            return trouble
        if problems or any(each.missing for each in found):
            return "refused" if not any(each.rows for each in found) else "told"
        same = [[cell.raw for cell in row.cells.values()] for row in found[0].rows] == [
            [cell.raw for cell in row.cells.values()] for row in before.rows
        ]
        # A figure that is gone is asked for by name when totals are made.
        return "same" if same and len(found) == 1 else "entered"

    return Subject(content, kinds, 2, read)


def _appraisal(folder: Path) -> dict[str, Subject]:
    made = {
        "appraisal": appraisal_writer.write(appraisal_content(), ENTERED),
        "council": appraisal_writer.write(council.content(council.known(2, 3)), council.CHOSEN),
    }
    return {name: _appraised(content, folder) for name, content in made.items()}


def _appraised(content: bytes, folder: Path) -> Subject:
    def of(contents: Sequence[bytes], place: Path) -> list[Any]:
        place.mkdir(parents=True, exist_ok=True)
        paths = [place / f"{number}.xlsx" for number in range(len(contents))]
        for path, each in zip(paths, contents, strict=True):
            path.write_bytes(each)
        return list(appraisal_batch.read_all([appraisal_batch.Job(path, f"appraisal/{path.name}") for path in paths], LIMITS, 2))

    before = of([content], folder / "appraisal")[0]

    def read(cases: Sequence[Case], place: Path) -> list[State]:
        return [_of_sheet(after) for after in of([case.content for case in cases], place)]

    def _of_sheet(after: Any) -> State:
        if trouble := _trouble(after.problems):
            return trouble
        if not after.readable:
            return "refused" if after.problems else "silent"
        if _bare(after) == _bare(before):
            return "same"
        if (after.problems, after.identities, after.opening, after.missing_sheets, after.missing_columns) != (
            before.problems, before.identities, before.opening, before.missing_sheets, before.missing_columns,
        ):  # fmt: skip
            return "told"
        return "entered"

    return Subject(content, _OF_ZIP, 2, read)


def _bare(one: Any) -> Any:
    return replace(one, path="", sha256="", size=0)


def _mail(folder: Path, bench: kit.Bench, seed: int) -> dict[str, Subject]:
    book = bench.filled(bench.clerks(seed))
    content = zipped({"Sở Nội vụ/so-noi-vu.xlsx": book, "Sở Nội vụ/evidence/I.1.1/15-BC.pdf": b"%PDF-1.4 ...", "ghi chu.txt": b"kinh gui"})

    def of(contents: Sequence[bytes], place: Path) -> list[Any]:
        place.mkdir(parents=True, exist_ok=True)
        files = []
        for number, each in enumerate(contents):
            (place / f"{number}.zip").write_bytes(each)
            files.append(
                mailbox.File(str(place / f"{number}.zip"), f"inbox/{number}.zip", ("inbox", f"{number}.zip"), 1, str(place / f"room-{number}"))
            )
        return list(mailbox.look_into(files, LIMITS, 2))

    before = of([content], folder / "mail")[0]

    def read(cases: Sequence[Case], place: Path) -> list[State]:
        found = []
        for number, case in enumerate(cases):
            found.append(_of_mail(of([case.content], place / str(number))[0]))
        return found

    def _of_mail(after: Any) -> State:
        problems = [each.problem for each in after.turned_away if each.problem is not None]
        if trouble := _trouble(problems):
            return trouble
        if problems:
            return "told" if after.arrived else "refused"
        arrived = [(each.path.partition("/")[2].partition("/")[2], each.sha256) for each in after.arrived]
        known = [(each.path.partition("/")[2].partition("/")[2], each.sha256) for each in before.arrived]
        # Other bytes under a name are another file: they go the way of every file from there on.
        return "same" if sorted(arrived) == sorted(known) else "entered" if arrived or after.turned_away else "silent"

    return {"mail": Subject(content, {**mutations.BYTES, **mutations.ZIPS}, 2, read)}


def peak_mib() -> int:
    """Return the most memory that any worker took so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


__all__ = ["FAULTS", "SCORING", "Case", "State", "Subject", "all_of", "peak_mib"]
