"""What goes into the workbook comes out of it: any register, any editor's habits; the same register gives the same bytes."""

from __future__ import annotations

import io
import time
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as some
from openpyxl import load_workbook
from setup import desk

from parcli.core.cycle import Cycle
from parcli.core.fields import CODE
from parcli.core.register import LISTS, MODELS, differences, plain_lists, resulting
from parcli.core.waivers import WaiversFile
from parcli.setup import layout, values, writer

SIGNS = some.characters(codec="utf-8", exclude_categories=("Cs",)) | some.sampled_from("=+-@#;:'\"\n\tĐạẫ{}[],")
TEXTS = some.text(SIGNS, min_size=1, max_size=25).filter(lambda text: bool(text.strip()))
CODES = some.from_regex(CODE, fullmatch=True).map(lambda code: code[:40].rstrip(".-"))
DAYS = some.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda day: f"{day.year:04}-{day:%m-%d}")
MORE = {
    "aliases": some.lists(TEXTS, max_size=3), "successor_of": some.lists(TEXTS, max_size=3), "contact": TEXTS,
    "extended_to": DAYS, "valid_from": DAYS, "valid_to": DAYS,
}  # fmt: skip
UNITS = some.lists(
    some.fixed_dictionaries({"id": CODES, "block": some.just("so"), "name": TEXTS}, optional=MORE),
    min_size=1, max_size=4, unique_by=lambda unit: unit["id"].casefold(),
)  # fmt: skip


@some.composite
def registers(draw):
    units = draw(UNITS)
    ids = some.sampled_from([unit["id"] for unit in units])
    exemptions = some.fixed_dictionaries({"unit": ids, "item": CODES, "kind": some.sampled_from(["nothing_arose", "not_assigned"]), "reason": TEXTS})
    exclusions = some.fixed_dictionaries(
        {"unit": ids, "state": some.sampled_from(["proposed", "decided"]), "reason": TEXTS}, optional={"decision": TEXTS}
    )
    waivers = some.fixed_dictionaries(
        {"code": some.sampled_from(["EV204", "SC101"]), "unit": ids, "who": TEXTS, "why": TEXTS, "date": DAYS},
        optional={"item": CODES, "until": DAYS, "sha256": some.just("ab" * 32)},
    )
    cycle = {
        "cycle": "thu/2023", "edition": "thu", "year": 2023, "deadline": "2023-11-30", "window": {"from": "2023-01-01", "to": "2023-11-30"},
        "units": units, "exemptions": draw(some.lists(exemptions, max_size=3)), "exclusions": draw(some.lists(exclusions, max_size=3)),
    }  # fmt: skip
    try:
        return Cycle.model_validate(cycle), WaiversFile.model_validate({"waivers": draw(some.lists(waivers, max_size=3))})
    except ValueError:  # a text of unseen signs only is blank
        reject()


@pytest.mark.slow
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(registers())
def test_any_register_comes_back_as_it_went(made) -> None:
    cycle, waivers = made
    lists = plain_lists(cycle, waivers)
    content = writer.write(desk.LAYOUT, lists, {})
    read = desk.lines(content)
    faces = values.faces(desk.LAYOUT, lists)
    for name in LISTS:
        steps = differences(name, lists[name], read[name], faces[name])
        assert {step.kind for step in steps} <= {"same"}
        assert resulting(steps) == lists[name]
        models = tuple(MODELS[name].model_validate(dict(line)) for line in resulting(steps))
        assert models == (waivers.waivers if name == "waivers" else getattr(cycle, name))


@pytest.mark.slow
def test_the_same_register_gives_the_same_bytes() -> None:
    first = desk.book()
    time.sleep(1.1)
    assert desk.book() == first


def test_every_field_of_the_models_has_a_column_and_every_column_a_field() -> None:
    for name in LISTS:
        columns = [column.name for column in desk.LAYOUT.sheets[name].columns if column.kind != "shown"]
        assert sorted(columns) == sorted(MODELS[name].model_fields)


