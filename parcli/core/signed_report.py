"""The signed self-assessment report as a file that comes back."""

from __future__ import annotations

REPORT_FOLDER = "bao-cao"
