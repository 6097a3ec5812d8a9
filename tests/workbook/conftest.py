"""The benches on which workbook tests work."""

from __future__ import annotations

import pytest
from workbook import kit

from parcli import shipped


def pytest_addoption(parser):
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden dumps anew")


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    return kit.small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def hanoi():
    folder = shipped.folder("criteria") / "hanoi-2023"
    return kit.bench(folder, folder / "cycle-2023.yaml", "so-noi-vu")


@pytest.fixture(scope="session")
def district():
    folder = shipped.folder("criteria") / "hanoi-2023"
    cycle = kit.bench(folder, folder / "cycle-2023.yaml", "so-noi-vu").cycle
    return kit.bench(folder, folder / "cycle-2023.yaml", next(unit.id for unit in cycle.units if unit.block == "huyen"))


@pytest.fixture(scope="session")
def commune():
    folder = shipped.folder("criteria") / "khanhhoa-qd11"
    text = (folder / "cycle-2026.yaml").read_text("utf-8")
    first = text.partition("- {id: ")[2].partition(",")[0]
    return kit.bench(folder, folder / "cycle-2026.yaml", first)


@pytest.fixture(scope="session")
def profile(tmp_path_factory):
    """A profile of its own for LibreOffice, on a Vietnamese PC: what is stored in a workbook is what such a one shows."""
    if kit.OFFICE is None:
        pytest.skip("soffice is not installed")
    return kit.profile(tmp_path_factory.mktemp("profile"), "vi")
