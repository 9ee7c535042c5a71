"""A sheet for each child: its tab names the child, and lines above the table describe it."""

import pytest

from srns.privacy.find_identifiers import find_private
from tests.workbook.wild.layouts import (
    DAY,
    assert_accounted,
    kinds_of_questions,
    reasons,
    run_in_a_shell,
)
from tests.workbook.wild.reading import book, proposed, read, results

HEAD = ["Date", "UPCR (mg/mg)", "Alb (g/dL)", "Comment"]
ROWS = [
    [DAY(2020, 1, 6), 5.1, 1.7, "on tac"],
    [DAY(2020, 2, 3), 0.9, 2.9, ""],
    [DAY(2020, 3, 2), 0.1, 3.9, ""],
]
FIRST = "first urine result"


def of(*tabs: str, lines=(), head=HEAD, rows=ROWS):
    return {tab: [*lines, head, *rows] for tab in tabs}


TABS = [
    pytest.param(("Kid A", "Kid B"), id="kids with a letter"),
    pytest.param(("Nora", "Ben"), id="given names"),
    pytest.param(("A.B.", "C.D."), id="initials"),
    pytest.param(("AB", "CD", "EF"), id="initials without points"),
    pytest.param(("1", "2"), id="bare numbers"),
    pytest.param(("2019-01", "2019-02"), id="numbers with the year of enrolment"),
    pytest.param(("Girl, collapsing", "Boy, MCD"), id="descriptions"),
    pytest.param(("Sheet1", "Sheet2"), id="names of nothing"),
    pytest.param(("Petite A", "Petit B"), id="in French"),
    pytest.param(("患者一", "患者二"), id="in Chinese"),
]


@pytest.mark.parametrize("tabs", TABS)
def test_the_tab_is_the_child_where_a_person_says_so(tabs):
    opened = book(of(*tabs))
    asked = proposed(opened).questions

    assert [one.id.partition(":")[0] for one in asked] == ["child"] * len(tabs)
    assert {one.options for one in asked} == {("the name of the sheet", "leave it out")}
    reading = read(opened, child="the name of the sheet", day_zero=FIRST)
    assert reading.cohort is not None
    assert list(reading.cohort.patients["patient"]) == list(tabs)
    assert [day for day, *_ in results(reading, "upcr")] == [0, 28, 56] * len(tabs)
    assert_accounted(opened, reading)


def test_a_sheet_that_is_left_out_is_told_as_ignored():
    opened = book(of("Kid A", "Kid B"))
    reading = read(opened, child="leave it out")

    assert reading.cohort is None
    assert reading.errors
    assert set(reasons(reading).values()) == {"who the child is was left out, as answered"}
    assert_accounted(opened, reading)


def test_one_sheet_is_left_out_and_the_other_is_read():
    opened = book(of("Kid A", "Summary"))
    answers = {"child:_Kid_A": "the name of the sheet", "child:_Summary": "leave it out"}
    reading = read(opened, day_zero=FIRST, **answers)

    assert reading.cohort is not None
    assert list(reading.cohort.patients["patient"]) == ["Kid A"]
    assert_accounted(opened, reading)


def test_a_sheet_of_a_visit_is_no_child():
    assert proposed(book(of("Month 3", "Month 6", head=["UPCR (mg/mg)"], rows=[[5]]))).tables == ()


LINES = [
    pytest.param([["Histology: FSGS"], ["Sex: F"]], id="in one cell"),
    pytest.param([["Histology:", "FSGS"], ["Sex:", "F"]], id="side by side"),
    pytest.param([["Histology", "FSGS"], ["Sex", "F"]], id="side by side without a colon"),
    pytest.param([["Sex:", "F", "", "Histology:", "FSGS"]], id="two in a row"),
    pytest.param([["Diagnosis: FSGS"], ["Sex = girl"]], id="a diagnosis that is a histology"),
    pytest.param([["Diagnose: FSGS"], ["Geschlecht: w"]], id="in German"),
    pytest.param([["Histologie : HSF"], ["Sexe : F"]], id="in French, a space before the colon"),
    pytest.param([["组织学：局灶节段性肾小球硬化"], ["性别：女"]], id="in Chinese, wide colon"),
    pytest.param([["Histology: FSGS"], [], ["Sex: F"], []], id="blank rows between"),
]


