"""A workbook is looked through once, whatever then asks about its tables."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe import workbook_layout
from srns.workbook.recipe.detect_tables import NO_ROWS
from srns.workbook.recipe.model import Correction
from srns.workbook.recipe.propose import in_template_shape, propose
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from srns.workbook.recipe.workbook_tables import find_tables
from srns.workbook.results import results_sheets
from tests.workbook.wild.reading import book, results

LIST = [
    ["patient", "day", "test", "result", "unit", "ward"],
    *(["K1", 30 * n, "Protein/Creatinine", 0.5, "mg/mg", "3B"] for n in range(4)),
]
WIDE = [["patient", "day", "albumin (g/dL)"], ["K1", 0, 2.1], ["K1", 30, "3,6x"]]


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often sheets are searched for tables, and lists read."""
    counts: Counter[str] = Counter()

    def count(name: str, act: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object, **named: object) -> object:
            counts[name] += 1
            return act(*given, **named)

        return counted

    watched = [
        (workbook_layout, "find_layout"),
        (workbook_layout, "find_results_sheet"),
        (results_sheets, "read_results"),
    ]
    for module, name in watched:
        monkeypatch.setattr(module, name, count(name, getattr(module, name)))
    return counts


def test_a_list_is_read_once_from_upload_to_verdict(looked):
    layout = WorkbookLayout(book({"Export": LIST, "Visits": WIDE}))
    recipe = propose(layout)
    in_template_shape(layout)
    find_tables(layout)
    find_tables(layout)
    reading = read_workbook(layout, recipe=recipe)

    assert len(results(reading, "upcr")) == 4
    assert looked == {"find_layout": 1, "find_results_sheet": 2, "read_results": 1}


def test_only_a_corrected_sheet_is_looked_at_again(looked):
    layout = WorkbookLayout(book({"Export": LIST, "Visits": WIDE}))
    recipe = propose(layout)
    corrected = replace(recipe, corrections=(Correction("Visits!C3", "3,6x", "3.6"),))
    reading = read_workbook(layout, recipe=corrected)

    assert [value for _, value, _, _ in results(reading, "albumin")] == [2.1, 3.6]
    assert looked == {"find_layout": 2, "find_results_sheet": 2, "read_results": 1}


def test_another_answer_reads_the_list_again():
    rows = [[*row[:2], "Protein index", *row[3:]] if n else row for n, row in enumerate(LIST)]
    layout = WorkbookLayout(book({"Export": rows}))
    recipe = propose(layout)
    (asked,) = recipe.open_questions
    answers = ("urine protein/creatinine ratio", "none of these")
    read = [read_workbook(layout, recipe=recipe.answered({asked.id: answer})) for answer in answers]

    assert len(results(read[0], "upcr")) == 4
    assert read[1].cohort is None


HEADINGS = ["patient", "day", "albumin (g/dL)"]


@pytest.mark.parametrize(
    ("rows", "ignored"),
    [
        pytest.param([HEADINGS, ["K1", 0, 2.1], HEADINGS, ["K2", 0, 3.6]], set(), id="every page"),
        pytest.param([HEADINGS, HEADINGS, ["K1", 0, 2.1], ["K2", 0, 3.6]], {0}, id="twice"),
        pytest.param([HEADINGS] * 5 + [["K1", 0, 2.1], ["K2", 0, 3.6]], {0, 1, 2, 3}, id="5 times"),
        pytest.param([["K1", 0, 2.1], ["K2", 0, 3.6], HEADINGS], set(), id="below, a form"),
    ],
)
def test_headings_right_above_other_headings_are_no_table(rows, ignored):
    layout = WorkbookLayout(book({"Visits": rows}))
    found = layout.tables_of(layout.workbook.sheets[0])

    assert {row for (row, _), reason in found.ignored.items() if reason == NO_ROWS} == ignored


def test_results_below_headings_that_stand_twice_are_read():
    layout = WorkbookLayout(book({"Visits": [HEADINGS, HEADINGS, ["K1", 0, 2.1], ["K2", 0, 3.6]]}))
    recipe = propose(layout)

    assert len(recipe.tables) == 1
    assert len(results(read_workbook(layout, recipe=recipe), "albumin")) == 2
