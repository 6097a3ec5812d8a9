"""The identity file that is handed out with a workbook, so that evidence which comes without it still says whose it is."""

from __future__ import annotations

from pathlib import Path

from parcli.core.returned import Identity

NAME = "parcli-don-vi.txt"
_MOST = 8 * 1024
_ENCODINGS = ("utf-8-sig", "utf-16")


def written(lines: tuple[str, ...], identity: Identity) -> bytes:
    """Return an identity file: some lines for people, then the identity. Line ends are those of Notepad."""
    return ("\r\n".join((*lines, "", identity.text())) + "\r\n").encode("utf-8-sig")


def read(place: Path) -> dict[str, str]:
    """Return the identity that stands in a file, under the name ``file``; nothing where there is none or it cannot be read."""
    try:
        content = place.read_bytes()[:_MOST]
    except OSError:
        return {}
    for encoding in _ENCODINGS:
        try:
            lines = [line.strip() for line in content.decode(encoding).splitlines()]
        except UnicodeDecodeError:
            continue
        found = dict.fromkeys(line for line in lines if Identity.parse(line) is not None)
        return {f"file {number}" if number else "file": line for number, line in enumerate(found)}
    return {}
