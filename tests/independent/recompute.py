"""All totals of a cycle, worked out a second time from its files by another reading of the rules, without any code of parcli."""

import csv
import datetime as dt
import json
import re
import sys
import unicodedata
from fractions import Fraction as F  # noqa: N817 - on every line
from pathlib import Path

import openpyxl
import yaml

KINDS, DATA = {"không phát sinh trong năm": "nothing_arose", "không thuộc chức năng, nhiệm vụ": "not_assigned"}, "số liệu / mức đạt"
OUT, TOTALS = ("rescale", "reduce_maximum", "unranked"), ("self", "appraised", "survey", "bonus", "penalty", "final", "maximum", "index")
OF_AREA, OF_ITEM = ("maximum", "self", "final"), ("maximum", "computed", "appraised_1", "appraised_2", "council", "survey", "final")


def norm(text):
    return " ".join(unicodedata.normalize("NFC", "" if text is None else str(text)).split()).casefold()


def number(raw):
    """Take a cell exactly: a double at fifteen digits, a text unless its mark may part thousands; None for what is no figure from 0 up."""
    text = f"{raw:.15g}" if isinstance(raw, float) else str(raw).strip().replace(",", ".")
    doubtful = isinstance(raw, bool) or (isinstance(raw, str) and re.fullmatch(r"0*[1-9]\d*\.\d{3}", text))
    return F(text) if re.fullmatch(r"\d+(\.\d+)?(e[+-]\d+)?", text) and not doubtful else None


def day(raw):
    parts = list(map(int, re.findall(r"\d+", raw))) if isinstance(raw, str) else [raw.year, raw.month, raw.day] if hasattr(raw, "year") else []
    return dt.date(*(parts if parts[0] > 31 else parts[::-1])) if len(parts) == 3 else None


def rounded(value, places):
    exact = value is None or places in (None, "null", "")
    return value if exact else F((1 if value >= 0 else -1) * int(abs(value) * 10 ** int(places) + F(1, 2)), 10 ** int(places))


def total(values):
    return None if None in (values := list(values)) else sum(values, F(0))


def earned(rule, top, penalty, year, got):  # noqa: C901 - ten rules
    """Return the points of a rule for what was entered, None while something is not known; ``got`` gives a cell by its name."""
    otherwise, count = F(rule.get("otherwise", 0)), number(got("count"))
    match rule["type"]:
        case "choice":
            level = next((each for each in rule["levels"] if norm(each["label"]) == norm(got("level"))), None)
            return level and (F(level["points"]) if "points" in level else F(level["share"]) * top)
        case "checklist":
            said = [{"có": 1, "không": 0}.get(norm(got(f"tick-{place}"))) for place in range(1, len(rule["ticks"]) + 1)]
            worth = sum(F(tick.get("points", 0)) * (yes or 0) for tick, yes in zip(rule["ticks"], said, strict=True))
            return None if None in said else top * all(said) if rule["mode"] == "all" else worth
        case "conditional":
            place, case = next(((n, case) for n, case in enumerate(rule["cases"], 1) if norm(case["answer"]) == norm(got("answer"))), (0, None))
            inner = (F((case or {}).get("maximum", top)), penalty, year, lambda name: got(f"case-{place}/{name}"))
            return case and (earned(case["rule"], *inner) if "rule" in case else F(case["points"]))
        case "deadline":
            due, not_done = rule["due"], norm(got("date")) == "không thực hiện"
            start = day(got("start") if isinstance(due, dict) else due if len(due) > 5 else f"{year}-{due}")
            steps = [(0, rule["on_time"]), *((int(each["within_days"]), each["points"]) for each in rule.get("late", []))]
            if not_done or start is None or day(got("date")) is None:
                return otherwise if not_done else None
            days = (day(got("date")) - start).days - (int(due["days"]) if isinstance(due, dict) else 0)
            return next((F(points) for most, points in steps if days <= most), otherwise)
        case "points":
            value = number(got("points"))
            return value if value is not None and value <= top and ("step" not in rule or (value / F(rule["step"])).denominator == 1) else None
        case "count" | "deduction":
            off = None if count is None or count.denominator != 1 else count * F(rule["each"])
            return off if off is None else min(off, top) if penalty or rule["type"] == "count" else max(top - off, F(rule.get("floor", 0)))
        case "external" if "scale" in rule:
            low, high, value = *map(F, rule["scale"]), number(got("value"))
            return None if value is None or not low <= value <= high else (value - low) / (high - low) * top
        case "external":
            counts, weights = [number(got(norm(each["label"]))) for each in rule["options"]], [F(each["weight"]) for each in rule["options"]]
            return None if None in counts or not sum(counts) else sum(a * b for a, b in zip(counts, weights, strict=True)) / sum(counts) * top
    first, second = {"number": ("value", "value"), "change": ("now", "before")}.get(rule.get("of"), ("part", "whole"))
    left, right = number(got(first)), number(got(second))
    if left is None or right is None or (second == "whole" and not right):
        return None
    value = left - right if first == "now" else left / right if first == "part" else left
    if rule["type"] == "ratio":
        return F(0) if value < F(rule.get("floor", 0)) else min(value / F(rule.get("full_at", 1)) * top, top)
    bounds = [(F(band.get("from") or band["above"]), "from" in band, F(band["points"])) for band in rule["bands"]]
    return next((points for low, reached, points in bounds[::-1] if value > low or (reached and value == low)), F(0))


