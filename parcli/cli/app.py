"""Every command with its options. Each one is a few lines: what it does stands in the module that it loads when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parcli import __version__
from parcli.cli.app_appraise import appraise
from parcli.cli.app_criteria import criteria
from parcli.cli.app_evidence import evidence
from parcli.cli.app_results import explain, publish, verify
from parcli.cli.app_setup import setup
from parcli.cli.app_survey import survey
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

app = typer.Typer(
    cls=Commands,
    add_completion=True,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="parcli – chấm điểm, kiểm tra minh chứng và xếp hạng Chỉ số CCHC / scoring, evidence checks and ranking for the PAR Index.",
)
app.add_typer(criteria, name="criteria")
app.add_typer(evidence, name="evidence")
app.add_typer(setup, name="setup")
app.add_typer(appraise, name="appraise")
app.add_typer(appraise, name="tham-dinh", hidden=True)
app.add_typer(survey, name="survey")
app.add_typer(survey, name="dieu-tra", hidden=True)


@app.callback(invoke_without_command=True)
def state(
    context: typer.Context,
    cycle: CycleOption = None,
    lang: LangOption = None,
    version: Annotated[bool, typer.Option("--version", help="Phiên bản / version")] = False,
) -> int:
    """Xem đợt đánh giá đang ở bước nào, việc gì tiếp theo / say where the cycle stands and what comes next."""
    if version:
        typer.echo(f"parcli {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is not None:
        return 0
    from parcli.cli.commands import state as command  # noqa: PLC0415

    return command.run(cycle, lang)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Thư mục mới / new folder")],
    edition: Annotated[str, typer.Option("--edition", help="Bộ chỉ số / edition, e.g. hanoi-2023")],
    new: Annotated[bool, typer.Option("--new", help="Bộ chỉ số mới, viết từ đầu / an edition that is still to be written")] = False,
    lang: LangOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
    dry_run: DryRunOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Mở thư mục của một đợt đánh giá / start a cycle folder: parcli init hanoi-2023 --edition hanoi-2023."""
    from parcli.cli.commands import init as command  # noqa: PLC0415

    return command.run(folder, edition, lang, quiet=quiet, json=json, dry_run=dry_run, verbose=verbose, new=new)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Thư mục mới / new folder")] = Path("parcli-demo"),
    lang: LangOption = None,
    quiet: QuietOption = False,
    jobs: JobsOption = 0,
    seed: Annotated[int, typer.Option("--seed", help="Số khởi tạo / seed of the synthetic clerk")] = 2023,
    faults: Annotated[bool, typer.Option("--faults/--no-faults", help="Cài lỗi có chủ ý / plant faults")] = True,
    json: JsonOption = False,
) -> int:
    """Xem trọn một đợt với số liệu giả định / show a whole cycle with synthetic answers and evidence: parcli demo."""
    from parcli.cli.commands import demo as command  # noqa: PLC0415

    return command.run(folder, lang, quiet=quiet, jobs=jobs, seed=seed, faults=faults, json=json)


@app.command("generate-template")
@app.command("tao-bieu", hidden=True)
def generate_template(
    unit: UnitOption = None,
    block: BlockOption = None,
    carry: Annotated[
        list[Path] | None,
        typer.Option("--carry", help="Biểu cũ hoặc thư mục biểu cũ: chuyển số liệu sang biểu mới / old workbooks whose answers to take over"),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous", help="Thư mục đợt năm trước đã tổng hợp: hiện điểm năm trước bên cạnh / a former cycle whose points to show beside"
        ),
    ] = None,
    bundle: Annotated[bool, typer.Option("--bundle", help="Kèm tệp .zip gửi đơn vị / one zip per unit to hand out")] = False,
    split: Annotated[str | None, typer.Option("--split", help="area: mỗi lĩnh vực một tệp / one file for each area")] = None,
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
    dry_run: DryRunOption = False,
    verbose: VerboseOption = False,
    jobs: JobsOption = 0,
) -> int:
    """Tạo biểu tự chấm cho từng đơn vị (tao-bieu) / make one scoring workbook per unit: parcli generate-template --block so; with old answers: --carry submissions."""
    from parcli.cli.commands import generate as command  # noqa: PLC0415

    wanted = command.Wanted(tuple(unit or ()), block, tuple(carry or ()), previous, bundle=bundle, split=command.split_by(split))
    return command.run(wanted, cycle, lang, quiet=quiet, json=json, dry_run=dry_run, verbose=verbose, jobs=jobs)


