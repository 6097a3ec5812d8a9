"""Where an annex takes its standing words from: ``templates/annex``, and from ``templates/workbook`` those that the workbooks share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from parcli.report.annex import COLUMNS, Phrases
from parcli.report.wording import Wording


def load(templates: Path, wording: Wording) -> Phrases:
    """Load the words of annexes. Raises OSError or KeyError when the templates are incomplete."""
    own, shared = _read(templates / "annex" / "vi.yaml"), _read(templates / "workbook" / "vi.yaml")
    headings = shared["headings"] | own["headings"]
    return Phrases(own, shared["not_self_scored"], {column: headings[column] for column in COLUMNS}, wording)


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return content