def rows(path, *needed):
    """Yield the rows of every table of a file that has the headings that are needed, by heading."""
    lines = path.read_text("utf-8-sig").splitlines() if path.suffix == ".csv" else []
    sheets = [list(csv.reader(lines, delimiter=max(",;\t", key=lines[0].count)))] if lines else openpyxl.load_workbook(path).worksheets
    for sheet in [each if lines else list(each.iter_rows(values_only=True)) for each in sheets]:
        head = next((place for place, row in enumerate(sheet[:30]) if set(needed) <= set(map(norm, row))), len(sheet))
        yield from (dict(zip(map(norm, sheet[head]), row, strict=False)) for row in sheet[head + 1 :])


def read(folder, names):
    """Return what each unit entered, what was said at each stage (nothing where two files differ), and the survey's figures."""
    entered, said, survey = {}, ({}, {}, {}), {}
    for whose, path in ((unit, path) for unit in names.values() for path in sorted((folder / "submissions" / unit).glob("[!~.]*.xlsx"))[:1]):
        entered[whose] = {norm(row["mã"]): row for row in rows(path, "mã", "áp dụng", "số liệu / mức đạt", "giải trình")}
    for place, stage, figure in (("round-1", 0, "điểm thẩm định"), ("round-2", 1, "điểm thẩm định"), ("", 2, "điểm")):
        for row in (row for path in (folder / "appraisal" / place).glob("[!~.]*.xlsx") for row in rows(path, "đơn vị", "mã", "lý do", figure)):
            answer = (number(row[figure]), {"chấp nhận": True, "không chấp nhận": False}.get(norm(row.get("không áp dụng"))))
            if norm(row["đơn vị"]) in names and answer != (None, None):
                said[stage].setdefault((names[norm(row["đơn vị"])], norm(row["mã"])), set()).add(answer)
    for path in (*(folder / "survey").glob("[!~.]*.csv"), *(folder / "survey").glob("[!~.]*.xlsx")):
        for unit, item, value, option, count in (("unit", "item", "value", "option", "count"), ("đơn vị", "mã", "giá trị", "phương án", "số phiếu")):
            for row in rows(path, unit, item):
                own = survey.setdefault((names.get(norm(row[unit])), norm(row[item])), {})
                own[norm(row[option]) if option in row else "value"] = row.get(count, row.get(value))
    return entered, [{key: next(iter(each)) for key, each in stage.items() if len(each) == 1} for stage in said], survey


def item_result(node, area, policies, cycle, unit, entered, stages, survey):
    """Return an item's figures; ``gone`` is the treatment by which it was taken out."""
    code, top, by, penalty = node["code"], F(node["maximum"]), node.get("assessed_by", "self"), area.get("kind") == "penalty"
    exempt = next((each["kind"] for each in cycle.get("exemptions") or [] if (each["unit"], each["item"]) == (unit, code)), None)
    said = [(None, None) if exempt else stage.get((unit, norm(code)), (None, None)) for stage in stages]
    figured, row = [points for points, _ in said if points is not None], entered.get(norm(code), {})
    claim, why, ruling = None if exempt else KINDS.get(norm(row.get("áp dụng"))), norm(row.get("giải trình")), None
    stated, usual = node.get("not_applicable"), policies.get("not_applicable", {}).get(exempt or claim)
    stated = stated.get(exempt or claim) if isinstance(stated, dict) else stated
    treatment = (usual if exempt and stated == "never" else stated or usual) if exempt or (claim and by == "self" and why) else None
    own = None if treatment == "never" else treatment
    for points, answer in said:
        ruling = answer if answer is not None else False if ruling and points is not None else ruling
    if not exempt and (ruling is False or (ruling is None and figured and treatment in OUT) or treatment == "never"):
        treatment = None
    found = survey.get((unit, norm(code)), {}).get if by == "survey" else lambda name: entered.get(norm(f"{code}/{name}"), {}).get(DATA)
    asked = by == "survey" or (by == "self" and entered and not claim and not exempt)
    gained = rounded(earned(node["rule"], top, penalty, cycle["year"], found), policies.get("rounding", {}).get("item", "2")) if asked else None
    gone = treatment if treatment in OUT else None
    gained = (F(0) if penalty else top) if own == "full_marks" else None if own in OUT else gained
    last = gained if by == "survey" or (treatment == "full_marks" and (exempt or ruling)) else figured[-1] if figured else None
    figures = (top, None if by == "survey" else gained, *(each for each, _ in said), gained if by == "survey" else None, None if gone else last)
    kept = {"gone": gone, "own": own, "claims": by == "self" and own not in OUT, "by": by, "kind": area.get("kind", "points")}
    return dict(zip(OF_ITEM, figures, strict=True)) | kept


