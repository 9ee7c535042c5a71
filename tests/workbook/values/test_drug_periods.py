"""Drugs with the period of their course in one cell."""

import pytest

from srns.workbook.read_workbook import read_workbook
from srns.workbook.values.drug_text import read_drug_prose
from tests.workbook.wild.reading import book, read


@pytest.mark.parametrize(
    ("text", "courses"),
    [
        ("Tacrolimus 01/2020 - 06/2020, then MMF", ["tacrolimus 2020-01 2020-06", "MMF  "]),
        ("Tac since 03/2019", ["tacrolimus 2019-03 "]),
        ("Tac seit 05/2021", ["tacrolimus 2021-05 "]),
        ("MMF until 2021", ["MMF  2021"]),
        ("Tacrolimus (2019-2020) + MMF", ["tacrolimus 2019 2020", "MMF  "]),
        ("CsA from March 2018 to Nov 2019", ["cyclosporine 2018-03 2019-11"]),
        ("CsA 2018-03 to 2018-11; Tac 2018-12 -", ["cyclosporine 2018-03 2018-11",
                                                  "tacrolimus 2018-12 "]),
        ("MMF 13.05.2019 - 25.12.2020", ["MMF 2019-05-13 2020-12-25"]),
        ("Tac 12.03.2020 bis 25.04.2021", ["tacrolimus 2020-03-12 2021-04-25"]),
        ("Tac 2020-01-05 - ongoing", ["tacrolimus 2020-01-05 "]),
        ("Tac 2019-2020", ["tacrolimus 2019 2020"]),
        ("Tac depuis 2019/MMF", ["tacrolimus 2019 ", "MMF  "]),
        ("MMF desde 01.2020 hasta 12.2020", ["MMF 2020-01 2020-12"]),
        ("Tac 2 mg since 2020", ["tacrolimus 2020 "]),
    ],
)  # fmt: skip
def test_each_drug_has_its_own_period(text, courses):
    names = {"mycophenolate mofetil": "MMF", "ciclosporin": "cyclosporine"}
    found = [
        f"{names.get(one.drug, one.drug)} {one.start} {one.stop}" for one in read_drug_prose(text)
    ]

    assert found == courses


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Tac 3/4/2020 - 5/6/2020", id="the day or the month may be first"),
        pytest.param("Rituximab 01/2020", id="neither the first day nor the last"),
        pytest.param("Tac 2019-2020 2021-2022", id="two periods of one drug"),
        pytest.param("since 2020", id="no drug"),
        pytest.param("Tac until relapse", id="no date"),
        pytest.param("Tac 13/2020 - 14/2020", id="no month"),
    ],
)
def test_a_period_in_doubt_is_not_read(text):
    assert read_drug_prose(text) == ()


def sheets(text: str) -> dict[str, list[list[object]]]:
    return {
        "Treatments": [["patient", "drug"], ["K1", text]],
        "Labs": [["patient", "date", "Up/c (mg/mg)"], ["K1", "2019-01-01", 1]],
    }


def test_a_period_leads_to_the_days_of_a_course():
    reading = read(
        book(sheets("Tac 2019-01-11 - 2019-03-01, then MMF since 06/2019")),
        day_zero="first urine result",
    )
    courses = reading.cohort.treatments

    assert courses["drug"].tolist() == ["tacrolimus", "mycophenolate mofetil"]
    assert courses["start_day"].tolist()[0] == 10
    assert courses["stop_day"].tolist()[0] == 59
    assert courses["start_day_earliest"].tolist()[1] == 151
    assert courses["start_day_latest"].tolist()[1] == 180


@pytest.mark.parametrize(
    ("text", "drug", "remedy"),
    [
        ("Rituximab 01/2020", "rituximab", "It is read as rituximab, and the rest of it is not"),
        ("Tac 3/4/2020 - 5/6/2020", "tacrolimus", "It is read as tacrolimus, and the rest"),
        ("Tacrolimuss", "tacrolimuss", "Correct the spelling"),
        ("Tac levels", "tac levels", "Correct the spelling"),
    ],
)
def test_in_the_template_a_drug_is_read_without_what_is_beside_it(text, drug, remedy):
    labs = [["patient", "day", "Up/c (mg/mg)"], ["K1", 0, 1]]
    drugs = [["patient", "drug"], ["K1", text]]
    opened = book({"Patients": [["patient"], ["K1"]], "Labs": labs, "Treatments": drugs})
    reading = read_workbook(opened)

    assert reading.cohort.treatments["drug"].tolist() == [drug]
    assert [one for one in reading.problems if remedy in one.remedy]


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [
        (
            "Tac 3/4/2020 - 5/6/2020, then MMF",
            "Type two rows: Tac 3/4/2020 - 5/6/2020 and MMF.",
        ),
        ("Tac e MMF", "Type two rows: Tac and MMF."),
        ("Tac, puis MMF", "Type two rows: Tac and MMF."),
        ("Tac und MMF mit Pred", "Type 3 rows: Tac, MMF and Pred."),
    ],
)
def test_two_drugs_in_a_cell_of_the_template_are_two_rows(typed, remedy):
    labs = [["patient", "day", "Up/c (mg/mg)"], ["K1", 0, 1]]
    drugs = [["patient", "drug"], ["K1", typed]]
    opened = book({"Patients": [["patient"], ["K1"]], "Labs": labs, "Treatments": drugs})

    (error,) = read_workbook(opened).errors
    assert error.remedy == remedy


def test_a_short_word_of_another_language_beside_one_drug_parts_nothing():
    labs = [["patient", "day", "Up/c (mg/mg)"], ["K1", 0, 1]]
    drugs = [["patient", "drug"], ["K1", "Tac en casa"]]
    opened = book({"Patients": [["patient"], ["K1"]], "Labs": labs, "Treatments": drugs})

    assert read_workbook(opened).errors == ()
