"""AP: what is to be said of appraisal workbooks and of every line in them. Values in, opinions and findings out."""

from __future__ import annotations

from parcli.checks.appraisal.desk import Desk
from parcli.checks.appraisal.judging import judge

__all__ = ["Desk", "judge"]
