"""A recipe on a workbook that changed names exactly what changed, and where."""

import io

import openpyxl
import pytest

from srns.workbook.files.open_workbook import open_workbook
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.propose import propose

HEADINGS = ["Pt", "date", "Up/c (mg/mg)", "albumin (g/dL)", "ward"]
ROWS = [
    ["1", "25/04/2012", 0.9, 2.1, "x"],
    ["1", "03/05/2012", 0.5, 3.6, "y"],
    ["2", "04/05/2012", 3.1, 1.9, "z"],
]
CHILDREN = [["Pt", "index date"], ["1", "2012-04-01"], ["2", "2012-04-01"]]


def save(headings, rows, **more) -> bytes:
    book = openpyxl.Workbook()
    pages = {"Children": CHILDREN, "Data": [headings, *rows], **more}
    book.remove(book.worksheets[0])
    for name, each in pages.items():
        page = book.create_sheet(name)
        for row in each:
            page.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def recipe():
    proposed = propose(open_workbook(save(HEADINGS, ROWS)))
    assert not proposed.questions
    return proposed


def said(recipe, headings, rows, **more) -> list[str]:
    reading = read_workbook(save(headings, rows, **more), recipe=recipe)
    return [
        f"{problem.severity}: {problem.message}"
        for problem in reading.problems
        if problem.found != "the column 'ward'"
    ]


def moved(row):
    """Put the last column before Up/c."""
    return [*row[:2], row[4], *row[2:4]]


def test_nothing_is_said_of_the_same_workbook(recipe):
    assert said(recipe, HEADINGS, ROWS) == []


CHANGED = {
    "moved": (
        moved(HEADINGS),
        [moved(row) for row in ROWS],
        [
            "note: Data!C1: found 'ward' in another column than before; expected the column "
            "order of the recipe. No action needed: columns are matched by their "
            "headings.",
        ],
    ),
    "renamed to another word for the same": (
        [*HEADINGS[:3], "serum albumin (g/dL)", "ward"],
        ROWS,
        [
            "error: Data!D1: found the heading 'serum albumin (g/dL)' in place of "
            "'albumin (g/dL)'; expected 'albumin (g/dL)', which the recipe reads as Labs.albumin. "
            "Restore the heading, or put the new one in the recipe."
        ],
    ),
    "renamed to a word that nobody knows": (
        [*HEADINGS[:3], "QQQ", "ward"],
        ROWS,
        [
            "error: Data!D1: found the heading 'QQQ' in place of 'albumin (g/dL)'; expected "
            "'albumin (g/dL)', which the recipe reads as Labs.albumin. Restore the heading, or "
            "put the new one in the recipe."
        ],
    ),
    "gone": (
        [*HEADINGS[:3], "ward"],
        [[*row[:3], row[4]] for row in ROWS],
        [
            "error: Data!A1: found no heading 'albumin (g/dL)'; expected the heading that the "
            "recipe reads as Labs.albumin. Restore the heading, or change it in the recipe."
        ],
    ),
    "gone, and ignored before": (
        HEADINGS[:4],
        [row[:4] for row in ROWS],
        [
            "note: Data!A1: found no heading 'ward'; expected the heading of a column that the "
            "recipe ignores. No action needed."
        ],
    ),
    "came": (
        [*HEADINGS, "creatinine (mg/dL)"],
        [[*row, 0.4] for row in ROWS],
        [
            "query: Data!F1: found the column 'creatinine (mg/dL)', which is not in the "
            "recipe; expected the columns of the recipe. Add it to the recipe if it "
            "matters; for now it is ignored."
        ],
    ),
    "unit in the heading": (
        [*HEADINGS[:3], "albumin (g/L)", "ward"],
        [[*row[:3], row[3] * 10, row[4]] for row in ROWS],
        [
            "error: Data!D1: found the unit g/L in the heading 'albumin (g/L)'; expected "
            "'albumin (g/dL)', which the recipe reads in g/dL. If the numbers are in the new "
            "unit, put the new heading and the new unit in the recipe; otherwise restore "
            "the heading."
        ],
    ),
    "order of dates": (
        HEADINGS,
        [["1", "04/25/2012", *ROWS[0][2:]], *ROWS[1:]],
        [
            "error: Data!B2: found the text date '04/25/2012', month first; expected a date day "
            "first, as the recipe reads the column. Correct the cell, or, if the whole column "
            "changed, the order in the recipe.",
        ],
    ),
}


@pytest.mark.parametrize(("headings", "rows", "messages"), CHANGED.values(), ids=list(CHANGED))
def test_what_changed_is_named(recipe, headings, rows, messages):
    assert said(recipe, headings, rows) == messages


