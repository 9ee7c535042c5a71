"""What the map of a definition's holes draws."""

from srns.charts.chart_data import CONVENTIONAL, SI
from srns.charts.gap_map import GAP, gap_map, map_points, merged
from srns.rules.gaps import gap_grid, occasions_alone
from tests.charts.cohort import HADDAD
from tests.rules.table import classify_table

GRID = gap_grid(HADDAD)
OCCASIONS = occasions_alone(
    classify_table(
        "haddad_2021",
        """
        patient | day | Up/c        | albumin
        A       |  30 | 0.50        | 3.8
        A       |  60 | 9.00        | 1.0
        A       |  90 | 17 mg/mmol  | 4.0
        """,
    )
)


def test_joined_cells_cover_the_grid_once():
    rectangles = merged(GRID)

    assert rectangles["pairs"].sum() == len(GRID)
    assert len(rectangles) < 30
    says = {(row.upcr, row.albumin): row.says for row in GRID.itertuples()}
    for row in rectangles.itertuples():
        assert says[row.upcr_from, row.albumin_from] == row.says
        assert says[row.upcr_to, row.albumin_to] == row.says


def test_holes_are_white_and_everything_has_letters():
    spec = gap_map(GRID, OCCASIONS, HADDAD, CONVENTIONAL).to_dict()
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    texts = {row["letters"] for rows in spec["datasets"].values() for row in rows if len(row) == 3}

    assert scale["range"][scale["domain"].index(GAP)] == "#ffffff"
    assert {"CR", "PR", "NR", GAP} <= texts
    assert "1,121 in a gap" in spec["description"]
    assert "2 visits of this cohort within the map, 1 of them in a gap" in spec["description"]


def test_occasions_are_put_where_their_values_are_in_the_units_shown():
    in_si = map_points(OCCASIONS, SI, GRID)

    assert list(in_si["day"]) == [30, 90]
    assert list(in_si["x"].round(2)) == [56.56, 17.0]
    assert list(in_si["y"]) == [38.0, 40.0]
    assert list(in_si["where"]) == ["in a gap", "elsewhere"]


def test_visits_with_the_same_values_are_one_mark_that_counts_them():
    twice = occasions_alone(
        classify_table(
            "haddad_2021",
            """
            patient | day | Up/c | albumin
            A       |  30 | 0.50 | 3.8
            B       |  60 | 0.50 | 3.8
            """,
        )
    )
    spec = gap_map(GRID, twice, HADDAD, CONVENTIONAL).to_dict()
    (marks,) = [rows for rows in spec["datasets"].values() if rows and "visits" in rows[0]]

    assert [(row["patient"], row["visits"]) for row in marks] == [("A", 2)]
    assert "2 visits of this cohort within the map, 2 of them in a gap" in spec["description"]
