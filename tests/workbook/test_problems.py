"""A thousand equal problems are one line, and none is lost."""

import pytest

from srns.workbook.problems import Problem, group_problems


def test_a_thousand_equal_problems_are_one_line():
    same = [
        Problem("query", "Labs", f"C{row}", "'x'", "a number", "Type it.") for row in range(1000)
    ]
    other = Problem("error", "Labs", "D5", "'y'", "a number", "Type it.")

    groups = group_problems([*same, other])

    assert [group.message for group in groups] == [
        "Labs!D5: found 'y'; expected a number. Type it.",
        "Labs!C0, C1 and 998 more: found 'x'; expected a number. Type it.",
    ]
    assert sum(len(group.problems) for group in groups) == 1001


@pytest.mark.parametrize(
    "change", ["sheet", "severity", "found", "remedy"], ids=lambda change: f"another {change}"
)
def test_what_differs_stays_apart(change):
    given = {
        "severity": "query", "sheet": "Labs", "cell": "C1", "found": "'x'",
        "expected": "a number", "remedy": "Type it.",
    }  # fmt: skip
    other = {**given, "cell": "C2", change: "error" if change == "severity" else "else"}

    assert len(group_problems([Problem(**given), Problem(**other)])) == 2
