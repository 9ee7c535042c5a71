"""Urine protein of which only a unit, beside each result or in it, tells ratio from 24 hours."""

from srns.workbook.files.cells import WorkbookCells
from srns.workbook.recipe.model import Recipe
from tests.workbook.wild.layouts import assert_accounted, kinds_of_questions
from tests.workbook.wild.reading import book, proposed, read, results

HEADING = ["Paziente", "Data", "Proteinuria", "Unità"]
MIXED = [("8,4", "mg/mg"), ("20", "mg/mmol"), ("120", "mg/g"), ("3,2", "g/24h"), ("88", "mg/m²/h")]


def beside(*results: tuple[str, str]) -> WorkbookCells:
    """Return a table of one child with the unit in a column of its own."""
    rows = [["AB", f"{n + 13}/02/2020", *each] for n, each in enumerate(results)]
    return book({"Esami": [HEADING, *rows]})


def of_protein(recipe: Recipe) -> str:
    return next(one.means for one in recipe.tables[0].columns if one.heading == "Proteinuria")


def test_a_unit_beside_each_result_decides_what_it_is():
    opened = beside(*MIXED)
    reading = read(opened, day_zero="first urine result")

    assert kinds_of_questions(opened) == []
    assert results(reading, "upcr") == [
        (0, 8.4, "", "mg/mg"),
        (1, 20.0, "", "mg/mmol"),
        (2, 120.0, "", "mg/g"),
    ]
    assert results(reading, "protein_24h") == [(3, 3.2, "", "g/day"), (4, 88.0, "", "mg/m²/h")]
    assert reading.errors == ()
    assert_accounted(opened, reading)


def test_the_unit_in_each_cell_decides_as_well():
    rows = [["AB", f"{n + 13}/02/2020", " ".join(one)] for n, one in enumerate(MIXED)]
    opened = book({"Esami": [HEADING[:3], *rows]})
    reading = read(opened, day_zero="first urine result")

    assert kinds_of_questions(opened) == []
    assert [value for _, value, _, _ in results(reading, "upcr")] == [8.4, 20.0, 120.0]
    assert [value for _, value, _, _ in results(reading, "protein_24h")] == [3.2, 88.0]


def test_units_of_one_kind_make_the_column_that_kind():
    assert of_protein(proposed(beside(("3,2", "g/24h"), ("0,1", "g/24h")))) == "Labs.protein_24h"
    assert of_protein(proposed(beside(("3,2", "g/g"), ("0,1", "mg/mg")))) == "Labs.upcr"


def test_a_result_without_its_unit_leaves_the_question():
    assert "which" in kinds_of_questions(beside(("3,2", "g/g"), ("0,1", "")))


def test_a_heading_that_says_ratio_refuses_a_unit_of_the_day():
    rows = [["A", "2020-01-01", "3.2 g/24h"], ["A", "2020-02-01", 0.5], ["A", "2020-03-01", 0.4]]
    reading = read(book({"Data": [["patient", "date", "Up/c (mg/mg)"], *rows]}))
    assert [one.place for one in reading.errors if one.cell] == ["Data!C2"]
