"""Many moves as one: nothing before the journal, everything after it, and no way out of the cycle."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parcli.results import journal
from parcli.results.journal import Step
from parcli.results.sets import CannotWrite


def staged(cycle: Path, **files: str) -> None:
    place = journal.begin(cycle)
    for name, content in files.items():
        (place / name).write_text(content, "utf-8")


def tree(cycle: Path) -> dict[str, str]:
    return {path.relative_to(cycle).as_posix(): path.read_text("utf-8") for path in sorted(cycle.rglob("*")) if path.is_file()}


def test_new_files_take_the_place_of_former_ones_that_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old", "utf-8")
    staged(tmp_path, one="new", two="second")
    journal.commit(
        tmp_path,
        [Step("a.txt", "kept/x/a.txt", keep=True), Step(".parcli-intake/one", "a.txt"), Step(".parcli-intake/two", "deep/er/b.txt")],
    )
    assert tree(tmp_path) == {"a.txt": "new", "kept/x/a.txt": "old", "deep/er/b.txt": "second"}
    assert not journal.finish(tmp_path)


def test_what_is_kept_already_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    for name, content in {"a.txt": "old", "kept/a.txt": "first"}.items():
        (tmp_path / name).write_text(content, "utf-8")
    staged(tmp_path, one="new")
    journal.commit(tmp_path, [Step("a.txt", "kept/a.txt", keep=True), Step(".parcli-intake/one", "a.txt")])
    assert tree(tmp_path) == {"a.txt": "new", "kept/a.txt": "first"}


@pytest.mark.parametrize("kind", ["folder", "link above", "file above"])
def test_a_place_that_cannot_be_written_is_refused_before_anything_happens(tmp_path: Path, kind: str) -> None:
    cycle = tmp_path / "cycle"
    (cycle / "taken").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (cycle / "link").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (cycle / "file").write_text("x", "utf-8")
    staged(cycle, one="new", two="new")
    target = {"folder": "taken", "link above": "link/a.txt", "file above": "file/a.txt"}[kind]
    before = tree(cycle)
    with pytest.raises(CannotWrite):
        journal.commit(cycle, [Step(".parcli-intake/one", "a.txt"), Step(".parcli-intake/two", target)])
    assert tree(cycle) == before
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert not journal.finish(cycle)


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"format": "parcli/journal@1"}', '{"format": "x", "steps": []}', '{"format": "parcli/journal@1", "steps": [[1]]}',
     json.dumps({"format": "parcli/journal@1", "steps": [["/etc/passwd", "a", False]]}),
     json.dumps({"format": "parcli/journal@1", "steps": [["a", "b/../../c", False]]})],
)  # fmt: skip
def test_a_journal_that_is_none_of_ours_moves_nothing(tmp_path: Path, text: str) -> None:
    staged(tmp_path, one="new")
    (tmp_path / journal.STAGING / "journal.json").write_text(text, "utf-8")
    before = tree(tmp_path)
    with pytest.raises(CannotWrite):
        journal.finish(tmp_path)
    assert tree(tmp_path) == before


def test_a_move_that_fails_half_way_is_made_up_for_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is open in another program, say: the journal stays, and with it what is still to be moved."""
    staged(tmp_path, one="first", two="second")
    moved = journal._do

    def stubborn(source: Path, target: Path, *, keep: bool) -> None:
        if target.name == "b.txt":
            raise PermissionError
        moved(source, target, keep=keep)

    monkeypatch.setattr(journal, "_do", stubborn)
    with pytest.raises(CannotWrite) as caught:
        journal.commit(tmp_path, [Step(".parcli-intake/one", "a.txt"), Step(".parcli-intake/two", "b.txt")])
    assert caught.value.path.name == "b.txt"
    journal.drop(tmp_path)
    assert (tmp_path / journal.STAGING / "two").is_file()
    monkeypatch.setattr(journal, "_do", moved)
    assert journal.finish(tmp_path)
    assert tree(tmp_path) == {"a.txt": "first", "b.txt": "second"}


def test_staging_begins_empty(tmp_path: Path) -> None:
    staged(tmp_path, one="left by a run that was killed")
    assert list(journal.begin(tmp_path).iterdir()) == []
    journal.drop(tmp_path)
    assert list(tmp_path.iterdir()) == []
