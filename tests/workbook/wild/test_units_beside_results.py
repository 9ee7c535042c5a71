"""The unit of each result in a column of its own, or in its own cell: no question, no guess."""

import pytest

from tests.workbook.wild.layouts import assert_accounted
from tests.workbook.wild.reading import book, proposed, read, results

MIXED = [(450, "mg/mmol"), (0.15, "g/g"), (12, "mg/mmol"), (200, "mg/g")]
READ = [(0, 450.0, "", "mg/mmol"), (1, 0.15, "", "g/g"), (2, 12.0, "", "mg/mmol"),
        (3, 200.0, "", "mg/g")]  # fmt: skip
UNITS = [
    *("Unit", "Units", "UPCR unit", "Up/c units", "Einheit", "unité", "unidad", "unidade"),
    *("unità", "birim", "单位", "単位"),
]


@pytest.mark.parametrize("heading", UNITS)
def test_a_column_of_units_behind_the_result(heading):
    rows = [["study_id", "day", "UPCR", heading, "albumin (g/L)"]]
    rows += [["K1", day, *pair, 30] for day, pair in enumerate(MIXED)]
    opened = book({"Data": rows})
    reading = read(opened)

    assert not proposed(opened).questions
    assert sorted(results(reading, "upcr")) == READ
    assert_accounted(opened, reading)


def test_a_result_without_its_unit_is_asked_about():
    rows = [["study_id", "day", "UPCR", "Unit"], ["K1", 0, 450, "mg/mmol"], ["K1", 1, 0.2, ""]]
    opened = book({"Data": rows})
    (question,) = proposed(opened).questions

    assert question.id.startswith("unit")
    assert results(read(opened, unit="g/g"), "upcr") == [
        (0, 450.0, "", "mg/mmol"),
        (1, 0.2, "", "g/g"),
    ]


@pytest.mark.parametrize("other", ["mg", "kg", "yes", "months"])
def test_a_column_of_other_units_is_not_of_the_result(other):
    rows = [["study_id", "day", "UPCR", "Unit"], ["K1", 0, 450, other], ["K1", 1, 0.2, other]]

    assert proposed(book({"Data": rows})).questions


@pytest.mark.parametrize(
    "cells",
    [
        ["5.2 g/g", "450 mg/mmol"],
        ["5,2 g/g", "450 mg/mmol"],
        ["0.2 mg/mg", "200 mg/g"],
        ["12 mg/mmol", "0.15 g/g", "300 mg/g"],
        ["<0.2 g/g", "20 mg/mmol"],
        ["5.2g/g", "450mg/mmol"],
        ["5.2 mg/mg", "20 g/mol"],
        ["≤20 mg/mmol", "0.3 mg/mg"],
        [">30 mg/mg", "450 mg/mmol"],
        ["5.2 g/g", "450 mg/mmol", ""],
    ],
)
def test_cells_that_all_state_their_units(cells):
    rows = [["study_id", "day", "P/C"], *(["K1", day, cell] for day, cell in enumerate(cells))]
    opened = book({"Data": rows})
    found = results(read(opened), "upcr")

    assert not proposed(opened).questions
    stated = [cell.lstrip("<>≤0123456789., ") for cell in cells if cell]
    assert [unit for *_, unit in found] == stated


@pytest.mark.parametrize(
    "heading",
    [
        *("CYC mg/m2", "cyclophosphamide mg/m2", "CTX (mg/m2)", "Cyc. mg/m2", "CYC dose mg/m2"),
        *("Endoxan mg/m2", "cyclophosphamide [mg/m2]", "CYC mg/m²", "dose CYC mg/m2", "CPM mg/m2"),
    ],
)
def test_a_body_surface_is_no_second_month(heading):
    rows = [["study_id", "date", heading], ["K1", "2020-01-01", 500], ["K1", "", 500]]
    labs = [["study_id", "date", "Up/c (mg/mg)"], ["K1", "2020-06-01", 0.1]]
    recipe = proposed(book({"Given": rows, "Visits": labs}))

    assert [one.day for table in recipe.tables for one in table.columns] == [None] * 6
