"""Whatever recipe is written can be read back; a mistake in one is one sentence."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srns.cohort.errors import RecipeError
from srns.workbook.read_workbook import read_workbook
from srns.workbook.recipe.model import (
    ColumnRecipe,
    Recipe,
    TableRecipe,
    read_recipe,
    write_recipe,
)
from srns.workbook.recipe.recipe_words import list_meanings
from tests.workbook.wild.reading import book, proposed

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
MEANINGS = [one for one in list_meanings() if not one.startswith(("Labs.", "Diary.", "Infusions."))]
COLUMNS = st.builds(
    ColumnRecipe, heading=TEXTS, means=st.sampled_from(MEANINGS), unit=TEXTS, why=TEXTS
)


@given(st.lists(COLUMNS, max_size=4), TEXTS)
@settings(max_examples=100)
def test_any_recipe_is_read_back(columns, name):
    recipe = Recipe(name, (TableRecipe(name, "A1", "rows", tuple(columns)),))

    assert read_recipe(write_recipe(recipe).encode()) == recipe


def test_an_unnamed_column_is_read_back():
    opened = book(
        {"Data": [["study_id", "day", "Up/c (mg/mg)", None, "x"], ["K1", 0, 6.1, None, "a"]]}
    )

    assert "" in [one.heading for one in proposed(opened).tables[0].columns]


@pytest.mark.parametrize(
    ("means", "hint"),
    [
        ("Labs.albumine", "'Labs.albumin'"),
        ("Labs.upc", "'Labs.upcr'"),
        ("pateint", "'patient'"),
        ("ignored", "'ignore'"),
        ("Dat", "'date'|'day'|'Date'|such as"),
        ("zzz", "such as 'Labs.upcr'"),
        ("", "such as"),
    ],
)
def test_a_mistyped_meaning_is_one_sentence(means, hint):
    recipe = Recipe("x", (TableRecipe("Data", "A1", "rows", (ColumnRecipe("a", means),)),))

    with pytest.raises(RecipeError, match=f"means = '{means}' is no known meaning.*({hint})"):
        read_recipe(write_recipe(recipe).encode())


def test_a_missing_key_is_one_sentence():
    with pytest.raises(RecipeError, match="the key 'means' is missing"):
        read_recipe(
            b'recipe = 1\n[[table]]\nsheet = "D"\nfirst_heading = "A1"\nchildren_are = "rows"\n'
            b'[[table.column]]\nheading = "a"\n'
        )


GOOD = """recipe = 1
made_for = "x.xlsx"
[[question]]
id = "unit: D!A1 Up/c"
asks = "Which?"
options = ["mg/mg", "leave it out"]
answer = "mg/mg"
[[table]]
sheet = "D"
first_heading = "A1"
children_are = "rows"
[[table.column]]
heading = "UPCR"
means = "Labs.upcr"
"""
MISTAKES = {
    "a meaning": ('means = "Labs.upcr"', 'means = "Labs.upc"', "column 'UPCR': means = 'Labs.upc'"),
    "a key": ("means =", "meens =", "column 'UPCR': the key 'meens' is not known"),
    "a key of the file": ("made_for", "madefor", "the key 'madefor' is not known"),
    "a missing key": (
        'first_heading = "A1"\n',
        "",
        "the key 'first_heading' is missing",
    ),
    "an orientation": ('"rows"', '"sideways"', "expected 'rows' or 'columns'"),
    "an unknown unit": ('"Labs.upcr"', '"Labs.upcr"\nunit = "mg/xx"', "is no unit of Up/c"),
    "another's unit": ('"Labs.upcr"', '"Labs.upcr"\nunit = "g/dL"', "expected 'mg/mg'"),
    "a second unit": ('"Labs.upcr"', '"Labs.upcr"\nabove_unit = "kg"', "above_unit = 'kg'"),
    "an order": ('"Labs.upcr"', '"date"\norder = "daymonth"', "expected 'day first'"),
    "a part": ('"Labs.upcr"', '"date"\npart = "minute"', "expected 'day', 'month' or 'year'"),
    "a purpose": ('"Labs.upcr"', '"Treatments.drug"\npurpose = "x"', "purpose = 'x' is not known"),
    "a dialect": ('"rows"', '"rows"\ntests = "foo"', "table 'D': tests = 'foo' is not known"),
    "codes": ('"Labs.upcr"', '"Patients.sex"\ncodes = "1 male"', "such as '1 = male"),
    "a drug": ('"Labs.upcr"', '"Treatments.dose"\ndrug = "zzz"', "'zzz' is no known drug"),
    "a text for a number": ('"Labs.upcr"', '"Labs.upcr"\nday = "x"', "expected a whole number"),
    "a number for a text": ('heading = "UPCR"', "heading = 5", "expected a text"),
    "a limit": (
        '"Labs.upcr"',
        '"Labs.upcr"\nabove = "ten"',
        "holds 'ten'; expected a number",
    ),
    "one table": ("[[table]]", "[table]", "expected [[table]]"),
    "no list of options": ('["mg/mg", "leave it out"]', '"mg/mg"', "expected a list of texts"),
    "the version": ("recipe = 1", "recipe = 9", "expected recipe = 1"),
    "the form": ("recipe = 1", "recipe =", "is not a recipe"),
    "nothing": (GOOD, "", "expected recipe = 1"),
}


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_sentence_that_says_where_it_is(old, new, said):
    assert old in GOOD
    with pytest.raises(RecipeError) as caught:
        read_recipe(GOOD.replace(old, new, 1).encode())

    sentence = str(caught.value)
    assert said in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


def test_an_option_that_is_no_unit_is_no_traceback():
    opened = book({"D": [["study_id", "day", "UPCR"], ["K1", 0, 3.1]]})
    typed = GOOD.replace("mg/mg", "mg/xx")
    columns = '[[table.column]]\nheading = "{0}"\nmeans = "{1}"\n'
    typed += columns.format("study_id", "patient") + columns.format("day", "day")
    reading = read_workbook(opened, recipe=read_recipe(typed.encode()))

    (error,) = (one for one in reading.errors if one.cell)
    assert error.found == "the column 'UPCR', which means Up/c, and no unit of it"


@pytest.mark.parametrize(
    ("means", "heading"),
    [("Labs.upcr", "q"), ("Labs.albumin", "q"), ("Labs.protein_24h", "x y"), ("Labs.height", "z")],
)
def test_a_meaning_set_by_hand_needs_a_unit(means, heading):
    opened = book({"D": [["study_id", "day", heading, "dipstick"], ["K1", 0, 2, "2+"]]})
    recipe = proposed(opened)
    table = recipe.tables[0]
    columns = tuple(
        replace(one, means=means) if one.heading == heading else one for one in table.columns
    )
    changed = replace(recipe, tables=(replace(table, columns=columns),))
    (error,) = read_workbook(opened, recipe=read_recipe(write_recipe(changed).encode())).errors

    assert error.cell == "C1"
    assert error.remedy == "Set its unit in the recipe."
