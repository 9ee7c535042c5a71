"""Steps of the address: what Back brings, and what a quick second choice does not undo."""

from tests.dashboard.app_driver import PAPER, go, listed, table, upload, visit, warnings


def state_of(app):
    return app.session_state["srns"]


def test_usual_choices_are_left_out_of_the_address():
    app = visit()

    assert dict(app.query_params) == {}


def test_an_address_that_comes_back_brings_its_choices_back():
    app = visit(histology=["FSGS"])
    app.multiselect(key="filter_histology").set_value([]).run()
    assert "histology" not in app.query_params

    app.query_params["histology"] = ["FSGS"]  # as Back does
    app.run()

    assert app.multiselect(key="filter_histology").value == ["FSGS"]


def test_back_after_an_upload_opens_the_last_cohort_and_forward_the_upload_again():
    app = upload(visit(), PAPER.read_bytes())
    assert app.query_params["cohort"] == "upload"

    app.query_params.clear()
    app.run()
    assert state_of(app).loaded.name.startswith("Haddad 2021")
    app.query_params["cohort"] = "upload"
    app.run()

    assert state_of(app).loaded.name == "mine.xlsx"
    assert "no longer open" not in warnings(app)


def test_a_quick_second_choice_that_carries_the_old_address_is_no_step_back():
    app = visit()
    app.multiselect(key="filter_histology").set_value(["FSGS"]).run()
    app.query_params.clear()  # the browser had not heard of the new address yet

    app.segmented_control(key="units").set_value("SI").run()

    assert app.multiselect(key="filter_histology").value == ["FSGS"]
    assert state_of(app).units == "SI"


def test_a_selection_of_an_address_is_marked_and_strangers_are_reported():
    app = go(visit(selected=["3", "99"], named="mine"), "cohort")

    assert state_of(app).selected == ("3",)
    assert "Not selected: “99”" in warnings(app)
    assert 'data-select=\\"3\\" aria-label=\\"Select 3\\" checked' in listed(app, "verdicts")
    assert any("“mine”: 3" in each.value.replace("\\", "") for each in app.caption)


def test_the_selection_is_compared_with_the_rest():
    app = go(visit(selected=["1", "2"], named="first two", by="selection"), "histology")

    groups = set(table(app, "group", "children with it")["group"])
    assert groups == {"selected: first two", "the rest"}


def test_a_selection_too_long_for_an_address_is_left_out_of_it_and_that_is_said():
    app = visit()
    state_of(app).selected = tuple("12345678")
    state_of(app).group_name = "late " * 1000
    app.run()

    assert "selected" not in app.query_params
    assert "too many children for an address" in warnings(app)


def test_months_that_are_no_numbers_are_reported():
    app = go(visit(patient="7", zoom="one-two"), "child")

    assert "asks for the months “one-two”" in warnings(app)


def test_a_part_that_a_page_does_not_have_is_reported():
    app = go(visit(), "methods", "fortune telling")

    assert "the part “fortune telling”" in warnings(app)
