"""FHIRPath by fhirpathpy: a bundle of observations, and one expression for each limit.

FHIRPath selects; it has neither joins nor runs. So the visits that meet a limit are counted
wherever they lie, the albumin is the last of the record, and only printed units are seen.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fhirpathpy import compile as compile_path  # pyright: ignore[reportMissingImports]
from fhirpathpy.models import models  # pyright: ignore[reportMissingImports]

DEFINITIONS = json.loads((Path(__file__).parents[1] / "definitions.json").read_text("utf-8"))
LOINC = {"upcr": "2890-2", "albumin": "1751-7"}
DAY_0 = date(2020, 1, 1)
Expression = Callable[[Mapping[str, Any]], list[Any]]


def observations(test: str) -> str:
    """Return the path to the results of one test."""
    return f"Bundle.entry.resource.where(code.coding.code = '{LOINC[test]}')"


def criteria(limits: list[Mapping[str, Any]]) -> str:
    """Return limits as a criterion: all of one unit hold, in one of the units that are printed."""
    units = dict.fromkeys(limit["unit"] for limit in limits)
    in_units = (
        " and ".join([f"value.unit = '{unit}'"]
                     + [f"value.value {limit['sign']} {limit['value']}"
                        for limit in limits if limit["unit"] == unit])
        for unit in units
    )  # fmt: skip
    return " or ".join(f"({each})" for each in in_units)


def days_met(rule: Mapping[str, Any]) -> Expression:
    """Compile the expression for the dates of the visits that meet a rule."""
    path = f"{observations('upcr')}.where({criteria(rule['upcr'])}).effective"
    return compile_path(path, models["r4"])


def albumin_met(rule: Mapping[str, Any]) -> Expression | None:
    """Compile the expression for whether the last albumin meets a rule, if it asks for one."""
    if "albumin" not in rule:
        return None
    path = f"{observations('albumin')}.last().where({criteria(rule['albumin'])}).exists()"
    return compile_path(path, models["r4"])


def skips(vector: Mapping[str, Any]) -> str:
    """Return why a vector is not attempted, or nothing."""
    child, definition = vector["child"], DEFINITIONS[vector["definition"]]
    tests = {sample["test"] for sample in child["samples"]}
    timed = ("fall_from_baseline", "at_day", "by_day")
    reasons = (
        (vector["line"] is not None, "lines of treatment"),
        (vector["strategy"] != "treatment policy", "strategies for a rescue drug"),
        (tests & {"dipstick", "protein_24h"}, "urine tests other than Up/c"),
        (any(key in rule for rule in definition["response"] for key in timed),
         "a fall from baseline, a deadline or a fixed week"),
        (child["events"] or "last_follow_up" in child, "events and last follow-up"),
    )  # fmt: skip
    return next((reason for holds, reason in reasons if holds), "")


def bundle(vector: Mapping[str, Any]) -> dict[str, Any]:
    """Return the results from day 1 on as a FHIR bundle, in the order of time."""
    samples = [
        each for each in vector["child"]["samples"]
        if each["test"] in LOINC and (each["day"] or 0) > 0
    ]  # fmt: skip
    entries = []
    for each in sorted(samples, key=lambda each: each["day"]):
        resource: dict[str, Any] = {
            "resourceType": "Observation",
            "code": {"coding": [{"system": "http://loinc.org", "code": LOINC[each["test"]]}]},
            "effectiveDateTime": (DAY_0 + timedelta(each["day"])).isoformat(),
        }
        if each["value"] is None:
            resource["dataAbsentReason"] = {"text": "unreadable"}
        else:
            sign = {"comparator": each["sign"]} if "sign" in each else {}
            resource["valueQuantity"] = {"value": each["value"], "unit": each["unit"], **sign}
        entries.append({"resource": resource})
    return {"resourceType": "Bundle", "entry": entries}


def day(found: Any) -> int:
    """Return the day of a date in the bundle, counted from day 0."""
    return (date.fromisoformat(str(found)[:10]) - DAY_0).days


def judge(definition: Mapping[str, Any], vectors: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield the answer of every vector of one definition."""
    responses = [
        (rule["name"], rule["occasions"], days_met(rule), albumin_met(rule))
        for rule in definition["response"] if "upcr" in rule
    ]  # fmt: skip
    relapse = definition["relapse"]
    high = days_met(relapse) if relapse else None
    any_visit = compile_path(f"{observations('upcr')}.exists()", models["r4"])
    for vector in vectors:
        record = bundle(vector)
        name, met = best(responses, record)
        seen = "no response" if any_visit(record) == [True] else "not evaluable"
        after = [day(each) for each in high(record)] if high and met else []
        after = [each for each in after if each > met[-1]]
        yield {
            "id": vector["id"],
            "response": name or seen,
            "onset_day": met[0] if met else None,
            "confirmed_day": met[-1] if met else None,
            "relapse_day": after[0] if after and len(after) >= relapse["occasions"] else None,
        }


def best(responses: list[Any], record: Mapping[str, Any]) -> tuple[str, list[int]]:
    """Return the first response that is reached, and the days of the visits that reach it."""
    for name, count, urine, albumin in responses:
        met = [day(each) for each in urine(record)]
        if len(met) >= count and (albumin is None or albumin(record) == [True]):
            return name, met[:count]
    return "", []


def main() -> int:
    """Read vectors and write answers."""
    vectors = [json.loads(line) for line in sys.stdin]
    for each in vectors:
        if why := skips(each):
            print(json.dumps({"id": each["id"], "skipped": why}))
    for name, definition in DEFINITIONS.items():
        asked = [each for each in vectors if each["definition"] == name and not skips(each)]
        for entry in judge(definition, asked):
            print(json.dumps(entry))
    return 0


if __name__ == "__main__":
    sys.exit(main())
