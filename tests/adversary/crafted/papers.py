"""P: PDFs that are broken, lie or attack their reader. Smaller than those of tests/evidence/hostile, which try the limits themselves."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import date

from adversary.crafted.case import PAPERS, Case, Dossier
from evidence.hostile import kit

from parcli.demo.paper import Paper, scan_pdf

FIRST = PAPERS[0]
GOOD = kit.document()
TRIED = 40
"""MiB to which a page unpacks here, eight times what is read of one."""
PAPER = Paper("05/BC-SNV", date(2023, 1, 5), "UBND THÀNH PHỐ HÀ NỘI", "SỞ NỘI VỤ", "BÁO CÁO", "Kết quả", ("Nội dung.",), "GIÁM ĐỐC")  # fmt: skip


def _sent(make: Callable[[], bytes], name: str = FIRST) -> Callable[[Dossier], None]:
    """Send it in the place of the paper that the register cites, or under another name besides."""

    def put(dossier: Dossier) -> None:
        dossier.paper(name, make())

    return put


def _case(code: str, name: str, make: Callable[[], bytes], *finds: str, state: str = "provisional", why: str = "", file: str = FIRST) -> Case:
    return Case(code, name, _sent(make), finds, state, file, why=why)  # type: ignore[arg-type]


def _bomb(packing: bytes) -> bytes:
    content = kit.swollen(b" " * kit.MIB, TRIED)
    return kit.pages((kit.FONT, zlib.compress(content, 9) if packing == kit.DOUBLE else content), packing=packing)


def _words() -> bytes:
    return kit.pages((kit.FONT, kit.swollen(b"BT /F0 12 Tf 72 700 Td (Bao cao) Tj ET\n" * 25_000, TRIED)), packing=kit.FLATE)


_COUNTED = "the pages are counted by walking the tree, whatever is said of their number; there is nothing to clarify"
_UNSIGNED = "it is no signed file, so nobody opens its form or reads behind its end"
_SOUND = "the paper itself is sound and readable"

CASES = (
    _case("P01", "0 byte", lambda: b"", "EV206"),
    _case("P02", "cut in half", lambda: GOOD[: GOOD.index(b"BT /F0") + 9], "EV204"),
    _case("P02", "cut before its table", lambda: GOOD[: GOOD.index(b"trailer")], "EV204"),
    _case("P02", "cut after the header", lambda: GOOD[:12], "EV201", why="nothing of it can be opened, which weighs more than having to be repaired"),
    _case("P03", "picture", lambda: b"\xff\xd8\xff\xe0 picture", "EV206"),
    _case("P03", "web page", lambda: b"<html><body>x</body></html>", "EV206"),
    _case("P03", "program", lambda: b"MZ\x90\0" + b"\0" * 400, "EV206"),
    _case("P04", "junk before the header", lambda: b"x" * 2000 + GOOD, "EV204"),
    _case("P05", "password", lambda: kit.encrypted("secret"), "EV202"),
    _case("P05", "permissions", lambda: kit.encrypted(""), "EV203"),
    _case("P06", "script, program, embedded file", kit.active, "EV211"),
    _case("P07", "a thousand million pages", lambda: GOOD.replace(b"/Count 1/", b"/Count 1000000000/"), why=_COUNTED),
    _case("P07", "less than none", lambda: GOOD.replace(b"/Count 1/", b"/Count -1/"), why=_COUNTED),
    _case("P08", "loop", lambda: kit.raw(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"), "EV201"),
    _case("P08", "bush", kit.bushy_pages, "EV201"),
    _case("P09", "bomb", lambda: _bomb(kit.FLATE), "EV212"),
    _case("P10", "bomb in a bomb", lambda: _bomb(kit.DOUBLE), "EV212"),
    _case("P11", "endless text", _words, "EV212"),
    _case("P12", "bushy form", kit.bushy_form, why=_UNSIGNED),
    _case("P13", "tail", lambda: GOOD + b"%" * (3 * kit.MIB), why=_UNSIGNED),
    _case("P14", "many ends", lambda: GOOD + b"startxref\n" * 100_000, why=_UNSIGNED),
    _case("P15", "size", lambda: GOOD.replace(b"/Size 5", b"/Size 2147483648"), why=_SOUND),
    _case("P16", "nested", lambda: kit.document(b"/X " + b"[" * 100_000 + b"]" * 100_000), "EV201"),
    _case("P17", "wide", lambda: kit.wide_pages(20_000), "EV212"),
    _case("P18", "short names", kit.short_ascii85, why=_SOUND),
    _case("P19", "scan", lambda: scan_pdf(PAPER, 1), "EV210", file="/evidence"),
    Case("P20", "called signed", _sent(kit.document, "bc.signed.pdf"), ("EV232",), file="bc.signed.pdf"),
)
"""One or more for each code P."""