def test_cells_are_what_they_are() -> None:
    lists = desk.lists_of()
    unit = {**lists["units"][1], "contact": '=HYPERLINK("x")', "extended_to": "2023-12-05", "valid_from": "1890-05-01"}
    opened = load_workbook(io.BytesIO(desk.book({**lists, "units": (lists["units"][0], unit)})))
    sheet = opened["Đơn vị"]
    assert [sheet.cell(6, column).data_type for column in (1, 5, 6, 8)] == ["s", "s", "d", "s"]
    assert (sheet["A6"].value, sheet["E6"].value, sheet["F6"].value) == (
        "00004",
        '=HYPERLINK("x")',
        datetime.combine(date(2023, 12, 5), datetime.min.time()),
    )
    assert sheet["F6"].number_format == "dd/mm/yyyy"
    assert (sheet["A6"].number_format, sheet.freeze_panes) == ("@", "B5")
    assert opened["Không áp dụng"]["E5"].value == "Không thuộc chức năng, nhiệm vụ"
    assert [sheet.protection.sheet for sheet in opened] == [False] * len(opened.sheetnames)
    assert opened["Danh sách chọn"].sheet_state == "hidden"


def test_other_habits_are_understood() -> None:
    """Sheets and columns moved, blank rows, marks lost, days as texts, names for ids, decomposed letters, spaces."""

    def change(opened) -> None:
        opened.move_sheet("Không áp dụng", -2)
        opened.create_sheet("Ghi chú riêng")["A1"] = "của tôi"
        sheet = opened["Đơn vị"]
        sheet.insert_rows(1, 3)
        sheet.insert_rows(9, 2)
        sheet["A8"], sheet["B8"] = " so-noi-vu ", "Đo\u031b\u0323n vi\u0323  so-noi-vu\u00a0"
        sheet["A7"], sheet["C7"] = "  mã ĐƠN VỊ", "Khối"
        sheet["C8"] = "KHỐI Sở"
        sheet["D8"], sheet["F8"], sheet["H8"] = "A; B ;", "5/12/2023", "2023-07-01"
        exempt = opened["Không áp dụng"]
        exempt["A5"] = "đơn vị 00004"
        exempt["E5"] = "not_assigned"

    read = desk.lines(desk.changed(change))
    unit = {
        "id": "so-noi-vu",
        "block": "so",
        "name": "Đợn vị so-noi-vu",
        "aliases": ("A", "B"),
        "extended_to": "2023-12-05",
        "valid_from": "2023-07-01",
    }
    assert read["units"][0] == unit
    assert [line["id"] for line in read["units"]] == ["so-noi-vu", "00004"]
    assert read["exemptions"] == [dict(line) for line in desk.lists_of()["exemptions"]]


def test_one_name_with_a_semicolon_stays_one() -> None:
    lists = desk.lists_of()
    units = ({**lists["units"][0], "aliases": ("a; b",)}, lists["units"][1])
    assert desk.lines(desk.book({**lists, "units": units}))["units"][0]["aliases"] == ("a; b",)


@pytest.mark.slow
def test_a_whole_country_takes_seconds() -> None:
    units = tuple({"id": f"{place:05}", "block": "so", "name": f"UBND xã số {place}", "aliases": (f"Xã {place}",)} for place in range(3321))
    lists = {**desk.lists_of(), "units": units, "exemptions": ()}
    begun = time.perf_counter()
    content = desk.book(lists)
    read = desk.lines(content)
    assert len(read["units"]) == 3321
    print(f"3,321 units: {len(content)} bytes, {time.perf_counter() - begun:.1f} s")
    assert time.perf_counter() - begun < 30


def test_the_identity_tells_cycle_and_register() -> None:
    text = layout.identity(desk.LAYOUT, "abc")
    assert layout.parsed(f'"{text}"') == ("thu/2023", "thu", "abc")
    assert layout.parsed("parcli-workbook-1;a;b;c") is None
