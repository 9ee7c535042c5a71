"""Fisher's exact test of tables of any size, against published examples and by counting."""

import itertools
import math
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from srns.analysis.proportions import tables_with_margins
from srns.analysis.proportions.exact_tests import TOO_MANY, fisher_exact, fisher_of_responses

# Nine sites of the mouth in three states of India.
ALONE, BOTH, MOST = [0, 1, 0], [1, 0, 1], [8, 1, 8]
ORAL_LESIONS = [ALONE, MOST, ALONE, ALONE, ALONE, ALONE, ALONE, BOTH, BOTH]

small_tables = st.integers(2, 3).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 3), min_size=columns, max_size=columns), min_size=2, max_size=3
    )
)


@pytest.mark.parametrize(
    ("table", "p", "digits"),
    [
        pytest.param([[3, 1], [1, 3]], 0.4857, 4, id="Fisher 1935, tasting tea"),
        pytest.param(
            ORAL_LESIONS, 0.0101, 4, id="StatXact manual and Mehta & Patel, oral lesions in India"
        ),
        pytest.param(
            [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]],
            0.782684938965639,
            9,
            id="Agresti 2002, job satisfaction (0.7827), digits of R's fisher.test",
        ),
        pytest.param([[3, 1], [1, 3]], 34 / 70, 9, id="tea as a fraction"),
    ],
)
def test_the_p_value_is_the_published_one(table, p, digits):
    assert fisher_exact(table).p == pytest.approx(p, abs=0.5 * 10**-digits)


def by_counting(table: np.ndarray) -> tuple[float, float]:
    """List every table with the same sums, and add up exact fractions."""
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    ways = [itertools.product(*(range(min(r, c) + 1) for c in columns[:-1])) for r in rows[:-1]]
    total = less = same = 0

    def count(cells: np.ndarray) -> int:
        product = 1
        for column in cells.T:
            left = int(column.sum())
            for cell in column:
                product *= math.comb(left, int(cell))
                left -= int(cell)
        return product

    observed = count(table)
    for inner in itertools.product(*map(list, ways)):
        cells = np.zeros_like(table)
        cells[:-1, :-1] = inner
        cells[:-1, -1] = rows[:-1] - cells[:-1, :-1].sum(axis=1)
        cells[-1] = columns - cells[:-1].sum(axis=0)
        if (cells >= 0).all():
            weight = count(cells)
            total += weight
            less += weight if weight < observed else 0
            same += weight if weight == observed else 0
    return (less + same) / total, (less + same / 2) / total


@given(small_tables)
def test_p_and_mid_p_are_those_of_counting_every_table(cells):
    table = np.array(cells)
    found = fisher_exact(table)
    kept = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    if min(kept.shape) < 2:
        assert found.p is None
        assert found.words == "The test needs at least two groups and two outcomes."
        return

    assert (found.p, found.mid_p) == pytest.approx(by_counting(kept), rel=1e-9)


@given(st.lists(st.integers(0, 30), min_size=4, max_size=4))
def test_two_by_two_it_is_the_one_of_scipy(cells):
    table = np.reshape(cells, (2, 2))
    found = fisher_exact(table)
    if found.p is not None:
        assert found.p == pytest.approx(scipy.stats.fisher_exact(table).pvalue, rel=1e-7)


@settings(max_examples=10)
@given(small_tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(cells, random):
    table = np.array(cells)
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)

    for other in (table[rows][:, columns], table.T):
        found, expected = fisher_exact(other), fisher_exact(table)
        assert (found.p is None) == (expected.p is None)
        if found.p is not None:
            assert found.p == pytest.approx(expected.p, rel=1e-9)


def test_under_20_children_the_p_value_comes_with_a_warning():
    assert "too few for a p-value" in fisher_exact([[9, 0], [0, 10]]).words
    assert fisher_exact([[10, 0], [0, 10]]).words == ""


@pytest.mark.parametrize(
    ("table", "p"),
    [
        pytest.param(
            [[4, 2, 7, 2, 3], [4, 0, 3, 4, 3], [1, 8, 1, 1, 5], [2, 5, 5, 0, 5]],
            0.01943737,
            id="4 x 5, 65 children",
        ),
        pytest.param(
            [[4, 4, 5, 7, 1], [8, 1, 11, 2, 2], [3, 0, 9, 3, 3], [6, 4, 8, 5, 2]],
            0.2971841,
            id="4 x 5, 88 children",
        ),
        pytest.param(
            [[4, 12, 4, 3, 17], [13, 7, 8, 7, 0], [9, 11, 15, 3, 7]],
            1.885435e-05,
            id="3 x 5, 120 children",
        ),
    ],
)
def test_tables_that_r_counts_are_counted(table, p):
    """R 4.2.2, fisher.test with workspace = 1e8, 7 digits."""
    assert fisher_exact(table).p == pytest.approx(p, rel=5e-7)


