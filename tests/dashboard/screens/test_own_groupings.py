"""Own groupings of histologies and regimens: made on the page, named, kept by the address."""

import pytest

from tests.dashboard.app_driver import go, opened, table, text_of, titles, visit, warnings

LESION = "Lesion (histology): minimal change = MCD, MCD variant"


def fill(app, option, values, group, name):
    """Fill in the form of own groupings and save it."""
    app.multiselect(key=f"own_{option}_values").set_value(values)
    app.text_input(key=f"own_{option}_group").set_value(group)
    app.text_input(key=f"own_{option}_name").set_value(name)
    (save,) = [each for each in app.button if each.label == "Save grouping"]
    return save.click().run()


@pytest.mark.parametrize(
    ("page", "option", "values", "text"),
    [
        ("histology", "by", ["MCD", "MCD variant"], LESION),
        (
            "maintenance",
            "regimens",
            ["mycophenolate mofetil"],
            "Lesion (maintenance): minimal change = mycophenolate mofetil",
        ),
    ],
)
def test_a_grouping_is_made_chosen_and_written_into_the_address(page, option, values, text):
    app = opened(go(visit(), page), f"own_{option}").run()
    app = fill(app, option, values, "minimal change", "Lesion")

    assert not app.exception
    assert app.query_params["grouping"] == text
    assert app.query_params[option] == "Lesion"
    assert "Remission by Lesion, with exact 95 % intervals" in titles(app)


def test_an_address_with_a_grouping_counts_by_it():
    app = go(visit(grouping=LESION, by="Lesion"), "histology")
    shown = table(app, "group", "response", "children with it")
    counted = shown.set_index(["group", "response"])["children with it"]

    assert counted["minimal change", "complete remission"] == "4 of 6"
    assert counted["FSGS", "no response"] == "2 of 2"


def test_what_is_missing_in_the_form_is_said_and_nothing_is_saved():
    app = opened(go(visit(), "histology"), "own_by").run()
    app = fill(app, "by", [], "", "Lesion")

    assert "found no value to count and no name of the group" in text_of(app.error)
    assert "grouping" not in app.query_params


def test_a_removed_grouping_is_no_longer_chosen():
    app = opened(go(visit(grouping=LESION, by="Lesion"), "histology"), "own_by").run()
    (remove,) = [each for each in app.button if each.label == "Remove Lesion"]
    app = remove.click().run()

    assert not app.exception
    assert app.selectbox(key="choice_by").value == "histology"
    assert "grouping" not in app.query_params


def test_an_address_whose_grouping_does_not_fit_says_so():
    app = go(visit(grouping="Lesion (histology): minimal", by="Lesion"), "histology")
    assert "found 'minimal' in" in warnings(app)
    assert "The address asks for by “Lesion”" in warnings(app)

    app = go(visit(grouping="Lesion (histology): a = DMS", by="Lesion"), "histology")
    assert "No child shown has DMS, which this grouping names." in text_of(app.caption)