def leaves(node):
    return [leaf for child in node.get("criteria") or node.get("items") or [] for leaf in leaves(child)] or [node]


def unit_result(areas, scale, policies, *known):
    """Return every total of a unit: areas before rescaling; points rescaled, survey, bonus, penalty; kept within the scale."""
    made, items, steps = [], [], policies.get("rounding", {})
    for area in areas:
        own = [item_result(node, area, policies, *known) for node in leaves(area)]
        counted, kind = [one for one in own if not one["gone"]], area.get("kind", "points")
        top = total(one["maximum"] for one in counted) if kind == "points" else F(area["maximum"])
        sums = total(one["computed"] for one in own if one["claims"]), rounded(total(one["final"] for one in counted), steps.get("area"))
        claimed, gained = (each if each is None or kind == "points" else min(each, top) for each in sums)
        made.append({"code": area["code"], "maximum": top, "self": claimed, "final": gained, "kind": kind})
        items += own
    inside = [one for one in items if one["kind"] == "points"]
    reduced = [one for one in inside if one["gone"] and (one["gone"] != "rescale" or one["by"] == "survey")]
    mine, asked = ([one for one in inside if one["by"] != "survey" and one[how] not in OUT[1:]] for how in ("gone", "own"))
    counting = [one for one in mine if not one["gone"]]
    sizes = [[total(one["maximum"] for one in some if one[how] not in out) for out in ((), OUT)] for some, how in ((mine, "gone"), (asked, "own"))]
    factor, as_claimed = (whole / left if left else None if whole else F(1) for whole, left in sizes)
    gained, bonus, penalty = (total(area["final"] for area in made if area["kind"] == kind) for kind in ("points", "bonus", "penalty"))
    survey, surveyed = (total(one["final"] for one in some if one["by"] == "survey" and not one["gone"]) for some in (items, inside))
    sums = (total(one["computed"] for one in asked if one["claims"]), as_claimed), (total(one["final"] for one in counting), factor)
    own, appraised = (None if None in each else each[0] * each[1] for each in sums)
    final, maximum = None, scale - total(one["maximum"] for one in reduced)
    if None not in (gained, bonus, penalty, surveyed, factor) and any(not one["gone"] for one in items):
        final = max(F(0), min(scale, rounded((gained - surveyed) * factor + surveyed + bonus - penalty, steps.get("total"))))
    figures = (own, appraised, survey, bonus, penalty, final, maximum, final if final is None else 100 * final / maximum)
    return dict(zip(TOTALS, figures, strict=True)) | {"areas": made, "items": items}


def compare(folder):
    """Return how many figures were compared, what differs, and how many units are not known: those must have no total."""
    units, seen = json.loads((folder / "results/aggregate/scores.json").read_text("utf-8"))["units"], []
    known = [said for said in units if said["state"] == "final" or (said["state"] == "excluded" and said["final"])]
    cycle = yaml.load((folder / "cycle.yaml").read_text("utf-8-sig"), yaml.BaseLoader)
    edition = yaml.load((folder / "criteria" / cycle["edition"] / "edition.yaml").read_text("utf-8-sig"), yaml.BaseLoader)
    names = {norm(name): unit["id"] for unit in cycle["units"] for name in (unit["id"], unit["name"], *unit.get("aliases", []))}
    entered, *heard = read(folder, names)
    for said in known:
        heading = edition["blocks"][said["block"]]
        areas = yaml.load((folder / "criteria" / cycle["edition"] / heading["file"]).read_text("utf-8-sig"), yaml.BaseLoader)["areas"]
        scale = F(heading.get("scale") or total(F(area["maximum"]) for area in areas if area.get("kind", "points") == "points"))
        found = unit_result(areas, scale, edition.get("policies", {}), cycle, said["unit"], entered.get(said["unit"], {}), *heard)
        lists = (([said], [found], TOTALS), (said["areas"], found["areas"], OF_AREA), (said["items"], found["items"], OF_ITEM))
        pairs = [(a, b, key) for theirs, mine, keys in lists for a, b in zip(theirs, mine, strict=True) for key in keys]
        seen += [(f"{said['unit']} {theirs.get('code', '')} {key}", theirs[key], mine[key]) for theirs, mine, key in pairs]
    seen += [(f"{said['unit']} final", said["final"], None) for said in units if said not in known]
    wrong = [f"{where}: {theirs}, not {mine}" for where, theirs, mine in seen if (theirs and F(theirs)) != rounded(mine, 10)]
    return len(seen), wrong, len(units) - len(known)


if __name__ == "__main__":
    SEEN, WRONG, WITHOUT = compare(Path(sys.argv[1]))
    print(*WRONG, f"{SEEN} figures compared, {len(WRONG)} differ, {WITHOUT} units without a final figure", sep="\n")
    sys.exit(bool(WRONG) or not SEEN)