REFERENCE = pd.read_csv(Path(__file__).parent / "reference" / "fisher.csv").to_dict("records")


@pytest.mark.parametrize("expected", REFERENCE, ids=lambda row: f"{row['rows']}: {row['cells']}")
def test_larger_tables_are_those_of_r(expected):
    """fisher.R drew them; R takes probabilities within 3.5e-7 of each other for one."""
    table = np.array(expected["cells"].split(), dtype=int).reshape(expected["rows"], -1)

    assert fisher_exact(table).p == pytest.approx(expected["p"], rel=1e-6)


def by_convolution(table: np.ndarray) -> float:
    """Add group to group: how many ways there are to each number of responses and probability."""
    groups, whole = table.sum(axis=1), table[:, 0].sum()
    ways: dict[tuple[int, int], int] = {(0, 1): 1}
    for size in map(int, groups):
        grown: dict[tuple[int, int], int] = {}
        for (had, product), n in ways.items():
            for more in range(size + 1):
                key = (had + more, product * math.comb(size, more))
                grown[key] = grown.get(key, 0) + n
        ways = grown
    observed = math.prod(
        math.comb(int(of), int(had)) for of, had in zip(groups, table[:, 0], strict=True)
    )
    ended = [(product, n) for (had, product), n in ways.items() if had == whole]
    rare = sum(product * n for product, n in ended if product <= observed)
    return rare / sum(product * n for product, n in ended)


@pytest.mark.parametrize(
    "had",
    [
        pytest.param([3, 4, 8, 2, 7, 5, 1, 6], id="apart"),
        pytest.param([5, 4, 5, 5, 4, 5, 4, 5], id="alike"),
        pytest.param([0, 9, 0, 9, 0, 9, 0, 9], id="rarer than nearly all"),
    ],
)
def test_a_response_in_eight_groups_is_the_one_of_whole_numbers(had):
    """Exact integers, on which no tolerance has a say."""
    table = np.column_stack((had, 9 - np.array(had)))

    assert fisher_exact(table).p == pytest.approx(by_convolution(table), rel=1e-9)


def test_every_table_is_counted_in_any_pieces(monkeypatch):
    """Pieces of one way each, also those of which nothing is left undecided."""
    tables = [
        np.array([[4, 2, 7], [4, 0, 3], [1, 8, 1], [2, 5, 5]]),
        np.array([[6, 0], [0, 6]] * 3),
    ]
    whole = [fisher_exact(table) for table in tables]
    monkeypatch.setattr(tables_with_margins, "_CHUNK", 1)

    for table, found in zip(tables, whole, strict=True):
        assert fisher_exact(table).p == pytest.approx(found.p, rel=1e-12)


@pytest.mark.parametrize("association", [0, 0.2])
@pytest.mark.parametrize("groups", range(2, 9))
def test_a_response_in_500_children_is_tested_in_up_to_eight_groups(groups, association):
    """With groups of one size and of many, alike and far apart."""
    random = np.random.default_rng(groups)
    shares = np.linspace(0.5 - association, 0.5 + association, groups)
    for sizes in (np.full(groups, 1 / groups), random.dirichlet(np.ones(groups))):
        of = random.multinomial(500, sizes)
        had = random.binomial(of, shares)

        found = fisher_exact(np.column_stack((had, of - had)))

        assert found.p is not None
        assert 0 < found.p <= 1


def test_too_many_tables_are_said_and_not_waited_for():
    begun = time.monotonic()
    found = fisher_exact(np.full((8, 8), 40))

    assert found.p is None
    assert found.words == TOO_MANY
    assert time.monotonic() - begun < 60  # it gives up; this is no measure of speed


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([1, 2], "The table must have rows and columns."),
        ([[1, -1], [1, 1]], "Every cell of the table must be a whole number, 0 or more."),
        ([[1, 0.5], [1, 1]], "Every cell of the table must be a whole number, 0 or more."),
        ([[1, np.nan], [1, 1]], "Every cell of the table must be a whole number, 0 or more."),
    ],
)
def test_an_impossible_table_is_refused_in_a_sentence(table, words):
    with pytest.raises(ValueError, match=f"^{words}$"):
        fisher_exact(table)


def test_a_child_without_a_group_has_no_part_in_the_test():
    verdicts = pd.DataFrame({"response": ["CR", "none", "CR", "none", "CR"]})
    by = pd.Series(["a", "b", "a", "b", None])

    found = fisher_of_responses(verdicts, by, responses=["CR"])

    assert (found.n, round(found.p, 4)) == (4, 0.3333)
