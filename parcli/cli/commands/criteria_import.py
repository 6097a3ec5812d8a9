"""``parcli criteria import``: the draft of a block from an issued annex, for a person to check."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from parcli.cli import opened, writing
from parcli.cli.exits import Exit, Stop
from parcli.cli.screen import Screen, open_screen
from parcli.core.edition import EditionFile
from parcli.core.fields import CODE
from parcli.core.findings import Finding, Severity, found
from parcli.core.limits import Limits
from parcli.definitions import tree
from parcli.definitions.annex import draft, file, yamltext
from parcli.definitions.annex.draft import Draft, Sentences
from parcli.definitions.annex.grid import Annex
from parcli.definitions.annex.rules import propose
from parcli.definitions.load import load_edition
from parcli.definitions.models import build
from parcli.messages import Words, words
from parcli.results import sets, single

_EDITION_FILE = "edition.yaml"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for: the annex file, the edition and block to draft, which annex of the file, and where to write."""

    annex: Path
    edition: str
    block: str
    part: int | None = None
    output: Path | None = None
    force: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class _Target:
    """Where the draft goes: the edition's folder (None with --output outside a cycle), its block file, its own files."""

    cycle: Path | None
    folder: Path | None
    name: str
    known: bool
    heading: bytes | None

    @property
    def path(self) -> Path:
        return Path(self.name) if self.folder is None else self.folder / self.name


def run(wanted: Wanted, cycle: Path | None, lang: str | None, *, quiet: bool, json: bool) -> int:
    """Draft the block; exit 2 when nothing can be made of the annex or a file is in the way."""
    screen = open_screen(lang, quiet=quiet or json, verbose=False)
    for option, code in (("--edition", wanted.edition), ("--block", wanted.block)):
        if not CODE.fullmatch(code):
            raise Stop(Exit.WRONG_USE, "cli.bad_code", option=option, found=code)
    target = _target(wanted, cycle)
    if target.path.exists() and not wanted.force:
        raise Stop(Exit.WRONG_USE, "cli.file_exists", file=target.path)
    annex = _annex(wanted)
    spoken = words("vi")
    made = draft.make(annex, wanted.annex.name, annex.title or wanted.annex.name, propose, _sentences(spoken))
    if not made.areas:
        raise Stop(Exit.WRONG_USE, "cli.import_refused", made.findings, file=wanted.annex.name)
    files = _files(wanted, target, annex, made, spoken)
    findings = (*made.findings, *_unnamed(wanted, annex, files))
    checked = _checked(wanted, target, files)
    written = _write(wanted, target, files, screen)
    if json:
        screen.written("criteria-import", [] if wanted.dry_run else written, [*findings, *checked])
        return Exit.FINE
    screen.findings((*findings, *checked))
    _tell(screen, wanted, target, made, findings, written)
    return Exit.FINE


def _annex(wanted: Wanted) -> Annex:
    try:
        limits = Limits()
        with wanted.annex.open("rb") as stream:
            content = stream.read(limits.workbook_bytes + 1)
    except OSError:
        raise Stop(Exit.WRONG_USE, "cli.no_annex_file", file=wanted.annex) from None
    annexes, findings = file.read(content, wanted.annex.name, limits)
    chosen = None
    if annexes:
        chosen, findings = file.choose(annexes, wanted.part, wanted.annex.name)
    if chosen is None:
        raise Stop(Exit.WRONG_USE, "cli.import_refused", findings, file=wanted.annex.name)
    return chosen


def _sentences(spoken: Words) -> Sentences:
    return Sentences(spoken.text("annex.no_method"), spoken.text("annex.two_assessors"))


def _target(wanted: Wanted, cycle: Path | None) -> _Target:
    """Find where to write. With --output no cycle is needed, and no edition is touched."""
    if wanted.output is not None:
        return _Target(None, None, str(wanted.output), known=False, heading=None)
    root = opened.find(cycle)
    folder = root / "criteria" / wanted.edition
    try:
        heading = (folder / _EDITION_FILE).read_bytes()
    except OSError:
        heading = None
    block = _block_file(heading, wanted.block) if heading is not None else None
    return _Target(root, folder, block or f"{wanted.block}.yaml", known=block is not None, heading=heading)


