"""Seeded ways to damage a file: its bytes, the parts of a zip with checksums that hold again, the XML in them, the values of cells.

Every function takes the content and its own chance, and gives other content.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

from adversary.seeded import parts as xml
from workbook import kit

Mutation = Callable[[bytes, Random], bytes]
NASTY = (
    "", "0", "-1", "1e400", "1_000", "nan", "inf", "-0.0", "0x10", "00012", "999999999999999999999", "0.1000000000000000055511151231257827",
    "=1+1", '=HYPERLINK("http://a.b","x")', "+1", "@SUM(1)", "１２", "½", "٣", "1.000,5", "1,000", "0,5", "12 500", "TRUE", "true", "#DIV/0!", "Có",
    "\u202eabc", "a\u0301", "\ufeff1", "\x0b", "�", "A" * 33_000, "..\\..\\x", "../../etc/passwd", "x;y,z\tq", "2023-11-30", "30/11/2023", "45000.5", "-45000",
)  # fmt: skip
"""Values that no list, number or date of the sheet expects, or that libraries take in their own way."""
_TAG = re.compile(r"<([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*\"[^\"]*\")*)\s*(/?)>")
_ATTRIBUTE = re.compile(r'\s+([\w:.-]+)\s*=\s*"([^"]*)"')
_SPECIAL = ("<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>")


# Bytes


def flip(content: bytes, chance: Random) -> bytes:
    """Turn up to eight bits over."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def cut(content: bytes, chance: Random) -> bytes:
    """Take a piece out, or the end away."""
    start = chance.randrange(len(content))
    return content[:start] + (content[start + chance.randint(1, 2000) :] if chance.random() < 0.5 else b"")


def insert(content: bytes, chance: Random) -> bytes:
    """Put bytes in: chance ones, zeros, or a piece of the file itself."""
    place, source = chance.randrange(len(content) + 1), chance.randrange(len(content))
    piece = chance.choice([chance.randbytes(chance.randint(1, 300)), bytes(chance.randint(1, 5000)), content[source : source + 300]])
    return content[:place] + piece + content[place:]


