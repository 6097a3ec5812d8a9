"""What `criteria show` writes for circulation, `criteria import` reads back: every shipped edition, in Word and in Excel."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from parcli.cli.run import run
from parcli.core.edition import Area, Block, Criterion
from parcli.definitions.load import load_edition

CRITERIA = Path(__file__).parents[2] / "criteria"
SHIPPED = [(place.parent.name, block.id) for place in sorted(CRITERIA.glob("*/edition.yaml")) for block in load_edition(place.parent).edition.blocks]


def nodes(block: Block) -> Iterator[tuple[Criterion, str | None]]:
    def beneath(node: Criterion, above: str | None) -> Iterator[tuple[Criterion, str | None]]:
        yield node, above
        for child in node.children:
            yield from beneath(child, node.code)

    for area in block.areas:
        yield from beneath(area, None)


def read_back(folder: Path, edition: str, block: str, form: str) -> Block:
    annex, draft = folder / f"annex.{form}", folder / "draft"
    shutil.copytree(CRITERIA / edition, draft)
    (draft / f"{block}.yaml").unlink()
    assert run(["criteria", "show", edition, "--block", block, "--format", form, "-o", str(annex), "-q"]) == 0
    assert run(["criteria", "import", str(annex), "--edition", edition, "--block", block, "-o", str(draft / f"{block}.yaml"), "-q"]) == 0
    loaded = load_edition(draft)
    assert loaded.edition is not None, loaded.findings
    return loaded.edition.block(block)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "xlsx"])
@pytest.mark.parametrize(("edition", "block"), SHIPPED, ids="/".join)
def test_every_item_comes_back(tmp_path: Path, edition: str, block: str, form: str, record_property) -> None:
    sent = load_edition(CRITERIA / edition).edition.block(block)
    was, now = list(nodes(sent)), list(nodes(read_back(tmp_path, edition, block, form)))
    tree = [[(node.code, node.title, node.maximum, above, getattr(node, "kind", None)) for node, above in each] for each in (was, now)]
    assert tree[0] == tree[1]
    rules = [(old.code, old.rule, new.rule, new.review) for (old, _), (new, _) in zip(was, now, strict=True) if not old.children]
    wrong = [code for code, old, new, review in rules if new != old and (new is not None or not review)]
    assert wrong == []
    beside = [[(node.code, node.guidance, node.evidence.documents) for node, _ in each if not node.children] for each in (was, now)]
    assert beside[0] == beside[1]
    same = sum(1 for _, old, new, _ in rules if new == old)
    record_property("rules", f"{same} of {len(rules)}")
    assert same >= 0.95 * len(rules)
    assert isinstance(was[0][0], Area)
