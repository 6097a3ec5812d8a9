"""How much parcli reads before it stops and says so. Sizes in bytes, times in seconds, the rest are counts.

A cycle may override any of them under `limits:`. What was cut short by a limit is always reported, never guessed.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

KIB = 1024
MIB = 1024 * KIB
GIB = 1024 * MIB


class Limits(BaseModel):
    """The work allowed on one input, one unit or one definition."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workbook_bytes: Annotated[PositiveInt, Field(description="size of a returned workbook")] = 10 * MIB
    unzipped_bytes: Annotated[PositiveInt, Field(description="all parts of a workbook, unzipped")] = 100 * MIB
    unzip_ratio: Annotated[PositiveInt, Field(description="unzipped to zipped size of a part above 1 MiB")] = 200
    zip_entries: Annotated[PositiveInt, Field(description="parts in one workbook")] = 1000
    xml_part_bytes: Annotated[PositiveInt, Field(description="one XML part, unzipped")] = 30 * MIB
    xml_depth: Annotated[PositiveInt, Field(description="nesting of XML elements")] = 64
    sheet_rows: Annotated[PositiveInt, Field(description="rows of a sheet")] = 5000
    sheet_columns: Annotated[PositiveInt, Field(description="columns of a sheet")] = 100
    sheets: Annotated[PositiveInt, Field(description="sheets of a workbook")] = 50
    merged_ranges: Annotated[PositiveInt, Field(description="merged ranges of a sheet")] = 2000
    cells: Annotated[PositiveInt, Field(description="filled cells of a workbook")] = 200_000
    cell_text: Annotated[PositiveInt, Field(description="characters kept of one cell; the rest is visibly cut")] = 8000
    pdf_bytes: Annotated[PositiveInt, Field(description="evidence file looked into; a larger one is only hashed")] = 100 * MIB
    pdf_pages: Annotated[PositiveInt, Field(description="pages of a PDF before it is called too long to judge")] = 2000
    text_pages: Annotated[PositiveInt, Field(description="first pages of a PDF whose content is read")] = 30
    page_bytes: Annotated[PositiveInt, Field(description="content of one PDF page, unpacked")] = 5 * MIB
    content_bytes: Annotated[PositiveInt, Field(description="content of all pages looked at in one PDF, unpacked")] = 20 * MIB
    pdf_warn_bytes: Annotated[PositiveInt, Field(description="evidence file that is called unusually large")] = 30 * MIB
    tail_bytes: Annotated[PositiveInt, Field(description="bytes after a PDF's end mark before its signatures are left unread")] = 2 * KIB
    form_fields: Annotated[PositiveInt, Field(description="form fields of a PDF before its signatures are left unread")] = 5000
    signatures: Annotated[PositiveInt, Field(description="signatures of one PDF that are examined")] = 30
    signature_cpu_seconds: Annotated[PositiveInt, Field(description="processor time for the signatures of one PDF")] = 20
    ocr_seconds: Annotated[PositiveInt, Field(description="elapsed time for the OCR of one page")] = 60
    pdf_cpu_seconds: Annotated[PositiveInt, Field(description="processor time for one evidence file")] = 20
    workbook_cpu_seconds: Annotated[PositiveInt, Field(description="processor time for one workbook")] = 10
    archive_bytes: Annotated[PositiveInt, Field(description="all that one file of the mailbox amounts to, archives in it unpacked")] = 4 * GIB
    archive_entries: Annotated[PositiveInt, Field(description="entries of an archive together with those of the archives in it")] = 5000
    archive_depth: Annotated[PositiveInt, Field(description="archives within archives")] = 3
    archive_seconds: Annotated[PositiveInt, Field(description="elapsed time for looking into one file of the mailbox")] = 600
    intake_files: Annotated[PositiveInt, Field(description="files of a mailbox that one run looks at")] = 50_000
    name_bytes: Annotated[PositiveInt, Field(description="bytes of one name of a file or folder that is taken in or handed out")] = 200
    mail_bytes: Annotated[PositiveInt, Field(description="what one letter by electronic mail may carry")] = 25 * MIB
    evidence_files: Annotated[PositiveInt, Field(description="evidence files of one unit")] = 2000
    evidence_depth: Annotated[PositiveInt, Field(description="folders within folders under evidence/")] = 8
    worker_memory: Annotated[PositiveInt, Field(description="memory of one worker process")] = GIB
    yaml_bytes: Annotated[PositiveInt, Field(description="size of a definition file")] = MIB
    yaml_depth: Annotated[PositiveInt, Field(description="nesting of a definition file")] = 24
    criteria: Annotated[PositiveInt, Field(description="criteria of one edition")] = 2000
    findings_per_file: Annotated[PositiveInt, Field(description="findings kept for one file; the rest are counted")] = 500
    clock_factor: Annotated[PositiveInt, Field(description="elapsed time allowed, as a multiple of the processor time")] = 6
