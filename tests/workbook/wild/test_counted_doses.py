"""Drugs with the number of their doses, and their start under a heading of two meanings."""

import pytest

from tests.workbook.wild.layouts import kinds_of_questions
from tests.workbook.wild.reading import Rows, book, read

LABS: Rows = [["patient", "date", "Up/c (mg/mg)"], ["A", "2018-01-09", 5], ["A", "2018-03-09", 3]]


@pytest.mark.parametrize(
    ("typed", "drug", "dose", "frequency"),
    [
        ("CYC x6 500 mg/m2 monthly", "cyclophosphamide", 500, "6 doses monthly"),
        ("RTX x2", "rituximab", None, "2 doses"),
        ("iv CYC 6 pulses", "cyclophosphamide", None, "6 doses"),
        ("Tac (trough 5-8)", "tacrolimus", None, "trough 5-8"),
    ],
)
def test_the_number_of_doses_is_no_part_of_the_name(typed, drug, dose, frequency):
    drugs = [["patient", "drug", "start"], ["A", typed, "2018-01-10"]]
    reading = read(book({"Labs": LABS, "Drugs": drugs}), day_zero="first urine result")
    (course,) = reading.cohort.treatments.to_dict("records")

    assert (course["drug"], course["frequency"]) == (drug, frequency)
    assert course["start_day"] == 1
    assert course["dose"] == dose or dose is None


@pytest.mark.parametrize("typed", ["Tac x2", "RTX x2 (stopped)", "CYC x 500 mg"])
def test_what_is_left_open_is_kept_as_typed(typed):
    drugs = [["patient", "drug", "start"], ["A", typed, "2018-01-10"]]
    reading = read(book({"Labs": LABS, "Drugs": drugs}), day_zero="first urine result")
    assert reading.cohort.treatments["drug"].tolist() == [typed.casefold()]


WIDE = [
    ["Pt #", "Treatment", "Tx start", "Baseline", "", "3 months", ""],
    ["", "", "", "Date", "UPCR (mg/mg)", "Date", "UPCR (mg/mg)"],
    ["01", "RTX x2", "2018-01-10", "2018-01-09", 8.2, "2018-04-11", 0.1],
    ["02", "Tac", "2018-02-14", "2018-02-13", 6.1, "2018-05-15", 0.6],
]


def test_a_start_behind_the_drugs_starts_the_course():
    opened = book({"Kids": WIDE})
    reading = read(opened)

    assert kinds_of_questions(opened) == []
    courses = reading.cohort.treatments
    assert [*zip(courses["drug"], courses["start_day"], strict=True)] == [
        ("rituximab", 1),
        ("tacrolimus", 1),
    ]
