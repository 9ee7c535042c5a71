"""Equal numbers of two centers, studies or sheets are asked about, and never joined in silence."""

import pytest

from srns.workbook.recipe.propose_equal_ids import APART, SAME
from tests.workbook.wild.reading import book, proposed, read

CENTERS = [
    *("Centre", "Center", "Site", "Zentrum", "Klinik", "Centro", "Hôpital", "Hospital", "merkez"),
    *("study", "Study name", "cohort", "中心", "site code"),
    *("Centre d'étude", "Studienzentrum", "Study site"),
]


def clinic(center: str):
    """Return children numbered 1 in two centers, and 2 in one."""
    labs = [[center, "study_no", "day", "Up/c (mg/mg)"]]
    labs += [["A", 1, 0, 5.0], ["A", 1, 90, 0.1], ["B", 1, 0, 4.0], ["B", 1, 90, 3.0]]
    return book({"Visits": [*labs, ["A", 2, 0, 6.0]]})


@pytest.mark.parametrize("center", CENTERS)
def test_two_centers_in_one_table(center):
    opened = clinic(center)
    (question,) = proposed(opened).questions

    assert question.options == (SAME, APART)
    assert read(opened, equal_ids=SAME).cohort.patients["patient"].tolist() == ["1", "2"]
    apart = read(opened, equal_ids=APART).cohort
    assert apart.patients["patient"].tolist() == ["1 (A)", "1 (B)", "2 (A)"]
    assert apart.labs.query("patient == '1 (B)'")["value"].tolist() == [4.0, 3.0]


def test_unanswered_nothing_is_read():
    assert read(clinic("Centre")).cohort is None


def test_left_undecided_they_are_different_children():
    assert proposed(clinic("Centre")).with_rest_left_out().questions[0].answer == APART


def test_all_tables_with_the_center_follow_the_answer():
    children = [["Centre", "study_no", "sex"], ["A", 1, "F"], ["B", 1, "M"]]
    labs = [["Centre", "study_no", "day", "Up/c (mg/mg)"], ["A", 1, 0, 5.0], ["B", 1, 0, 4.0]]
    cohort = read(book({"Children": children, "Visits": labs}), equal_ids=APART).cohort

    assert cohort.patients[["patient", "sex"]].to_numpy().tolist() == [
        ["1 (A)", "female"],
        ["1 (B)", "male"],
    ]
    assert set(cohort.labs["patient"]) == {"1 (A)", "1 (B)"}


@pytest.mark.parametrize(
    ("heading", "first", "second"),
    [
        ("sex", "F", "M"),
        ("Geschlecht", "w", "m"),
        ("sexe", "fille", "garçon"),
        ("sexo", "niña", "niño"),
        ("cinsiyet", "kız", "erkek"),
        ("性别", "女", "男"),
        ("DOB", "2010-01-01", "2012-05-03"),
        ("date of birth", "2010-01-01", "2010-01-02"),
        ("Geburtsdatum", "2010-01-01", "2011-01-01"),
        ("birth date", "2010-01-01", "2011-01-01"),
    ],
)
def test_two_sheets_that_contradict_each_other(heading, first, second):
    sheets = {
        name: [["study_no", heading, "Up/c month 6 (mg/mg)"], [1, value, 5.0], [2 + n, value, 0.1]]
        for n, (name, value) in enumerate({"Lyon": first, "Paris": second}.items())
    }
    opened = book(sheets)
    (question,) = [one for one in proposed(opened).questions if one.id.startswith("equal ids")]
    reading = read(opened, equal_ids=APART)

    assert "'1' of the sheets 'Lyon' and 'Paris' differs" in question.asks
    assert reading.cohort.patients["patient"].tolist() == [
        *("1 (Lyon)", "2 (Lyon)"),
        *("1 (Paris)", "3 (Paris)"),
    ]


@pytest.mark.parametrize("heading", ["ward", "Station", "department", "unit", "service", "病区"])
def test_wards_of_one_center_are_not_asked_about(heading):
    assert not proposed(clinic(heading)).questions


def test_one_child_in_each_center_is_not_asked_about():
    rows = [["Centre", "study_no", "day", "Up/c (mg/mg)"], ["A", 1, 0, 5.0], ["B", 2, 0, 4.0]]

    assert not proposed(book({"Visits": rows})).questions


def test_two_years_of_the_same_children_are_not_asked_about():
    rows = [["study_no", "sex", "date", "Up/c (mg/mg)"], [1, "F", "2019-01-01", 5.0]]
    later = [rows[0], [1, "female", "2020-01-01", 0.1]]

    assert not proposed(book({"2019": rows, "2020": later})).questions


@pytest.mark.parametrize("study", ["STUDYID", "study_id", "Study ID", "Study No"])
def test_the_number_of_the_study_is_no_child_where_another_column_has_more(study):
    rows = [[study, "SUBJID", "day", "Up/c (mg/mg)"]]
    rows += [["S1", 1, 0, 5.0], ["S1", 2, 0, 4.0], ["S2", 3, 0, 3.0]]

    assert read(book({"Data": rows})).cohort.patients["patient"].tolist() == ["1", "2", "3"]
