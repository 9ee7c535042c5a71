"""What a visitor meets on the pages, without a browser."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from srns.dashboard.parts import figures_and_tables

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "data" / "haddad2021.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGES = (
    "children",
    "overview",
    "timelines",
    "histology",
    "times",
    "maintenance",
    "exposure",
    "kidney",
    "definitions",
    "comparison",
    "statements",
)


def visit(**address: Any) -> AppTest:
    """Come to the first page by an address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def spoilt(cell: str, value: object) -> bytes:
    """Give the paper's workbook with one cell of Labs changed."""
    book = openpyxl.load_workbook(PAPER)
    book["Labs"][cell] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def upload(app: AppTest, content: bytes, name: str = "mine.xlsx") -> AppTest:
    """Open a workbook."""
    return app.file_uploader(key="workbook").set_value((name, content, XLSX)).run()


def go(app: AppTest, page: str) -> AppTest:
    """Turn to another page."""
    return app.switch_page(f"pages/{page}.py").run()


def warnings(app: AppTest) -> str:
    """Everything that is said in a warning, without the escapes."""
    return " ".join(warning.value for warning in app.warning).replace("\\", "")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_a_cohort_says_what_to_do_next(page):
    app = go(visit(cohort="elsewhere"), page)

    assert not app.exception
    assert "The address asks for the cohort “elsewhere”" in warnings(app)
    if page not in ("definitions", "statements"):  # they need no cohort
        assert "Nothing is open yet" in app.info[0].value


def test_a_first_visit_opens_on_the_papers_cohort_and_says_that_it_is_simulated():
    app = visit()

    assert not app.exception
    assert any("simulated" in caption.value for caption in app.sidebar.caption)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_the_papers_cohort(page):
    app = go(visit(cohort="paper"), page)

    assert not app.exception
    assert not app.error


def test_the_papers_cohort_says_that_its_series_is_simulated():
    app = visit(cohort="paper")

    assert "Up/c series simulated" in warnings(app)


def test_a_mistake_is_shown_with_its_cell_and_breaks_no_page():
    app = upload(visit(), spoilt("C5", "o.18"))

    assert not app.exception
    assert "to mend" in app.error[0].value
    assert "Labs!C5" in list(app.dataframe[0].value["cell"])
    assert "cells to mend" in warnings(go(app, "overview"))


def test_a_file_that_is_no_workbook_breaks_no_page():
    app = upload(visit(), b"this is no workbook")

    assert not app.exception
    assert app.error
    assert "cells to mend" in warnings(go(app, "timelines"))


def test_an_upload_is_parsed_in_a_process_that_can_be_spared(monkeypatch):
    """What ends a parser must not end the process of every visitor."""

    def never(*_):
        pytest.fail("the upload was parsed here")

    app = visit()
    monkeypatch.setattr("srns.workbook.files.open_workbook.python_calamine.CalamineWorkbook", never)
    app = upload(app, PAPER.read_bytes())

    assert not app.exception
    assert app.session_state["srns"].held.name == "mine.xlsx"
    assert app.session_state["srns"].held.reading.cohort is not None


def test_the_filters_of_the_address_hold_on_every_page():
    app = go(visit(cohort="paper", histology=["MCD"]), "histology")

    assert app.multiselect(key="filter_histology").value == ["MCD"]
    assert any("2 of 8 children" in caption.value for caption in app.caption)


def test_a_filter_that_does_not_fit_the_data_is_said():
    app = visit(cohort="paper", histology=["MCD", "membranous"])

    assert "“membranous”, which this cohort does not have" in warnings(app)
    assert app.multiselect(key="filter_histology").value == ["MCD"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("definition", "haddad_1921"),
        ("units", "imperial"),
        ("patient", "99"),
        ("cohort", "other"),
        ("histolgy", "MCD"),
    ],
)
def test_an_address_that_asks_for_what_is_not_there_is_told_so(name, value):
    app = visit(**{"cohort": "paper", name: value})

    assert not app.exception
    assert (name if name == "histolgy" else value) in warnings(app)


def test_an_upload_that_is_gone_is_said_and_its_filters_wait():
    app = visit(cohort="upload", histology=["FSGS"])
    assert "no longer held" in warnings(app)

    upload(app, PAPER.read_bytes())

    assert "no longer held" not in warnings(app)
    assert app.multiselect(key="filter_histology").value == ["FSGS"]


def test_filters_that_leave_no_child_say_so():
    app = go(visit(cohort="paper", histology=["FSGS"], response=["complete remission"]), "overview")

    assert not app.exception
    assert "No child fits the filters" in app.info[0].value


def test_one_visitor_never_meets_what_another_opened():
    first, second = visit(), visit()
    upload(first, PAPER.read_bytes(), "first.xlsx")

    go(second, "overview")

    assert "first" in first.sidebar.markdown[0].value
    assert "Haddad 2021" in second.sidebar.markdown[0].value


def test_another_definition_holds_on_every_page():
    app = go(visit(cohort="paper", definition="haddad_2021_closed"), "definitions")

    assert app.selectbox(key="definition").value == "haddad_2021_closed"
    app.selectbox(key="definition").select("haddad_2021").run()
    in_force = [caption.value for caption in go(app, "overview").sidebar.caption]
    assert any("as written" in caption for caption in in_force)


def test_the_evidence_names_cells():
    app = go(visit(cohort="paper", patient="7"), "timelines")

    evidence = app.dataframe[0].value
    deciding = evidence[evidence["the verdict rests on it"] == "yes"]
    assert len(deciding) == 3
    assert deciding["Up/c cell"].str.fullmatch(r"Labs!C\d+").all()


def test_what_stands_behind_a_figure_is_drawn_once_somebody_opens_it():
    app = go(visit(cohort="paper"), "overview")
    closed = len(app.dataframe)

    app.session_state["response_behind"] = True
    app.run()

    assert len(app.dataframe) == closed + 1
    assert app.dataframe[0].value["response"].iloc[0] == "complete remission"


def test_a_filter_that_leaves_a_child_in_does_not_draw_its_figure_again():
    app = go(visit(cohort="paper", patient="7"), "timelines")
    before = app.get("vega_lite_chart")[0].proto.spec

    app.multiselect(key="filter_histology").set_value(["MCD variant"]).run()

    assert app.get("vega_lite_chart")[0].proto.spec == before
    assert "simulated" in before


def test_what_is_exported_of_a_childs_figure_names_the_filter(monkeypatch):
    exported = []
    monkeypatch.setattr(
        figures_and_tables, "_behind", lambda name, draw, *rest: exported.append(draw())
    )

    go(visit(cohort="paper", patient="7", histology="MCD variant"), "timelines")

    assert "4 of 8 children" in str(exported[0]["title"]["subtitle"])
