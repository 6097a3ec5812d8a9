from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from report.rank_city import city as sample_city

from parcli.core.doubt import OpenItem, Span
from parcli.core.findings import found
from parcli.core.rankbook import UnitDetail, block_book
from parcli.core.scoring import Reason
from parcli.messages import words
from parcli.report.detail_lines import detail_lines
from parcli.report.json_lines import long_document
from parcli.report.machine import FileSeen, UnitFindings, findings_document, read_scores, scores_document
from parcli.report.outward import escaped_in_json
from parcli.report.ranking_document import ranking_document
from parcli.report.wording import reason_text

City = Any
INPUTS = [("submissions/b.xlsx", "b" * 64), ("submissions/a.xlsx", "a" * 64)]


def document(city: City, results: Any, **flags: bool) -> str:
    return scores_document("thu-nghiem/2023", "illustrative", results, INPUTS, city.wording, **flags).decode()


def test_scores_have_the_promised_shape(city: City) -> None:
    content = json.loads(document(city, city.every()))
    assert list(content) == ["format", "cycle", "edition_status", "units", "inputs"]
    assert content["format"] == "parcli/scores@1"
    assert content["inputs"] == [{"path": "submissions/a.xlsx", "sha256": "a" * 64}, {"path": "submissions/b.xlsx", "sha256": "b" * 64}]
    unit = content["units"][0]
    assert (unit["final"], unit["maximum"], unit["index"], unit["bonus"], unit["penalty"]) == ("8.9", "10", "89", "1", "0.5")
    assert unit["areas"][0] == {"code": "I", "maximum": "6", "self": "4.5", "final": "5.5"}
    assert unit["items"][0] == {
        "code": "I.1", "maximum": "4", "applicable": True, "computed": "4", "shown": None, "appraised_1": "4", "appraised_2": None,
        "council": None, "survey": None, "final": "4", "source": "appraisal_1", "cell": "H9", "raw": {"points": "0,5"},
    }  # fmt: skip
    assert "exact" not in unit


def test_the_four_empties_stay_apart(city: City) -> None:
    units = {unit["unit"]: unit for unit in json.loads(document(city, city.every()))["units"]}
    removed = next(item for item in units["so-tu-phap"]["items"] if item["code"] == "I.2")
    assert (removed["applicable"], removed["final"], removed["treatment"], removed["why"]) == (False, None, "rescale", "not_assigned")
    waiting = next(item for item in units["so-y-te"]["items"] if item["code"] == "II.2")
    assert (waiting["applicable"], waiting["final"], waiting["status"]) == (True, None, "awaiting")
    assert units["so-y-te"]["state"] == "provisional"
    assert units["so-y-te"]["final"] is None
    assert units["so-du-lich"]["items"][0]["status"] == "unknown"
    assert units["so-du-lich"]["reason"] == "Chưa nhận được hồ sơ tự đánh giá, chấm điểm"


def test_provisional_is_said_only_when_made_so(city: City) -> None:
    assert "provisional" not in json.loads(document(city, []))
    content = json.loads(document(city, city.every(provisional=True), provisional=True))
    assert content["provisional"] is True
    assert content["units"][2]["final"] is not None


def test_decimals_that_are_not_exact_carry_their_fraction(city: City) -> None:
    unit = json.loads(document(city, city.every()))["units"][1]
    assert Fraction(unit["exact"]["final"]) == city.every()[1].final
    assert unit["final"] == "7.7666666667"


def test_same_bytes_and_visible_form(city: City) -> None:
    text = document(city, city.every())
    assert text == document(city, city.every())
    assert text.endswith("}\n")
    assert json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n" == text


def test_hostile_raw_text_is_kept_exactly_and_never_live(city: City) -> None:
    hostile = '=HYPERLINK("x")\x00\u202e\udcff</script>'
    text = document(city, [city.result(raw=hostile)])
    text.encode()
    assert "\u202e" not in text
    assert json.loads(text)["units"][0]["items"][0]["raw"]["points"] == hostile


def test_long_lists_of_codes_are_cut_visibly(city: City) -> None:
    said = reason_text(city.wording, Reason("awaiting", tuple(f"I.{number}" for number in range(20))))
    assert said.endswith("I.11 … và 8 mục khác")
    assert reason_text(city.wording, None) == ""


