"""Children whose column or row has no heading, and the order of the columns that may name them."""

import pytest

from tests.workbook.wild.layouts import assert_accounted, reasons, run_in_a_shell
from tests.workbook.wild.reading import book, proposed, read, results, text

MEASURES = [
    ["Histology", "FSGS", "MCD"],
    ["UPCR (mg/mg) baseline", 7, 8],
    ["UPCR (mg/mg) 3 mo", 1, 0.1],
    ["Alb (g/dL) 3 mo", 2.8, 3.8],
]


def across(*children: object) -> dict[str, list[list[object]]]:
    return {"Sheet1": [["", *children], *MEASURES]}


def turned(rows: list[list[object]]) -> list[list[object]]:
    return list(map(list, zip(*rows, strict=True)))


SURE = [
    pytest.param(("Pt 1", "Pt 2"), id="Pt"),
    pytest.param(("Case 1", "Case 2"), id="Case"),
    pytest.param(("Patient A", "Patient B"), id="letters"),
    pytest.param(("Patient 1", "Patient 2"), id="Patient"),
    pytest.param(("Subject 01", "Subject 02"), id="Subject"),
    pytest.param(("Child 1", "Child 2"), id="Child"),
    pytest.param(("PT-001", "PT-002"), id="with a dash"),
    pytest.param(("Patiente 1", "Patient 2"), id="in French"),
]
ASKED = [
    pytest.param(("#1", "#2"), id="number signs"),
    pytest.param(("C1", "C2"), id="a letter and a number"),
    pytest.param((1, 2), id="bare numbers"),
    pytest.param(("1", "2"), id="bare numbers as text"),
    pytest.param(("A", "B"), id="bare letters"),
    pytest.param(("Nora", "Ben"), id="given names"),
    pytest.param(("A.B.", "C.D."), id="initials"),
    pytest.param(("2020/1", "2020/2"), id="numbers with a year"),
]


@pytest.mark.parametrize("children", SURE)
@pytest.mark.parametrize("upright", [False, True])
def test_cells_that_name_children_need_no_heading(children, upright):
    rows = across(*children)["Sheet1"]
    opened = book({"Sheet1": turned(rows) if upright else rows})

    assert proposed(opened).questions == ()
    reading = read(opened)
    assert reading.cohort is not None
    assert list(reading.cohort.patients["patient"]) == list(children)
    assert [value for _, value, *_ in results(reading, "upcr")] in ([7, 1, 8, 0.1], [7, 8, 1, 0.1])
    assert_accounted(opened, reading)


@pytest.mark.parametrize("children", ASKED)
@pytest.mark.parametrize("upright", [False, True])
def test_other_cells_without_a_heading_are_asked_about(children, upright):
    rows = across(*children)["Sheet1"]
    opened = book({"Sheet1": turned(rows) if upright else rows})
    (question,) = proposed(opened).questions

    assert question.options == ("the cells without a heading", "leave it out")
    assert ("from A2 on" if upright else "from B1 on") in question.asks
    reading = read(opened, child="the cells without a heading")
    assert reading.cohort is not None
    assert list(reading.cohort.patients["patient"]) == list(map(str, children))
    assert_accounted(opened, reading)
    left = read(opened, child="leave it out")
    assert left.cohort is None
    assert set(reasons(left).values()) == {"who the child is was left out, as answered"}
    assert_accounted(opened, left)


def test_two_headings_for_the_child_are_no_children():
    opened = text("Patient ID,Patient No,day,UPCR (mg/mg)\n01,7,0,5\n")

    assert proposed(opened).questions == ()
    assert proposed(opened).tables[0].columns[0].means == "patient"


@pytest.mark.parametrize("letter", ["D", "M", "V", "W", "C", "T"])
def test_children_whose_numbers_look_like_visits_are_children(letter):
    children = [f"{letter}{number:02}" for number in range(1, 9)]
    rows = [["patient", "sex"], *([child, "F"] for child in children)]
    labs = [["patient", "day", "UPCR (mg/mg)"], *([child, 0, 5] for child in children)]
    opened = book({"Sheet A": rows, "Sheet B": labs})

    assert [table.children_are for table in proposed(opened).tables] == ["rows", "rows"]
    assert proposed(opened).questions == ()
    reading = read(opened)
    assert reading.cohort is not None
    assert list(reading.cohort.patients["patient"]) == children


def test_a_word_in_the_corner_is_asked_as_any_heading():
    opened = book({"Data": [["Parameter", "Nora", "Ben"], *MEASURES]})
    (question,) = proposed(opened).questions

    assert question.options == ("Parameter", "leave it out")


def test_a_result_before_the_treatment_is_asked_for_its_day():
    rows = across("Pt 1", "Pt 2")["Sheet1"]
    opened = book({"Sheet1": [*rows, ["UPCR pre (mg/mg)", 9, 9]]})
    kinds = [one.id.partition(":")[0] for one in proposed(opened).questions]

    assert kinds == ["day", "which"]
    reading = read(opened, which="Up/c in mg/mg", day="ignore it")
    assert reading.errors == ()
    assert 9 not in [value for _, value, *_ in results(reading, "upcr")]


NUMBERS = [
    pytest.param("Sr. No.", "Reg No", id="running number and registration number"),
    pytest.param("Sl. No.", "File", id="serial number and file"),
    pytest.param("S.No", "Reg", id="short"),
    pytest.param("Row", "Hosp", id="words"),
    pytest.param("Entry", "Folder", id="database"),
    pytest.param("Line", "Ref", id="spreadsheet"),
    pytest.param("Record", "Kid", id="record"),
    pytest.param("Lfd", "Akte", id="German"),
]


@pytest.mark.parametrize(("running", "child"), NUMBERS)
def test_a_column_whose_values_repeat_over_dated_rows_is_offered_first(running, child):
    rows = [
        f"{number},R{1 + number // 4},5Y/M,{day:02}-03-2020,4.2"
        for number, day in enumerate((6, 13, 20, 30, 6, 13, 20, 30))
    ]
    opened = text("\n".join([f"{running},{child},Age/Sex,Date,UPCR (mg/mg)", *rows]))
    (question,) = proposed(opened).questions

    assert question.options[0] == child
    assert f"'{child}' 2" in question.why
    assert f"'{running}' 8" in question.why
    assert "in 8 rows" in question.why


def test_in_rows_without_a_day_each_child_has_its_own_number():
    rows = "Site,File,UPCR (mg/mg) baseline\nx,K1,5\nx,K2,6\ny,K3,7\n"
    (question,) = proposed(text(rows)).questions

    assert question.options[:2] == ("File", "Site")


def test_children_across_pass_through_a_shell(tmp_path):
    answers = {"child": "the cells without a heading"}

    assert run_in_a_shell(tmp_path, across("Pt 1", "Pt 2"), {}) == (0, 0, 0)
    assert run_in_a_shell(tmp_path, across("C1", "C2"), answers) == (0, 0, 0)
