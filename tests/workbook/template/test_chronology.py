"""What comes after death or last follow-up, and which dialysis lasts."""

import datetime

import pytest

from srns.workbook.read_workbook import read_workbook
from tests.workbook.conftest import build

DAY = datetime.date


def dead(day: object) -> dict[str, object]:
    return {"Events!A3": 1, "Events!B3": day, "Events!C3": "died"}


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        pytest.param(
            dead(DAY(2005, 2, 1)),
            ["error: Labs!B3: found a result on day 68; expected a day up to the death of patient "
             "1, day 31 (Events!C3). Correct whichever of the two is wrong."],
            id="a sample after death is an error",
        ),
        pytest.param(dead(DAY(2005, 3, 10)), [], id="on the day of death"),
        pytest.param(dead("March 2005"), [], id="in the month of death"),
        pytest.param(
            dead("February 2005"),
            ["error: Labs!B3: found a result on day 68; expected a day up to the death of patient "
             "1, day 58 (Events!C3). Correct whichever of the two is wrong."],
            id="after the month of death",
        ),
        pytest.param(
            {"Patients!D2": DAY(2005, 3, 9)},
            ["query: Labs!B3: found a result on day 68; expected a day up to the last follow-up "
             "of patient 1, day 67. Correct whichever of the two is wrong."],
            id="a day after the last follow-up is asked about",
        ),
        pytest.param({"Patients!D2": "2005"}, [], id="in the year of the last follow-up"),
        pytest.param(
            {**dead(DAY(2005, 2, 1)), "Patients!D2": DAY(2005, 2, 1)},
            ["error: Labs!B3: found a result on day 68; expected a day up to the death of patient "
             "1, day 31 (Events!C3). Correct whichever of the two is wrong."],
            id="death says it once",
        ),
    ],
)  # fmt: skip
def test_what_comes_too_late(edit, said):
    reading = read_workbook(build(edit))

    assert [
        f"{one.severity}: {one.message}" for one in reading.problems if one.sheet == "Labs"
    ] == said
    assert reading.cohort is not None
    assert len(reading.cohort.labs) == 9


@pytest.mark.parametrize(
    ("event", "detail", "found"),
    [
        pytest.param("dialysis", None, "dialysis", id="for good, unless it says otherwise"),
        pytest.param("acute dialysis", None, "acute dialysis", id="the event says acute"),
        pytest.param("Dialysis (temporary)", None, "acute dialysis", id="in brackets"),
        pytest.param("haemodialysis with recovery", None, "acute dialysis", id="with recovery"),
        pytest.param("dialysis", "acute, for 2 weeks", "acute dialysis", id="the detail says so"),
        pytest.param("dialysis", "AKI in sepsis", "acute dialysis", id="acute kidney injury"),
        pytest.param("PD", "kidneys recovered", None, id="PD is no known event"),
        pytest.param("dialysis", "acute, without recovery", "dialysis", id="no recovery"),
        pytest.param("dialysis", "acute on chronic", "dialysis", id="acute on chronic"),
        pytest.param("dialysis", "did not recover; recovery was awaited", "dialysis", id="not"),
        pytest.param("kidney failure", "after acute illness", "kidney failure",
                     id="only a dialysis may be acute"),
        pytest.param("renal biopsy", None, "biopsy", id="biopsy"),
        pytest.param("SRNS", None, "steroid resistance", id="steroid resistance"),
    ],
)  # fmt: skip
def test_which_event_it_is(event, detail, found):
    edit = {"Events!C2": event, "Events!D1": "detail", "Events!D2": detail}
    reading = read_workbook(build(edit))

    assert reading.cohort.events["event"].tolist() == ([] if found is None else [found])
    noted = found == "acute dialysis" and event == "dialysis"
    assert [one.severity for one in reading.problems] == ["note"] * noted + ["error"] * (not found)
    if noted:
        assert reading.problems[0].message == (
            f"Events!C2: found dialysis, of which the detail says '{detail}'; expected acute "
            "dialysis, or one that lasted. It is read as acute dialysis, which ends nothing; type "
            "'kidney failure' if the kidneys did not recover."
        )
