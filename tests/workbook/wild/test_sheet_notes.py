"""What the workbook itself says in its notes, and beside a column, is not asked again."""

import pytest

from tests.workbook.wild.reading import Rows, book, meanings, proposed, read, results

VISITS = (("6,1", 1.9), ("0,9", 3.1), ("0,15", 4.0))


def clinic(note: str, *, upcr: str = "UPCR", albumin: str = "Alb") -> Rows:
    """Return a child's visits below a note."""
    rows: list[list[object]] = [["Our children"], [note], [], ["patient", "day", upcr, albumin]]
    return rows + [["K1", 30 * n, *pair] for n, pair in enumerate(VISITS)]


@pytest.mark.parametrize(
    ("note", "unit"),
    [
        ("UPCR in mg/mg, albumin in g/dl. neg = dipstick negative", "mg/mg"),
        ("Up/c: g/g; Alb: g/dL", "g/g"),
        ("protein/creatinine ratio in g/g", "g/g"),
        ("UPCR = mg/mg", "mg/mg"),
        ("P/C en mg/mg", "mg/mg"),
    ],
)
def test_a_unit_in_a_note_is_that_of_its_columns(note, unit):
    opened = book({"Visits": clinic(note)})

    assert proposed(opened).open_questions == ()
    assert [one[1:] for one in results(read(opened), "upcr")] == [
        (6.1, "", unit),
        (0.9, "", unit),
        (0.15, "", unit),
    ]


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("UPCR in mg/mg; UPCR in g/mol from 2019", id="two units"),
        pytest.param("UPCR in mg/mg, P/C in mg/mmol", id="two names, two units"),
        pytest.param("urine creatinine in mg/dl", id="of another quantity"),
        pytest.param("albumin/creatinine ratio in mg/g", id="another ratio"),
        pytest.param("UPCR below 0.2 mg/mg is remission", id="a threshold"),
        pytest.param("change of UPCR in mg/mg", id="a change"),
    ],
)
def test_a_note_that_leaves_the_unit_open_is_asked_about(note):
    asked = proposed(book({"Visits": clinic(note)})).open_questions

    assert [one.id.partition(":")[0] for one in asked] == ["unit"]


def test_a_note_that_contradicts_the_numbers_is_not_believed():
    rows = clinic("Alb in g/L", upcr="UPCR (mg/mg)", albumin="Alb")
    impossible = [*rows, ["K1", 120, "0,1", 0.5]]
    opened = book({"Visits": impossible})

    assert all(unit == "g/dL" for _, _, _, unit in results(read(opened), "albumin"))


@pytest.mark.parametrize(
    ("note", "answer"),
    [
        ("ND = not done", "not done"),
        ("nd: not detected", "not detected"),
        ("neg = dipstick negative, ND = not measured", "not done"),
        ("ND = not done; ND = not detected", ""),
        ("ND = next day", ""),
        ("no word of it", ""),
    ],
)
def test_nd_is_what_the_note_says(note, answer):
    rows = [*clinic(note, upcr="UPCR (mg/mg)", albumin="Alb (g/dL)"), ["K1", 120, "ND", 4.1]]
    (asked,) = proposed(book({"Visits": rows})).questions

    assert (asked.id, asked.answer) == ("ND", answer)


def test_nd_is_asked_where_two_sheets_do_not_say_the_same():
    named = {"upcr": "UPCR (mg/mg)", "albumin": "Alb (g/dL)"}
    said = [*clinic("ND = not done", **named), ["K1", 120, "ND", 4.1]]
    unsaid = [*clinic("of 2019", **named), ["K2", 120, "ND", 4.1]]
    for order in ((said, unsaid), (unsaid, said)):
        opened = book({f"Visits {n}": rows for n, rows in enumerate(order)})
        assert [one.id for one in proposed(opened).open_questions] == ["ND"]


HEADINGS = ["Study no.", "1st CYC", "Before Date", "Before UPCR", "Before Alb"]
LATER = ["1 mo Date", "1 mo UPCR", "1 mo Alb"]
DATES = ["C1", "2019-03-01", "2019-02-20", 6.1, 1.9]


def test_results_before_treatment_are_of_the_date_before_treatment():
    opened = book({"List": [HEADINGS + LATER, [*DATES, "2019-04-02", 0.5, 3.1]]})
    reading = read(opened, unit="mg/mg")

    assert [one[:2] for one in results(reading, "upcr")] == [(-9, 6.1), (32, 0.5)]
    assert [one[:2] for one in results(reading, "albumin")] == [(-9, 1.9), (32, 3.1)]


@pytest.mark.parametrize(
    "headings",
    [
        pytest.param(["Study no.", "1st CYC", "Date", "Before UPCR", "Alb"], id="another date"),
        pytest.param(["Study no.", "1st CYC", "After Date", "Before UPCR", "Alb"], id="after"),
        pytest.param(["Study no.", "Before Date", "After Date", "Before UPCR", "Alb"], id="two"),
    ],
)
def test_results_before_treatment_without_a_date_of_their_own_are_asked_about(headings):
    asked = proposed(book({"List": [headings, DATES]})).open_questions

    assert any("'Before UPCR'" in one.asks for one in asked)


def test_a_column_of_the_disease_that_says_which_resistance_is_read():
    rows = [["study_id", "day", "Up/c (mg/mg)", "SRNS"]]
    words = ("primary", "secondary", "late", "initial")
    opened = book({"Data": [*rows, *([f"K{n}", 0, 3.1, one] for n, one in enumerate(words))]})
    reading = read(opened)

    assert proposed(opened).questions == ()
    assert meanings(opened)["SRNS"] == "Patients.steroid_resistance"
    assert list(reading.cohort.patients["steroid_resistance"]) == [
        "initial", "late", "late", "initial"
    ]  # fmt: skip


def test_a_column_of_the_disease_with_yes_and_no_is_none_of_resistance():
    rows = [["study_id", "day", "Up/c (mg/mg)", "SRNS"], ["K1", 0, 3.1, "yes"], ["K2", 0, 2, "no"]]

    assert meanings(book({"Data": rows}))["SRNS"] == "ignore"
