"""From which day are days counted, and who is asked where a workbook leaves it open?"""

import datetime

import pandas as pd
import pytest

from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.model import Recipe, read_recipe, write_recipe
from tests.workbook.conftest import build

DAY = datetime.date
OPEN = {
    "Events!A3": 1, "Events!B3": DAY(2004, 12, 1), "Events!C3": "biopsy",
    "Treatments!A3": 1, "Treatments!B3": "tacrolimus", "Treatments!C3": DAY(2005, 1, 5),
}  # fmt: skip
ASKED = (
    "Workbook: found neither an index date nor an infusion, from which days are counted; expected "
    "one of 'first mycophenolate sodium' (1 of 2 children), 'first tacrolimus' (1 of 2 children), "
    "'first purine synthesis inhibitor' (1 of 2 children), 'first calcineurin inhibitor' (1 of 2 "
    "children), 'first biopsy' (1 of 2 children), 'first urine result' (2 of 2 children). Name it "
    "as day 0 when the workbook is read (--day-zero, or day_zero in the recipe), or type the index "
    "dates in the sheet Patients."
)


def open_workbook_bytes() -> bytes:
    return build(OPEN, without=("Infusions",))


def test_without_index_dates_and_infusions_one_error_asks_with_counts():
    reading = read_workbook(open_workbook_bytes())

    assert [one.message for one in reading.errors] == [ASKED]
    assert reading.cohort is None
    assert reading.origins["first tacrolimus"] == 1
    assert "index date" not in reading.origins


def test_a_workbook_without_anything_to_count_from_says_what_to_type():
    reading = read_workbook(build(without=("Infusions", "Treatments", "Events")))

    assert [one.message for one in reading.errors] == [
        "Workbook: found neither an index date nor an infusion, from which days are counted; "
        "expected one of 'first urine result' (2 of 2 children). Name it as day 0 when the "
        "workbook is read (--day-zero, or day_zero in the recipe), or type the index dates in the "
        "sheet Patients."
    ]


def test_a_list_of_results_alone_counts_from_the_first_of_the_urine_if_asked_to():
    reading = read_workbook(
        build(without=("Infusions", "Treatments", "Events")), day_zero="first urine result"
    )

    labs = reading.cohort.labs
    urine = labs[labs["analyte"].isin(["upcr", "dipstick", "protein_24h"])]
    assert urine.groupby("patient", observed=True)["day"].min().tolist() == [0, 0]


@pytest.mark.parametrize(
    ("origin", "days", "index"),
    [
        pytest.param("first tacrolimus", [5, 64], "2005-01-05", id="a drug"),
        pytest.param("First  Prograf", [5, 64], "2005-01-05", id="a drug by its brand"),
        pytest.param("first calcineurin inhibitor", [5, 64], "2005-01-05", id="a class"),
        pytest.param("first biopsy", [40, 99], "2004-12-01", id="an event"),
    ],
)
def test_a_named_day_0_is_counted_from(origin, days, index):
    reading = read_workbook(open_workbook_bytes(), day_zero=origin)

    cohort = reading.cohort
    assert cohort.labs.query("patient == '1' and analyte == 'upcr'")["day"].tolist() == days
    assert cohort.labs.query("patient == '2'")["day"].isna().all()
    assert cohort.patients["index_date"][0] == pd.Timestamp(index)
    assert cohort.day_zero == origin
    assert reading.origins == {}


def test_a_day_0_that_no_child_has_is_an_error_with_what_there_is():
    reading = read_workbook(open_workbook_bytes(), day_zero="first rituximab")

    assert reading.cohort is None
    assert reading.errors[0].message.startswith(
        "Workbook: found no child with the day 0 'first rituximab'; expected one of "
        "'first mycophenolate sodium' (1 of 2 children)"
    )


def test_a_recipe_names_day_0_and_keeps_it_in_its_file():
    recipe = Recipe("clinic.xlsx", (), day_zero="first tacrolimus")
    again = read_recipe(write_recipe(recipe).encode())

    assert again == recipe
    cohort = read_workbook(open_workbook_bytes(), recipe=again).cohort
    assert cohort.day_zero == "first tacrolimus"


def test_the_named_day_0_goes_before_the_first_infusion():
    cohort = read_workbook(build(OPEN), day_zero="first tacrolimus").cohort

    assert cohort.labs.query("patient == '1' and analyte == 'upcr'")["day"].tolist() == [5, 64]
    assert cohort.infusions["day"][0] == -4
    assert pd.isna(cohort.infusions["day"][1])  # the other child was never given tacrolimus


def test_before_a_day_0_is_named_problems_say_dates():
    late = {**OPEN, "Patients!D2": DAY(2005, 2, 1)}
    reading = read_workbook(build(late, without=("Infusions",)), day_zero="first tacrolimus")

    assert (
        "Labs!B3: found a result on 2005-03-10; expected a day up to the last follow-up of patient "
        "1, 2005-02-01. Correct whichever of the two is wrong."
    ) in [one.message for one in reading.problems]


TYPED = {"Infusions!B1": "day", "Infusions!B2": 14, "Infusions!B3": 0, "Labs!B1": "day",
         "Labs!B2": 9, "Labs!B3": 68, "Labs!B4": 9}  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "asked"),
    [
        pytest.param({}, True, id="the first infusion on day 14"),
        pytest.param({"Infusions!B2": 0}, False, id="on day 0"),
        pytest.param({"Patients!H2": DAY(2005, 1, 1)}, False, id="counted from an index date"),
    ],
)
def test_typed_days_whose_first_infusion_is_not_day_0_are_asked_about(edit, asked):
    reading = read_workbook(build({**TYPED, **edit}))

    found = [one.message for one in reading.problems if one.sheet == "Infusions"]
    assert found == (
        [
            "Infusions!B2: found the first infusion of patient 1 on day 14; expected day 0, as "
            "days are counted from the first infusion. If day 0 is another day, name it when the "
            "workbook is read, or type the index date in the sheet Patients; else correct the "
            "days. They are used as they stand."
        ]
        if asked
        else []
    )
    assert reading.cohort is not None
