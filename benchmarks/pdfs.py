"""PDFs of a given size for the benchmarks: scans, and documents with text."""

from __future__ import annotations

import random


def scan(pages: int, size: int, noise: bytes) -> bytes:
    """Return a PDF of so many pages, each a picture, of about so many bytes."""
    each = size // pages
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []

    def add(body: bytes) -> None:
        places.append(len(out))
        out.extend(b"%d 0 obj\n%s\nendobj\n" % (len(places), body))

    picture = b"<</Type/XObject/Subtype/Image/Width 1654/Height 2339/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length %d>>stream\n%s\nendstream"
    add(b"<</Type/Catalog/Pages 2 0 R>>")
    add(b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(b"%d 0 R" % (3 + 3 * n) for n in range(pages))))
    for n in range(pages):
        add(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</Im0 %d 0 R>>>>/Contents %d 0 R>>" % (5 + 3 * n, 4 + 3 * n))
        add(b"<</Length 30>>stream\nq 595 0 0 842 0 0 cm /Im0 Do Q\nendstream")
        start = random.Random(n + size).randrange(len(noise) - each)
        add(picture % (each, noise[start : start + each]))
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start))


def document(paper: bytes, size: int, noise: bytes) -> bytes:
    """Return a paper with text, made larger by a picture that nothing shows."""
    end = paper.rindex(b"startxref")
    number = paper.count(b" 0 obj") + 1
    filler = b"%d 0 obj\n<</Length %d>>stream\n%s\nendstream\nendobj\n" % (number, size, noise[:size])
    place = len(paper)
    root = paper[paper.rindex(b"/Root") : paper.index(b"/ID", paper.rindex(b"/Root"))]
    before = int(paper[end:].split()[1])
    return paper + filler + b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Prev %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        number, place, number + 1, before, root, place + len(filler),
    )  # fmt: skip
