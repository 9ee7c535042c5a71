"""Several tables of one child, several children in one table: each row has its own child."""

import datetime

import pytest

from tests.workbook.wild.layouts import assert_accounted
from tests.workbook.wild.reading import book, proposed, read, results

DAY = datetime.date
HEAD = ["Date", "Up/c (mg/mg)", "albumin (g/dL)"]
ONE = [[DAY(2020, 1, 1), 5.0, 1.9], [DAY(2020, 6, 1), 0.1, 3.9]]
TWO = [[DAY(2020, 2, 1), 4.0, 2.0], [DAY(2020, 7, 1), 2.1, 2.6]]
GIVEN = [["Date", "Cyclophosphamide (mg/m2)"], [DAY(2020, 1, 10), 500], [DAY(2020, 2, 10), 500]]
SECOND = {
    "infusions below": [[], *GIVEN],
    "infusions below a title": [[], ["Infusions"], *GIVEN],
    "infusions below a title of its own row": [[], ["Endoxan"], *GIVEN],
    "two empty rows": [[], [], *GIVEN],
    "a table of drugs": [[], ["drug", "start date"], ["Tac", DAY(2020, 3, 1)]],
    "a table of events": [[], ["event", "date"], ["relapse", DAY(2020, 8, 1)]],
}
FIRST = {
    "a line above": [["Patient: 7"], HEAD, *ONE],
    "a line in two cells": [["Patient", "7"], HEAD, *ONE],
    "its number alone": [["Patient 7"], HEAD, *ONE],
    "a column of one child": [["patient", *HEAD], *[["7", *row] for row in ONE]],
}


@pytest.mark.parametrize("below", SECOND)
@pytest.mark.parametrize("first", FIRST)
def test_a_second_table_without_a_child_is_of_the_same_child(first, below):
    opened = book({"Sheet": [*FIRST[first], *SECOND[below]]})
    reading = read(opened, day_zero="first urine result")
    cohort = reading.cohort

    assert not proposed(opened).questions
    assert cohort.patients["patient"].tolist() == ["7"]
    found = {
        "i": cohort.infusions["patient"].tolist(),
        "d": cohort.treatments["patient"].tolist(),
        "e": cohort.events["patient"].tolist(),
    }
    assert ["7"] in found.values() or ["7", "7"] in found.values()
    assert_accounted(opened, reading)


@pytest.mark.parametrize("below", SECOND)
def test_on_a_sheet_named_for_the_child_too(below):
    opened = book({"Pt 7": [HEAD, *ONE, *SECOND[below]]})

    assert read(opened, day_zero="first urine result").cohort.patients["patient"].tolist() == ["7"]


def test_a_child_that_is_left_out_is_left_out_of_all_tables_of_its_sheet():
    opened = book({"Anna": [HEAD, *ONE, *SECOND["infusions below"]], "Pt 2": [HEAD, *TWO]})
    reading = read(opened, child="leave it out", day_zero="first urine result")

    assert reading.cohort.patients["patient"].tolist() == ["2"]
    assert len(reading.cohort.infusions) == 0


@pytest.mark.parametrize(
    "line",
    [
        *(["Patient 2"], ["Pt 2"], ["Case 2"], ["patient: 2"], ["Patient no: 2"], ["ID: 2"]),
        *(["Patient", 2], ["Subject 2"], ["child 2"], ["Pat.-Nr.: 2"], ["Paciente: 2"]),
    ],
)
@pytest.mark.parametrize("gap", [[], [[]]], ids=["no gap", "an empty row"])
def test_lines_between_the_rows_name_the_children(line, gap):
    first = [str(part).replace("2", "1") for part in line]
    opened = book({"Sheet": [HEAD, first, *ONE, *gap, line, *TWO]})
    reading = read(opened, day_zero="first urine result")

    assert reading.cohort.patients["patient"].tolist() == ["1", "2"]
    assert [value for _, value, _, _ in results(reading, "upcr")] == [5.0, 0.1, 4.0, 2.1]
    assert reading.cohort.labs["patient"].tolist() == ["1", "1", "2", "2"] * 2
    assert_accounted(opened, reading)


@pytest.mark.parametrize(
    "lines",
    [
        *(["Patient: {}"], ["Patient: {}", "Sex: F"], ["Patient: {}", "Sex: F", "FSGS"]),
        *(["Pt {}"], ["Patient", "{}"], ["ID: {}"], ["Pat.-Nr.: {}", "Geschlecht: w"]),
        *(["Case {}"], ["Subject {}"], ["Study no: {}"]),
    ],
)
@pytest.mark.parametrize("gap", [[], [[]]], ids=["no gap", "an empty row"])
def test_headings_again_for_each_child(lines, gap):
    first, second = ([one.format(n) for one in lines] for n in (1, 2))
    opened = book({"Sheet": [first, HEAD, *ONE, *gap, second, HEAD, *TWO]})
    reading = read(opened, day_zero="first urine result")

    assert reading.cohort.labs["patient"].tolist() == ["1", "1", "2", "2"] * 2
    assert_accounted(opened, reading)


@pytest.mark.parametrize(
    ("first", "second"), [("Anna", "Ben"), ("Anna Maria Langname", "Ben-Olaf Kurz"), ("a", "b")]
)
def test_names_alone_between_dated_rows_are_asked(first, second):
    opened = book({"Sheet": [HEAD, [first], *ONE, [], [second], *TWO]})
    (question,) = proposed(opened).questions
    reading = read(opened, child="the cells without a heading", day_zero="first urine result")

    assert f"'{first}' and '{second}'" in question.why
    assert reading.cohort.patients["patient"].tolist() == [first, second]


def test_the_same_results_again_without_a_name_are_asked():
    opened = book({"Pt 7": [HEAD, *ONE, [], HEAD, *TWO]})
    (question,) = proposed(opened).questions

    assert question.asks == "Sheet Pt 7: is the table from A5 on about '7', too?"
    both = read(opened, child=question.options[0], day_zero="first urine result")
    assert len(both.cohort.labs) == 8
    first = read(opened, child="leave it out", day_zero="first urine result")
    assert [value for _, value, _, _ in results(first, "upcr")] == [5.0, 0.1]


@pytest.mark.parametrize(
    "heading", ["Registro", "Zeichen", "Fall", "Nome curto", "Kurz", "étiquette"]
)
def test_a_table_of_children_whose_heading_is_asked_elsewhere_is_asked_too(heading):
    children = [[heading, "sex", "histology"], ["a1", "F", "MCD"], ["a2", "M", "FSGS"]]
    labs = [[heading, "day", "Up/c (mg/mg)"], ["a1", 0, 5.0], ["a1", 90, 0.1], ["a2", 0, 4.0]]
    opened = book({"Children": children, "Visits": labs})
    asked = [one for one in proposed(opened).questions if one.id.startswith("child")]

    assert len(asked) == 2
    cohort = read(opened, child=heading).cohort
    assert cohort.patients[["patient", "sex"]].to_numpy().tolist() == [
        ["a1", "female"],
        ["a2", "male"],
    ]
