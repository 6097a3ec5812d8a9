"""parcli: scoring workbooks, evidence checks and rankings for the Public Administration Reform Index."""

from __future__ import annotations

__version__ = "0.1.0"
