"""One result in two units, in two columns beside each other: one query, and not one a row."""

import pytest

from tests.workbook.wild.reading import book, read, results

FIRST = "first urine result"


def queries(headings, *rows):
    lines = [["K1", 30 * n, *row] for n, row in enumerate(rows)]
    reading = read(book({"Data": [["patient", "day", *headings], *lines]}), day_zero=FIRST)
    return reading, [one for one in reading.problems if one.severity == "query"]


@pytest.mark.parametrize(
    ("headings", "rows", "analyte"),
    [
        (("Up/c (mg/mg)", "Up/c (mg/mmol)"), ((3.2, 362), (0.5, 56.6), (0.15, 17)), "upcr"),
        (
            ("albumin (g/dL)", "albumin (g/L)", "UPCR (mg/mg)"),
            ((1.8, 18, 3), (2.9, 29, 2)),
            "albumin",
        ),
    ],
)
def test_columns_that_agree_are_one_query(headings, rows, analyte):
    reading, asked = queries(headings, *rows)

    (one,) = asked
    assert f"agree in {len(rows)} rows" in one.found
    assert len(results(reading, analyte)) == 2 * len(rows)
    assert reading.errors == ()


def test_a_row_in_which_they_disagree_is_queried_itself():
    _, asked = queries(("Up/c (mg/mg)", "Up/c (mg/mmol)"), (3.2, 362), (2.5, 28), (2.0, 226))

    assert [one.cell for one in asked if "again for patient K1 on day 30" in one.found] == ["D3"]
    assert [one.cell for one in asked if "agree in 2 rows" in one.found] == ["D2"]


def test_two_samples_of_one_day_are_no_two_units():
    rows = [["K1", 0, 3.2], ["K1", 30, 1.1], ["K1", 30, 1.1]]
    reading = read(book({"Data": [["patient", "day", "Up/c (mg/mg)"], *rows]}), day_zero=FIRST)

    assert [one.cell for one in reading.problems if "again" in one.found] == ["C4"]
