"""Each promise about the workbook, and the whole message of each kind of problem."""

import datetime
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from srns.workbook.read_workbook import read_workbook
from tests.workbook.conftest import build


def test_the_good_workbook_has_no_problem(read):
    reading = read()

    assert reading.problems == ()
    labs = reading.cohort.labs
    assert labs.query("patient == '1' and analyte == 'upcr'")["day"].tolist() == [9, 68]
    assert labs["cell"].iloc[0] == "Labs!C2"
    patients = reading.cohort.patients
    assert patients["sex"].tolist() == ["male", "female"]
    assert patients["histology_group"].tolist() == ["MCD variant", "FSGS"]
    assert patients["recorded_time_to_remission_words"].tolist() == [None, "during treatment"]
    assert reading.cohort.treatments["drug"].tolist() == ["mycophenolate sodium"]
    assert reading.cohort.events["event"].tolist() == ["kidney failure"]


MESSAGES = [
    (
        {"Patients!H2": datetime.date(2263, 1, 1)},
        "Patients!H2: found 2263-01-01; expected a date from 1930 to 2250. Correct the date.",
    ),
    (
        {"Labs!D3": 31},
        "Labs!D3: found 31; expected albumin in g/dL, from 0.3 to 7. 31 looks like "
        "g/L: type 3.1, or change the header D1 to 'albumin (g/L)' if the whole column is in g/L.",
    ),
    (
        {"Labs!C3": "0,18"},
        "Labs!C3: found the text '0,18'; expected Up/c in mg/mg, from 0 to 100. "
        "Type a point instead of the comma: 0.18.",
    ),
    (
        {"Labs!C3": "=B4/10"},
        "Labs!C3: found the formula =B4/10 without a saved result; expected "
        "Up/c in mg/mg, from 0 to 100. Open the file in Excel and save it, or type the value.",
    ),
    (
        {"Labs!C3": "#DIV/0!"},
        "Labs!C3: found the error #DIV/0!; expected Up/c in mg/mg, from 0 to "
        "100. Correct the formula, or type the value.",
    ),
    (
        {"Labs!C3": True},
        "Labs!C3: found TRUE; expected Up/c in mg/mg, from 0 to 100. "
        "Type a number, or leave the cell blank.",
    ),
    (
        {"Labs!A3": "P09"},
        "Labs!A3: found patient 'P09'; expected one of the 2 listed in "
        "Patients!A2:A3. Correct the name, or add the patient to the sheet Patients.",
    ),
    (
        {"Labs!A3": "01"},
        "Labs!A3: found patient '01'; expected one of the 2 listed in "
        "Patients!A2:A3. Did you mean '1'? Correct the name, or add the patient to the sheet "
        "Patients.",
    ),
    (
        {"Labs!A3": None},
        "Labs!A3: found a filled row with no patient; expected a patient's "
        "number or code. Type the patient, or clear the row.",
    ),
    (
        {"Labs!B3": None},
        "Labs!B3: found neither a date nor a day; expected the day of this row. "
        "Type the date, or clear the row.",
    ),
    (
        {"Labs!B3": 38520},
        "Labs!B3: found 38520; expected a date, such as 2005-06-17. 38520 looks "
        "like the Excel date 2005-06-17: format the cell as a date, or type 2005-06-17.",
    ),
    (
        {"Labs!B3": "03/04/2005"},
        "Labs!B3: found the text date '03/04/2005', and nothing in the "
        "column that decides its order; expected a date, such as 2005-06-17. Type 2005-04-03 "
        "if the day comes first, 2005-03-04 if the month does, and the others in the column "
        "likewise.",
    ),
    (
        {"Labs!B3": "soon"},
        "Labs!B3: found the text 'soon'; expected a date, such as 2005-06-17. "
        "Type the date as year-month-day, such as 2005-06-17.",
    ),
    (
        {"Labs!D1": "albumin"},
        "Labs!D1: found 'albumin' without a unit; expected 'albumin (g/dL)' "
        "or 'albumin (g/L)'. Write the unit of the whole column into the header D1, in brackets.",
    ),
    (
        {"Labs!D1": "alb [stone]"},
        "Labs!D1: found 'alb [stone]' with an unknown unit; "
        "expected 'albumin (g/dL)' or 'albumin (g/L)'. Write the unit of the whole column into the "
        "header D1, in brackets.",
    ),
    (
        {"Labs!A1": "patiant"},
        "Labs!A1:E1: found the columns patiant, date, Up/c (mg/mg), albumin "
        "(g/dL), creatinine (mg/dL); expected a column 'patient'. Rename 'patiant' in A1 to "
        "'patient'.",
    ),
    (
        {"Labs!E1": "alb (g/dL)"},
        "Labs!E1: found the column 'alb (g/dL)' again (first in D1); "
        "expected one column 'albumin (g/dL)'. Delete one of the two, or give it another name.",
    ),
    (
        {"Patients!A3": 1},
        "Patients!A3: found patient '1' again (first in A2); expected one row per "
        "patient. Keep one of the two rows.",
    ),
    (
        {"Treatments!B2": "Tac + MMF"},
        "Treatments!B2: found the text 'Tac + MMF'; expected one drug "
        "per row. Type two rows: Tac and MMF.",
    ),
    (
        {"Events!C2": "relaps"},
        "Events!C2: found the text 'relaps'; expected event: relapse, kidney "
        "failure, dialysis, acute dialysis, biopsy, steroid resistance, transplant, death, "
        "infection, hospital admission, haemorrhagic cystitis, alopecia or other. Did you mean "
        "'relapse'? Type one of these words.",
    ),
    (
        {"Treatments!D2": datetime.date(2005, 7, 1)},
        "Treatments!D2: found a stop before the start; "
        "expected a day on or after the start (C2). Correct whichever of the two is wrong.",
    ),
    (
        {"Infusions!A3": 1, "Infusions!B3": datetime.date(2005, 1, 1)},
        "Infusions!B3: found a second "
        "infusion of patient 1 on the same day (first in B2); expected one row per infusion day. "
        "Combine the two rows.",
    ),
    (
        {"Labs!F1": "day", "Labs!F3": 60},
        "Labs!F3: found day 60 and 2005-03-10; expected day 68, "
        "counted from 2005-01-01. Correct whichever of the two is wrong, or clear one.",
    ),
]


