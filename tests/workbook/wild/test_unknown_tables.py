"""Tables of which no heading is known, in a language that the program does not know."""

import datetime

from tests.workbook.wild.layouts import assert_accounted, kinds_of_questions
from tests.workbook.wild.reading import book, proposed, read, results

DAYS = [datetime.date(2019, 3, 4), datetime.date(2019, 4, 8), datetime.date(2019, 5, 6)]
ROWS = [["1", day, *values] for day, values in zip(DAYS, ((6.2, 1.8), (0.1, 3.9), (2.5, 3.0)),
                                                   strict=True)]  # fmt: skip
HEADINGS = ["Gyerek", "Mintavétel", "Vizelet F/K", "Fehérje szérum"]
FIRST = "first urine result"


def test_a_person_says_what_its_columns_hold():
    opened = book({"Lap1": [HEADINGS, *ROWS]})
    asked = {one.id: one for one in proposed(opened).questions}

    assert [one.partition(":")[0] for one in asked] == [
        *("child", "day of the results", "which", "which")
    ]
    assert asked["child: Lap1!A1"].options[0] == "Gyerek"
    answers = {
        "child: Lap1!A1": "Gyerek",
        "day of the results: Lap1!A1 Mintavétel": "yes",
        "which: Lap1!A1 Vizelet F/K": "Up/c in mg/mg",
        "which: Lap1!A1 Fehérje szérum": "albumin in g/dL",
    }
    reading = read(opened, day_zero=FIRST, **{key.replace(" ", "_"): answers[key] for key in asked})
    assert [(day, value) for day, value, *_ in results(reading, "upcr")] == [
        *((0, 6.2), (35, 0.1), (63, 2.5))
    ]
    assert [value for _, value, *_ in results(reading, "albumin")] == [1.8, 3.9, 3.0]
    assert_accounted(opened, reading)


def test_digits_of_arabic_are_numbers():
    rows = [["المريض", "Date", "Up/c (mg/mg)"], ["١", "٢٥/٠١/٢٠١٩", "٧٫٢"]]
    opened = book({"Data": [*rows, ["١", "١١/٠٢/٢٠١٩", "٠٫١٥"]]})
    reading = read(opened, day_zero=FIRST)
    assert [(day, value) for day, value, *_ in results(reading, "upcr")] == [(0, 7.2), (17, 0.15)]


def test_a_unit_in_a_heading_leaves_only_what_is_reported_in_it():
    opened = book({"Lap1": [["Gyerek", "Mintavétel", "Szérum (g/L)"], *(row[:3] for row in ROWS)]})
    (which,) = [one for one in proposed(opened).questions if one.id.startswith("which")]
    assert which.options == ("albumin in g/L", "leave it out")


def test_a_table_without_dates_asks_nothing():
    assert proposed(book({"Lap1": [["SEQN", "URXUMA"], [1, 5.3], [2, 6.1]]})).questions == ()


def test_beside_a_known_table_an_unknown_one_is_left():
    labs = [["patient", "date", "Up/c (mg/mg)"], ["A", "2019-01-01", 5]]
    opened = book({"Labs": labs, "Lap1": [HEADINGS, *ROWS]})
    assert kinds_of_questions(opened) == []


def test_headings_again_right_below_the_rows_are_those_of_another_page():
    heading = ["Date", "uPCR (mg/mmol)", "Alb (g/L)"]
    rows = [[day, 400, 20] for day in DAYS]
    opened = book(
        {"Archer B": [["Patient:", "Archer B"], [], heading, *rows[:2], heading, rows[2]]}
    )
    reading = read(opened, day_zero=FIRST)

    assert kinds_of_questions(opened) == []
    assert sorted(day for day, *_ in results(reading, "upcr")) == [0, 35, 63]


def test_headings_again_apart_may_be_those_of_another_child():
    heading = ["Date", "uPCR (mg/mmol)", "Alb (g/L)"]
    rows = [[day, 400, 20] for day in DAYS]
    above = [["Patient:", "Archer B"], [], heading, *rows[:2]]
    opened = book({"Archer B": [*above, [], heading, rows[2]]})
    assert kinds_of_questions(opened) == ["child"]
