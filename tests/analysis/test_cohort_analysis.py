"""Regimens, recorded response against the rule, and times, on small invented cohorts."""

import pandas as pd
import pytest

from srns.analysis.definitions.recorded_vs_computed import recorded_against_computed
from srns.analysis.groups import grouping, maintenance
from srns.analysis.summary import summarize
from srns.analysis.time_to_event.time_at_risk import time_at_risk
from srns.cohort.errors import GroupingError
from srns.cohort.tables import EVENTS, INFUSIONS, LABS, SOURCES, TREATMENTS, Cohort
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition

CR = "complete remission"
DEFINITION = load_definition("haddad_2021")


def make_cohort(
    patients: dict[str, list],
    *,
    labs: list[tuple] = (),
    treatments: list[tuple] = (),
    events: list[tuple] = (),
    sources: list[tuple] = (),
) -> Cohort:
    """Make a cohort; every child has infusions on day 0 and day 30.

    A lab is (patient, day, Up/c, albumin); a treatment is (patient, drug, start, stop, purpose); an
    event is (patient, day, event).
    """
    results = [
        (patient, day, analyte, value, "", unit, "")
        for patient, day, upcr, albumin in labs
        for analyte, value, unit in (("upcr", upcr, "mg/mg"), ("albumin", albumin, "g/dL"))
    ]
    infusions = [
        (patient, day, 500.0, None, "") for patient in patients["patient"] for day in (0, 30)
    ]
    courses = [
        (patient, drug, start, stop, None, None, None, purpose, "")
        for patient, drug, start, stop, purpose in treatments
    ]
    return Cohort(
        pd.DataFrame(patients),
        pd.DataFrame(results, columns=list(LABS)),
        pd.DataFrame(infusions, columns=list(INFUSIONS)),
        pd.DataFrame(courses, columns=list(TREATMENTS)),
        pd.DataFrame([(*event, "", "") for event in events], columns=list(EVENTS)),
        pd.DataFrame(sources, columns=list(SOURCES)),
    )


def test_a_regimen_is_every_drug_of_the_maintenance_whatever_the_order():
    cohort = make_cohort(
        {"patient": ["a", "b", "c", "d", "e"]},
        treatments=[
            ("a", "tacrolimus", None, None, "maintenance"),
            ("a", "mycophenolate mofetil", None, None, "maintenance"),
            ("a", "rituximab", -90, -60, "prior"),
            ("b", "prednisone", None, None, "maintenance"),
            ("b", "mycophenolate mofetil", None, None, "maintenance"),
            ("c", "none", None, None, "maintenance"),
            ("e", "tacrolimus", -200, -10, None),
            ("e", "ciclosporin", 30, None, None),
        ],
    )

    assert maintenance(cohort)["regimen"].tolist() == [
        "mycophenolate mofetil + tacrolimus",
        "mycophenolate mofetil + prednisone",  # the steroid last
        "none",  # said so
        "not recorded",  # nothing was said
        "ciclosporin",  # started with the last infusion, no purpose stated
    ]


def test_recorded_response_is_held_against_the_rule():
    labs = [(child, day, 3.0, 2.0) for child in "abc" for day in (10, 20)]
    cohort = make_cohort(
        {"patient": ["a", "b", "c"], "recorded_response": [CR, "no response", None]},
        labs=labs,
        sources=[("patients", "a", "recorded_response", "CR", "Patients!P2")],
    )

    compared = recorded_against_computed(cohort, classify(cohort, DEFINITION))

    assert compared["agrees"].tolist() == [False, True, None]
    assert compared["recorded_typed"].tolist() == ["CR", "", ""]
    assert compared["why"].tolist()[0].startswith("None of the 2 visits met")


def test_the_wait_ends_with_remission_kidney_failure_or_the_last_sample():
    remission = [(day, 0.1, 4.0) for day in (40, 50, 60)]
    cohort = make_cohort(
        {"patient": list("abcdef")},
        labs=[
            *(("a", *sample) for sample in remission),
            ("b", 61, 3.0, 2.0),
            ("c", 61, 3.0, 2.0),
            ("d", 61, 3.0, 2.0),
            *(("f", *sample) for sample in remission),
        ],
        events=[
            ("b", 122, "kidney failure"),
            ("d", None, "death"),
            ("f", 20, "dialysis"),
        ],
    )

    waited = time_at_risk(cohort, classify(cohort, DEFINITION), CR)

    assert dict(zip(waited.table["patient"], waited.table["cause"], strict=True)) == {
        "a": 1, "b": 2, "c": 0, "d": 2, "f": 2,
    }  # fmt: skip
    assert waited.table["month"].round(1).tolist() == [1.3, 4.0, 2.0, 2.0, 0.7]
    assert waited.undated == ("d",)
    assert waited.left_out == {"e": "no infusion or no Up/c after the first infusion"}


@pytest.mark.parametrize("size", [0, 1, 2])
def test_a_cohort_of_any_size_is_summarised(size):
    names = [str(number) for number in range(size)]
    cohort = make_cohort(
        {"patient": pd.Series(names, dtype=object)},
        labs=[(name, day, 0.1, 4.0) for name in names for day in (10, 20, 30)],
    )

    summary = summarize(cohort, classify(cohort, DEFINITION), by="resistance")

    whole = next(row for row in summary["responses"] if row["response"] == CR)
    assert (summary["n"], whole["n"], whole["of"]) == (size, size, size)
    assert summary["time_to_remission"][0]["n"] == 0  # before the last infusion
    assert len(summary["time_to_remission"][0]["during_treatment"]) == size


def test_groups_stand_in_their_own_order_and_the_unknown_last():
    cohort = make_cohort(
        {
            "patient": list("abcd"),
            "histology_group": ["FSGS", None, "MCD", "other"],
            "age_years": [3.8, 10.0, None, 10.0],
        }
    )

    assert grouping(cohort, "histology").cat.categories.tolist() == [
        "MCD", "FSGS", "other", "not recorded",
    ]  # fmt: skip
    assert grouping(cohort, "age (years)").tolist() == ["3.8", "10", "not recorded", "10"]
    with pytest.raises(GroupingError, match="found no column 'colour'"):
        grouping(cohort, "colour")
