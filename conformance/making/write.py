"""Vectors and definitions as JSON."""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from conformance.making import course, diary, limits, spacing, times, treatment, unknowns, visits
from conformance.making.clauses import CLAUSES
from conformance.making.expect import expect
from conformance.making.subject import Subject, Vector
from tests.rules.oracle_limits import GRADES, Limits
from tests.rules.oracle_runs import Rule
from tests.rules.oracle_samples import Child, Course, Lab, Span

MAKERS = (limits, visits, spacing, diary, unknowns, times, course, treatment)


def write_vectors(subject: Subject) -> Iterator[dict[str, Any]]:
    """Yield every vector of a definition with its answer, in the order of the clauses."""
    made = [vector for maker in MAKERS for vector in maker.vectors(subject)]
    clauses = list(CLAUSES)
    for vector in sorted(made, key=lambda vector: clauses.index(vector.clause)):
        yield {
            "id": f"{subject.id}.{vector.clause}.{vector.detail}",
            "definition": subject.id,
            "version": subject.typed["version"],
            "clause": vector.clause,
            "part": vector.part,
            "why": _sentence(vector),
            "strategy": vector.strategy,
            "line": vector.line,
            "child": write_child(vector.child),
            "expected": expect(subject, vector),
        }


def _sentence(vector: Vector) -> str:
    return vector.why[0].upper() + vector.why[1:] + "."


def write_line(entry: Mapping[str, Any]) -> str:
    """Return one line of a file of vectors."""
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n"


# --- children -----------------------------------------------------------------------------------


def write_child(child: Child) -> dict[str, Any]:
    """Return a child as it stands in a vector; what is not recorded is left out."""
    written: dict[str, Any] = {
        "samples": [_sample(lab) for lab in child.labs],
        "events": [{"event": each.name, **_days(each.days)} for each in child.events],
        "courses": [_course(each) for each in child.courses],
        "infusions": list(child.infusions),
    }
    if child.last_follow_up is not None:
        written["last_follow_up"] = _days(child.last_follow_up)
    return written


def _sample(lab: Lab) -> dict[str, Any]:
    result = lab.result
    value: float | int | str | None = None
    if result.value is not None:
        value = _number(result.value)
        if lab.analyte == "dipstick":
            value = GRADES[int(result.value)]
    written = {"day": lab.day, "test": lab.analyte, "sign": result.sign, "value": value,
               "unit": result.unit, "source": lab.source, "specimen": lab.specimen}  # fmt: skip
    optional = ("sign", "unit", "source", "specimen")
    return {key: each for key, each in written.items() if each != "" or key not in optional}


def _number(value: Fraction) -> float | int:
    if value.denominator == 1:
        return int(value)
    assert Fraction(repr(float(value))) == value, f"{value} cannot be typed"
    return float(value)


def _days(span: Span | None) -> dict[str, int]:
    if span is None:
        return {}
    first, last = span
    return {"day": first} if first == last else {"earliest_day": first, "latest_day": last}


def _course(course: Course) -> dict[str, Any]:
    written: dict[str, Any] = {"drug": course.drug, "start": _days(course.start)}
    if course.stop is not None:
        written["stop"] = _days(course.stop)
    return written | ({"purpose": course.purpose} if course.purpose else {})


# --- definitions --------------------------------------------------------------------------------


def write_definition(subject: Subject) -> dict[str, Any]:
    """Return a definition with its limits taken apart, so that no text need be parsed."""
    typed, oracle = subject.typed, subject.oracle
    quoted = [keys.get("quote", "") for keys in typed["response"]]
    return {
        **{key: typed[key] for key in ("name", "source", "version", "dated_by")},
        "albumin_window_days": oracle.albumin_days,
        "specimen": oracle.specimen,
        "response": [
            {"name": rule.name, "quote": quote, **_rule(rule)}
            for rule, quote in zip(subject.rules, quoted, strict=True)
        ],
        "relapse": _rule(oracle.relapse) if oracle.relapse else None,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    written: dict[str, Any] = {test: _limits(limits) for test, limits in rule.arms.items()}
    if rule.albumin is not None:
        written["albumin"] = _limits(rule.albumin)
        written["albumin_if_measured"] = rule.albumin.if_measured
        written["albumin_at"] = rule.albumin_at
    if rule.fall is not None:
        sign, share = rule.fall
        written["fall_from_baseline"] = {"sign": sign, "share": float(share)}
        written["baseline"] = rule.baseline
    if rule.occasions is not None:
        written["occasions"] = rule.occasions
    if rule.min_days:
        written["min_days_between"] = rule.min_days
    if rule.max_days is not None:
        written["max_days_between"] = rule.max_days
    if rule.days is not None:
        written["days"] = {"met": rule.days[0], "of": rule.days[1]}
    if rule.by is not None:
        written["by_day"] = int(rule.by)
    if rule.at is not None:
        written |= {"at_day": rule.at, "at_window_days": rule.at_days}
    return written


def _limits(limits: Limits) -> list[dict[str, Any]]:
    return [
        {
            "sign": sign,
            "value": GRADES[int(limit)] if limits.analyte == "dipstick" else _number(limit),
            **({"unit": unit} if unit else {}),
        }
        for unit, comparisons in limits.printed
        for sign, limit in comparisons
    ]
