"""A look at a file before a workbook library sees it, and the same workbook in two readings."""

from parcli.container.archive import DOCUMENT, WORKBOOK, Inspection, examine, inspect, overlapping
from parcli.container.book import Book, SecondReaderFailed, Sheet
from parcli.container.content import Unread, content_after_loss, content_of, text_of, unread

__all__ = [
    "DOCUMENT", "WORKBOOK", "Book", "Inspection", "SecondReaderFailed", "Sheet", "Unread", "content_after_loss", "content_of", "examine",
    "inspect", "overlapping", "text_of", "unread",
]  # fmt: skip
