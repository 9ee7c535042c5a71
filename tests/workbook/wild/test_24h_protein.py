"""24-hour protein is read as such, in the unit of its heading, and never as a ratio."""

import pytest

from tests.workbook.wild.reading import proposed, read, results, text

HEADINGS = {
    "proteinuria (mg/day)": "mg/day",
    "proteinuria (g/24h)": "g/day",
    "24h urine protein (mg)": "mg/day",
    "24-hour protein (g/day)": "g/day",
    "urine protein mg/24 h": "mg/day",
    "proteinuria mg/m2/day": "mg/m²/day",
    "Protéinurie (g/24h)": "g/day",
    "Proteinuria de 24 horas (mg/día)": "mg/day",
    "Proteinúria 24h (mg)": "mg/day",
    "24h-Urinprotein (mg)": "mg/day",
    "Proteinuria 24 ore (g)": "g/day",
    "24 saatlik idrar protein (mg/gün)": "mg/day",
    "24小时尿蛋白 (g/24h)": "g/day",
    "mg/m2/h protein": "mg/m²/h",
}


@pytest.mark.parametrize(("heading", "unit"), HEADINGS.items())
def test_it_is_no_ratio(heading, unit):
    opened = text(f"study_id,day,Up/c (mg/mg),{heading}\nK1,0,6.1,8\nK1,30,3.1,2\n")
    recipe = proposed(opened)

    assert recipe.questions == ()
    assert [one for one in recipe.tables[0].columns if one.means == "Labs.upcr"] == [
        recipe.tables[0].columns[2]
    ]
    reading = read(opened)
    assert [value for _, value, _, _ in results(reading, "upcr")] == [6.1, 3.1]
    assert results(reading, "protein_24h") == [(0, 8, "", unit), (30, 2, "", unit)]


@pytest.mark.parametrize(
    "heading",
    [
        "24 h protein",
        "Proteinuria 24 h",
        "24-Stunden-Protein",
        "24h urine protein",
        "24-hour proteinuria",
        "24 hr UTP",
        "Eiweiß im 24-h-Urin",
        "protéinurie des 24 heures",
        "protéinurie/24h",
        "proteinuria de 24 horas",
        "proteinúria de 24 horas",
        "proteinuria delle 24 ore",
        "24 saatlik idrarda protein",
        "24小时尿蛋白",
        "total protein in 24 h urine",
    ],
)
def test_without_a_unit_it_is_asked(heading):
    opened = text(f"study_id,day,Up/c (mg/mg),{heading}\nK1,0,6.1,800\nK1,30,3.1,200\n")
    (question,) = proposed(opened).questions

    assert question.options[-1] == "leave it out"
    assert results(read(opened, unit="mg/day"), "protein_24h")[0] == (0, 800, "", "mg/day")
    assert results(read(opened, unit="leave it out"), "protein_24h") == []
