"""A dashboard refuses what its pages could not show, in one sentence that says what can read it."""

import pytest

from srns.privacy import upload_limits
from srns.privacy.rehearsal import rehearse
from srns.privacy.upload_limits import find_too_large, find_too_wide
from srns.workbook.recipe.propose import propose
from srns.workbook.recipe.workbook_layout import WorkbookLayout
from tests.workbook.wild.reading import book, text

HEADINGS = ["patient", "day", "albumin (g/dL)"]
VISITS = [HEADINGS, ["K1", 0, 2.1], ["K2", 0, 3.6]]


def refusal(workbook) -> str | None:
    layout = WorkbookLayout(workbook)
    found = find_too_wide(workbook) or find_too_large(layout, propose(layout))
    return None if found is None else found.message


@pytest.mark.parametrize(
    ("children", "visits", "refused"),
    [
        pytest.param(10, 1, False, id="as many children as there may be"),
        pytest.param(10, 3, False, id="more rows than that"),
        pytest.param(11, 1, True, id="one child more"),
        pytest.param(11, 3, True, id="one child more, with visits"),
    ],
)
def test_more_children_than_a_dashboard_shows_are_refused(monkeypatch, children, visits, refused):
    monkeypatch.setattr(upload_limits, "MOST_CHILDREN", 10)
    rows = [f"{child},{visit},3" for visit in range(visits) for child in range(children)]

    found = refusal(text("\n".join(["patient,day,albumin (g/dL)", *rows])))

    assert found == (
        "Workbook: found 11 children; expected at most 10 in a dashboard. "
        "Split the file, or judge all of them with the command 'srns registry'."
        if refused
        else None
    )


def test_children_of_several_sheets_are_counted_once(monkeypatch):
    monkeypatch.setattr(upload_limits, "MOST_CHILDREN", 10)
    rows = [HEADINGS, *([child, 0, 3] for child in range(10))]

    assert refusal(book({"One": rows, "Other": rows})) is None


@pytest.mark.parametrize(
    ("sheets", "found"),
    [
        pytest.param({"One": VISITS}, None, id="one sheet"),
        pytest.param({"One": VISITS, "Other": VISITS}, "2 sheets with 6 columns", id="two sheets"),
        pytest.param({"One": [*VISITS, [], *VISITS]}, "2 tables with 6 columns", id="two tables"),
        pytest.param({"One": VISITS, "Far": [["note", *[""] * 9, "x"]]}, None, id="a cell far off"),
    ],
)
def test_more_columns_than_a_sheet_of_excel_has_are_refused(monkeypatch, sheets, found):
    monkeypatch.setattr(upload_limits, "MOST_COLUMNS", 5)

    assert refusal(book(sheets)) == (
        found
        and f"Workbook: found {found}; expected at most 5 columns in all sheets together. "
        "Delete sheets and columns that are not about the children, or split the file."
    )


@pytest.mark.parametrize(
    ("sizes", "refused"),
    [((6, 5), True), ((6, 4), False), ((11,), False)],
    ids=["together too long", "together as long as one may be", "one alone has its own limit"],
)
def test_files_that_are_too_long_together_are_refused_before_they_are_opened(
    monkeypatch, sizes, refused
):
    monkeypatch.setattr(upload_limits, "LARGEST_FILE", 10)
    found = rehearse([(f"{size}.csv", b"x" * size) for size in sizes]).refused
    assert (found is not None and "together" in found.found) == refused
