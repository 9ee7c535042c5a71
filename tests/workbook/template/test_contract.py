"""What a workbook may look like: each promise about its sheets, columns, dates and numbers."""

import datetime

import pytest
from openpyxl import Workbook

from srns.workbook.read_workbook import read_workbook
from tests.workbook.conftest import GOOD

DAY = datetime.date


def days(reading, sheet="labs"):
    return getattr(reading.cohort, sheet)["day"].tolist()


def results(reading, analyte="upcr"):
    return reading.cohort.labs.query("analyte == @analyte")["value"].tolist()


def messages(reading):
    return [problem.message for problem in reading.problems]


# Numbers and their bounds


@pytest.mark.parametrize(
    ("typed", "number", "bound"),
    [
        ("≥6", 6, ">="),
        (">=6", 6, ">="),
        ("<3", 3, "<"),
        ("> 12", 12, ">"),
        ("≤ 4.5", 4.5, "<="),
        ("6", 6, ""),
        (6, 6, ""),
    ],
)
def test_a_fact_about_a_child_may_be_a_bound(read, typed, number, bound):
    cohort = read({"Patients!I1": "prednisolone trial (weeks)", "Patients!I2": typed}).cohort

    children = cohort.patients.set_index("patient")
    assert children.loc["1", "prednisolone_trial_weeks"] == number
    assert children["prednisolone_trial_weeks_bound"].tolist() == [bound, ""]
    sources = cohort.sources.query("cell == 'Patients!I2'")
    assert sources["typed"].tolist() == [str(typed)]


def test_a_child_column_that_is_not_there_has_no_bound(read):
    assert read().cohort.patients["tacrolimus_trial_months_bound"].tolist() == ["", ""]


def test_a_dose_may_not_be_a_bound(read):
    assert messages(read({"Infusions!C2": "≥500"})) == [
        "Infusions!C2: found the text '≥500'; expected cyclophosphamide in mg/m2, from 0 to 3000. "
        "Type the number without a sign, or leave the cell blank."
    ]


def test_one_quantity_may_stand_in_two_columns_of_different_units(read):
    reading = read({"Labs!C4": None, "Labs!F1": "UPCR (mg/mmol)", "Labs!F4": 396})

    labs = reading.cohort.labs.query("analyte == 'upcr'")
    assert reading.problems == ()
    assert labs[["value", "unit", "cell"]].astype(object).values.tolist() == [
        [2.5, "mg/mg", "Labs!C2"],
        [0.15, "mg/mg", "Labs!C3"],
        [396, "mg/mmol", "Labs!F4"],
    ]


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Up/c (mg/mg)", "mg/mg"),
        ("UPCR [g/g]", "g/g"),
        ("Protein/creatinine ratio (mg/g)", "mg/g"),
        ("urine protein / creatinine (mg/mmol)", "mg/mmol"),
        ("up/C(g/mol)", "g/mol"),
    ],
)
def test_the_unit_stands_in_the_header(read, header, unit):
    reading = read({"Labs!C1": header})

    assert set(reading.cohort.labs.query("analyte == 'upcr'")["unit"]) == {unit}


@pytest.mark.parametrize("unit", ["µmol/L", "μmol/l", "umol/L"])
def test_both_letters_for_micro_are_known(read, unit):
    edit = {"Labs!E1": f"creatinine ({unit})"} | {f"Labs!E{row}": 40 for row in (2, 3, 4)}
    assert set(read(edit).cohort.labs.query("analyte == 'creatinine'")["unit"]) == {"µmol/L"}


@pytest.mark.parametrize("others", [1800, 180.5], ids=["whole numbers", "decimal points"])
def test_a_comma_that_may_part_thousands_is_asked_about(read, others):
    edit = {"Labs!C1": "Up/c (mg/g)", "Labs!C2": "1,250", "Labs!C3": others, "Labs!C4": others}
    assert messages(read(edit)) == [
        "Labs!C2: found the text '1,250'; expected Up/c in mg/g, from 0 to 100000. "
        "Say what the comma means: type 1.250 or 1250."
    ]


def test_a_decimal_comma_that_the_column_contradicts_is_not_read(read):
    reading = read({"Labs!C2": "2,5", "Labs!C3": "0.15"})

    assert messages(reading) == [
        "Labs!C2: found the text '2,5'; expected Up/c in mg/mg, from 0 to 100. "
        "Type a point instead of the comma: 2.5."
    ]
    # It is unknown on its day, and the other results are read (docs/verdicts.md, section 3).
    values = reading.cohort.labs.query("analyte == 'upcr'")["value"]
    assert values.isna().tolist() == [True, False, False]
    assert reading.unknown_results == 1


