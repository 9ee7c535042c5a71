"""Filters from the address, on every page."""

from tests.dashboard.app_driver import go, opened, text_of, visit, warnings


def test_the_filters_of_the_address_hold_on_every_page():
    app = go(visit(cohort="paper", histology=["MCD"]), "histology")

    assert app.multiselect(key="filter_histology").value == ["MCD"]
    assert any("2 of 8 children" in caption.value for caption in app.caption)


def test_a_filter_that_does_not_fit_the_data_is_said():
    app = visit(cohort="paper", histology=["MCD", "membranous"])

    assert "“membranous”, which this cohort does not have" in warnings(app)
    assert app.multiselect(key="filter_histology").value == ["MCD"]


def test_filters_that_leave_no_child_say_so():
    app = go(visit(cohort="paper", histology=["FSGS"], response=["complete remission"]), "cohort")

    assert not app.exception
    assert "No child passes the filters" in app.info[0].value


def test_a_selection_is_a_filter_where_that_is_asked_for():
    app = go(visit(selected=["1", "7"], only="selected"), "cohort")

    said = text_of(app.caption)
    assert "Filters: selection 1 and 7: 2 of 8 children." in said
    assert "Complete remission in 2 of 2 children" in text_of(app.header)

    app = opened(app, "selection").run()
    app = app.toggle(key="only_selected").set_value(False).run()
    assert "only" not in app.query_params
    assert "All 8 children." in text_of(app.caption)
