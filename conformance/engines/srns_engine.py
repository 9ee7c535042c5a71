"""srns itself: ``python -m conformance.engines.srns_engine``, vectors in, answers out.

All children of one definition and strategy are judged as one cohort.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from srns.cohort.dipstick import GRADES
from srns.cohort.tables import INFUSIONS, LABS, Cohort
from srns.cohort.terms import NONE, NOT_EVALUABLE
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.lines import as_cohort, find_lines
from srns.rules.load_definition import load_definition

ANSWERED = ("response", "left_open", "onset_day", "confirmed_day", "relapse_day", "sustained",
            "status", "remission_at_start")  # fmt: skip
Entry = Mapping[str, Any]
MADE_UP = Path(__file__).parents[1] / "made_up"


def answer(vectors: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """Yield the answer to every vector, one group of vectors after the other."""
    groups: dict[tuple[str, str, bool], list[Entry]] = defaultdict(list)
    for vector in vectors:
        by_line = vector["line"] is not None
        groups[vector["definition"], vector["strategy"], by_line].append(vector)
    for (definition, strategy, by_line), group in groups.items():
        cohort = gather(group)
        wanted = [vector["id"] for vector in group]
        if by_line:
            lines = find_lines(cohort)
            cohort = as_cohort(cohort, lines)
            rows = lines.table[["patient", "line", "key"]].itertuples(index=False, name=None)
            keys = {(child, line): str(key) for child, line, key in rows}
            wanted = [keys[vector["id"], vector["line"]] for vector in group]
        made_up = MADE_UP / f"{definition}.toml"
        known = load_definition(made_up if made_up.exists() else definition)
        found = classify(cohort, known, strategy=strategy)
        yield from _answers(found, wanted, group)


def _answers(
    found: Classification, wanted: Sequence[str], group: Sequence[Entry]
) -> Iterator[dict[str, Any]]:
    rows = found.outcomes.astype(object).where(found.outcomes.notna(), None)
    records = rows.to_dict("records")
    of = {row["patient"]: place for place, row in enumerate(records)}
    for key, vector in zip(wanted, group, strict=True):
        place = of[key]
        yield {
            "id": vector["id"],
            **{name: records[place][name] for name in ANSWERED},
            "reason": _reason(found, place),
        }


def _reason(found: Classification, place: int) -> str:
    """Name the step at which the verdict fell."""
    judged = found.judged
    settled = {NONE: "rescue", NOT_EVALUABLE: "rescue uncertain"}.get(judged.settled[place])
    steps = (
        (judged.at_start[place] >= 0, "at start"),
        (settled is not None, settled or ""),
        (judged.response[place] >= 0, "reached"),
        (judged.open[place] >= 0, "possible"),
        (judged.gap[place] >= 0, "gap"),
        (judged.possible_gap[place] >= 0, "possible gap"),
        (judged.has_occasion[place], "limits not met"),
        (True, "no visit"),
    )
    return next(name for holds, name in steps if holds)


# --- a cohort of vectors ------------------------------------------------------------------------


def gather(vectors: Sequence[Entry]) -> Cohort:
    """Return one cohort in which every vector is a child, named by its id."""
    labs, events, courses, infusions, patients = [], [], [], [], []
    for vector in vectors:
        name, child = vector["id"], vector["child"]
        patients.append({"patient": name, **_span("last_follow_up_day",
                                                  child.get("last_follow_up", {}))})  # fmt: skip
        labs += [_lab(name, sample) for sample in child["samples"]]
        events += [
            {"patient": name, "event": each["event"], "detail": None, "cell": "",
             **_span("day", each)} for each in child["events"]
        ]  # fmt: skip
        courses += [
            {"patient": name, "drug": each["drug"], "purpose": each.get("purpose"), "cell": "",
             **_span("start_day", each["start"]), **_span("stop_day", each.get("stop", {}))}
            for each in child["courses"]
        ]  # fmt: skip
        infusions += [{"patient": name, "day": day, "cell": ""} for day in child["infusions"]]
    return Cohort(
        patients=_table(patients, ("patient", *_columns("last_follow_up_day"))),
        labs=_table(labs, (*LABS, "source", "specimen")),
        infusions=_table(infusions, INFUSIONS),
        events=_table(events, ("patient", "event", "detail", "cell", *_columns("day"))),
        treatments=_table(
            courses,
            ("patient", "drug", "dose", "dose_unit", "frequency", "purpose", "cell",
             *_columns("start_day"), *_columns("stop_day")),
        ),
    )  # fmt: skip


def _lab(name: str, sample: Entry) -> dict[str, Any]:
    value = sample["value"]
    if sample["test"] == "dipstick" and value is not None:
        value = GRADES.index(value)
    return {
        "patient": name,
        "day": sample["day"],
        "analyte": sample["test"],
        "value": np.nan if value is None else float(value),
        "bound": sample.get("sign", ""),
        "unit": sample.get("unit", ""),
        "cell": "",
        "source": sample.get("source"),
        "specimen": sample.get("specimen"),
    }


def _columns(name: str) -> tuple[str, str, str]:
    return name, f"{name}_earliest", f"{name}_latest"


def _span(column: str, days: Entry) -> dict[str, int | None]:
    named = zip(_columns(column), ("day", "earliest_day", "latest_day"), strict=True)
    return {name: days.get(key) for name, key in named}


def _table(rows: Sequence[Entry], columns: Sequence[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(columns)).astype(object)
    for column in columns:
        if "day" in column:
            table[column] = table[column].astype("Int64")
        elif column in ("value", "cyclophosphamide_mg_m2", "methylprednisolone_mg_kg"):
            table[column] = table[column].astype("float64")
    return table


def main() -> int:
    """Read vectors from the standard input and write answers to the standard output."""
    for entry in answer(map(json.loads, sys.stdin)):
        print(json.dumps(entry, default=int))
    return 0


if __name__ == "__main__":
    sys.exit(main())
