"""What the rows of the tables may look like, and what is never lost or mixed up."""

from dataclasses import replace

import pandas as pd
import pytest

from srns.cohort.tables import Cohort
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from tests.rules.random_children import draw_children, gather
from tests.rules.table import make_cohort, read_table

HADDAD = load_definition("haddad_2021")


def _responses(cohort: Cohort) -> list[str]:
    return list(classify(cohort, HADDAD).verdicts["response"])


def test_results_of_a_child_who_is_not_among_the_patients_count_for_nobody() -> None:
    cohort = make_cohort(
        ["1", "2"],
        [
            ("2", 30, "upcr", 5.0, "", "mg/mg", "Labs!C2"),
            ("stranger", 30, "upcr", 0.5, "", "mg/mg", "Labs!C3"),
            ("stranger", 30, "albumin", 3.0, "", "g/dL", "Labs!D3"),
        ],
        events=[("stranger", 60, "death", None, "Events!C2")],
    )

    verdicts = classify(cohort, HADDAD).verdicts

    assert list(verdicts["response"]) == ["not evaluable", "no response"]
    assert list(verdicts["status"]) == ["unknown", "not in remission"]


@pytest.mark.parametrize(
    ("unread", "response"),
    [
        pytest.param([("upcr", 30)], "partial remission", id="a readable Up/c goes first"),
        pytest.param([("upcr", 29)], "partial remission", id="the response was reached later"),
        pytest.param([("albumin", 30)], "not evaluable",
                     id="an unreadable albumin on the day is nearer than one of the next day"),
        pytest.param([("upcr", None), ("albumin", None)], "partial remission",
                     id="without a day it is no result"),
    ],
)  # fmt: skip
def test_a_row_without_a_value_is_an_unknown_result_of_its_day(
    unread: list[tuple[str, int | None]], response: str
) -> None:
    cohort = make_cohort(
        ["1"],
        [
            *(
                ("1", day, analyte, float("nan"), "", "g/dL" if analyte == "albumin" else "mg/mg",
                 "Labs!C2")
                for analyte, day in unread
            ),
            ("1", 30, "upcr", 0.5, "", "mg/mg", "Labs!C3"),
            ("1", 31, "albumin", 3.0, "", "g/dL", "Labs!D3"),
            ("1", None, "upcr", 9.0, "", "mg/mg", "Labs!C4"),
        ],
    )  # fmt: skip

    assert _responses(cohort) == [response]


def test_other_analytes_are_passed_over() -> None:
    cohort = make_cohort(
        ["1"],
        [
            ("1", 30, "upcr", 0.5, "", "mg/mg", "Labs!C2"),
            ("1", 30, "albumin", 3.0, "", "g/dL", "Labs!D2"),
            ("1", 30, "creatinine", 0.5, "", "mg/dL", "Labs!E2"),
            ("1", 30, "height", 120.0, "", "cm", "Labs!F2"),
        ],
    )

    assert _responses(cohort) == ["partial remission"]


@pytest.mark.parametrize(
    ("bound", "unit", "named"), [("", "mg/dL", "mg/dL"), ("~", "mg/mg", "~"), ("?", "?", "Up/c")]
)
def test_a_unit_or_a_sign_that_nobody_knows_is_refused(bound: str, unit: str, named: str) -> None:
    """The workbook never lets one through; better no verdict than a guessed one."""
    cohort = make_cohort(
        ["1"],
        [
            ("1", 20, "upcr", 0.5, "<", "mg/mg", "Labs!C2"),
            ("1", 30, "upcr", 0.5, bound, unit, "Labs!C3"),
            ("1", 40, "upcr", 0.5, "", "mg/mg", "Labs!C4"),
            ("1", 50, "upcr", 0.7, "", "furlong", "Labs!C5"),
        ],
    )

    with pytest.raises(ValueError, match="found Up/c") as raised:
        _responses(cohort)
    assert named in str(raised.value)
    assert "furlong" not in str(raised.value), "the first of several is named"


