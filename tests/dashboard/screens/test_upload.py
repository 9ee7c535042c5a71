"""Upload of a workbook: problems, foreign files, separation of visitors."""

import pytest

from tests.dashboard.app_driver import (
    PAPER,
    go,
    paper_with,
    printed_tables,
    upload,
    visit,
    warnings,
)


def test_the_papers_cohort_says_that_its_series_is_simulated():
    app = visit(cohort="paper")

    assert "Up/c series simulated" in warnings(app)


def test_a_mistake_is_shown_with_its_cell_and_breaks_no_page():
    app = upload(visit(), paper_with("C5", "o.18"))

    assert not app.exception
    # The cell is one unknown result (docs/verdicts.md, 3): it is listed, and the cohort opens.
    assert not app.error
    assert "1 problem to fix in Excel" in warnings(app)
    assert "1 result that cannot be read is unknown" in warnings(app)
    assert "Labs!C5" in printed_tables(app)[0]["cell"][0]
    assert "number" in printed_tables(app)[0]["remedy"][0]  # all of it, with its line breaks
    assert "problems to fix" not in warnings(go(app, "cohort"))


def test_a_file_that_is_no_workbook_breaks_no_page():
    app = upload(visit(), b"this is no workbook")

    assert not app.exception
    assert app.error
    assert "problems to fix" in warnings(go(app, "child"))


def test_an_upload_is_parsed_in_a_separate_process(monkeypatch):
    """What ends a parser must not end the process of every visitor."""

    def never(*_):
        pytest.fail("the upload was parsed here")

    app = visit()
    monkeypatch.setattr("srns.workbook.files.open_workbook.python_calamine.CalamineWorkbook", never)
    app = upload(app, PAPER.read_bytes())

    assert not app.exception
    assert app.session_state["srns"].loaded.name == "mine.xlsx"
    assert app.session_state["srns"].loaded.reading.cohort is not None


def test_one_visitor_never_sees_what_another_opened():
    first, second = visit(), visit()
    upload(first, PAPER.read_bytes(), "first.xlsx")

    go(second, "cohort")

    assert "first" in first.markdown[0].value
    assert "Haddad 2021" in second.markdown[0].value


def test_the_bytes_of_a_refused_upload_are_let_go():
    app = upload(visit(), b"%PDF" + bytes(1000), "printed.xlsx")
    (held,) = app.session_state["workbook"]
    assert held.size == 1004
    assert held.getvalue() == b""
    told = [each.value for each in app.error]
    assert told
    assert "a PDF document" in printed_tables(app)[0]["found"][0]
    assert [each.value for each in app.run().error] == told
    app = upload(app, PAPER.read_bytes())
    assert app.session_state["srns"].loaded.reading.cohort is not None
