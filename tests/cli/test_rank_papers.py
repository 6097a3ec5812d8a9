"""An office's own templates for the papers of a decision: filled, an input of the ranking, and refused where they are broken."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from cli.announcing import final_cycle
from cli.appraising import run
from cli.returns import Cycle

pytestmark = pytest.mark.slow
SHIPPED = Path(__file__).parents[2] / "templates" / "word"
PAPERS = ("to-trinh.docx", "quyet-dinh.docx", "phu-luc.docx")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Cycle:
    return final_cycle(tmp_path_factory.mktemp("papers") / "dot")


@pytest.fixture
def cycle(made: Cycle, tmp_path: Path) -> Cycle:
    return Cycle(Path(shutil.copytree(made.folder, tmp_path / "dot")))


def own(cycle: Cycle, name: str, line: str) -> Path:
    """Let the office add a line at the head of the shipped template."""
    document = docx.Document(str(SHIPPED / name))
    document.paragraphs[0].insert_paragraph_before(line)
    place = cycle.folder / "templates" / "word" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(place))
    return place


def first_line(cycle: Cycle, name: str) -> str:
    document = docx.Document(io.BytesIO((cycle.folder / "results/rank" / name).read_bytes()))
    return next(each.text for each in document.paragraphs if each.text.strip())


@pytest.mark.parametrize("name", PAPERS)
def test_an_office_may_have_its_own_words(cycle: Cycle, name: str) -> None:
    before = {each: (cycle.folder / "results/rank" / each).read_bytes() for each in PAPERS}
    own(cycle, name, "Mẫu của {{ authority }}, năm {{ year }}: {{ blocks[0].ranked }} đơn vị")
    assert run(cycle, "rank", "-q").returncode == 0
    assert first_line(cycle, name) == "Mẫu của Sở Nội vụ, năm 2023: 2 đơn vị"
    assert [each for each in PAPERS if (cycle.folder / "results/rank" / each).read_bytes() == before[each]] == [
        each for each in PAPERS if each != name
    ]


def test_own_templates_are_inputs_that_verify_knows_and_an_archive_holds(cycle: Cycle) -> None:
    template = own(cycle, "quyet-dinh.docx", "Mẫu riêng")
    run(cycle, "rank", "-q")
    assert run(cycle, "verify").returncode == 0
    assert run(cycle, "publish", "chinh-thuc", "--archive", "-q").returncode == 0
    own(cycle, "quyet-dinh.docx", "Mẫu khác")
    (found,) = json.loads(run(cycle, "verify", "--json").stdout)["findings"]
    assert (found["code"], found["file"]) == ("VF108", "templates/word/quyet-dinh.docx")
    template.unlink()
    assert run(cycle, "verify", "chinh-thuc").returncode == 0, "the archive has a template of its own"


def _text(line: str) -> Callable[[Cycle], object]:
    return lambda cycle: own(cycle, "to-trinh.docx", line)


def _bytes(content: bytes) -> Callable[[Cycle], object]:
    return lambda cycle: own(cycle, "to-trinh.docx", "").write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_text("{{ khong_co }}"), "khong_co"),
        (_text("{{ year"), "thẻ viết chưa đúng"),
        (_text("{{ 1 // 0 }}"), "không tính được"),
        (_text("{% include 'cycle.yaml' %}"), "không được phép"),
        (_bytes(b"khong phai Word"), "không phải tệp Word"),
        (_bytes(b"PK\x03\x04 hong"), "Không dùng được mẫu"),
        (lambda cycle: (cycle.folder / "templates/word/to-trinh.docx").mkdir(parents=True), "Không dùng được mẫu"),
    ],
    ids=["name", "syntax", "failed", "forbidden", "no document", "damaged", "folder"],
)
def test_a_broken_template_is_named_with_its_fault_and_nothing_is_written(cycle: Cycle, spoil: Callable[[Cycle], object], said: str) -> None:
    before = (cycle.folder / "results/rank/manifest.json").read_bytes()
    spoil(cycle)
    done = run(cycle, "rank", "--lang", "vi")
    assert done.returncode == 2
    assert "templates/word/to-trinh.docx" in done.stderr
    assert said in done.stderr
    assert (cycle.folder / "results/rank/manifest.json").read_bytes() == before


def test_a_template_that_broke_since_is_told_and_no_traceback(cycle: Cycle) -> None:
    own(cycle, "to-trinh.docx", "{{ khong_co }}")
    done = run(cycle, "verify", "--json")
    assert done.returncode == 1
    assert [(one["code"], one["file"]) for one in json.loads(done.stdout)["findings"]] == [("VF110", "templates/word/to-trinh.docx")]
