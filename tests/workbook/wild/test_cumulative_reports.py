"""Cumulative reports of a laboratory: tests below each other, dates across, one child."""

import pytest

from tests.workbook.wild.layouts import assert_accounted
from tests.workbook.wild.reading import book, proposed, read, results

DATES = ["2020-08-04", "2020-10-16", "2021-01-30"]
ROWS = [
    ["Up/c", "mg/mg", "0-0.2", 3.13, 0.19, 0.15],
    ["Albumin", "g/L", "35-50", 20, 37, 38],
    ["Creatinine", "mg/dL", "0.3-0.7", 0.4, 0.5, 0.4],
]
RANGES = [
    *("Reference", "Ref. range", "Normal range", "reference values", "Norm", "Normwert"),
    *("Referenzbereich", "Valeurs de référence", "valores de referencia", "valori normali"),
    *("Referans", "参考范围", "基準値", "정상범위"),
]


@pytest.mark.parametrize("ranges", RANGES)
def test_the_normal_range_is_no_result(ranges):
    opened = book({"Pt 7": [["Test", "Unit", ranges, *DATES], *ROWS]})
    reading = read(opened, day_of_the_results="yes", day_zero="first urine result")

    assert [(day, value) for day, value, *_ in results(reading, "upcr")] == [
        *((0, 3.13), (73, 0.19), (179, 0.15))
    ]
    assert not reading.errors
    assert_accounted(opened, reading)


@pytest.mark.parametrize(
    "corner",
    ["Test", "Parameter", "Untersuchung", "Analyse", "Prueba", "Exame", "Esame", "검사항목"],
)
def test_whatever_stands_in_the_corner(corner):
    opened = book({"Pt 7": [[corner, "Unit", "Reference", *DATES], *ROWS]})
    asked = [one for one in proposed(opened).questions if one.id.startswith("day of the results")]
    reading = read(opened, day_of_the_results="yes", day_zero="first urine result")

    assert len(asked) <= 1
    assert len(results(reading, "albumin")) == 3


def test_without_a_name_the_child_is_asked():
    opened = book({"Report": [["Test", "Unit", *DATES], *(row[:2] + row[3:] for row in ROWS)]})
    asked = [one for one in proposed(opened).questions if one.id.startswith("child")]

    assert [one.options[0] for one in asked] == ["the name of the sheet"]


def test_so_it_is_where_a_result_is_not_wholly_understood():
    rows = [["Protein/Creatinine Ratio, Urine (단백)", "mg/mg", 3.1, 0.2, 0.1]]
    rows += [["Creatinine, Random Urine (소변)", "mg/dL", 74, 169, 242]]
    opened = book({"Report": [["Test", "Unit", *DATES], *rows]})

    assert [one for one in proposed(opened).questions if one.id.startswith("child")]