def test_the_way_back(city: City) -> None:
    read = read_scores(document(city, city.every(provisional=True), provisional=True), {"so-noi-vu": "Sở Nội vụ"})
    assert (read.cycle, read.edition_status, read.provisional) == ("thu-nghiem/2023", "illustrative", True)
    assert read.inputs == (("submissions/a.xlsx", "a" * 64), ("submissions/b.xlsx", "b" * 64))
    standings = {one.unit: one for one in read.units["so"]}
    assert standings["so-noi-vu"].name == "Sở Nội vụ"
    assert standings["so-y-te"].name == "so-y-te"
    assert standings["so-du-lich"].state == "not_submitted"
    assert standings["so-du-lich"].final is None
    for result in city.every(provisional=True):
        assert standings[result.unit].final == result.final
        assert standings[result.unit].index == result.index
        assert standings[result.unit].areas == {area.code: area.index for area in result.areas}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    figures=st.lists(st.fractions(0, 1, max_denominator=997), min_size=4, max_size=4),
    survey=st.fractions(0, 100, max_denominator=9973),
)
def test_round_trip_is_exact(city_with: Callable[..., City], figures: list[Fraction], survey: Fraction) -> None:
    city = city_with({"rounding": {"item": None}})
    result = city.result(points=dict(zip(("I.1", "I.2", "II.1", "P.1"), figures, strict=True)), survey=survey)
    standing = read_scores(document(city, [result])).units["so"][0]
    assert (standing.final, standing.index) == (result.final, result.index)
    assert standing.areas == {area.code: area.index for area in result.areas}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cannot be read"),
        ('{"units":' + "[" * 100_000, "run parcli aggregate again"),
        ("{" * 100_000, "cannot be read"),
        ("[]", "Expected `object`, got `array`"),
        ('{"format": "parcli/scores@2"}', "not 'parcli/scores@1'"),
        ('{"format": "parcli/scores@2", "units": {}}', "not 'parcli/scores@1'"),
        ('{"format": "parcli/scores@1", "cycle": "c", "edition_status": "official", "inputs": []}', "missing required field `units`"),
        ('{"format": "parcli/scores@1", "cycle": "c", "edition_status": "official", "inputs": [], "units": 3}', r"got `int` - at `\$.units`"),
    ],
)
def test_another_file_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_scores(text)


@pytest.mark.parametrize("figure", [8.9, "1e5", "1/0", "8,9", "nan", True])
def test_a_figure_that_is_no_decimal_is_refused(city: City, figure: object) -> None:
    content = json.loads(document(city, [city.result()]))
    content["units"][0]["final"] = figure
    with pytest.raises(ValueError, match=r"'final' is .* not a decimal number in quotes"):
        read_scores(json.dumps(content))


def test_half_a_character_that_a_unit_typed_is_no_hindrance(city: City) -> None:
    content = json.loads(document(city, [city.result()]))
    content["units"][0]["items"][0]["raw"] = {"points": "\ud800"}
    assert read_scores(json.dumps(content)) == read_scores(document(city, [city.result()]))


def test_findings_have_the_promised_shape(city: City) -> None:
    heavy = found("WB301", unit="so-tu-phap")
    light = found("SC101", unit="so-noi-vu", file="submissions/so-noi-vu/a.xlsx", sheet="Tự chấm điểm", cell="H9", item="I.1", note="\u202ex")
    units = [
        UnitFindings("so-noi-vu", "so", (FileSeen("submissions/so-noi-vu/a.xlsx", "a" * 64, 12),), (light,), submitted=True),
        UnitFindings("so-tu-phap", "so", (), (heavy,), submitted=True),
        UnitFindings("so-y-te", "so", (), (), submitted=True),
        UnitFindings("so-du-lich", "so", (), (found("WB101", unit="so-du-lich"),), submitted=False),
    ]
    text = findings_document("thu-nghiem/2023", units, [found("RS101", file="survey/so.csv")], city.wording).decode()
    content = json.loads(text)
    assert list(content) == ["format", "cycle", "units", "findings", "summary"]
    assert [unit["status"] for unit in content["units"]] == ["error", "blocked", "clean", "not_submitted"]
    assert content["units"][0]["files"] == [{"path": "submissions/so-noi-vu/a.xlsx", "sha256": "a" * 64, "bytes": 12}]
    assert content["units"][0]["findings"][0] == {
        "code": "SC101", "severity": "error", "unit": "so-noi-vu", "file": "submissions/so-noi-vu/a.xlsx", "sheet": "Tự chấm điểm",
        "cell": "H9", "item": "I.1", "message": "Ô H9 chưa nhập số liệu. \u202ex", "remedy": "Nhập số liệu vào ô.",
        "basis": "Kế hoạch 243/KH-UBND", "values": {"note": "\u202ex"},
    }  # fmt: skip
    assert content["summary"]["severities"] == {"block": 1, "error": 2, "warning": 1, "note": 0}
    assert content["summary"]["codes"] == {"RS101": 1, "SC101": 1, "WB101": 1, "WB301": 1}
    assert content["summary"]["units"] == {"blocked": 1, "clean": 1, "error": 1, "not_submitted": 1}
    assert "\u202e" not in text


