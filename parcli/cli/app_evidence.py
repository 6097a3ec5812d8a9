"""The command about one evidence file, with its options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from parcli.cli.listing import Commands
from parcli.cli.options import CycleOption, JsonOption, LangOption, NoCacheOption, OcrOption, QuietOption, VerboseOption

evidence = typer.Typer(cls=Commands, no_args_is_help=True, rich_markup_mode=None, help="Tài liệu kiểm chứng / evidence: show.")


@evidence.callback()
def group() -> None:
    """Keep the group a group while it has one command."""


@evidence.command("show")
def evidence_show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Tệp cần xem / the file")],
    cycle: CycleOption = None,
    trust: Annotated[Path | None, typer.Option("--trust", help="Thư mục chứng thư gốc thay cho trust/ / root certificates instead of trust/")] = None,
    ocr: OcrOption = "auto",
    no_cache: NoCacheOption = False,
    json: JsonOption = False,
    lang: LangOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Xem mọi điều biết được về một tệp kiểm chứng / show everything that is known of one evidence file: parcli evidence show submissions/so-noi-vu/evidence/bao-cao.pdf."""
    from parcli.cli.commands import evidence_show as command  # noqa: PLC0415
    from parcli.cli.examining import Wish  # noqa: PLC0415

    wanted = command.Wanted(file=file, cycle=cycle, examine=Wish(ocr, not no_cache, trust), json=json)
    return command.run(wanted, lang, quiet=quiet, verbose=verbose)
