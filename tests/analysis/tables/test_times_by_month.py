"""Milestones and states as tables: the numbers of the curves, as a paper prints them."""

import srns
from srns.analysis.tables.milestone_table import milestone_table
from srns.analysis.tables.state_table import state_table

PAPER = srns.classify(srns.load_haddad2021())


def test_milestones_are_those_of_the_curves():
    found = srns.times(PAPER, by="histology", horizon=12)
    table = milestone_table(found)
    row = table.rows.set_index(["event", "group"]).loc[("complete remission", "MCD")]

    assert row["month 6"] == "50.0 % (1.3–98.7); 1 at risk"
    assert row["month 12"] == "100.0 % (15.8–100.0); 0 at risk"
    assert len(table.rows) == 6
    assert table.rows.set_index(["event", "group"]).loc[("relapse", "FSGS"), "month 6"] == (
        "not known: nobody followed so far"
    )


def test_mean_times_are_compared_where_nothing_competes_and_else_it_is_said_why():
    table = milestone_table(srns.times(PAPER, by="histology", horizon=12))

    assert any("not compared: kidney failure or death came first" in note for note in table.notes)
    assert (
        "Mean months free of relapse up to month 12, MCD variant less MCD: 0.0, without an "
        "interval." in table.notes
    )
    without = milestone_table(srns.times(PAPER, by="histology"))
    assert not any(note.startswith("Mean") for note in without.notes)


def test_the_states_are_those_of_the_occupancy():
    found = srns.occupancy(PAPER)
    table = state_table(found)
    shown = table.rows.set_index("state")

    assert shown.loc["complete remission", "month 12"] == "37.5 % (8.5–75.5)"
    assert "death" not in shown.index  # nobody died
    assert list(shown.columns) == ["month 6", "month 12", "month 24", "month 130"]
    assert "Kidney failure or death without a date, placed at the last visit: 5, 8." in table.notes
