"""The documents hold: commands and options are named, what stands in them to be run runs, links lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from parcli.cli.app import app
from parcli.cli.exits import Exit
from parcli.definitions.load import load_edition

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
MADE = {"findings.md", "rules.md"}
EDITIONS = sorted(path.parent for path in (ROOT / "criteria").glob("*/edition.yaml"))
# Machine paths and package registries: what is true on one machine is no document.
FORBIDDEN = (
    "/work/",
    "/tmp/",
    "/home/",
    "/root/",
    "pypi.org",
    "pypi.python.org",
    "pythonhosted",
    "--index-url",
    "--find-links",
    "localhost",
    "file://",
)
FENCED = r"\s*\n```[a-z]*\n(.*?)```"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(mark: str) -> list[str]:
    """Return the fenced blocks of the README that stand right after a mark."""
    return re.findall(re.escape(f"<!-- {mark} -->") + FENCED, README, re.DOTALL)


def commands(group: Any, path: tuple[str, ...] = ("parcli",)) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


COMMANDS = dict(commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_and_option_is_named(path: tuple[str, ...]) -> None:
    told = README + (ROOT / "docs" / "formats.md").read_text("utf-8")
    command = COMMANDS[path]
    shown = f"`{path[-1]}`" if command.hidden else " ".join(path)
    assert shown in told
    options = {name for option in command.params for name in (*option.opts, *option.secondary_opts) if name.startswith("-")}
    assert {name for name in options if not re.search(rf"{re.escape(name)}(?![\w-])", told)} == set()


def test_every_exit_code_is_named() -> None:
    table = README.partition("## Exit codes")[2].partition("\n## ")[0]
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)] == sorted(Exit)


def test_the_two_blocks_for_new_users_stand_once_as_they_are_run_elsewhere() -> None:
    assert blocks("new-user: run") == ["pip install -q .\nparcli demo\n"]
    assert blocks("new-user: test") == ['pip install -q -e ".[dev]"\npython -m pytest -q -n auto --dist loadfile\n']
    assert README.count("<!-- new-user: ") == 2


def test_every_marked_block_is_found() -> None:
    assert len(blocks("doc-test")) == README.count("<!-- doc-test -->") > 0


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that has of a checkout what the README's commands need."""
    folder = tmp_path_factory.mktemp("readme") / "checkout"
    shutil.copytree(ROOT / "examples", folder / "examples")
    tools = folder.parent / "tools"
    tools.mkdir()
    (tools / "parcli").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m parcli "$@"\n', "utf-8")
    (tools / "parcli").chmod(0o755)
    return folder


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="the README's blocks are for bash")
def test_the_readme_runs_from_top_to_bottom(checkout: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{checkout.parent / 'tools'}{os.pathsep}{os.environ['PATH']}"}
    for block in blocks("doc-test"):
        outcome = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block], cwd=checkout, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )
        assert outcome.returncode == 0, f"{block}\n{outcome.stdout}\n{outcome.stderr}"
    made = {path.relative_to(checkout.parent).as_posix() for path in checkout.parent.rglob("*") if path.is_file()}
    table = README.partition("## What comes out")[2].partition("\n## ")[0]
    for name in re.findall(r"results/\w+/[\w.-]+\.\w+", table):
        assert f"trial/{name}" in made
    assert "checkout/hanoi-2023/workbooks/so/so-noi-vu.xlsx" in made
    assert any(name.startswith("trial/results/validate/annotated/") for name in made)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_and_picture_is_there(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text("utf-8"), flags=re.DOTALL)
    targets = [] if document.name in MADE else re.findall(r"\]\(([^)]*)\)", text)
    assert [target for target in targets if not (document.parent / target.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_no_document_names_a_machine_or_a_registry(document: Path) -> None:
    text = document.read_text("utf-8")
    assert [word for word in FORBIDDEN if word in text] == []
    assert document.name in MADE or "http" not in text


def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs" / "images").iterdir()}
    assert {name: size for name, size in sizes.items() if size > 300_000} == {}


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_every_decision_has_its_number_and_three_parts(decision: Path) -> None:
    text = decision.read_text("utf-8")
    assert re.match(rf"# {decision.name[:4]}\. \S", text)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("folder", EDITIONS, ids=lambda path: path.name)
def test_the_readme_says_the_truth_about_every_edition(folder: Path) -> None:
    edition = load_edition(folder).edition
    assert edition is not None
    line = next((line for line in README.splitlines() if line.startswith(f"| `{edition.id}` |")), "")
    assert f"**{edition.status}" in line
    assert [count for block in edition.blocks if not re.search(rf"\b{(count := len(block.items(2024)))}\b", line)] == []


def test_formats_name_every_key_of_the_definitions() -> None:
    from parcli.core.cycle import Cycle
    from parcli.core.edition import Area, BlockHeading, EditionFile, EvidenceAsked, NotApplicable, Policies, Rounding

    told = (ROOT / "docs" / "formats.md").read_text("utf-8")
    models = (Area, BlockHeading, Cycle, EditionFile, EvidenceAsked, NotApplicable, Policies, Rounding)
    keys = {field.alias or name for model in models for name, field in model.model_fields.items()}
    assert {key for key in keys if not re.search(rf"[`.\[ {{]{key}[`:,. \]}}]", told)} == set()


def test_formats_name_every_heading_of_the_workbook_and_of_figure_tables() -> None:
    from parcli.core import words
    from parcli.core.limits import Limits
    from parcli.definitions import tree
    from parcli.workbook import names

    text = words.key((ROOT / "docs" / "formats.md").read_text("utf-8"))
    root, _ = tree.read((ROOT / "templates" / "workbook" / "vi.yaml").read_bytes(), "vi.yaml", Limits())
    assert root is not None
    said = root.plain()
    headings = [heading.partition(" {")[0] for heading in (*said["headings"].values(), *said["register"]["headings"])]
    assert [each for each in (*headings, *names.SHEETS) if words.key(each) not in text] == []


def test_formats_list_the_headings_of_figure_tables_in_their_order() -> None:
    from parcli.checks.figures import NO_FIGURE
    from parcli.core import words
    from parcli.core.figures import FEWEST_RESPONDENTS
    from parcli.desk.headings import HEADINGS

    section = (ROOT / "docs" / "formats.md").read_text("utf-8").partition("## Survey and external figures")[2].partition("\n## ")[0]
    told = {row[0]: row for row in (re.findall(r"`([^`]+)`", line.rpartition(" | ")[0]) for line in section.splitlines() if line.startswith("| `"))}
    listed = {name: tuple(words.key(each) for each in row if each != name) for name, row in told.items()}
    assert listed == {name: tuple(words.key(text) for text in texts if text != name) for name, texts in HEADINGS.items()}
    assert [mark for mark in NO_FIGURE if f"`{mark}`" not in section] == []
    assert f"Fewer than {FEWEST_RESPONDENTS}:" in section


def test_formats_name_every_finding_that_cannot_be_accepted() -> None:
    from parcli.core.waivers import NEVER

    section = (ROOT / "docs" / "formats.md").read_text("utf-8").partition("### waivers.yaml")[2].partition("\n### ")[0]
    assert set(re.findall(r"`([A-Z]{2}\d{3})`", section.partition("Never accepted:")[2].partition("\n")[0])) == NEVER


def test_architecture_and_contributing_name_every_room() -> None:
    package = ROOT / "parcli"
    rooms = {path.name for path in package.iterdir() if (path / "__init__.py").is_file()} | {path.name for path in package.glob("[a-z]*.py")}
    for document in ("docs/architecture.md", "CONTRIBUTING.md"):
        told = (ROOT / document).read_text("utf-8")
        assert {room for room in rooms if not re.search(rf"[`/]{re.escape(room)}[`/]", told)} == set()


def test_readme_begins_in_vietnamese_for_offices() -> None:
    first = README.split("\n\n")[1]
    assert first.startswith("**Tóm tắt.**")
    assert "bộ minh họa, không phải phụ lục đã ban hành" in first
