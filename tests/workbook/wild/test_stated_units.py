"""A stated unit is kept, converted or asked about; it is never replaced by one that fits."""

import pytest

from srns.cohort.quantities import QUANTITIES
from tests.workbook.wild.reading import book, proposed, read, results, table

KEPT = [
    ("Creatinine (mmol/L)", "creatinine", 0.35, 3.959276018),
    ("Creatinine mmol/l", "creatinine", 0.12, 1.357466063),
    ("Kreatinin (mmol/l)", "creatinine", 0.4, 4.524886878),
    ("serum creatinine (µmol/L)", "creatinine", 35.36, 0.4),
    ("creatinine umol/l", "creatinine", 35.36, 0.4),
    ("creatinine (mg%)", "creatinine", 0.4, 0.4),
    ("albumin (gm%)", "albumin", 2.1, 2.1),
    ("S-Albumin in g/dL", "albumin", 2.1, 2.1),
    ("albumin (‰)", "albumin", 21, 2.1),
    ("weight (lb)", "weight", 44.09245, 20),
    ("height (in)", "height", 50, 127),
    ("height (m)", "height", 1.27, 127),
    ("UPCR (µg/mg)", "upcr", 900, 0.9),
]


@pytest.mark.parametrize(("heading", "analyte", "value", "canonical"), KEPT)
def test_it_is_kept_and_converted(heading, analyte, value, canonical):
    opened = table(heading, value)
    found = [one for one in results(read(opened), analyte) if one[3] != "mg/mg"]
    (_, read_value, _, unit) = found[-1]

    assert read_value == value
    assert read_value / float(QUANTITIES[analyte].units[unit]) == pytest.approx(canonical)


def test_a_unit_in_which_it_is_not_read_is_asked_about():
    opened = table("Albumin (µmol/L)", 300, 500)
    (question,) = proposed(opened).questions

    assert question.asks == (
        "'Albumin (µmol/L)' states the unit µmol/L, in which albumin is not read. "
        "In which unit are its numbers?"
    )
    assert question.options == ("g/dL", "g/L", "leave it out")
    assert results(read(opened, unit_of="leave it out"), "albumin") == []


def test_numbers_that_one_unit_makes_impossible_decide():
    opened = table("creatinine", 60, 95, 1100)

    assert {one[3] for one in results(read(opened), "creatinine")} == {"µmol/L"}


def test_an_age_in_months_is_converted_to_years():
    opened = book(
        {
            "Data": [
                ["patient", "age at diagnosis (months)", "day", "Up/c (mg/mg)"],
                ["K1", 48, 0, 6.1],
            ]
        }
    )

    assert read(opened).cohort.patients["age_at_diagnosis_years"].tolist() == [4.0]
