"""Kinds of tables as programs and registries write them: ids of rows, suffixes, lists."""

import pytest

from srns.workbook.read_workbook import read_workbook
from tests.workbook.wild.reading import book, meanings, proposed, read, results

NOT_CHILDREN = [
    *("lab_id", "LAB_ID", "result_id", "sample_id", "test_id", "order_id", "encounter_id"),
    *("visit_id", "appointment_id", "event_id", "specimen_id", "report_id", "row_id", "site_id"),
]


@pytest.mark.parametrize("heading", NOT_CHILDREN)
def test_the_id_of_a_row_is_no_child(heading):
    rows = [[heading, "patient_id", "day", "upcr_mg_mg"]]
    rows += [[n, f"K{n % 2}", 30 * n, 3.1] for n in range(4)]
    opened = book({"Data": rows})

    assert meanings(opened)[heading] == "ignore"
    assert read(opened).cohort.patients["patient"].tolist() == ["K0", "K1"]


@pytest.mark.parametrize("heading", ["lab_id", "result_id", "LAB_ID"])
def test_nor_in_a_list(heading):
    rows = [[heading, "PATIENT_ID", "TEST_NAME", "RESULT_VALUE", "UNIT", "RESULT_DATE"]]
    rows += [[n, "K1", "UPCR", 3.1, "mg/mg", f"2020-01-0{n}"] for n in (1, 2, 3)]
    reading = read(book({"Data": rows}), day_zero="first urine result")

    assert reading.cohort.patients["patient"].tolist() == ["K1"]


@pytest.mark.parametrize("child", ["PT-00{}", "pt {}", "Patient {}", "Case {}", "subject-{}"])
def test_children_named_like_headings_do_not_turn_the_table(child):
    rows = [["patient_id", "wbc_10e9l", "alt_ul", "day", "upcr_mgmg", "platelets_10e9l"]]
    rows += [[child.format(n), 7.4, 30, 0, 3.1, 250] for n in range(1, 9)]
    opened = book({"Data": rows})

    assert proposed(opened).tables[0].children_are == "rows"
    assert len(read(opened).cohort.patients) == 8


SUFFIXES = {
    "upcr_mgmg": ("Labs.upcr", "mg/mg"), "upcr_mg_mmol": ("Labs.upcr", "mg/mmol"),
    "upcr_mgg": ("Labs.upcr", "mg/g"), "albumin_gdl": ("Labs.albumin", "g/dL"),
    "albumin_g_dl": ("Labs.albumin", "g/dL"), "alb_g_l": ("Labs.albumin", "g/L"),
    "creatinine_mgdl": ("Labs.creatinine", "mg/dL"),
    "creatinine_umoll": ("Labs.creatinine", "µmol/L"), "height_cm": ("Labs.height", "cm"),
    "wt_kg": ("Labs.weight", "kg"), "proteinuria_g24h": ("Labs.protein_24h", "g/day"),
}  # fmt: skip


@pytest.mark.parametrize(("heading", "expected"), SUFFIXES.items())
def test_units_as_suffixes(heading, expected):
    opened = book({"Data": [["patient_id", "day", heading, "dipstick"], ["K1", 0, 3, "2+"]]})
    column = next(one for one in proposed(opened).tables[0].columns if one.heading == heading)

    assert (column.means, column.unit) == expected


TIMES = ["recorded_at", "measured_at", "performed_at", "resulted_at", "reported_at", "drawn_at",
         "collected_at", "observation date", "exam date", "timestamp", "sample_date.1"]  # fmt: skip


@pytest.mark.parametrize("heading", TIMES)
def test_a_list_is_known_by_any_of_its_times(heading):
    rows = [["patient_id", "test_name", "result_value", "unit", heading]]
    rows += [["K1", "UPCR", 3.1, "mg/mg", f"2020-01-0{n}"] for n in (1, 2)]
    reading = read(book({"Data": rows}), day_zero="first urine result")

    assert [day for day, *_ in results(reading, "upcr")] == [0, 1]


@pytest.mark.parametrize("end", ["1", ".1", "_1", " 2"])
def test_a_list_whose_headings_are_numbered(end):
    rows = [["subject_id", "day", "test_name", f"result{end}", f"unit{end}"]]
    rows += [["K1", 0, "UPCR", 3.1, "mg/mg"]]

    assert results(read(book({"Data": rows})), "upcr") == [(0, 3.1, "", "mg/mg")]


