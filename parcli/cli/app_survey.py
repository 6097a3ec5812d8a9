"""The command about survey figures, with its options."""

from __future__ import annotations

from typing import Annotated

import typer

from parcli.cli.listing import Commands
from parcli.cli.options import BlockOption, CycleOption, DryRunOption, JsonOption, LangOption, QuietOption, UnitOption, VerboseOption

survey = typer.Typer(cls=Commands, no_args_is_help=True, rich_markup_mode=None, help="Số liệu điều tra / survey figures: template.")


@survey.callback()
def group() -> None:
    """Keep the group a group while it has one command."""


@survey.command("template")
def survey_template(
    unit: UnitOption = None,
    block: BlockOption = None,
    csv: Annotated[bool, typer.Option("--csv", help="Thêm bản CSV / CSV as well")] = False,
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
    dry_run: DryRunOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Tạo biểu nhập số liệu điều tra, mỗi khối một biểu / make the workbooks in which the institute enters its figures, one per block: parcli survey template --block so."""
    from parcli.cli.commands import survey as command  # noqa: PLC0415

    wanted = command.Wanted(tuple(unit or ()), block, csv=csv, dry_run=dry_run)
    return command.template(wanted, cycle, lang, quiet=quiet, json=json, verbose=verbose)
