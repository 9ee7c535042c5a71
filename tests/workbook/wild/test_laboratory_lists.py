"""One test a row: every result is read by the test's name and unit."""

import pytest

from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.propose import in_template_shape
from tests.workbook.wild.reading import book, proposed, read, results, text

LIST = [
    ["patient", "day", "test", "result", "unit"],
    ["K1", 0, "Protein/Creatinine", 6.1, "mg/mg"],
    ["K1", 0, "Albumin", 1.8, "g/dL"],
    ["K1", 30, "Protein/Creatinine", "<0.2", "mg/mg"],
    ["K1", 30, "Albumin", 3.8, "g/dL"],
    ["K1", 30, "Potassium", 4.1, "mmol/L"],
]
UPCR = [(0, 6.1, "", "mg/mg"), (30, 0.2, "<", "mg/mg")]
HEADINGS = [
    ["patient", "day", "test", "result", "unit"],
    ["Study ID", "day", "Test", "Value", "Unit"],
    ["Pat.-Nr.", "Tag", "Untersuchung", "Ergebnis", "Einheit"],
    ["MRN", "day", "Component", "Result", "Units"],
    ["Paciente", "día", "análisis", "resultado", "unidad"],
    ["subject id", "day", "lab test", "value", "units"],
]


@pytest.mark.parametrize("headings", HEADINGS, ids=lambda one: one[2])
def test_results_are_read_by_test_and_unit(headings):
    reading = read(book({"Export": [headings, *LIST[1:]]}))

    assert results(reading, "upcr") == UPCR
    assert results(reading, "albumin") == [(0, 1.8, "", "g/dL"), (30, 3.8, "", "g/dL")]
    assert any(one.found == "1 row of 1 other test" for one in reading.problems)


def test_every_cell_is_in_the_ledger():
    reading = read(book({"Export": LIST}))

    assert reading.ledger.cells == reading.ledger.used + reading.ledger.ignored == 30
    assert reading.ledger.ignored == 5


def test_a_column_of_drugs_does_not_hide_the_list():
    rows = [[*row, "tacrolimus" if n else "treatment"] for n, row in enumerate(LIST)]

    assert results(read(book({"Export": rows})), "upcr") == UPCR


CHILDREN = [["patient", "sex"], ["K1", "female"]]
INFUSIONS = [["patient", "day"], ["K1", 0]]


@pytest.mark.parametrize("name", ["Results", "Labs", "Lab results"])
def test_a_sheet_of_results_stands_in_place_of_labs_in_the_template(name):
    opened = book({"Patients": CHILDREN, name: LIST, "Infusions": INFUSIONS})
    reading = read_workbook(opened)

    assert in_template_shape(opened)
    assert reading.errors == ()
    assert results(reading, "upcr") == UPCR
    assert {cell.partition("!")[0] for cell in reading.cohort.labs["cell"]} == {name}
    ledger = reading.ledger
    assert ledger.cells == ledger.used + ledger.ignored + ledger.failed


def test_it_stands_beside_labs_too():
    labs = [["patient", "day", "Up/c (mg/mg)"], ["K1", 60, 0.1]]
    opened = book({"Patients": CHILDREN, "Labs": labs, "Results": LIST, "Infusions": INFUSIONS})

    assert results(read_workbook(opened), "upcr") == [(60, 0.1, "", "mg/mg"), *UPCR]


def test_a_test_that_is_not_understood_is_asked_once():
    rows = [LIST[0], ["K1", 0, "P/K-Quot", 6.1, "mg/mg"], ["K1", 30, "P/K-Quot", 0.1, "mg/mg"]]
    opened = book({"Export": rows})
    (question,) = proposed(opened).questions

    assert question.options[-1] == "none of these"
    assert read(opened).cohort is None
    answered = read(opened, test="urine protein/creatinine ratio")
    assert [value for _, value, *_ in results(answered, "upcr")] == [6.1, 0.1]
    assert read(opened, test="none of these").for_verdicts().cohort is None


def test_a_list_with_times_flags_and_words():
    opened = text(
        "Study ID,Date,Test,Value,Flag,Unit\n"
        'K1,24/12/2014 13:31,"Protein/Creatinine ratio, urine",900.0 H,H,mg/mmol\n'
        'K1,03/01/2015 14:56,"Protein/Creatinine ratio, urine",<15,,mg/mmol\n'
    )
    labs = read(opened, day_zero="first urine result").cohort.labs

    assert labs["value"].tolist() == [900.0, 15.0]
    assert labs["bound"].astype(str).tolist() == ["", "<"]
