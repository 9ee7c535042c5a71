"""Tables beside the results: stays, orders and lists of what was done, which are no courses."""

import datetime

from tests.workbook.recipe.test_dates_of_results import meanings, proposed, read

DAY = datetime.date
LABS = [["patient", "date", "Up/c (mg/mg)"], ["A", DAY(2024, 5, 2), 0.4], ["B", DAY(2024, 5, 9), 2]]
PATIENTS = [["patient", "index date"], ["A", DAY(2024, 4, 2)], ["B", DAY(2024, 4, 9)]]


def test_stays_in_hospital_are_no_courses_without_a_drug() -> None:
    """An error about courses stopped a workbook whose results were whole."""
    stays = [
        ["patient", "Versorgungsfall", "Startdatum", "Enddatum"],
        ["A", 1, DAY(2024, 4, 2), DAY(2024, 4, 6)],
        ["B", 2, DAY(2024, 4, 9), DAY(2024, 4, 12)],
    ]
    reading = read({"Patients": PATIENTS, "Labs": LABS, "Versorgungsfall": stays})

    assert reading.errors == ()
    assert reading.cohort is not None
    assert len(reading.cohort.labs) == 2


def test_a_sheet_of_treatments_that_names_no_drug_is_still_an_error() -> None:
    courses = [["patient", "start date", "stop date"], ["A", DAY(2024, 4, 2), DAY(2024, 4, 6)]]
    reading = read({"Patients": PATIENTS, "Labs": LABS, "Treatments": courses})

    assert [one.found for one in reading.errors] == ["a course without a drug"]


def test_the_start_of_a_therapy_of_which_a_child_has_several_is_no_index_date() -> None:
    """Each further order of a child was a contradiction about its day 0."""
    orders = [
        ["patient", "Therapiestartdatum", "Therapieendedatum"],
        ["A", DAY(2024, 4, 2), DAY(2024, 4, 6)],
        ["A", DAY(2024, 6, 2), DAY(2024, 6, 6)],
    ]
    recipe = proposed({"Labs": LABS, "Orders": orders})

    assert "Patients.index_date" not in meanings(recipe).values()


def test_the_start_of_a_therapy_of_which_each_child_has_one_is_the_index_date() -> None:
    orders = [
        ["patient", "Therapiestartdatum", "Therapieendedatum"],
        ["A", DAY(2024, 4, 2), DAY(2024, 4, 6)],
        ["B", DAY(2024, 6, 2), DAY(2024, 6, 6)],
    ]
    recipe = proposed({"Labs": LABS, "Orders": orders})

    assert meanings(recipe)["Therapiestartdatum"] == "Patients.index_date"


def test_a_list_of_what_was_examined_names_no_visit() -> None:
    """Its texts were asked about, each as a visit whose day somebody should know."""
    done = "Urea, creatinine, albumin, full blood count, clotting, liver enzymes, urine"
    rows = [["A", done, 0.4], ["B", f"{done}, lipids", 2.0]]
    recipe = proposed({"Data": [["patient", "exames", "Up/c (mg/mg)"], *rows]})

    assert not [one.id for one in recipe.questions if one.id.startswith("visit")]


def test_more_visits_than_anybody_could_place_are_no_names_of_visits() -> None:
    rows = [[f"P{n}", 100 + 7 * n, 0.4] for n in range(60)]
    recipe = proposed({"Data": [["patient", "visit", "Up/c (mg/mg)"], *rows]})

    assert not [one.id for one in recipe.questions if one.id.startswith("visit")]


def test_visits_that_a_person_can_place_are_asked_about() -> None:
    rows = [["A", "enrolment", 0.4], ["A", "second look", 0.3], ["B", "enrolment", 2.0]]
    recipe = proposed({"Data": [["patient", "visit", "Up/c (mg/mg)"], *rows]})

    assert len([one for one in recipe.questions if one.id.startswith("visit")]) == 2
