"""Samples typed by hand, in a table or a CSV."""

import pytest

from srns.cohort.errors import SampleError
from srns.cohort.typed_samples import read_samples, read_samples_csv


def labs(cohort):
    """Return what was read, row by row."""
    columns = ["day", "analyte", "value", "bound", "unit"]
    return [tuple(row) for row in cohort.labs[columns].to_numpy()]


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("0.15", (0.15, "", "mg/mg")),
        ("0,15", (0.15, "", "mg/mg")),
        ("< 0.3", (0.3, "<", "mg/mg")),
        ("≤0.2", (0.2, "<=", "mg/mg")),
        (">30", (30.0, ">", "mg/mg")),
        ("22 mg/mmol", (22.0, "", "mg/mmol")),
        ("<200 mg/g", (200.0, "<", "mg/g")),
        (0.15, (0.15, "", "mg/mg")),
    ],
)
def test_a_result_is_read_as_a_laboratory_prints_it(typed, result):
    assert labs(read_samples([{"day": 30, "upcr": typed}])) == [(30, "upcr", *result)]


def test_empty_rows_and_missing_values_are_no_results():
    rows = [
        {"day": None, "upcr": None, "albumin": None},
        {"day": -10, "upcr": "8", "albumin": "-"},
        {"day": 30.0, "upcr": "not done", "albumin": "38 g/L"},
    ]

    assert labs(read_samples(rows)) == [
        (-10, "upcr", 8.0, "", "mg/mg"),
        (30, "albumin", 38.0, "", "g/L"),
    ]


def test_a_csv_names_its_units_in_the_header_and_may_have_semicolons():
    cohort = read_samples_csv("\ufeffday;Up/c (mg/mmol);Albumin (g/L)\n30;22;38\n")

    assert labs(cohort) == [(30, "upcr", 22.0, "", "mg/mmol"), (30, "albumin", 38.0, "", "g/L")]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            {"day": "May", "upcr": "1"},
            "Sample 1: found the day 'May'; expected a whole number of days from the first "
            "infusion. Type 30, or -10 for ten days before.",
        ),
        (
            {"day": 3, "upcr": "trace"},
            "Sample 1: found Up/c 'trace'; expected a number with its sign and unit. Type it as in "
            "<0.3 or 22 mg/mmol, with a point.",
        ),
        (
            {"day": 3, "upcr": "1,234"},
            "Sample 1: found Up/c '1,234'; expected a number with its sign and unit. Type it as in "
            "<0.3 or 22 mg/mmol, with a point.",
        ),
        (
            {"day": 3, "albumin": "38"},
            "Sample 1: found albumin 38; expected albumin in g/dL, from 0.3 to 7. Correct the "
            "number, or add its unit.",
        ),
        (
            {"day": 3, "albumin": "3.8 mg/dL"},
            "Sample 1: albumin '3.8 mg/dL': found the unit 'mg/dL'; expected one of g/dL, g/L. "
            "Correct the unit.",
        ),
    ],
)
def test_a_mistake_is_said_in_one_sentence(row, message):
    with pytest.raises(SampleError) as raised:
        read_samples([row])

    assert str(raised.value) == message


def test_a_csv_without_the_columns_is_told_so():
    with pytest.raises(SampleError, match="found the columns tag, wert; expected day, upcr"):
        read_samples_csv("tag,wert\n1,2\n", "mine.csv")
