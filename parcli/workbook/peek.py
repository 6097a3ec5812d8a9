"""Whose workbook a file is, without opening it as one: the identity that stands among its properties."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import ParseError

from parcli.core.limits import Limits
from parcli.core.returned import Identity
from parcli.workbook import names

_PROPERTIES = "docProps/custom.xml"
_MOST = 256 * 1024
"""Bytes of the properties that are looked at."""


def identity(path: Path, limits: Limits) -> Identity | None:
    """Return the identity, None where the file has none, cannot be read or is larger than a workbook may be."""
    from defusedxml import DefusedXmlException  # noqa: PLC0415 - not needed by commands that read nothing
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    try:
        if path.is_symlink() or path.stat().st_size > limits.workbook_bytes:
            return None
        with zipfile.ZipFile(path) as archive, archive.open(_PROPERTIES) as part:
            tree = fromstring(part.read(_MOST))
    except (
        OSError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        ParseError,
        DefusedXmlException,
    ):
        return None
    texts = ["".join(each.itertext()) for each in tree if each.get("name") == names.IDENTITY_NAME]
    return Identity.parse(texts[0]) if texts else None