@pytest.mark.parametrize("lines", LINES)
def test_lines_above_the_table_describe_its_child(lines):
    opened = book(of("Kid A", lines=lines) | of("Kid B"))
    reading = read(opened, child="the name of the sheet", day_zero=FIRST)

    assert reading.cohort is not None
    children = reading.cohort.patients.set_index("patient")
    assert list(children.index) == ["Kid A", "Kid B"]
    assert children.loc["Kid A", "histology_group"] == "FSGS"
    assert children.loc["Kid A", "sex"] == "female"
    assert reading.errors == ()
    assert_accounted(opened, reading)


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        pytest.param("Diagnosis: nephrotic syndrome", "ignored", id="no histology"),
        pytest.param("Diagnosis: FSGS?", "ignored", id="in doubt"),
        pytest.param("Center: north", "ignored", id="not in the dictionary"),
        pytest.param("DOB: 03.04.2015", "ignored", id="a birth date"),
        pytest.param("Histology: FSGZ", "word FSGZ", id="an unknown word is asked"),
        pytest.param("Weight: 20", "day", id="a weight without a day is asked"),
        pytest.param("UPCR (mg/mg): 8", "day", id="a result without a day is asked"),
        pytest.param("Index date: 03/04/2020", "date order", id="an open date is asked"),
    ],
)
def test_a_line_that_is_not_understood_is_told_or_asked(line, outcome):
    opened = book(of("Kid A", lines=[[line]]) | of("Kid B"))
    asked = [kind for kind in kinds_of_questions(opened) if kind != "child"]

    if outcome != "ignored":
        assert asked == [outcome]
        return
    assert asked == []
    reading = read(opened, child="the name of the sheet", day_zero=FIRST)
    label = line.partition(":")[0]
    assert any(f"the column '{label}'" in one.found for one in reading.problems)
    assert "A1" in reasons(reading)


def test_a_result_in_a_line_is_of_day_0_and_not_of_the_first_date():
    opened = book(of("Kid A", lines=[["UPCR (mg/mg): 8"], ["Index date: 2020-01-01"]]))
    reading = read(opened, child="the name of the sheet", day="at the first infusion (day 0)")

    assert results(reading, "upcr")[0] == (0, 8, "", "mg/mg")
    assert len(results(reading, "upcr")) == 4


def test_a_line_names_the_child_of_its_table():
    first = of("Sheet1", lines=[["Patient: 12"], ["Histology: MCD"]])
    opened = book(first | of("Sheet2", lines=[["Patient: 13"]]))

    assert proposed(opened).questions == ()
    reading = read(opened, day_zero=FIRST)
    assert reading.cohort is not None
    assert list(reading.cohort.patients["patient"]) == ["12", "13"]
    assert reading.errors == ()
    assert_accounted(opened, reading)


def test_lines_above_a_table_of_several_children_are_a_title():
    table = [["Histology: FSGS"], ["Child", "day", "UPCR (mg/mg)"], ["1", 0, 5], ["2", 0, 5]]
    reading = read(book({"Data": table}))

    assert reading.cohort is not None
    assert reading.cohort.patients["histology"].isna().all()
    assert reasons(reading) == {"A1": "a title above the table"}


def test_a_birth_date_in_a_line_is_found_as_private():
    opened = book(of("Kid A", lines=[["DOB: 03.04.2015"]]))

    assert any(one.kind == "birth date" for one in find_private(opened))


def test_a_sheet_a_child_passes_through_a_shell(tmp_path):
    lines = [["Diagnosis: FSGS"], ["Index date: 2020-01-01"]]
    sheets = of("Kid A", "Kid B", lines=lines)

    answers = {"child": "the name of the sheet"}
    assert run_in_a_shell(tmp_path, sheets, answers) == (0, 0, 0)
