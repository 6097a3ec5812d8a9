"""Keeps what tests examine out of the user's own cache, and OCR out of tests that are not about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder that this run alone uses, and no OCR; child processes inherit both."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        # Reading a scan takes seconds: the tests that are about it ask for it.
        patch.setenv("PARCLI_OCR", "never")
        yield folder