def _block_file(heading: bytes, block: str) -> str | None:
    """Return the file that edition.yaml names for a block, where it names one that lies beside it."""
    root, _ = tree.read(heading, _EDITION_FILE, Limits())
    model = build(EditionFile, root, _EDITION_FILE)[0] if root is not None else None
    named = model.blocks[block].file if model is not None and block in model.blocks else None
    return named if named and Path(named).name == named else None


def _files(wanted: Wanted, target: _Target, annex: Annex, made: Draft, spoken: Words) -> dict[str, bytes]:
    """Return the files to write by name: the block, and edition.yaml where the edition has none."""
    of = f" ({annex.title})" if annex.title else ""
    heading = spoken.text("annex.heading", file=wanted.annex.name, annex=of)
    files = {target.name: yamltext.block(made, (heading,)).encode()}
    if target.folder is not None and target.heading is None:
        files[_EDITION_FILE] = yamltext.edition(
            _edition(wanted, annex, spoken), (spoken.text("annex.edition_heading", file=wanted.annex.name),)
        ).encode()
    return files


def _edition(wanted: Wanted, annex: Annex, spoken: Words) -> dict[str, object]:
    return {
        "edition": wanted.edition,
        "title": annex.title or spoken.text("annex.title_missing", edition=wanted.edition),
        "basis": annex.basis or spoken.text("annex.basis_missing"),
        "status": annex.status,
        "version": "1.0",
        "blocks": _block_lines(wanted, spoken),
    }


def _block_lines(wanted: Wanted, spoken: Words) -> dict[str, object]:
    return {wanted.block: {"title": spoken.text("annex.block_title", block=wanted.block), "file": f"{wanted.block}.yaml"}}


def _unnamed(wanted: Wanted, annex: Annex, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    return (found("IM218", file=wanted.annex.name),) if _EDITION_FILE in files and not annex.basis else ()


def _checked(wanted: Wanted, target: _Target, files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Check the draft as ``criteria check`` will, in a copy of the edition's folder, and return what it says of this block."""
    name = Path(target.name).name
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if target.folder is not None and target.heading is not None and target.known:
            for path in sorted(target.folder.glob("*.yaml")):
                (folder / path.name).write_bytes(path.read_bytes())
        else:
            alone = {"edition": wanted.edition, "title": "-x-", "basis": "-x-", "status": "transcribed", "version": "1.0"}
            text = yamltext.edition({**alone, "blocks": {wanted.block: {"title": "-x-", "file": name}}})
            (folder / _EDITION_FILE).write_text(text, "utf-8")
        (folder / name).write_bytes(files[target.name])
        findings = load_edition(folder).findings
    return tuple(one for one in findings if one.file == name or one.severity >= Severity.ERROR)


def _write(wanted: Wanted, target: _Target, files: Mapping[str, bytes], screen: Screen) -> list[str]:
    if target.cycle is None or target.folder is None:
        path = target.path
        if not wanted.dry_run:
            single.write_file(path, files[target.name], replace=wanted.force)
        return [str(path)]
    names = [f"criteria/{wanted.edition}/{name}" for name in sorted(files)]
    if not wanted.dry_run:
        with writing.held(target.cycle, screen):
            sets.add_files(target.folder, files)
            writing.note(target.cycle, "criteria import", (wanted.annex.name, wanted.edition, wanted.block), Exit.FINE)
    return names


def _tell(screen: Screen, wanted: Wanted, target: _Target, made: Draft, findings: tuple[Finding, ...], written: list[str]) -> None:
    items = made.items()
    screen.result(
        screen.words.text(
            "cli.import_summary",
            file=wanted.annex.name,
            areas=len(made.areas),
            items=len(items),
            rules=sum("rule" in item for item in items),
            review=sum("review" in item for item in items),
            sums=sum(one.code in ("IM201", "IM211") for one in findings),
        )
    )
    if not target.known and target.heading is not None and target.folder is not None:
        screen.warn("cli.import_add_block", file=target.folder / _EDITION_FILE)
        screen.result(yamltext.lines_of(_block_lines(wanted, words("vi")), 2))
        screen.say("cli.import_check_after")
    screen.say("cli.import_would" if wanted.dry_run else "cli.import_done", files=", ".join(written))
