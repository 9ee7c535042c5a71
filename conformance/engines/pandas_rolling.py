"""An analyst's notebook in pandas: pivot, merge_asof for albumin, a rolling count for confirmation.

Written as such notebooks are: units divided out in floating point, the sign of ``<0.3`` dropped,
rows without a number dropped, repeats of a day averaged, events without a day ignored.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

DEFINITIONS = json.loads((Path(__file__).parents[1] / "definitions.json").read_text("utf-8"))
PER = {"mg/mg": 1, "g/g": 1, "mg/g": 1000, "mg/mmol": 113.12, "g/mol": 113.12, "g/dL": 1, "g/L": 10}
ENDS = ["kidney failure", "dialysis", "transplant", "death"]
OPERATORS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
Rule = Mapping[str, Any]


def skips(vector: Mapping[str, Any]) -> str:
    """Return why a vector is not attempted, or nothing."""
    tests = {sample["test"] for sample in vector["child"]["samples"]}
    if vector["line"] is not None:
        return "lines of treatment"
    if vector["strategy"] != "treatment policy":
        return "strategies for a rescue drug"
    return "urine tests other than Up/c" if tests & {"dipstick", "protein_24h"} else ""


def read_frames(vectors: list[dict[str, Any]]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return visits with their albumin, the events, and the baseline results."""
    rows = [{"id": each["id"], **sample} for each in vectors for sample in each["child"]["samples"]]
    columns = ["id", "day", "test", "value", "unit"]
    labs = pd.DataFrame(rows, columns=columns).dropna(subset=["day", "value"])
    labs = labs[labs["test"].isin(["upcr", "albumin"])].assign(day=labs["day"].astype(int))
    labs["value"] = labs["value"].astype(float) / labs["unit"].map(PER)
    daily = labs.groupby(["id", "test", "day"])["value"].mean().reset_index().sort_values("day")
    upcr = daily[daily["test"] == "upcr"].rename(columns={"value": "upcr"})[["id", "day", "upcr"]]
    albumin = daily[daily["test"] == "albumin"].rename(columns={"value": "albumin"})
    events = pd.DataFrame(
        [{"id": each["id"], **event} for each in vectors for event in each["child"]["events"]]
        + [{"id": each["id"], "event": "last follow-up", **each["child"]["last_follow_up"]}
           for each in vectors if "last_follow_up" in each["child"]],
        columns=["id", "event", "day"],
    ).dropna(subset=["day"])  # fmt: skip
    ends = events[events["event"].isin([*ENDS, "last follow-up"])]
    end = upcr["id"].map(ends.groupby("id")["day"].min()).fillna(float("inf"))
    visits = upcr[(upcr["day"] >= 1) & (upcr["day"] <= end)]
    visits = pd.merge_asof(visits, albumin[["id", "day", "albumin"]], on="day", by="id",
                           direction="nearest", tolerance=14)  # fmt: skip
    baseline = upcr[(upcr["day"] <= 0) & (upcr["day"] >= -90)]
    return visits.sort_values(["id", "day"]), events, baseline.sort_values(["id", "day"])


def within(values: pd.Series, limits: list[Rule]) -> pd.Series:
    """Test values against limits, converted to the usual unit; only those first printed."""
    ok = pd.Series(True, index=values.index)
    for limit in limits:
        if PER[limit["unit"]] != 113.12:
            ok &= getattr(values, OPERATORS[limit["sign"]])(limit["value"] / PER[limit["unit"]])
    return ok


def runs(visits: pd.DataFrame, baseline: pd.DataFrame, rule: Rule) -> pd.DataFrame:
    """Return where a rule is confirmed: one row each with the first and the last day of the run."""
    ok = within(visits["upcr"], rule["upcr"])
    if "albumin" in rule:
        ok &= within(visits["albumin"], rule["albumin"])
    if "fall_from_baseline" in rule:
        last = baseline.groupby("id").tail(2 if "two" in rule["baseline"] else 1)
        before = visits["id"].map(last.groupby("id")["upcr"].mean())
        ok &= (before - visits["upcr"]) / before >= rule["fall_from_baseline"]["share"]
    count = rule.get("occasions", 1)
    met = ok.astype(int).groupby(visits["id"]).rolling(count).sum().droplevel(0)
    onset = visits.groupby("id")["day"].shift(count - 1)
    found = visits.assign(onset=onset, confirmed=visits["day"])[met == count]
    if "by_day" in rule:
        found = found[found["onset"] <= rule["by_day"]]
    if "at_day" in rule:
        away = (visits["day"] - rule["at_day"]).abs()
        nearest = away[away <= rule["at_window_days"]].groupby(visits["id"]).idxmin()
        found = found[found.index.isin(nearest)]
    return found[["id", "onset", "confirmed"]]


def judge(vectors: list[dict[str, Any]], definition: Rule) -> Iterator[dict[str, Any]]:
    """Yield the answer of every vector of one definition."""
    visits, events, baseline = read_frames(vectors)
    reached = {
        place: runs(visits, baseline, rule).groupby("id").first()
        for place, rule in enumerate(definition["response"]) if "upcr" in rule
    }  # fmt: skip
    relapse = definition["relapse"]
    measured = runs(visits, baseline, relapse) if relapse else pd.DataFrame(columns=["id", "onset"])
    recorded = events[events["event"] == "relapse"].rename(columns={"day": "onset"})
    relapses = pd.concat([measured[["id", "onset"]], recorded[["id", "onset"]]])
    for vector in vectors:
        name = vector["id"]
        best = next((place for place in reached if name in reached[place].index), None)
        if best is None:
            seen = (visits["id"] == name).any()
            yield {"id": name, "response": "no response" if seen else "not evaluable",
                   "onset_day": None, "confirmed_day": None, "relapse_day": None}  # fmt: skip
            continue
        run = reached[best].loc[name]
        after = relapses[(relapses["id"] == name) & (relapses["onset"] > run["confirmed"])]
        yield {
            "id": name,
            "response": definition["response"][best]["name"],
            "onset_day": int(run["onset"]),
            "confirmed_day": int(run["confirmed"]),
            "relapse_day": None if after.empty else int(after["onset"].min()),
        }


def main() -> int:
    """Read vectors and write answers."""
    vectors = [json.loads(line) for line in sys.stdin]
    for name, definition in DEFINITIONS.items():
        mine = [each for each in vectors if each["definition"] == name]
        for each in mine:
            if why := skips(each):
                print(json.dumps({"id": each["id"], "skipped": why}))
        asked = [each for each in mine if not skips(each)]
        if asked:
            for entry in judge(asked, definition):
                print(json.dumps(entry))
    return 0


if __name__ == "__main__":
    sys.exit(main())
