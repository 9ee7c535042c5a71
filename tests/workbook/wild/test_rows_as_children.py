"""Tables from which the children's numbers were taken out: each row is another child."""

import pytest

from tests.workbook.wild.layouts import assert_accounted, kinds_of_questions, run_in_a_shell
from tests.workbook.wild.reading import book, proposed, read, results

EACH = "each row is another child"
DAY_0 = "at the first infusion (day 0)"


def cohort(*headings: str, rows: int = 4) -> list[list[object]]:
    """Return a table of children with Up/c, and further columns of other things."""
    values = [[6.1 + n, *(f"{n % 2}" for _ in headings)] for n in range(rows)]
    return [["Up/c (mg/mg)", *headings], *values]


@pytest.mark.parametrize(
    "headings",
    [
        pytest.param(("SBP (mmHg)",), id="a known quantity alone"),
        pytest.param(("gravida",), id="a count"),
        pytest.param(("htn", "dm", "cad"), id="codes of diseases"),
        pytest.param(("class",), id="a class to predict"),
        pytest.param(("appetite",), id="a word"),
        pytest.param(("BUN",), id="another result"),
        pytest.param(("exposure", "mort_status"), id="a survey"),
        pytest.param(("temp1_tard2",), id="codes in a heading"),
        pytest.param(("edad_gestacional",), id="Spanish"),
        pytest.param(("重症度",), id="Japanese"),
    ],
)
def test_each_row_may_be_another_child(headings):
    opened = book({"Data": cohort(*headings)})
    question = next(one for one in proposed(opened).questions if one.id.startswith("child"))

    assert EACH in question.options
    reading = read(opened, child=EACH, day=DAY_0)
    assert [value for _, value, _, _ in results(reading, "upcr")] == [6.1, 7.1, 8.1, 9.1]
    assert list(reading.cohort.patients["patient"]) == ["row 2", "row 3", "row 4", "row 5"]
    assert_accounted(opened, reading)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["date", "Up/c (mg/mg)"], *([f"2020-01-0{n}", 1] for n in range(1, 6))],
                     id="dated rows are of one child"),
        pytest.param([["patient", "Up/c (mg/mg)"], *([f"K{n}", 1] for n in range(5))],
                     id="a column names the child"),
        pytest.param([["Up/c (mg/mg)", "note"], [1, "a"], [2, "b"]], id="two rows"),
    ],
)  # fmt: skip
def test_it_is_not_offered_elsewhere(rows):
    assert not any(EACH in one.options for one in proposed(book({"Data": rows})).questions)


def test_a_shell_reads_each_row_as_another_child(tmp_path):
    sheets = {"Data": cohort("class")}

    assert kinds_of_questions(book(sheets))[0] == "child"
    codes = run_in_a_shell(tmp_path, sheets, {"child": EACH, "day": DAY_0})
    assert codes == (0, 0, 0)