def swap(content: bytes, chance: Random) -> bytes:
    """Let two pieces change places."""
    size = chance.randint(1, max(1, min(400, len(content) // 4)))
    one, two = sorted((chance.randrange(max(1, len(content) // 2 - size)), len(content) // 2 + chance.randrange(max(1, len(content) // 2 - size))))
    return content[:one] + content[two : two + size] + content[one + size : two] + content[one : one + size] + content[two + size :]


BYTES: dict[str, Mutation] = {"flip": flip, "cut": cut, "insert": insert, "swap": swap}


# Zips


def in_member(content: bytes, chance: Random) -> bytes:
    """Damage the bytes of one part and pack it again, with a checksum that holds."""
    parts = kit.parts(content)
    name = chance.choice(sorted(name for name, part in parts.items() if part))
    return xml.zipped({**parts, name: BYTES[chance.choice(list(BYTES))](parts[name], chance)})


def members(content: bytes, chance: Random) -> bytes:
    """Parts gone, empty, twice, under another name, or in another order."""
    parts = list(kit.parts(content).items())
    place, kind = chance.randrange(len(parts)), chance.randrange(5)
    name, part = parts[place]
    if kind == 0:
        del parts[place]
    elif kind == 1:
        parts[place] = (name, b"")
    elif kind == 2:
        parts.append((name.upper() if chance.random() < 0.5 else name.replace("/", "\\"), part))
    elif kind == 3:
        parts[place] = (chance.choice(["../" + name, "/" + name, name + "x", "xl/worksheets/sheet99.xml"]), part)
    else:
        chance.shuffle(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, its in parts:
            archive.writestr(zipfile.ZipInfo(each, (1980, 1, 1, 0, 0, 0)), its, zipfile.ZIP_DEFLATED)
    return target.getvalue()


ZIPS: dict[str, Mutation] = {"in a part": in_member, "parts": members}


# XML


def _in_xml(content: bytes, chance: Random, change: Callable[[str, Random], str]) -> bytes:
    parts = kit.parts(content)
    listed = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    weights = [4 if "sheet" in name or "workbook" in name else 1 for name in listed]
    name = chance.choices(listed, weights)[0]
    return xml.zipped({**parts, name: change(parts[name].decode("utf-8", "surrogateescape"), chance).encode("utf-8", "surrogateescape")})


def _tag(text: str, chance: Random) -> re.Match[str] | None:
    """Return one of the tags near a place drawn by chance: a walk over all of them would take longer than the reading."""
    start = chance.randrange(max(1, len(text)))
    return _TAG.search(text, start) or _TAG.search(text)


def _replaced(text: str, found: re.Match[str] | None, by: str) -> str:
    return text if found is None else text[: found.start()] + by + text[found.end() :]


def attribute(text: str, chance: Random) -> str:
    """An attribute gone, twice, or with another value."""
    found = _tag(text, chance)
    listed = list(_ATTRIBUTE.finditer(found[0])) if found else []
    if not listed:
        return text
    one, kind = chance.choice(listed), chance.randrange(4)
    by = (
        "",
        one[0] * 2,
        f' {one[1]}="{_escaped(chance.choice(NASTY))}"',
        f' {one[1]}="{chance.choice(["-1", "0", "99999999", "XFD1048576", "A1:XFD1048576"])}"',
    )
    return _replaced(text, found, found[0].replace(one[0], by[kind], 1) if found else "")


def element(text: str, chance: Random) -> str:
    """An element gone, twice, or elsewhere."""
    found = _tag(text, chance)
    if found is None:
        return text
    close = f"</{found[1]}>"
    end = found.end() if found[3] else text.find(close, found.end()) + len(close)
    if end < found.end() or end - found.start() > 20_000:
        return text
    whole, kind = text[found.start() : end], chance.randrange(3)
    rest = text[: found.start()] + text[end:]
    if kind == 0:
        return rest
    if kind == 1:
        return text[:end] + whole + text[end:]
    other = _tag(rest, chance)
    return rest if other is None else rest[: other.start()] + whole + rest[other.start() :]


def renamed(text: str, chance: Random) -> str:
    """An element under another name."""
    found = _tag(text, chance)
    return _replaced(
        text, found, found[0].replace(found[1], chance.choice(["row", "c", "v", "f", "sheetData", "mergeCell", "la:" + found[1]]), 1) if found else ""
    )


def namespace(text: str, chance: Random) -> str:
    """Another namespace, or none."""
    by = chance.choice(["http://purl.oclc.org/ooxml/spreadsheetml/main", "urn:la", ""])
    return re.sub(r'xmlns(:\w+)?="[^"]*"', lambda found: f'xmlns{found[1] or ""}="{by}"', text, count=1)


def entity(text: str, chance: Random) -> str:
    """A document type with entities, and one that is used."""
    head, found, rest = text.partition("?>")
    return f"{head}{found}{chance.choice(_SPECIAL)}{rest.replace('<v>', '<v>&b;', 1)}"


def depth(text: str, chance: Random) -> str:
    """Elements within elements, many times."""
    found, many = _tag(text, chance), chance.choice([70, 3000, 60_000])
    return _replaced(text, found, "<a>" * many + "</a>" * many + found[0] if found else "")


def value(text: str, chance: Random) -> str:
    """The text between two tags becomes another one."""
    start = chance.randrange(max(1, len(text)))
    found = re.compile(r">([^<>]{1,200})<").search(text, start)
    return _replaced(text, found, f">{_escaped(chance.choice(NASTY))}<")


XML: dict[str, Callable[[str, Random], str]] = {
    "attribute": attribute, "element": element, "renamed": renamed, "namespace": namespace, "entity": entity, "depth": depth, "value": value,
}  # fmt: skip


def in_xml(kind: str) -> Mutation:
    """Return the mutation of a part's XML of this kind."""
    return lambda content, chance: _in_xml(content, chance, XML[kind])


def _escaped(text: str) -> str:
    bare = "".join(sign for sign in text if sign >= " " or sign in "\t\n")
    return bare.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


# Values


def in_cell(content: bytes, chance: Random, addresses: list[str], member: str) -> tuple[bytes, str]:
    """Put a nasty value into one of these cells, as text, number, truth value or error; return the address too."""
    parts = kit.parts(content)
    text, address, given = parts[member].decode(), chance.choice(addresses), chance.choice(NASTY)
    kind = chance.choice(["inlineStr", "n", "b", "e", "str", "d", "s"])
    inner = f"<is><t>{_escaped(given)}</t></is>" if kind == "inlineStr" else f"<v>{_escaped(given)}</v>"
    return xml.zipped({**parts, member: xml.put(text, address, inner, kind).encode()}), address


# Texts


def line(content: bytes, chance: Random) -> bytes:
    """A line gone, twice, moved, or with a nasty value behind its colon or comma."""
    lines = content.split(b"\n")
    place, kind = chance.randrange(len(lines)), chance.randrange(5)
    one = lines[place]
    if kind == 0:
        del lines[place]
    elif kind == 1:
        lines.insert(place, one)
    elif kind == 2:
        lines.insert(chance.randrange(len(lines)), lines.pop(place))
    elif kind == 3:
        head, colon, _ = one.partition(chance.choice([b":", b","]))
        lines[place] = (
            head
            + colon
            + b" "
            + chance.choice([*NASTY, "&a [*a]", "!!python/object:os.system {}", "[" * 300, "1.10", "no", "010", "{a: b, a: c}"]).encode()
        )
    else:
        lines[place] = chance.choice([b"  ", b"\t", b"- ", b"? ", b"--- "]) + one
    return b"\n".join(lines)
