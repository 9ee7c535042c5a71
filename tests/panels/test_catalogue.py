"""Panels from Python: what is refused in a sentence, pages of children, and scripts as text."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

import srns
from srns.cohort.errors import InputError
from srns.panels.catalogue import PANELS
from srns.panels.pages_of_children import page_of, pages
from srns.panels.script import PanelQuestion, script_of
from srns.rules.basis import Basis

GOLDEN = """\
import srns

reading = srns.read_workbook(["children.csv", "urine.csv"], recipe="urine.toml")
view = srns.view(
    reading,
    "my_definition.toml",
    strategy="until rescue",
    units="SI",
    filters={"histology": ["MCD", "~3"]},
    selected=["~1"],
    overrides="overrides.toml",
)
panel = srns.panel(view, "timeline", patient="~2", months=(0.0, 6.5))
print(panel.caption, *panel.sentences, *panel.notes, sep="\\n")
print(panel.table.to_string())
chart = panel.chart  # None for a table; panel.numbers are its analysis results data
"""


@pytest.fixture(scope="module")
def view():
    return srns.view(srns.load_haddad2021())


def test_a_script_says_all_that_was_chosen_and_nothing_that_is_usual():
    asked = PanelQuestion(
        "timeline",
        (("patient", "~2"), ("months", (0.0, 6.5))),
        ("children.csv", "urine.csv"),
        "my_definition.toml",
        recipe="urine.toml",
        overrides="overrides.toml",
        basis=Basis(strategy="until rescue"),
        units="SI",
        filters=(("histology", ("MCD", "~3")),),
        selected=("~1",),
    )

    assert script_of(asked) == GOLDEN


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_text_of_a_workbook_breaks_out_of_its_quotes(file, group):
    script = script_of(PanelQuestion("flow", (("by", group),), (file,), group_name=group))

    said = [node.value for node in ast.walk(ast.parse(script)) if isinstance(node, ast.Constant)]
    assert file in said
    assert group in said
    assert len(ast.parse(script).body) == 7


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        pytest.param("swimer", {}, "found the panel 'swimer'; expected one of", id="no such panel"),
        pytest.param("swimmer", {"pages": 1}, "expected sort, page", id="no such option"),
        pytest.param("evidence", {}, "missing a required argument: 'patient'", id="no child"),
        pytest.param("evidence", {"patient": "99"}, "found the child '99'", id="another child"),
        pytest.param("swimmer", {"page": 2}, "expected one from 1 to 1", id="no such page"),
        pytest.param(
            "waits",
            {"until": 3},
            "the option 'until'; expected one of",
            id="no such part of a question",
        ),
        pytest.param("reclassification", {"other": "x"}, "the definition 'x'", id="definition"),
        pytest.param("specification_curve", {"outcome": "x"}, "the outcome 'x'", id="outcome"),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is(view, name, options, words):
    with pytest.raises(InputError, match=words):
        srns.panel(view, name, **options)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        pytest.param({"filters": {"center": ["A"]}}, "the filter 'center'", id="filter"),
        pytest.param({"filters": {"histology": ["C1Q"]}}, "the histology 'C1Q'", id="group"),
        pytest.param({"selected": ["9"]}, "the child '9'", id="child"),
        pytest.param({"filters": {"response": ["~99"]}}, "the response '~99'", id="place"),
    ],
)
def test_a_view_refuses_what_the_cohort_does_not_have(chosen, words):
    with pytest.raises(InputError, match=words):
        srns.view(srns.load_haddad2021(), **chosen)


def test_a_place_stands_for_the_value_that_the_pages_offer():
    reading = srns.load_haddad2021()

    by_place = srns.view(reading, filters={"histology": ["~2"]}, selected=["~3"])
    by_word = srns.view(reading, filters={"histology": ["MCD variant"]}, selected=["3"])

    assert by_place.patients == by_word.patients
    assert by_place.selected == by_word.selected


def test_a_filter_that_leaves_nobody_leaves_an_empty_view():
    empty = srns.view(srns.load_haddad2021(), filters={"response": ["not evaluable"]})

    assert empty.patients == []
    assert srns.panel(empty, "verdicts").table.empty


@pytest.mark.parametrize(
    ("count", "last"),
    [
        pytest.param(0, 1, id="nobody: one empty page"),
        pytest.param(12, 1, id="a full page"),
        pytest.param(13, 2, id="one more"),
    ],
)
def test_pages_hold_every_child_once(count, last):
    children = [str(number) for number in range(count)]

    assert pages(children, 12) == last
    shown = [each for page in range(1, last + 1) for each in page_of(children, 12, page)]
    assert shown == children


def test_every_panel_is_documented():
    assert all(make.__doc__ for make in PANELS.values())
