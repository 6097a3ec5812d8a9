"""Whether the words read from a file may be held against the register at all."""

from __future__ import annotations

import unicodedata

from parcli.core import words
from parcli.core.document import DocumentWords
from parcli.core.evidence import EvidenceFile
from parcli.core.signature import reasons_of

# The replacement sign, and what the letters of the fonts of TCVN 5712 turn into.
_GARBAGE = frozenset("\ufffd¤¦¨©®¬µ¸¹¼½¾")


def reliable(file: EvidenceFile, said: DocumentWords) -> bool:
    """Whether a file's words are those of the document: not changed after signing, and no garbage."""
    return not altered(file) and not garbled(said)


def altered(file: EvidenceFile) -> bool:
    """Whether the file's signature says that its content was changed."""
    pdf = file.pdf
    if pdf is None or not pdf.signatures:
        return False
    return not {"broken", "changed"}.isdisjoint(reasons_of(pdf.tail, pdf.signatures, pdf.unchecked))


def garbled(said: DocumentWords) -> bool:
    """Whether signs stand in the fields read that no Vietnamese text has: fonts without Unicode leave them."""
    read = (one for one in (said.number, said.issued, said.issuer, said.superior, said.kind, said.subject) if one is not None)
    return any(_strange(sign) for one in read for sign in one.value + one.snippet)


def _strange(sign: str) -> bool:
    return sign in _GARBAGE or (unicodedata.category(sign) in ("Cc", "Cn", "Co", "Cs") and not sign.isspace())


def letters(name: str) -> str:
    """Return the letters of a name without marks and blanks, which OCR loses. Some engines read "Đ" as the letter eth."""
    return "".join(sign for sign in words.unaccented(name.replace("Ð", "Đ").replace("ð", "đ")) if sign.isalnum())