def test_columns_of_categories_are_read_like_columns_of_text() -> None:
    cohort = gather(draw_children(3, 150))
    labs = cohort.labs.copy()
    for column in ("patient", "analyte", "bound", "unit"):
        labs[column] = labs[column].astype("category")
    missing_child = labs.iloc[[0]].assign(patient=None, value=0.01)
    labs["patient"] = labs["patient"].astype("category")
    strange = replace(
        cohort,
        labs=pd.concat([labs, missing_child.astype({"patient": labs["patient"].dtype})]),
    )

    assert _responses(strange) == _responses(cohort)


def test_a_result_without_a_child_is_nobodys_in_a_column_of_categories_too() -> None:
    """The worse result of day 30 would be counted otherwise."""
    cohort = make_cohort(
        ["1"],
        [
            ("1", 30, "upcr", 0.5, "", "mg/mg", "Labs!C2"),
            ("1", 30, "albumin", 3.0, "", "g/dL", "Labs!D2"),
            (None, 30, "upcr", 9.0, "", "mg/mg", "Labs!C3"),
        ],
    )
    labs = cohort.labs.assign(patient=cohort.labs["patient"].astype("category"))

    assert _responses(replace(cohort, labs=labs)) == ["partial remission"]
    assert _responses(cohort) == ["partial remission"]


def test_days_may_be_floats() -> None:
    cohort = gather(draw_children(4, 150))
    days = cohort.labs["day"].astype("float64")

    assert _responses(replace(cohort, labs=cohort.labs.assign(day=days))) == _responses(cohort)


def test_the_tables_are_left_as_they_were() -> None:
    cohort = gather(draw_children(5, 50))
    labs, events = cohort.labs.copy(deep=True), cohort.events.copy(deep=True)

    _responses(cohort)

    pd.testing.assert_frame_equal(cohort.labs, labs)
    pd.testing.assert_frame_equal(cohort.events, events)


def test_a_cohort_without_children_has_no_verdicts() -> None:
    classification = classify(make_cohort([], []), HADDAD)

    assert classification.verdicts.empty
    assert classification.occasions.empty


def test_a_cohort_without_results_or_infusions_is_not_evaluable() -> None:
    verdicts = classify(make_cohort(["1"], [], infusions=[]), HADDAD).verdicts

    assert list(verdicts["response"]) == ["not evaluable"]


def test_a_remission_without_any_infusion_has_no_months() -> None:
    cohort = replace(
        read_table("patient | day | Up/c | albumin\n1 | 30 | 0.5 | 3.0"),
        infusions=make_cohort([], [], infusions=[]).infusions,
    )

    row = classify(cohort, HADDAD).verdicts.iloc[0]

    assert row["onset_day"] == 30
    assert pd.isna(row["months_from_first_infusion"])
    assert pd.isna(row["months_from_last_infusion"])


def test_a_relapse_of_a_child_who_is_not_among_the_patients_is_nobodys() -> None:
    cohort = make_cohort(
        ["1"],
        [
            ("1", 30, "upcr", 0.5, "", "mg/mg", "Labs!C2"),
            ("1", 30, "albumin", 3.0, "", "g/dL", "Labs!D2"),
        ],
        events=[
            ("stranger", 60, "relapse", None, "Events!C2"),
            ("1", 90, "relapse", None, "Events!C3"),
        ],
    )

    assert list(classify(cohort, HADDAD).verdicts["relapse_day"]) == [90]


def test_an_infusion_without_a_day_or_of_a_child_who_is_not_among_the_patients_is_nobodys() -> None:
    cohort = replace(
        read_table("patient | day | Up/c | albumin\n1 | 30 | 0.5 | 3.0"),
        infusions=make_cohort(
            ["1"],
            [],
            infusions=[
                ("stranger", -10, 500.0, None, "Infusions!B2"),
                ("1", 0, 500.0, None, "Infusions!B3"),
                ("1", None, 500.0, None, "Infusions!B4"),
                ("stranger", 20, 500.0, None, "Infusions!B5"),
            ],
        ).infusions,
    )

    row = classify(cohort, HADDAD).verdicts.iloc[0]

    assert row["infusions_before"] == 1
    assert row["months_from_first_infusion"] == pytest.approx(30 / 30.4375)
    assert row["months_from_last_infusion"] == pytest.approx(30 / 30.4375)
