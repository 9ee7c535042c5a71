"""Figures: data on demand, redrawing, exports."""

from srns.dashboard.parts import figures_and_tables
from tests.dashboard.app_driver import go, visit


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
