"""Looks and standing words of workbooks, from ``templates/workbook``: an office may change them without programming."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from parcli.core.cycle import Cycle


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Font, colours (RRGGBB), column widths (characters) and the standing words."""

    font: str
    size: int
    colours: dict[str, str]
    widths: dict[str, Any]
    words: dict[str, Any]
    fonts: Path


@lru_cache(maxsize=4)
def load(folder: Path) -> Look:
    """Load the look from a ``workbook`` template folder. Raises OSError or KeyError when the folder is incomplete."""
    look = yaml.load((folder / "look.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    words = yaml.load((folder / "vi.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return Look(look["font"], look["size"], look["colours"], look["widths"], words, folder.parent / "fonts")


def day(value: Any) -> str:
    """Write a day as dd/mm/yyyy."""
    return f"{value:%d/%m/%Y}"


def headings(words: dict[str, Any], cycle: Cycle) -> dict[str, str]:
    """Return the headings of the scoring sheet; one of them names the last day of actual figures."""
    return {name: text.format(to_day=f"{cycle.window.to:%d/%m}") for name, text in words["headings"].items()}
