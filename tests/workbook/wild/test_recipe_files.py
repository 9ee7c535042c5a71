"""Whatever recipe is written can be read back; a mistake in one is one sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srns.cohort.errors import RecipeError
from srns.workbook.recipe.model import (
    ColumnRecipe,
    Recipe,
    TableRecipe,
    list_meanings,
    read_recipe,
    write_recipe,
)
from tests.workbook.wild.reading import book, proposed

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
COLUMNS = st.builds(
    ColumnRecipe, heading=TEXTS, means=st.sampled_from(list_meanings()), unit=TEXTS, why=TEXTS
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
