"""Single cells that speak for themselves: units, commas, strips, courses that go on, odd dates."""

import datetime
import math

import pytest

from srns.workbook.read_workbook import read_workbook
from tests.workbook.wild.layouts import kinds_of_questions
from tests.workbook.wild.reading import book, proposed, read, results, table

CONTRADICTING = {
    "albumin's unit in a ratio": ("Up/c (mg/mg)", "12.5 g/dL"),
    "a concentration in a ratio": ("Up/c (mg/mg)", "3 g/L"),
    "a day's protein in a ratio": ("Up/c (mg/mg)", "8 g/day"),
    "creatinine's unit in a ratio": ("Up/c (mg/mg)", "2 mmol/L"),
    "a ratio among albumins": ("albumin (g/dL)", "3 mg/mmol"),
    "mg/dL among albumins": ("albumin (g/dL)", "3 mg/dL"),
    "mmol/L among albumins": ("albumin (g/L)", "30 mmol/L"),
    "grams a day among albumins": ("albumin (g/L)", "30 g/day"),
    "a length among weights": ("weight (kg)", "30 cm"),
    "a weight among heights": ("height (cm)", "120 kg"),
    "g/dL among creatinines": ("creatinine (mg/dL)", "1 g/dL"),
}


@pytest.mark.parametrize(("heading", "cell"), CONTRADICTING.values(), ids=CONTRADICTING)
def test_a_unit_in_a_cell_that_contradicts_is_an_error(heading, cell):
    rows = [["study_id", "day", heading, "dipstick"], ["K1", 0, "", "2+"], ["K1", 9, cell, "1+"]]
    reading = read(book({"Data": rows}))

    assert [one.cell for one in reading.errors if one.cell] == ["C3"]


@pytest.mark.parametrize(
    ("heading", "cell", "kept"),
    [
        ("Up/c (mg/mg)", "20 mg/mmol", (30, 20.0, "", "mg/mmol")),
        ("Up/c (mg/mg)", "<150 mg/g", (30, 150.0, "<", "mg/g")),
        ("Up/c (mg/mg)", "0.2 (g/g)", (30, 0.2, "", "g/g")),
    ],
)
def test_another_unit_of_the_same_kind_is_kept(heading, cell, kept):
    rows = [["study_id", "day", heading], ["K1", 0, 3], ["K1", 30, cell]]

    assert kept in results(read(book({"Data": rows})), "upcr")


STRIPS = {
    "neg": 0, "Negativ": 0, "négatif": 0, "nég.": 0, "阴性": 0, "trace": 1, "traces": 1, "Spur": 1,
    "trazas": 1, "tracce": 1, "eser": 1, "±": 1, "+": 2, "1+": 2, "++": 3, "+++": 4, "4+": 5,
}  # fmt: skip


@pytest.mark.parametrize(("typed", "grade"), STRIPS.items())
def test_the_word_of_a_strip_among_ratios_is_a_strip(typed, grade):
    rows = [["study_id", "day", "UPCR (mg/mg)"], ["K1", 0, 3.1], ["K1", 30, 2], ["K1", 60, typed]]
    reading = read(book({"Data": rows}))

    assert reading.errors == ()
    assert results(reading, "dipstick") == [(60, grade, "", "")]


@pytest.mark.parametrize("heading", ["albumin (g/dL)", "creatinine (mg/dL)", "weight (kg)"])
def test_a_strip_among_other_results_is_an_error(heading):
    reading = read(table(heading, 3.1, 2.0, "2+"))

    assert [one.cell for one in reading.errors] == ["D4"]
    assert results(reading, "dipstick") == []


COMMAS = ["0,15", "1,1", "<0,2", "12,5", "3,0 *"]


@pytest.mark.parametrize("typed", COMMAS)
def test_single_decimal_commas_are_one_answer(typed):
    rows = [
        ["study_id", "day", "Up/c (mg/mg)", "albumin (g/dL)"],
        ["K1", 0, 3.1, 1.8],
        ["K1", 30, "2.25", "2,4"],
        ["K1", 60, typed, "2.8"],
    ]
    opened = book({"Data": rows})
    (question,) = proposed(opened).questions

    assert question.asks.startswith("Sheet Data: 2 cells among numbers with a decimal point hold a")
    yes = read(opened, decimal_commas="yes: read them as points")
    assert yes.errors == ()
    assert results(yes, "albumin")[1][1] == 2.4
    no = read(opened, decimal_commas="no: leave these cells unread")
    assert sorted(one.cell for one in no.errors) == ["C4", "D3"]


def test_commas_that_can_be_no_other_are_read_and_told():
    opened = book(
        {"Data": [["study_id", "day", "Up/c (mg/mg)"], ["K1", 0, 3.1], ["K1", 30, "1,6"]]}
    )
    (question,) = proposed(opened).questions
    reading = read(opened)

    assert question.answer == "yes: read them as points"
    assert [one[1] for one in results(reading, "upcr")] == [3.1, 1.6]
    (told,) = (one for one in reading.problems if "comma" in one.found)
    assert (told.severity, told.cell, told.found) == (
        "query",
        "C3",
        "a decimal comma in C3 ('1,6')",
    )


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        pytest.param("1,6", (900.5, 850.25), id="too small for a decimal"),
        pytest.param("12,5", (0.15, 0.2), id="too large for a decimal"),
        pytest.param("1,65", (2.5, "1,234"), id="thousands in the column"),
    ],
)
def test_commas_that_may_be_something_else_stay_open(typed, others):
    rows = [["study_id", "day", "Up/c (mg/g)"], *(["K1", n, one] for n, one in enumerate(others))]
    (question,) = proposed(book({"Data": [*rows, ["K1", 60, typed]]})).open_questions

    assert question.id.startswith("decimal commas")


