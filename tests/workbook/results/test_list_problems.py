"""What is said of a laboratory list, word for word, and what becomes of its rows."""

import pytest

from tests.workbook.results.lists import PLAIN, messages, read_list, shown

ANY = (
    "urine protein/creatinine ratio, serum albumin, serum creatinine, height, weight, urine "
    "protein by test strip, 24-hour urine protein, urine protein concentration, urine "
    "creatinine"
)
CASES = {
    "a unit that is not the analyte's": (
        PLAIN,
        ["P1|2020-01-05|Albumin|300|mg/L"],
        "error: Results!C2: found the test 'Albumin' with the unit mg/L; expected serum albumin in "
        "g/dL or g/L. Answer once for this test: its unit, or 'none of these'.",
        ["2020-01-05 albumin nan"],
    ),
    "no unit": (
        PLAIN,
        ["P1|2020-01-05|Albumin|1.8|", "P1|2020-02-05|Albumin|1.9|"],
        "error: Results!C2: found the test 'Albumin' without a unit (and 1 more); expected its "
        "unit: g/dL or g/L. Answer once for this test: its unit, or 'none of these'.",
        ["2020-01-05 albumin nan", "2020-02-05 albumin nan"],
    ),
    "a test that is not understood, in the unit of a ratio": (
        PLAIN,
        ["P1|2020-01-05|XYZ|0.3|mg/mg"],
        "error: Results!C2: found the test 'XYZ', which is not understood; expected one of "
        f"{ANY}, or 'none of these'. Answer once for this test: what it is, or 'none of these'.",
        [],
    ),
    "a name with several meanings": (
        PLAIN,
        ["P1|2020-01-05|Urine protein|30|"],
        "error: Results!C2: found the test 'Urine protein'; expected one of urine protein "
        "concentration, 24-hour urine protein, urine protein by test strip or urine "
        "protein/creatinine ratio. Answer once for this test: what it is, or 'none of these'.",
        [],
    ),
    "a code and a name that contradict": (
        "patient|date|test|loinc|result|unit",
        ["P1|2020-01-05|Microalbumin|2888-6|30|mg/L"],
        "error: Results!C2: found the test 'Microalbumin' with the code 2888-6 for urine protein "
        "concentration, and a name that says urine albumin; expected a code and a name that agree. "
        "Answer once for this test: what it is, or 'none of these'.",
        [],
    ),
    "a text": (
        PLAIN,
        ["P1|2020-01-05|Albumin|abc|g/L"],
        "error: Results!D2: found the text 'abc'; expected a number. Type the result; until then "
        "it is unknown.",
        ["2020-01-05 albumin nan g/L"],
    ),
    "a limit that is nowhere stated": (
        PLAIN,
        ["P1|2020-01-05|Albumin|<LLOQ|g/L"],
        "error: Results!D2: found the text '<LLOQ'; expected a number. It is below a limit that is "
        "not given: type the laboratory's limit with its sign, such as <0.05, or 'not detected'.",
        ["2020-01-05 albumin nan g/L"],
    ),
    "a comment": (
        PLAIN,
        ["P1|2020-01-05|Albumin|Haemolysed|", "P1|2020-01-06|Albumin|Haemolysed|g/L"],
        "note: Results!D2: found 'Haemolysed' in place of a number (and 1 more); expected a "
        "number. The result is there but unknown on its day; type it if it is known.",
        ["2020-01-05 albumin nan", "2020-01-06 albumin nan g/L"],
    ),
    "a reading that is none, of a strip": (
        PLAIN,
        ["P1|2020-01-05|Urine protein dipstick|perhaps|"],
        "error: Results!D2: found the text 'perhaps'; expected a reading such as negative, "
        "trace or 2+. Type the result; until then it is unknown.",
        ["2020-01-05 dipstick nan"],
    ),
    "commas and points": (
        PLAIN,
        ["P1|2020-01-05|Albumin|18,5|g/L", "P1|2020-01-06|Albumin|18.5|g/L"],
        "error: Results!D2: found the text '18,5'; expected one way to write decimals in the whole "
        "column. Say that the comma is a decimal comma, or type a point instead.",
        ["2020-01-05 albumin nan g/L", "2020-01-06 albumin 18.5 g/L"],
    ),
    "an impossible number": (
        PLAIN,
        ["P1|2020-01-05|Albumin|180|g/L"],
        "error: Results!D2: found 180; expected albumin in g/L, from 3 to 70. Correct the "
        "number or its unit.",
        ["2020-01-05 albumin nan g/L"],
    ),
    "an odd number": (
        PLAIN,
        ["P1|2020-01-05|Creatinine|11|mg/dL"],
        "query: Results!D2: found 11; expected creatinine in mg/dL, usually from 0.1 to 10. "
        "Look it up once more; it is used as it stands.",
        ["2020-01-05 creatinine 11 mg/dL"],
    ),
    "dates whose order nothing decides": (
        PLAIN,
        ["P1|03/04/2020|Albumin|18|g/L"],
        "error: Results!B2: found the text date '03/04/2020', and nothing in the column that "
        "decides its order; expected a date, such as 2005-06-17. Type 2020-04-03 if the day comes "
        "first, 2020-03-04 if the month does, and the others in the column likewise.",
        [],
    ),
    "dates in two orders": (
        PLAIN,
        ["P1|25/04/2020|Albumin|18|g/L", "P1|04/25/2020 09:30|Albumin|18|g/L"],
        "error: Results!B3: found the text dates '25/04/2020' (day first) and '04/25/2020' (month "
        "first); expected one order in the whole column. Say which order holds; what is no date in "
        "it is left out.",
        [],
    ),
    "a date in part": (
        PLAIN,
        ["P1|2020-03|Albumin|18|g/L", "P1|2020-03|Creatinine|40|umol/L"],
        "error: Results!B2: found the text '2020-03', known only as March 2020: a day between "
        "2020-03-01 and 2020-03-31 (and 1 more); expected one day, such as 2005-06-17. The "
        "order of the days decides the verdict: type the day if it is in the notes; else "
        "clear the row, because no day is invented.",
        [],
    ),
    "no date": (
        PLAIN,
        ["P1||Albumin|18|g/L"],
        "error: Results!B2: found a result without a day; expected a date in 'date'. Type the "
        "date; the row is left out.",
        [],
    ),
    "unknown in place of a date": (
        PLAIN,
        ["P1|unknown|Albumin|18|g/L"],
        "error: Results!B2: found 'unknown' in place of a date (unknown); expected the day of the "
        "sample. Type the date.",
        [],
    ),
    "a study day 0": (
        "USUBJID|LBTESTCD|LBTEST|LBORRES|LBORRESU|LBDY",
        ["1|ALB|Albumin|18|g/L|0"],
        "error: Results!F2: found '0'; expected a study day, which is never 0. Correct the day.",
        [],
    ),
    "nobody": (
        PLAIN,
        ["|2020-03-01|Albumin|18|g/L"],
        "error: Results!A2: found a result without a child; expected the child's study number. "
        "Type it; the row is left out.",
        [],
    ),
    "the day of receipt alone": (
        "patient|received|test|result|unit",
        ["P1|2020-03-01 10:00|Albumin|18|g/L"],
        "query: Results!B2: found 'received', the day the laboratory received the sample, and "
        "no day of collection; expected the day on which the sample was taken. It is used as "
        "the sample's day; add the day of collection if it is another.",
        ["2020-03-01 albumin 18 g/L"],
    ),
    "Clarity's RESULT_DATE": (
        "STUDY_ID|COMPONENT_ID_NAME|ORD_VALUE|ORD_NUM_VALUE|REFERENCE_UNIT|RESULT_DATE",
        ["1|ALBUMIN|<1.0|9999999|g/dL|2020-01-05"],
        "query: Results!F2: found 'RESULT_DATE', the day of the result, and no day of collection; "
        "expected the day on which the sample was taken. It is used as the sample's day; add the "
        "day of collection if it is another.",
        ["2020-01-05 albumin <1 g/dL"],
    ),
    "a status that is not known": (
        "patient|collected|test|result|unit|status",
        ["P1|2020-03-01 10:00|Albumin|18|g/L|weird"],
        "query: Results!F2: found the status 'weird'; expected final, corrected, preliminary, "
        "cancelled or entered in error. It counts as final; correct the status if it is not.",
        ["2020-03-01 albumin 18 g/L"],
    ),
    "signs that contradict": (
        "person_id|measurement_concept_id|measurement_date|operator_concept_id|value_as_number|"
        "unit_concept_id|value_source_value|unit_source_value",
        ["1|3024561|2020-01-05|4172704|1.8|8713|<1.8|g/dL"],
        "error: Results!G2: found opposite signs in two columns: '<1.8'; expected columns that "
        "agree. Correct the export; the result is unknown until then.",
        ["2020-01-05 albumin nan g/dL"],
    ),
    "numbers that contradict": (
        "person_id|measurement_concept_id|measurement_date|value_as_number|unit_concept_id|"
        "value_source_value|unit_source_value",
        ["1|3024561|2020-01-05|1.9|8713|1.8|g/dL"],
        "error: Results!F2: found two numbers of one result: '1.8'; expected columns that agree. "
        "Correct the export; the result is unknown until then.",
        ["2020-01-05 albumin nan g/dL"],
    ),
    "a unit in the cell beside another in its column": (
        PLAIN,
        ["P1|2020-01-05|Albumin|18 g/L|g/dL"],
        "error: Results!D2: found a unit beside the number that is not the one of its column: '18 "
        "g/L'; expected columns that agree. Correct the export; the result is unknown until then.",
        ["2020-01-05 albumin nan g/dL"],
    ),
    "an inverse ratio of nothing": (
        "patient|date|loinc|result|unit",
        ["P1|2020-01-05|16285-9|0|mg/mg"],
        "error: Results!D2: found '0'; expected a creatinine/protein ratio above 0, which can be "
        "turned round. Correct the number; the result is unknown until then.",
        ["2020-01-05 upcr nan mg/mg"],
    ),
    "protein without creatinine": (
        PLAIN,
        ["P1|2020-01-05|Urine protein|120|mg/dL"],
        "note: Results!C2: found a urine protein without one urine creatinine of the same sample; "
        "expected both in one accession, or at the same minute. No Up/c is computed of it; add the "
        "accession or the Up/c if there is one.",
        ["2020-01-05 urine_protein 120 mg/dL"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_problem_is_said_once_and_in_full(case: str) -> None:
    headings, rows, message, results = CASES[case]
    read = read_list(headings, *rows)
    assert messages(read) == [message]
    assert shown(read) == results
    failed = len(rows) if message.startswith("error") and "two ways" not in case else 0
    if case == "commas and points":
        failed = 1
    assert read.fates.count("failed") == failed
    assert read.fates.count("used") == len(rows) - failed


def test_a_column_in_a_wrong_unit_is_few_problems() -> None:
    rows = [f"P1|2020-01-05|Albumin|{number}|g/L" for number in range(100, 2100)]
    read = read_list(PLAIN, *rows)
    assert len(read.problems) == 51
    assert "found 150 (and 1,949 more)" in read.problems[-1].message
    assert read.fates.count("failed") == 2000
    assert read.frame["value"].isna().all()


def test_one_bad_date_leaves_its_row_out_alone() -> None:
    read = read_list(PLAIN, "P1|25/04/2020|Albumin|18|g/L", "P1|31.02.2020|Albumin|19|g/L")
    assert shown(read) == ["2020-04-25 albumin 18 g/L"]
    assert read.fates.count("failed") == 1


def test_other_tests_are_counted_in_one_line() -> None:
    rows = [f"P1|2020-01-05|{name}|4|mmol/L" for name in ("Potassium", "Sodium", "Potassium")]
    read = read_list(PLAIN, *rows)
    assert read.others == "3 rows of 2 other tests"
    assert read.fates.of(0) == ("ignored", "another test (potassium)")


@pytest.mark.parametrize(
    ("test", "unit", "answer", "result"),
    [
        ("XYZ", "mg/mg", "upcr", ["2020-01-05 upcr 0.3 mg/mg"]),
        ("XYZ", "mg/mg", "none of these", []),
        ("Up/c", "", "upcr in mg/mmol", ["2020-01-05 upcr 0.3 mg/mmol"]),
        ("Up/c", "mg/g", "upcr in mg/mmol", ["2020-01-05 upcr 0.3 mg/g"]),
        ("PCR", "mg/mmol", "upcr", ["2020-01-05 upcr 0.3 mg/mmol"]),
        ("Protein", "", "dipstick", ["2020-01-05 dipstick nan"]),
    ],
    ids=["what", "none", "unit", "a stated unit stays", "a name with two meanings", "a strip"],
)
def test_an_answer_settles_a_test(test: str, unit: str, answer: str, result: list[str]) -> None:
    assert (
        shown(read_list(PLAIN, f"P1|2020-01-05|{test}|0.3|{unit}", mapping={test: answer}))
        == result
    )


def test_every_question_can_be_answered_under_its_label() -> None:
    rows = ["P1|2020-01-05|Albumin|300|mg/L", "P1|2020-02-05|Albumin|18|g/L"]
    (question,) = read_list(PLAIN, *rows).open_tests
    assert question.label == "Albumin in mg/L"
    left_out = read_list(PLAIN, *rows, mapping={question.label: "none of these"})
    assert shown(left_out) == ["2020-02-05 albumin 18 g/L"]
    assert left_out.fates.count("failed") == 0


def test_an_answer_must_name_an_analyte() -> None:
    with pytest.raises(ValueError, match="found the analyte 'potassium'; expected upcr, albumin"):
        read_list(PLAIN, "P1|2020-01-05|K|4|mmol/L", mapping={"K": "potassium"})


def test_many_bad_dates_are_few_problems() -> None:
    rows = [f"P1|{number}.13.2020|Albumin|18|g/L" for number in range(100, 400)]
    read = read_list(PLAIN, *rows)
    assert len(read.problems) == 51
    assert "and 249 more such dates" in read.problems[-1].message
    assert read.fates.count("failed") == 300
