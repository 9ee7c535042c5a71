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


@pytest.mark.parametrize(
    ("heading", "answer", "days"),
    [
        ("Week", "weeks from day 0", [0, 84]),
        ("Monat", "months from day 0", [0, 365]),
        ("Study week", "weeks from each child's first visit, which is day 0", [0, 84]),
        ("visitdy", "days from day 1, which is day 0", [0, 11]),
        ("geplanter Tag", "days from day 0", [0, 12]),
        ("週数", "weeks from day 0", [0, 84]),
        ("Неделя", "weeks from day 0", [0, 84]),
    ],
)
def test_time_that_is_counted_is_never_all_on_day_0(heading, answer, days):
    first = 1 if "day 1" in answer else 0
    opened = text(f"study_id,{heading},UPCR (mg/mg)\n1,{first},6.1\n1,12,0.1\n")
    (question,) = proposed(opened).questions

    assert answer in question.options
    assert [day for day, *_ in results(read(opened, time_of_the_visit=answer), "upcr")] == days


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param("study_id,follow-up months,UPCR (mg/mg) month 6\n1,60,0.1\n2,48,1\n",
                     id="how long a child was followed"),
        pytest.param("study_id,year,month,date,UPCR (mg/mg)\n1,2019,3,2019-03-01,1\n"
                     "1,2019,4,2019-04-01,0.1\n", id="a month of the calendar"),
    ],
)  # fmt: skip
def test_what_counts_no_visits_is_not_asked_about(rows):
    assert proposed(text(rows)).questions == ()


def test_a_visit_whose_day_nothing_says_leaves_its_row_out_loudly():
    opened = text("study_id,week,UPCR (mg/mg)\n1,0,6.1\n1,12,0.1\n1,unscheduled,0.2\n")
    reading = read(opened, time_of_the_visit="weeks from day 0")

    assert [day for day, *_ in results(reading, "upcr")] == [0, 84]
    assert [one.cell for one in reading.problems if one.severity == "error"] == ["B4"]
    assert reading.ledger.failed == 1


def test_a_visit_that_is_left_out_is_not_counted_as_read():
    opened = text("study_id,visit,UPCR (mg/mg)\n1,first,6.1\n1,second,0.1\n")
    reading = read(opened, visit_first="day 0", visit_second="leave it out")

    fates = reading.ledger.entries
    left = fates[fates["reason"] == "its visit was left out, as answered"]
    assert left["cell"].tolist() == ["C3"]


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
