"""A point among decimal commas: it parts thousands, and 3.900 is no 3.9."""

import pytest

from tests.workbook.wild.reading import book, read, results, text

FIRST = "first urine result"
HEADINGS = ["Patient", "date", "Up/c (mg/g)", "albumin (g/L)"]


def of_one_child(*rows):
    return book({"Data": [HEADINGS, *(["K1", *row] for row in rows)]})


def listed(*numbers):
    rows = [["K1", f"2019-0{n + 1}-03", "UPCR", one, "mg/g"] for n, one in enumerate(numbers)]
    return book({"Data": [["patient", "collected", "test", "result", "unit"], *rows]})


TABLE = "Patient;date;Up/c (mg/g);albumin (g/L)\nK1;2019-01-03;{};{}\nK1;2019-02-03;{};{}\n"


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        pytest.param(("3.900", "16,5", "150", "17"), [3900, 150], id="commas in another column"),
        pytest.param(("3.900", "16", "2.750,5", "17"), [3900, 2750.5], id="a number with both"),
        pytest.param(("<1.250", "16,5", "150", "17"), [1250, 150], id="behind a sign"),
        pytest.param(("3.900 mg/g", "16,5", "150", "17"), [3900, 150], id="before a unit"),
        pytest.param(("3.900", "16", "150.5", "17"), [3.9, 150.5], id="decimal points alone"),
        pytest.param(("3.900", "16", "150", "17"), [3.9, 150], id="nothing but that number"),
    ],
)
def test_a_text_file_with_decimal_commas_has_points_between_thousands(cells, numbers):
    reading = read(text(TABLE.format(*cells)), day_zero=FIRST)

    assert [value for _, value, *_ in results(reading, "upcr")] == numbers
    assert reading.errors == ()


def test_such_a_reading_of_a_text_file_is_told():
    reading = read(text(TABLE.format("3.900", "16,5", "150", "17")), day_zero=FIRST)

    told = [one.found for one in reading.problems if "'3.900'" in one.found]
    assert len(told) == 1
    assert "thousands" in told[0]


def test_the_number_of_a_person_keeps_its_points():
    content = "RUT;date;Up/c (mg/g)\n12.345.678-5;2019-01-03;150,5\n"
    reading = read(text(content), day_zero=FIRST, child="RUT")

    assert reading.cohort is not None
    assert list(reading.cohort.patients["patient"]) == ["12.345.678-5"]


@pytest.mark.parametrize("make", [listed, lambda *all_: of_one_child(*rows_of(*all_))])
def test_a_number_with_both_marks_decides_its_column(make):
    reading = read(make("3.900", "2.750,5", "<1.250"), day_zero=FIRST)

    assert [one[1:3] for one in results(reading, "upcr")] == [(3900, ""), (2750.5, ""), (1250, "<")]
    assert reading.errors == ()


def rows_of(*numbers):
    return [[f"2019-0{n + 1}-03", one, 20] for n, one in enumerate(numbers)]


@pytest.mark.parametrize("make", [listed, lambda *all_: of_one_child(*rows_of(*all_))])
def test_among_commas_alone_such_a_point_is_left_to_a_person(make):
    reading = read(make("3.900", "150,5"), day_zero=FIRST)

    (error,) = reading.errors
    assert error.remedy == "Say what the point means: type 3.900 or 3900."
    assert [one[1] for one in results(reading, "upcr")[1:]] == [150.5]


@pytest.mark.parametrize("make", [listed, lambda *all_: of_one_child(*rows_of(*all_))])
def test_among_decimal_points_it_is_one(make):
    reading = read(make("3.900", "150.5"), day_zero=FIRST)

    assert [one[1] for one in results(reading, "upcr")] == [3.9, 150.5]
