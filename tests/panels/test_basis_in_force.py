"""What a panel computes itself is on the basis in force, as are the tables beside it."""

import pytest

import srns
from srns.analysis.definitions.comparison import compare
from srns.analysis.definitions.specification_curve import specification_curve
from srns.analysis.definitions.tipping_points import tipping_points
from srns.analysis.regimens.periods import RULES
from srns.panels.regimens import periods_of
from srns.panels.sensitivity import as_text
from srns.panels.view import View
from srns.report.table_catalogue import periods_in_window
from srns.rules.load_definition import load_definition
from srns.rules.rescue import NO_RESPONSE, STRATEGIES, TREATMENT_POLICY
from tests.dashboard.app_driver import ROOT
from tests.dashboard.cohorts import cohort_of

IPNA = load_definition("ipna_2022")


def view(strategy: str) -> View:
    """Make a view of a child with a rescue on day 50."""
    return srns.view(cohort_of("rescue after infusions"), IPNA, strategy=strategy)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_regimens_over_time_end_where_those_of_the_tables_end(strategy):
    chosen = view(strategy)
    drawn = periods_of(chosen, RULES).table
    printed = periods_in_window(chosen.cohort, chosen.classification, RULES).table

    assert drawn.equals(printed)
    rescued = drawn[drawn["patient"] == "1"]
    assert rescued["days"].sum() == (500 if strategy == TREATMENT_POLICY else 50)


def test_the_criteria_are_varied_under_the_strategy_in_force():
    chosen = view(NO_RESPONSE)
    curve = srns.panel(chosen, "specification_curve").table

    def of(strategy: str):
        compared = compare(chosen.cohort, chosen.known_definitions)
        return as_text(specification_curve(chosen.cohort, compared.definitions, strategy=strategy))

    assert curve.equals(of(NO_RESPONSE))
    assert not curve.equals(of(TREATMENT_POLICY))
    changed = tipping_points(chosen.cohort, IPNA, NO_RESPONSE)
    assert len(srns.panel(chosen, "tipping_points").table) == len(changed)
    assert changed != tipping_points(chosen.cohort, IPNA)


def test_the_flow_of_lines_does_not_start_with_the_rows_of_children():
    reading = srns.read_workbook(ROOT / "data" / "invented_lines.xlsx", day_zero="first tacrolimus")

    def steps(by_line: bool) -> str:
        return srns.panel(srns.view(reading, IPNA, by_line=by_line), "flow").table.to_string()

    assert "Row does not add a child" in steps(by_line=False)
    assert "Row does not add a child" not in steps(by_line=True)
