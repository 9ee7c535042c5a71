"""A table read column by column gives what it gives row by row."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srns.workbook.read_workbook import Reading, read_workbook
from srns.workbook.recipe import apply_table
from srns.workbook.recipe.model import read_recipe, write_recipe
from srns.workbook.recipe.propose import propose
from tests.workbook.wild.reading import book

CELLS = st.sampled_from(
    [
        "",
        " ",
        0.1,
        1,
        2.5,
        "<0.2",
        "0.3 mg/mg",
        "12 mg/mmol",
        "2+",
        "neg",
        "haemolysed",
        "ND",
        "n/a",
    ]
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["K1", "K2", 3, "", "k1 "]),
        st.sampled_from([0, 30, "60", "2015-03-01", "day 7", 12.5]),
        CELLS,
        CELLS,
    ),
    min_size=2,
    max_size=12,
)
HEADINGS = ["patient", "day", "Up/c (mg/mg)", "albumin (g/dL)"]


def read(rows: list[list[object]]) -> Reading:
    opened = book({"Data": rows})
    recipe = read_recipe(write_recipe(propose(opened)).encode())
    given_ = {one.id: one.options[0] for one in recipe.questions}
    return read_workbook(opened, recipe=recipe.answered(given_), day_zero="first urine result")


def shown(reading: Reading) -> tuple[object, ...]:
    labs = None
    if reading.cohort is not None:  # the order of the analytes is not kept
        labs = reading.cohort.labs.astype(str).sort_values("cell").to_csv(index=False)
    messages = sorted(one.message for one in reading.problems)
    return labs, messages, sorted(reading.ledger.entries.itertuples(index=False, name=None))


@settings(max_examples=60, deadline=None)
@given(ROWS, st.booleans())
def test_the_same_results_problems_and_cells(rows, beside):
    table = [HEADINGS, *map(list, rows)]
    if beside:  # a column that is left out, and one of another sheet's kind
        table = [
            [*row, extra] for row, extra in zip(table, ["sodium", *[140] * len(rows)], strict=True)
        ]
    whole = shown(read(table))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apply_table, "read_whole_columns", lambda *_: None)
        assert shown(read(table)) == whole


@pytest.mark.parametrize(
    ("rows", "whole"),
    [
        pytest.param([HEADINGS, ["K1", 0, 6.1, 2.0], ["K1", 30, 0.1, 3.9]], True, id="one visit"),
        pytest.param(
            [["patient", "day", "Up/c (mg/mg) baseline", "Up/c (mg/mg) month 3"], ["K1", 0, 6, 1]],
            False,
            id="two visits in a row",
        ),
        pytest.param(
            [["patient", "day", "Up/c (mg/mg)", "drug"], ["K1", 0, 6, "tacrolimus"]],
            False,
            id="results and drugs",
        ),
    ],
)
def test_only_a_table_with_one_visit_a_row_is_read_so(rows, whole, monkeypatch):
    found = []
    read_whole = apply_table.read_whole_columns
    monkeypatch.setattr(
        apply_table,
        "read_whole_columns",
        lambda *given: found.append(read_whole(*given)) or found[-1],
    )
    read(rows)

    assert any(found) is whole


def test_a_row_without_its_day_is_named_by_the_cell_of_the_day():
    reading = read([HEADINGS, ["K1", 0, 6.1, 2.0], ["K1", "", 0.1, 3.9]])

    assert [one.place for one in reading.errors] == ["Data!B3"]
