"""The roots of trust: certificates of authorities that the office put into trust/, and no others.

Roots of the operating system are never used: which of them a machine holds is not for a scoring office to know.
"""

from __future__ import annotations

import hashlib
import re
import stat
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SUFFIXES = frozenset({".pem", ".crt", ".cer"})
_FILE_BYTES = 1024 * 1024
_FILES = 500
_CERTIFICATES = 500
_PEM = re.compile(rb"-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----(.*?)-----END (?:X509 |TRUSTED )?CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Trust:
    """What certificates are followed to.

    `roots` are certificates of authorities as DER, sorted, each once. `digest` is the SHA-256 over them in hexadecimal,
    "" without roots. `refused` names the files of which something was not taken, and why, sorted.
    """

    roots: tuple[bytes, ...] = ()
    digest: str = ""
    refused: tuple[tuple[str, str], ...] = ()


def load(folder: Path) -> Trust:
    """Return the roots of the files .pem, .crt and .cer that lie in `folder` itself, PEM or DER.

    Every certificate of an authority (RFC 5280, 4.2.1.9: basicConstraints with cA) becomes an anchor, one signed by
    another authority too: the office put it there. Certificates of persons, files above 1 MiB and links are refused;
    a link may lead out of the cycle. A folder that is not there, or is itself a link, gives no roots. Nothing raises.
    """
    roots: set[bytes] = set()
    refused: list[tuple[str, str]] = []
    for place in _files(folder, refused):
        content, reason = _content(place)
        found = {der: _unfit(der) for der in _certificates(content)} if not reason else {}
        roots.update(der for der, why in found.items() if not why)
        refused += [(place.name, why) for why in (reason, *found.values()) if why]
    return _trust(roots, refused)


def files_of(folder: Path) -> tuple[Path, ...]:
    """Return the files that ``load`` looks into."""
    return tuple(_files(folder, []))


def _trust(roots: set[bytes], refused: list[tuple[str, str]]) -> Trust:
    kept = tuple(sorted(roots))
    if len(kept) > _CERTIFICATES:
        refused.append(("", f"{len(kept)} certificates, the limit is {_CERTIFICATES}"))
        kept = ()
    digest = hashlib.sha256(b"".join(kept)).hexdigest() if kept else ""
    return Trust(kept, digest, tuple(sorted(set(refused))))


def _files(folder: Path, refused: list[tuple[str, str]]) -> list[Path]:
    """List the files with the suffix of a certificate; other files may lie there too, a note for instance."""
    try:
        if folder.is_symlink():
            refused.append(("", "a link"))
            return []
        if not folder.is_dir():
            return []
        found = sorted(place for place in folder.iterdir() if place.suffix.lower() in _SUFFIXES)
    except OSError as error:
        refused.append(("", type(error).__name__))
        return []
    if len(found) > _FILES:
        refused.append(("", f"{len(found)} files, the limit is {_FILES}"))
        return []
    return found


def _content(place: Path) -> tuple[bytes, str]:
    """Return a file's bytes, or why they are not taken."""
    try:
        about = place.lstat()
        if stat.S_ISLNK(about.st_mode):
            return b"", "a link"
        if not stat.S_ISREG(about.st_mode):
            return b"", "not a file"
        if about.st_size > _FILE_BYTES:
            return b"", f"{about.st_size} bytes, the limit is {_FILE_BYTES}"
        with place.open("rb") as file:
            return file.read(_FILE_BYTES), ""
    except OSError as error:
        return b"", type(error).__name__


def _certificates(content: bytes) -> Iterator[bytes]:
    """Yield what should be certificates: the blocks of a PEM file, else the whole content."""
    blocks = _PEM.findall(content)
    if not blocks:
        yield content
    for block in blocks:
        try:
            yield b64decode(b"".join(block.split()), validate=True)
        except ValueError:
            yield b""


def _unfit(der: bytes) -> str:
    """Return why this is no certificate of an authority, "" when it is one."""
    from asn1crypto import x509  # noqa: PLC0415 - few cycles have roots, and only then is it needed

    try:
        certificate = x509.Certificate.load(der, strict=True)
        # What is read only on demand is read now: a damaged root must not fail later, at every signature.
        _ = (certificate.subject.native, certificate.issuer.native, certificate.public_key.algorithm, certificate.not_valid_after)
        _ = certificate.key_usage_value and certificate.key_usage_value.native
        is_authority = certificate.ca
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return "not a certificate"
    return "" if is_authority else "not the certificate of an authority"
