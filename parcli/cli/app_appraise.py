"""The commands of appraisal and of the Council, with their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parcli.cli.listing import Commands
from parcli.cli.options import (
    BlockOption,
    CycleOption,
    DryRunOption,
    ForceOption,
    JobsOption,
    JsonOption,
    LangOption,
    NoCacheOption,
    OcrOption,
    QuietOption,
    UnitArgument,
    UnitOption,
    VerboseOption,
)

appraise = typer.Typer(
    cls=Commands, no_args_is_help=True, rich_markup_mode=None, help="Thẩm định, Hội đồng, thông báo / appraisal, the Council, notices."
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
    """Tạo phiếu thẩm định của một lần thẩm định / make the appraisal workbooks of a round: parcli appraise open --round 1 --by area."""
    from parcli.cli.commands import appraise_open as command  # noqa: PLC0415
    from parcli.cli.examining import Wish  # noqa: PLC0415

    wanted = command.checked(number, by, unit or (), block)
    return command.run(wanted, cycle, lang, Wish(ocr, not no_cache), jobs=jobs, quiet=quiet, json=json, dry_run=dry_run, verbose=verbose)


@appraise.command("status")
def appraise_status(
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
    """Xem tiến độ thẩm định, so sánh cùng một tiêu chí giữa các đơn vị / show who has appraised what, and compare the same item across units: parcli appraise status."""
    from parcli.cli.commands import appraise_status as command  # noqa: PLC0415
    from parcli.cli.examining import Wish  # noqa: PLC0415

    return command.run(cycle, lang, Wish(ocr, not no_cache), jobs=jobs, quiet=quiet, json=json, dry_run=dry_run, verbose=verbose)


@appraise.command("council")
def appraise_council(
    more: Annotated[bool, typer.Option("--more", help="Thêm phiếu cho phiên họp khác / another sheet although nothing is new")] = False,
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
    """Tạo biểu và biên bản để Hội đồng quyết định / make the workbook in which the Council decides, with its minutes: parcli appraise council."""
    from parcli.cli.commands import council as command  # noqa: PLC0415
    from parcli.cli.examining import Wish  # noqa: PLC0415

    wish = Wish(ocr, not no_cache)
    return command.run(cycle, lang, wish, more=more, jobs=jobs, quiet=quiet, verbose=verbose, json=json, dry_run=dry_run)


@appraise.command("notify")
def appraise_notify(
    unit: UnitArgument = None,
    all_units: Annotated[bool, typer.Option("--all", help="Mọi đơn vị / every unit that there is something to tell")] = False,
    final: Annotated[bool, typer.Option("--final", help="Phiếu kết quả chi tiết / the slip of detailed results")] = False,
    by: Annotated[str | None, typer.Option("--by", help="Hạn giải trình / day to answer by (15/12/2023 or 2023-12-15)")] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Thư mục ghi ra, hoặc tệp .docx nếu chỉ một đơn vị / folder, or a .docx for one unit (default: results/notify)"
        ),
    ] = None,
    force: ForceOption = False,
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
    """Soạn thông báo sau lần 1, với --final là phiếu kết quả / write the Word notices after round 1, or with --final the slips of results: parcli appraise notify --all --by 15/12/2023."""
    from parcli.cli.commands import notify as command  # noqa: PLC0415
    from parcli.cli.examining import Wish  # noqa: PLC0415

    wish = Wish(ocr, not no_cache)
    wanted = command.Wanted(tuple(unit or ()), all_units, final, by, output, force=force, dry_run=dry_run, examine=wish)
    return command.run(wanted, cycle, lang, jobs=jobs, quiet=quiet, verbose=verbose, json=json)
