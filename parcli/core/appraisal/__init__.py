"""Appraisal: what the support team says in two rounds and the Council after them."""

from parcli.core.appraisal.comparing import Compared, ComparedItem, side_by_side
from parcli.core.appraisal.present import Present, least, most, second_round, step
from parcli.core.appraisal.progress import FileProgress, Progress, of_files, of_units
from parcli.core.appraisal.settling import settle
from parcli.core.appraisal.sheets import AppraisalSheet, OpenedRow, Opening, SheetIdentity, SheetLine
from parcli.core.appraisal.values import STAGES, Appraisal, Minutes, Open, Opinion
from parcli.core.scoring.outcome import Ruling, Stage

__all__ = [
    "STAGES",
    "Appraisal",
    "AppraisalSheet",
    "Compared",
    "ComparedItem",
    "FileProgress",
    "Minutes",
    "Open",
    "OpenedRow",
    "Opening",
    "Opinion",
    "Present",
    "Progress",
    "Ruling",
    "SheetIdentity",
    "SheetLine",
    "Stage",
    "least",
    "most",
    "of_files",
    "of_units",
    "second_round",
    "settle",
    "side_by_side",
    "step",
]
