"""Y: what may stand in a definition file. These are the only faults that stop a run, before anything else is read."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from adversary.crafted import crowd
from cli.conftest import in_this_process
from cli.returns import tree

BLOCK, EDITION, CYCLE = "criteria/thu-nghiem/so.yaml", "criteria/thu-nghiem/edition.yaml", "cycle.yaml"
_TITLE = "title: Đếm, maximum: 1"
_ALIASES = "".join(f"x{place}: &a{place} [*a{place - 1}, *a{place - 1}]\n" for place in range(1, 40))


@dataclass(frozen=True)
class Definition:
    """A definition file that was changed, and what must be said of it; nothing where it holds."""

    name: str
    file: str
    change: Callable[[str], str | bytes]
    finds: str = ""
    code = "Y"

    def put(self, folder: Path) -> None:
        """Write the file as it was changed."""
        place = folder / self.file
        before = place.read_text("utf-8")
        after = self.change(before)
        assert after != before
        place.write_bytes(after if isinstance(after, bytes) else after.encode())


def _said(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def _more(new: str) -> Callable[[str], str]:
    return lambda text: text + new


CASES = (
    Definition("1.10 stays 1.10", BLOCK, _said("code: I.1.10", "code: 1.10")),
    Definition("no stays a word", BLOCK, _said("title: Đếm,", "title: NO,")),
    Definition("1e3 stays a word", BLOCK, _said("title: Đếm,", "title: 1e3,")),
    Definition("yes and off stay words", BLOCK, _said("label: Không, points: 0", "label: off, points: 0")),
    Definition("Windows line ends and a mark", BLOCK, lambda text: ("\ufeff" + text.replace("\n", "\r\n")).encode()),
    Definition("key twice", BLOCK, _said(_TITLE, f"{_TITLE}, maximum: 2"), "DF104"),
    Definition("key twice in two forms", EDITION, lambda text: text + "ghi chú: a\n" + unicodedata.normalize("NFD", "ghi chú: b\n"), "DF104"),
    Definition("anchor", BLOCK, _said("title: Đếm", "title: &a Đếm"), "DF105"),
    Definition("alias", BLOCK, _said("title: Đếm", "title: *a"), "DF105"),
    Definition("merge key", EDITION, _more("<<: {a: b}\n"), "DF105"),
    Definition("alias bomb", EDITION, _more(f"x0: &a0 [a]\n{_ALIASES}"), "DF105"),
    Definition("alias of itself", EDITION, _more("x: &a [*a]\n"), "DF105"),
    Definition("python tag", EDITION, _more("x: !!python/object/apply:os.system ['touch /tmp/parcli-crafted']\n"), "DF106"),
    Definition("own tag", BLOCK, _said("maximum: 1, rule", "maximum: !!float 1, rule"), "DF106"),
    Definition("two documents", BLOCK, _more("---\nareas: []\n"), "DF107"),
    Definition("empty", BLOCK, lambda _: "", "DF107"),
    Definition("five thousand brackets", EDITION, _more("x: " + "[" * 5000 + "]" * 5000 + "\n"), "DF108"),
    Definition("open brackets", EDITION, _more("x: " + "[" * 5000 + "\n"), "DF108"),
    Definition("too large", BLOCK, _more("# " + "x" * (1 << 20) + "\n"), "DF102"),
    Definition("no UTF-8", BLOCK, lambda text: text.encode("utf-16"), "DF101"),
    Definition("zero byte", BLOCK, _said("title: Đếm", "title: Đ\0ếm"), "DF101"),
    Definition("tab", BLOCK, _said("    title: Mười", "\ttitle: Mười"), "DF103"),
    Definition("hard space behind the colon", EDITION, _said("title: Chỉ số thử nghiệm", "title:\u00a0Chỉ số thử nghiệm"), "DF103"),
    Definition("decimal comma", BLOCK, _said("maximum: 14", "maximum: 14,0"), "DF113"),
    Definition("underscore", BLOCK, _said("maximum: 14", "maximum: 1_4"), "DF113"),
    Definition("base sixty", BLOCK, _said("maximum: 14", "maximum: '12:30'"), "DF113"),
    Definition("not a number", BLOCK, _said("maximum: 14", "maximum: .nan"), "DF113"),
    Definition("infinite", BLOCK, _said("maximum: 14", "maximum: .inf"), "DF113"),
    Definition("exponent", BLOCK, _said("maximum: 14", "maximum: 14e0"), "DF113"),
    Definition("full width", BLOCK, _said("maximum: 14", "maximum: １４"), "DF113"),
    Definition("five thousand digits", BLOCK, _said("maximum: 14", "maximum: " + "9" * 5000), "DF113"),
    Definition("negative", BLOCK, _said("maximum: 14", "maximum: -14"), "DF117"),
    Definition("sum of its parts", BLOCK, _said("maximum: 14", "maximum: 15"), "DF202"),
    Definition("code twice but for case", BLOCK, _said("code: I.2.1,", "code: i.1.1,"), "DF201"),
    Definition("unknown key", BLOCK, _said("maximum: 14", "maximun: 14"), "DF110"),
    Definition("another file", EDITION, _said("file: so.yaml", "file: ../../cycle.yaml"), "DF218"),
    Definition("impossible day", CYCLE, _said("deadline: 2023-11-30", "deadline: 2023-02-30"), "DF115"),
    Definition("unit twice", CYCLE, _said("  - {id: lanh-2", "  - {id: lanh-1"), "DF214"),
    Definition("limit of nothing", CYCLE, _more("limits: {zip_entries: 0}\n"), "DF117"),
)
"""Definition files, good and bad. A good one must go through as it is written."""


def make(folder: Path) -> Path:
    """Make a cycle of honest units."""
    return crowd.make(folder, ())


def about(case: Definition, honest: Path, folder: Path) -> list[str]:
    """Return what is wrong with how a definition is taken: exit code, file and line, nothing written, nothing executed."""
    shutil.copytree(honest, folder)
    case.put(folder)
    before, wrong = tree(folder), []
    done = in_this_process(("criteria", "check", "--cycle", str(folder), "--lang", "vi"), None)
    said = done.stdout + done.stderr
    if done.returncode != (2 if case.finds else 0):
        wrong.append(f"ended with {done.returncode}: {said[-400:]}")
    if case.finds and not re.search(rf"{re.escape(case.file)}:\d+: \[{case.finds}\] Phải sửa: .+\. .+", said):
        wrong.append(f"{case.finds} with the line in {case.file} and a remedy is not in: {said}")
    if "Traceback" in said:
        wrong.append("a traceback was shown")
    if tree(folder) != before:
        wrong.append("something was written")
    return wrong
