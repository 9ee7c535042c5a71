"""Lists in which one column names the panel of tests and another its component."""

import datetime

import pytest

from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.recipe.model import Recipe, read_recipe, write_recipe
from srns.workbook.recipe.propose import propose
from tests.workbook.wild.reading import book, save

MAY, JUNE = datetime.date(2024, 5, 2), datetime.date(2024, 6, 3)
HEADINGS = {
    "panel first": ["Paciente", "Fecha", "Examen", "Parámetro", "Resultado", "Unidad"],
    "Portuguese": ["Paciente", "Data", "Exame", "Parâmetro", "Resultado", "Unidade"],
}
ROWS = [
    ["A", MAY, "Orina", "Proteína/Creatinina", 0.4, "mg/mg"],
    ["A", MAY, "Orina", "Glucosa", 12, "mg/dL"],
    ["A", MAY, "Proteínas", "Albúmina", 3.1, "g/dL"],
    ["A", MAY, "Proteínas", "Globulina", 2.2, "g/dL"],
    ["A", MAY, "Creatinina", "Resultado", 0.5, "mg/dL"],
    ["A", JUNE, "Orina", "Proteína/Creatinina", 0.1, "mg/mg"],
]
PATIENTS = [["patient", "index date"], ["A", datetime.date(2024, 4, 2)]]


def _sheets(headings: list[str], rows: list[list[object]]) -> dict[str, list[list[object]]]:
    return {"Patients": PATIENTS, "Lista": [headings, *rows]}


def _read(sheets: dict[str, list[list[object]]]) -> tuple[Recipe, Reading]:
    recipe = read_recipe(write_recipe(propose(book(sheets))).encode())
    return recipe, read_workbook(save(sheets), recipe=recipe)


def _labs(reading: Reading) -> list[tuple[int, str, float]]:
    assert reading.cohort is not None, [one.message for one in reading.errors]
    rows = reading.cohort.labs[["day", "analyte", "value"]].itertuples(index=False, name=None)
    return sorted(rows)


@pytest.mark.parametrize("name", HEADINGS)
def test_the_component_is_the_test_and_the_panel_names_a_bare_result(name: str) -> None:
    """By the panel alone, glucose would be Up/c, globulin albumin, and creatinine unnamed."""
    recipe, reading = _read(_sheets(HEADINGS[name], ROWS))

    assert recipe.open_questions == ()
    assert _labs(reading) == [
        (30, "albumin", 3.1),
        (30, "creatinine", 0.5),
        (30, "upcr", 0.4),
        (62, "upcr", 0.1),
    ]


def test_a_panel_of_urine_is_the_specimen_of_its_components() -> None:
    at_eight = datetime.datetime(2024, 5, 2, 8, 0)
    rows = [
        ["A", at_eight, "Orina", "Creatinina", 90, "mg/dL"],
        ["A", at_eight, "Orina", "Proteína", 45, "mg/dL"],
        ["A", at_eight, "Suero", "Creatinina", 0.5, "mg/dL"],
    ]
    _, reading = _read(_sheets(HEADINGS["panel first"], rows))

    assert _labs(reading) == [(30, "creatinine", 0.5), (30, "upcr", 0.5)]


def test_two_columns_of_names_of_which_neither_divides_the_other_stand_as_they_are() -> None:
    """A long name beside a short one is no component."""
    rows = [
        ["A", MAY, "UPCR", "Proteína/Creatinina", 0.4, "mg/mg"],
        ["A", MAY, "ALB", "Albúmina", 3.1, "g/dL"],
    ]
    _, reading = _read(_sheets(HEADINGS["panel first"], rows))

    assert _labs(reading) == [(30, "albumin", 3.1), (30, "upcr", 0.4)]
