"""Cumulative reports of a laboratory: tests below each other, dates across, one child."""

import pytest

from tests.workbook.wild.layouts import assert_accounted, kinds_of_questions
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


OTHERS = [[f"其他检测{n}", "U/L", "", *([n] * 3)] for n in range(40)]
FLAGGED = [
    ["检测指标", "单位", "标准下限", "标准上限",
     *(cell for date in DATES for cell in (date, f"{date}_标记"))],
    ["白细胞", "10^9/L", 3.5, 9.5, 7.4, "-", 18.6, "↑", 9.1, "-"],
    ["白蛋白", "g/L", 35, 55, 20, "↓", 37, "-", 38, "-"],
    ["尿蛋白肌酐比", "mg/g", "", 200, 3130, "↑", 190, "-", 150, "-"],
]  # fmt: skip


def test_flags_beside_each_day_are_no_results():
    opened = book({"Report": FLAGGED})
    reading = read(
        opened,
        child="the name of the sheet",
        day_of_the_results="yes",
        day_zero="first urine result",
    )

    assert [value for _, value, *_ in results(reading, "upcr")] == [3130, 190, 150]
    assert [value for _, value, *_ in results(reading, "albumin")] == [20, 37, 38]
    assert reading.errors == ()
    assert_accounted(opened, reading)


@pytest.mark.parametrize("ours", [ROWS, ROWS[:1], ROWS[:2]], ids=["three", "one", "two"])
@pytest.mark.parametrize("many", [0, 1, 5, 40])
def test_few_of_its_tests_need_be_known(ours, many):
    rows = [["Test", "Unit", "Reference", *DATES], *OTHERS[:many], *ours]
    opened = book({"Report": rows})
    reading = read(
        opened,
        child="the name of the sheet",
        day_of_the_results="yes",
        day_zero="first urine result",
    )

    assert [value for _, value, *_ in results(reading, "upcr")] == [3.13, 0.19, 0.15]
    assert len(reading.cohort.labs) == 3 * len(ours)


@pytest.mark.parametrize(
    "flagged",
    [
        "3.13 ▲",
        "3.13▲",
        "▲ 3.13",
        "↑3.13",
        "3.13 ↑",
        "3.13 H",
        "3.13 (H)",
        "3.13*",
        "3.13△",
        "3.13⬆",
        "3.13 +",
        "3.13 ++",
    ],
)
def test_a_mark_beside_a_result_is_no_part_of_it(flagged):
    rows = [["Test", "Unit", "Reference", *DATES], ["Up/c", "mg/mg", "", flagged, 0.19, "0.15▼"]]
    rows += ROWS[1:]
    reading = read(book({"Pt 7": rows}), day_of_the_results="yes", day_zero="first urine result")

    assert [value for _, value, *_ in results(reading, "upcr")] == [3.13, 0.19, 0.15]


@pytest.mark.parametrize(
    ("typed", "value", "bound"),
    [
        ("0.15未満", 0.15, "<"), ("0.15 未満", 0.15, "<"), ("0.15未满", 0.15, "<"),
        ("0.15以下", 0.15, "<="), ("30以上", 30, ">="), ("小于0.15", 0.15, "<"),
        ("低于0.15", 0.15, "<"), ("大于30", 30, ">"), ("小于等于0.15", 0.15, "<="),
        ("大于等于30", 30, ">="), ("＜0.15", 0.15, "<"),
    ],
)  # fmt: skip
def test_words_of_east_asia_are_signs(typed, value, bound):
    rows = [["Test", "Unit", "Reference", *DATES], ["Up/c", "mg/mg", "", typed, 1, 1], *ROWS[1:]]
    reading = read(book({"Pt 7": rows}), day_of_the_results="yes", day_zero="first urine result")

    assert results(reading, "upcr")[0][1:3] == (value, bound)


@pytest.mark.parametrize("corner", ["Parameter", "Test", "检测指标", "Parametro"])
def test_the_dates_of_a_report_need_no_asking(corner):
    opened = book({"Pt 7": [[corner, "Unit", "Reference", *DATES], *ROWS]})
    assert not any(one.startswith("day of") for one in kinds_of_questions(opened))


def test_dates_beside_another_word_are_asked_about():
    opened = book({"Pt 7": [["Arrived", "Unit", "Reference", *DATES], *ROWS]})
    assert "day of the results" in kinds_of_questions(opened)


def test_signs_of_a_german_laboratory_are_no_part_of_a_result():
    rows = [["Albumin i.S.", "g/L", "35-52", "17 -", "38", "39 −"], ROWS[0]]
    rows = [["Parameter", "Einheit", "Referenz", *DATES], *rows]
    reading = read(book({"Pt 7": rows}), day_zero="first urine result")
    assert [value for _, value, *_ in results(reading, "albumin")] == [17, 38, 39]