@app.command()
@app.command("tiep-nhan", hidden=True)
def intake(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="Tệp, thư mục gửi đến / what came (default: inbox/)")] = None,
    received: Annotated[str | None, typer.Option("--received", help="Ngày nhận / day of receipt (28/11/2023 or 2023-11-28, default: today)")] = None,
    via: Annotated[str, typer.Option("--via", help="Hình thức gửi / channel, e.g. email")] = "",
    ref: Annotated[str, typer.Option("--ref", help="Số, ký hiệu văn bản gửi kèm / reference number of the letter")] = "",
    unit: Annotated[str | None, typer.Option("--unit", help="Đơn vị của tài liệu gửi riêng / unit of evidence that comes alone")] = None,
    trial: Annotated[bool, typer.Option("--trial", help="Bản gửi thử / a trial, not the official return")] = False,
    was: Annotated[str | None, typer.Option("--was", help="Sửa ngày nhận đã ghi nhầm / put right the day of receipt that was written down")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Lý do sửa ngày nhận / why it is put right")] = "",
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
    dry_run: DryRunOption = False,
    verbose: VerboseOption = False,
    jobs: JobsOption = 0,
) -> int:
    """Tiếp nhận hồ sơ gửi về, giữ mọi bản và biên nhận (tiep-nhan) / sort what came back to the units, keep every version and receipt: parcli intake --via email."""
    from parcli.cli.commands import intake as command  # noqa: PLC0415

    if was is not None or reason:
        from parcli.cli.commands import intake_day as correction  # noqa: PLC0415

        return correction.run(
            correction.Wanted(was or "", received, reason, unit, bool(paths or via or ref or trial), dry_run), cycle, lang, quiet=quiet, json=json
        )
    wanted = command.Wanted(tuple(paths or ()), received, via, ref, unit, trial, dry_run)
    return command.run(wanted, cycle, lang, quiet=quiet, json=json, verbose=verbose, jobs=jobs)


@app.command()
@app.command("tinh-hinh", hidden=True)
def status(
    cycle: CycleOption = None,
    lang: LangOption = None,
    today: Annotated[str | None, typer.Option("--today", help="Ngày tính hạn / day to count from (05/12/2023 or 2023-12-05, default: today)")] = None,
    remind: Annotated[bool, typer.Option("--remind", help="In lời nhắc / print the reminders")] = False,
    json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,  # noqa: ARG001 - it says all it knows
) -> int:
    """Xem đơn vị nào đã gửi, đơn vị nào chậm (tinh-hinh) / show who has returned what and who is late: parcli status --remind."""
    from parcli.cli.commands import status as command  # noqa: PLC0415

    return command.run(cycle, lang, today, remind=remind, json=json, quiet=quiet)


@app.command()
@app.command("kiem-tra", hidden=True)
def validate(
    unit: UnitArgument = None,
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    jobs: JobsOption = 0,
    formats: Annotated[str, typer.Option("--format", help="text, json, html: in ra stdout / what is printed")] = "text",
    json: JsonOption = False,
    annotate: Annotated[bool, typer.Option("--annotate", help="Bản sao có ghi chú để gửi lại / annotated copies to send back")] = False,
    fail_on: Annotated[str, typer.Option("--fail-on", help="block | error | warning | note | never")] = "error",
    ocr: OcrOption = "auto",
    no_cache: NoCacheOption = False,
    dry_run: DryRunOption = False,
) -> int:
    """Kiểm tra biểu và tài liệu kiểm chứng đã nhận (kiem-tra) / check what came back, workbooks and evidence: parcli validate so-noi-vu."""
    from parcli.cli.commands import validate as command  # noqa: PLC0415
    from parcli.cli.examining import Wish  # noqa: PLC0415

    wanted = command.Wanted(formats="json" if json else formats, annotate=annotate, fail_on=fail_on, dry_run=dry_run, examine=Wish(ocr, not no_cache))
    return command.run(unit or [], cycle, lang, wanted, jobs=jobs, quiet=quiet, verbose=verbose)


