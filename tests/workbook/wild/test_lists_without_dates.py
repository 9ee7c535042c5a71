"""Laboratory lists whose rows name their visit, or count its time, and no date."""

import datetime

import pytest

from tests.workbook.wild.reading import book, proposed, read, results, text

_UPCR = "Protein/creatinine ratio"
JANUARY, APRIL = datetime.date(2020, 1, 6), datetime.date(2020, 4, 1)


def listed(heading, first, second, third="later"):
    """Return a list of one test at three visits, of two children."""
    return [
        ["SUBJID", heading, "LBTEST", "LBVAL", "LBUNIT"],
        ["A", first, _UPCR, 6.1, "mg/mg"],
        ["A", second, _UPCR, 0.1, "mg/mg"],
        ["B", first, _UPCR, 4, "mg/mg"],
        *([["B", third, _UPCR, 0.3, "mg/mg"]] if third != "later" else []),
    ]


PLANNED = [
    pytest.param("VISITDY", (-15, 84), "days from day 0", [-15, 84], id="planned study day"),
    pytest.param("VISITDY", (1, 85), "days from day 1", [0, 84], id="study days have no 0"),
    pytest.param("VISITDY", (-15, 84), "days from each", [0, 99], id="from the first visit"),
    pytest.param("Week", (0, 12), "weeks from day 0", [0, 84], id="weeks"),
    pytest.param("Woche nach Beginn", (0, "W12"), "weeks from day 0", [0, 84], id="weeks in words"),
    pytest.param("Mois de suivi", (1, 6), "months from each", [0, 152], id="months"),
    pytest.param("随访月", (0, 3), "months from day 0", [0, 91], id="months, Chinese"),
    pytest.param("time (weeks)", (0, 2), "weeks from day 0", [0, 14], id="the unit in brackets"),
]


@pytest.mark.parametrize(("heading", "visits", "answer", "days"), PLANNED)
def test_time_that_is_counted_is_asked_from_when(heading, visits, answer, days):
    opened = book({"LB": listed(heading, *visits)})
    (question,) = proposed(opened).questions
    (chosen,) = [one for one in question.options if one.startswith(answer)]

    found = results(read(opened, time_of_the_visit=chosen), "upcr")
    assert [day for day, *_ in found][:2] == days


@pytest.mark.parametrize(
    ("heading", "answers", "days"),
    [
        ("VISIT", {"visits": "yes"}, [0, 91]),
        ("Visit", {"visit_1": "day 0", "visit_2": "day 61"}, [0, 61]),
        ("VISITNUM", {"visit_1": "day 30", "visit_2": "leave it out"}, [30]),
    ],
    ids=["their names give days", "numbers are asked one by one", "one of them left out"],
)
def test_visits_that_are_named_are_asked(heading, answers, days):
    names = ("Baseline", "Month 3") if "visits" in answers else (1, 2)
    reading = read(book({"LB": listed(heading, *names)}), **answers)

    assert sorted({day for day, *_ in results(reading, "upcr")}) == days
    assert reading.ledger.failed == 0


def test_the_one_column_that_counts_is_asked_about_and_not_the_names():
    opened = text(
        "usubjid,visitnum,visit,visitdy,lbtest,lbstresn,lbstresu\n"
        "A,1,SCREENING,-15,Protein/creatinine,2.1,mg/mg\n"
        "A,4,WEEK 12,84,Protein/creatinine,1,mg/mg\n"
    )
    assert ["VISITDY" in one.asks.upper() for one in proposed(opened).questions] == [True]


def test_a_visit_without_a_day_leaves_its_row_out_loudly():
    opened = book({"LB": listed("Week", 0, 12, "unscheduled")})
    reading = read(opened, time_of_the_visit="weeks from day 0")

    assert [day for day, *_ in results(reading, "upcr")] == [0, 84, 0]
    (error,) = [one for one in reading.problems if one.severity == "error"]
    assert error.message == (
        "LB!B5: found the visit 'unscheduled' of patient B; expected its day. "
        "Add it; until then the row is left out."
    )
    assert reading.ledger.failed == 2  # the visit and its result


VISITS = [
    ["Patient", "Visit", "Date of visit"],
    ["A", 1, JANUARY],
    ["A", 2, APRIL],
    ["B", 1, JANUARY],
]
INFUSIONS = [["patient", "date"], ["A", JANUARY], ["B", JANUARY]]


@pytest.mark.parametrize(
    "labs",
    [
        pytest.param(listed("VISITNUM", 1, 2), id="a list"),
        pytest.param(listed("Visit", "V1", "Visit 2"), id="a list that names them otherwise"),
        pytest.param(
            [
                ["patient", "visit", "Up/c (mg/mg)"],
                ["A", "Visit 1", 6.1],
                ["A", "Visit 2", 0.1],
                ["B", "Visit 1", 4],
            ],
            id="a table",
        ),
    ],
)
def test_visits_are_dated_by_another_table_without_a_question(labs):
    opened = book({"Labs": labs, "Visits": VISITS, "Infusions": INFUSIONS})
    assert proposed(opened).questions == ()
    reading = read(opened)

    assert [day for day, *_ in results(reading, "upcr")] == [0, 86, 0]
    used = {one.sheet for one in reading.problems if one.severity != "note"}
    assert used == set()


@pytest.mark.parametrize(
    ("visits", "why"),
    [
        (VISITS, "no date of this child's visit"),
        ([*VISITS, ["B", 2, JANUARY], ["B", 2, APRIL]], "two dates of one visit"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
@pytest.mark.parametrize("wide", [False, True], ids=["list", "table"])
def test_a_visit_without_one_date_leaves_its_row_out_loudly(visits, why, wide):
    labs = listed("Visit", 1, 2, 2)
    if wide:
        labs = [["patient", "Visit", "Up/c (mg/mg)"], *([a, v, x] for a, v, _, x, _ in labs[1:])]
    reading = read(book({"Labs": labs, "Visits": visits, "Infusions": INFUSIONS}))

    assert [day for day, *_ in results(reading, "upcr")] == [0, 86, 0], why
    (error,) = [one for one in reading.problems if one.severity == "error"]
    assert "the visit '2' of patient B" in error.message
    assert "one date of it on 'Visits'" in error.message


def test_reference_dates_of_a_trial_are_day_0():
    opened = book(
        {
            "SV": [["USUBJID", "VISIT", "SVSTDTC"], ["A", "WEEK 12", "2020-04-01"]],
            "DM": [["USUBJID", "RFSTDTC", "SEX"], ["A", "2020-01-06", "F"]],
            "LB": [
                ["USUBJID", "VISIT", "LBTEST", "LBORRES", "LBORRESU"],
                ["A", "WEEK 12", "Protein/Creatinine", "0.15", "mg/mg"],
            ],
        }
    )
    assert proposed(opened).questions == ()
    assert results(read(opened), "upcr") == [(86, 0.15, "", "mg/mg")]


@pytest.mark.parametrize(
    ("days", "read_as", "noted"),
    [((0, 28), [0, 28], False), ((1, 29), [0, 28], True)],
    ids=["a 0 among study days is day 0", "without a 0, day 1 is"],
)
def test_study_days_of_a_plain_list(days, read_as, noted):
    rows = "".join(f"A,{day},{_UPCR},1,mg/mg\n" for day in days)
    reading = read(text(f"patient,study day,test,result,unit\n{rows}"))

    assert [day for day, *_ in results(reading, "upcr")] == read_as
    assert any("study days without a day 0" in one for one in map(str, reading.problems)) is noted
