"""LibreOffice opens the workbooks, computes what parcli computes, and gives back what was entered."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from openpyxl import load_workbook
from workbook import kit

from parcli.core import points
from parcli.core.edition import Kind, NotApplicable
from parcli.workbook import names
from parcli.workbook.entries import NONE, Entries, values

pytestmark = pytest.mark.office
UNITS = ("small", "hanoi", "district", "commune")


def _benches(request):
    return {name: request.getfixturevalue(name) for name in UNITS}


@pytest.fixture(scope="module")
def trips(request, profile, tmp_path_factory):
    """Every bench's filled workbook, saved by LibreOffice once as xlsx, and once as ods and then as xlsx."""
    folder = tmp_path_factory.mktemp("trips")
    sent = {name: (bench, bench.clerks(7)) for name, bench in _benches(request).items()}
    files = []
    for name, (bench, entries) in sent.items():
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(bench.filled(entries))
    once = kit.converted(files, "xlsx", folder / "once", profile)
    through = kit.converted(kit.converted(files, "ods", folder / "ods", profile), "xlsx", folder / "through", profile)
    return {
        name: (*sent[name], {"xlsx": direct.read_bytes(), "ods": around.read_bytes()})
        for name, direct, around in zip(sent, once, through, strict=True)
    }


@pytest.mark.parametrize("way", ["xlsx", "ods"])
@pytest.mark.parametrize("name", UNITS)
def test_what_libreoffice_saved_reads_the_same(trips, name, way):
    bench, entries, back = trips[name]
    before, after = bench.read(bench.filled(entries)), bench.read(back[way])
    found, findings = bench.judged(after)
    assert kit.plain(found) == kit.plain(bench.judged(before)[0])
    assert kit.lines(after) == kit.lines(before)
    assert after.difficulties == before.difficulties
    assert kit.heavy(findings) == []
    assert after.changes == ()
    assert set(after.identities.values()) == set(before.identities.values())


def _wild(bench, seed):
    """Answers good and bad: numbers out of range, wrong texts, parts above wholes, claims with and without a reason."""
    chance = random.Random(seed)
    pool = [Fraction(value) for value in ("0", "0.5", "1", "2", "0.005", "7", "19.99", "20.5", "100", "45000", "45290.75", "2.675", "1000000")]
    texts = ["12,5", "abc", "Có", "Không", "CÓ", " có ", "Không thực hiện", "không thực hiện", "30/11/2023", "1", "TRUE"]
    cells = {}
    for row in bench.layout.rows:
        if row.cell is not None and chance.random() < 0.9:
            good = [*row.cell.choices] if row.cell.choices and chance.random() < 0.8 else pool
            cells[row.key] = {"input": chance.choice(good if chance.random() < 0.85 else texts)}
        elif row.kind == "item" and row.claims and row.exempt is None and chance.random() < 0.3:
            said = chance.choice([*(kind.label for kind in Kind), "Có", "có ", "khác", "không phát sinh trong năm"])
            cells[row.key] = {"applies": said, **({"explanation": "vì thế"} if chance.random() < 0.7 else {})}
        elif row.kind == "item" and chance.random() < 0.3:
            cells[row.key] = {"explanation": "Một\nhai"}
    codes = [row.key for row in bench.layout.items]
    register = tuple({"item": chance.choice([*codes, "1.10", f" {codes[0]} "]), "name": f"{place}.pdf"} for place in range(60))
    return Entries(cells, register)


def _all_claimed(bench, kind):
    return Entries({row.key: {"applies": kind.label, "explanation": "vì thế"} for row in bench.layout.items if kind in row.claims})


def _with_treatment(bench, arose, assigned):
    """Return the bench under other rules for what does not apply."""
    treated = NotApplicable(nothing_arose=arose, not_assigned=assigned)
    policies = bench.edition.policies.model_copy(update={"not_applicable": treated})
    return replace(bench, edition=replace(bench.edition, policies=policies))


