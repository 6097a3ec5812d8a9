"""``parcli criteria import``: the draft of a block from an issued annex, for a person to check."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from parcli.cli import incoming, opened, writing
from parcli.cli.exits import Exit, Stop
from parcli.cli.screen import Screen, open_screen
from parcli.core.edition import EditionFile
from parcli.core.findings import Finding, Severity, found
from parcli.core.limits import Limits
from parcli.definitions import tree
from parcli.definitions.annex import apart, yamltext
from parcli.definitions.annex.draft import Draft, Sentences
from parcli.definitions.annex.grid import Annex
from parcli.definitions.load import load_edition
from parcli.definitions.models import build
from parcli.messages import Words, words
from parcli.results import sets, single

_EDITION_FILE = "edition.yaml"
_OPEN = ("IM207", "IM208", "IM215")


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
        incoming.check_code(option, code)
    target = _target(wanted, cycle)
    incoming.check_free(target.path, force=wanted.force)
    spoken = words("vi")
    annex, made = _drafted(wanted, spoken)
    files = _files(wanted, target, annex, made, spoken)
    findings = (*made.findings, *_unnamed(wanted, annex, files))
    checked = _new(_checked(wanted, target, files), findings)
    written = _write(wanted, target, files, screen)
    if json:
        screen.written("criteria-import", [] if wanted.dry_run else written, [*findings, *checked])
        return Exit.FINE
    screen.findings((*findings, *checked))
    _tell(screen, wanted, target, made, findings, written)
    return Exit.FINE


def _drafted(wanted: Wanted, spoken: Words) -> tuple[Annex, Draft]:
    limits = Limits()
    try:
        content = incoming.content(wanted.annex, limits.workbook_bytes)
    except OSError:
        raise Stop(Exit.WRONG_USE, "cli.no_annex_file", file=wanted.annex) from None
    answer = apart.make(apart.Job(content, wanted.annex.name, wanted.part, _sentences(spoken), limits))
    if answer.annex is None or answer.draft is None or not answer.draft.areas:
        raise Stop(Exit.WRONG_USE, "cli.import_refused", answer.findings, file=wanted.annex.name)
    return answer.annex, answer.draft


def _new(checked: tuple[Finding, ...], said: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Leave out what is to be read of an item where a finding with its place in the annex names it already."""
    named = {one.item for one in said if one.code in _OPEN}
    return tuple(one for one in checked if one.code != "DF222" or one.item not in named)


def _sentences(spoken: Words) -> Sentences:
    return Sentences(spoken.text("annex.no_method"), spoken.text("annex.two_assessors"))


def _target(wanted: Wanted, cycle: Path | None) -> _Target:
    """Find where to write. With --output no cycle is needed, and no edition is touched."""
    if wanted.output is not None:
        incoming.check_block_file(str(wanted.output), {})
        return _Target(None, None, str(wanted.output), known=False, heading=None)
    root = opened.find(cycle)
    folder = root / "criteria" / wanted.edition
    incoming.check_case(folder)
    try:
        heading = (folder / _EDITION_FILE).read_bytes() if (folder / _EDITION_FILE).is_file() else None
    except OSError:
        heading = None
    blocks = _block_files(heading) if heading is not None else {}
    block = blocks.pop(wanted.block, None)
    name = block if block and Path(block).name == block else f"{wanted.block}.yaml"
    incoming.check_block_file(name, blocks)
    return _Target(root, folder, name, known=block == name, heading=heading)


def _block_files(heading: bytes) -> dict[str, str]:
    """Return the files that edition.yaml names, by block."""
    root, _ = tree.read(heading, _EDITION_FILE, Limits())
    model = build(EditionFile, root, _EDITION_FILE)[0] if root is not None else None
    return {name: block.file for name, block in model.blocks.items() if block.file} if model is not None else {}


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
            for path in sorted(one for one in target.folder.glob("*.yaml") if one.is_file()):
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
            complete=sum("rule" in item and "review" not in item for item in items),
            partly=sum("rule" in item and "review" in item for item in items),
            unread=sum("rule" not in item for item in items),
            sums=sum(one.code in ("IM201", "IM211") for one in findings),
        )
    )
    missing = target.folder / _EDITION_FILE if not target.known and target.heading is not None and target.folder is not None else None
    if missing is not None:
        screen.result(screen.words.text("cli.import_add_block", file=missing))
        screen.result(yamltext.lines_of(_block_lines(wanted, words("vi")), 2))
    screen.say("cli.import_would" if wanted.dry_run else "cli.import_done", files=", ".join(written))
    if missing is not None:
        screen.say("cli.import_check_after", file=missing)