def stops(edit):
    """Whether the error is of the workbook's shape, or of the order of a whole column's dates."""
    headings = {"Labs!A1", "Labs!D1", "Labs!E1"}
    return bool(edit.keys() & headings) or "03/04/2005" in edit.values()


@pytest.mark.parametrize(("edit", "message"), MESSAGES, ids=[str(edit) for edit, _ in MESSAGES])
def test_an_error_says_where_it_is_and_how_to_mend_it(read, edit, message):
    reading = read(edit)

    assert message in [problem.message for problem in reading.errors]
    # An unreadable cell spoils itself alone (docs/verdicts.md, 3); headings and columns stop.
    assert (reading.cohort is None) == stops(edit)
    assert reading.strict().cohort is None


QUERIES = [
    (
        {"Labs!D3": 6},
        "Labs!D3: found 6; expected albumin in g/dL, usually from 0.4 to 5.5. "
        "Please check; it is used as it stands.",
    ),
    (
        {"Labs!B3": datetime.date(2005, 1, 17)},
        "Labs!C3: found 0.15, 7 days after 2.5 in C2; "
        "expected Up/c that changes less than tenfold within 14 days. Check both; they are used "
        "as they stand.",
    ),
    (
        {"Labs!B3": datetime.date(2005, 1, 10)},
        "Labs!C3: found Up/c again for patient 1 on day 9 "
        "(first in C2); expected one result per day. Keep one of the two, or leave both: the worse "
        "is used.",
    ),
    (
        {"Labs!B3": datetime.date(2011, 1, 1)},
        "Labs!B3: found a result on day 2191; expected a day "
        "up to the last follow-up of patient 1, day 1826. Correct whichever of the two is wrong.",
    ),
    (
        {"Patients!F2": "better"},
        "Patients!F2: found the text 'better'; expected recorded response: "
        "complete remission, partial remission or no response. It is kept as typed and not "
        "compared.",
    ),
    (
        {"Treatments!B2": "Newmab"},
        "Treatments!B2: found the text 'Newmab'; expected a known "
        "drug. Correct the spelling if it is misspelt; it is kept as typed.",
    ),
    (
        {"Labs!F1": "mood", "Labs!F2": "good"},
        "Labs!F1: found the column 'mood'; expected a column "
        "of the sheet Labs. No action needed: it is ignored.",
    ),
    (
        {"Labs!B3": "25/03/2005"},
        "Labs!B3: found the text date '25/03/2005'; expected a real Excel "
        "date, or one such as 2005-06-17. The whole column is read day first, because of this "
        "cell: 2005-03-25.",
    ),
]