def _cases(request):
    """Yield a name, a bench and entries for everything that the sheets must compute."""
    benches = _benches(request)
    for name, bench in benches.items():
        yield f"{name}-empty", bench, NONE
        for seed in range(2):
            yield f"{name}-clerk-{seed}", bench, bench.clerks(seed)
        for seed in range(3):
            yield f"{name}-wild-{seed}", bench, _wild(bench, seed)
        for kind in Kind:
            yield f"{name}-all-{kind.value}", bench, _all_claimed(bench, kind)
    small = benches["small"]
    spared = small.without(
        I_1_1=Kind.NOT_ASSIGNED, I_2_7=Kind.NOTHING_AROSE, II_2=Kind.NOT_ASSIGNED, II_3=Kind.NOTHING_AROSE, III_1=Kind.NOTHING_AROSE
    )
    for arose, assigned in (("full_marks", "rescale"), ("rescale", "reduce_maximum"), ("reduce_maximum", "full_marks"), ("unranked", "never")):
        bench = _with_treatment(spared, arose, assigned)
        yield f"small-exempt-{arose}", bench, bench.clerks(3)
        yield f"small-exempt-{arose}-wild", bench, _wild(bench, 9)
    over = {"B.1/points": {"input": Fraction(2)}, "P.1/count": {"input": Fraction(40)}}
    yield "small-caps", small, Entries(over)


@pytest.fixture(scope="module")
def computed(request, profile, tmp_path_factory):
    """Every case with its workbook as made, and as LibreOffice computed it from formulas without any values."""
    folder = tmp_path_factory.mktemp("computed")
    cases = list(_cases(request))
    files = []
    for name, bench, entries in cases:
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(kit.forgetful(bench.filled(entries)))
        assert b"</f><v>" not in b"".join(kit.parts(files[-1].read_bytes()).values())
    made = kit.converted(files, "xlsx", folder / "made", profile)
    return [(name, bench, entries, path.read_bytes()) for (name, bench, entries), path in zip(cases, made, strict=True)]


def _shown(content):
    book = load_workbook(io.BytesIO(content), data_only=True)
    return {(sheet.title, cell.coordinate): cell.value for sheet in book for line in sheet.iter_rows() for cell in line}


def _same(one, two):
    if isinstance(one, int | float) and isinstance(two, int | float):
        return points.from_double(float(one)) == points.from_double(float(two)) or abs(one - two) < 1e-9
    return (one or "") == (two or "")


def test_every_formula_shows_what_was_stored_with_it(computed):
    """Points, sums, totals, caps, counts, and the texts and counts of the review sheet: cell by cell."""
    differences, compared = [], 0
    for name, bench, entries, content in computed:
        made = bench.filled(entries)
        formulas = load_workbook(io.BytesIO(made))
        stored, seen = _shown(made), _shown(content)
        for sheet in formulas:
            for line in sheet.iter_rows():
                for cell in line:
                    if cell.data_type == "f":
                        place = (sheet.title, cell.coordinate)
                        compared += 1
                        if not _same(stored[place], seen[place]):
                            differences.append((name, *place, cell.value, stored[place], seen[place]))
    print(f"{len(computed)} workbooks, {compared} formula cells, {len(differences)} differences")
    assert differences[:5] == []
    assert compared > 10_000


def test_every_formula_shows_what_parcli_computes(computed):
    for name, bench, entries, content in computed:
        seen, expected = _shown(content), values(bench.layout, entries)
        for row in bench.layout.rows:
            if row.formula is not None:
                wanted = expected[row.key]
                shown = seen[names.SCORING, names.at("self", row.row)]
                assert _same(float(wanted) if isinstance(wanted, Fraction) else wanted, shown), (name, row.key, wanted, shown)


def test_the_points_that_libreoffice_shows_are_those_of_the_checks(computed):
    """What the sheet shows after recalculation never disagrees with what the checks compute."""
    for name, bench, _, content in computed:
        _, findings = bench.judged(content)
        assert not kit.codes(findings) & {"WB308", "WB309", "WB310", "WB314", "WB307"}, name