def test_a_unit_that_changed_under_the_same_heading_is_named(recipe):
    rows = [[*row[:3], row[3] * 10, row[4]] for row in ROWS]

    messages = said(recipe, HEADINGS, rows)

    assert (
        "query: Data!D1: found numbers from 19 to 36 in 'albumin (g/dL)', typical of g/L; expected "
        "albumin in g/dL, as the recipe says. If the unit has changed, correct it in the heading "
        "and in the recipe; otherwise check the numbers."
    ) in messages
    assert any(message.startswith("error: Data!D2: found 21") for message in messages)


def test_a_sheet_that_came_is_a_query_where_it_holds_children(recipe):
    more = {"New": [["patient", "day", "creatinine (mg/dL)"], ["1", 3, 0.4]]}

    assert "query: New!A1: found a table that is not in the recipe" in "\n".join(
        said(recipe, HEADINGS, ROWS, **more)
    )


def test_a_sheet_of_results_that_names_no_child_is_a_query(recipe):
    """Nothing of it can be read, and that is not a matter of course."""
    more = {"New": [["who", "day", "creatinine (mg/dL)"], ["1", 3, 0.4]]}

    assert said(recipe, HEADINGS, ROWS, **more) == [
        "query: New!A1: found a table with 'day' and 'creatinine (mg/dL)' and no patient; "
        "expected a column for the patient. If it is about your patients, name that column "
        "'patient' and make a new recipe; for now it is ignored."
    ]


def test_a_sheet_without_any_known_heading_is_a_note(recipe):
    more = {"Legend": [["colour", "what it says"], ["red", "look again"]]}

    assert said(recipe, HEADINGS, ROWS, **more) == [
        "note: Legend!A1: found the sheet 'Legend', from which the recipe reads no table; expected "
        "a table with a heading for the patient. No action needed: it is ignored."
    ]


@pytest.mark.parametrize(
    "heading", ["Pt no", "PT. NO.", "Patient nr", "pat #", "Child code", "Case", "Study No.", "ID"]
)
def test_how_a_column_names_the_child(heading):
    proposed = propose(open_workbook(save([heading, *HEADINGS[1:]], ROWS)))

    assert [table.columns[0].means for table in proposed.tables] == ["patient", "patient"]


def test_children_as_columns_now_are_read_all_the_same(recipe):
    rows = [HEADINGS, *ROWS]
    turned = [list(row) for row in zip(*rows, strict=True)]

    messages = said(recipe, turned[0], turned[1:])

    assert messages == [
        "note: Data!A1: found children in columns; expected children in rows, as when the recipe "
        "was made. No action needed: it is read in its present orientation."
    ]


def test_two_tables_with_the_same_heading_have_their_own_answers():
    rows = [
        ["Pt", "day", "albumin"],
        ["1", 0, 3.6],
        ["1", 30, 3.8],
        [],
        [],
        ["Pt", "day", "albumin"],
        ["2", 0, 36],
        ["2", 30, 38],
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    stream = io.BytesIO()
    book.save(stream)
    proposed = propose(open_workbook(stream.getvalue()))

    labs = read_workbook(stream.getvalue(), recipe=proposed).cohort.labs

    assert [column.unit for table in proposed.tables for column in table.columns] == [
        *("", "", "g/dL"),
        *("", "", "g/L"),
    ]
    assert labs["unit"].tolist() == ["g/dL", "g/dL", "g/L", "g/L"]


def test_the_order_of_dates_is_asked_and_answered_table_by_table():
    rows = [
        ["Pt", "date", "albumin (g/dL)"],
        ["1", "03/04/2012", 3.6],
        [],
        [],
        ["Pt", "date", "albumin (g/dL)"],
        ["1", "05/06/2012", 3.8],
    ]
    content = save(["Pt"], [], Data=rows)
    proposed = propose(open_workbook(content))
    ids = [one.id for one in proposed.questions]
    answers = dict(zip(ids, ("day first", "month first"), strict=True))

    cohort = read_workbook(content, recipe=proposed.answered(answers)).cohort

    assert ids == ["date order: Data!A1 date", "date order: Data!A5 date"]
    assert cohort.labs["day"].tolist() == [2, 35]


def test_an_ignored_column_has_its_note_and_its_reason_in_the_ledger(recipe):
    reading = read_workbook(save(HEADINGS, ROWS), recipe=recipe)

    assert [problem.message for problem in reading.problems] == [
        "Data!E1: found the column 'ward'; expected a column that the recipe reads. No action "
        "needed: it is ignored (another quantity: site)."
    ]
    entries = reading.ledger.entries
    passed = entries[entries["outcome"] == "ignored"]
    assert passed["cell"].tolist() == ["E1", "E2", "E3", "E4"]
    assert set(passed["reason"]) == {"another quantity: site"}
