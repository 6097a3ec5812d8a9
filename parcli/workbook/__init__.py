"""The scoring workbook: one layout that a writer and a reader both walk."""
