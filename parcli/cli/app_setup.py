"""The commands about the register in Excel, with their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parcli.cli.listing import Commands
from parcli.cli.options import CycleOption, DryRunOption, ForceOption, JsonOption, LangOption, OutputOption, QuietOption

setup = typer.Typer(
    cls=Commands, no_args_is_help=True, rich_markup_mode=None, help="Danh sách đơn vị bằng Excel / the register in Excel: export, import."
)


@setup.command("export")
def setup_export(
    output: OutputOption = None,
    force: ForceOption = False,
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
    dry_run: DryRunOption = False,
) -> int:
    """Xuất danh sách đơn vị và các quyết định áp dụng ra Excel / write units, exemptions, exclusions and waivers into one workbook: parcli setup export."""
    from parcli.cli.commands import setup as command  # noqa: PLC0415

    return command.export(output, cycle, lang, force=force, quiet=quiet, json=json, dry_run=dry_run)


@setup.command("import")
def setup_import(
    book: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Mặc định thiet-lap.xlsx / default: thiet-lap.xlsx of the cycle")] = None,
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
    dry_run: DryRunOption = False,
) -> int:
    """Đưa danh sách đã sửa trở lại cycle.yaml và waivers.yaml / take the edited workbook back into cycle.yaml and waivers.yaml: parcli setup import."""
    from parcli.cli.commands import setup as command  # noqa: PLC0415

    return command.import_(book, cycle, lang, quiet=quiet, json=json, dry_run=dry_run)