def test_a_decimal_comma_with_a_thousands_look_is_read_where_others_decide(read):
    assert results(read({"Labs!C2": "2,5", "Labs!C3": "0,150", "Labs!C4": "3,125"})) == [
        2.5,
        0.15,
        3.125,
    ]


def test_the_sign_for_at_most_is_kept_apart_from_below(read):
    labs = read({"Labs!C2": "≤0.2", "Labs!C3": "<0.2"}).cohort.labs

    assert labs.query("analyte == 'upcr'")["bound"].tolist() == ["<=", "<", ""]


def test_why_a_value_is_missing_is_kept_and_a_blank_is_just_blank(read):
    cohort = read({"Labs!C2": "not done", "Labs!C3": "NA", "Labs!C4": None}).cohort

    assert cohort.absences[["cell", "reason"]].values.tolist() == [
        ["Labs!C2", "not done"],
        ["Labs!C3", "not applicable"],
    ]


# Dates


@pytest.mark.parametrize(
    "typed", ["2005-03-10", "10 March 2005", "10-Mar-2005", "March 10, 2005", "10.mar.2005"]
)
def test_a_date_with_the_months_name_is_read(read, typed):
    reading = read({"Labs!B3": typed})

    assert reading.problems == ()
    assert days(reading)[:2] == [9, 68]


def test_one_date_decides_day_first_for_its_whole_column(read):
    reading = read({"Labs!B2": "10/01/2005", "Labs!B3": "25/03/2005"})

    assert days(reading)[:2] == [9, 83]


def test_one_date_decides_month_first_for_its_whole_column(read):
    reading = read({"Labs!B2": "01/10/2005", "Labs!B3": "03/25/2005"})

    assert days(reading)[:2] == [9, 83]
    assert messages(reading) == [
        "Labs!B3: found the text date '03/25/2005'; expected a real Excel date, or one such as "
        "2005-06-17. The whole column is read month first, because of this cell: 2005-03-25."
    ]


def test_columns_decide_for_themselves(read):
    reading = read({"Labs!B2": "10/01/2005", "Labs!B3": "25/03/2005", "Events!B2": "03/04/2006"})

    assert [problem.cell for problem in reading.errors] == ["B2"]
    assert reading.errors[0].sheet == "Events"


def test_dates_that_contradict_each_other_are_all_shown(read):
    reading = read({"Labs!B2": "25/03/2005", "Labs!B3": "03/25/2005"})

    assert messages(reading) == [
        f"Labs!{cell}: found the text '{typed}'; expected a date, such as 2005-06-17. "
        "Type the date as year-month-day, such as 2005-06-17."
        for cell, typed in (("B2", "25/03/2005"), ("B3", "03/25/2005"))
    ]


def test_two_digits_of_a_year_are_not_guessed(read):
    assert messages(read({"Labs!B3": "25/03/05"})) == [
        "Labs!B3: found the text '25/03/05'; expected a date, such as 2005-06-17. "
        "Type the date as year-month-day, such as 2005-06-17."
    ]


def test_a_date_after_today_is_an_error(workbook):
    late = workbook({"Events!B2": DAY(2031, 5, 2)})

    assert messages(read_workbook(late, today=DAY(2026, 1, 1))) == [
        "Events!B2: found 2031-05-02; expected a date up to today, 2026-01-01. Correct the date."
    ]
    assert read_workbook(late, today=DAY(2031, 5, 2)).errors == ()
    assert read_workbook(late).errors == ()


# Index date and days


def test_days_count_from_the_first_infusion(read):
    reading = read({"Infusions!A3": 1, "Infusions!B3": DAY(2004, 12, 2)})

    assert days(reading)[:2] == [39, 98]


def test_an_index_date_goes_before_the_first_infusion(read):
    reading = read({"Patients!H2": DAY(2004, 12, 31)})

    assert days(reading)[:2] == [10, 69]
    assert days(reading, "infusions") == [1, 0]


def test_a_child_without_index_date_has_results_without_day(read):
    reading = read({"Infusions!A3": 1})

    assert messages(reading)[0] == (
        "Labs!B4: found a date of patient 2, who has no infusion and no index date; expected an "
        "index date to count days from. Type the index date in the sheet Patients, or the "
        "infusions."
    )
    labs = reading.cohort.labs.query("patient == '2'")
    assert len(labs) == 3
    assert labs["day"].isna().all()


def test_a_workbook_may_hold_days_instead_of_dates(read):
    edit = {"Labs!B1": "study day", "Infusions!B1": "Day", "Events!B1": "day"}
    edit |= {"Labs!B2": -7, "Labs!B3": 68, "Labs!B4": 9, "Events!B2": 334}
    edit |= {"Infusions!B2": 0, "Infusions!B3": 0}
    edit |= {"Patients!D1": "last follow-up day", "Patients!D2": 1826, "Patients!D3": 1795}
    edit |= {"Treatments!C1": "start day", "Treatments!D1": "stop day", "Treatments!C2": 212}
    reading = read(edit)

    assert reading.problems == ()
    assert days(reading)[:3] == [-7, 68, 9]
    assert reading.cohort.patients["last_follow_up_day"].tolist() == [1826, 1795]
    assert reading.cohort.treatments["start_day"].tolist() == [212]
    assert reading.cohort.patients["index_date"].isna().all()


