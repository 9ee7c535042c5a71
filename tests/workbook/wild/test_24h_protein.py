"""24-hour protein is never read as a ratio."""

import pytest

from tests.workbook.wild.reading import proposed, read, results, text

HEADINGS = [
    "proteinuria (mg/day)",
    "proteinuria (g/24h)",
    "24h urine protein (mg)",
    "24-hour protein (g/day)",
    "urine protein mg/24 h",
    "proteinuria mg/m2/day",
    "Protéinurie (g/24h)",
    "Proteinuria de 24 horas (mg/día)",
    "Proteinúria 24h (mg)",
    "24h-Urinprotein (mg)",
    "Proteinuria 24 ore (g)",
    "24 saatlik idrar protein (mg/gün)",
    "24小时尿蛋白 (g/24h)",
    "mg/m2/h protein",
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_it_is_no_ratio(heading):
    opened = text(f"study_id,day,Up/c (mg/mg),{heading}\nK1,0,6.1,8000\nK1,30,3.1,900\n")
    recipe = proposed(opened)

    assert [one for one in recipe.tables[0].columns if one.means == "Labs.upcr"] == [
        recipe.tables[0].columns[2]
    ]
    for question in recipe.open_questions:
        assert question.options[-1] == "leave it out"
        assert not any(option.startswith("Up/c") for option in question.options)
    assert [value for _, value, _, _ in results(read(opened, which="leave it out"), "upcr")] == [
        6.1,
        3.1,
    ]