@app.command()
@app.command("bao-cao", hidden=True)
def report(
    unit: UnitArgument = None,
    all_units: Annotated[bool, typer.Option("--all", help="Mọi đơn vị đã gửi hồ sơ / every unit that has returned its workbook")] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Thư mục ghi ra, hoặc tệp .docx nếu chỉ một đơn vị / folder, or a .docx for one unit (default: results/report)"
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
    """Dự thảo báo cáo tự đánh giá của đơn vị bằng Word (bao-cao) / write the Word draft of a unit's self-assessment report: parcli report so-noi-vu."""
    from parcli.cli.commands import report as command  # noqa: PLC0415
    from parcli.cli.examining import Wish  # noqa: PLC0415

    wanted = command.Wanted(tuple(unit or ()), all_units, output, force=force, dry_run=dry_run, examine=Wish(ocr, not no_cache))
    return command.run(wanted, cycle, lang, jobs=jobs, quiet=quiet, verbose=verbose, json=json)


@app.command()
@app.command("tong-hop", hidden=True)
def aggregate(
    provisional: Annotated[bool, typer.Option("--provisional", help="Tạm tính trên điểm tự chấm / rank on what there is, as a draft")] = False,
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    jobs: JobsOption = 0,
    json: JsonOption = False,
    ocr: OcrOption = "auto",
    no_cache: NoCacheOption = False,
    dry_run: DryRunOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Tổng hợp điểm của các đơn vị (tong-hop) / total the points of every unit: parcli aggregate --provisional."""
    from parcli.cli.commands import aggregate as command  # noqa: PLC0415
    from parcli.cli.examining import Wish  # noqa: PLC0415

    wish = Wish(ocr, not no_cache)
    return command.run(cycle, lang, wish, provisional=provisional, jobs=jobs, quiet=quiet, json=json, dry_run=dry_run, verbose=verbose)


@app.command()
@app.command("xep-hang", hidden=True)
def rank(
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous",
            help="Thư mục đợt năm trước, hoặc một bộ đã công bố của đợt đó: so hạng, chỉ số / a former cycle, or an announced set, to compare with",
        ),
    ] = None,
    what_if: Annotated[
        Path | None,
        typer.Option("--what-if", help="Tệp YAML tính thử: điểm, chính sách, đơn vị khác; không đổi kết quả / a trial, apart from the results"),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Ghi tính thử ra tệp .xlsx, .json / where to write the trial")] = None,
    force: ForceOption = False,
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
    dry_run: DryRunOption = False,
    verbose: VerboseOption = False,
    jobs: JobsOption = 0,
) -> int:
    """Xếp hạng các đơn vị theo từng khối (xep-hang) / rank the units of each block: parcli rank; beside last year: --previous DIR; a trial: --what-if FILE."""
    if what_if is not None:
        from parcli.cli.commands import what_if as trial  # noqa: PLC0415

        wanted = trial.Wanted(what_if, output, force=force, dry_run=dry_run)
        return trial.run(wanted, cycle, lang, jobs=jobs, quiet=quiet, verbose=verbose, json=json, previous=previous)
    from parcli.cli.commands import rank as command  # noqa: PLC0415

    command.refuse(output=output, force=force)
    return command.run(cycle, lang, quiet=quiet, json=json, dry_run=dry_run, verbose=verbose, jobs=jobs, previous=previous)


# What is asked of results once they are made; the commands stand in a file of their own.
app.command()(explain)
app.command("giai-thich", hidden=True)(explain)
app.command()(verify)
app.command("doi-chieu", hidden=True)(verify)
app.command()(publish)
