"""The commands that are asked of results once they are made: why, whether they still hold, and sealing them."""

from __future__ import annotations

from typing import Annotated

import typer

from parcli.cli.options import (
    CycleOption,
    DryRunOption,
    ForceOption,
    JobsOption,
    JsonOption,
    LangOption,
    NoCacheOption,
    OcrOption,
    OutputOption,
    QuietOption,
    VerboseOption,
)


def explain(
    unit: Annotated[str | None, typer.Argument(metavar="[UNIT]", help="Đơn vị / unit by id, name or alias")] = None,
    item: Annotated[str | None, typer.Argument(metavar="[ITEM]", help="Mã tiêu chí / item code; bỏ trống: tổng điểm / the total without it")] = None,
    all_units: Annotated[bool, typer.Option("--all", help="Mọi đơn vị, mọi tiêu chí vào một tệp / all units and items in one book")] = False,
    output: OutputOption = None,
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
    """Giải trình một điểm số, từng bước một (giai-thich) / say why a score is what it is, stage by stage: parcli explain so-noi-vu I.1.2."""
    from parcli.cli.commands import explain as command  # noqa: PLC0415
    from parcli.cli.examining import Wish  # noqa: PLC0415

    wanted = command.Wanted(unit, item, all_units, output, force=force, dry_run=dry_run, examine=Wish(ocr, not no_cache))
    return command.run(wanted, cycle, lang, jobs=jobs, quiet=quiet, verbose=verbose, json=json)


def verify(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Bộ đã công bố / an announced set (default: results/)")] = None,
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    jobs: JobsOption = 0,
    json: JsonOption = False,
    no_cache: NoCacheOption = False,
) -> int:
    """Đối chiếu kết quả: còn đúng không, khác ở đâu (doi-chieu) / say whether the results still hold, and what does not: parcli verify."""
    from parcli.cli.commands import verify as command  # noqa: PLC0415

    return command.run(name, cycle, lang, jobs=jobs, quiet=quiet, verbose=verbose, json=json, cache=not no_cache)


def publish(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Tên bộ công bố / name of the announced set, e.g. 2023-chinh-thuc")],
    archive: Annotated[bool, typer.Option("--archive", help="Kèm bản sao mọi tệp đầu vào / with the inputs themselves")] = False,
    note: Annotated[str, typer.Option("--note", help="Ghi chú: văn bản, lý do / a note: the decision, the reason")] = "",
    provisional_too: Annotated[bool, typer.Option("--provisional-too", help="Cả kết quả tạm tính / a provisional result too")] = False,
    cycle: CycleOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    jobs: JobsOption = 0,
    json: JsonOption = False,
    no_cache: NoCacheOption = False,
    dry_run: DryRunOption = False,
) -> int:
    """Niêm phong bộ kết quả công bố, không ghi đè bộ cũ / seal the results that are announced, never overwriting a set: parcli publish 2023-chinh-thuc --archive."""
    from parcli.cli.commands import publish as command  # noqa: PLC0415

    wanted = command.Wanted(name, archive, note, provisional_too, dry_run)
    return command.run(wanted, cycle, lang, jobs=jobs, quiet=quiet, verbose=verbose, json=json, cache=not no_cache)
