"""Visits in place of days: their days are asked, and no row is said to be one too many."""

import pytest

from tests.workbook.wild.reading import book, meanings, proposed, read, results, text

EVENTS = (
    "record_id,redcap_event_name,UPCR (mg/mg)\n"
    "1,baseline_arm_1,6.1\n1,month_3_arm_1,0.1\n1,month_6_arm_1,0.1\n"
)


def test_days_that_the_names_of_visits_say_are_confirmed():
    (question,) = proposed(text(EVENTS)).questions

    assert "baseline_arm_1 = day 0, month_3_arm_1 = day 91" in question.asks
    assert results(read(text(EVENTS), visits="yes"), "upcr") == [
        (0, 6.1, "", "mg/mg"),
        (91, 0.1, "", "mg/mg"),
        (183, 0.1, "", "mg/mg"),
    ]


@pytest.mark.parametrize("heading", ["visit", "Visit", "redcap_event_name", "Visite", "visita",
                                     "visit name", "VISITNUM", "Follow-up", "访视"])  # fmt: skip
def test_visits_without_a_day_are_asked_one_by_one(heading):
    opened = text(f"study_id,{heading},UPCR (mg/mg)\n1,first,6.1\n1,second,0.1\n")
    asked = [one.id.partition(":")[0] for one in proposed(opened).questions]

    assert asked == ["visit first", "visit second"]
    reading = read(opened, visit_first="day 0", visit_second="day 183")
    assert [day for day, *_ in results(reading, "upcr")] == [0, 183]
    left = read(opened, visit_first="day 0", visit_second="leave it out")
    assert [day for day, *_ in results(left, "upcr")] == [0]


def test_a_visit_beside_a_date_dates_nothing():
    opened = text("study_id,visit,day,UPCR (mg/mg)\n1,first,0,6.1\n1,second,30,0.1\n")

    assert proposed(opened).questions == ()
    assert meanings(opened)["visit"] == "ignore"


def test_visits_above_the_columns_are_asked_once_each():
    opened = book(
        {
            "Data": [
                ["", "Visit 1", "Visit 2"],
                ["pat_id", "UPCR (mg/mg)", "UPCR (mg/mg)"],
                ["1", 6.1, 0.1],
            ]
        }
    )
    asked = [one.id for one in proposed(opened).questions]

    assert len(asked) == 2
    reading = read(opened, visit_visit_1="day 0", visit_visit_2="day 91")
    assert [day for day, *_ in results(reading, "upcr")] == [0, 91]
