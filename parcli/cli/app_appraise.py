"""The commands of appraisal, with their options."""

from __future__ import annotations

from typing import Annotated

import typer

from parcli.cli.options import (
    BlockOption,
    CycleOption,
    DryRunOption,
    JobsOption,
    JsonOption,
    LangOption,
    NoCacheOption,
    OcrOption,
    QuietOption,
    UnitOption,
    VerboseOption,
)

appraise = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Thẩm định: mở phiếu từng lần, theo dõi tiến độ / appraisal rounds: open, status."
)


@appraise.command("open")
def appraise_open(
    number: Annotated[int, typer.Option("--round", help="Lần thẩm định: 1 hoặc 2 / round: 1 or 2")],
    by: Annotated[
        str, typer.Option("--by", help="unit: mỗi đơn vị một phiếu; area: mỗi lĩnh vực một phiếu / one workbook per unit or per area")
    ] = "unit",
    unit: UnitOption = None,
    block: BlockOption = None,
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    jobs: JobsOption = 0,
    json: JsonOption = False,
    ocr: OcrOption = "auto",
    no_cache: NoCacheOption = False,
    dry_run: DryRunOption = False,
) -> int:
    """Make the appraisal workbooks of a round: parcli appraise open --round 1 --by area."""
    from parcli.cli.commands import appraise_open as command  # noqa: PLC0415
    from parcli.cli.examining import Wish  # noqa: PLC0415

    wanted = command.checked(number, by, unit or (), block)
    return command.run(wanted, cycle, lang, Wish(ocr, not no_cache), jobs=jobs, quiet=quiet, json=json, dry_run=dry_run, verbose=verbose)
