"""What is hashed is what was read, also where a file has another size than it was said to have."""

from __future__ import annotations

import hashlib
from io import FileIO
from pathlib import Path

import pytest

from parcli.evidence.blocks import BLOCK, read_and_hash

SIZES = (0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7)


@pytest.mark.parametrize("held", SIZES)
@pytest.mark.parametrize("said", SIZES)
def test_all_bytes_are_read_and_hashed_whatever_size_was_said(tmp_path: Path, held: int, said: int) -> None:
    content = bytes(number * 31 % 251 for number in range(held))
    (tmp_path / "a.pdf").write_bytes(content)
    with FileIO(tmp_path / "a.pdf") as handle:
        assert read_and_hash(handle, said) == (content, hashlib.sha256(content).hexdigest())
