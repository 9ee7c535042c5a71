"""A registry's query in DuckDB: load the vectors, run duckdb_windows.sql, print the answers."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb  # pyright: ignore[reportMissingImports]

HERE = Path(__file__).parent
DEFINITIONS = json.loads((HERE.parent / "definitions.json").read_text("utf-8"))
PER = {"mg/g": 1000, "g/L": 10}
RELAPSE = 9
"""The place of the relapse among the rules of a definition."""


def skips(vector: Mapping[str, Any]) -> str:
    """Return why a vector is not attempted, or nothing."""
    tests = {sample["test"] for sample in vector["child"]["samples"]}
    if vector["line"] is not None:
        return "lines of treatment"
    if vector["strategy"] != "treatment policy":
        return "strategies for a rescue drug"
    return "urine tests other than Up/c" if tests & {"dipstick", "protein_24h"} else ""


def edges(limits: list[Mapping[str, Any]]) -> tuple[float | None, bool, float | None, bool]:
    """Return the lower and the upper limit in the usual unit, and whether each counts."""
    low: float | None = None
    high: float | None = None
    low_counts = high_counts = False
    for limit in limits:
        if "mol" in limit["unit"]:
            continue
        number = limit["value"] / PER.get(limit["unit"], 1)
        if limit["sign"][0] == ">":
            low, low_counts = number, limit["sign"] == ">="
        else:
            high, high_counts = number, limit["sign"] == "<="
    return low, low_counts, high, high_counts


def rule_row(definition: str, place: int, rule: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return a rule as a row of the table of rules."""
    albumin = edges(rule.get("albumin", []))
    fall = rule.get("fall_from_baseline", {}).get("share")
    return (definition, place, rule.get("name", "relapse"), *edges(rule["upcr"]), *albumin[:3],
            rule.get("albumin_if_measured", False), rule.get("occasions", 1), fall,
            "two" in rule.get("baseline", ""), rule.get("by_day"), rule.get("at_day"),
            rule.get("at_window_days"))  # fmt: skip


def load(base: Any, vectors: list[dict[str, Any]]) -> None:
    """Fill the tables that the query reads."""
    base.execute("CREATE TABLE children (id VARCHAR, definition VARCHAR)")
    base.execute("CREATE TABLE samples (id VARCHAR, definition VARCHAR, day INTEGER, test VARCHAR, "
                 "typed VARCHAR, unit VARCHAR, entered INTEGER)")  # fmt: skip
    base.execute("CREATE TABLE events (id VARCHAR, event VARCHAR, day INTEGER, latest_day INTEGER)")
    base.execute(
        "CREATE TABLE rules (definition VARCHAR, place INTEGER, name VARCHAR, low DOUBLE, "
        "low_counts BOOLEAN, high DOUBLE, high_counts BOOLEAN, albumin_low DOUBLE, "
        "albumin_low_counts BOOLEAN, albumin_high DOUBLE, if_measured BOOLEAN, occasions INTEGER, "
        "fall DOUBLE, of_two BOOLEAN, by_day INTEGER, at_day INTEGER, at_window INTEGER)"
    )
    rules = [
        rule_row(name, place, rule)
        for name, definition in DEFINITIONS.items()
        for place, rule in [*enumerate(definition["response"]), (RELAPSE, definition["relapse"])]
        if rule and "upcr" in rule
    ]
    samples, events = [], []
    for vector in vectors:
        name, child = vector["id"], vector["child"]
        for entered, each in enumerate(child["samples"]):
            typed = "" if each["value"] is None else f"{each.get('sign', '')}{each['value']}"
            samples.append((name, vector["definition"], each["day"], each["test"], typed,
                            each.get("unit", ""), entered))  # fmt: skip
        ends = [{"event": "last follow-up", **child["last_follow_up"]}] if (
            "last_follow_up" in child) else []  # fmt: skip
        events += [(name, each["event"], each.get("day"), each.get("latest_day"))
                   for each in [*child["events"], *ends]]  # fmt: skip
    children = [(each["id"], each["definition"]) for each in vectors]
    for table, rows in (("children", children), ("samples", samples), ("events", events),
                        ("rules", rules)):  # fmt: skip
        marks = ", ".join("?" * len(rows[0]))
        base.execute("BEGIN")
        base.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        base.execute("COMMIT")


def main() -> int:
    """Read vectors and write answers."""
    vectors = [json.loads(line) for line in sys.stdin]
    for each in vectors:
        if why := skips(each):
            print(json.dumps({"id": each["id"], "skipped": why}))
    base = duckdb.connect()
    load(base, [each for each in vectors if not skips(each)])
    base.execute((HERE / "duckdb_windows.sql").read_text("utf-8"))
    found = base.execute("SELECT * FROM answers ORDER BY id")
    names = [column[0] for column in found.description]
    for row in found.fetchall():
        print(json.dumps(dict(zip(names, row, strict=True))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
