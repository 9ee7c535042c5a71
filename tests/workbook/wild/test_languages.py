"""Headings in the languages of the dictionary are read."""

import pytest

from tests.workbook.wild.reading import book, proposed, read, results

HEADINGS = [
    ("patient", "jour", "Rapport protéinurie/créatininurie (g/g)", "Albumine (g/L)"),
    ("Pat.-Nr.", "Tag", "Protein/Kreatinin im Urin (g/g)", "Serumalbumin (g/l)"),
    ("Paciente", "día", "Índice proteína/creatinina en orina (g/g)", "Albúmina sérica (g/L)"),
    ("Paciente", "dia", "Relação proteína/creatinina urinária (g/g)", "Albumina sérica (g/L)"),
    ("Paziente", "giorno", "Rapporto proteine/creatinina urinarie (g/g)", "Albumina (g/L)"),
    ("Hasta no", "gün", "İdrar protein/kreatinin oranı (g/g)", "Serum albümin (g/L)"),
    ("患者", "天", "尿蛋白/肌酐 (g/g)", "血清白蛋白 (g/L)"),
    ("患者", "日", "尿蛋白/クレアチニン比 (g/g)", "血清アルブミン (g/L)"),
    ("patient", "din", "peshab protein/creatinine (g/g)", "serum albumin (g/L)"),
    ("N° dossier", "jour", "UPCR (g/g)", "Albuminémie (g/L)"),
]


@pytest.mark.parametrize("headings", HEADINGS, ids=lambda one: one[2])
def test_they_are_read(headings):
    opened = book({"Data": [headings, ["K1", 0, 6.1, 18], ["K1", 30, 0.1, 36]]})
    reading = read(opened)

    assert results(reading, "upcr") == [(0, 6.1, "", "g/g"), (30, 0.1, "", "g/g")]
    assert results(reading, "albumin") == [(0, 18, "", "g/L"), (30, 36, "", "g/L")]


def test_a_german_workbook_of_three_sheets():
    opened = book(
        {
            "Patienten": [
                ["Pat.-Nr.", "Geschlecht", "Steroidresistenz", "1. Infusion", "Ansprechen"],
                ["P1", "w", "primär", "12.03.2018", "komplette Remission"],
                ["P2", "m", "sekundär", "22.05.2019", "kein Ansprechen"],
            ],
            "Laborwerte": [
                ["Pat.-Nr.", "Datum", "Protein/Kreatinin im Urin (g/g)", "Serumalbumin (g/l)"],
                ["P1", "12.03.2018", "8,9", 12],
                ["P1", "25.04.2018", "<0,2", "n. b."],
                ["P2", "22.05.2019", "6,1", 17],
            ],
            "Infusionen": [
                ["Pat.-Nr.", "Datum", "Dosis (mg/m²)", "Methylprednisolon"],
                ["P1", "12.03.2018", 500, "ja"],
                ["P2", "22.05.2019", 500, "nein"],
            ],
        }
    )
    reading = read(opened)

    assert reading.errors == ()
    assert results(reading, "upcr") == [
        (0, 8.9, "", "g/g"),
        (44, 0.2, "<", "g/g"),
        (0, 6.1, "", "g/g"),
    ]
    assert reading.cohort.patients["sex"].tolist() == ["female", "male"]
    assert reading.cohort.infusions["cyclophosphamide_mg_m2"].tolist() == [500, 500]


def test_a_table_in_arabic_from_right_to_left():
    rows = [["رقم المريض", "التاريخ", "بروتين/كرياتينين في البول (mg/mg)", "الألبومين (g/L)"]]
    rows += [["١", "٠٧/٠١/٢٠١٩", "٧٫٢", "١٧"], ["١", "١٥/٠٤/٢٠١٩", "٠٫١", "٣٩"]]
    opened = book({"المتابعة": rows})
    reading = read(opened, day_zero="first urine result")

    assert proposed(opened).questions == ()
    assert [(day, value) for day, value, *_ in results(reading, "upcr")] == [(0, 7.2), (98, 0.1)]
    assert [value for _, value, *_ in results(reading, "albumin")] == [17, 39]