def test_a_column_that_agrees_on_the_comma_is_not_asked():
    rows = [
        ["study_id", "day", "Up/c (mg/mg)"],
        ["K1", 0, "3,1"],
        ["K1", 30, "0,15"],
        ["K1", 60, 2],
    ]

    assert proposed(book({"Data": rows})).questions == ()


GOES_ON = ["ongoing", "On-going", "continues", "current", "laufend", "en cours", "en curso", "至今",
           "in corso", "devam ediyor"]  # fmt: skip


@pytest.mark.parametrize("word", GOES_ON)
def test_a_course_that_goes_on_has_no_stop(word):
    opened = book(
        {
            "Patients": [["patient", "index date"], ["K1", datetime.date(2020, 1, 1)]],
            "Labs": [["patient", "day", "Up/c (mg/mg)"], ["K1", 0, 3.1]],
            "Treatments": [
                ["patient", "drug", "start date", "stop date"],
                ["K1", "tacrolimus", datetime.date(2020, 2, 1), word],
            ],
        }
    )
    reading = read_workbook(opened)

    assert reading.errors == ()
    assert reading.cohort.treatments["start_day"].tolist() == [31]
    assert reading.cohort.treatments["stop_day"].isna().all()


def test_a_course_that_no_day_0_places_is_queried():
    rows = [
        ["study_id", "drug", "start_date", "Up/c day 0 (mg/mg)"],
        ["K1", "tacrolimus", datetime.date(2021, 1, 12), 6.1],
    ]
    queries = [one for one in read(book({"Data": rows})).problems if one.severity == "query"]

    assert [(one.cell, one.found) for one in queries] == [
        ("C2", "2021-01-12, and no date of day 0")
    ]


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("kind", ("initial", "late", "initial")),
        ("type of disease", ("primär", "sekundär")),
    ],
)
def test_known_words_under_another_heading_are_asked(heading, words):
    rows = [[f"K{n}", 0, 3.1, word] for n, word in enumerate(words)]
    opened = book({"Data": [["study_id", "day", "Up/c (mg/mg)", heading], *rows]})
    (question,) = proposed(opened).questions

    assert question.options == ("steroid resistance", "leave it out")
    answered = read(opened, which="steroid resistance").cohort.patients["steroid_resistance"]
    assert set(answered) == {"initial", "late"}


@pytest.mark.parametrize(
    ("day", "hint"),
    [
        (datetime.date(1900, 1, 12), "12"),
        (datetime.date(1900, 2, 28), "59"),
        (datetime.date(1900, 3, 31), "91"),
        (datetime.date(1929, 12, 31), ""),
    ],
)
def test_an_impossible_date_is_named_and_its_row_stays_out(day, hint):
    labs = [["patient", "date", "Up/c (mg/mg)"], ["K1", day, 3.1]]
    labs += [["K1", datetime.date(2015, 3, n), 0.1] for n in (1, 2)]
    opened = book(
        {
            "Patients": [["patient", "index date"], ["K1", datetime.date(2015, 1, 1)]],
            "Labs": labs,
        }
    )
    reading = read_workbook(opened)

    (error,) = reading.errors
    assert (error.sheet, error.cell, error.found) == ("Labs", "B2", f"{day}")
    assert (f"the number {hint}," in error.remedy) == bool(hint)
    assert [one[0] for one in results(reading, "upcr")] == [59, 60]


@pytest.mark.parametrize("typed", ["haemolysed", "insufficient", "see note", "clotted", "QNS"])
def test_a_comment_in_a_laboratory_list_is_an_unknown_result(typed):
    rows = [["patient", "day", "test", "result", "unit"]]
    rows += [["K1", n, "Albumin", 2.8, "g/dL"] for n in (0, 30)]
    rows += [["K1", 60, "Albumin", typed, "g/dL"], ["K1", 60, "UPCR", 1.1, "mg/mg"]]
    found = results(read(book({"Export": rows})), "albumin")

    assert [day for day, *_ in found] == [0, 30, 60]
    assert math.isnan(found[2][1])


@pytest.mark.parametrize("typed", ["lost to f/u", "LTFU", "perdido", "perdu de vue", "失访"])
def test_a_child_who_was_not_seen_has_no_result_that_is_unknown(typed):
    rows = [
        ["Paciente", "date", "Up/c (mg/mg)"],
        ["A", "2019-01-01", 5],
        ["A", "2020-01-01", typed],
    ]
    reading = read(book({"Data": rows}), day_zero="first urine result")

    assert reading.errors == ()
    assert reading.cohort.labs["value"].tolist() == [5]
    assert reading.cohort.absences["reason"].tolist() == ["not done"]


@pytest.mark.parametrize("heading", ["age_menarche", "edad de la menarquia"])
def test_the_age_at_something_unknown_is_not_asked_about(heading):
    rows = [["patient", "date", "Up/c (mg/mg)", heading], ["A", "2019-01-01", 5, 12]]
    assert kinds_of_questions(book({"Data": rows})) == []