def test_half_a_day_is_an_error(read):
    assert messages(read({"Labs!F1": "day", "Labs!F3": 68.5})) == [
        "Labs!F3: found 68.5; expected a whole number of days from the index date. "
        "Type a whole number."
    ]


# Sheets and columns


def rename(old, new):
    def change(book: Workbook):
        book[old].title = new

    return change


@pytest.mark.parametrize("name", ["LABS.", "Laboratory results", "lab_values", " lab "])
def test_a_sheet_is_known_by_any_of_its_names(read, name):
    reading = read(change=rename("Labs", name))

    assert reading.problems == ()
    assert reading.cohort.labs["cell"].iloc[0] == f"{name}!C2"


@pytest.mark.parametrize("header", ["PATIENT", " patient_ID ", "Study No.", "Pt"])
def test_a_column_is_known_by_any_of_its_names(read, header):
    assert read({"Labs!A1": header}).problems == ()


@pytest.mark.parametrize("sheet", ["Patients", "Labs"])
def test_a_sheet_that_must_be_there_is_missed(read, sheet):
    reading = read(without=(sheet,))

    names = [name for name in GOOD if name != sheet]
    assert messages(reading)[-1] == (
        f"{sheet}!A1: found no such sheet, only {', '.join(names[:-1])} and {names[-1]}; expected "
        f"a sheet '{sheet}'. Add it, or rename the sheet that holds the {sheet.lower()}. "
        "A workbook of another shape is read by a recipe, which 'srns recipe' proposes."
    )
    assert reading.cohort is None


def test_treatments_and_events_may_be_missing(read):
    reading = read(without=("Treatments", "Events"))

    assert reading.problems == ()
    assert (len(reading.cohort.treatments), len(reading.cohort.events)) == (0, 0)


def test_two_sheets_for_the_same_are_an_error(read):
    def split(book):
        book["Labs"].title = "Lab values"
        book.copy_worksheet(book["Lab values"]).title = "Lab results"

    assert messages(read(change=split)) == [
        "Lab results!A1: found a second sheet for Labs (the first is 'Lab values'); expected one "
        "sheet Labs. Combine the two, or give one another name."
    ]


def test_the_sheet_with_the_very_name_goes_before_one_with_a_synonym(read):
    reading = read({"Results!A1": "draft"})

    assert messages(reading) == [
        "Results!A1: found the sheet 'Results'; expected one of the sheets Patients, Labs, "
        "Diary, Infusions, Treatments or Events. No action needed: it is ignored."
    ]
    assert len(reading.cohort.labs) == 9


def test_an_empty_sheet_that_must_be_filled_is_an_error(read):
    def clear(book):
        book["Labs"].delete_rows(1, 10)

    assert messages(read(change=clear)) == [
        "Labs!A1: found an empty sheet; expected the columns of Labs. Fill it in as the template "
        "shows."
    ]


def test_a_hidden_sheet_is_read_like_any_other(read):
    def hide(book):
        book["Events"].sheet_state = "hidden"

    reading = read(change=hide)
    assert messages(reading) == [
        "Events: found a hidden sheet; expected nothing hidden. Show it, or delete it if it "
        "should not count: hidden cells are read like all others."
    ]
    assert len(reading.cohort.events) == 1


def test_a_column_twice_is_an_error(read):
    assert messages(read({"Labs!F1": "Date of sample"})) == [
        "Labs!F1: found the column 'Date of sample' again (first in B1); expected one column "
        "'date'. Delete one of the two, or give it another name."
    ]


def test_a_column_that_must_be_there_is_missed_under_its_likeliest_name(read):
    assert messages(read({"Treatments!B1": "drugg"}))[0] == (
        "Treatments!A1:E1: found the columns patient, drugg, start date, stop date, purpose; "
        "expected a column 'drug'. Rename 'drugg' in B1 to 'drug'."
    )


def test_neither_date_nor_day_is_missed(read):
    assert messages(read({"Labs!B1": "moment"}))[0] == (
        "Labs!A1:E1: found the columns patient, moment, Up/c (mg/mg), albumin (g/dL), creatinine "
        "(mg/dL); expected a column 'date' or 'day'. Add it, or rename the column that holds it "
        "to 'date'. A workbook of another shape is read by a recipe, which 'srns recipe' proposes."
    )


