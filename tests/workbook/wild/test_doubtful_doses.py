"""Doses that may be of each time or of the day are asked once, and read as answered."""

import pytest

from tests.workbook.wild.reading import book, proposed, read

TEXTS = ["Tac 2x1 mg/day", "Tac 1 mg/day x 2", "Tac 2 x 1 mg/d", "Tacrolimus 2x1 mg/Tag"]


def clinic(text: str):
    """Return a workbook whose child takes a drug as typed."""
    rows = [["study_id", "day", "Up/c (mg/mg)", "maintenance"], ["K1", 0, 5.0, text]]
    return book({"Data": rows})


@pytest.mark.parametrize("text", TEXTS)
def test_both_answers(text):
    opened = clinic(text)
    (question,) = proposed(opened).questions

    assert len(question.options) == 3
    for option, dose in zip(question.options, (2, 1), strict=False):
        treatments = read(opened, dose=option).cohort.treatments
        assert treatments[["drug", "dose"]].to_numpy().tolist() == [["tacrolimus", dose]]


def test_left_out_the_course_is_none():
    assert len(read(clinic(TEXTS[0]), dose="leave it out").cohort.treatments) == 0


@pytest.mark.parametrize(
    ("dose", "read_as"),
    [("2x1 mg", (2, "mg/day")), ("1 mg x 2", (2, "mg/day")), ("2 mg/day", (2, "mg/day"))],
)
def test_a_column_of_doses_beside_the_drug(dose, read_as):
    courses = [["study_id", "drug", "start day", "dose"], ["K1", "Tac", 10, dose]]
    labs = [["study_id", "day", "Up/c (mg/mg)"], ["K1", 0, 5.0]]
    treatments = read(book({"Visits": labs, "Courses": courses})).cohort.treatments

    assert (treatments["dose"][0], treatments["dose_unit"][0]) == read_as
