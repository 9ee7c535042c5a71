"""Units written out in any language; a rate is no day of the study."""

import pytest

from tests.workbook.wild.reading import book, meanings, proposed, read, results

HEADINGS = {
    "Protein, gramm/day": ("protein_24h", "g/day"),
    "Protein (grams/day)": ("protein_24h", "g/day"),
    "protein_grams_per_day": ("protein_24h", "g/day"),
    "Proteinuria (gramos/día)": ("protein_24h", "g/day"),
    "Proteinúria (gramas/dia)": ("protein_24h", "g/day"),
    "Protéinurie (grammes par jour)": ("protein_24h", "g/day"),
    "Proteinuria (grammi/24 ore)": ("protein_24h", "g/day"),
    "Protein (Milligramm pro Tag)": ("protein_24h", "mg/day"),
    "UPCR (milligrams/gram)": ("upcr", "mg/g"),
    "UPCR (milligrams per millimole)": ("upcr", "mg/mmol"),
    "Albumin (grams/liter)": ("albumin", "g/L"),
    "albumina (gramos por decilitro)": ("albumin", "g/dL"),
    "Creatinine (micromoles/litre)": ("creatinine", "µmol/L"),
    "Creatinine, umoles/L": ("creatinine", "µmol/L"),
    "Kreatinin (Mikromol pro Liter)": ("creatinine", "µmol/L"),
}
VALUES = {"g/day": 3.5, "mg/day": 900, "mg/g": 800, "mg/mmol": 90, "g/L": 31, "g/dL": 3.1}


@pytest.mark.parametrize(("heading", "what"), HEADINGS.items())
def test_a_unit_written_out_is_read(heading, what):
    analyte, unit = what
    value = VALUES.get(unit, 45)
    rows = [
        ["study_id", "day", "dipstick", heading],
        ["K1", 0, "3+", value],
        ["K1", 30, "1+", value],
    ]
    opened = book({"Data": rows})

    assert proposed(opened).questions == ()
    assert results(read(opened), analyte)[0] == (0, value, "", unit)


@pytest.mark.parametrize("heading", ["Sodium, mmole/day", "steps/day", "Creatinine, mmole/day"])
def test_a_rate_is_no_day(heading):
    opened = book({"Data": [["study_id", "day", "Up/c (g/g)", heading], ["K1", 0, 2.1, 10.8]]})

    assert proposed(opened).questions == ()
    assert meanings(opened)[heading] == "ignore"


@pytest.mark.parametrize(
    ("heading", "option"),
    [
        ("Protein day (g)", "24-hour protein in g/day"),
        ("Protein (oz/day)", "dipstick"),
        ("urine protein week (mg)", "24-hour protein in mg/day"),
    ],
)
def test_protein_in_a_unit_that_is_not_understood_is_asked(heading, option):
    opened = book({"Data": [["study_id", "day", "Up/c (g/g)", heading], ["K1", 0, 2.1, 10.8]]})
    (question,) = proposed(opened).open_questions

    assert heading in question.asks
    assert option in question.options


def test_the_number_of_the_study_is_not_the_child():
    rows = [
        ["STUDYID", "USUBJID", "day", "Up/c (mg/mg)"],
        *(["GLOM-1", f"GLOM-1-{n}", 0, 0.5 + n] for n in range(3)),
    ]
    opened = book({"Data": rows})

    assert meanings(opened)["USUBJID"] == "patient"
    assert len(read(opened, day_zero="first urine result").cohort.patients) == 3