def test_an_unusual_result_of_a_list_is_asked_once():
    rows = [["patient", "day", "test", "result", "unit"], ["K1", 0, "Creatinine", 890, "umol/L"]]
    rows += [["K1", 0, "UPCR", 3.1, "mg/mg"]]
    queries = [one for one in read(book({"Data": rows})).problems if one.severity == "query"]

    assert len(queries) == 1


def test_a_list_without_a_test_of_ours_says_so():
    rows = [["patient", "day", "test", "result", "unit"], ["K1", 0, "CD4", 400, "cells/mm3"]]
    (error,) = read(book({"Data": rows})).errors

    assert error.found == "a laboratory list of which no result is of ours"


AGES = ["Età", "年龄", "Alter", "Edad", "âge", "idade", "yaş", "年齢", "umar", "Age"]


@pytest.mark.parametrize("heading", AGES)
def test_an_age_that_does_not_say_when_is_asked(heading):
    opened = book({"Data": [["study_id", heading, "day", "Up/c (mg/mg)"], ["K1", 7, 0, 3.1]]})
    (question,) = proposed(opened).questions

    assert question.options == ("age at diagnosis", "age at first infusion", "leave it out")


OTHER_DATES = ["consent date", "admission date", "fecha de ingreso", "Datum der Aufnahme",
               "discharge date", "入院日期", "biopsy date", "date of diagnosis"]  # fmt: skip


@pytest.mark.parametrize("heading", OTHER_DATES)
def test_another_date_alone_beside_urine_results_is_asked(heading):
    rows = [["study_id", heading, "Up/c (mg/mg)"], ["K1", "2020-01-05", 3.1]]
    asked = proposed(book({"Data": rows})).questions

    assert [one.options for one in asked] == [("yes", "leave it out")]


@pytest.mark.parametrize("heading", OTHER_DATES)
def test_beside_the_date_of_the_sample_it_is_left_out(heading):
    rows = [["study_id", heading, "date", "Up/c (mg/mg)"], ["K1", "2020-01-05", "2020-02-05", 3.1]]
    opened = book({"Data": rows})

    assert proposed(opened).questions == ()
    assert meanings(opened)["date"] == "date"
    assert meanings(opened)[heading] == "ignore" or meanings(opened)[heading].startswith("Pat")


@pytest.mark.parametrize("heading", ["wt_kg", "height (cm)", "creatinine (mg/dL)"])
def test_a_size_beside_another_date_is_asked_for_its_day(heading):
    patients = [["study_id", "sex", "consent_date", heading], ["K1", "f", "2019-12-01", 30]]
    labs = [["study_id", "day", "Up/c (mg/mg)"], ["K1", 0, 3.1]]
    opened = book({"Children": patients, "Urine": labs})
    (question,) = proposed(opened).questions

    assert question.options == ("at the first infusion (day 0)", "ignore it")
    assert read(opened, day="ignore it").cohort is not None


@pytest.mark.parametrize("heading", ["unit", "stop date", "frequency", "date completed"])
def test_what_describes_a_course_needs_a_drug(heading):
    rows = [["study_id", "day", "Up/c (mg/mg)", heading], ["K1", 0, 3.1, "2020-01-05"]]
    opened = book({"Data": rows})

    assert not meanings(opened)[heading].startswith("Treatments")
    assert read(opened, day_of_the_results="leave it out").errors == ()


EXPORTS = {
    "SAS transport": b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!000000000000",
    "HL7": b"MSH|^~\\&|LAB|H|SRNS|H|20200105||ORU^R01|1|P|2.5\rPID|||K1\r",
    "FHIR, a bundle": b'{"resourceType": "Bundle", "entry": []}',
    "FHIR, indented": b'{\n  "id": "x",\n  "resourceType": "Observation"\n}',
    "FHIR, lines": b'{"resourceType":"Observation","status":"final"}\n',
    "Parquet": b"PAR1" + bytes(40),
    "no FHIR": b'{"a": 1',
}


@pytest.mark.parametrize("content", EXPORTS.values(), ids=EXPORTS)
def test_an_export_without_results_is_refused_in_words(content):
    reading = read_workbook(content, name="export.dat")

    assert reading.for_verdicts().cohort is None
    assert reading.errors


def test_a_table_of_courses_that_names_no_drug_is_an_error():
    labs = [["study_id", "day", "Up/c (mg/mg)"], ["K1", 0, 3.1]]
    courses = [["study_id", "start day", "stop day", "dose"], ["K1", 10, 90, 2]]
    errors = read(book({"Labs x": labs, "Courses": courses})).errors

    assert errors
    assert "drug" in errors[0].expected
