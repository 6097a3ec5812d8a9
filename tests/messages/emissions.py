"""Where parcli emits which finding, and which values come with it, read from the source.

The walk knows these shapes and no others:

- ``found("DF101", …)`` and ``Problem("WB105", (("reason", …), …))``;
- a wrapper: a function with a parameter ``code`` that hands it to ``found`` or ``Problem``, such as ``self.say`` and
  ``_problem``; its callers' values are added to its own;
- ``problem("WB107", …)`` and ``Fault("WB143", …)`` of ``container``;
- ``fault("DF113", …)`` in a model: ``definitions/models.py`` adds ``line`` and ``key``;
- a code that is chosen first: a conditional expression, a local name, or a dict of the module from which it is taken;
- a code that a value carries (``what.code``, ``read.code``): every code in ``checks/values.py``, ``checks/figures.py``; a Problem's code is met where it is made.

Of ``**more`` it sees the keys of a dict that is written out in the same function, or by the function called there.
Whatever it cannot see counts as not given, so that it errs towards complaining.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "parcli"
PLACES = frozenset({"unit", "file", "sheet", "cell", "item"})
_CODE = re.compile(r"[A-Z]{2}\d{3}")
_MAKERS = ("found", "Problem", "fault", "problem", "Fault")
_ADDED_BY_MODELS = frozenset({"line", "key"})
_CARRIED = {"what.code": "checks/values.py", "read.code": "checks/figures.py", "problem.code": ""}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Emission:
    """A code as it is emitted at one place, and the names of the values that are surely given there."""

    code: str
    where: str
    values: frozenset[str]


@dataclass(frozen=True)
class Source:
    """One module: its tree, its functions by name, and the function around each call."""

    path: str
    tree: ast.Module
    functions: dict[str, Function]
    around: dict[ast.Call, Function]


def sources() -> tuple[Source, ...]:
    """Return the modules of parcli that may emit: all but the catalogue and the words."""
    paths = sorted(path for path in PACKAGE.rglob("*.py") if path.parent.name != "messages" and path.name not in ("findings.py", "catalogue.py"))
    return tuple(_source(path) for path in paths)


def _source(path: Path) -> Source:
    tree = ast.parse(path.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    around = {call: function for function in functions for call in ast.walk(function) if isinstance(call, ast.Call)}
    return Source(path.relative_to(PACKAGE).as_posix(), tree, {one.name: one for one in functions}, around)


def emissions() -> tuple[Emission, ...]:
    """Return every emission in parcli."""
    modules = sources()
    return tuple(each for source in modules for each in _of(source, modules))


def literal_codes(source: Source) -> set[str]:
    """Return every text of a module that looks like a code."""
    texts = (node.value for node in ast.walk(source.tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {text for text in texts if _CODE.fullmatch(text)}


def _of(source: Source, modules: tuple[Source, ...]) -> Iterator[Emission]:
    wrappers = {name: given for name, one in source.functions.items() if (given := _wrapped(source, one)) is not None}
    for call in (node for node in ast.walk(source.tree) if isinstance(node, ast.Call)):
        name = _called(call)
        if not call.args or (name not in _MAKERS and name not in wrappers):
            continue
        values = _given(source, call) | wrappers.get(name, frozenset())
        values |= _ADDED_BY_MODELS if name == "fault" else frozenset()
        for code in _codes(source, call, call.args[0], modules):
            yield Emission(code, f"{source.path}:{call.lineno}", values - PLACES)


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _wrapped(source: Source, function: Function) -> frozenset[str] | None:
    """Return the values that a wrapper adds; None where the function is no wrapper."""
    if "code" not in [one.arg for one in function.args.args]:
        return None
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        if _called(call) in ("found", "Problem") and call.args and isinstance(call.args[0], ast.Name) and call.args[0].id == "code":
            return _given(source, call)
    return None


def _given(source: Source, call: ast.Call) -> frozenset[str]:
    given: set[str] = set()
    for each in call.keywords:
        given |= {each.arg} if each.arg is not None else _unpacked(source, source.around.get(call), each.value)
    if _called(call) == "Problem" and len(call.args) > 1:
        given |= _pairs(_local(source.around.get(call), call.args[1]))
    return frozenset(given)


def _unpacked(source: Source, function: Function | None, value: ast.expr) -> set[str]:
    value = _local(function, value)
    if isinstance(value, ast.Call) and (made := source.functions.get(_called(value))) is not None:
        return set().union(*(_keys(node) for node in ast.walk(made)))
    return _keys(value)


def _keys(node: ast.AST) -> set[str]:
    """Return the keys of a dict that is written out, or that of ``values["key"] = …``."""
    if isinstance(node, ast.Dict):
        return {key.value for key in node.keys if isinstance(key, ast.Constant)}
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and isinstance(node.slice, ast.Constant):
        return {node.slice.value}
    return set()


def _pairs(node: ast.expr) -> set[str]:
    pairs = node.elts if isinstance(node, ast.Tuple) else []
    return {one.elts[0].value for one in pairs if isinstance(one, ast.Tuple) and isinstance(one.elts[0], ast.Constant)}


def _local(function: Function | None, value: ast.expr) -> ast.expr:
    """Follow a local name to the one expression that it stands for."""
    if function is None or not isinstance(value, ast.Name):
        return value
    assigned = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == value.id
    ]
    return assigned[0] if len(assigned) == 1 else value


def _codes(source: Source, call: ast.Call, value: ast.expr, modules: tuple[Source, ...]) -> set[str]:
    value = _local(source.around.get(call), value)
    if isinstance(value, ast.Constant):
        return {value.value} if isinstance(value.value, str) and _CODE.fullmatch(value.value) else set()
    if isinstance(value, ast.IfExp):
        return _codes(source, call, value.body, modules) | _codes(source, call, value.orelse, modules)
    if isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name):
        return _values_of_dict(source, value.value.id)
    carrier = _CARRIED.get(ast.unparse(value))
    return set().union(*(literal_codes(one) for one in modules if one.path == carrier))


def _values_of_dict(source: Source, name: str) -> set[str]:
    for node in source.tree.body:
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name) and target.id == name and isinstance(node.value, ast.Dict):  # type: ignore[union-attr]
            return {one.value for one in node.value.values if isinstance(one, ast.Constant)}  # type: ignore[union-attr]
    return set()
