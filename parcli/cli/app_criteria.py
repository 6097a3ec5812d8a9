"""The commands about definitions, with their options; what each does stands in the module that it loads when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parcli.cli.listing import Commands
from parcli.cli.options import BlockOption, CycleOption, DryRunOption, EditionArgument, ForceOption, JsonOption, LangOption, OutputOption, QuietOption

criteria = typer.Typer(
    cls=Commands, no_args_is_help=True, rich_markup_mode=None, help="Bộ tiêu chí / criteria definitions: check, test, show, import, diff, schema."
)


@criteria.command("check")
def criteria_check(
    place: EditionArgument = None, cycle: CycleOption = None, lang: LangOption = None, json: JsonOption = False, quiet: QuietOption = False
) -> int:
    """Kiểm tra bộ tiêu chí, nêu tệp và dòng của từng lỗi / check definitions, with file and line for every complaint: parcli criteria check."""
    from parcli.cli.commands import criteria as command  # noqa: PLC0415

    return command.check(place, cycle, lang, json=json, quiet=quiet)


@criteria.command("test")
def criteria_test(
    place: EditionArgument = None, cycle: CycleOption = None, lang: LangOption = None, json: JsonOption = False, quiet: QuietOption = False
) -> int:
    """Chạy các trường hợp thử của chuyên viên (cases.yaml) / run the analysts' own cases (cases.yaml): parcli criteria test."""
    from parcli.cli.commands import criteria as command  # noqa: PLC0415

    return command.test(place, cycle, lang, json=json, quiet=quiet)


@criteria.command("show")
def criteria_show(
    place: EditionArgument = None,
    block: BlockOption = None,
    form: Annotated[str, typer.Option("--format", help="text | md | html | xlsx | docx")] = "text",
    output: OutputOption = None,
    force: ForceOption = False,
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
) -> int:
    """Xem bộ tiêu chí theo cây, hoặc xuất để lấy ý kiến / show an edition as a tree, or write it for circulation: parcli criteria show hanoi-2023 --format docx."""
    from parcli.cli.commands import criteria_show as command  # noqa: PLC0415

    return command.run(place, block, form, output, cycle, lang, force=force, quiet=quiet)


@criteria.command("import")
def criteria_import(
    annex: Annotated[Path, typer.Argument(metavar="ANNEX", help="Phụ lục .docx hoặc .xlsx / annex")],
    edition: Annotated[str, typer.Option("--edition", help="Tên bộ chỉ số / edition id, e.g. hanoi-2026")],
    block: Annotated[str, typer.Option("--block", help="Khối / block id, e.g. so")],
    part: Annotated[int | None, typer.Option("--annex", min=1, help="Phụ lục thứ mấy trong tệp / which annex of the file")] = None,
    output: OutputOption = None,
    force: ForceOption = False,
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
    dry_run: DryRunOption = False,
) -> int:
    """Dự thảo bộ tiêu chí của một khối từ phụ lục đã ban hành / draft a block's definition from an issued annex: parcli criteria import phu-luc-1.docx --edition hanoi-2026 --block so."""
    from parcli.cli.commands import criteria_import as command  # noqa: PLC0415

    wanted = command.Wanted(annex=annex, edition=edition, block=block, part=part, output=output, force=force, dry_run=dry_run)
    return command.run(wanted, cycle, lang, quiet=quiet, json=json)


@criteria.command("diff")
def criteria_diff(
    old: Annotated[Path, typer.Argument(metavar="A", help="Bộ chỉ số cũ / former edition, folder or name")],
    new: Annotated[Path, typer.Argument(metavar="B", help="Bộ chỉ số mới / new edition, folder or name")],
    block: BlockOption = None,
    crosswalk: Annotated[Path | None, typer.Option("--crosswalk", help="Ghi đề xuất bảng đối chiếu mã / write the suggested crosswalk")] = None,
    force: ForceOption = False,
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> int:
    """So sánh hai bộ tiêu chí / say what changed between two editions: parcli criteria diff hanoi-2023 hanoi-2025."""
    from parcli.cli.commands import criteria_diff as command  # noqa: PLC0415

    return command.run(old, new, block, crosswalk, cycle, lang, force=force, quiet=quiet, json=json)


@criteria.command("schema")
def criteria_schema(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="edition | block | cycle | cases | crosswalk")] = None,
    folder: Annotated[Path | None, typer.Option("--output", "-o", help="Thư mục ghi ra / folder to write all of them to")] = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
) -> int:
    """In JSON Schema để trình soạn thảo gợi ý và giải thích / print the JSON Schema that lets editors complete and explain: parcli criteria schema block."""
    from parcli.cli.commands import criteria_schema as command  # noqa: PLC0415

    return command.run(name, folder, lang, quiet=quiet)
