"""The rooms of the house import only in the directions that design.md draws."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "parcli"
ADAPTERS = ("report", "results", "desk", "workbook", "evidence", "definitions", "messages", "demo", "setup", "appraisal")
# Rooms that an adapter may use besides core; infrastructure without knowledge of the field.
SHARED = {"allowance", "container", "garbage", "keeping", "shipped", "workers"}
ALLOWED: dict[str, set[str]] = {
    "core": {"core"},
    "allowance": set(),
    "checks": {"core", "checks"},
    "container": {"core", "container"},
    "garbage": set(),
    "keeping": set(),
    "shipped": set(),
    "workers": {"allowance"},
    **{room: {"core", room} | SHARED for room in ADAPTERS},
    "cli": {"core", "checks", "cli", *ADAPTERS} | SHARED,
    "__main__": {"cli"},
    "__init__": set(),
}
IMPURE = {
    "openpyxl",
    "xlsxwriter",
    "pikepdf",
    "yaml",
    "os",
    "pathlib",
    "io",
    "sys",
    "time",
    "random",
    "subprocess",
    "socket",
    "rich",
    "typer",
    "locale",
}
SEEDED = {"core/doubt/weights.py": {"random"}}
"""Where chance is drawn from a fixed seed, so that the same figures give the same answer."""
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def calls(path: Path) -> set[str]:
    return {node.func.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    own = {name.split(".")[1] for name in imported(path) if name.startswith("parcli.") and (PACKAGE / name.split(".")[1]).exists()}
    own |= {name.split(".")[1] for name in imported(path) if name.startswith("parcli.") and (PACKAGE / f"{name.split('.')[1]}.py").exists()}
    assert own <= ALLOWED[room_of(path)], f"{path}: {sorted(own - ALLOWED[room_of(path)])}"


@pytest.mark.parametrize("path", [path for path in FILES if room_of(path) in ("core", "checks")], ids=lambda path: path.name)
def test_core_and_checks_are_pure(path: Path) -> None:
    roots = {name.partition(".")[0] for name in imported(path)}
    assert not roots & (IMPURE - SEEDED.get(path.relative_to(PACKAGE).as_posix(), set()))
    assert not calls(path) & {"open", "print", "input", "round", "exec", "eval", "exit"}


@pytest.mark.parametrize("path", [path for path in FILES if room_of(path) != "cli"], ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_command_line_prints_exits_or_asks_the_date(path: Path) -> None:
    text = path.read_text("utf-8")
    allowed_to_print = path.name in ("reference.py", "__main__.py")
    assert allowed_to_print or "print" not in calls(path)
    assert allowed_to_print or "sys.exit" not in text
    assert "datetime.now" not in text
    assert "date.today" not in text


@pytest.mark.parametrize("path", [path for path in FILES if room_of(path) == "core"], ids=lambda path: path.name)
def test_no_float_touches_a_score(path: Path) -> None:
    """A float is made in one place only, where a cell is written."""
    if path.name == "points.py":
        return
    assert "float" not in calls(path)


def test_files_stay_small() -> None:
    long = {path.relative_to(PACKAGE).as_posix(): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert {name: lines for name, lines in long.items() if lines > 320} == {}
