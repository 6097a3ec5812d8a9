"""Appraisal workbooks: one description of their sheets, which writer and reader both walk."""
