"""What the matrix of definitions and the specification curve draw."""

from srns.analysis.definitions.comparison import compare
from srns.analysis.definitions.specification_curve import specification_curve
from srns.analysis.definitions.specification_results import describe_curve
from srns.charts import specification_curve as curve_chart
from srns.charts.definition_matrix import PICKED, cells_of, definition_matrix, describe
from srns.rules.load_definition import load_definition
from tests.rules.table import read_table

COHORT = read_table(
    """
    patient | day | Up/c | albumin
    A       |  30 | 0.50 | 3.8
    B       |  30 | 0.50 | 3.0
    C       |  30 | 9.00 | 1.0
    """
)
HADDAD, CLOSED = load_definition("haddad_2021"), load_definition("haddad_2021_closed")
NAMES = {each.id: each.name for each in (HADDAD, CLOSED)}
COMPARISON = compare(COHORT, [HADDAD, CLOSED])


def cells(overridden=()):
    return cells_of(COMPARISON.matrix, COMPARISON.onset_days, "haddad_2021", NAMES, overridden)


def test_the_matrix_has_a_lettered_cell_for_every_child_and_definition():
    spec = definition_matrix(cells(), HADDAD, "haddad_2021").to_dict()
    (rows,) = [rows for rows in spec["datasets"].values() if "letters" in rows[0]]

    assert {(row["patient"], row["definition"]): row["letters"] for row in rows} == {
        ("A", "haddad_2021"): "UC",
        ("A", "haddad_2021_closed"): "PR",
        ("B", "haddad_2021"): "PR",
        ("B", "haddad_2021_closed"): "PR",
        ("C", "haddad_2021"): "NR",
        ("C", "haddad_2021_closed"): "NR",
    }
    assert [row["patient"] for row in rows if row["differs"]] == ["A"]
    # the definition in use stands first and has every letter; others where they differ
    lettered = [(row["patient"], row["definition"]) for row in rows if row["shown"]]
    assert lettered == [("A", "haddad_2021"), ("A", "haddad_2021_closed"),
                        ("B", "haddad_2021"), ("C", "haddad_2021")]  # fmt: skip
    assert (
        "1 change under at least one of the others (letters in thick frames): A."
        in spec["description"]
    )
    assert any(param["name"] == PICKED for param in spec["params"])


def test_an_overridden_verdict_carries_a_star_and_the_sentence_says_so():
    starred = cells({("A", "haddad_2021")})

    assert list(starred.loc[starred["letters"].str.endswith("*"), "letters"]) == ["UC*"]
    assert "A star marks" in describe(starred, "Haddad")


def test_the_curve_shows_every_set_of_choices_and_marks_the_published_ones():
    outcome = "complete or partial remission"
    table = specification_curve(COHORT, [HADDAD, CLOSED], outcome=outcome)
    said = describe_curve(table, outcome)
    spec = curve_chart.specification_curve(table, NAMES, outcome, said, HADDAD).to_dict()
    sizes = {len(rows): rows for rows in spec["datasets"].values()}

    assert set(sizes) == {len(table), 5 * len(table)}
    assert sum(row["published"] for row in sizes[len(table)]) == 2
    assert said in spec["description"]
