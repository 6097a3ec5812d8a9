"""The settings that a manifest records: every policy under its key, limits that differ, waivers as they stand."""

from __future__ import annotations

import build

from parcli.core.edition import Policies
from parcli.core.limits import Limits
from parcli.core.manifest import edition_settings, limit_settings, policy_settings, waiver_settings
from parcli.core.waivers import Waiver

TABLE = """
    | mã  | điểm | cách tính | …           |
    | I.1 | 2    | choice    | Có=2; Không=0 |
"""


def test_policies_stand_resolved() -> None:
    whole = build.edition(TABLE, classes={"Tốt": "90"}, not_applicable={"nothing_arose": "rescale"})
    settings = policy_settings(whole)
    assert settings["not_applicable.nothing_arose"] == "rescale"
    assert settings["not_applicable.not_assigned"] == "never"
    assert (settings["rounding.item"], settings["rounding.area"]) == ("2", None)
    assert (settings["blocks.so.scale"], settings["blocks.so.classes"]) == ("2", "Tốt 90")


def test_no_policy_is_forgotten() -> None:
    names = {name.partition(".")[0] for name in policy_settings(build.edition(TABLE))}
    assert set(Policies.model_fields) <= names


def test_only_limits_that_differ_stand() -> None:
    assert limit_settings(Limits()) == {}
    assert limit_settings(Limits(cells=5)) == {"cells": "5"}


def test_edition_and_waivers_stand_as_texts() -> None:
    whole = build.edition(TABLE)
    assert edition_settings(whole, build.cycle(whole)) == {"cycle": "thu/2023", "edition": "thu", "version": "1.0", "status": "illustrative"}
    waiver = Waiver.model_validate({"code": "EV301", "unit": "so-a", "who": "Trưởng phòng", "why": "Đã xem", "date": "2023-12-01"})
    assert waiver_settings((waiver,)) == ({"code": "EV301", "unit": "so-a", "who": "Trưởng phòng", "why": "Đã xem", "date": "2023-12-01"},)
