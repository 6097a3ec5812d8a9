"""Zips for the tests of the return desk, honest and hostile, made byte by byte where the library refuses to."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

# The smallest archive of the format: signature, main header, end header.
RAR = bytes.fromhex("526172211a0700cf907300000d00000000000000c43d7b00400700")
SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(24)


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def raw(entries: list[tuple[bytes, bytes]], *, flags: int = 0, attributes: int = 0, extra: bytes = b"") -> bytes:
    """A stored zip whose names are bytes as given: old code pages, NUL, names twice."""
    body, directory = b"", b""
    for name, content in entries:
        fields = struct.pack("<5H3L2H", 20, flags, 0, 0, 33, zlib.crc32(content), len(content), len(content), len(name), len(extra))
        directory += b"PK\x01\x02" + struct.pack("<H", 0x031E) + fields + struct.pack("<3H2L", 0, 0, 0, attributes, len(body)) + name + extra
        body += b"PK\x03\x04" + fields + name + extra + content
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + end


def overlapping(copies: int = 50, size: int = 200_000) -> bytes:
    """Many entries that share one stretch of compressed bytes."""
    one = zipped({"a": bytes(size)})
    at, count = one.index(b"PK\x01\x02"), one.count(b"PK\x01\x02")
    assert count == 1
    entry = one[at : one.index(b"PK\x05\x06")]
    directory = b"".join(entry for _ in range(copies))
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, copies, copies, len(directory), at, 0)
    return one[:at] + directory + end


def compound(*streams: str) -> bytes:
    """The head of an old Office file with the names of these streams in its directory."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return header + b"".join(name.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for name in ("Root Entry", *streams)).ljust(1024, b"\0")