@pytest.mark.parametrize(("edit", "message"), QUERIES, ids=[str(edit) for edit, _ in QUERIES])
def test_what_is_credible_but_odd_stops_nothing(read, edit, message):
    reading = read(edit)

    assert message in [problem.message for problem in reading.problems]
    assert reading.cohort is not None


@pytest.mark.parametrize(
    ("typed", "bound", "value"),
    [
        ("<1.0", "<", 1.0),
        ("< 1.0", "<", 1.0),
        ("≤0.2", "<=", 0.2),
        (">30", ">", 30.0),
        (">=30", ">=", 30.0),
        ("1.5", "", 1.5),
        (0.1 + 0.2, "", 0.3),
    ],
)
def test_a_result_keeps_its_bound(read, typed, bound, value):
    labs = read({"Labs!C3": typed}).cohort.labs

    row = labs[labs["cell"] == "Labs!C3"].iloc[0]
    assert (row["bound"], row["value"]) == (bound, value)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("not done", "not done"),
        ("N/A", "not applicable"),
        ("unknown", "unknown"),
        ("–", "blank"),
    ],
)
def test_why_there_is_no_value_is_kept(read, typed, reason):
    cohort = read({"Labs!C3": typed}).cohort

    assert "Labs!C3" not in set(cohort.labs["cell"])
    assert cohort.absences.values.tolist() == [["labs", "1", "upcr", reason, "Labs!C3"]]


def test_a_decimal_comma_is_read_where_the_column_agrees(read):
    reading = read({"Labs!C2": "2,5", "Labs!C3": "<0,15", "Labs!C4": "3,5"})

    assert reading.cohort.labs.query("analyte == 'upcr'")["value"].tolist() == [2.5, 0.15, 3.5]


def test_both_date_systems_give_the_same_days(read, workbook):
    def turn(book):
        book.epoch = CALENDAR_MAC_1904

    old = read_workbook(workbook(change=turn))
    assert old.cohort.labs.equals(read().cohort.labs)


def test_a_merged_patient_counts_for_the_rows_of_the_merge(workbook):
    reading = read_workbook(
        workbook({"Labs!A3": None}, change=lambda book: book["Labs"].merge_cells("A2:A3"))
    )

    assert reading.problems == ()
    assert reading.cohort.labs.query("cell == 'Labs!C3'")["patient"].tolist() == ["1"]


def test_addresses_hold_although_rows_and_columns_before_are_empty(workbook):
    def move(book):
        book["Labs"].insert_rows(1, 3)
        book["Labs"].insert_cols(1, 2)

    reading = read_workbook(workbook({"Labs!D3": 31}, change=move))
    assert [problem.cell for problem in reading.errors] == ["F6"]


def count(content: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return sum(
        1
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.value is not None and str(cell.value).strip()
    )


CELLS = st.sampled_from(["Patients", "Labs", "Infusions", "Treatments", "Events", "Else"]).flatmap(
    lambda sheet: st.tuples(st.sampled_from("ABCDEFGHK"), st.integers(1, 7)).map(
        lambda place: f"{sheet}!{place[0]}{place[1]}"
    )
)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 60000),
    st.floats(-1e9, 1e9),
    st.dates(),
    st.times(),
    st.sampled_from(
        [
            "<1.0",
            "0,18",
            "1,000",
            "NA",
            "=A1+1",
            "#DIV/0!",
            " ",
            "P09",
            "25/03/2005",
            "03/04/2005",
            "Up/c (mg/g)",
            "patient",
            "day",
            "EXAMPLE",
            "1e999",
            "²",
            "<",
            "17 June 2005",
        ]
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=6),
)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(CELLS, VALUES, max_size=6))
def test_every_cell_is_used_ignored_or_failed_whatever_is_typed(edit):
    content = build(edit)
    reading = read_workbook(content)

    ledger = reading.ledger
    assert ledger.used + ledger.ignored + ledger.failed == ledger.cells == len(ledger.entries)
    assert ledger.cells == count(content)
    shaped = any(problem.stops for problem in reading.errors)
    urine = reading.cohort is not None and set(reading.cohort.labs["analyte"]) & {"upcr"}
    # Errors of single cells stop only where no urine result is left.
    assert (reading.cohort is None) == (shaped or (bool(reading.errors) and not urine))
    for problem in reading.problems:
        assert not {"None", "nan", "NaN", "dtype"} & set(problem.message.split())
