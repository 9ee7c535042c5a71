"""Sheets as people keep them: headings in rows, units in a row of their own, averages below."""

import pytest

from tests.workbook.wild.reading import book, proposed, read, results

VISITS = (("6,2", "+++", 18), ("1,1", "+", 29), ("0,15", "traces", 38))
TOTALS = [
    "Mean",
    "Total:",
    "SD",
    "n = 3",
    "Mittelwert",
    "Durchschnitt (alle)",
    "Standardabweichung",
    "Moyenne",
    "Médiane",
    "Écart-type",
    "Promedio",
    "Media",
    "Média",
    "Desvio padrão",
    "Mediana",
    "Deviazione standard",
    "Ortalama",
    "Toplam",
    "平均",
    "平均值",
    "合计",
    "標準偏差",
    "中位数",
]


@pytest.mark.parametrize("word", TOTALS)
def test_a_row_of_totals_is_no_child_and_is_told(word):
    rows = [["study_id", "UPCR 3 months (g/g)", "UPCR 6 months (g/g)"], ["K1", 2.5, 0.5]]
    reading = read(book({"List": [*rows, ["K2", 4.1, 1.2], [word, 3.3, 0.85]]}))

    assert list(reading.cohort.patients["patient"]) == ["K1", "K2"]
    assert [one.place for one in reading.problems if "totals" in one.found] == ["List!A4"]


@pytest.mark.parametrize("child", ["N 12", "Medina", "K-mean", "S1", "Sumaya", "Mina", "Maxim"])
def test_a_child_is_no_total(child):
    rows = [["study_id", "day", "Up/c (g/g)"], [child, 0, 2.5], [child, 30, 0.5]]

    assert len(results(read(book({"List": rows})), "upcr")) == 2


GROUPED = {
    "headings of child and date in the upper row": [
        ["Dossier", "Date", "Urines", "", "Sang"],
        ["", "", "Protéinurie/créatininurie", "Bandelette", "Albumine"],
    ],
    "and in the lower row": [
        ["", "", "Urine", "", "Blood"],
        ["Study no.", "Date", "Protein/creatinine", "Dipstick", "Albumin"],
    ],
}


@pytest.mark.parametrize("headings", GROUPED.values(), ids=GROUPED)
@pytest.mark.parametrize("units", [["", "", "g/g", "croix", "g/L"], ["", "", "g/g", "", "g/L"]])
def test_headings_in_two_rows_with_their_units_below(headings, units):
    rows = [[f"D{n}", f"2021-0{n + 1}-05", *each] for n, each in enumerate(VISITS)]
    opened = book({"Suivi": [["Cohorte SNCR"], [], *headings, units, *rows]})
    reading = read(opened, which_column="Dossier", child="Dossier", day_zero="first urine result")

    assert [one[1:] for one in results(reading, "upcr")] == [
        (6.2, "", "g/g"),
        (1.1, "", "g/g"),
        (0.15, "", "g/g"),
    ]
    assert [one[1] for one in results(reading, "dipstick")] == [4, 2, 1]
    assert [one[1:] for one in results(reading, "albumin")] == [
        (18, "", "g/L"),
        (29, "", "g/L"),
        (38, "", "g/L"),
    ]


def test_a_row_of_data_above_a_table_is_none_of_its_headings():
    rows = [
        ["study_id", "sex"],
        ["K1", "female"],
        ["study_id", "day", "Up/c (g/g)"],
        ["K1", 0, 2.5],
    ]
    (first, second) = proposed(book({"List": rows})).tables

    assert [one.heading for one in first.columns if one.heading] == ["study_id", "sex"]
    assert [one.heading for one in second.columns] == ["study_id", "day", "Up/c (g/g)"]
