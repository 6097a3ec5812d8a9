"""waivers.yaml: each entry is about a finding, a unit and an item that exist; one bad entry for each refusal."""

from __future__ import annotations

import pytest
from build import cycle, edition

from parcli.definitions.waivers import load_waivers, read_waivers

WHOLE = edition("| mã | cách tính | điểm | … |\n| I.1 | points | 1 | |")
CYCLE = cycle(WHOLE)
GOOD = "{code: EV204, unit: so-noi-vu, item: I.1, who: Giám đốc Sở, why: Bản chụp đã đối chiếu, date: 2023-12-01}"
SHA = "0123456789abcdef" * 4


def read(entry: str):
    return read_waivers(f"waivers:\n  - {entry}\n".encode(), CYCLE, WHOLE)


def test_a_cycle_without_the_file_has_none(tmp_path) -> None:
    loaded = load_waivers(tmp_path / "waivers.yaml", CYCLE, WHOLE)
    assert (loaded.waivers.waivers, loaded.findings, loaded.content) == ((), (), None)


def test_a_folder_in_its_place_is_a_complaint(tmp_path) -> None:
    (tmp_path / "waivers.yaml").mkdir()
    assert [one.code for one in load_waivers(tmp_path / "waivers.yaml", CYCLE, WHOLE).findings] == ["DF101"]


def test_a_good_entry_holds_with_and_without_a_file_meant() -> None:
    for entry in (GOOD, GOOD.replace("date:", f"sha256: {SHA.upper()}, until: 2023-12-31, date:").replace("EV204", "ev204")):
        loaded = read(entry)
        assert loaded.findings == ()
        assert loaded.waivers.waivers[0].code == "EV204"
    assert loaded.waivers.waivers[0].sha256 == SHA


BAD = [
    ("EV204", "EVV204", "DF240", {"found": "EVV204", "suggestion": "EV204"}),
    ("date:", "sha256: 12ab, date:", "DF241", {"found": "12ab"}),
    ("so-noi-vu", "so-noi-vuu", "DF213", {"name": "so-noi-vuu"}),
    ("I.1", "I.9", "DF213", {"name": "I.9"}),
    ("date:", "until: 2023-11-30, date:", "DF219", {"first": "2023-12-01", "second": "2023-11-30"}),
    ("who: Giám đốc Sở, ", "", "DF112", {"key": "who"}),
    ("why:", "because:", "DF110", {"key": "because"}),
    ("2023-12-01", "01/12/2023", "DF115", {"found": "01/12/2023"}),
]
CAUSES = {code for _, _, code, _ in BAD if code.startswith("DF24")}


@pytest.mark.parametrize(("old", "new", "code", "values"), BAD)
def test_a_bad_entry_is_refused_with_its_line(old: str, new: str, code: str, values: dict[str, str]) -> None:
    findings = {one.code: dict(one.values) for one in read(GOOD.replace(old, new)).findings}
    assert findings[code]["line"] == "2"
    assert values.items() <= findings[code].items()