def test_ranking_has_the_promised_shape(city: City) -> None:
    read = read_scores(document(city, city.every()), {"so-noi-vu": "Sở Nội vụ"})
    ranking = block_book(city.block, city.edition.policies, city.cycle.year, read.units["so"], read.details, provisional=False)
    content = json.loads(ranking_document("thu-nghiem/2023", "illustrative", "final", [ranking], city.wording))
    assert list(content) == ["format", "cycle", "edition_status", "state", "blocks"]
    block = content["blocks"][0]
    assert list(block)[:5] == ["block", "units", "mean", "rows", "unranked"]
    assert (block["appraise_first"], block["draws"]) == ([], 2000)
    assert block["rows"][0] == {
        "rank": 1, "unit": "so-noi-vu", "name": "Sở Nội vụ", "final": "8.9", "index": "89", "class": "Tốt", "tied": False,
        "best_rank": 1, "worst_rank": 1, "previous_rank": None, "areas": {
            "I": {"index": "91.6666666667", "rank": 1}, "II": {"index": "72.5", "rank": 1},
            "B": {"index": "100", "rank": 1}, "P": {"index": "50", "rank": 1}},
        "weights_ranks": [1, 1], "gap": block["rows"][0]["gap"], "decided_by": block["rows"][0]["decided_by"],
    }  # fmt: skip
    assert {one["unit"]: one["state"] for one in block["unranked"]} == {
        "so-y-te": "provisional", "so-du-lich": "not_submitted", "so-ngoai-vu": "excluded",
    }  # fmt: skip


def described(heading: str) -> str:
    """Return what docs/formats.md says of a document."""
    return (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8").partition(f"### {heading},")[2].partition("\n### ")[0]


def keys(value: Any) -> set[str]:
    """Return every key of a document; the codes of areas are none."""
    if isinstance(value, list):
        return set().union(*(keys(each) for each in value))
    if not isinstance(value, dict):
        return set()
    return set().union(*({*([] if name[0].isupper() else [name]), *keys(each)} for name, each in value.items()))


@pytest.mark.slow
def test_every_key_of_the_ranking_is_described() -> None:
    whole = sample_city()
    found_keys = keys(json.loads(ranking_document("c", "official", "final", whole.books, words("vi"))))
    assert {"best_rank", "worst_rank", "weights_ranks", "gap", "decided_by", "appraise_first", "draws", "previous", "why_not"} <= found_keys
    told = described("ranking.json")
    assert {name for name in found_keys if f'"{name}"' not in told and f"`{name}`" not in told} == set()


def test_every_key_about_what_is_open_is_described() -> None:
    span = Span(Fraction(1), Fraction(2), exact=False)
    opened = (OpenItem("I.1", Fraction(1), Fraction(2), ("ruling",), may_leave=True),)
    lines = detail_lines(UnitDetail("u", Fraction(2), Fraction(100), {}, opened, {"I.1": span}, span))
    assert set(lines) == {"factor", "open", "span"}
    told = described("scores.json")
    assert {name for name in keys(lines) if f'"{name}"' not in told and f"`{name}`" not in told} == set()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(), max_size=4), inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.dictionaries(st.text(max_size=3), _JSON, max_size=3), max_size=3))
def test_rows_are_written_as_pythons_own_writer_does(rows: list[dict[str, Any]]) -> None:
    """Half a character too, of which the quick writer knows nothing."""
    head, tail = {"a": 1}, {"z": [], "e": {}}
    whole = json.dumps({**head, "rows": rows, **tail}, ensure_ascii=False, indent=1) + "\n"
    assert long_document(head, "rows", rows, tail) == escaped_in_json(whole).encode()
