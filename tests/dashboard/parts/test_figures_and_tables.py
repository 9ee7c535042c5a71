"""Figures: data on demand, redrawing, exports."""

from streamlit.testing.v1 import AppTest

from srns.dashboard.parts import figures_and_tables
from tests.dashboard.app_driver import go, printed_tables, visit


def test_data_behind_a_figure_is_drawn_once_it_is_opened():
    app = go(visit(cohort="paper"), "cohort")
    closed = len(app.dataframe)

    app.session_state["response_menu"] = True
    app.run()

    assert len(app.dataframe) == closed + 1
    assert app.dataframe[0].value["response"].iloc[0] == "complete remission"


def test_a_filter_that_leaves_a_child_in_does_not_draw_its_figure_again():
    app = go(visit(cohort="paper", patient="7"), "child")
    before = app.get("vega_lite_chart")[0].proto.spec

    app.multiselect(key="filter_histology").set_value(["MCD variant"]).run()

    assert app.get("vega_lite_chart")[0].proto.spec == before
    assert "simulated" in before


def test_what_is_exported_of_a_childs_figure_names_the_filter(monkeypatch):
    exported = []
    monkeypatch.setattr(
        figures_and_tables, "_figure_menu", lambda panel, draw, view: exported.append(draw())
    )

    go(visit(cohort="paper", patient="7", histology="MCD variant"), "child")

    assert "4 of 8 children" in str(exported[0]["title"]["subtitle"])


def test_a_table_is_printed_unless_a_cell_or_its_rows_would_fill_the_screen():
    def tables():
        import pandas as pd  # the tester runs the source of this function alone

        from srns.dashboard.parts.figures_and_tables import printed_table
        from srns.panels.panel import table_panel

        for name, letters, rows in (("a", 1_000, 80), ("b", 1_001, 1), ("c", 1, 81)):
            printed_table(table_panel(name, pd.DataFrame({name: ["x" * letters] * rows})))

    app = AppTest.from_function(tables).run()

    assert not app.exception
    assert [list(each.columns) for each in printed_tables(app)] == [["a"]]
    assert [list(each.value.columns) for each in app.dataframe] == [["b"], ["c"]]