@pytest.mark.parametrize("header", ["Age", "age (y)", "AGE (years)"])
def test_an_age_that_does_not_say_which_is_asked_about(read, header):
    reading = read({"Patients!C1": header})

    assert messages(reading) == [
        f"Patients!C1: found the column '{header}', which is ambiguous; expected 'age at "
        "diagnosis (years)' or 'age at first infusion (years)'. Rename it to the one that it is; "
        "for now it is ignored."
    ]
    assert reading.cohort.patients["age_at_diagnosis_years"].isna().all()


def test_a_column_name_that_is_nearly_known_is_asked_about(read):
    reading = read({"Labs!F1": "hight (cm)", "Labs!F2": 110})

    assert messages(reading) == [
        "Labs!F1: found the column 'hight (cm)'; expected a column of the sheet Labs. "
        "If it is 'height', rename it; for now it is ignored."
    ]


def test_a_column_without_header_is_said(read):
    assert messages(read({"Labs!F2": "x"})) == [
        "Labs!F2: found 'x' in a column without a header; expected nothing behind the last header. "
        "The values of this row seem to be shifted: correct the row, or give the column a header."
    ]


# Patients


def test_a_misspelt_patient_is_asked_about(read):
    edit = {"Patients!A2": "ANNA-01", "Labs!A2": "ANNA-01", "Labs!A3": "ANA-01"}
    edit |= {"Infusions!A2": "ANNA-01", "Treatments!A2": "anna 1"}

    assert messages(read(edit))[0] == (
        "Labs!A3: found patient 'ANA-01'; expected one of the 2 listed in Patients!A2:A3. "
        "Did you mean 'ANNA-01'? Correct the name, or add the patient to the sheet Patients."
    )


def test_a_patient_may_be_a_number_here_and_a_text_there(read):
    assert read({"Labs!A2": "1", "Infusions!A2": " 1 "}).problems == ()


def test_a_date_is_no_patient(read):
    assert messages(read({"Labs!A3": DAY(2005, 1, 1)})) == [
        "Labs!A3: found the date 2005-01-01; expected a patient's number or code. "
        "Type the patient's number as in the sheet Patients."
    ]


# Rows of drugs and events


def test_a_row_without_its_drug_or_event_is_an_error(read):
    assert messages(read({"Treatments!B2": None, "Events!C2": None})) == [
        "Treatments!B2: found a filled row with no drug; expected one drug per row. "
        "Type the drug, or clear the row.",
        "Events!C2: found a filled row with no event; expected what happened. "
        "Type the event, or clear the row.",
    ]


def test_an_event_may_have_no_day(read):
    reading = read({"Events!B2": None})

    assert reading.problems == ()
    assert reading.cohort.events["day"].isna().all()


@pytest.mark.parametrize("drug", ["cyclosporine", "oral CTX", "Tac", "MMF", "none", "PREDNISONE"])
def test_the_drug_names_of_the_clinic_need_no_query(read, drug):
    assert read({"Treatments!B2": drug}).problems == ()


def test_words_outside_of_a_vocabulary_are_an_error_with_a_hint(read):
    assert messages(read({"Patients!B2": "femal", "Treatments!E2": "later"})) == [
        "Patients!B2: found the text 'femal'; expected sex: male or female. "
        "Did you mean 'female'? Type one of these words.",
        "Treatments!E2: found the text 'later'; expected purpose: prior, concomitant, maintenance "
        "or rescue. Type one of these words.",
    ]


def test_several_units_that_fit_are_all_named(read):
    reading = read({"Labs!C3": 1500})

    assert messages(reading)[0].startswith(
        "Labs!C3: found 1500; expected Up/c in mg/mg, from 0 to 100. 1500 looks like mg/g or "
    )


# Errors, and what became of the cells


def test_errors_are_collected_all_at_once_in_the_sheets_order(read):
    reading = read({"Events!C2": "x", "Labs!D3": 31, "Labs!B3": "soon", "Patients!B2": "??"})

    assert [(problem.sheet, problem.cell) for problem in reading.problems] == [
        ("Patients", "B2"),
        ("Labs", "B3"),
        ("Labs", "D3"),
        ("Events", "C2"),
    ]
    assert not any(problem.stops for problem in reading.errors)
    assert reading.strict().cohort is None


def test_the_ledger_counts_every_cell_once(read):
    reading = read({"Labs!D3": 31, "Labs!F1": "mood", "Labs!F2": "good"})

    assert reading.ledger.as_dict() == {"cells": 68, "used": 65, "ignored": 2, "failed": 1}
    entries = reading.ledger.entries.set_index(["sheet", "cell"])
    assert entries.loc[("Labs", "F2"), "reason"] == "a column that is not in the data dictionary"
    assert entries.loc[("Labs", "D3"), "reason"] == next(iter(reading.errors)).message
