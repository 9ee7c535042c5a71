"""Cyclophosphamide by mouth is a drug course, and never an infusion."""

import pytest

from tests.workbook.wild.reading import book, read

HEADINGS = [
    *("Cyclophosphamide oral (mg/kg/d)", "oral cyclophosphamide (mg/kg/day)"),
    *("oral CYC (mg/kg/d)", "oral CYC (mg/day)", "cyclophosphamide oral dose (mg/kg)"),
    *("CTX po (mg/kg/d)", "cyclophosphamide p.o. (mg/kg/day)", "CYC oral mg/kg/d"),
    *("cyclophosphamide per os (mg/kg/d)", "Cyclophosphamid oral (mg/kg/d)"),
    *("ciclofosfamida oral (mg/kg/día)", "cyclophosphamide orale (mg/kg/j)"),
    *("oral cyclophosphamide mg/kg/day", "口服环磷酰胺 (mg/kg/d)"),
]


@pytest.mark.parametrize("heading", HEADINGS)
def test_it_is_a_course(heading):
    opened = book(
        {
            "Data": [
                ["patient", "day", "UPCR (mg/mg)", heading],
                ["P1", 0, 4.0, 2],
                ["P1", 31, 3.0, 2],
                ["P1", 59, 0.15, 1.5],
                ["P1", 150, 0.15, None],
                ["P2", 0, 2.8, 2],
            ]
        }
    )
    cohort = read(opened).cohort

    assert len(cohort.infusions) == 0
    assert cohort.treatments["dose"].tolist() == [2, 1.5, 2]
    assert cohort.treatments["start_day"].tolist() == [0, 59, 0]
