"""Options that commands share, each said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CycleOption = Annotated[Path | None, typer.Option("--cycle", help="Thư mục của đợt đánh giá / cycle folder (default: nearest upward)")]
LangOption = Annotated[str | None, typer.Option("--lang", help="vi | en: ngôn ngữ màn hình / screen language")]
QuietOption = Annotated[bool, typer.Option("-q", "--quiet", help="Chỉ in kết quả và lỗi / results and errors only")]
VerboseOption = Annotated[bool, typer.Option("-v", "--verbose", help="Nói chi tiết hơn / say more")]
JsonOption = Annotated[bool, typer.Option("--json", help="In JSON ra stdout / print JSON")]
JobsOption = Annotated[int, typer.Option("--jobs", min=0, max=64, help="Số tiến trình / worker processes (0: automatic)")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", "-n", help="Nói sẽ ghi gì mà không ghi / write nothing")]
UnitArgument = Annotated[list[str] | None, typer.Argument(metavar="[UNIT]...", help="Đơn vị / units by id, name or alias")]
OcrOption = Annotated[str, typer.Option("--ocr", envvar="PARCLI_OCR", help="auto | never | always: nhận dạng chữ trên bản chụp / read scans by OCR")]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Đọc lại mọi tệp, không dùng bộ nhớ đệm / read every file anew")]
UnitOption = Annotated[list[str] | None, typer.Option("--unit", help="Đơn vị / unit (may be repeated)")]
BlockOption = Annotated[str | None, typer.Option("--block", help="Khối / block")]
EditionArgument = Annotated[Path | None, typer.Argument(metavar="[FOLDER|EDITION]", help="Thư mục hoặc tên bộ chỉ số / folder or edition")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Tệp ghi ra / file to write")]
ForceOption = Annotated[bool, typer.Option("--force", help="Ghi đè tệp đã có / replace an existing file")]
