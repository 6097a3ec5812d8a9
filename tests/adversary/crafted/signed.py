"""S: signatures, good and forged, of a small world of trust that the cycle knows by its root."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from adversary.crafted.case import PAPERS, Case, Dossier
from evidence.signatures.pki import OTHER_TEXT, VIETNAM, lay_over, paper, pki, sign, stream, update

FIRST = PAPERS[0]


def _sent(make: Callable[[], bytes], **register: str) -> Callable[[Dossier], None]:
    def put(dossier: Dossier) -> None:
        # Every unit's paper is another one: the same one in two units would be asked about.
        dossier.paper(FIRST, make())
        if register:
            dossier.cites(FIRST, **register)

    return put


def _own(name: str) -> bytes:
    return paper(0, b"/Title(%s)" % name.encode())


def _good(name: str) -> bytes:
    return sign(_own(name), pki().leader)


def _hidden_cover(name: str) -> bytes:
    """Lay a cover over the text before signing, and move it away afterwards."""
    cover = b"<</Type/Annot/Subtype/Square/Rect[60 690 400 720]/IC[1 1 1]/F 4>>"
    signed = sign(paper(0, b"/Title(%s)" % name.encode(), b"/Annots[8 0 R]", cover), pki().leader)
    return update(signed, {8: cover.replace(b"690 400 720", b"690 61 691")})


def _forged_range(name: str) -> bytes:
    signed = _good(name)
    found = re.search(rb"/ByteRange ?\[[^\]]*\]", signed)
    assert found is not None
    return signed.replace(found[0], b"/ByteRange[0 0 0 0]".ljust(len(found[0])))


def _flipped(name: str) -> bytes:
    signed = bytearray(_good(name))
    signed[signed.index(b"Bao cao")] ^= 1
    return bytes(signed)


def root() -> bytes:
    """Return the root certificate that the office supplies."""
    return pki().root.pem


CASES = (
    Case("S01", "good", _sent(lambda: _good("S01")), ("EV220",), file=FIRST),
    Case("S02", "content replaced", _sent(lambda: update(_good("S02"), {4: stream(OTHER_TEXT)})), ("EV221",), "blocked", FIRST),
    Case("S02", "one letter turned", _sent(lambda: _flipped("S02b")), ("EV223",), file=FIRST, why="it does not fit its signature, whatever was there before"),
    Case("S03", "laid over", _sent(lambda: lay_over(_good("S03"))), ("EV222",), file=FIRST),
    Case("S04", "cover lifted", _sent(lambda: _hidden_cover("S04")), ("EV221",), "blocked", FIRST),
    Case("S05", "bytes behind the end", _sent(lambda: _good("S05") + b"% more\n"), ("EV223",), file=FIRST),
    Case("S05", "update of an object that nothing shows", _sent(lambda: update(_good("S05b"), {6: stream(b"x")})), ("EV221",), "blocked", FIRST, why="an object that was signed is another now; that nothing shows it is for a person to see"),
    Case("S06", "range of nothing", _sent(lambda: _forged_range("S06")), ("EV223",), file=FIRST),
    Case("S07", "ended before", _sent(lambda: sign(_own("S07"), pki().expired)), ("EV225",), file=FIRST),
    Case("S08", "own root", _sent(lambda: sign(_own("S08"), pki().stranger)), ("EV226",), file=FIRST),
    Case("S09", "another organisation", _sent(lambda: sign(_own("S09"), pki().other_office), F="Sở Y tế"), ("EV228",), file=FIRST),
    Case("S10", "leader, then office", _sent(lambda: sign(_good("S10"), pki().office, field="ChuKy2")), ("EV220",), file=FIRST),
    Case("S11", "unsigned", _sent(lambda: _own("S11")), ("EV253",), file="/evidence"),
    Case("S12", "signed long after its date", _sent(lambda: _good("S12"), E="05/01/2023"), ("EV229",), file=FIRST),
    Case("S12", "claims a day to come", _sent(lambda: sign(_own("S12b"), pki().leader, datetime(2024, 6, 1, tzinfo=VIETNAM)), E="05/01/2023"), ("EV229",), file=FIRST),
)  # fmt: skip
"""One or more for each code S."""
