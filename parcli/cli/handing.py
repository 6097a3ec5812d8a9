"""What is handed out: one zip for each unit, ready to be sent, and to be filled and sent back."""

from __future__ import annotations

from functools import lru_cache

from parcli import shipped
from parcli.cli.opened import Opened
from parcli.cli.results import file_words
from parcli.core.cycle import Unit
from parcli.core.signed_report import REPORT_FOLDER
from parcli.desk import identities, kinds
from parcli.report.guide_page import GUIDE_TEMPLATE, Guide, guide_page
from parcli.workbook import bundle
from parcli.workbook.layout import Layout
from parcli.workbook.writer import facts_of

GUIDE = "huong-dan.html"
_MIB = 1024 * 1024


@lru_cache(maxsize=1)
def _templates() -> dict[str, str]:
    folder = shipped.folder("templates") / "html"
    return {name: (folder / name).read_text("utf-8") for name in ("base.html.j2", GUIDE_TEMPLATE)}


def bundles(opened: Opened, units: tuple[Unit, ...], workbooks: dict[str, bytes], banner: str) -> dict[str, bytes]:
    """Return the zips by their place under workbooks/; ``workbooks`` are the units' own by theirs."""
    layouts, whose = opened.layouts()
    names = {unit: f"{unit.block}/{unit.id}" for unit in units}
    return {
        f"{name}.zip": _bundle(opened, unit, layouts[whose[unit.id]], workbooks[f"{name}.xlsx"], banner)
        for unit, name in names.items()
        if f"{name}.xlsx" in workbooks
    }


def _bundle(opened: Opened, unit: Unit, layout: Layout, workbook: bytes, banner: str) -> bytes:
    name, limits = f"{unit.id}.xlsx", opened.cycle.limits
    folders = bundle.folders(layout, opened.look, limits.name_bytes)
    report = next(each.rpartition("/")[2] for each in folders if each.rpartition("/")[2].startswith(REPORT_FOLDER))
    named = {"workbook": name, "identity": identities.NAME, "report": report, "mail": str(limits.mail_bytes // _MIB)}
    facts = facts_of(layout, opened.look, unit.name)
    guide = Guide(
        opened.look.words["bundle"]["title"], facts["unit_line"], facts["edition_line"], (banner,) if banner else (),
        bundle.sections(layout, opened.look, unit.name, named), kinds.GUIDE_MARK,
    )  # fmt: skip
    return bundle.packed(
        {
            name: workbook,
            GUIDE: guide_page(guide, file_words(opened), _templates()).encode(),
            identities.NAME: identities.written(bundle.identity_lines(opened.look, unit.name), layout.identity(unit.id)),
        },
        folders,
    )
