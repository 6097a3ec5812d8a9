"""The report room: results and findings as JSON, books, pages and terminal tables.

Everything here turns values of the core into text or bytes. Nothing here reads or writes a file, knows the time, or
chooses its own words: those come in as a ``Wording``.
"""
